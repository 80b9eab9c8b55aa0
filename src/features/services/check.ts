import type { Json } from "../../base/json.js";
import { type JsonSchema, type Path, pathText, readAs, valueAt } from "../../base/json-schema.js";
import type { ConnectorTypeDetails, FieldNode } from "../../client/resources/connector-types.js";
import { checkFields } from "../../toolkit/check-fields.js";
import { type Fields, isFields, isMasked, leaves } from "./config.js";

export interface GivenFields {
  config?: Fields | undefined;
  auth?: Fields | undefined;
}

/** The given fields, read as the type declares them; without a type, as they are. */
export function readGiven({ config, auth }: GivenFields, type: ConnectorTypeDetails | undefined) {
  const read = (value: Fields | undefined, root: FieldNode | null | undefined) => {
    const known = value !== undefined && root?.properties !== undefined;
    const fields = known ? readAs(accepted(root), value) : value;
    return isFields(fields) ? fields : undefined;
  };
  return { config: read(config, type?.config), auth: read(auth, type?.auth) };
}

/**
 * Every problem of the given fields, by the fields that the type has now. What `current` holds already is accepted,
 * and without a type only masked values are found.
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
    const masked = leaves(value).filter((leaf) => isMasked(leaf.value));
    const root = type?.[part];
    if (masked.length > 0) {
      const paths = masked.map(({ path }) => pathText([part, ...path])).join(", ");
      problems.push(
        `${paths} ${masked.length === 1 ? "is a mask" : "are masks"}, not a value: written back, it would replace the secret. Leave it out to keep what is stored, or give the new value.`,
      );
    } else if (root?.properties !== undefined) {
      const found = await check(part, value, root);
      const isStored = (path: Path) => part === "config" && valueAt(current, path) !== undefined;
      problems.push(
        ...found
          .filter(({ kind, path }) => !(kind === "unknown" && isStored(path)))
          .filter(({ kind }) => kind !== "required")
          .map(({ text }) => text),
      );
    } else if (type !== undefined && part === "auth") {
      problems.push("This connector type takes no auth.");
    }
  }
  return problems;
}

/** Paths of the fields that the type requires and the configuration lacks. */
export async function missingFields(
  config: Fields,
  { config: root }: ConnectorTypeDetails,
): Promise<string[]> {
  const found = root ? await check("config", withoutEmpty(config), root) : [];
  return found
    .filter(({ kind }) => kind === "required")
    .map(({ path }) => pathText(["config", ...path]));
}

const check = (part: "config" | "auth", value: Json, root: FieldNode) =>
  checkFields(value, accepted(root), { at: [part] });

/** Fivetran takes a number where a string is declared, and a string of digits where an integer is. */
const ACCEPTED: Record<string, JsonSchema> = {
  string: { type: ["string", "number"] },
  integer: { type: ["integer", "string"], pattern: "^-?\\d+$" },
  boolean: { type: "boolean" },
  array: { type: "array" },
  object: { type: "object" },
};

/** The schema of the values that Fivetran accepts for a field. */
function accepted({ type, readonly, ...node }: FieldNode): JsonSchema {
  if (readonly === true) return { not: {} };
  // Some choices are declared as objects; their values are strings.
  if (node.enum !== undefined && node.enum.length > 0)
    return { enum: node.enum.flatMap(asScalars) };
  if (node.items !== undefined) return { type: "array", items: accepted(node.items) };
  const { properties, required } = node;
  if (properties === undefined) return { ...ACCEPTED[String(type)] };
  const fields = Object.entries(properties);
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(([name, field]) => [name, accepted(field)])),
    required: (required ?? []).filter((name) => properties[name]?.readonly !== true),
    additionalProperties: false,
  };
}

/** A declared value as a string, and as the number or boolean that is written the same. */
function asScalars(value: unknown): (string | number | boolean)[] {
  const text = String(value);
  const number = Number(text);
  return [
    text,
    ...(String(number) === text ? [number] : []),
    ...(text === "true" || text === "false" ? [text === "true"] : []),
  ];
}

function withoutEmpty(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  const full = Object.entries(value).filter(([, inner]) => inner !== null && inner !== "");
  return Object.fromEntries(full.map(([key, inner]) => [key, withoutEmpty(inner)]));
}
