import type { ToolListing } from "./toolkit/listing.js";

// Filled in by the build; absent when run from source.
declare const BUILT_TOOL_LIST: ToolListing[] | undefined;

let fromSource: Promise<readonly ToolListing[]> | undefined;

/** What is shown of every tool; in the built program without loading any of them. */
export async function allTools(): Promise<readonly ToolListing[]> {
  if (typeof BUILT_TOOL_LIST === "object") return BUILT_TOOL_LIST;
  fromSource ??= Promise.all([import("../tools/index.js"), import("./toolkit/listing.js")]).then(
    ([{ tools }, { listing }]) => tools.map(listing),
  );
  return fromSource;
}
