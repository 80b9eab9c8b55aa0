import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, inputError } from "../../base/errors.js";
import { recentEvents } from "./recent-events.js";
import { parseWebhookEvent, WEBHOOK_EVENTS, type WebhookEvent } from "./webhook-events.js";
import {
  isSignature,
  verifyWebhook,
  WEBHOOK_SIGNATURE_HEADER,
  type WebhookSecret,
} from "./webhook-signature.js";

/**
 * Why a delivery was not passed to `onEvent`. The first two are rejected. The others were signed by Fivetran and are
 * acknowledged, because it would deliver them again and again: the body is not an event with a time, the event is
 * unknown to this version, or it is older than `maxAgeHours`.
 */
export type WebhookProblem =
  | "missing_signature"
  | "invalid_signature"
  | "invalid_payload"
  | "unknown_event"
  | "stale_event";

export interface WebhookHandlerOptions {
  /** The webhook's secret, two while it is being rotated, or a function that fetches them for each delivery. */
  secret: WebhookSecret | (() => WebhookSecret | Promise<WebhookSecret>);
  /**
   * Receives every verified event once, with the raw body. Fivetran waits 10 seconds and delivers again, even hours
   * later, unless the response is 2xx: store the event and return. A returned Response is sent instead of 200; a
   * thrown error becomes a 500. After an error, or a response that is not 2xx, the event is passed on again when it
   * is delivered again.
   */
  onEvent(event: WebhookEvent, rawBody: Uint8Array): unknown;
  /**
   * Receives what was not passed to `onEvent` and why, with the event if the body is one. A returned Response is sent
   * instead of the usual one: 401 for a missing or wrong signature, otherwise 200. A body without a signature, or with
   * one that is not 64 hex digits, is not read: `rawBody` is empty then.
   */
  onError?(problem: WebhookProblem, rawBody: Uint8Array, event?: WebhookEvent): unknown;
  /** Largest body in bytes: 262,144 when absent. Larger ones get a 413. */
  maxBytes?: number;
  /** A body that takes longer gets a 408: 10,000 when absent. */
  bodyTimeoutMs?: number;
  /** Older events are treated as replays. Default and minimum: 25, because Fivetran repeats a delivery for about a day. Infinity: no limit. */
  maxAgeHours?: number;
  /**
   * Events that this process remembers in order to recognize a delivery that is repeated, which is acknowledged and
   * not passed on: 100,000 when absent. 0: every delivery is passed on.
   */
  rememberEvents?: number;
  /** The clock for `maxAgeHours`, for tests. */
  now?(): Date;
}

export interface WebhookHandler {
  /** For frameworks that use the fetch API: `export const POST = handler`. */
  (request: Request): Promise<Response>;
  /**
   * For Node's http, Express and Connect: `createServer(handler.node)`, or mounted before any body parser but
   * `express.raw`. Errors are passed to `next`; without one the response is a 500 and the error becomes a warning of
   * the process.
   */
  node(
    request: IncomingMessage,
    response: ServerResponse,
    next?: (error: unknown) => void,
  ): Promise<void>;
}

const KNOWN_EVENTS: ReadonlySet<string> = new Set(WEBHOOK_EVENTS);
const HOUR_MS = 3_600_000;
const MIN_AGE_HOURS = 25;

const REFUSALS = { 408: "body too slow", 413: "body too large" } as const;
type Refusal = keyof typeof REFUSALS;

