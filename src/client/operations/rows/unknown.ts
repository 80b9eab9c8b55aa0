import type { JsonSchema } from "../../../base/json-schema.js";
import type { AddedOperation } from "../added.js";
import { type Effect, pathParamsOf } from "../facts.js";
import type { ChangeRow, GroupScope, Kind, ReadRow } from "../row.js";
import { isSecretField } from "../secret-fields.js";
import { RESPONSE_MS, unverifiable } from "./rules.js";

/** The kind of object that a path parameter identifies, by the path segment before it. */
const KINDS: Readonly<Record<string, Kind>> = {
  connections: "connection",
  connectors: "connection",
  groups: "group",
  destinations: "group",
  webhooks: "webhook",
  transformations: "transformation",
  "transformation-projects": "project",
  "hybrid-deployment-agents": "agent",
};

/** Parameters that identify a part of the object before them. */
const INSIDE = /^(schema|table|column)(_?name)?$/i;

/**
 * The row of an operation that is known only from a newer definition. It makes the cautious assumptions: a change
 * needs a confirmation, is sent only once, and cannot be verified by a read.
 */
export function unknownRow(
  operation: AddedOperation,
  effect: Effect,
): ReadRow & Partial<ChangeRow> {
  const { facts, file } = operation;
  const read: ReadRow = {
    group: scopeOf(facts.path, effect),
    responseMs: RESPONSE_MS.slow,
    ...(file ? { file: true } : {}),
  };
  if (effect === "read") return read;
  const shownOnce = newSecrets(operation);
  return {
    ...read,
    repeat: "creates",
    asks: true,
    irreversible: effect === "delete" || shownOnce.length > 0,
    verify: unverifiable(
      "This version does not know which operation shows the effect of this change.",
    ),
    shownOnce,
  };
}

/** A change of an unrecognized object may concern any group, so its scope is the whole account. */
function scopeOf(path: string, effect: Effect): GroupScope {
  const segments = path.split("/");
  const named = pathParamsOf(path).map((param) => {
    const before = segments[segments.indexOf(`{${param}}`) - 1]?.toLowerCase() ?? "";
    return { param, kind: Object.hasOwn(KINDS, before) ? KINDS[before] : undefined };
  });
  const [first, ...rest] = named.flatMap(({ param, kind }) =>
    kind === undefined ? [] : [`${kind}:${param}` as const],
  );
  const open = named.some(({ param, kind }) => kind === undefined && !INSIDE.test(param));
  return first === undefined || (open && effect !== "read") ? "account" : [first, ...rest];
}

/** Response fields that are secrets and were not part of the request. */
function newSecrets({ facts, body, reply }: AddedOperation): string[] {
  if (facts.method !== "POST") return [];
  const sent: JsonSchema["properties"] = body?.properties ?? {};
  return Object.entries(reply?.properties ?? {})
    .filter(([name, field]) => isSecretField(name, field) && !Object.hasOwn(sent, name))
    .map(([name]) => name);
}
