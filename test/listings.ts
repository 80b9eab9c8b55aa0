import { listing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";

/** What `tools/list` shows of every tool; made once, because converting the schemas takes longer than most tests. */
export const LISTINGS = tools.map(listing);
