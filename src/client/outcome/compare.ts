import { asFields, canonical, type Fields, type Json } from "../../base/json.js";
import { bare } from "../../base/text.js";
import type { Call } from "../operations/call.js";
import type { SchemaConfig } from "../resources/models.js";

/** How a requested value compares with what was read: `unclear` when the read does not show it. */
export type Match = "same" | "different" | "unclear";

/** The requested values by how they compare with what was read: fields, or paths in a schema configuration. */
export type Comparison = Record<Match, string[]>;

export const matchOf = ({ same, different, unclear }: Comparison): Match =>
  different.length > 0 ? "different" : unclear.length > 0 || same.length === 0 ? "unclear" : "same";

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Has an effect once and is not stored. */
const TESTS = "run_setup_tests";
/** Likewise, and that effect matters: it changes what the connection trusts. */
const TRUST = new Set(["trust_certificates", "trust_fingerprints"]);

/** Compares the fields that were sent with the object that was read back. */
export function compareFields(body: Json | undefined, read: unknown): Comparison {
  const found: Comparison = { same: [], different: [], unclear: [] };
  const shown = asFields(read);
  for (const [field, requested] of Object.entries(asFields(body))) {
    if (field === TESTS || (TRUST.has(field) && requested === false)) continue;
    // A historical sync that has ended looks like one that never began.
    const resyncs =
      field === "is_historical_sync" &&
      requested === true &&
      asFields(shown["status"])[field] === true;
    const once = field === "is_historical_sync" || TRUST.has(field);
    found[resyncs ? "same" : once ? "unclear" : compare(requested, shown[field])].push(field);
  }
  return found;
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

/** The state of a column that was never changed; Fivetran does not list such columns. */
const USUAL_COLUMN = { enabled: true, hashed: false };

/** Compares each value of a schema change with the configuration that was read. */
export function compareSchema(change: Fields, read: SchemaConfig): Comparison {
  const found: Comparison = { same: [], different: [], unclear: [] };
  const visit = (path: readonly string[], requested: Fields, shown: Fields): void => {
    for (const [key, part] of Object.entries(requested)) {
      if (key !== "schemas" && key !== "tables" && key !== "columns") {
        const removable = key === "row_filter" || key === "target_data_type";
        const match = removable
          ? compareRemovable(part, shown[key])
          : compareValue(part, shown[key]);
        found[match].push([...path, key].join("."));
        continue;
      }
      const nodes = asFields(shown[key]);
      for (const [name, node] of Object.entries(asFields(part))) {
        const known = Object.hasOwn(nodes, name) ? asFields(nodes[name]) : {};
        const usual = key === "columns" ? USUAL_COLUMN : {};
        visit([...path, bare(name)], asFields(node), { ...usual, ...known });
      }
    }
  };
  visit([], change, read);
  return found;
}

const compareValue = (requested: unknown, shown: unknown): Match =>
  shown === undefined || shown === null ? "unclear" : requested === shown ? "same" : "different";

/** A setting that is not shown where it is not set; null removes it. Without an operator, a filter's clauses are joined by AND. */
function compareRemovable(requested: unknown, shown: unknown): Match {
  const canonicalOf = (value: unknown) =>
    value === null || value === undefined
      ? null
      : canonical(typeof value === "object" ? { operator: "AND", ...value } : value);
  return canonicalOf(requested) === canonicalOf(shown) ? "same" : "different";
}

/** Compares a reload that switches everything on or off with the tables; locked tables keep their state. */
export function compareReload(mode: unknown, read: SchemaConfig): Comparison {
  const found: Comparison = { same: [], different: [], unclear: [] };
  if (mode !== "INCLUDE" && mode !== "EXCLUDE") return found;
  for (const [schema, { tables }] of Object.entries(read.schemas ?? {})) {
    for (const [name, table] of Object.entries(tables ?? {})) {
      if (table.enabled_patch_settings?.allowed === false) continue;
      const path = `${bare(schema)}.${bare(name)}`;
      found[compareValue(mode === "INCLUDE", table.enabled)].push(path);
    }
  }
  return found;
}
