import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Dispatcher } from "undici";
import type { Clock } from "./clock.js";

const MIB = 2 ** 20;

/** What a response contains, which decides how large it may be. */
export type BodyKind = "page" | "record" | "file";

/** In MiB, as transferred and decompressed. */
const LARGEST: Record<BodyKind, { wire: number; plain: number }> = {
  page: { wire: 8, plain: 24 },
  // A single record cannot be requested in smaller parts.
  record: { wire: 32, plain: 32 },
  // A schema configuration with 500 schemas of 500 tables each has about 60 MiB.
  file: { wire: 128, plain: 128 },
};

/** A response that has begun is aborted after this time without data. */
const SILENCE_MS = 15_000;
/**
 * Covers DNS, connection, proxy and TLS together. undici's own limit has a resolution of one second and does not
 * apply to a proxy that never responds.
 */
const CONNECT_MS = 8000;

export interface WireRequest {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
  /** Milliseconds until the response must begin. */
  responseMs: number;
  kind: BodyKind;
  signal: AbortSignal;
  /** Called as soon as the first byte may have been sent. */
  onSent: () => void;
}

/** The status and headers of a response. */
interface Begun {
  status: number;
  headers: Record<string, string | string[] | undefined>;
}

export interface WireResponse extends Begun {
  body: Buffer;
  /** The body as received, which may be compressed. */
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

/** The failure of a request that received no usable response. `status` is set if a response had begun. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly reason: WireCause;
  readonly sent: boolean;
  readonly status: number | undefined;
  /**
   * The response began with a 2xx status and JSON, which only Fivetran sends: gateways send their pages in other
   * formats.
   */
  readonly accepted: boolean;
  constructor(reason: WireCause, sent: boolean, begun?: Begun, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
    this.sent = sent;
    this.status = begun?.status;
    this.accepted =
      begun !== undefined && isJson(begun.headers) && begun.status >= 200 && begun.status < 300;
  }
}

export interface Transport {
  exchange(request: WireRequest): Promise<WireResponse>;
  close(): Promise<void>;
}

/** Creates a pool of sockets. undici is loaded with the first request, so that programs start faster. */
export function createTransport(options: {
  clock: Clock;
  /** The address of a proxy. */
  proxy?: string | undefined;
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
        return await inflated(await exchanged, request.kind);
      } finally {
        underWay.delete(exchanged);
      }
    },
    async close() {
      closed = true;
      const opened = await pool;
      await Promise.allSettled(underWay);
      // The pool's own `close` would wait for requests that were aborted while connecting.
      await opened?.destroy();
    },
  };
}

/** Loads the part of undici that connects without a proxy. */
export const loadAgent = () => import("undici/lib/dispatcher/agent.js");

async function openPool(proxy: string | undefined): Promise<Dispatcher> {
  // Set explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect.
  const tls = { rejectUnauthorized: true, minVersion: "TLSv1.2", timeout: 5000 } as const;
  const limits = { connections: 16, pipelining: 1, connect: tls };
  if (proxy === undefined) {
    const { default: Agent } = await loadAgent();
    return new Agent(limits);
  }
  // A proxy needs the whole of undici, because its parts do not include the CONNECT request that opens a tunnel. The
  // default export is used because a bundled CommonJS module has no named exports when it is imported dynamically.
  const { ProxyAgent } = (await import("undici")).default;
  return new ProxyAgent({ ...limits, requestTls: tls, proxyTls: tls, uri: proxy });
}

/**
 * Sends one request and enforces its time limits. undici's timers have a resolution of one second, and undici ignores
 * the signal while a request waits for a socket. Here the promise settles immediately, and a request that was aborted
 * before it started is never sent.
 */
function exchange(pool: Dispatcher, request: WireRequest, clock: Clock): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let begun: Begun | undefined;
    let size = 0;
    let done = false;
    let sent = false;
    const chunks: Buffer[] = [];
    const wireCap = LARGEST[request.kind].wire * MIB;

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

/** No gzip stream unpacks to more than this times its size. */
const MOST_GROWTH = 1032;
const SPARE_BYTES = 64;

/**
 * Decompresses into one buffer if the size at the end of the stream is true, because joining chunks of a large body
 * blocks the process. Another size only means more chunks.
 */
function inflate(packed: Buffer, mostBytes = LARGEST.file.plain * MIB): Promise<Buffer> {
  const stated = packed.length < 4 ? 0 : packed.readUInt32LE(packed.length - 4);
  const size = Math.min(stated, MOST_GROWTH * packed.length, mostBytes);
  const chunkSize = Math.max(2 ** 14, size + SPARE_BYTES);
  return gunzipped(packed, { chunkSize, maxOutputLength: mostBytes });
}

/**
 * Decompresses a response. A proxy may decompress it and keep the header, or drop the header, so for JSON the first
 * bytes decide.
 */
async function inflated(response: WireResponse, kind: BodyKind): Promise<WireResponse> {
  const { headers, body: received } = response;
  const encoding = String(headers["content-encoding"] ?? "").toLowerCase();
  const declared = encoding === "gzip" || encoding === "x-gzip";
  if (!isGzip(received) || !(declared || isJson(headers))) {
    const plain = declared || encoding === "" || encoding === "identity" || received[0] === BRACE;
    if (plain || received.length === 0) return response;
    throw new WireError("malformed", true, response);
  }
  try {
    const body = await inflate(received, LARGEST[kind].plain * MIB);
    return { ...response, body };
  } catch (error) {
    const reason = codeOf(error) === "ERR_BUFFER_TOO_LARGE" ? "too_large" : "truncated";
    throw new WireError(reason, true, response, error);
  }
}

const BRACE = 0x7b;

/** The two bytes that identify gzip. JSON never begins with them. */
const isGzip = (body: Buffer) => body[0] === 0x1f && body[1] === 0x8b;

const isJson = (headers: Begun["headers"]) =>
  String(headers["content-type"]).startsWith("application/json");

/** Decompresses a body if it is compressed. */
export async function unpacked(received: Buffer): Promise<Buffer> {
  return isGzip(received) ? inflate(received) : received;
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  // If several addresses were tried, use the first error.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : "";
}

const UNSENT: Readonly<Record<string, WireCause>> = {
  ECONNREFUSED: "refused",
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ETIMEDOUT: "connect_timeout",
  UND_ERR_CONNECT_TIMEOUT: "connect_timeout",
  // undici's code for a proxy that did not open the tunnel. Requests that this client aborts do not get here.
  UND_ERR_ABORTED: "proxy",
  UND_ERR_PRX_TLS: "proxy",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  UND_ERR_CLOSED: "closed",
  UND_ERR_DESTROYED: "closed",
};

function causeOf(error: unknown, sent: boolean): WireCause {
  const code = codeOf(error);
  // undici sets a code for some of the errors of its parser only.
  const unparsed = error instanceof Error && error.name === "HTTPParserError";
  if (unparsed || code === "UND_ERR_HEADERS_OVERFLOW") return "malformed";
  if (sent) return "reset";
  const isTls = /^ERR_(TLS|SSL)_|CERT|^EPROTO$|^UNABLE_TO_|SELF_SIGNED/.test(code);
  return UNSENT[code] ?? (isTls ? "tls" : "reset");
}
