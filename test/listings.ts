import { listing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";

/**
 * What `tools/list` shows of every tool. It is computed once, because the conversion of the schemas
 * takes longer than most tests.
 */
export const LISTINGS = tools.map(listing);
