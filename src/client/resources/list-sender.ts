import * as z from "zod";
import { AppError } from "../../base/errors.js";
import { asFields, canonical } from "../../base/json.js";
import type { Clock } from "../http/clock.js";
import type { Reply, Send } from "../http/send.js";
import type { Call, OperationId } from "../operations/call.js";
import { operation } from "../operations/catalog.js";
import { Connection, Destination, Group } from "./models.js";
import { User } from "./people.js";

/** The lists whose pages are remembered, with the fields that are kept. */
const KEPT: Partial<Record<OperationId, readonly string[]>> = {
  list_connections: Object.keys(Connection.shape),
  list_all_groups: Object.keys(Group.shape),
  list_destinations: Object.keys(Destination.shape),
  list_all_users: Object.keys(User.shape),
};

const MAX_AGE_MS = 60_000;
/** Of JSON: some 60,000 connections. */
const MAX_BYTES = 40_000_000;

const Items = z.looseObject({ items: z.array(z.unknown()) });

export interface ListSender {
  send: Send;
  /** Something changed: what was read before may be out of date. */
  forget: () => void;
}

/** Around the function that sends: remembers pages for a minute, and requests one that is too large in parts. */
export function createListSender(send: Send, { now }: Pick<Clock, "now">): ListSender {
  // Outside of the heap, which would grow by more than their size.
  const pages = new Map<string, { at: number; data: Buffer }>();
  let bytes = 0;
  let changes = 0;
  const inFlight = new Map<string, { reply: Promise<Reply>; changes: number }>();

  function drop(key: string): void {
    bytes -= pages.get(key)?.data.length ?? 0;
    pages.delete(key);
  }

  /** Pages are in the order in which they were read. */
  function dropOld(): void {
    for (const [key, { at }] of pages) {
      if (now() - at <= MAX_AGE_MS && bytes <= MAX_BYTES) return;
      drop(key);
    }
  }

  function keep(key: string, fields: readonly string[], { data }: Reply): void {
    const page = Items.safeParse(data).data;
    if (page === undefined) return;
    const items = page.items.map((item) => {
      const record = asFields(item);
      return Object.fromEntries(fields.map((field) => [field, record[field]]));
    });
    drop(key);
    const kept = Buffer.from(JSON.stringify({ ...page, items }));
    pages.set(key, { at: now(), data: kept });
    bytes += kept.length;
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
      const fields = KEPT[call.operation];
      if (fields === undefined) return sendInParts(send, call, options);
      const key = canonical(call);
      const page = pages.get(key);
      const { maxAgeMs = 0 } = options ?? {};
      const ageMs = page === undefined ? 0 : now() - page.at;
      if (page !== undefined && maxAgeMs > 0 && ageMs <= maxAgeMs) {
        const data: unknown = JSON.parse(page.data.toString());
        const { operation } = call;
        const read = { status: 200, message: undefined, attempts: 0, bytes: page.data.length };
        return { operation, data, ageMs, ...read };
      }
      const running = inFlight.get(key);
      if (options?.maxAgeMs !== undefined && running?.changes === changes) {
        const shared = await joined(running.reply, options.signal);
        if (shared !== undefined) return shared;
      }
      const before = changes;
      const reply = sendInParts(send, call, options);
      const own = { reply, changes: before };
      inFlight.set(key, own);
      try {
        const done = await reply;
        if (changes === before) keep(key, fields, done);
        return done;
      } finally {
        if (inFlight.get(key) === own) inFlight.delete(key);
      }
    },
  };
}

/** The reply that another call waits for; undefined where it fails, as its caller may have left, or this one leaves. */
function joined(reply: Promise<Reply>, signal: AbortSignal | undefined) {
  const left = new Promise<undefined>((resolve) => {
    if (signal?.aborted === true) resolve(undefined);
    signal?.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return Promise.race([reply.catch(() => undefined), left]);
}

/** A page that is larger than this client accepts is requested again with fewer items. */
async function sendInParts(send: Send, call: Call, options: Parameters<Send>[1]): Promise<Reply> {
  const { limit = 100 } = call.params;
  try {
    return await send(call, options);
  } catch (error) {
    const tooLarge = error instanceof AppError && error.facts["cause"] === "too_large";
    const paged = Object.hasOwn(operation(call.operation).queryParams, "limit");
    if (!tooLarge || !paged || Number(limit) <= 1) throw error;
    const fewer = Math.ceil(Number(limit) / 4);
    const reply = await sendInParts(
      send,
      { ...call, params: { ...call.params, limit: fewer } },
      options,
    );
    return { limit: fewer, ...reply };
  }
}
