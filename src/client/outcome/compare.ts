import { asFields, type Fields, type Json } from "../../base/json.js";
import type { Call } from "../operations/call.js";
import type { SchemaConfig } from "../resources/models.js";

/** How a requested value compares with what was read: `unclear` when the read does not show it. */
export type Match = "same" | "different" | "unclear";

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Fields that have an effect once and are not stored. */
const TRANSIENT = new Set(["run_setup_tests", "trust_certificates", "trust_fingerprints"]);

/** The fields of a body that the read shows with other values, and those that it does not show. */
export interface Comparison {
  match: Match;
  different: string[];
  unclear: string[];
}

/** Compares the fields that were sent with the object that was read back. */
export function compareFields(body: Json | undefined, read: unknown): Comparison {
  const different: string[] = [];
  const unclear: string[] = [];
  let same = 0;
  const shown = asFields(read);
  for (const [field, requested] of Object.entries(asFields(body))) {
    if (TRANSIENT.has(field)) continue;
    // A historical sync that has ended looks like one that never began.
    const match =
      field === "is_historical_sync"
        ? asFields(shown["status"])[field] === requested && requested === true
          ? "same"
          : "unclear"
        : compare(requested, shown[field]);
    if (match === "same") same += 1;
    else (match === "different" ? different : unclear).push(field);
  }
  const match =
    different.length > 0 ? "different" : unclear.length > 0 || same === 0 ? "unclear" : "same";
  return { match, different, unclear };
}

function compare(requested: unknown, shown: unknown): Match {
  if (isFields(requested)) {
    if (!isFields(shown)) return "unclear";
    const parts = Object.entries(requested).map(([key, part]) => compare(part, shown[key]));
    if (parts.includes("different")) return "different";
    return parts.includes("unclear") || parts.length === 0 ? "unclear" : "same";
  }
  // Secrets come back masked, and empty values not at all.
  if (typeof shown === "string" && /^\*+$/.test(shown)) return "unclear";
  if (requested === null || requested === "") {
    return shown === undefined || shown === null || shown === "" ? "same" : "different";
  }
  if (shown === undefined) return "unclear";
  if (Array.isArray(requested)) {
    return JSON.stringify(requested) === JSON.stringify(shown) ? "same" : "unclear";
  }
  // Numbers may come back as strings.
  return String(requested) === String(shown) ? "same" : "different";
}

/** A schema change of any level, as a part of the whole configuration. */
export function requestedSchema({ params, body }: Call): Fields {
  const name = (param: string) => (params[param] === undefined ? undefined : String(params[param]));
  const [schema, table, column] = ["schemaName", "tableName", "columnName"].map(name);
  let config = asFields(body);
  if (column !== undefined) config = { columns: { [column]: config } };
  if (table !== undefined) config = { tables: { [table]: config } };
  return schema === undefined ? config : { schemas: { [schema]: config } };
}

/** Whether the configuration that was read is as a schema change requested it. */
export function compareSchema(change: Fields, read: SchemaConfig): Match {
  return worst(
    Object.entries(change).map(([key, requested]) =>
      key === "schemas" ? compareNodes(requested, read.schemas) : leaf(requested, read[key]),
    ),
  );
}

function compareNodes(change: unknown, shown: unknown): Match {
  const nodes = asFields(shown);
  return worst(
    Object.entries(asFields(change)).map(([name, requested]) => {
      const node = Object.hasOwn(nodes, name) ? asFields(nodes[name]) : undefined;
      if (node === undefined) return "unclear";
      return worst(
        Object.entries(asFields(requested)).map(([key, part]) =>
          key === "tables"
            ? compareNodes(part, node["tables"])
            : key === "columns"
              ? compareColumns(part, node["columns"])
              : leaf(part, node[key]),
        ),
      );
    }),
  );
}

/** Columns that were never changed are not listed; they are enabled and not hashed. */
function compareColumns(change: unknown, shown: unknown): Match {
  const columns = asFields(shown);
  return worst(
    Object.entries(asFields(change)).map(([name, requested]) => {
      const column = {
        enabled: true,
        hashed: false,
        ...(Object.hasOwn(columns, name) ? asFields(columns[name]) : {}),
      };
      return worst(
        Object.entries(asFields(requested)).map(([key, part]) => leaf(part, asFields(column)[key])),
      );
    }),
  );
}

const leaf = (requested: unknown, shown: unknown): Match =>
  shown === undefined || shown === null ? "unclear" : requested === shown ? "same" : "different";

const worst = (matches: readonly Match[]): Match =>
  matches.includes("different")
    ? "different"
    : matches.length === 0 || matches.includes("unclear")
      ? "unclear"
      : "same";

/** Whether the configuration shows a reload that switches everything on or off; locked tables keep their state. */
export function compareReload(mode: unknown, read: SchemaConfig): Match {
  if (mode !== "INCLUDE" && mode !== "EXCLUDE") return "unclear";
  const tables = Object.values(read.schemas ?? {}).flatMap((schema) =>
    Object.values(schema.tables ?? {}),
  );
  return worst(
    tables
      .filter((table) => table.enabled_patch_settings?.allowed !== false)
      .map((table) => leaf(mode === "INCLUDE", table.enabled)),
  );
}
