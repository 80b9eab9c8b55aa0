import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Agent, request } from "undici";
import * as z from "zod";
import type { Account } from "./account.js";

const inflate = promisify(gunzip);
const pool = new Agent({ connections: 16, pipelining: 1 });

const Page = z.looseObject({ data: z.looseObject({ next_cursor: z.string().nullish() }) });

/**
 * Makes one request like any program would: it is sent, read, decompressed and parsed, and the data
 * is not used.
 */
export async function bare(
  account: Account,
  path: string,
  change?: { method: "PATCH"; body: object },
): Promise<unknown> {
  const response = await request(`${account.url}${path}`, {
    method: change?.method ?? "GET",
    ...(change === undefined ? {} : { body: JSON.stringify(change.body) }),
    dispatcher: pool,
    headers: {
      authorization: account.authorization,
      accept: "application/json;version=2",
      "accept-encoding": "gzip",
      ...(change === undefined ? {} : { "content-type": "application/json" }),
    },
  });
  const body = Buffer.from(await response.body.arrayBuffer());
  const plain = response.headers["content-encoding"] === "gzip" ? await inflate(body) : body;
  return JSON.parse(plain.toString("utf8"));
}

/** Runs the work on every item, with eight items at a time. */
export async function eightAtATime<T>(items: readonly T[], work: (item: T) => Promise<unknown>) {
  const queue = [...items];
  const take = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, take));
}

/**
 * Makes the requests of a sweep in the fastest order: the secondary lists in parallel with the
 * first page.
 */
export async function bareSweep(account: Account): Promise<void> {
  const pages = async () => {
    let cursor: string | null | undefined;
    do {
      const from = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
      const page = Page.parse(await bare(account, `/v1/connections?limit=1000${from}`));
      cursor = page.data.next_cursor;
    } while (cursor);
  };
  await Promise.all([
    pages(),
    bare(account, "/v1/destinations?limit=1000"),
    bare(account, "/v1/groups?limit=1000"),
    bare(account, "/v1/transformations?limit=1000"),
  ]);
}

export const closeBare = () => pool.close();
