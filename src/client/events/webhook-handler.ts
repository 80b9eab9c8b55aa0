import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, inputError } from "../../base/errors.js";
import { parseWebhookEvent, type WebhookEvent } from "./webhook-events.js";
import {
  verifyWebhook,
  WEBHOOK_SIGNATURE_HEADER,
  type WebhookSecret,
} from "./webhook-signature.js";

/** Why a delivery was rejected. */
export type WebhookProblem = "missing_signature" | "invalid_signature" | "invalid_payload";

export interface WebhookHandlerOptions {
  /** The webhook's secret, two while it is being rotated, or a function that fetches them for each delivery. */
  secret: WebhookSecret | (() => WebhookSecret | Promise<WebhookSecret>);
  /**
   * Receives every verified event, with the raw body. Fivetran waits 10 seconds and delivers again, even hours
   * later, unless the response is 2xx: store the event and return. The same event can come twice: compare `sync_id`,
   * `event` and `created`. A returned Response is sent instead of 200; a thrown error becomes a 500.
   */
  onEvent(event: WebhookEvent, rawBody: Uint8Array): unknown;
  /** Receives what was rejected; a returned Response is sent instead of 400, 401 or 422. */
  onError?(problem: WebhookProblem, rawBody: Uint8Array): unknown;
  /** Largest body in bytes: 262,144 when absent. Larger ones get a 413. */
  maxBytes?: number;
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

const STATUS: Record<WebhookProblem, number> = {
  missing_signature: 400,
  invalid_signature: 401,
  invalid_payload: 422,
};

/**
 * Receives webhooks: checks size and signature of the raw body, parses the event and passes it to `onEvent`.
 *
 * ```ts
 * const handler = createWebhookHandler({ secret, onEvent: (event) => queue.add(event) });
 * createServer(handler.node).listen(3000);
 * ```
 *
 * @throws FivetranError of type `input` without a secret. A handler throws it for a body that was already read or
 * parsed.
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { secret, onEvent, onError, maxBytes = 262_144 } = options;
  if (typeof secret !== "function") requireSecret(secret);

  async function respond(
    method: string,
    header: (name: string) => string | undefined,
    read: () => Promise<Uint8Array | undefined>,
  ): Promise<Response> {
    if (method !== "POST") return plain(405, "POST only", { allow: "POST" });
    if (Number(header("content-length") ?? 0) > maxBytes) return plain(413, "body too large");
    const body = await read();
    if (body === undefined) return plain(413, "body too large");

    const secrets = typeof secret === "function" ? requireSecret(await secret()) : secret;
    const reject = async (problem: WebhookProblem) => {
      const own = await onError?.(problem, body);
      return own instanceof Response ? own : plain(STATUS[problem], problem.replace("_", " "));
    };
    const signature = header(WEBHOOK_SIGNATURE_HEADER);
    if (signature === undefined || signature === "") return reject("missing_signature");
    if (!verifyWebhook(body, signature, secrets)) return reject("invalid_signature");
    const event = parseWebhookEvent(body);
    if (event === undefined) return reject("invalid_payload");
    const own = await onEvent(event, body);
    return own instanceof Response ? own : plain(200, "ok");
  }

  const handler = (request: Request): Promise<Response> => {
    if (request.bodyUsed) return Promise.reject(alreadyRead());
    const header = (name: string) => request.headers.get(name) ?? undefined;
    return respond(request.method, header, () => collect(request.body ?? [], maxBytes));
  };

  async function serve(request: IncomingMessage): Promise<Response> {
    const kept = rawBodyOf(request);
    const header = (name: string) => [request.headers[name] ?? []].flat()[0];
    const read = async () =>
      kept === undefined ? collect(request, maxBytes) : kept.length > maxBytes ? undefined : kept;
    return respond(request.method ?? "", header, read);
  }

  return Object.assign(handler, {
    async node(
      request: IncomingMessage,
      response: ServerResponse,
      next?: (error: unknown) => void,
    ): Promise<void> {
      try {
        await deliver(await serve(request), response);
      } catch (error) {
        if (next !== undefined) return next(error);
        process.emitWarning(error instanceof Error ? error : String(error));
        // An error of this package helps the developer; Fivetran delivers the event again.
        const text = error instanceof AppError ? `${error.message} ${error.hint ?? ""}` : "failed";
        await deliver(plain(500, text), response);
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

async function deliver(result: Response, response: ServerResponse): Promise<void> {
  if (response.headersSent) return;
  const body = Buffer.from(await result.arrayBuffer());
  // The rest of a body that is too large is not read.
  const close = result.status === 413 ? { connection: "close" } : {};
  response.writeHead(result.status, { ...Object.fromEntries(result.headers), ...close });
  response.end(body);
}

/** All bytes of a body, or undefined when there are too many. */
async function collect(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

const plain = (status: number, text: string, headers: Record<string, string> = {}) =>
  new Response(`${text}\n`, {
    status,
    headers: { "content-type": "text/plain;charset=utf-8", ...headers },
  });

function requireSecret(secret: WebhookSecret): WebhookSecret {
  const all = typeof secret === "string" ? [secret] : secret;
  if (all.length > 0 && all.every((each) => typeof each === "string" && each !== "")) return secret;
  throw inputError(
    "The webhook secret is missing.",
    "Set a secret on the webhook and pass the same one here.",
  );
}

const alreadyRead = () =>
  new AppError("input", "The webhook's body was already read or parsed.", {
    hint: "Signatures cover the raw bytes: mount the handler before any body parser (in Express before express.json()), or pass the bytes that express.raw() kept to verifyWebhook(rawBody, …).",
  });
