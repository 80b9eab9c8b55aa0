import { envelope, Refusal, type Reply } from "./answer.js";
import { type Clock, timestamp } from "./clock.js";
import type { Quotas } from "./quota.js";
import type { Effect } from "./request-log.js";
import type { Call, Match } from "./router.js";
import type { Store } from "./store.js";

/** A request as it came in, whichever way. */
export interface Incoming {
  method: string;
  /** Path with query, still encoded. */
  path: string;
  header(name: string): string | undefined;
  body: Buffer;
  origin: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface Api {
  authorized(incoming: Incoming): boolean;
  /** Carries the request out and answers it. */
  answer(incoming: Incoming, match: Match | "no route" | "wrong method", n: number): Answer;
  refuse(refusal: Refusal): Answer;
  headers(): Record<string, string>;
}

function admitsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === "") return true;
  return accept.split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    if (type !== "*/*" && type !== "application/*" && type !== "application/json") return false;
    const version = parameters.find((parameter) => parameter.startsWith("version="));
    return version === undefined || /^version=[12]$/.test(version);
  });
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(";")[0]?.trim().toLowerCase() === "application/json";
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal(400, "InvalidInput", "Request body is not valid JSON");
  }
}

const BODILESS_TEST = new Set(["run_setup_tests", "run_destination_setup_tests"]);

export function api(options: {
  store: Store;
  clock: Clock;
  quotas: Quotas;
  credentials: string;
  effects: Effect[];
}): Api {
  const { store, clock, quotas, effects } = options;
  const expected = `Basic ${Buffer.from(options.credentials).toString("base64")}`;

  const headers = () => ({
    "content-type": "application/json;charset=utf-8",
    date: new Date(clock.now()).toUTCString(),
    ...quotas.headers(clock.now()),
  });

  function refuse(refusal: Refusal): Answer {
    return {
      status: refusal.status,
      headers: { ...headers(), ...refusal.headers },
      body: JSON.stringify({ code: refusal.code, message: refusal.message }),
    };
  }

  const authorized = (incoming: Incoming) => {
    const [scheme = "", value = ""] = (incoming.header("authorization") ?? "").split(" ", 2);
    return scheme.toLowerCase() === "basic" && `Basic ${value}` === expected;
  };

  function admit(incoming: Incoming, match: Match | "no route" | "wrong method"): Match {
    if (!authorized(incoming)) {
      throw new Refusal(401, "AuthFailed", "The API key or secret is missing or not valid", {
        "www-authenticate": 'Basic realm="Fivetran"',
      });
    }
    quotas.spend("request", clock.now());
    if (match === "no route") throw new Refusal(404, "NotFound", "HTTP 404 Not Found");
    if (match === "wrong method") {
      throw new Refusal(405, "MethodNotAllowed", "HTTP 405 Method Not Allowed");
    }
    if (!admitsJson(incoming.header("accept"))) {
      throw new Refusal(406, "NotAcceptable", "HTTP 406 Not Acceptable");
    }
    const writes = incoming.method === "POST" || incoming.method === "PATCH";
    if (writes && incoming.body.length > 0 && !isJson(incoming.header("content-type"))) {
      throw new Refusal(415, "UnsupportedMediaType", "HTTP 415 Unsupported Media Type");
    }
    if (incoming.body.length === 0 && BODILESS_TEST.has(match.route.operation)) {
      throw new Refusal(400, "InvalidInput", "Request body is required");
    }
    return match;
  }

  function carryOut(incoming: Incoming, match: Match, n: number): Reply {
    const { route, params } = match;
    const body = parsed(incoming.body);
    const query = incoming.path.indexOf("?");
    const handle = (scene: Parameters<Parameters<Store["read"]>[0]>[0]) => {
      const now = clock.now();
      const call: Call = {
        ...scene,
        now,
        origin: incoming.origin,
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
      const reply = route.handle(call, body);
      const touched = scene.world.connections.get(params.get("connectionId") ?? "");
      if (route.method !== "GET" && touched !== undefined) scene.engine.touch(touched);
      return reply;
    };
    return route.method === "GET" ? store.read(handle) : store.change(handle);
  }

  return {
    authorized,
    refuse,
    headers,
    answer(incoming, match, n) {
      try {
        const reply = carryOut(incoming, admit(incoming, match), n);
        return { status: reply.status, headers: headers(), body: envelope(reply) };
      } catch (error) {
        if (error instanceof Refusal) return refuse(error);
        throw error;
      }
    },
  };
}
