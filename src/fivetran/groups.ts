import type { RequestOptions } from "./account.js";
import { call, type Send } from "./call.js";
import { Group } from "./models.js";
import {
  type List,
  type ListOptions,
  type Page,
  type PageOptions,
  readItems,
  readPage,
} from "./paginate.js";
import { parseItems, parseReply, sameId } from "./reply.js";
import { resolveGroup } from "./resolve.js";

export interface Groups {
  /**
   * Every group of the account, read page by page as it is walked.
   *
   * `GET /v1/groups`
   */
  list(options?: ListOptions): List<Group>;
  /** One page of groups. `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<Group>>;
  /**
   * One group by id. Throws `not_found`.
   *
   * `GET /v1/groups/{groupId}`
   */
  get(id: string, options?: RequestOptions): Promise<Group>;
  /**
   * One group by id or exact name. Throws `input` with the nearest candidates in `facts.candidates` when there
   * is none, or with every match when there are several.
   */
  resolve(value: string, options?: RequestOptions): Promise<Group>;
}

export function createGroups(send: Send): Groups {
  const parse = (items: unknown[]) => parseItems(Group, items, "list_all_groups");
  const groups: Groups = {
    list: ({ limit = 1000, signal } = {}) =>
      readItems(send, call("list_all_groups", { limit }), parse, signal),
    async page({ limit = 100, cursor, signal } = {}) {
      const params = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const page = await readPage(send, call("list_all_groups", params), signal);
      return { items: parse(page.items), nextCursor: page.nextCursor };
    },
    async get(id, options) {
      const reply = await send(call("group_details", { groupId: id }), options);
      return sameId(parseReply(Group, reply), id, "group_details");
    },
    resolve: (value, options) => resolveGroup(groups, value, options),
  };
  return groups;
}
