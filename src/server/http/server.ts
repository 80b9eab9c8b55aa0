import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createMcpHandler,
  type McpHttpHandler,
  type McpRequestContext,
  type McpServer,
} from "@modelcontextprotocol/server";
import { AppError, cannotListen } from "../../base/errors.js";
import { type Log, ofRequest } from "../../base/log.js";
import { presentError } from "../../engine/results.js";
import {
  type Authenticate,
  isRefusal,
  type Principal,
  type Refusal,
  TOKEN_SCOPES,
} from "../auth/principal.js";
import { asSent } from "../read-message.js";
import { type AdmissionLimits, createAdmission, processLoad } from "./admission.js";
import type { ClientAddress } from "./client-address.js";
import { readBody, type WriteOptions, writeResponse } from "./exchange.js";
import { type GuardOptions, rejectedBy } from "./guard.js";
import { handingOver } from "./result.js";
import { boundSockets } from "./sockets.js";

/** What the server offers to one caller. It is created once for each caller, its MCP server once for each request. */
export interface View {
  account: string;
  /** `toolsOnly`: the server serves one request about tools and needs nothing else. */
  mcpServer(toolsOnly: boolean): McpServer;
  /** The scope that the token lacks for a tool which this server would otherwise run. */
  lackedScope?(tool: string): string | undefined;
}

/** Handles a request whose body has not been read. */
type Receive = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpOptions extends GuardOptions {
  host: string;
  port: number;
  authenticate: Authenticate;
  clientAddress: ClientAddress;
  /** @throws AppError of type `policy_denied` for a caller without access */
  view(principal: Principal): Promise<View>;
  /** Where clients learn how to sign in. Undefined without an authorization server. */
  signIn?: { resource: string; issuer: string } | undefined;
  /** Whether the services that the server needs are available. */
  isReady(): Promise<boolean>;
  log: Log;
  limits?: Partial<HttpLimits>;
  /** The handlers for Fivetran's webhooks, by path. A webhook has a signature instead of a caller's credentials. */
  webhooks?: ReadonlyMap<string, Receive> | undefined;
  /** Called for each response with its status. */
  counted?: (status: number) => void;
}

export interface HttpLimits extends AdmissionLimits, WriteOptions {
  /** How long an excess request is held before it is refused, in milliseconds. */
  refusalMs: number;
  bodyBytes: number;
  headerBytes: number;
  headersMs: number;
  requestMs: number;
  idleMs: number;
  sockets: number;
  /**
   * The stages after the signal to end, in milliseconds: new requests are accepted for `accept`, then calls may run
   * for `calls`, then everything is closed after `rest`.
   */
  drainMs: { accept: number; calls: number; rest: number };
}

const LIMITS: HttpLimits = {
  perCaller: 16,
  waiting: 256,
  total: 256,
  refusalMs: 1000,
  bodyBytes: 2 ** 20,
  headerBytes: 16 * 2 ** 10,
  headersMs: 10_000,
  requestMs: 30_000,
  // Longer than the idle timeout of load balancers. Otherwise one could send a request on a connection that is being
  // closed.
  idleMs: 75_000,
  sockets: 1000,
  firstBytesMs: 10_000,
  keepAliveMs: 15_000,
  stalledMs: 30_000,
  drainMs: { accept: 3000, calls: 22_000, rest: 5000 },
};

export interface RunningServer {
  /** The endpoint on this machine. */
  url: string;
  /** Fires when running calls have to return. */
  stopping: AbortSignal;
  counts(): { running: number; waiting: number };
  /**
   * Stops accepting requests, lets the running ones return, and closes the server. `now` skips the time in which new
   * requests are accepted.
   */
  close(now?: boolean): Promise<void>;
}

const ENDPOINT = "/mcp";
const ADDRESS = `http://localhost${ENDPOINT}`;
const METADATA = "/.well-known/oauth-protected-resource";
const RETRY_AFTER_S = 2;

/**
 * Serves MCP over HTTP in both protocol versions. There are no sessions: each request is independent, so any replica
 * can serve it.
 */
