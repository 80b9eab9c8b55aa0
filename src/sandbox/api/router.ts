import { TrieRouter } from "hono/router/trie-router";
import type * as z from "zod";
import { OPERATIONS } from "../../client/operations/generated/operations.js";
import type { Engine } from "../simulation/engine.js";
import { isObject } from "../world/json.js";
import type { World } from "../world/model.js";
import type { Actor } from "./credentials.js";
import { invalid, type Reply } from "./envelope.js";
import type { Post, Posted } from "./post.js";
import type { Spending } from "./quota.js";
import type { Texts } from "./responses.js";

/** What a handler receives: the world and the parts of the request. */
export interface Call {
  readonly world: World;
  readonly engine: Engine;
  readonly now: number;
  readonly query: URLSearchParams;
  readonly texts: Texts;
  readonly origin: string;
  /** Whose credentials the request carries. */
  readonly actor: Actor;
  /** The uploaded file of a multipart request. */
  readonly file: Buffer | undefined;
  /** Whether a group that is not empty can be deleted, which the API does not document. */
  readonly groupDelete: "refuse" | "cascade";
  /** Result of the event that this operation sends first. */
  readonly posted: Posted | undefined;
  /** The first path parameter. */
  readonly id: string;
  /** A path parameter, percent-decoded. */
  param(name: string): string;
  spend(what: Spending): void;
  /** Records a change in the effect log. */
  effect(target: string, summary: string): void;
}

export type OperationId = keyof typeof OPERATIONS;

const isOperationId = (id: string): id is OperationId => Object.hasOwn(OPERATIONS, id);

/** Returns the operation that the definition has for this method and path. */
export function operationAt(method: Route["method"], path: string): OperationId {
  const [id] = Object.entries(OPERATIONS).find(
    ([, facts]) => facts.method === method && facts.path === path,
  ) ?? [""];
  if (!isOperationId(id)) throw new Error(`The definition has no ${method} ${path}`);
  return id;
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly operation: OperationId;
  /** Default: JSON both ways, with credentials. */
  readonly form?: "public" | "multipart" | "file";
  /**
   * True for an operation that Fivetran enables for some accounts only. For other accounts the path
   * does not exist.
   */
  readonly preview?: true;
  /** Returns an event that must be delivered before the response is known. */
  posts?(call: Call, body: unknown): Post | undefined;
  handle(call: Call, body: unknown): Reply;
}

/** Differences from the operation's entry in the definition. */
type Special = Partial<Pick<Route, "method" | "path" | "form" | "preview">>;

/** A route that reads no JSON body. */
export function route(
  operation: OperationId,
  handle: (call: Call) => Reply,
  special: Special = {},
): Route {
  const { method, path } = OPERATIONS[operation];
  return { method, path, operation, handle, ...special };
}

function explain(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return "Request body is not valid";
  const field = issue.path.join(".");
  if (issue.code === "unrecognized_keys") return `Unknown field '${issue.keys[0] ?? field}'`;
  if (issue.code === "custom" && field === "") return issue.message;
  if (field === "") return "Request body must be a JSON object";
  if (issue.code === "invalid_type" && issue.input === undefined)
    return `Field '${field}' is required`;
  return `Field '${field}' has an invalid value: ${issue.message}`;
}

/**
 * Parses a body by this schema. Any other body is rejected with status 400 and a message of one
 * line.
 */
export function checked<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (!parsed.success) throw invalid(explain(parsed.error));
  return parsed.data;
}

/** Removes nulls from fields that are not nullable, because some clients send every field. */
function withoutNulls(body: unknown, error: z.ZodError): unknown {
  if (!isObject(body)) return body;
  const refused = new Set(error.issues.map(({ path }) => String(path[0])));
  return Object.fromEntries(
    Object.entries(body).filter(([field, value]) => value !== null || !refused.has(field)),
  );
}

/**
 * Builds a route with a body. The type of the body follows from its schema, and an invalid body is
 * rejected with status 400.
 */
export function routeWithBody<B extends z.ZodType>(
  operation: OperationId,
  body: B,
  handle: (call: Call, body: z.output<B>) => Reply,
  posts?: (call: Call, body: z.output<B>) => Post | undefined,
  special: Special = {},
): Route {
  const parse = (given: unknown) => {
    const first = body.safeParse(given);
    return first.success ? first.data : checked(body, withoutNulls(given, first.error));
  };
  return {
    ...route(operation, () => ({ status: 200, message: "" }), special),
    ...(posts === undefined ? {} : { posts: (call, given) => posts(call, parse(given)) }),
    handle: (call, given) => handle(call, parse(given)),
  };
}

export interface Match {
  route: Route;
  params: Map<string, string>;
}

/** Older paths that the API still accepts. */
const OLDER: readonly [RegExp, string][] = [
  [/^(\/v1(?:\/(?:groups|users|teams)\/[^/]+)?)\/connectors(?=\/|$)/, "$1/connections"],
  // One orchestrator calls this version. It is not documented how its responses differ from v1.
  [/^\/v2\/connectors(?=\/|$)/, "/v1/connections"],
  [/^\/v1\/metadata\/connectors(?=\/|$)/, "/v1/metadata/connector-types"],
  [/^\/v1\/local-processing-agents(?=\/|$)/, "/v1/hybrid-deployment-agents"],
  [/^(\/v1\/connections\/[^/]+)\/force(?=\/|$)/, "$1/sync"],
  [/^(\/v1\/connections\/[^/]+)\/connect-card-token(?=\/|$)/, "$1/connect-card"],
];

export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export type Router = (method: string, path: string) => Match | "no route" | { allow: string };

const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;

export function router(routes: readonly Route[]): Router {
  const trie = new TrieRouter<Route>();
  // The first match is used, so a fixed segment comes before a parameter. If the fixed segment has
  // no route, it is a name: a schema can be called "tables" or "reload".
  const rank = ({ path }: Route) => path.replaceAll(/\{[^}]+\}/g, "~");
  const ranked = [...routes].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  for (const each of ranked) {
    trie.add(each.method, each.path.replaceAll(/\{([^}]+)\}/g, ":$1"), each);
  }
  const find = (method: string, path: string) => trie.match(method, path)[0][0];

  return (asked, given) => {
    // A trailing slash is ignored; HEAD is handled as GET.
    const trimmed = given.replace(/(?<=.)\/$/, "");
    const path = OLDER.reduce((text, [older, now]) => text.replace(older, now), trimmed);
    const found = find(asked === "HEAD" ? "GET" : asked, path);
    if (found !== undefined) {
      const [hit, params] = found;
      const values = Object.entries(params).map(([name, value]) => [name, decoded(value)] as const);
      return { route: hit, params: new Map(values) };
    }
    const allowed = METHODS.filter((method) => find(method, path) !== undefined);
    return allowed.length === 0 ? "no route" : { allow: allowed.join(", ") };
  };
}
