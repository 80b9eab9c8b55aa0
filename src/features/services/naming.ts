import type { ConnectorTypeDetails } from "../../client/resources/connector-types.js";

/**
 * The fields of `config` whose values, joined by a dot, form the name of a connection. A name is
 * permanent.
 */
export type Naming =
  | readonly ["schema_prefix"]
  | readonly ["schema", ...("table" | "table_group_name")[]];

export const NAMING_FIELDS = ["schema_prefix", "schema", "table", "table_group_name"] as const;

export function namingOf({ config }: Pick<ConnectorTypeDetails, "config">): Naming {
  const required = new Set(config?.required ?? []);
  const listed = new Set(Object.keys(config?.properties ?? {}));
  // Required fields decide, because a type may list the others as alternatives.
  const has = (field: string) =>
    required.size > 0 && NAMING_FIELDS.some((name) => required.has(name))
      ? required.has(field)
      : listed.has(field);
  if (has("schema_prefix")) return ["schema_prefix"];
  if (has("table_group_name")) return ["schema", "table_group_name"];
  if (has("table")) return ["schema", "table"];
  return ["schema"];
}

const NAME = /^[a-z_][a-z0-9_]*$/;

const RULE =
  "must start with a lower-case letter or _, followed by lower-case letters, digits and _";

/**
 * Returns the fields of `config` that give a connection this name, or the problem with the name.
 */
export function nameFields(
  naming: Naming,
  name: string,
): { fields: Record<string, string> } | { problem: string } {
  const parts = name.split(".");
  if (parts.length !== naming.length) {
    return {
      problem:
        naming.length === 2
          ? `it must have two parts, ${naming.join(".")}`
          : `it must have one part, ${naming[0]}, without a dot`,
    };
  }
  const wrong = parts.find((part) => !NAME.test(part));
  if (wrong !== undefined) return { problem: `each part ${RULE}` };
  return { fields: Object.fromEntries(naming.map((field, at) => [field, parts[at] ?? ""])) };
}

/**
 * Returns the name of a connection with this `config`. Undefined if a field of the name is missing.
 */
export function nameFrom(naming: Naming, config: Record<string, unknown>): string | undefined {
  const parts = naming.map((field) => config[field]);
  return parts.every((part) => typeof part === "string" && part !== "")
    ? parts.join(".")
    : undefined;
}
