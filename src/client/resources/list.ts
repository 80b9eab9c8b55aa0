import type * as z from "zod";
import { type Call, call, type Send } from "../operations/call.js";
import { type OperationId, operation } from "../operations/catalog.js";
import {
  type List,
  type ListOptions,
  type Page,
  type PageOptions,
  readItems,
  readPage,
} from "./paginate.js";
import { parseItems } from "./reply.js";

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
