import { fileURLToPath } from "node:url";

// Set by the build. Undefined when the program runs from source.
declare const BUILT_VERSION: string | undefined;

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
