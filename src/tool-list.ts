import type { ToolListing } from "./toolkit/listing.js";

// Set by the build. Undefined when the program runs from source.
declare const BUILT_TOOL_LIST: ToolListing[] | undefined;

let fromSource: Promise<readonly ToolListing[]> | undefined;

/** The listing of every tool. In the built program this does not load the tools. */
export async function allTools(): Promise<readonly ToolListing[]> {
  if (typeof BUILT_TOOL_LIST === "object") return BUILT_TOOL_LIST;
  fromSource ??= Promise.all([import("../tools/index.js"), import("./toolkit/listing.js")]).then(
    ([{ tools }, { listing }]) => tools.map(listing),
  );
  return fromSource;
}
