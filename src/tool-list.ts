import { fileURLToPath } from "node:url";
import type { ToolListing } from "./toolkit/listing.js";

// Set by the build. Undefined when the program runs from source.
declare const BUILT_TOOL_LIST: ToolListing[] | undefined;
declare const BUILT_VERSION: string | undefined;

let fromSource: Promise<readonly ToolListing[]> | undefined;

/** The listing of every tool. In the built program this does not load the tools. */
export async function allTools(): Promise<readonly ToolListing[]> {
  if (typeof BUILT_TOOL_LIST === "object") return BUILT_TOOL_LIST;
  fromSource ??= Promise.all([import("../tools/index.js"), import("./toolkit/listing.js")]).then(
    ([{ tools }, { listing }]) => tools.map(listing),
  );
  return fromSource;
}

// The folder is beside this file in the sources, and beside `dist` in the package.
export const skillFolder = fileURLToPath(
  new URL(
    typeof BUILT_VERSION === "string" ? "../../skills/fivetran" : "../skills/fivetran",
    import.meta.url,
  ),
);

/** The names to which arguments of prompts and resources can be completed. */
export async function names() {
  const [{ SERVICES }, { allOperationIds }] = await Promise.all([
    import("./client/operations/generated/services.js"),
    import("./client/operations/catalog.js"),
  ]);
  return { services: Object.keys(SERVICES.connectors), operations: allOperationIds() };
}
