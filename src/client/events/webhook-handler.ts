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
 * Why a delivery was not passed to `onEvent`.
 *
 * - `missing_signature`, `invalid_signature`: the delivery is rejected with 401.
 * - `invalid_payload`: the body is not an event, or its time is missing or invalid.
 * - `unknown_event`: this version does not know the event.
 * - `stale_event`: the event is older than `maxAgeHours`, or as far in the future.
 *
 * Fivetran signed the deliveries with the last three problems. They are acknowledged with 200, because Fivetran would
 * otherwise repeat them.
 */
export type WebhookProblem =
  | "missing_signature"
  | "invalid_signature"
  | "invalid_payload"
  | "unknown_event"
  | "stale_event";

/** Options of `createWebhookHandler`. */
export interface WebhookHandlerOptions {
  /** The secret of the webhook, or both secrets during a rotation. A function is called for each delivery. */
  secret: WebhookSecret | (() => WebhookSecret | Promise<WebhookSecret>);
  /**
   * Receives each verified event once, with the raw body. Store the event and return: Fivetran waits 10 seconds for a
   * 2xx response and otherwise repeats the delivery, possibly hours later. If this function returns a `Response`, the
   * handler sends it instead of 200. If the function throws, the response is 500. After an error or a response other
   * than 2xx, the function receives a repeated delivery again.
   */
  onEvent(event: WebhookEvent, rawBody: Uint8Array): unknown;
  /**
   * Receives each delivery that was not passed to `onEvent`, with the event if the body contains one. If this
   * function returns a `Response`, the handler sends it instead of its own response, which is 401 for a missing or
   * invalid signature and 200 otherwise. If the signature is missing or is not 64 hex digits, the handler does not read
   * the body, and `rawBody` is empty.
   */
  onError?(problem: WebhookProblem, rawBody: Uint8Array, event?: WebhookEvent): unknown;
  /** The maximum size of a body in bytes. Default: 262,144. A larger body receives 413. */
  maxBytes?: number;
  /** The maximum time to receive a body, in milliseconds. Default: 10,000. A slower body receives 408. */
  bodyTimeoutMs?: number;
  /**
   * The maximum age of an event in hours. An older event is not passed to `onEvent` (`stale_event`). Default and
   * minimum: 25, because Fivetran repeats a delivery for about a day. `Infinity` disables the limit.
   */
  maxAgeHours?: number;
  /**
   * The number of events that this process remembers to recognize repeated deliveries. Default: 100,000. The response
   * to a repeated delivery is 200, and `onEvent` does not receive it. With 0, `onEvent` receives every delivery.
   */
  rememberEvents?: number;
  /** Returns the current time for `maxAgeHours`. Use it in tests. */
  now?(): Date;
}

/** The function that `createWebhookHandler` returns. */
export interface WebhookHandler {
  /**
   * For frameworks with the fetch API: `export const POST = handler`. Rejects with `input` if the body was already
   * read.
   */
  (request: Request): Promise<Response>;
  /**
   * For Node's http, Express and Connect: `createServer(handler.node)`. Mount it before any body parser except
   * `express.raw`. Errors are passed to `next`. Without `next`, the response is 500 and the error is emitted as a
   * process warning.
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
 * Creates a handler that receives webhooks. It checks the size and the signature of the raw body, parses the event
 * and passes it to `onEvent`. Events that are too old or were already handled are not passed on.
 *
 * ```ts
 * const handler = createWebhookHandler({ secret, onEvent: (event) => queue.add(event) });
 * createServer(handler.node).listen(3000);
 * ```
 *
 * @throws FivetranError of type `input` for a missing secret or an invalid option. The handler itself throws it for a
 * body that was already read or parsed.
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { secret, onEvent, onError, maxBytes = 262_144, bodyTimeoutMs = 10_000 } = options;
  const { maxAgeHours = MIN_AGE_HOURS, rememberEvents = 100_000 } = options;
  const now = () => (options.now?.() ?? new Date()).getTime();
  if (typeof secret !== "function") requireSecret(secret);
  if (!(maxAgeHours >= MIN_AGE_HOURS)) {
    throw inputError(
      `maxAgeHours must be at least ${MIN_AGE_HOURS}.`,
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
      // Both problems receive the same response, so that a sender cannot learn which one it was.
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
      // Do not receive more of a body that was refused.
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
      // The request is not destroyed, because the response still has to be sent.
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
        // The text of a FivetranError helps the developer. Fivetran repeats the delivery after a 500.
        const text = error instanceof AppError ? `${error.message} ${error.hint ?? ""}` : "failed";
        await deliver(plain(500, text), request, response);
      }
    },
  });
}

/** The bytes that a body parser kept. Undefined if the body was not read yet. Throws `input` if the body was parsed. */
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
  // Closes the connection instead of receiving more of a body that was refused.
  const close = complete ? {} : { connection: "close" };
  response.writeHead(result.status, { ...Object.fromEntries(result.headers), ...close });
  response.end(body);
}

/** Returns the bytes of a body, or the HTTP status if it is too large or too slow. */
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

/** Callers without types may pass a variable that is not set. */
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
