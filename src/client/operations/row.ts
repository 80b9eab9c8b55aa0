import type { Json } from "../../base/json.js";
import type { Call, OperationId } from "./call.js";
import type { OPERATIONS } from "./generated/operations.js";

type Methods = { [Id in OperationId]: (typeof OPERATIONS)[Id]["method"] };

export type ReadId = {
  [Id in OperationId]: Methods[Id] extends "GET" ? Id : never;
}[OperationId];

/** What sending the same request a second time does. */
export type Repeat =
  | "read"
  /** Harmless, but slow and counted. */
  | "probe"
  /** Ends in the same state. */
  | "idempotent"
  /** Makes a second object. */
  | "creates"
  /** Starts the work again. */
  | "restarts"
  /** Makes a new secret, which voids the last one. */
  | "mints-secret";

/** Quotas that Fivetran counts apart from the total of all requests. */
export type Quota = "all" | "tests" | "source" | "create" | "users" | "private_links";

export type Body = Readonly<Record<string, Json>>;

/** A value, or what decides it by the body that is sent. */
type ByBody<T> = T | ((body: Body) => T);

/** What is known about a read beside the facts that are generated from the definition. */
export interface ReadRow {
  group: GroupScope;
  /** "all" when absent. */
  quota?: ByBody<Quota>;
  /** Milliseconds that Fivetran may take to begin its response, where that is more than usual. */
  responseMs?: ByBody<number>;
  /** The response has no envelope around its data. */
  bare?: true;
  /** The response is a file instead of JSON. */
  file?: true;
}

export interface ChangeRow extends ReadRow {
  repeat: ByBody<Repeat>;
  /** Whether a person should agree first. */
  asks: ByBody<boolean>;
  /** How an unknown outcome is resolved. */
  verify: Verification | Unverifiable;
  /** What it does cannot be taken back: such executions are counted. */
  irreversible?: ByBody<boolean>;
  /** Fields of the response with a secret that Fivetran shows only this once. */
  shownOnce?: readonly string[];
}

export interface DeleteRow extends ChangeRow {
  asks: true;
  irreversible: true;
}

export type Rows = {
  readonly [Id in OperationId]: Methods[Id] extends "GET"
    ? ReadRow
    : Methods[Id] extends "DELETE"
      ? DeleteRow
      : ChangeRow;
};

/** Where a call names a group, or something whose group a read shows: `kind:param` or `kind:body.path`. */
export type Source = `${Kind}:${string}`;

export const KINDS = [
  "group",
  "connection",
  "webhook",
  "transformation",
  "project",
  "agent",
  "package",
] as const;

export type Kind = (typeof KINDS)[number];

/**
 * How the groups that an operation touches are found. `none`: it concerns no group. `account`: it concerns the
 * account as a whole, or several groups at once. `items`: a list whose items name their group in that field, or are of
 * one group where the parameter names it. Otherwise every source that the call fills; at least one.
 */
export type GroupScope =
  | "none"
  | "account"
  | { items: string; param?: string }
  | readonly [Source, ...Source[]];

/** No read shows whether the change was made; the reason, as a sentence. */
export interface Unverifiable {
  unverifiable: string;
}

/** The read that shows whether a change took effect, and how its response is judged. */
export interface Verification {
  read: ReadId;
  /**
   * `listed`: one item of a list, created since. `present` and `absent`: any item that matches, or none. `member`:
   * found, with the fields as sent. `started` and `idle`: by the state of a transformation.
   */
  how:
    | "fields"
    | "schema"
    | "gone"
    | "listed"
    | "present"
    | "absent"
    | "member"
    | "started"
    | "idle"
    | "sync"
    | "history"
    | "exists"
    | "readable";
  /**
   * In a list: what an item must show, by path; undefined where the call does not say. Of a record: what it must show
   * where that is not the body itself.
   */
  match?: (body: Body, params: Call["params"]) => Record<string, Json | undefined>;
  /** In a list: parameters of the read beside those of the change's own path. */
  filter?: (body: Body) => Record<string, Json | undefined>;
  /** Values for the read's path that the body has under another name. */
  from?: Readonly<Record<string, string>>;
}
