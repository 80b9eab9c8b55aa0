import { setImmediate as nextTurn } from "node:timers/promises";
import * as z from "zod";
import { deadlineSignal } from "../../base/deadline.js";
import { AppError } from "../../base/errors.js";
import { bare, grouped } from "../../base/text.js";
import type { RequestOptions, Send, SendOptions } from "../http/send.js";
import { type Call, call, type OperationId } from "../operations/call.js";
import { operation } from "../operations/catalog.js";
import { isTooLarge } from "./list-sender.js";
import { idOf, readRecords, type Unreadable } from "./reply.js";

/** One page of a list. */
export interface Page<Item> {
  /** The items of the page. */
  items: Item[];
  /** The value for `cursor` to read the next page. Undefined on the last page. */
  nextCursor: string | undefined;
  /**
   * Fields that could not be read. A record without a required field is missing from `items`. Positions are relative
   * to this page.
   */
  unreadable?: Unreadable[];
}

/**
 * Options of a list. `deadlineMs` limits the time of all requests of a `for await` loop together. `retry` applies to
 * each request.
 */
export interface ListOptions extends RequestOptions, WalkLimits {
  /** Items per request, 1 to 1000. Default: 1000 for `for await`, 100 for `page`. */
  limit?: number | undefined;
  /** Where to start: the `nextCursor` of an earlier page. */
  cursor?: string | undefined;
  /** Called for each field that could not be read during `for await`. */
  onUnreadable?: ((unreadable: Unreadable) => void) | undefined;
  /** Called for each page that `maxAgeMs` accepted, with its age in milliseconds. */
  onRemembered?: ((ageMs: number) => void) | undefined;
}

interface WalkLimits {
  /** Accepts pages that this client has already read, up to this age in milliseconds. See `SendOptions.maxAgeMs`. */
  maxAgeMs?: number | undefined;
  /** Stops after this number of requests, without an error. Default: 500, after which the list throws `contract`. */
  maxRequests?: number | undefined;
  /** Called after each page with the ids read so far. If it returns true, no further page is requested. */
  isEnough?: ((ids: ReadonlySet<string>) => boolean) | undefined;
}

/**
 * A list that sends nothing until it is read. `for await` requests page after page while the loop runs, and throws if
 * a request fails. A record that cannot be read is omitted and reported to `onUnreadable`. A list with more than
 * 100,000 items throws `contract` after yielding those.
 */
export interface List<Item> extends AsyncIterable<Item> {
  /** Reads one page: the first one, or the one at `cursor`. */
  page(): Promise<Page<Item>>;
}

/** The limits of one read. They bound the memory of a caller that keeps all items. */
const MAX_ITEMS = 100_000;
const MAX_BYTES = 128_000_000;
const MAX_PAGES = 500;

/**
 * The maximum number of consecutive pages without a new item. A filter of a gateway or of the API can empty some
 * pages.
 */
const MAX_STALE_PAGES = 50;

const RawPage = z.looseObject({
  items: z.array(z.unknown()),
  next_cursor: z.string().nullish(),
  // One page of Fivetran's documentation uses this spelling.
  nextCursor: z.string().nullish(),
});

/** The records of a page are parsed in parts of this size, so that a caller can let other work run in between. */
const PART = 100;

interface PageRead extends Page<unknown> {
  /** The smaller number of items that was requested in the end. Set if the page was too large. */
  limit: number | undefined;
  requests: number;
  bytes: number;
  hidden: number;
  unreadable: Unreadable[];
}

/** Reads one page of a list operation. Throws `contract` if the reply is not a page. */
async function readPage(send: Send, call: Call, options: SendOptions): Promise<PageRead> {
  const {
    data,
    limit,
    attempts,
    bytes = 0,
    hidden = 0,
    unverified = [],
  } = await send(call, options);
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
  const unreadable = unverified.map(({ item, field, index }) => ({
    id: idOf(item),
    field,
    position: index + 1,
    omitted: true,
  }));
  const requests = Math.min(1, attempts);
  return { items, nextCursor: cursor, limit, requests, bytes, hidden, unreadable };
}

/**
 * Yields the pages of a list operation. Each item is yielded once, even if it moves to a later page during the read.
 * The next page is requested before the current one is yielded, and aborted if the caller stops.
 */
