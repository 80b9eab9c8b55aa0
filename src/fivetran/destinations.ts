import type { RequestOptions } from "./account.js";
import { call, type Send } from "./call.js";
import { Destination } from "./models.js";
import {
  type List,
  type ListOptions,
  type Page,
  type PageOptions,
  readItems,
  readPage,
} from "./paginate.js";
import { parseItems, parseReply, sameId } from "./reply.js";

export interface Destinations {
  /**
   * Every destination of the account, without its configuration, read page by page as it is walked.
   *
   * `GET /v1/destinations`
   */
  list(options?: ListOptions): List<Destination>;
  /** One page of destinations. `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<Destination>>;
  /**
   * One destination by id, which is its group's id. Throws `not_found`, also for a group without a destination.
   *
   * `GET /v1/destinations/{destinationId}`
   */
  get(id: string, options?: RequestOptions): Promise<Destination>;
}

export function createDestinations(send: Send): Destinations {
  const parse = (items: unknown[]) => parseItems(Destination, items, "list_destinations");
  return {
    list: ({ limit = 1000, signal } = {}) =>
      readItems(send, call("list_destinations", { limit }), parse, signal),
    async page({ limit = 100, cursor, signal } = {}) {
      const params = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const page = await readPage(send, call("list_destinations", params), signal);
      return { items: parse(page.items), nextCursor: page.nextCursor };
    },
    async get(id, options) {
      const reply = await send(call("destination_details", { destinationId: id }), options);
      return sameId(parseReply(Destination, reply), id, "destination_details");
    },
  };
}
