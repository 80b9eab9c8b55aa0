import { setImmediate as turn } from "node:timers/promises";
import * as z from "zod";
import { AppError } from "../../base/errors.js";
import type { RequestOptions, Send } from "../http/send.js";
import { type Call, call, type OperationId } from "../operations/call.js";
import { operation } from "../operations/catalog.js";
import { parseItems } from "./reply.js";

export interface Page<Item> {
  items: Item[];
  /** Undefined on the last page. */
  nextCursor: string | undefined;
}

export interface PageOptions extends RequestOptions {
  /** Items a request, 1 to 1000. */
  limit?: number | undefined;
  /** `nextCursor` of the page before; the first page when absent. */
  cursor?: string | undefined;
}

/** As for a page; `deadlineMs` and `retry` hold for each request. */
export type ListOptions = PageOptions;

/**
 * A list that nothing is read of until it is used. Walked with `for await` it is read page by page, only as far as
 * the walk goes, and an error in the middle is thrown there. Awaited, it is its first page, or the one at `cursor`.
 */
export interface List<Item> extends AsyncIterable<Item>, PromiseLike<Page<Item>> {}

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

/** One page of a list operation. A reply that is no page is a `contract` error. */
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
 * The pages of a list operation. The next one is asked for as soon as its cursor is known, before this one is
 * handed out; a caller that stops early aborts it.
 */
export async function* readPages(
  send: Send,
  call: Call,
  signal?: AbortSignal,
): AsyncGenerator<Page<unknown>, void, undefined> {
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const ask = (cursor: string | undefined) => {
    const params = cursor === undefined ? call.params : { ...call.params, cursor };
    const page = readPage(send, { ...call, params }, both);
    // It is looked at one page later; until then a failure must not count as unhandled.
    page.catch(() => {});
    return page;
  };
  const seen = new Set<string>();
  let empty = 0;
  let upcoming: ReturnType<typeof ask> | undefined = ask(undefined);
  try {
    while (upcoming !== undefined) {
      const page: Awaited<typeof upcoming> = await upcoming;
      upcoming = undefined;
      const { nextCursor } = page;
      empty = page.items.length + page.hidden === 0 ? empty + 1 : 0;
      if (nextCursor !== undefined) {
        if (seen.has(nextCursor)) throw stopped(call, "came back to a page that it had given");
        if (empty >= MAX_EMPTY_PAGES) throw stopped(call, "gave empty pages without an end");
        seen.add(nextCursor);
        if (seen.size >= MAX_PAGES) throw stopped(call, `had more than ${MAX_PAGES} pages`);
        upcoming = ask(nextCursor);
        await untilSent();
      }
      yield page;
    }
  } finally {
    stop.abort();
  }
}

/**
 * undici watches a used socket for one turn of the event loop before it writes to it. Work on a page that has come
 * would hold the next request back by as long as it takes, so it waits for that turn to be over.
 */
async function untilSent(): Promise<void> {
  await turn();
  await turn();
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

type Given = Readonly<Record<string, string | boolean | undefined>>;

/**
 * A list operation that is walked, or awaited as one page.
 *
 * @param params values for the path and the filters; undefined ones are left out.
 */
export function listOf<Model extends z.ZodType>(
  send: Send,
  id: OperationId,
  model: Model,
  params: Given,
  options: ListOptions = {},
): List<z.output<Model>> {
  const { limit = 1000, cursor, signal, deadlineMs, retry } = options;
  // Two short lists have no pages.
  const paged = "limit" in operation(id).queryParams;
  const asked = call(id, given(paged ? { ...params, limit, cursor } : params));
  const patient: Send = (next, sendOptions) => send(next, { deadlineMs, retry, ...sendOptions });
  const parse = (items: unknown[]) => parseItems(model, items, id);
  const first = async (): Promise<Page<z.output<Model>>> => {
    const { items, nextCursor } = await readPage(patient, asked, signal);
    return { items: parse(items), nextCursor };
  };
  return {
    [Symbol.asyncIterator]: () => readItems(patient, asked, parse, signal),
    // biome-ignore lint/suspicious/noThenProperty: awaiting a list is its one-page form
    then: (onPage, onError) => first().then(onPage, onError),
  };
}

/** One page of a list operation; 100 items when nothing else is said. */
export const pageOf = async <Model extends z.ZodType>(
  send: Send,
  id: OperationId,
  model: Model,
  params: Given,
  options: PageOptions = {},
): Promise<Page<z.output<Model>>> =>
  await listOf(send, id, model, params, { ...options, limit: options.limit ?? 100 });

/** Both forms of a list; `paramsOf` names its filters as Fivetran does. */
export function listing<Model extends z.ZodType, Filter extends object>(
  send: Send,
  id: OperationId,
  model: Model,
  paramsOf: (filter: Partial<Filter>) => Given = () => ({}),
) {
  return {
    list: (options: Partial<Filter> & ListOptions = {}) =>
      listOf(send, id, model, paramsOf(options), options),
    page: (options: Partial<Filter> & PageOptions = {}) =>
      pageOf(send, id, model, paramsOf(options), options),
  };
}

function given(params: Readonly<Record<string, string | number | boolean | undefined>>) {
  const values: Call["params"] = {};
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) values[name] = value;
  }
  return values;
}
