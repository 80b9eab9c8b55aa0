import { setImmediate as nextTurn } from "node:timers/promises";
import * as z from "zod";
import { deadlineSignal } from "../../base/deadline.js";
import { AppError } from "../../base/errors.js";
import type { RequestOptions, Send, SendOptions } from "../http/send.js";
import { type Call, call, type OperationId } from "../operations/call.js";
import { operation } from "../operations/catalog.js";
import { idOf, readRecords, type Unreadable } from "./reply.js";

export interface Page<Item> {
  items: Item[];
  /** Undefined on the last page. */
  nextCursor: string | undefined;
  /** Fields that could not be read, and with them whole records that were left out; positions on this page. */
  unreadable?: Unreadable[];
}

/** `deadlineMs` is the time for all requests of a walk together; `retry` applies to each. */
export interface ListOptions extends RequestOptions, WalkLimits {
  /** Items per request, 1 to 1000. When absent 1000 for a walk and 100 for a single page. */
  limit?: number | undefined;
  /** `nextCursor` of an earlier page, to start there. */
  cursor?: string | undefined;
  /** Receives each field that could not be read while a list is walked. */
  onUnreadable?: ((unreadable: Unreadable) => void) | undefined;
  /** Called with the age of each page that `maxAgeMs` accepted, in milliseconds. */
  onRemembered?: ((ageMs: number) => void) | undefined;
}

interface WalkLimits {
  /** Accepts pages that this client read at most so long ago, see `SendOptions`. */
  maxAgeMs?: number | undefined;
  /** Ends the walk after so many requests, with what was read. */
  maxRequests?: number | undefined;
}

/**
 * A list that sends nothing until it is used. `for await` reads it page by page, only as far as the loop runs, and
 * throws an error where it occurs. A record that cannot be read is left out and reported to `onUnreadable`.
 */
export interface List<Item> extends AsyncIterable<Item> {
  /** One page: the first one, or the one at `cursor`. */
  page(): Promise<Page<Item>>;
}

/** What one walk reads at most: a caller may keep all of it, so this bounds its memory. */
const MAX_ITEMS = 100_000;
const MAX_BYTES = 128_000_000;
const MAX_PAGES = 500;

/** Pages in a row that bring nothing new: filters of a gateway or the API can empty some. */
const MAX_STALE_PAGES = 50;

const RawPage = z.looseObject({
  items: z.array(z.unknown()),
  next_cursor: z.string().nullish(),
  // One published page spells it so.
  nextCursor: z.string().nullish(),
});

/** Records of a page are read in parts of so many, so that a caller may let other work run between them. */
const PART = 100;

interface PageRead extends Page<unknown> {
  /** Items per request from here on, where the page was too large. */
  limit: number | undefined;
  requests: number;
  bytes: number;
  hidden: number;
}

/** One page of a list operation. A reply that is not a page is a `contract` error. */
async function readPage(send: Send, call: Call, options: SendOptions): Promise<PageRead> {
  const { data, limit, attempts, bytes = 0, hidden = 0 } = await send(call, options);
  const page = RawPage.safeParse(data);
  if (!page.success) {
    const field = page.error.issues[0]?.path.join(".") ?? "";
    throw stopped(call, `has no page of items at ${field === "" ? "data" : `data.${field}`}`);
  }
  const { items, next_cursor, nextCursor } = page.data;
  const cursor = next_cursor || nextCursor || undefined;
  if (cursor !== undefined && !/^[\x21-\x7e]{1,2048}$/.test(cursor)) {
    throw stopped(call, "has a cursor that cannot be sent");
  }
  return { items, nextCursor: cursor, limit, requests: Math.min(1, attempts), bytes, hidden };
}

/**
 * The pages of a list operation, each item once: rows that move while a list is read come twice. The next page is
 * requested as soon as its cursor is known, before this one is yielded; a caller that stops early aborts it.
 */
