import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { Api, ApiResponse, Incoming } from "../api/api.js";
import { type LoggedRequest, loggedBody, type RequestLog } from "../api/request-log.js";
import type { Router } from "../api/router.js";
import { type Clock, timestamp } from "../world/clock.js";
import type { FaultRule, Faults } from "./faults.js";

const packed = promisify(gzip);

function takesGzip(accepted: string): boolean {
  return accepted
    .split(",")
    .some((coding) => /^\s*gzip\s*(;\s*q=(1|0?\.\d*[1-9]\d*)[\d.]*\s*)?$/i.test(coding));
}

/** Smaller bodies are not worth compressing. */
const GZIP_FROM_BYTES = 1024;

/** A response and how to send it. */
export interface Delivery {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  dripMs?: number | undefined;
  cut?: number | undefined;
  reset?: boolean | undefined;
  hang?: boolean | undefined;
}

export interface Front {
  receive(incoming: Incoming): Promise<Delivery>;
}

function faultResponse(rule: FaultRule, api: Api): ApiResponse {
  const status = rule.status ?? 200;
  const usual: Record<number, string> = {
    401: "AuthFailed",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
    429: "TooManyRequests",
  };
  const code =
    status < 300 ? "Success" : (usual[status] ?? (status < 500 ? "BadRequest" : "ServerError"));
  return {
    status,
    headers: { ...api.headers(), ...(status === 429 ? { "retry-after": "1" } : {}) },
    body: JSON.stringify({ code, message: `HTTP ${status}, set by a fault rule` }),
  };
}

/** Returns true if the rule replaces the request instead of only disturbing its response. */
function replaces(rule: FaultRule, method: string): boolean {
  if (rule.when === "after") return false;
  if (rule.status !== undefined || rule.body !== undefined) return true;
  const severed = rule.reset === true || rule.hang === true || rule.cut !== undefined;
  // A cut response to a read contains the real data. A change that is cut before its effect is not
  // applied.
  return severed && !(method === "GET" && rule.cut !== undefined);
}

export function front(options: {
  api: Api;
  route: Router;
  faults: Faults;
  clock: Clock;
  log: RequestLog;
  latencyMs: number;
}): Front {
  const { api, route, faults, clock, log, latencyMs } = options;
  let count = 0;

  function note(incoming: Incoming, operation: string | undefined): LoggedRequest {
    count += 1;
    const entry: LoggedRequest = {
      n: count,
      at: timestamp(clock.now()),
      method: incoming.method,
      path: incoming.path,
      authorized: api.authorized(incoming),
      operation,
      accept: incoming.header("accept"),
      contentType: incoming.header("content-type"),
      userAgent: incoming.header("user-agent"),
      body: loggedBody(incoming.body),
    };
    log.add(entry, incoming.body.length);
    return entry;
  }

  async function decide(
    incoming: Incoming,
    match: ReturnType<Router>,
    rule: FaultRule | undefined,
    n: number,
  ): Promise<ApiResponse> {
    if (rule === undefined) return await api.response(incoming, match, n);
    const wait = rule.delayMs ?? 0;
    if (replaces(rule, incoming.method)) {
      if (wait > 0) await sleep(wait);
      return faultResponse(rule, api);
    }
    if (wait > 0 && rule.when !== "after") await sleep(wait);
    const response = await api.response(incoming, match, n);
    if (wait > 0 && rule.when === "after") await sleep(wait);
    return rule.status === undefined ? response : faultResponse(rule, api);
  }

  return {
    async receive(incoming) {
      const path = incoming.path.split("?", 1)[0] ?? "";
      const match = route(incoming.method, path);
      const operation =
        typeof match === "object" && "route" in match ? match.route.operation : undefined;
      const entry = note(incoming, operation);
      const { method } = incoming;
      const rule = faults.next({ operation, method, path: incoming.path });
      if (latencyMs > 0) await sleep(latencyMs);
      const response = await decide(incoming, match, rule, entry.n);
      const severed = rule?.reset
        ? "reset"
        : rule?.hang
          ? "hang"
          : rule?.cut === undefined
            ? undefined
            : "cut";
      entry.status = severed ?? response.status;
      const headers = { ...response.headers, ...rule?.headers };
      let body = Buffer.from(rule?.body ?? response.body);
      const asked = incoming.header("accept-encoding") ?? "";
      if (takesGzip(asked) && body.length > GZIP_FROM_BYTES && rule?.body === undefined) {
        body = await packed(body, { level: constants.Z_BEST_SPEED });
        headers["content-encoding"] = "gzip";
      }
      headers["vary"] = "accept-encoding";
      return {
        status: response.status,
        headers,
        body,
        dripMs: rule?.dripMs,
        cut: rule?.cut,
        reset: rule?.reset,
        hang: rule?.hang,
      };
    },
  };
}
