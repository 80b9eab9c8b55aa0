import type { Json } from "../../base/json.js";
import type { Call, OperationId } from "./call.js";
import { OPERATIONS } from "./generated/operations.js";
import { REACH } from "./group-scope.js";
import { ANSWER_MS, NOTES } from "./policy.js";
import type { ChangeId, Note, Quota, Reach, ResendClass, Verification } from "./row.js";
import { MINTED } from "./shown-once.js";
import { VERIFICATIONS } from "./verification.js";

export { isSecretPath } from "./secret-fields.js";
/** What an operation may do to the account; its HTTP method decides. */
export type Effect = "read" | "write" | "delete";

export interface QueryParam {
  type: "string" | "integer" | "boolean";
  required?: true;
  enum?: readonly string[];
}

interface Facts {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  query?: Readonly<Record<string, QueryParam>>;
  body?: "json" | "multipart";
  accept?: 2;
}

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
  /** What a repeat does when no argument says otherwise; `resendClass` looks at the arguments. */
  resend: ResendClass;
  /** The media type's version that it is asked in. */
  accept: 1 | 2;
}

const FACTS: Readonly<Record<OperationId, Facts>> = OPERATIONS;

export const isOperationId = (text: string): text is OperationId => Object.hasOwn(FACTS, text);

export const operationIds: readonly OperationId[] = Object.keys(FACTS).filter(isOperationId);

const made = new Map<OperationId, Operation>();

export function operation(id: OperationId): Operation {
  const known = made.get(id);
  if (known !== undefined) return known;
  const facts = FACTS[id];
  const fresh: Operation = {
    id,
    method: facts.method,
    path: facts.path,
    pathParams: [...facts.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name),
    queryParams: facts.query ?? {},
    body: facts.body,
    effect: facts.method === "GET" ? "read" : facts.method === "DELETE" ? "delete" : "write",
    // The one path outside /v1 lists connector types, as /v1/metadata does.
    resource: /^\/v1\/([^/]+)/.exec(facts.path)?.[1] ?? "metadata",
    resend: resendClass({ operation: id, params: {} }),
    accept: facts.accept ?? 1,
  };
  made.set(id, fresh);
  return fresh;
}

/** Every resource of the catalogue, sorted. */
export const resources = (): readonly string[] =>
  [...new Set(operationIds.map((id) => operation(id).resource))].sort();

const note = (call: Call): Note => NOTES[call.operation] ?? {};

const isChange = (id: OperationId): id is ChangeId => FACTS[id].method !== "GET";

const changeNote = ({ operation: id }: Call) => (isChange(id) ? NOTES[id] : undefined);

const bodyOf = ({ body }: Call): Readonly<Record<string, Json>> =>
  typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};

const decide = <T extends string | number | boolean>(
  rule: T | ((body: Readonly<Record<string, Json>>) => T) | undefined,
  call: Call,
): T | undefined => (typeof rule === "function" ? rule(bodyOf(call)) : rule);

/** What a repeat of this very request would do. */
export function resendClass(call: Call): ResendClass {
  const found = changeNote(call);
  return found === undefined ? "R" : (decide(found.resend, call) ?? "O");
}

/** Whether this very request is one that a person should agree to first. */
export function asks(call: Call): boolean {
  const found = changeNote(call);
  return found !== undefined && (decide(found.asks, call) ?? true);
}

/** The quota, apart from the total, that this request counts against. */
export const quota = (call: Call): Quota => decide(note(call).quota, call) ?? "all";

/** How an unknown outcome of this operation is cleared up, where a read can do that. */
export function verification(id: OperationId): Verification | undefined {
  const rule = isChange(id) ? VERIFICATIONS[id] : undefined;
  return rule === undefined || "none" in rule ? undefined : rule;
}

/** Why no read clears up an unknown outcome of this change; undefined where one does. */
export function unverifiable(id: OperationId): string | undefined {
  const rule = isChange(id) ? VERIFICATIONS[id] : undefined;
  return rule !== undefined && "none" in rule ? rule.none : undefined;
}

/** How the groups that this operation touches are found. */
export const reach = (id: OperationId): Reach => REACH[id];

/** Fields of its answer that hold a secret which Fivetran shows only this once. */
export const mintedFields = (id: OperationId): readonly string[] => MINTED[id] ?? [];

/** Milliseconds until the answer must begin, and for the whole call with queueing and retries. */
export function timeLimits(call: Call): { answerMs: number; totalMs: number } {
  const read = FACTS[call.operation].method === "GET";
  const answerMs = decide(note(call).answerMs, call) ?? (read ? ANSWER_MS.read : ANSWER_MS.change);
  return { answerMs, totalMs: answerMs + (read ? 20_000 : 35_000) };
}

export type { Kind, Quota, Reach, ResendClass, Verification } from "./row.js";
export { KINDS } from "./row.js";
