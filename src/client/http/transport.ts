import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Dispatcher } from "undici";
import type { Clock } from "./clock.js";

const MIB = 2 ** 20;
/** In MiB. A schema configuration of 500 schemas with 500 tables each has about 60. */
const LARGE = 128;
/** A response that has begun ends after this long without bytes. */
const SILENCE_MS = 15_000;
/** For DNS, connection, proxy and TLS together; undici's own limit ticks once a second and misses a silent proxy. */
const CONNECT_MS = 8000;

export interface WireRequest {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
  /** Milliseconds until the response must begin. */
  responseMs: number;
  /** Schema configurations and packages may be as large as 128 MiB, other responses 8 on the wire and 24 inflated. */
  large: boolean;
  signal: AbortSignal;
  /** Called when the first byte may have been sent. */
  onSent: () => void;
}

/** A response as far as its head. */
interface Begun {
  status: number;
  headers: Record<string, string | string[] | undefined>;
}

export interface WireResponse extends Begun {
  body: Buffer;
  /** As it came, perhaps compressed. */
  received: Buffer;
}

export type WireCause =
  | "refused"
  | "dns"
  | "unreachable"
  | "tls"
  | "connect_timeout"
  | "proxy"
  | "closed"
  | "reset"
  | "no_response"
  | "stalled"
  | "truncated"
  | "too_large"
  | "malformed";

/** A request without a usable response. `status` is set when the response had begun. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly reason: WireCause;
  readonly sent: boolean;
  readonly status: number | undefined;
  /** A success of Fivetran's had begun: a status 2xx with JSON, in which gateways do not send their pages. */
  readonly accepted: boolean;
  constructor(reason: WireCause, sent: boolean, begun?: Begun, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
    this.sent = sent;
    this.status = begun?.status;
    const json = String(begun?.headers["content-type"]).startsWith("application/json");
    this.accepted = json && begun !== undefined && begun.status >= 200 && begun.status < 300;
  }
}

export interface ProxySettings {
  /** As in HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
  http?: string | undefined;
  https?: string | undefined;
  none?: string | undefined;
}

export interface Transport {
  exchange(request: WireRequest): Promise<WireResponse>;
  close(): Promise<void>;
}

/** One pool of sockets. What it needs of undici is loaded with the first request, so that starting costs nothing. */
export function createTransport(options: {
  clock: Clock;
  proxy?: ProxySettings | undefined;
}): Transport {
  const underWay = new Set<Promise<WireResponse>>();
  let pool: Promise<Dispatcher> | undefined;
  let closed = false;
  return {
    async exchange(request) {
      if (closed) throw new WireError("closed", false);
      pool ??= openPool(options.proxy);
      const exchanged = exchange(await pool, request, options.clock);
      underWay.add(exchanged);
      try {
        return await inflated(await exchanged, request.large);
      } finally {
        underWay.delete(exchanged);
      }
    },
    async close() {
      closed = true;
      const opened = await pool;
      await Promise.allSettled(underWay);
      // Its own close would wait for requests that were given up while still connecting.
      await opened?.destroy();
    },
  };
}

/** The part of undici that connects without a proxy. */
export const loadAgent = () => import("undici/lib/dispatcher/agent.js");

async function openPool(proxy: ProxySettings | undefined): Promise<Dispatcher> {
  // Explicit, because it overrides NODE_TLS_REJECT_UNAUTHORIZED=0.
  const tls = { rejectUnauthorized: true, minVersion: "TLSv1.2", timeout: 5000 } as const;
  const limits = { connections: 16, pipelining: 1, connect: tls };
  if (!proxy?.http && !proxy?.https) {
    const { default: Agent } = await loadAgent();
    return new Agent(limits);
  }
  // All of undici: the parts alone lack the CONNECT that opens a tunnel. The default export, because a bundled CommonJS
  // module that is imported dynamically has no named ones.
  const { EnvHttpProxyAgent } = (await import("undici")).default;
  return new EnvHttpProxyAgent({
    ...limits,
    requestTls: tls,
    proxyTls: tls,
    httpProxy: proxy.http ?? "",
    httpsProxy: proxy.https ?? "",
    noProxy: proxy.none ?? "",
  });
}

/**
 * undici's timers tick once a second and its signal is ignored while a request waits for a socket, so the
 * limits are kept here: the promise settles at once, and a request that was not started is never started.
 */
function exchange(pool: Dispatcher, request: WireRequest, clock: Clock): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let begun: Begun | undefined;
    let size = 0;
    let done = false;
    let sent = false;
    const chunks: Buffer[] = [];
    const wireCap = (request.large ? LARGE : 8) * MIB;

