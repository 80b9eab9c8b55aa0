import type { Json } from "../../base/json.js";
import type { Call } from "./call.js";
import type { OPERATIONS } from "./generated/operations.js";

type Operations = typeof OPERATIONS;

export type Id = keyof Operations;

/** An operation that is no read. */
export type ChangeId = {
  [id in Id]: Operations[id]["method"] extends "GET" ? never : id;
}[Id];

/**
 * What a repeat of a request does. R: a read. P: a probe, harmless but slow and counted. C: converges on the
 * same state. O: makes a second object. T: starts the work again. M: mints a secret, voiding the last one.
 */
export type ResendClass = "R" | "P" | "C" | "O" | "T" | "M";

/** Quotas that Fivetran counts apart from the total of all requests. */
export type Quota = "all" | "tests" | "source" | "create" | "users" | "private_links";

export type Body = Readonly<Record<string, Json>>;

export interface Note {
  quota?: Quota | ((body: Body) => Quota);
  /** Milliseconds that Fivetran may take to begin its answer. */
  answerMs?: number | ((body: Body) => number);
}

export interface ChangeNote extends Note {
  resend: ResendClass | ((body: Body) => ResendClass);
  asks: boolean | ((body: Body) => boolean);
}

/** Where a call names a group, or something whose group a read tells: `kind:param` or `kind:body.path`. */
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
 * How the groups that an operation touches are found. `open`: it is about no group and shows nothing of one.
 * `closed`: about no group, or about all at once. `items`: a list whose items name their group in that field,
 * or are of one group where the parameter names it. Otherwise every source that the call fills; one at least.
 */
export type Reach =
  | "open"
  | "closed"
  | { items: string; param?: string }
  | readonly [Source, ...Source[]];

/** The read that tells whether a change took effect, and how its answer is judged. */
export interface Verification {
  read: keyof typeof OPERATIONS;
  /**
   * `listed`: one item of a list, made since. `present` and `absent`: any item that matches, or none. `member`:
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
  /** In a list: what an item must show, by path; undefined where the call does not say. */
  match?: (body: Body, params: Call["params"]) => Record<string, Json | undefined>;
  /** In a list: parameters of the read beside those of the change's own path. */
  filter?: (body: Body) => Record<string, Json | undefined>;
  /** In a list: the field that says when an item was made. */
  madeAt?: string;
  /** Values for the read's path that the body has under another name. */
  from?: Readonly<Record<string, string>>;
}
