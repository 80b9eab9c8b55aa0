import { isAdded } from "../client/operations/added.js";
import { groupScope } from "../client/operations/catalog.js";
import { type GroupScope, KINDS, type Kind } from "../client/operations/row.js";
import type { Call } from "../toolkit/define.js";

/** The kind of object that a field refers to, by the last noun in the field's name. */
const NOUNS: Readonly<Record<string, Kind>> = {
  group: "group",
  destination: "group",
  connection: "connection",
  connector: "connection",
  agent: "agent",
  webhook: "webhook",
  transformation: "transformation",
  project: "project",
  package: "package",
};
const NOUN = new RegExp(`(?:^|_)(${Object.keys(NOUNS).join("|")})s?(?:_?ids?)?$`);

/** Settings of a source. Ids in them belong to the source, such as the group of an advertising account. */
const OF_SOURCE = new Set(["config", "auth", "external_secrets_keys_config", "schemas", "state"]);
const NONE: ReadonlySet<string> = new Set();

/**
 * Fields that refer to objects which the whole account shares. A caller may use only those that its scope already
 * uses.
 */
const SHARED = ["proxy_agent_id", "private_link_id", "external_secrets_manager_id"];

/** An object in Fivetran. */
export interface NamedThing {
  kind: Kind;
  id: string;
}

/** An object that a call refers to. */
export interface Named extends NamedThing {
  /** Whether the change only uses the object, such as an agent, and does not change it. */
  means: boolean;
}

/** The objects that a call refers to, for its record. */
export function namedIn(call: Call): { kind: string; id: string }[] {
  const rule = groupScope(call.operation);
  if (rule === "none") return [];
  if (rule === "account") return [{ kind: "account", id: call.operation }];
  return namedBy(call, rule).map(({ kind, id }) => ({ kind, id }));
}

/**
 * All objects that a call refers to, each once. All of them are checked, because one allowed object does not permit
 * another.
 */
export function namedBy(
  { operation: id, params, body }: Call,
  rule: Exclude<GroupScope, string>,
): Named[] {
  const sources = "items" in rule ? (rule.param ? [`group:${rule.param}`] : []) : rule;
  const all = [
    ...sources.flatMap((source) => {
      const kind = KINDS.find((word) => source.startsWith(`${word}:`));
      if (kind === undefined) return [];
      const at = source.slice(kind.length + 1);
      const [from, path] = at.startsWith("body.") ? [body, at.slice(5)] : [params, at];
      return valuesAt(from, path).map((id) => ({ kind, id, means: false }));
    }),
    ...fieldsNaming(params, NONE).map((one) => ({ ...one, means: false })),
    ...fieldsNaming(body, isAdded(id) ? NONE : OF_SOURCE).map((one) => ({
      ...one,
      means: one.kind === "agent",
    })),
    ...partsAt(body, "package", "config.package_id").map((part) => ({ ...part, means: true })),
  ];
  return [
    ...new Map(all.reverse().map((one) => [`${one.kind} ${one.id}`, one])).values(),
  ].reverse();
}

/** Converts the name of a field to lower-case words separated by `_`. */
const wordsOf = (field: string) =>
  field
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();

/** The shared kind of object that a field refers to, in singular or plural. */
const sharedBy = (field: string) =>
  SHARED.find((shared) => wordsOf(field).replace(/s$/, "").endsWith(shared));

/**
 * The kind of object that a field refers to. The end of the name decides, so that unknown fields such as
 * `target_group_id` are recognized.
 */
function kindOfField(field: string): Kind | undefined {
  if (sharedBy(field) !== undefined) return undefined;
  return NOUNS[NOUN.exec(wordsOf(field))?.[1] ?? ""];
}

/**
 * The kind of object that a field of a response refers to, if it is a group or a connection. They decide whether a
 * record is within the scope.
 */
export function shownKind(field: string): Kind | undefined {
  const kind = OF_SOURCE.has(field) ? undefined : kindOfField(field);
  return kind === "group" || kind === "connection" ? kind : undefined;
}

/** The groups and connections that a record of a response refers to. `lists` includes those in lists. */
export function thingsIn(record: unknown, lists: boolean): NamedThing[] {
  if (Array.isArray(record)) return lists ? record.flatMap((item) => thingsIn(item, lists)) : [];
  return Object.entries(asObject(record)).flatMap(([field, inner]) => {
    if (OF_SOURCE.has(field)) return [];
    const kind = shownKind(field);
    const counts = kind !== undefined && (lists || !Array.isArray(inner));
    const own = counts ? idsIn(inner).map((id) => ({ kind, id })) : [];
    return [...own, ...thingsIn(inner, lists)];
  });
}

/** Finds fields at any depth that refer to an object, by an id or by an object with an `id`. */
function fieldsNaming(value: unknown, skipped: ReadonlySet<string>): NamedThing[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsNaming(item, skipped));
  return Object.entries(asObject(value)).flatMap(([field, inner]) => {
    if (skipped.has(field)) return [];
    const kind = kindOfField(field);
    const inside = fieldsNaming(inner, skipped);
    return kind === undefined ? inside : [...idsIn(inner).map((id) => ({ kind, id })), ...inside];
  });
}

export const idsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(idsIn)
    : typeof value === "object"
      ? valuesAt(value, "id")
      : valuesAt({ value }, "value");

/** The values of fields at any depth that refer to objects which the whole account shares. */
export function valuesOfShared(value: unknown): { field: string; value: string }[] {
  if (Array.isArray(value)) return value.flatMap(valuesOfShared);
  return Object.entries(asObject(value)).flatMap(([name, inner]) => {
    const field = sharedBy(name);
    if (field !== undefined) return idsIn(inner).map((id) => ({ field, value: id }));
    return OF_SOURCE.has(name) ? [] : valuesOfShared(inner);
  });
}

/** All strings in a call that have the form of an id of a group or connection. */
export function idLike(value: unknown): string[] {
  if (typeof value === "string") return /^[a-z]+_[a-z]+$/.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(idLike) : [];
}

export const partsAt = (value: unknown, kind: Kind, path: string) =>
  valuesAt(value, path).map((id) => ({ kind, id }));

/** The strings at a path. For a list: each of its strings. */
export function valuesAt(value: unknown, path: string): string[] {
  let here = value;
  for (const key of path.split(".")) {
    if (typeof here !== "object" || here === null) return [];
    here = Object.entries(here).find(([name]) => name === key)?.[1];
  }
  const found: unknown[] = Array.isArray(here) ? here : [here];
  return found.flatMap((one) =>
    typeof one === "string" || typeof one === "number" ? [String(one)] : [],
  );
}

export type Fields = Readonly<Record<string, unknown>>;

export const asObject = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
