import { onAbort } from "../../base/deadline.js";
import { AppError } from "../../base/errors.js";
import { asFields, canonical, parseJson } from "../../base/json.js";
import type { Clock } from "../http/clock.js";
import type { Reply, Send, SendOnWire } from "../http/send.js";
import { unpacked } from "../http/transport.js";
import type { Call, OperationId } from "../operations/call.js";
import { operation } from "../operations/catalog.js";

/** The lists whose pages are kept for reuse. */
const KEPT: ReadonlySet<OperationId> = new Set<OperationId>([
  "list_connections",
  "list_all_groups",
  "list_destinations",
  "list_all_users",
]);

const MAX_AGE_MS = 60_000;
/** The limit for the kept pages, as received. Even uncompressed, it is enough for about 25,000 connections. */
const MAX_BYTES = 40_000_000;

export interface ListSender {
  send: Send;
  /** Call this after a change: pages that were read before may be out of date. */
  forget: () => void;
}

/**
 * Wraps `send`. Pages of some lists are kept for a minute. A page that is too large is requested again with fewer
 * items.
 */
export function createListSender(send: SendOnWire, { now }: Pick<Clock, "now">): ListSender {
  // Pages are kept as received. This takes no time during the read and little memory.
  const pages = new Map<string, { at: number; body: Buffer; limit: number | undefined }>();
  let bytes = 0;
  let changes = 0;
  const inFlight = new Map<string, { reply: Promise<Reply>; changes: number }>();

  function drop(key: string): void {
    bytes -= pages.get(key)?.body.length ?? 0;
    pages.delete(key);
  }

  /** The map is in the order in which pages were read, so the oldest come first. */
  function dropOld(): void {
    for (const [key, { at }] of pages) {
      if (now() - at <= MAX_AGE_MS && bytes <= MAX_BYTES) return;
      drop(key);
    }
  }

  function keep(key: string, body: Buffer, { limit }: Reply): void {
    drop(key);
    pages.set(key, { at: now(), body, limit });
    bytes += body.length;
    dropOld();
  }

  const forget = () => {
    changes += 1;
    bytes = 0;
    pages.clear();
  };

  return {
    forget,
    async send(call, options) {
      if (operation(call.operation).effect !== "read") {
        return send(call, options).finally(forget);
      }
      dropOld();
      if (!KEPT.has(call.operation)) return sendInParts(send, call, options);
      const key = canonical(call);
      const page = pages.get(key);
      const { maxAgeMs = 0 } = options ?? {};
      const ageMs = page === undefined ? 0 : now() - page.at;
      if (page !== undefined && maxAgeMs > 0 && ageMs <= maxAgeMs) {
        return { ...(await replyFrom(page.body, call.operation)), limit: page.limit, ageMs };
      }
      const running = inFlight.get(key);
      if (options?.maxAgeMs !== undefined && running?.changes === changes) {
        const shared = await joined(running.reply, options.signal);
        if (shared !== undefined) return shared;
      }
      const before = changes;
      let body: Buffer | undefined;
      const onReceived = (received: Buffer) => {
        body = received;
      };
      const reply = sendInParts((part, sent) => send(part, { ...sent, onReceived }), call, options);
      const own = { reply, changes: before };
      inFlight.set(key, own);
      try {
        const done = await reply;
        if (changes === before && body !== undefined) keep(key, body, done);
        return done;
      } finally {
        if (inFlight.get(key) === own) inFlight.delete(key);
      }
    },
  };
}

async function replyFrom(body: Buffer, operation: OperationId): Promise<Reply> {
  const json = await unpacked(body);
  const { data } = asFields(await parseJson(json));
  return { operation, status: 200, message: undefined, data, attempts: 0, bytes: json.length };
}

/**
 * Waits for the same request of another call. Undefined if that request fails, because its caller may have cancelled
 * it, or if this caller cancels.
 */
function joined(reply: Promise<Reply>, signal: AbortSignal | undefined) {
  return new Promise<Reply | undefined>((resolve) => {
    if (signal?.aborted === true) resolve(undefined);
    const forget = onAbort(signal, () => resolve(undefined));
    reply.then(resolve, () => resolve(undefined)).finally(forget);
  });
}

export const isTooLarge = (error: unknown) =>
  error instanceof AppError && error.facts["cause"] === "too_large";

/** Requests a page again with a quarter of the items if it is larger than this client accepts. */
async function sendInParts(send: Send, call: Call, options: Parameters<Send>[1]): Promise<Reply> {
  const { limit = 100 } = call.params;
  try {
    return await send(call, options);
  } catch (error) {
    const paged = Object.hasOwn(operation(call.operation).queryParams, "limit");
    if (!isTooLarge(error) || !paged || Number(limit) <= 1) throw error;
    const fewer = Math.ceil(Number(limit) / 4);
    const reply = await sendInParts(
      send,
      { ...call, params: { ...call.params, limit: fewer } },
      options,
    );
    return { limit: fewer, ...reply };
  }
}
