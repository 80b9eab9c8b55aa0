import { asFields, type Fields, type Json } from "../../base/json.js";
import type { Call } from "../operations/call.js";
import type { SchemaConfig } from "../resources/models.js";

/** How a wish compares with what was read: `unclear` where the reading cannot tell. */
export type Match = "same" | "different" | "unclear";

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Fields that order something once and are not kept. */
const TRANSIENT = new Set(["run_setup_tests", "trust_certificates", "trust_fingerprints"]);

/** The fields of a body that the read shows otherwise, and those of which it shows nothing. */
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
  for (const [field, wish] of Object.entries(asFields(body))) {
    if (TRANSIENT.has(field)) continue;
    // A history load that has ended reads like one that never began.
    const match =
      field === "is_historical_sync"
        ? asFields(shown["status"])[field] === wish && wish === true
          ? "same"
          : "unclear"
        : compare(wish, shown[field]);
    if (match === "same") same += 1;
    else (match === "different" ? different : unclear).push(field);
  }
  const match =
    different.length > 0 ? "different" : unclear.length > 0 || same === 0 ? "unclear" : "same";
  return { match, different, unclear };
}

function compare(wish: unknown, shown: unknown): Match {
  if (isFields(wish)) {
    if (!isFields(shown)) return "unclear";
    const parts = Object.entries(wish).map(([key, part]) => compare(part, shown[key]));
    if (parts.includes("different")) return "different";
    return parts.includes("unclear") || parts.length === 0 ? "unclear" : "same";
  }
  // Secrets come back masked, and empty values not at all.
  if (typeof shown === "string" && /^\*+$/.test(shown)) return "unclear";
  if (wish === null || wish === "") {
    return shown === undefined || shown === null || shown === "" ? "same" : "different";
  }
  if (shown === undefined) return "unclear";
  if (Array.isArray(wish)) {
    return JSON.stringify(wish) === JSON.stringify(shown) ? "same" : "unclear";
  }
  // Numbers may come back as strings.
  return String(wish) === String(shown) ? "same" : "different";
}

/** A schema change of any level, as the part of the whole configuration that it asks for. */
export function wantedSchema({ params, body }: Call): Fields {
  const name = (param: string) => (params[param] === undefined ? undefined : String(params[param]));
  const [schema, table, column] = ["schemaName", "tableName", "columnName"].map(name);
  let wanted = asFields(body);
  if (column !== undefined) wanted = { columns: { [column]: wanted } };
  if (table !== undefined) wanted = { tables: { [table]: wanted } };
  return schema === undefined ? wanted : { schemas: { [schema]: wanted } };
}

/** Whether the configuration that was read is as a schema change wanted it. */
export function compareSchema(wanted: Fields, read: SchemaConfig): Match {
  return worst(
    Object.entries(wanted).map(([key, wish]) =>
      key === "schemas" ? compareNodes(wish, read.schemas) : leaf(wish, read[key]),
    ),
  );
}

function compareNodes(wanted: unknown, shown: unknown): Match {
  const nodes = asFields(shown);
  return worst(
    Object.entries(asFields(wanted)).map(([name, wish]) => {
      const node = Object.hasOwn(nodes, name) ? asFields(nodes[name]) : undefined;
      if (node === undefined) return "unclear";
      return worst(
        Object.entries(asFields(wish)).map(([key, part]) =>
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

/** Columns that nobody ever changed are not listed; they are enabled and not hashed. */
function compareColumns(wanted: unknown, shown: unknown): Match {
  const columns = asFields(shown);
  return worst(
    Object.entries(asFields(wanted)).map(([name, wish]) => {
      const column = {
        enabled: true,
        hashed: false,
        ...(Object.hasOwn(columns, name) ? asFields(columns[name]) : {}),
      };
      return worst(
        Object.entries(asFields(wish)).map(([key, part]) => leaf(part, asFields(column)[key])),
      );
    }),
  );
}

const leaf = (wish: unknown, shown: unknown): Match =>
  shown === undefined || shown === null ? "unclear" : wish === shown ? "same" : "different";

const worst = (matches: readonly Match[]): Match =>
  matches.includes("different")
    ? "different"
    : matches.length === 0 || matches.includes("unclear")
      ? "unclear"
      : "same";

/** Whether a reload that switches everything on or off shows in the configuration; locked tables keep their state. */
export function compareReload(mode: Json | undefined, read: SchemaConfig): Match {
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