export async function serveHttp(
  options: HttpOptions,
  stopping = new AbortController(),
): Promise<RunningServer> {
  const { log, authenticate, signIn } = options;
  const limits: HttpLimits = { ...LIMITS, ...options.limits };
  const admission = createAdmission(limits, processLoad());
  const handlers = new WeakMap<View, { tools: McpHttpHandler; all: McpHttpHandler }>();
  /** The handlers of running requests. */
  const open = new Set<{ handler: McpHttpHandler }>();
  /** The functions that receive the results of running requests. */
  const results = new WeakMap<Request, (result: string) => void>();
  let draining = false;

  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.idleMs,
      connectionsCheckingInterval: Math.min(1000, limits.headersMs),
    },
    (request, response) => {
      const id = idOf(request);
      response.setHeader("x-request-id", id);
      if (draining) response.setHeader("connection", "close");
      void ofRequest({ request: id }, () =>
        handle(request, response, id).catch((error: unknown) => {
          const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
          log.error("internal", { stack });
          refuse(response, { status: 500, id, message: `Internal error (request ${id}).` });
        }),
      );
    },
  );
  // Node.js drops headers above a maximum number. Here their total size is limited instead, and each is checked.
  server.maxHeadersCount = 0;
  boundSockets(server, limits.sockets);

  async function handle(request: IncomingMessage, response: ServerResponse, id: string) {
    const path = request.url?.split("?")[0] ?? "";
    response.once("close", () => options.counted?.(response.statusCode));
    // Load balancers call these paths by address, so they accept any host. They reveal nothing else.
    if (path === "/healthz") return plain(response, 200, "ok");
    if (path === "/readyz") {
      const ready = !draining && (await options.isReady());
      return plain(response, ready ? 200 : 503, ready ? "ok" : "not ready");
    }
    const rejected = rejectedBy(request, options);
    if (rejected !== undefined) {
      log.warn("rejected", { why: rejected.message, host: request.headers.host });
      return refuse(response, { ...rejected, id });
    }
    const { origin } = request.headers;
    if (origin !== undefined && options.origins.has(origin)) {
      allowPage(response, origin);
      if (request.method === "OPTIONS") return plain(response, 204, "");
    }
    if (signIn !== undefined && path.startsWith(METADATA) && request.method === "GET") {
      response.setHeader("cache-control", "public, max-age=3600");
      return json(response, 200, resourceMetadata(signIn));
    }
    const receive = options.webhooks?.get(path);
    if (receive !== undefined) return receive(request, response);
    if (path === REGISTRATION) return json(response, 404, NO_REGISTRATION);
    if (path !== ENDPOINT) {
      return refuse(response, { status: 404, id, message: `The endpoint is ${ENDPOINT}.` });
    }
    const from = options.clientAddress(request);
    const principal = await authenticate(request.headers.authorization, from);
    if (isRefusal(principal)) return challenge(response, principal, { id, from });
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      return refuse(response, { status: 405, id, message: NO_STREAM });
    }
    return serve(request, response, principal, id);
  }

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    principal: Principal,
    id: string,
  ) {
    const gone = new AbortController();
    response.once("close", () => {
      if (!response.writableFinished) gone.abort();
    });
    const leave = await admission.enter(principal.id, gone.signal);
    if (leave === undefined) {
      if (gone.signal.aborted) return;
      log.warn("busy", { caller: principal.name });
      // Delays the refusal. A client that retries immediately would otherwise keep the process busy with refusals.
      await pause(limits.refusalMs);
      const why = `${principal.name} sends too many requests at the same time. ${limits.waiting} requests are waiting.`;
      return wait(response, id, RETRY_AFTER_S, why);
    }
    try {
      let view: View;
      try {
        view = await options.view(principal);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        log.warn("no-access", { caller: principal.name, why: error.message });
        return refuse(response, { status: 403, id, message: presentError(error).text });
      }
      const message = await read(request, response, id);
      if (message === undefined) return;
      const lacked = principal.canWiden ? lackedScope(message, view) : undefined;
      if (lacked !== undefined) {
        const why = `the token lacks ${lacked}`;
        const from = options.clientAddress(request);
        const refusal: Refusal = { status: 403, error: "insufficient_scope", why };
        return challenge(response, refusal, { id, from }, lacked);
      }
      const fields = { request: id, caller: principal.name, account: view.account };
      await ofRequest(fields, () => {
        const passed = new Request(ADDRESS, { method: "POST", headers: passedOn(request) });
        // Set after construction. A signal passed to the constructor is tracked by weak references, which cost more
        // than the rest of the request.
        Object.defineProperty(passed, "signal", { value: gone.signal });
        const handler = handlerOf(view, message);
        const underWay = { handler };
        const pending = new Promise<Response | string>((resolve, reject) => {
          results.set(passed, resolve);
          handler.fetch(passed, { parsedBody: message }).then(resolve, reject);
        });
        open.add(underWay);
        return writeResponse(request, response, pending, limits).finally(() =>
          open.delete(underWay),
        );
      });
    } finally {
      leave();
    }
  }

  /** Reads the message of a request as JSON. Undefined if the request was refused. */
  async function read(request: IncomingMessage, response: ServerResponse, id: string) {
    const { "content-encoding": encoding, "transfer-encoding": coding = "chunked" } =
      request.headers;
    if (encoding !== undefined || coding.toLowerCase() !== "chunked") {
      refuse(response, { status: 415, id, message: "Send the body without compression." });
      return undefined;
    }
    const body = await readBody(request, limits.bodyBytes);
    if (body.state === "gone") return undefined;
    if (body.state === "too large") {
      response.setHeader("connection", "close");
      const message = `The body is larger than ${limits.bodyBytes} bytes.`;
      refuse(response, { status: 413, id, message });
      return undefined;
    }
    try {
      const message: unknown = JSON.parse(body.text);
      if (depthOf(message) <= MOST_LEVELS) {
        if (!Array.isArray(message)) return asSent(message);
        refuse(response, { status: 400, id, code: INVALID_REQUEST, message: NO_BATCH });
        return undefined;
      }
    } catch {}
    const message = `The body is not JSON, or is nested more than ${MOST_LEVELS} levels deep.`;
    refuse(response, { status: 400, id, code: PARSE_ERROR, message });
    return undefined;
  }

  function handlerOf(view: View, message: unknown): McpHttpHandler {
    const known = handlers.get(view) ?? { tools: made(view, true), all: made(view, false) };
    handlers.set(view, known);
    return methodOf(message)?.startsWith("tools/") === true ? known.tools : known.all;
  }

  function made(view: View, toolsOnly: boolean): McpHttpHandler {
    const server = ({ requestInfo }: McpRequestContext) => {
      const take = requestInfo && results.get(requestInfo);
      const server = view.mcpServer(toolsOnly);
      return take === undefined ? server : handingOver(server, take);
    };
    return createMcpHandler(server, {
      keepAliveMs: limits.keepAliveMs,
      maxRequestBodySize: limits.bodyBytes,
      onerror: (error) => log.debug("protocol", { message: error.message }),
    });
  }

  function challenge(
    response: ServerResponse,
    { status, error, why, form, retryAfterSeconds }: Refusal,
    { id, from }: { id: string; from: string },
    scope: string = TOKEN_SCOPES.join(" "),
  ) {
    if (retryAfterSeconds !== undefined) {
      log.debug("not-authenticated", { why, from });
      const many = "Too many failed sign-ins from this address.";
      return wait(response, id, retryAfterSeconds, many);
    }
    log.warn("not-authenticated", { why, from });
    if (status === 503) {
      response.setHeader("retry-after", String(RETRY_AFTER_S));
      const message = "Credentials cannot be verified at the moment. Try again later.";
      return refuse(response, { status, id, message });
    }
    const parts = [
      ...(error === undefined ? [] : [`error="${error}"`]),
      ...(signIn === undefined
        ? ['realm="fivetran-agent"']
        : [`scope="${scope}"`, `resource_metadata="${metadataUrl(signIn.resource)}"`]),
    ];
    response.setHeader("www-authenticate", `Bearer ${parts.join(", ")}`);
    // Details about a credential are only in the operator's log. Otherwise the message does not depend on the reason.
    const message =
      status === 401
        ? [NEEDS_CREDENTIAL, form].filter(Boolean).join(" ")
        : `The token lacks a scope that this request needs: ${scope}.`;
    return refuse(response, { status, id, message });
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(cannotListen(error, options, LISTEN_HINT)));
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  const named = options.host.includes(":") ? `[${options.host}]` : options.host;

  async function close(now = false): Promise<void> {
    if (draining) return;
    draining = true;
    const { accept, calls, rest } = limits.drainMs;
    if (!now) await pause(accept);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const idle = setInterval(() => server.closeIdleConnections(), 200);
    const timers = [
      setTimeout(() => stopping.abort(), calls),
      setTimeout(() => {
        for (const { handler } of open) void handler.close();
        server.closeAllConnections();
      }, calls + rest),
    ];
    await closed;
    clearInterval(idle);
    for (const timer of timers) clearTimeout(timer);
  }

  return {
    url: `http://${named}:${port}${ENDPOINT}`,
    stopping: stopping.signal,
    counts: admission.counts,
    close,
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const NEEDS_CREDENTIAL =
  "This server needs a valid credential. Send it in the header Authorization: Bearer <key or token>.";

const NO_STREAM =
  "This server has no sessions. It accepts requests by POST, and does not send messages over GET.";

// A batch could otherwise contain a hundred calls but take the place of one.
const NO_BATCH = "Send one message in each request. This server does not accept batches.";
const INVALID_REQUEST = -32_600;
const PARSE_ERROR = -32_700;
const MOST_LEVELS = 64;

/** The depth of nesting. Does not use recursion, because a deeply nested text could exhaust the stack. */
function depthOf(value: unknown): number {
  let level: unknown[] = [value];
  let depth = 0;
  while (level.length > 0 && depth <= MOST_LEVELS) {
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== "object" || each === null) continue;
      for (const inner of Object.values(each)) {
        if (typeof inner === "object" && inner !== null) next.push(inner);
      }
    }
    level = next;
    depth += 1;
  }
  return depth;
}