export async function* readPages(
  send: Send,
  call: Call,
  {
    signal,
    deadlineMs,
    maxRequests = MAX_PAGES,
    isEnough = () => false,
    ...options
  }: SendOptions & WalkLimits = {},
): AsyncGenerator<Page<unknown>, void, undefined> {
  const stop = new AbortController();
  const within = deadlineMs === undefined ? signal : deadlineSignal(deadlineMs, signal);
  const both = within === undefined ? stop.signal : AbortSignal.any([within, stop.signal]);
  let { params } = call;
  // Some lists return a cursor, although their definition has no parameter for it.
  const paged = "cursor" in operation(call.operation).queryParams;
  const first = paged ? call : { ...call, unlisted: [...(call.unlisted ?? []), "cursor"] };
  const request = () => {
    const page = readPage(send, { ...first, params }, { ...options, deadlineMs, signal: both });
    // The promise is awaited one page later. Until then a rejection must not count as unhandled.
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
  let last: string | undefined;
  let restarted = params["cursor"] !== undefined;
  let upcoming: Promise<PageRead> | undefined = request();
  try {
    while (upcoming !== undefined) {
      const page: PageRead | undefined = await upcoming.catch((error: unknown) => {
        if (last !== undefined && isTooLarge(error)) {
          throw stopped(call, `contains an object that is too large to read, after ${bare(last)}`);
        }
        const refusal = cursors.size === 0 ? undefined : cursorRefusal(call, error);
        if (refusal === undefined) throw error;
        if (restarted) throw refusal;
        return undefined;
      });
      if (page === undefined) {
        // What was read is known by its ids, so that only the rest is yielded.
        restarted = true;
        stale = -cursors.size;
        cursors.clear();
        params = call.params;
        upcoming = request();
        continue;
      }
      upcoming = undefined;
      const { nextCursor, limit, unreadable } = page;
      requests += page.requests;
      bytes += page.bytes;
      const items = page.items.filter(isNew);
      last = idOf(page.items.at(-1)) ?? last;
      read += items.length;
      stale = items.length + page.hidden === 0 ? stale + 1 : 0;
      if (nextCursor !== undefined) {
        if (cursors.has(nextCursor)) {
          if (!paged) return;
          throw stopped(call, "returned to an earlier page");
        }
        if (stale >= MAX_STALE_PAGES)
          throw stopped(call, `had ${stale} pages in a row without a new item`);
        cursors.add(nextCursor);
        if (read >= MAX_ITEMS || bytes >= MAX_BYTES || cursors.size >= MAX_PAGES) {
          yield { items, nextCursor, unreadable };
          throw tooLong(call, read, bytes);
        }
        params = {
          ...params,
          ...nextLimit(call, limit ?? params["limit"], page),
          cursor: nextCursor,
        };
        if (requests < maxRequests && !isEnough(known)) {
          upcoming = request();
          await untilSent();
        }
      }
      yield { items, nextCursor, unreadable };
    }
  } finally {
    stop.abort();
  }
}

/** Below this size, a page with four times as many items is not expected to be too large. */
const SMALL_BYTES = 1_500_000;

/** After a page that was too large, the limit grows again as soon as the items are small. */
function nextLimit({ params: { limit: requested } }: Call, used: unknown, { bytes }: PageRead) {
  if (typeof used !== "number") return {};
  const most = typeof requested === "number" ? requested : used;
  return { limit: bytes < SMALL_BYTES ? Math.min(most, used * 4) : used };
}

/**
 * Waits two turns of the event loop, until undici has written the request. undici first watches a reused socket for
 * one turn, and without this wait the work on the current page would delay the next request.
 */
async function untilSent(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

/** A cursor may expire, or be one of another server behind a gateway; then the list is begun once more. */
function cursorRefusal({ operation }: Call, error: unknown): AppError | undefined {
  const refused =
    error instanceof AppError && (error.type === "not_found" || error.type === "rejected");
  if (!refused) return undefined;
  const { status, upstreamMessage } = error;
  return new AppError(
    "contract",
    `Fivetran refused the cursor of the next page of ${operation} (${status}).`,
    {
      hint: "Try again, or narrow the list with a filter.",
      operation,
      status,
      upstreamMessage,
      cause: error,
    },
  );
}

const stopped = (call: Call, what: string) =>
  new AppError("contract", `The list of ${call.operation} ${what}.`, {
    hint: "Narrow the list with a filter, or try again.",
    operation: call.operation,
  });

const tooLong = (call: Call, items: number, bytes: number) =>
  new AppError(
    "contract",
    `The list of ${call.operation} is too long for one call: ${grouped(items)} items (${Math.round(bytes / 1e6)} MB) were read, and the remaining items were not.`,
    {
      hint: "Narrow the list with a filter.",
      operation: call.operation,
      facts: { cause: "list_too_long", items },
    },
  );

/** Path parameters and filters of a list, by Fivetran's names. Undefined values are omitted. */
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
  // Some short lists do not have pages.
  const paged = "limit" in operation(id).queryParams;
  const request = (size: number) =>
    call(id, defined(paged ? { ...params, limit: limit ?? size, cursor } : params));
  async function* walk(): AsyncGenerator<z.output<Model>, void, undefined> {
    let first = 1;
    for await (const page of readPages(sendPage, request(1000), options)) {
      for (const each of page.unreadable ?? []) {
        onUnreadable({ ...each, position: first + each.position - 1 });
      }
      for (let from = 0; from < page.items.length; from += PART) {
        const part = page.items.slice(from, from + PART);
        const { items, unreadable } = readRecords(model, part, first);
        first += part.length;
        unreadable.forEach(onUnreadable);
        // `yield*` would create two more promises for each item.
        for (const item of items) yield item;
      }
    }
  }
  return {
    [Symbol.asyncIterator]: walk,
    async page() {
      const { items, nextCursor, unreadable } = await readPage(sendPage, request(100), options);
      const read = readRecords(model, items);
      return { ...read, nextCursor, unreadable: [...unreadable, ...read.unreadable] };
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
