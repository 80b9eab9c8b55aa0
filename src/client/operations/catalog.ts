import { type AddedOperation, addedIds, addedOperation, isAdded } from "./added.js";
import type { Call, OperationId } from "./call.js";
import {
  type Effect,
  effectOf,
  type Facts,
  pathParamsOf,
  type QueryParam,
  resourceOf,
} from "./facts.js";
import { OPERATIONS } from "./generated/operations.js";
import type {
  Body,
  ChangeRow,
  GroupScope,
  Quota,
  ReadRow,
  Repeat,
  Rows,
  Verification,
} from "./row.js";
import { ACCOUNT } from "./rows/account.js";
import { CERTIFICATES } from "./rows/certificates.js";
import { CONNECTION_SCHEMAS } from "./rows/connection-schemas.js";
import { CONNECTIONS } from "./rows/connections.js";
import { DESTINATIONS } from "./rows/destinations.js";
import { GROUPS } from "./rows/groups.js";
import { LOG_SERVICES } from "./rows/log-services.js";
import { METADATA } from "./rows/metadata.js";
import { NETWORKING } from "./rows/networking.js";
import { PEOPLE } from "./rows/people.js";
import { fieldsOf, RESPONSE_MS } from "./rows/rules.js";
import { SDK_PACKAGES } from "./rows/sdk-packages.js";
import { SECRETS_MANAGERS } from "./rows/secrets-managers.js";
import { SYSTEM_KEYS } from "./rows/system-keys.js";
import { TRANSFORMATIONS } from "./rows/transformations.js";
import { unknownRow } from "./rows/unknown.js";
import { WEBHOOKS } from "./rows/webhooks.js";

/** Every operation with all that is known about it; one that has no row does not compile. */
const ROWS: Readonly<Record<OperationId, ReadRow & Partial<ChangeRow>>> = {
  ...ACCOUNT,
  ...CERTIFICATES,
  ...CONNECTIONS,
  ...CONNECTION_SCHEMAS,
  ...DESTINATIONS,
  ...GROUPS,
  ...LOG_SERVICES,
  ...METADATA,
  ...NETWORKING,
  ...PEOPLE,
  ...SDK_PACKAGES,
  ...SECRETS_MANAGERS,
  ...SYSTEM_KEYS,
  ...TRANSFORMATIONS,
  ...WEBHOOKS,
} satisfies Rows;

export interface Operation {
  id: OperationId;
  method: Facts["method"];
  /** The path's template, such as `/v1/connections/{connectionId}`. */
  path: string;
  /** Names of the values in the path, in order. */
  pathParams: readonly string[];
  queryParams: Readonly<Record<string, QueryParam>>;
  /** The kind of body it takes; absent where it takes none. */
  body: "json" | "multipart" | undefined;
  effect: Effect;
  /** The kind of thing it acts on: the first path segment after `/v1`. */
  resource: string;
  /** What a repeat does when no argument says otherwise; `repeatOf` looks at the arguments. */
  repeat: Repeat;
  /** The version in the media type of its requests. */
  accept: 1 | 2;
  /** Whether its response has no envelope around the data. */
  bare: boolean;
  /** Whether its response is a file instead of JSON. */
  file: boolean;
}

const FACTS: Readonly<Record<OperationId, Facts>> = OPERATIONS;

const isBuiltIn = (text: string): text is OperationId => Object.hasOwn(FACTS, text);

export const isOperationId = (text: string): text is OperationId =>
  isBuiltIn(text) || isAdded(text);

/** The operations that this version knows. */
export const operationIds: readonly OperationId[] = Object.keys(FACTS).filter(isBuiltIn);

/** Those and the ones that a newer definition added. */
export const allOperationIds = (): readonly OperationId[] => [...operationIds, ...addedIds()];

const known = new Map<OperationId, Operation>();