/** The request id that a proxy assigned, so that its log can be matched with this one. Otherwise a new id. */
function idOf({ headers }: IncomingMessage): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[\w-]{8,64}$/.test(given)
    ? given
    : randomUUID().replace("-", "").slice(0, 12);
}

/** The headers to pass on. The caller's credentials are not included, because they are only for this server. */
function passedOn({ headers }: IncomingMessage): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && (name.startsWith("mcp-") || PASSED_ON.has(name))
      ? [[name, value]]
      : [],
  );
}
const PASSED_ON = new Set(["accept", "content-type", "user-agent"]);

/** The method of a single message. */
function methodOf(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const method: unknown = Reflect.get(message, "method");
  return typeof method === "string" ? method : undefined;
}

function lackedScope(message: unknown, view: View): string | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  if (methodOf(message) !== "tools/call") return undefined;
  const params: unknown = Reflect.get(message, "params");
  if (typeof params !== "object" || params === null) return undefined;
  const tool: unknown = Reflect.get(params, "name");
  return typeof tool === "string" ? view.lackedScope?.(tool) : undefined;
}

interface Refused {
  status: number;
  id: string;
  message: string;
  code?: number;
  data?: Record<string, unknown>;
}

function wait(response: ServerResponse, id: string, seconds: number, why: string): void {
  response.setHeader("retry-after", String(seconds));
  const message = `${why} Try again in ${seconds} s.`;
  refuse(response, { status: 429, id, message, data: { retry_after_seconds: seconds } });
}

