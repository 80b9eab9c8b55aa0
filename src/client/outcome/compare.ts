import { asFields, canonical, type Fields, type Json } from "../../base/json.js";
import { bare } from "../../base/text.js";
import { urlSafeHash } from "../http/url.js";
import type { Call } from "../operations/call.js";
import { operation } from "../operations/catalog.js";
import type { Body, Verification } from "../operations/row.js";
import { SchemaConfig } from "../resources/models.js";

/** How a requested value compares with the value that was read. `unclear`: the read does not show it. */
export type Match = "same" | "different" | "unclear";

/** The requested values, grouped by how they compare. Each is a field name or a path in a schema configuration. */
export type Comparison = Record<Match, string[]>;

export const matchOf = ({ same, different, unclear }: Comparison): Match =>
  different.length > 0 ? "different" : unclear.length > 0 || same.length === 0 ? "unclear" : "same";

/**
 * Compares the values that a change sent with a record from its reply or from a later read. The rules are those of the
 * read that verifies the change. Undefined if the two cannot be compared.
 */
export function comparisonOf(
  { how, match }: Verification,
  call: Call,
  record: unknown,
  isReply = false,
): Comparison | undefined {
  switch (how) {
    case "schema":
    case "readable": {
      const config = SchemaConfig.safeParse(record ?? {}).data;
      if (config === undefined) return undefined;
      return how === "schema"
        ? compareSchema(requestedSchema(call), config, !isReply)
        : compareReload(asFields(call.body)["exclude_mode"], config);
    }
    case "fields":
    case "member":
      return compareFields(wanted(match, call), record);
    case "listed":
    case "exists":
    case "present": {
      // In the reply to a creation, null says only that the reply does not show the field.
      const shown = Object.entries(asFields(record)).filter(([, value]) => value !== null);
      return compareFields(call.body, Object.fromEntries(shown));
    }
    default:
      return undefined;
  }
}

