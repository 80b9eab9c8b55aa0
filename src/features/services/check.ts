import type { Json } from "../../base/json.js";
import { type JsonSchema, type Path, pathText, valueAt } from "../../base/json-schema.js";
import { readAs } from "../../base/read-as.js";
import { isMarked, placeAt } from "../../client/operations/secret-fields.js";
import type { ConnectorTypeDetails } from "../../client/resources/connector-types.js";
import { checkFields, referenceProblems } from "../../toolkit/check-fields.js";
import { type Fields, isFields } from "./config.js";
import { typeSchema } from "./type-schema.js";

export interface GivenFields {
  config?: Fields | undefined;
  auth?: Fields | undefined;
}

/**
 * Reads the given fields by the types that the connector type declares. Without a type, returns
 * them unchanged.
 */
export function readGiven(given: GivenFields, type: ConnectorTypeDetails | undefined) {
  const read = (part: "config" | "auth") => {
    const value = given[part];
    const root = type && typeSchema(type).properties?.[part];
    const schema: JsonSchema = root?.properties === undefined ? { type: "object" } : root;
    const fields = value && readAs(schema, value);
    return fields !== undefined && isFields(fields) ? fields : undefined;
  };
  return { config: read("config"), auth: read("auth") };
}

/**
 * Values that the API accepts but its definition does not list. Fivetran's own live test suites
 * send them.
 */
const ALSO_TAKEN: Readonly<Record<string, readonly unknown[]>> = {
  update_method: ["XMIN"],
  file_type: ["unstructured"],
};

/**
 * Returns every problem of the given fields, checked against the fields that the type has now.
 * Values that `current` already contains are accepted. Without a type, only references to secrets
 * are rejected.
 */
export async function fieldProblems(
  given: GivenFields,
  type: ConnectorTypeDetails | undefined,
  current?: unknown,
): Promise<string[]> {
  const problems: string[] = [];
  for (const part of ["config", "auth"] as const) {
    const value = given[part];
    if (value === undefined || Object.keys(value).length === 0) continue;
    const root = type && typeSchema(type).properties?.[part];
    const marked = (path: Path) => isMarked(placeAt(root, path));
    if (root?.properties !== undefined) {
      const found = await checkFields(value, root, [part]);
      const isStored = (path: Path) => part === "config" && valueAt(current, path) !== undefined;
      problems.push(
        ...found
          .filter(({ kind, path }) => !(kind === "unknown" && isStored(path)))
          .filter(({ kind }) => kind !== "required")
          .filter(({ kind, path }) => !(kind === "value" && isAlsoTaken(value, path)))
          .map(({ text }) => text),
      );
    } else if (type !== undefined && part === "auth") {
      problems.push("This connector type does not take auth.");
      continue;
    }
    problems.push(...referenceProblems(value, marked, [part]));
  }
  return problems;
}

const isAlsoTaken = (value: Fields, path: Path) =>
  ALSO_TAKEN[String(path.at(-1))]?.includes(valueAt(value, path)) === true;

/** Returns the paths of the fields that the type requires and the configuration lacks. */
export async function missingFields(config: Fields, type: ConnectorTypeDetails): Promise<string[]> {
  const root = typeSchema(type).properties?.["config"];
  const found = root ? await checkFields(withoutEmpty(config), root, ["config"]) : [];
  return found
    .filter(({ kind }) => kind === "required")
    .map(({ path }) => pathText(["config", ...path]));
}

function withoutEmpty(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  const full = Object.entries(value).filter(([, inner]) => inner !== null && inner !== "");
  return Object.fromEntries(full.map(([key, inner]) => [key, withoutEmpty(inner)]));
}
