import { fileURLToPath } from "node:url";

// Filled in by the build; absent when run from source.
declare const BUILT_VERSION: string | undefined;

// Beside this file in the sources, and beside `dist` in the package.
export const skillFolder = fileURLToPath(
  new URL(
    typeof BUILT_VERSION === "string" ? "../../skills/fivetran" : "../skills/fivetran",
    import.meta.url,
  ),
);

/** Names that arguments of prompts and resources complete to. */
export async function names() {
  const [{ SERVICES }, { allOperationIds }] = await Promise.all([
    import("./client/operations/generated/services.js"),
    import("./client/operations/catalog.js"),
  ]);
  return { services: Object.keys(SERVICES.connectors), operations: allOperationIds() };
}