/** The values that the record must show: those of the body, unless the operation defines others. */
function wanted(match: Verification["match"], call: Call): Json | undefined {
  if (match === undefined) return call.body;
  const shown = Object.entries(match(bodyFields(call), call.params));
  return Object.fromEntries(shown.flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
}

export const bodyFields = ({ body }: Call): Body =>
  typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** This field has a single effect and is not stored. */
const TESTS = "run_setup_tests";
/** These fields are not stored either, but they matter: they change what the connection trusts. */
const TRUST = new Set(["trust_certificates", "trust_fingerprints"]);

/** Compares the fields that were sent with the record that was read. */
export function compareFields(body: Json | undefined, read: unknown): Comparison {
  const found: Comparison = { same: [], different: [], unclear: [] };
  const shown = asFields(read);
  for (const [field, requested] of Object.entries(asFields(body))) {
    if (field === TESTS || (TRUST.has(field) && requested === false)) continue;
    // After a historical sync has ended, the record looks as if it had never started.
    const resyncs =
      field === "is_historical_sync" &&
      requested === true &&
      asFields(shown["status"])[field] === true;
    const once = field === "is_historical_sync" || TRUST.has(field);
    found[
      resyncs ? "same" : once ? "unclear" : compare(requested, shown[field], MERGED.test(field))
    ].push(field);
  }
  return found;
}

/** Fivetran merges these fields, so a list in one may keep values that were not sent. */
const MERGED = /config$|^auth$/;

function compare(requested: unknown, shown: unknown, merged: boolean): Match {
  if (isFields(requested)) {
    if (!isFields(shown)) return "unclear";
    const parts = Object.entries(requested).map(([key, part]) => compare(part, shown[key], merged));
    if (parts.includes("different")) return "different";
    return parts.includes("unclear") || parts.length === 0 ? "unclear" : "same";
  }
  // Fivetran masks secrets and omits empty values.
  if (typeof shown === "string" && /^\*+$/.test(shown)) return "unclear";
  if (requested === null || requested === "") {
    return shown === undefined || shown === null || shown === "" ? "same" : "different";
  }
  if (shown === undefined) return "unclear";
  if (Array.isArray(requested)) return compareLists(requested, shown, merged);
  // Fivetran may return numbers as strings.
  const [sent, found] = [String(requested), String(shown)];
  if (sent === found) return "same";
  return inOneForm(sent) === inOneForm(found) ? "unclear" : "different";
}

/** Compares lists in any order. Fivetran may add objects that were not sent, such as defaults. */
function compareLists(requested: readonly unknown[], shown: unknown, merged: boolean): Match {
  if (!Array.isArray(shown)) return "unclear";
  const matches = requested.map((part) => {
    const each = shown.map((other: unknown) => compare(part, other, merged));
    return each.includes("same") ? "same" : each.includes("unclear") ? "unclear" : "different";
  });
  if (matches.includes("different")) return "different";
  const extra = shown.length > new Set(requested.map((part) => canonical(part))).size;
  if (extra && !merged && !shown.some(isFields)) return "different";
  // The order of objects may matter, as that of the steps of a transformation does.
  const moved = requested.some(
    (part, index) => isFields(part) && compare(part, shown[index], merged) !== "same",
  );
  return extra || moved || matches.includes("unclear") ? "unclear" : "same";
}

/** Fivetran may return addresses in another spelling. */
const inOneForm = (value: string) =>
  /@|:\/\//.test(value) ? value.trim().toLowerCase().replace(/\/$/, "") : value;

/** Expresses a schema change at any level as a part of the whole configuration. */
export function requestedSchema({ params, body }: Call): Fields {
  const name = (param: string) => (params[param] === undefined ? undefined : String(params[param]));
  const [schema, table, column] = ["schemaName", "tableName", "columnName"].map(name);
  let config = asFields(body);
  if (column !== undefined) config = { columns: { [column]: config } };
  if (table !== undefined) config = { tables: { [table]: config } };
  return schema === undefined ? config : { schemas: { [schema]: config } };
}

/** The state of a column that was never changed. Fivetran does not list such columns. */
const USUAL_COLUMN = { enabled: true, hashed: false };

/**
 * Compares each value of a schema change with a configuration. `whole` is false for a reply, which may contain only a
 * part of the configuration.
 */
export function compareSchema(change: Fields, read: SchemaConfig, whole = true): Comparison {
  const found: Comparison = { same: [], different: [], unclear: [] };
  const visit = (path: readonly string[], requested: Fields, shown: Fields): void => {
    for (const [key, part] of Object.entries(requested)) {
      if (key !== "schemas" && key !== "tables" && key !== "columns") {
        const removable = key === "row_filter" || key === "target_data_type";
        const shows = whole || Object.hasOwn(shown, key);
        const match = !shows
          ? "unclear"
          : removable
            ? compareRemovable(part, shown[key])
            : compareValue(part, shown[key]);
        found[match].push([...path, key].join("."));
        continue;
      }
      const nodes = asFields(shown[key]);
      for (const [name, node] of Object.entries(asFields(part))) {
        const known = Object.hasOwn(nodes, name) ? asFields(nodes[name]) : {};
        const usual = key === "columns" && whole ? USUAL_COLUMN : {};
        visit([...path, bare(name)], asFields(node), { ...usual, ...known });
      }
    }
  };
  visit([], change, read);
  return found;
}

const compareValue = (requested: unknown, shown: unknown): Match =>
  shown === undefined || shown === null ? "unclear" : requested === shown ? "same" : "different";

/**
 * Compares a setting that Fivetran omits if it is not set. Null removes it. A row filter without an operator joins
 * its clauses with AND.
 */
function compareRemovable(requested: unknown, shown: unknown): Match {
  const canonicalOf = (value: unknown) =>
    value === null || value === undefined
      ? null
      : canonical(typeof value === "object" ? { operator: "AND", ...value } : value);
  return canonicalOf(requested) === canonicalOf(shown) ? "same" : "different";
}

/** Compares a reload that enables or excludes all tables with their state. Locked tables keep their state. */
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

/**
 * The path parameters of the read that verifies a change. Each comes from a parameter of the change with the same name,
 * from its body, or from the parameter at the same position. Undefined if one is missing.
 */
export function readParams(
  call: Call,
  { read: id, from = {} }: Verification,
): Call["params"] | undefined {
  const read = operation(id);
  const body = asFields(call.body);
  const values = operation(call.operation).pathParams;
  const params: Call["params"] = {};
  for (const [index, name] of read.pathParams.entries()) {
    const place = values[index];
    const inBody = body[from[name] ?? name];
    const value =
      call.params[name] ??
      (typeof inBody === "string" ? inBody : undefined) ??
      (place === undefined ? undefined : call.params[place]);
    if (value === undefined) return undefined;
    params[name] = name === "hash" ? urlSafeHash(String(value)) : value;
  }
  return params;
}