/**
 * Receives webhooks: checks size and signature of the raw body, parses the event and passes it to `onEvent`, unless
 * it is too old or was passed on before.
 *
 * ```ts
 * const handler = createWebhookHandler({ secret, onEvent: (event) => queue.add(event) });
 * createServer(handler.node).listen(3000);
 * ```
 *
 * @throws FivetranError of type `input` without a secret, or for an option that is not valid. A handler throws it for a body that was already read or
 * parsed.
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { secret, onEvent, onError, maxBytes = 262_144, bodyTimeoutMs = 10_000 } = options;
  const { maxAgeHours = MIN_AGE_HOURS, rememberEvents = 100_000 } = options;
  const now = () => (options.now?.() ?? new Date()).getTime();
  if (typeof secret !== "function") requireSecret(secret);
  if (!(maxAgeHours >= MIN_AGE_HOURS)) {
    throw inputError(
      `maxAgeHours is at least ${MIN_AGE_HOURS}.`,
      "Fivetran delivers an event again for about a day; a smaller limit would lose events.",
    );
  }
  const recent = recentEvents(rememberEvents, maxAgeHours * HOUR_MS, now);

  function problemOf(event: WebhookEvent | undefined): WebhookProblem | undefined {
    if (event?.createdAt === undefined) return "invalid_payload";
    if (Math.abs(now() - event.createdAt.getTime()) > maxAgeHours * HOUR_MS) return "stale_event";
    return KNOWN_EVENTS.has(event.event) ? undefined : "unknown_event";
  }

  async function pass(event: WebhookEvent, body: Uint8Array) {
    const own = await onEvent(event, body);
    const result = own instanceof Response ? own : plain(200, "ok");
    return { ok: result.ok, result };
  }

  async function respond(
    method: string,
    header: (name: string) => string | undefined,
    read: () => Promise<Uint8Array | Refusal>,
  ): Promise<Response> {
    if (method !== "POST") return plain(405, "POST only", { allow: "POST" });
    if (!/^\s*(identity)?\s*$/i.test(header("content-encoding") ?? "")) {
      return plain(415, "compressed bodies are not accepted");
    }
    const announced = Number(header("content-length") ?? 0);
    const signature = header(WEBHOOK_SIGNATURE_HEADER) ?? "";
    const unsigned = isSignature(signature) ? undefined : new Uint8Array();
    const body = announced > maxBytes ? 413 : (unsigned ?? (await read()));
    if (typeof body === "number") return plain(body, REFUSALS[body]);

    const secrets = typeof secret === "function" ? requireSecret(await secret()) : secret;
    const report = async (problem: WebhookProblem, usual: Response, event?: WebhookEvent) => {
      const own = await onError?.(problem, body, event);
      return own instanceof Response ? own : usual;
    };
    if (!verifyWebhook(body, signature, secrets)) {
      // One response for both: only the operator learns which.
      const problem = signature === "" ? "missing_signature" : "invalid_signature";
      return report(problem, plain(401, "invalid signature"));
    }
    const event = parseWebhookEvent(body);
    const problem = problemOf(event);
    if (event === undefined || problem !== undefined) {
      return report(problem ?? "invalid_payload", plain(200, "ok"), event);
    }
    if (rememberEvents < 1) return (await pass(event, body)).result;
    return (await recent.once(event, body, () => pass(event, body))) ?? plain(200, "ok");
  }

  const handler = (request: Request): Promise<Response> => {
    if (request.bodyUsed) return Promise.reject(alreadyRead());
    const header = (name: string) => request.headers.get(name) ?? undefined;
    const read = async () => {
      if (request.body === null) return new Uint8Array();
      const reader = request.body.getReader();
      const body = await collect(() => reader.read(), maxBytes, bodyTimeoutMs);
      // The rest is not read.
      if (typeof body === "number") reader.cancel().catch(() => undefined);
      return body;
    };
    return respond(request.method, header, read);
  };

  async function serve(request: IncomingMessage): Promise<Response> {
    const kept = rawBodyOf(request);
    const header = (name: string) => [request.headers[name] ?? []].flat()[0];
    const read = async () => {
      if (kept !== undefined) return kept.length > maxBytes ? 413 : kept;
      // Without destroying the request, so that the response can be sent.
      const iterator = request.iterator({ destroyOnReturn: false });
      return collect(() => iterator.next(), maxBytes, bodyTimeoutMs);
    };
    return respond(request.method ?? "", header, read);
  }

  return Object.assign(handler, {
    async node(
      request: IncomingMessage,
      response: ServerResponse,
      next?: (error: unknown) => void,
    ): Promise<void> {
      try {
        await deliver(await serve(request), request, response);
      } catch (error) {
        if (next !== undefined) return next(error);
        process.emitWarning(error instanceof Error ? error : String(error));
        // An error of this package helps the developer; Fivetran delivers the event again.
        const text = error instanceof AppError ? `${error.message} ${error.hint ?? ""}` : "failed";
        await deliver(plain(500, text), request, response);
      }
    },
  });
}

/** The bytes that a body parser kept; undefined when the body was not read yet. */
function rawBodyOf(request: IncomingMessage): Uint8Array | undefined {
  for (const name of ["rawBody", "body"] as const) {
    const kept: unknown = name in request ? Reflect.get(request, name) : undefined;
    if (kept instanceof Uint8Array) return kept;
    if (name === "body" && kept !== undefined) throw alreadyRead();
  }
  if (request.readableDidRead) throw alreadyRead();
  return undefined;
}

async function deliver(
  result: Response,
  { complete }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (response.headersSent) return;
  const body = Buffer.from(await result.arrayBuffer());
  // The rest of a body that was refused is not read.
  const close = complete ? {} : { connection: "close" };
  response.writeHead(result.status, { ...Object.fromEntries(result.headers), ...close });
  response.end(body);
}

/** All bytes of a body, or the status for one that is too large or too slow. */
async function collect(
  next: () => Promise<{ done?: boolean | undefined; value?: Uint8Array | undefined }>,
  maxBytes: number,
  timeoutMs: number,
): Promise<Uint8Array | Refusal> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<408>((end) => {
    timer = setTimeout(end, timeoutMs, 408);
  });
  try {
    for (;;) {
      const part = await Promise.race([next(), timeout]);
      if (part === 408) return part;
      if (part.value === undefined) return Buffer.concat(chunks, size);
      size += part.value.length;
      if (size > maxBytes) return 413;
      chunks.push(part.value);
    }
  } finally {
    clearTimeout(timer);
  }
}

const plain = (status: number, text: string, headers: Record<string, string> = {}) =>
  new Response(`${text}\n`, {
    status,
    headers: { "content-type": "text/plain;charset=utf-8", ...headers },
  });

/** Also for callers without types, whose variable may be unset. */
function requireSecret(secret: WebhookSecret | undefined): WebhookSecret {
  const all: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  const valid = all.every((each) => typeof each === "string" && each.trim() !== "");
  if (secret !== undefined && all.length > 0 && valid) return secret;
  throw inputError(
    "The webhook secret is missing.",
    "Set a secret on the webhook and pass the same one here.",
  );
}

const alreadyRead = () =>
  new AppError("input", "The webhook's body was already read or parsed.", {
    hint: "Signatures cover the raw bytes: mount the handler before any body parser (in Express before express.json()), or pass the bytes that express.raw() kept to verifyWebhook(rawBody, …).",
  });
