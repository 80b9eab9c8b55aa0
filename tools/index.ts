import type { Tool } from "../src/toolkit/define.js";
import { loaders } from "./load.js";

/** Every tool, in the order in which clients list them. */
export const tools: readonly Tool[] = await Promise.all(
  Object.values(loaders).map((load) => load()),
);
