import type * as z from "zod";
import type { Engine } from "../simulation/engine.js";
import { isObject } from "../world/json.js";
import type { World } from "../world/model.js";
import type { Actor } from "./credentials.js";
import { invalid, type Reply } from "./envelope.js";
import type { Post, Posted } from "./post.js";
import type { Spending } from "./quota.js";
import type { Texts } from "./responses.js";

/** What a handler is given: the world at one moment, and the request's parts. */
export interface Call {
  readonly world: World;
  readonly engine: Engine;
  readonly now: number;
  readonly query: URLSearchParams;
  readonly texts: Texts;
  readonly origin: string;
  /** Who asks. */
  readonly actor: Actor;
  /** The body as it came, for what is not JSON. */
  readonly raw: Buffer;
  readonly contentType: string;
  /** Not documented: whether a group that is not empty can be deleted. */
  readonly groupDelete: "refuses" | "takes_along";
  /** What came of the event that this operation sends before it is carried out. */
  readonly posted: Posted | undefined;
  /** A path parameter, percent-decoded. */
  param(name: string): string;
  spend(what: Spending): void;
  /** Tells the effect log what really changed. */
  effect(target: string, summary: string): void;
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly operation: string;
  /** Default: JSON both ways, with credentials. */
  readonly form?: "public" | "multipart" | "file";
  /** An event that has to be delivered before the answer is known. */
  posts?(call: Call, body: unknown): Post | undefined;
  handle(call: Call, body: unknown): Reply;
}

function explain(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return "Request body is not valid";
  const field = issue.path.join(".");
  if (issue.code === "unrecognized_keys") return `Unknown field '${issue.keys[0] ?? field}'`;
  if (field === "") return "Request body must be a JSON object";
  if (issue.code === "invalid_type" && issue.input === undefined)
    return `Field '${field}' is required`;
  return `Field '${field}' has an invalid value: ${issue.message}`;
}

/** A field that cannot be null and is sent as null counts as not sent: some clients send all they know. */
function withoutNulls(body: unknown, error: z.ZodError): unknown {
  if (!isObject(body)) return body;
  const refused = new Set(error.issues.map(({ path }) => String(path[0])));
  return Object.fromEntries(
    Object.entries(body).filter(([field, value]) => value !== null || !refused.has(field)),
  );
}

/** The body's type follows from its schema; a body that does not fit is answered with 400. */
export function route<B extends z.ZodType>(spec: {
  method: Route["method"];
  path: string;
  operation: string;
  body: B;
  posts?(call: Call, body: z.output<B>): Post | undefined;
  handle(call: Call, body: z.output<B>): Reply;
}): Route {
  const { method, path, operation, posts } = spec;
  const parse = (body: unknown) => {
    const first = spec.body.safeParse(body, { reportInput: true });
    const parsed = first.success
      ? first
      : spec.body.safeParse(withoutNulls(body, first.error), { reportInput: true });
    if (!parsed.success) throw invalid(explain(parsed.error));
    return parsed.data;
  };
  return {
    method,
    path,
    operation,
    ...(posts === undefined ? {} : { posts: (call, body) => posts(call, parse(body)) }),
    handle: (call, body) => spec.handle(call, parse(body)),
  };
}

/** A route whose request has no body. */
export function plain(
  method: Route["method"],
  path: string,
  operation: string,
  handle: (call: Call) => Reply,
): Route {
  return { method, path, operation, handle };
}

interface Node {
  fixed: Map<string, Node>;
  param: Node | undefined;
  routes: Map<string, { route: Route; names: string[] }>;
}

export interface Match {
  route: Route;
  params: Map<string, string>;
}

function node(): Node {
  return { fixed: new Map(), param: undefined, routes: new Map() };
}

/** Older spellings that the API still answers to. */
function modern(segments: string[]): string[] {
  return segments.map((segment, at) => {
    if (segment === "connectors" && (at === 1 || (at === 3 && segments[1] === "groups")))
      return "connections";
    if (segment === "connectors" && at === 2 && segments[1] === "metadata")
      return "connector-types";
    if (segment === "local-processing-agents" && at === 1) return "hybrid-deployment-agents";
    const ofConnection =
      at === 3 && (segments[1] === "connections" || segments[1] === "connectors");
    if (segment === "force" && ofConnection) return "sync";
    if (segment === "connect-card-token" && ofConnection) return "connect-card";
    return segment;
  });
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export type Router = (method: string, path: string) => Match | "no route" | { allow: string };

/** A trailing slash says nothing; HEAD asks what GET would. */
function plainly(method: string, path: string): [string, string[]] {
  const segments = path.slice(1).split("/");
  if (segments.length > 1 && segments.at(-1) === "") segments.pop();
  return [method === "HEAD" ? "GET" : method, modern(segments)];
}

export function router(routes: readonly Route[]): Router {
  const root = node();
  for (const route of routes) {
    let at = root;
    const names: string[] = [];
    for (const segment of route.path.slice(1).split("/")) {
      let next: Node | undefined;
      if (segment.startsWith("{")) {
        names.push(segment.slice(1, -1));
        next = at.param ??= node();
      } else {
        next = at.fixed.get(segment) ?? node();
        at.fixed.set(segment, next);
      }
      at = next;
    }
    at.routes.set(route.method, { route, names });
  }

  // A schema may be called "tables" or "reload": where the fixed word leads nowhere, it is a name.
  function ends(at: Node, segments: string[], depth: number, values: string[]): [Node, string[]][] {
    const segment = segments[depth];
    if (segment === undefined) return at.routes.size > 0 ? [[at, values]] : [];
    const fixed = at.fixed.get(segment);
    return [
      ...(fixed === undefined ? [] : ends(fixed, segments, depth + 1, values)),
      ...(at.param === undefined || segment === ""
        ? []
        : ends(at.param, segments, depth + 1, [...values, decoded(segment)])),
    ];
  }

  return (asked, path) => {
    const [method, segments] = plainly(asked, path);
    const found = ends(root, segments, 0, []);
    for (const [end, values] of found) {
      const hit = end.routes.get(method);
      if (hit === undefined) continue;
      return {
        route: hit.route,
        params: new Map(hit.names.map((name, at) => [name, values[at] ?? ""])),
      };
    }
    if (found.length === 0) return "no route";
    return { allow: [...new Set(found.flatMap(([end]) => [...end.routes.keys()]))].join(", ") };
  };
}
