import type { Json } from "../../base/json.js";
import type { Call, OperationId } from "./call.js";
import type { OPERATIONS } from "./generated/operations.js";

type Methods = { [Id in OperationId]: (typeof OPERATIONS)[Id]["method"] };

export type ReadId = {
  [Id in OperationId]: Methods[Id] extends "GET" ? Id : never;
}[OperationId];

/** The effect of sending the same request a second time. */
export type Repeat =
  | "read"
  /** No effect on the account, but the request is slow and counts against a quota. */
  | "probe"
  /** Ends in the same state. */
  | "idempotent"
  /** Creates a second object. */
  | "creates"
  /** Starts the work again. */
  | "restarts"
  /** Creates a new secret and invalidates the previous one. */
  | "mints-secret";

/** Quotas that Fivetran counts separately. `all` is the total of all requests. */
export type Quota = "all" | "tests" | "source" | "create" | "users" | "private_links";

export type Body = Readonly<Record<string, Json>>;

/** A fixed value, or a function of the request body. */
type ByBody<T> = T | ((body: Body) => T);

/** Facts about a read that the generated catalog does not contain. */
export interface ReadRow {
  group: GroupScope;
  /** Default: `all`. */
  quota?: ByBody<Quota>;
  /** The time that Fivetran may take to begin its response, in milliseconds. Set only if it is longer than usual. */
  responseMs?: ByBody<number>;
  /** The response has no envelope around its data. */
  bare?: true;
  /** The response is a file instead of JSON. */
  file?: true;
  /** The response is a list, although the definition shows no parameter for its pages. */
  list?: true;
}

export interface ChangeRow extends ReadRow {
  repeat: ByBody<Repeat>;
  /** Whether a person should confirm the change first. */
  asks: ByBody<boolean>;
  /** How to find out whether the change took effect if its response was lost. */
  verify: Verification | Unverifiable;
  /** Whether the effect cannot be undone. Such executions are counted. */
  irreversible?: ByBody<boolean>;
  /** Fields of the response with a secret that Fivetran shows only once. */
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

/**
 * A value of the call that identifies a group, or an object whose group a read shows. It is a path or query parameter
 * (`kind:param`) or a field of the body (`kind:body.path`).
 */
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
 * How to find the groups that an operation concerns.
 *
 * - `none`: it concerns no group.
 * - `account`: it concerns the whole account, or several groups at once.
 * - `items`: it returns a list, and each item has its group in this field. If the call sets `param`, all items belong
 * to that group.
 * - Sources: the groups of every source that the call contains. It must contain at least one.
 */
export type GroupScope =
  | "none"
  | "account"
  | { items: string; param?: string }
  | readonly [Source, ...Source[]];

/** The operation has no read that shows whether it took effect. The value is the reason, as a sentence. */
export interface Unverifiable {
  unverifiable: string;
}

/** The read that shows whether a change took effect, and how to evaluate its response. */
export interface Verification {
  read: ReadId;
  /**
   * How to evaluate the response of the read:
   *
   * - `fields`: the record shows the values that were sent.
   * - `schema`: the schema configuration shows the values that were sent.
   * - `readable`: the schema configuration can be read and fits the reload.
   * - `gone`: the record is not found.
   * - `exists`: the record is found.
   * - `member`: the record is found and shows the values that were sent.
   * - `listed`: the list has exactly one new matching item.
   * - `present`, `absent`: the list has a matching item, or none.
   * - `started`, `idle`: the transformation has started a run, or is not running.
   * - `sync`: the connection has started a sync.
   * - `history`: the connection is running a historical sync.
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
   * The values that an item of the list must show, by path. A value is undefined if the call does not contain it. For
   * a record: the values that it must show, if they are not those of the body.
   */
  match?: (body: Body, params: Call["params"]) => Record<string, Json | undefined>;
  /** For a list: additional parameters of the read. Path parameters of the change are passed in any case. */
  filter?: (body: Body) => Record<string, Json | undefined>;
  /** For path parameters of the read that have another name in the body: the name of the body's field. */
  from?: Readonly<Record<string, string>>;
}
