import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { AppError } from "../../../src/base/errors.js";
import type { Reply, Send } from "../../../src/client/http/send.js";
import { type Call, call } from "../../../src/client/operations/call.js";
import { createList, readPages } from "../../../src/client/resources/list.js";

const LIST = call("list_connections", { limit: 2 });
/** Reads the items of all pages. */
async function* readItems(...args: Parameters<typeof readPages>) {
  for await (const page of readPages(...args)) yield* page.items;
}
const record = (id: unknown) => ({ id: String(id) });
const cursorOf = ({ params }: Call) => params["cursor"];

/** Returns the pages in order, and records the requests. */
function book(
  pages: readonly { items: unknown[]; next?: unknown; hidden?: number; bytes?: number }[],
) {
  const asked: Call[] = [];
  const signals: AbortSignal[] = [];
  const send: Send = async (request, options): Promise<Reply> => {
    const page = pages[asked.length];
    asked.push(request);
    if (options?.signal) signals.push(options.signal);
    if (page === undefined) throw new Error("asked beyond the end");
    const { items, next, hidden, bytes } = page;
    const data = { items, ...(next === undefined ? {} : { next_cursor: next }) };
    const { operation } = request;
    return { operation, status: 200, message: undefined, data, attempts: 1, hidden, bytes };
  };
  return { asked, signals, send };
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

test("reads every page by its cursor and yields each item once", async () => {
  const pages = fc.array(fc.array(fc.integer({ min: 0, max: 9 }).map(record), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(pages, async (lists) => {
      const last = lists.length - 1;
      const { send, asked } = book(
        lists.map((items, index) => (index === last ? { items } : { items, next: `c${index}` })),
      );
      const items = await all(readItems(send, LIST));
      const ids = lists.flat().map(({ id }) => id);
      expect(items).toEqual([...new Set(ids)].map(record));
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
  for await (const _ of readItems(send, LIST)) break;
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

test("an error is thrown where its page would have been", async () => {
  const { send } = book([{ items: [1], next: "a" }]);
  const got: unknown[] = [];
  const walk = async () => {
    for await (const item of readItems(send, LIST)) got.push(item);
  };
  await expect(walk()).rejects.toThrow("asked beyond the end");
  expect(got).toEqual([1]);
});

test("empty pages with a cursor do not end the list", async () => {
  const empty = Array.from({ length: 20 }, (_, i) => ({ items: [], next: `c${i}` }));
  const { send } = book([...empty, { items: [7] }]);
  expect(await all(readItems(send, LIST))).toEqual([7]);
});

test("after a refused cursor, the pages that were read before do not count as pages without a new item", async () => {
  let refused = false;
  const send: Send = async (request) => {
    const at = Number(cursorOf(request) ?? 0);
    if (at === 60 && !refused) {
      refused = true;
      throw new AppError("rejected", "The cursor has expired.", { status: 400 });
    }
    const data = { items: [record(at)], ...(at < 62 ? { next_cursor: String(at + 1) } : {}) };
    const { operation } = request;
    return { operation, status: 200, message: undefined, data, attempts: 1 };
  };
  expect(await all(readItems(send, LIST))).toHaveLength(63);
});

test("ends after the requests that it may take, with what was read", async () => {
  const { send, asked } = book(
    Array.from({ length: 9 }, (_, i) => ({ items: [i], next: `c${i}` })),
  );
  expect(await all(readItems(send, LIST, { maxRequests: 5 }))).toEqual([0, 1, 2, 3, 4]);
  expect(asked).toHaveLength(5);
});

test("requests no further page when the caller has enough", async () => {
  const { send, asked } = book(
    Array.from({ length: 9 }, (_, i) => ({ items: [record(i)], next: `c${i}` })),
  );
  const has = (id: string) => (ids: ReadonlySet<string>) => ids.has(id);
  const { id } = record(2);
  expect(await all(readItems(send, LIST, { isEnough: has(id) }))).toEqual([0, 1, 2].map(record));
  expect(asked).toHaveLength(3);
});

test.each([
  [2_000_000, [2, 1, 1]],
  [2000, [2, 2, 2]],
])(
  "after a page that was too large, %i bytes with the smaller limit give %j",
  async (bytes, then) => {
    const limits: unknown[] = [];
    const send: Send = async ({ operation, params }) => {
      limits.push(params["limit"]);
      const next = limits.length < 3 ? { next_cursor: `c${limits.length}` } : {};
      const data = { items: [limits.length], ...next };
      const smaller = limits.length === 1 ? { limit: 1 } : {};
      return { operation, status: 200, message: undefined, data, attempts: 1, bytes, ...smaller };
    };
    expect(await all(readItems(send, LIST))).toHaveLength(3);
    expect(limits).toEqual(then);
  },
);

test("a list without a parameter for a cursor is continued, and ends if a page repeats", async () => {
  const { send, asked } = book([
    { items: [1], next: "a" },
    { items: [2], next: "b" },
    { items: [3], next: "b" },
  ]);
  const list = call("connection_warnings", { connectionId: "c", newer: "x" });
  expect(await all(readItems(send, { ...list, unlisted: ["newer"] }))).toEqual([1, 2]);
  expect(asked.map(cursorOf)).toEqual([undefined, "a", "b"]);
  expect(asked.at(-1)?.unlisted).toEqual(["newer", "cursor"]);
});

test("names the place of an object that is too large", async () => {
  const send: Send = async ({ operation, params }) => {
    const facts = { cause: "too_large" };
    if (params["cursor"] !== undefined) throw new AppError("contract", "Too large.", { facts });
    const data = { items: [record(1), record(2)], next_cursor: "a" };
    return { operation, status: 200, message: undefined, data, attempts: 1 };
  };
  await expect(all(readItems(send, LIST))).rejects.toThrow(
    "The list of list_connections contains an object that is too large to read, after 2.",
  );
});

describe("ends", () => {
  test.each([undefined, null, ""])("with the cursor %j", async (next) => {
    const { send, asked } = book([{ items: [1], next }]);
    expect(await all(readItems(send, LIST))).toEqual([1]);
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
    expect(await all(readItems(send, LIST))).toHaveLength(2);
    const list = createList(send, "list_connections", z.unknown(), {});
    expect((await list.page()).nextCursor).toBe("n");
  });
});

describe("stops with a contract error", () => {
  const many = (count: number, page: (index: number) => { items: unknown[]; next: string }) =>
    Array.from({ length: count }, (_, index) => page(index));

  test.each([
    ["a cursor that repeats", many(9, () => ({ items: [1], next: "same" })), 2],
    ["empty pages", many(300, (i) => ({ items: [], next: `c${i}` })), 50],
    ["pages of the same items", many(300, (i) => ({ items: [record(1)], next: `c${i}` })), 51],
    ["pages without an end", many(600, (i) => ({ items: [i], next: `c${i}` })), 500],
  ])("%s", async (_, pages, requests) => {
    const { send, asked } = book(pages);
    await expect(all(readItems(send, LIST))).rejects.toMatchObject({
      type: "contract",
      operation: "list_connections",
    });
    expect(asked).toHaveLength(requests);
  });

  test.each([
    ["items", { items: Array.from({ length: 1000 }, (_, at) => at) }, 100, "100,000 items (0 MB)"],
    ["bytes", { items: [1, 2], bytes: 20_000_000 }, 7, "14 items (140 MB)"],
  ])("after too many %s, having given what was read", async (_, page, requests, read) => {
    const { send, asked } = book(many(300, (i) => ({ ...page, next: `c${i}` })));
    let given = 0;
    const reading = (async () => {
      for await (const { items } of readPages(send, LIST)) given += items.length;
    })();
    await expect(reading).rejects.toMatchObject({
      type: "contract",
      message: `The list of list_connections is too long for one call: ${read} were read, and the remaining items were not.`,
      facts: { cause: "list_too_long", items: page.items.length * requests },
    });
    expect(given).toBe(page.items.length * requests);
    expect(asked).toHaveLength(requests);
  });

  test.each([
    ["no data", undefined],
    ["no items", {}],
    ["items that are not list", { items: {} }],
    ["a cursor that is not a text", { items: [], next_cursor: 7 }],
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
    await expect(all(readItems(send, LIST))).rejects.toMatchObject({ type: "contract" });
  });

  test("but pages emptied by a middleware do not count as empty", async () => {
    const pages = Array.from({ length: 6 }, (_, i) => ({ items: [], next: `c${i}`, hidden: 2 }));
    const { send } = book([...pages, { items: [7], next: "", hidden: 0 }]);
    expect(await all(readItems(send, LIST))).toEqual([7]);
  });
});
