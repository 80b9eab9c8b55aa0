import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Reply, Send } from "../../../src/client/http/send.js";
import { type Call, call } from "../../../src/client/operations/call.js";
import { readItems, readPage, readPages } from "../../../src/client/resources/list.js";

interface Item {
  id: string;
}
const LIST = call("list_connections", { limit: 2 });
const parse = (items: unknown[]): Item[] => items.map((item) => ({ id: String(item) }));
const cursorOf = ({ params }: Call) => params["cursor"];

/** Gives the pages in turn and keeps what was asked. */
function book(pages: readonly { items: unknown[]; next?: unknown; hidden?: number }[]) {
  const asked: Call[] = [];
  const signals: AbortSignal[] = [];
  const send: Send = async (request, options): Promise<Reply> => {
    const page = pages[asked.length];
    asked.push(request);
    if (options?.signal) signals.push(options.signal);
    if (page === undefined) throw new Error("asked beyond the end");
    const { items, next, hidden } = page;
    const data = { items, ...(next === undefined ? {} : { next_cursor: next }) };
    const { operation } = request;
    return { operation, status: 200, message: undefined, data, attempts: 1, hidden };
  };
  return { asked, signals, send };
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

test("reads every page by its cursor and yields each item once", async () => {
  const pages = fc
    .array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 12,
    })
    // Three empty pages in a row end the walk on purpose.
    .filter((list) => !/(\[\],){3}/.test(`${JSON.stringify(list).slice(1, -1)},`));
  await fc.assert(
    fc.asyncProperty(pages, async (lists) => {
      const last = lists.length - 1;
      const { send, asked } = book(
        lists.map((items, index) => (index === last ? { items } : { items, next: `c${index}` })),
      );
      const items = await all(readItems(send, LIST, parse));
      expect(items.map(({ id }) => id)).toEqual([...new Set(lists.flat().map(String))]);
      expect(asked.map(cursorOf)).toEqual([
        undefined,
        ...lists.slice(0, last).map((_, i) => `c${i}`),
      ]);
      expect(asked.every(({ params }) => params["limit"] === 2)).toBe(true);
    }),
  );
});

test("requests one page ahead, and no more", async () => {
  const { send, asked } = book([
    { items: [1], next: "a" },
    { items: [2], next: "b" },
    { items: [3] },
  ]);
  const pages = readPages(send, LIST);
  expect(asked).toHaveLength(0);
  await pages.next();
  expect(asked.map(cursorOf)).toEqual([undefined, "a"]);
});

test("stopping early aborts the page in flight without an unhandled error", async () => {
  const { send, signals } = book([{ items: [1], next: "a" }]);
  for await (const _ of readItems(send, LIST, parse)) break;
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

test("an error is thrown where its page would have been", async () => {
  const { send } = book([{ items: [1], next: "a" }]);
  const got: string[] = [];
  const walk = async () => {
    for await (const { id } of readItems(send, LIST, parse)) got.push(id);
  };
  await expect(walk()).rejects.toThrow("asked beyond the end");
  expect(got).toEqual(["1"]);
});

describe("ends", () => {
  test.each([undefined, null, ""])("with the cursor %j", async (next) => {
    const { send, asked } = book([{ items: [1], next }]);
    expect(await all(readItems(send, LIST, parse))).toEqual([{ id: "1" }]);
    expect(asked).toHaveLength(1);
  });

  test("the other spelling of the cursor is accepted", async () => {
    const send: Send = async (request) => ({
      operation: request.operation,
      status: 200,
      message: undefined,
      data: request.params["cursor"] === "n" ? { items: [2] } : { items: [1], nextCursor: "n" },
      attempts: 1,
    });
    expect(await all(readItems(send, LIST, parse))).toHaveLength(2);
    expect((await readPage(send, LIST, undefined)).nextCursor).toBe("n");
  });
});

describe("stops with a contract error", () => {
  const many = (count: number, page: (index: number) => { items: unknown[]; next: string }) =>
    Array.from({ length: count }, (_, index) => page(index));

  test.each([
    ["a cursor that repeats", many(9, () => ({ items: [1], next: "same" })), 2],
    ["empty pages", many(9, (i) => ({ items: [], next: `c${i}` })), 3],
    ["pages without an end", many(300, (i) => ({ items: [i], next: `c${i}` })), 200],
  ])("%s", async (_, pages, requests) => {
    const { send, asked } = book(pages);
    await expect(all(readItems(send, LIST, parse))).rejects.toMatchObject({
      type: "contract",
      operation: "list_connections",
    });
    expect(asked).toHaveLength(requests);
  });

  test.each([
    ["no data", undefined],
    ["no items", {}],
    ["items that are no list", { items: {} }],
    ["a cursor that is no text", { items: [], next_cursor: 7 }],
    ["a cursor with control characters", { items: [], next_cursor: "a\nb" }],
    ["a huge cursor", { items: [], next_cursor: "x".repeat(2049) }],
  ])("%s", async (_, data) => {
    const send: Send = async ({ operation }) => ({
      operation,
      status: 200,
      message: undefined,
      data,
      attempts: 1,
    });
    await expect(all(readItems(send, LIST, parse))).rejects.toMatchObject({ type: "contract" });
  });

  test("but pages emptied by a middleware do not count as empty", async () => {
    const pages = Array.from({ length: 6 }, (_, i) => ({ items: [], next: `c${i}`, hidden: 2 }));
    const { send } = book([...pages, { items: [7], next: "", hidden: 0 }]);
    expect(await all(readItems(send, LIST, parse))).toEqual([{ id: "7" }]);
  });
});