/** Responds with an error: as JSON-RPC for MCP clients, and with the HTTP status for all others. */
function refuse(response: ServerResponse, { status, id, message, code = -32_000, data }: Refused) {
  json(response, status, {
    jsonrpc: "2.0",
    id: null,
    error: { code, message, data: { ...data, request_id: id } },
  });
}

/** Where clients register to sign in, if their key is refused. They show only errors in the form of OAuth. */
const REGISTRATION = "/register";
const NO_REGISTRATION = {
  error: "invalid_request",
  error_description: `Clients cannot register here. ${NEEDS_CREDENTIAL}`,
};

function json(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, "application/json", JSON.stringify(body));
}

const plain = (response: ServerResponse, status: number, text: string) =>
  send(response, status, "text/plain", text);

function send(response: ServerResponse, status: number, type: string, text: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(text);
  response.writeHead(status, { "content-type": type, "content-length": body.length });
  response.end(body);
}

/** Allows a web page of a permitted origin to read responses and to send the headers of the protocol. */
function allowPage(response: ServerResponse, origin: string): void {
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("vary", "origin");
  response.setHeader("access-control-allow-methods", "POST, GET");
  response.setHeader(
    "access-control-allow-headers",
    "authorization, content-type, accept, mcp-protocol-version, mcp-method, mcp-name, x-request-id",
  );
  response.setHeader(
    "access-control-expose-headers",
    "www-authenticate, x-request-id, retry-after",
  );
  response.setHeader("access-control-max-age", "600");
}

const LISTEN_HINT = "Give another port with --listen, such as --listen 127.0.0.1:8081.";

/** The protected resource metadata of RFC 9728. */
const resourceMetadata = ({ resource, issuer }: { resource: string; issuer: string }) => ({
  resource,
  authorization_servers: [issuer],
  scopes_supported: TOKEN_SCOPES,
  bearer_methods_supported: ["header"],
  resource_name: "Fivetran",
});

function metadataUrl(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}${METADATA}${pathname}`;
}