export function operation(id: OperationId): Operation {
  const more = addedOperation(id);
  if (more !== undefined) return described(id, more.facts);
  const earlier = known.get(id);
  if (earlier !== undefined) return earlier;
  const found = described(id, FACTS[id]);
  known.set(id, found);
  return found;
}

function described(id: OperationId, facts: Facts): Operation {
  const { bare = false, file = false } = rowOf(id);
  return {
    id,
    method: facts.method,
    path: facts.path,
    pathParams: pathParamsOf(facts.path),
    queryParams: facts.query ?? {},
    body: facts.body,
    effect: effectOf(facts),
    resource: resourceOf(facts),
    repeat: repeatOf({ operation: id, params: {} }),
    accept: facts.accept ?? 1,
    bare,
    file,
  };
}

const unknownRows = new WeakMap<AddedOperation, ReadRow & Partial<ChangeRow>>();

function rowOf(id: OperationId): ReadRow & Partial<ChangeRow> {
  const more = addedOperation(id);
  if (more === undefined) return ROWS[id];
  const row = unknownRows.get(more) ?? unknownRow(more, effectOf(more.facts));
  unknownRows.set(more, row);
  return row;
}

/** Every resource of the catalog, sorted. */
export const resources = (): readonly string[] =>
  [...new Set(allOperationIds().map((id) => operation(id).resource))].sort();

/** The known operation with this method and path; names of parameters do not count. */
export function operationAt({ method, path }: Pick<Facts, "method" | "path">) {
  const wanted = `${method} ${pathShape(path)}`;
  return operationIds.find((id) => `${FACTS[id].method} ${pathShape(FACTS[id].path)}` === wanted);
}

const pathShape = (path: string) => path.toLowerCase().replace(/\{\w+\}/g, "{}");

const decide = <T extends string | number | boolean>(
  rule: T | ((body: Body) => T) | undefined,
  { body }: Call,
): T | undefined => (typeof rule === "function" ? rule(fieldsOf(body)) : rule);

/** What a repeat of this very request would do. */
export const repeatOf = (call: Call): Repeat =>
  decide(rowOf(call.operation).repeat, call) ?? "read";

/** Whether this very request is one that a person should agree to first. */
export const asks = (call: Call): boolean => decide(rowOf(call.operation).asks, call) ?? false;

/** Whether what this very request does cannot be taken back. */
export const isIrreversible = (call: Call): boolean =>
  decide(rowOf(call.operation).irreversible, call) ?? false;

/** The quota, apart from the total, that this request counts against. */
export const quota = (call: Call): Quota => decide(rowOf(call.operation).quota, call) ?? "all";

/** How an unknown outcome of this operation is resolved, where a read can do that. */
export function verification(id: OperationId): Verification | undefined {
  const { verify } = rowOf(id);
  return verify === undefined || "unverifiable" in verify ? undefined : verify;
}

/** Why no read resolves an unknown outcome of this change; undefined where one does. */
export function unverifiable(id: OperationId): string | undefined {
  const { verify } = rowOf(id);
  return verify !== undefined && "unverifiable" in verify ? verify.unverifiable : undefined;
}

/** How the groups that this operation touches are found. */
export const groupScope = (id: OperationId): GroupScope => rowOf(id).group;

/** Fields of its response that hold a secret which Fivetran shows only this once. */
export const shownOnce = (id: OperationId): readonly string[] => rowOf(id).shownOnce ?? [];

/** Milliseconds until the response must begin, and for the whole call with queueing and retries. */
export function timeLimits(call: Call): { responseMs: number; totalMs: number } {
  const { method } = operation(call.operation);
  return usualTimeLimits(method, decide(rowOf(call.operation).responseMs, call));
}

/** The time limits of a method, unless more is known about the request. */
export function usualTimeLimits(
  method: Facts["method"],
  responseMs: number = method === "GET" ? RESPONSE_MS.read : RESPONSE_MS.change,
): { responseMs: number; totalMs: number } {
  return { responseMs, totalMs: responseMs + (method === "GET" ? 20_000 : 35_000) };
}