export async function* readPages(
  send: Send,
  call: Call,
  { signal, deadlineMs, maxRequests = MAX_PAGES, ...options }: SendOptions & WalkLimits = {},
): AsyncGenerator<Page<unknown>, void, undefined> {
  const stop = new AbortController();
  const within = deadlineMs === undefined ? signal : deadlineSignal(deadlineMs, signal);
  const both = within === undefined ? stop.signal : AbortSignal.any([within, stop.signal]);
  let { params } = call;
  const request = () => {
    const page = readPage(send, { ...call, params }, { ...options, deadlineMs, signal: both });
    // It is awaited one page later; until then a failure must not count as unhandled.
    page.catch(() => {});
    return page;
  };
  const cursors = new Set<string>();
  const known = new Set<string>();
  const isNew = (item: unknown) => {
    const id = idOf(item);
    return id === undefined || known.size < known.add(id).size;
  };
  let stale = 0;
  let requests = 0;
  let bytes = 0;
  let read = 0;
  let upcoming: Promise<PageRead> | undefined = request();
  try {
    while (upcoming !== undefined) {
      const page: PageRead = await upcoming;
      upcoming = undefined;
      const { nextCursor, limit } = page;
      requests += page.requests;
      bytes += page.bytes;
      const items = page.items.filter(isNew);
      read += items.length;
      stale = items.length + page.hidden === 0 ? stale + 1 : 0;
      if (nextCursor !== undefined) {
        if (cursors.has(nextCursor)) throw stopped(call, "returned to an earlier page");
        if (stale >= MAX_STALE_PAGES)
          throw stopped(call, `had ${stale} pages in a row without a new item`);
        cursors.add(nextCursor);
        if (read >= MAX_ITEMS || bytes >= MAX_BYTES || cursors.size >= MAX_PAGES) {
          yield { items, nextCursor };
          throw tooLong(call, read, bytes);
        }
        params = { ...params, ...(limit === undefined ? {} : { limit }), cursor: nextCursor };
        if (requests < maxRequests) {
          upcoming = request();
          await untilSent();
        }
      }
      yield { items, nextCursor };
    }
  } finally {
    stop.abort();
  }
}

/**
 * undici watches a used socket for one turn of the event loop before it writes to it. Work on the page at hand would
 * delay the next request by as long as it takes, so it waits for that turn to be over.
 */
async function untilSent(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

const stopped = (call: Call, what: string) =>
  new AppError("contract", `The list of ${call.operation} ${what}.`, {
    hint: "Narrow the list with a filter, or try again.",
    operation: call.operation,
  });

const tooLong = (call: Call, items: number, bytes: number) =>
  new AppError(
    "contract",
    `The list of ${call.operation} is longer than one call reads: ${items.toLocaleString("en-US")} items (${Math.round(bytes / 1e6)} MB) were read, the rest was not.`,
    {
      hint: "Narrow the list with a filter.",
      operation: call.operation,
      facts: { cause: "list_too_long", items },
    },
  );

/** Values for the path and the filters of a list, as Fivetran names them; undefined ones are left out. */
export type ListParams = Readonly<Record<string, string | number | boolean | undefined>>;

export function createList<Model extends z.ZodType>(
  send: Send,
  id: OperationId,
  model: Model,
  params: ListParams,
  { limit, cursor, onUnreadable = () => {}, onRemembered, ...options }: ListOptions = {},
): List<z.output<Model>> {
  const sendPage: Send = async (page, sent) => {
    const reply = await send(page, sent);
    if (reply.ageMs !== undefined) onRemembered?.(reply.ageMs);
    return reply;
  };
  // Two short lists have no pages.
  const paged = "limit" in operation(id).queryParams;
  const request = (size: number) =>
    call(id, defined(paged ? { ...params, limit: limit ?? size, cursor } : params));
  async function* walk(): AsyncGenerator<z.output<Model>, void, undefined> {
    let first = 1;
    for await (const page of readPages(sendPage, request(1000), options)) {
      for (let from = 0; from < page.items.length; from += PART) {
        const part = page.items.slice(from, from + PART);
        const { items, unreadable } = readRecords(model, part, first);
        first += part.length;
        unreadable.forEach(onUnreadable);
        // Not `yield*`, which makes two promises more for each item.
        for (const item of items) yield item;
      }
    }
  }
  return {
    [Symbol.asyncIterator]: walk,
    async page() {
      const { items, nextCursor } = await readPage(sendPage, request(100), options);
      return { ...readRecords(model, items), nextCursor };
    },
  };
}

function defined(params: ListParams) {
  const values: Call["params"] = {};
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) values[name] = value;
  }
  return values;
}
