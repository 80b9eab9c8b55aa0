import { setTimeout as sleep } from "node:timers/promises";
import { type Clock, timestamp } from "../world/clock.js";
import { type Actor, pairOf, systemKeyOf, userOfKey } from "./credentials.js";
import { envelope, Refusal, type Reply } from "./envelope.js";
import type { Post, Posted } from "./post.js";
import type { Quotas } from "./quota.js";
import type { Effect } from "./request-log.js";
import type { Call, Match, Route, Router } from "./router.js";
import type { Store, WorldState } from "./store.js";

/** A request, received over HTTP or in process. */
export interface Incoming {
  method: string;
  /** Path with query, percent-encoded. */
  path: string;
  header(name: string): string | undefined;
  body: Buffer;
  origin: string;
}

/** A request whose body has not been read. */
export type Head = Omit<Incoming, "body">;

export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

export interface Api {
  authorized(head: Head): boolean;
  response(incoming: Incoming, match: ReturnType<Router>, n: number): Promise<ApiResponse>;
  headers(): Record<string, string>;
}

function acceptsType(accept: string | undefined, form: Route["form"]): boolean {
  if (accept === undefined || accept.trim() === "") return true;
  return accept.split(",").some((range) => {
    const [type = "", ...parameters] = range
      .split(";")
      .map((part) => part.replace(/["\s]/g, "").toLowerCase());
    const fits = form === "file" ? type.startsWith("application/") : type === "application/json";
    if (!fits && type !== "*/*" && type !== "application/*") return false;
    if (parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) return false;
    const version = parameters.find((parameter) => parameter.startsWith("version="));
    return version === undefined || /^version=[12]$/.test(version);
  });
}

function isOfType(contentType: string | undefined, wanted: string): boolean {
  return contentType?.split(";")[0]?.trim().toLowerCase() === wanted;
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal(400, "InvalidInput", "Request body is not valid JSON");
  }
}

/** Returns the content of the part named `file` of a multipart form. */
async function fileIn({ body, header }: Incoming): Promise<Buffer | undefined> {
  const headers = { "content-type": header("content-type") ?? "" };
  const form = await new Response(new Uint8Array(body), { headers }).formData().catch(() => {
    throw new Refusal(400, "InvalidInput", "The form cannot be read");
  });
  const part = form.get("file");
  return part === null ? undefined : Buffer.from(await new Blob([part]).arrayBuffer());
}

const BODILESS_TEST = new Set(["run_setup_tests", "run_destination_setup_tests"]);

function writes(method: string): boolean {
  return method === "POST" || method === "PATCH";
}

function checkBody(incoming: Incoming, { form, operation }: Route): void {
  if (!writes(incoming.method)) return;
  const { length } = incoming.body;
  const wanted = form === "multipart" ? "multipart/form-data" : "application/json";
  const packed = incoming.header("content-encoding") ?? "identity";
  if (length > 0 && (packed !== "identity" || !isOfType(incoming.header("content-type"), wanted))) {
    throw new Refusal(415, "UnsupportedMediaType", "HTTP 415 Unsupported Media Type");
  }
  if (length === 0 && BODILESS_TEST.has(operation)) {
    throw new Refusal(400, "InvalidInput", "Request body is required");
  }
}

export function api(options: {
  store: Store;
  clock: Clock;
  quotas: Quotas;
  credentials: [string, string];
  effects: Effect[];
  groupDelete: Call["groupDelete"];
  previews: boolean;
  post(post: Post): Promise<Posted>;
}): Api {
  const { store, clock, quotas, effects, credentials } = options;

  const headers = () => ({
    "content-type": "application/json;charset=utf-8",
    // The date is simulated, because a client can rely on it.
    "x-sandbox": "fivetran-agent",
    date: new Date(clock.now()).toUTCString(),
    ...quotas.headers(clock.now()),
  });

  function refuse(refusal: Refusal): ApiResponse {
    return {
      status: refusal.status,
      headers: { ...headers(), ...refusal.headers },
      body: JSON.stringify({ code: refusal.code, message: refusal.message }),
    };
  }

  function actorOf(incoming: Head): Actor | undefined {
    const pair = pairOf(incoming.header("authorization"));
    if (pair === undefined) return undefined;
    return store.read(({ world }) =>
      pair[0] === credentials[0] && pair[1] === credentials[1]
        ? { kind: "user", id: world.account.user_id }
        : (systemKeyOf(world, pair, clock.now()) ?? userOfKey(world, pair, clock.now())),
    );
  }

  function authorize(incoming: Incoming, match: ReturnType<Router>): [Match, Actor] {
    const open = typeof match === "object" && "route" in match && match.route.form === "public";
    const actor = actorOf(incoming) ?? (open ? { kind: "user", id: "" } : undefined);
    if (actor === undefined) {
      throw new Refusal(401, "AuthFailed", "The API key or secret is missing or not valid", {
        "www-authenticate": 'Basic realm="Fivetran"',
      });
    }
    quotas.spend("request", clock.now());
    const hidden = typeof match === "object" && "route" in match && match.route.preview;
    if (match === "no route" || (hidden === true && !options.previews)) {
      throw new Refusal(404, "NotFound", "HTTP 404 Not Found");
    }
    if ("allow" in match) {
      throw new Refusal(405, "MethodNotAllowed", "HTTP 405 Method Not Allowed", match);
    }
    if (!acceptsType(incoming.header("accept"), match.route.form)) {
      throw new Refusal(406, "NotAcceptable", "HTTP 406 Not Acceptable");
    }
    checkBody(incoming, match.route);
    return [match, actor];
  }

  async function execute(
    incoming: Incoming,
    [{ route, params }, actor]: [Match, Actor],
    n: number,
  ): Promise<Reply> {
    const takesJson = writes(incoming.method) && route.form !== "multipart";
    const body = takesJson ? parsed(incoming.body) : {};
    const file = route.form === "multipart" ? await fileIn(incoming) : undefined;
    const query = incoming.path.indexOf("?");
    const callIn = (state: WorldState, posted: Posted | undefined): Call => {
      const now = clock.now();
      return {
        ...state,
        now,
        actor,
        posted,
        groupDelete: options.groupDelete,
        origin: incoming.origin,
        file,
        id: [...params.values()][0] ?? "",
        query: new URLSearchParams(query < 0 ? "" : incoming.path.slice(query + 1)),
        param: (name) => params.get(name) ?? "",
        spend: (what) => quotas.spend(what, now),
        effect(target, summary) {
          effects.push({
            at: timestamp(now),
            operation: route.operation,
            target,
            summary,
            request: n,
          });
        },
      };
    };
    const outgoing = store.read((state) => route.posts?.(callIn(state, undefined), body));
    const posted = outgoing === undefined ? undefined : await options.post(outgoing);
    const handle = (state: WorldState) => {
      const reply = route.handle(callIn(state, posted), body);
      const touched = state.world.connections.get(params.get("connectionId") ?? "");
      if (route.method !== "GET" && touched !== undefined) state.engine.touch(touched);
      return reply;
    };
    return route.method === "GET" ? store.read(handle) : store.change(handle);
  }

  return {
    authorized: (incoming) => actorOf(incoming) !== undefined,
    headers,
    async response(incoming, match, n) {
      try {
        const reply = await execute(incoming, authorize(incoming, match), n);
        const { status, file, delayMs } = reply;
        if (delayMs !== undefined) await sleep(delayMs);
        if (file === undefined) return { status, headers: headers(), body: envelope(reply) };
        const type = { "content-type": "application/octet-stream" };
        return { status, headers: { ...headers(), ...type }, body: file };
      } catch (error) {
        if (error instanceof Refusal) return refuse(error);
        const reason = error instanceof Error ? error.message : "unknown";
        return refuse(new Refusal(500, "ServerError", `The sandbox failed: ${reason}`));
      }
    },
  };
}
