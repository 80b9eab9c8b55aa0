import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, inputError } from "../../base/errors.js";
import { parseWebhookEvent, type WebhookEvent } from "./webhook-events.js";
import {
  verifyWebhook,
  WEBHOOK_SIGNATURE_HEADER,
  type WebhookSecret,
} from "./webhook-signature.js";

/** Why a delivery was turned away. */
export type WebhookProblem = "missing_signature" | "invalid_signature" | "invalid_payload";

export interface WebhookHandlerOptions {
  /** The webhook's secret, two while it is being changed, or a function that fetches them for each delivery. */
  secret: WebhookSecret | (() => WebhookSecret | Promise<WebhookSecret>);
  /**
   * Gets every verified event, with the body as it came. Fivetran waits 10 seconds and delivers again, hours later
   * too, whatever is not answered with 2xx: store the event and return. The same event can come twice: `sync_id`,
   * `event` and `created` tell. A Response is the answer in place of 200; an error thrown makes it a 500.
   */
  onEvent(event: WebhookEvent, rawBody: Uint8Array): unknown;
  /** Told what was turned away; a Response is the answer in place of 400, 401 or 422. */
  onError?(problem: WebhookProblem, rawBody: Uint8Array): unknown;
  /** Largest body in bytes: 262,144 when absent. Larger ones are answered with 413. */
  maxBytes?: number;
}

export interface WebhookHandler {
  /** For whatever speaks fetch: `export const POST = handler`. */
  (request: Request): Promise<Response>;
  /**
   * For Node's http, Express and Connect: `createServer(handler.node)`, or mounted before any body parser but
   * `express.raw`. What goes wrong is handed to `next`; without one it is answered with 500 and told as a warning
   * of the process.
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
 * Receives webhooks: checks size and signature of the raw body, reads the event, hands it on.
 *
 * ```ts
 * const handler = createWebhookHandler({ secret, onEvent: (event) => queue.add(event) });
 * createServer(handler.node).listen(3000);
 * ```
 *
 * @throws FivetranError of type `input` without a secret. A handler throws it for a body that was read or parsed
 * before, with the remedy.
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { secret, onEvent, onError, maxBytes = 262_144 } = options;
  if (typeof secret !== "function") requireSecret(secret);

  async function answer(
    method: string,
    header: (name: string) => string | undefined,
    read: () => Promise<Uint8Array | undefined>,
  ): Promise<Response> {
    if (method !== "POST") return plain(405, "POST only", { allow: "POST" });
    if (Number(header("content-length") ?? 0) > maxBytes) return plain(413, "body too large");
    const body = await read();
    if (body === undefined) return plain(413, "body too large");

    const secrets = typeof secret === "function" ? requireSecret(await secret()) : secret;
    const turnAway = async (problem: WebhookProblem) => {
      const own = await onError?.(problem, body);
      return own instanceof Response ? own : plain(STATUS[problem], problem.replace("_", " "));
    };
    const signature = header(WEBHOOK_SIGNATURE_HEADER);
    if (signature === undefined || signature === "") return turnAway("missing_signature");
    if (!verifyWebhook(body, signature, secrets)) return turnAway("invalid_signature");
    const event = parseWebhookEvent(body);
    if (event === undefined) return turnAway("invalid_payload");
    const own = await onEvent(event, body);
    return own instanceof Response ? own : plain(200, "ok");
  }

  const handler = (request: Request): Promise<Response> => {
    if (request.bodyUsed) return Promise.reject(alreadyRead());
    const header = (name: string) => request.headers.get(name) ?? undefined;
    return answer(request.method, header, () => collect(request.body ?? [], maxBytes));
  };

  async function serve(request: IncomingMessage): Promise<Response> {
    const kept = rawBodyOf(request);
    const header = (name: string) => [request.headers[name] ?? []].flat()[0];
    const read = async () =>
      kept === undefined ? collect(request, maxBytes) : kept.length > maxBytes ? undefined : kept;
    return answer(request.method ?? "", header, read);
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
        // What this package refuses is the developer's to see; Fivetran delivers it again.
        const text = error instanceof AppError ? `${error.message} ${error.hint ?? ""}` : "failed";
        await deliver(plain(500, text), response);
      }
    },
  });
}

/** The bytes that a body reader kept; undefined where nobody has read them yet. */
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
  // What is left of a body that was too large is not read.
  const close = result.status === 413 ? { connection: "close" } : {};
  response.writeHead(result.status, { ...Object.fromEntries(result.headers), ...close });
  response.end(body);
}

/** All bytes of a body, or undefined where there are too many. */
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
    "There is no webhook secret to check signatures with.",
    "Give the webhook a secret and hand the same one over here.",
  );
}

const alreadyRead = () =>
  new AppError("input", "The webhook's body was read or parsed before it came here.", {
    hint: "Signatures hold for the raw bytes: mount the handler before any body parser (in Express before express.json()), or check with verifyWebhook(rawBody, …) what express.raw() or a body reader kept.",
  });