    const finish = () => {
      done = true;
      cancelTimer();
      request.signal.removeEventListener("abort", aborted);
    };
    const fail = (error: unknown) => {
      if (done) return;
      finish();
      reject(error);
      controller?.abort(error instanceof Error ? error : new Error("aborted"));
    };
    const stop = (reason: WireCause, cause?: unknown) =>
      fail(new WireError(reason, sent, begun, cause));
    const aborted = () => fail(request.signal.reason);
    const restart = (ms: number, reason: WireCause) => {
      cancelTimer();
      cancelTimer = clock.after(ms, () => stop(reason));
    };
    let cancelTimer = clock.after(CONNECT_MS, () => stop("connect_timeout"));
    request.signal.addEventListener("abort", aborted, { once: true });
    if (request.signal.aborted) return aborted();

    const { url } = request;
    pool.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        onRequestStart(started) {
          controller = started;
          if (done) return started.abort(new Error("given up before it was sent"));
          sent = true;
          restart(request.responseMs, "no_response");
          request.onSent();
        },
        onResponseStart(_, code, fields) {
          if (code < 200) return;
          begun = { status: code, headers: fields };
          restart(SILENCE_MS, "stalled");
        },
        onResponseData(_, chunk) {
          size += chunk.length;
          if (size > wireCap) return stop("too_large");
          chunks.push(chunk);
          restart(SILENCE_MS, "stalled");
        },
        onResponseEnd() {
          if (done || begun === undefined) return;
          finish();
          const received = Buffer.concat(chunks, size);
          resolve({ ...begun, body: received, received });
        },
        onResponseError(_, error) {
          stop(begun === undefined ? causeOf(error, sent) : "truncated", error);
        },
      },
    );
  });
}

const gunzipped = promisify(gunzip);

/** In one piece as far as can be foreseen: Node's pieces of 16 KiB take several times as long. */
const inflate = (packed: Buffer, mostBytes = LARGE * MIB) =>
  gunzipped(packed, {
    chunkSize: Math.min(MIB, Math.max(2 ** 14, 16 * packed.length)),
    maxOutputLength: mostBytes,
  });

async function inflated(response: WireResponse, large: boolean): Promise<WireResponse> {
  const encoding = String(response.headers["content-encoding"] ?? "identity").toLowerCase();
  if (encoding === "identity" || response.body.length === 0) return response;
  if (encoding !== "gzip" && encoding !== "x-gzip") {
    throw new WireError("malformed", true, response);
  }
  try {
    const body = await inflate(response.body, (large ? LARGE : 24) * MIB);
    return { ...response, body };
  } catch (error) {
    const reason = codeOf(error) === "ERR_BUFFER_TOO_LARGE" ? "too_large" : "truncated";
    throw new WireError(reason, true, response, error);
  }
}

/** The JSON of a body as it came: none begins with the two bytes of gzip. */
export async function unpacked(received: Buffer): Promise<Buffer> {
  const isPacked = received[0] === 0x1f && received[1] === 0x8b;
  return isPacked ? inflate(received) : received;
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  // Several addresses were tried; take the first error.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : "";
}

const UNSENT: Readonly<Record<string, WireCause>> = {
  ECONNREFUSED: "refused",
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ETIMEDOUT: "connect_timeout",
  UND_ERR_CONNECT_TIMEOUT: "connect_timeout",
  // undici's code for a proxy that did not open the tunnel; our own aborts do not end here.
  UND_ERR_ABORTED: "proxy",
  UND_ERR_PRX_TLS: "proxy",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  UND_ERR_CLOSED: "closed",
  UND_ERR_DESTROYED: "closed",
};

function causeOf(error: unknown, sent: boolean): WireCause {
  const code = codeOf(error);
  if (code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW") return "malformed";
  if (sent) return "reset";
  const isTls = /^ERR_(TLS|SSL)_|CERT|^EPROTO$|^UNABLE_TO_|SELF_SIGNED/.test(code);
  return UNSENT[code] ?? (isTls ? "tls" : "reset");
}
