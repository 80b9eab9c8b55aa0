import { setImmediate as nextTurn } from "node:timers/promises";
import * as z from "zod";
import { AppError } from "../../base/errors.js";
import type { RequestOptions, Send } from "../http/send.js";
import { type Call, call, type OperationId } from "../operations/call.js";
import { operation } from "../operations/catalog.js";
import { readRecords, type Unreadable } from "./reply.js";

export interface Page<Item> {
  items: Item[];
  /** Undefined on the last page. */
  nextCursor: string | undefined;
  /** Fields that could not be read, and with them whole records that were left out; positions on this page. */
  unreadable?: Unreadable[];
}

/** `deadlineMs` and `retry` apply to each request. */
export interface ListOptions extends RequestOptions {
  /** Items per request, 1 to 1000. When absent 1000 for a walk and 100 for a single page. */
  limit?: number | undefined;
  /** `nextCursor` of an earlier page, to start there. */
  cursor?: string | undefined;
  /** Receives each field that could not be read while a list is walked. */
  onUnreadable?: ((unreadable: Unreadable) => void) | undefined;
}

/**
 * A list that sends nothing until it is used. `for await` reads it page by page, only as far as the loop runs, and
 * throws an error where it occurs. A record that cannot be read is left out and reported to `onUnreadable`.
 */
export interface List<Item> extends AsyncIterable<Item> {
  /** One page: the first one, or the one at `cursor`. */
  page(): Promise<Page<Item>>;
}

// 200,000 items at the largest page size: beyond it something else is wrong.
const MAX_PAGES = 200;

const MAX_EMPTY_PAGES = 3;

const Cursor = z
  .string()
  .regex(/^[\x21-\x7e]{0,2048}$/)
  .nullish();

const RawPage = z.looseObject({
  items: z.array(z.unknown()),
  next_cursor: Cursor,
  // One published page spells it so.
  nextCursor: Cursor,
});

/** One page of a list operation. A reply that is not a page is a `contract` error. */
export async function readPage(
  send: Send,
  call: Call,
  signal: AbortSignal | undefined,
): Promise<Page<unknown> & { hidden: number }> {
  const reply = await send(call, { signal });
  const page = RawPage.safeParse(reply.data);
  if (!page.success) {
    const field = page.error.issues[0]?.path.join(".") ?? "";
    throw stopped(call, `has no page of items at ${field === "" ? "data" : `data.${field}`}`);
  }
  const { items, next_cursor, nextCursor } = page.data;
  return {
    items,
    nextCursor: next_cursor || nextCursor || undefined,
    hidden: reply.hidden ?? 0,
  };
}

/**
 * The pages of a list operation. The next one is requested as soon as its cursor is known, before this one is
 * yielded; a caller that stops early aborts it.
 */
export async function* readPages(
  send: Send,
  call: Call,
  signal?: AbortSignal,
): AsyncGenerator<Page<unknown>, void, undefined> {
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const request = (cursor: string | undefined) => {
    const params = cursor === undefined ? call.params : { ...call.params, cursor };
    const page = readPage(send, { ...call, params }, both);
    // It is awaited one page later; until then a failure must not count as unhandled.
    page.catch(() => {});
    return page;
  };
  const seen = new Set<string>();
  let empty = 0;
  let upcoming: ReturnType<typeof request> | undefined = request(undefined);
  try {
    while (upcoming !== undefined) {
      const page: Awaited<typeof upcoming> = await upcoming;
      upcoming = undefined;
      const { nextCursor } = page;
      empty = page.items.length + page.hidden === 0 ? empty + 1 : 0;
      if (nextCursor !== undefined) {
        if (seen.has(nextCursor)) throw stopped(call, "returned to an earlier page");
        if (empty >= MAX_EMPTY_PAGES) throw stopped(call, "returned only empty pages");
        seen.add(nextCursor);
        if (seen.size >= MAX_PAGES) throw stopped(call, `had more than ${MAX_PAGES} pages`);
        upcoming = request(nextCursor);
        await untilSent();
      }
      yield page;
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

const Identified = z.looseObject({ id: z.string() });

/** The items of all pages, each once: rows that move while the list is read come twice. */
export async function* readItems<Item>(
  send: Send,
  call: Call,
  parse: (items: unknown[]) => Item[],
  signal?: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  const known = new Set<string>();
  for await (const page of readPages(send, call, signal)) {
    for (const item of parse(page.items)) {
      const id = Identified.safeParse(item).data?.id;
      if (id !== undefined && known.size === known.add(id).size) continue;
      yield item;
    }
  }
}

const stopped = (call: Call, what: string) =>
  new AppError("contract", `The list of ${call.operation} ${what}.`, {
    hint: "Narrow the list with a filter, or try again.",
    operation: call.operation,
  });

/** Values for the path and the filters of a list, as Fivetran names them; undefined ones are left out. */
export type ListParams = Readonly<Record<string, string | number | boolean | undefined>>;

export function createList<Model extends z.ZodType>(
  send: Send,
  id: OperationId,
  model: Model,
  params: ListParams,
  { limit, cursor, signal, deadlineMs, retry, onUnreadable = () => {} }: ListOptions = {},
): List<z.output<Model>> {
  // Two short lists have no pages.
  const paged = "limit" in operation(id).queryParams;
  const request = (size: number) =>
    call(id, defined(paged ? { ...params, limit: limit ?? size, cursor } : params));
  const sendEach: Send = (next, options) => send(next, { deadlineMs, retry, ...options });
  const walk = () => {
    let first = 1;
    const parse = (records: unknown[]) => {
      const { items, unreadable } = readRecords(model, records, first);
      first += records.length;
      unreadable.forEach(onUnreadable);
      return items;
    };
    return readItems(sendEach, request(1000), parse, signal);
  };
  return {
    [Symbol.asyncIterator]: walk,
    async page() {
      const { items, nextCursor } = await readPage(sendEach, request(100), signal);
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
