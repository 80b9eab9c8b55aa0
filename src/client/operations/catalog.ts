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

/** The rows of all operations. An operation without a row is a compile error. */
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

/** An operation of the Fivetran REST API. */
export interface Operation {
  /** The operation id. */
  id: OperationId;
  /** The HTTP method. */
  method: Facts["method"];
  /** The path template, such as `/v1/connections/{connectionId}`. */
  path: string;
  /** The names of the parameters in `path`, in order. */
  pathParams: readonly string[];
  /** The query parameters by name. */
  queryParams: Readonly<Record<string, QueryParam>>;
  /** The kind of body that the operation takes. Undefined if it takes none. */
  body: "json" | "multipart" | undefined;
  /** Whether the operation reads, writes or deletes. */
  effect: Effect;
  /** The first path segment after `/v1`, such as `connections`. */
  resource: string;
  /**
   * The effect of sending the request twice. For some operations it depends on the body; this is the value for an
   * empty body.
   */
  repeat: Repeat;
  /** The version of the media type in the Accept header. */
  accept: 1 | 2;
  /** Whether the response has no envelope around its data. */
  bare: boolean;
  /** Whether the response is a file instead of JSON. */
  file: boolean;
  /** Whether the response is a page of a list. */
  list: boolean;
}

const FACTS: Readonly<Record<OperationId, Facts>> = OPERATIONS;

const isBuiltIn = (text: string): text is OperationId => Object.hasOwn(FACTS, text);

/** Whether the text is the id of an operation that this process knows. */
export const isOperationId = (text: string): text is OperationId =>
  isBuiltIn(text) || isAdded(text);

/** The ids of all operations in the catalog of this version. */
export const operationIds: readonly OperationId[] = Object.keys(FACTS).filter(isBuiltIn);

/** The ids of all operations, including those added from a newer definition. */
export const allOperationIds = (): readonly OperationId[] => [...operationIds, ...addedIds()];

const known = new Map<OperationId, Operation>();

/** Returns the properties of an operation. */
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
  const {
    bare = false,
    file = false,
    list = Object.hasOwn(facts.query ?? {}, "cursor"),
  } = rowOf(id);
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
    list,
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

/** The resources of all operations, sorted. */
export const resources = (): readonly string[] =>
  [...new Set(allOperationIds().map((id) => operation(id).resource))].sort();

/** The id of the catalog operation with this method and path. The names of the path parameters may differ. */
export function operationAt({ method, path }: Pick<Facts, "method" | "path">) {
  const wanted = `${method} ${pathShape(path)}`;
  return operationIds.find((id) => `${FACTS[id].method} ${pathShape(FACTS[id].path)}` === wanted);
}

const pathShape = (path: string) => path.toLowerCase().replace(/\{\w+\}/g, "{}");

const decide = <T extends string | number | boolean>(
  rule: T | ((body: Body) => T) | undefined,
  { body }: Call,
): T | undefined => (typeof rule === "function" ? rule(fieldsOf(body)) : rule);

/** The effect of sending this request twice. */
export const repeatOf = (call: Call): Repeat =>
  decide(rowOf(call.operation).repeat, call) ?? "read";

/** Whether a person should confirm this request first. */
export const asks = (call: Call): boolean => decide(rowOf(call.operation).asks, call) ?? false;

/** Whether the effect of this request cannot be undone. */
export const isIrreversible = (call: Call): boolean =>
  decide(rowOf(call.operation).irreversible, call) ?? false;

/** The quota that this request counts against. */
export const quota = (call: Call): Quota => decide(rowOf(call.operation).quota, call) ?? "all";

/** How to find out whether a change took effect. Undefined if no read shows it. */
export function verification(id: OperationId): Verification | undefined {
  const { verify } = rowOf(id);
  return verify === undefined || "unverifiable" in verify ? undefined : verify;
}

/** The reason why no read shows whether this change took effect. Undefined if one does. */
export function unverifiable(id: OperationId): string | undefined {
  const { verify } = rowOf(id);
  return verify !== undefined && "unverifiable" in verify ? verify.unverifiable : undefined;
}

/** How to find the groups that this operation concerns. */
export const groupScope = (id: OperationId): GroupScope => rowOf(id).group;

/** The response fields with a secret that Fivetran shows only once. */
export const shownOnce = (id: OperationId): readonly string[] => rowOf(id).shownOnce ?? [];

/**
 * The time limits of a request in milliseconds: until the response begins, and for the whole call with queueing and
 * retries.
 */
export function timeLimits(call: Call): { responseMs: number; totalMs: number } {
  const { method } = operation(call.operation);
  return usualTimeLimits(method, decide(rowOf(call.operation).responseMs, call));
}

/** The time limits that apply to a method by default, in milliseconds. */
export function usualTimeLimits(
  method: Facts["method"],
  responseMs: number = method === "GET" ? RESPONSE_MS.read : RESPONSE_MS.change,
): { responseMs: number; totalMs: number } {
  return { responseMs, totalMs: responseMs + (method === "GET" ? 20_000 : 35_000) };
}
