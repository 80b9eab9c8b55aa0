import * as z from "zod";
import type { Json } from "../../base/json.js";
import type { RequestOptions, Send } from "../http/send.js";
import { call, type OperationId } from "../operations/call.js";
import {
  type List,
  type ListOptions,
  listOf,
  type Page,
  type PageOptions,
  pageOf,
} from "./list.js";
import { ask, parseReply, tell } from "./reply.js";

/** A role that a user or a team has in one connection or group; `id` is that connection's or group's. */
export const Membership = z.looseObject({
  id: z.string(),
  role: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type Membership = z.output<typeof Membership>;

/**
 * What a user or a team may do in single connections or groups. `ownerId` is the user's or the team's id, `id` the
 * connection's or the group's. Role names are those of `roles.list`, letter case included.
 */
export interface Memberships {
  /** Every membership of this kind. `GET` on the owner's `/connections` or `/groups`. */
  list(ownerId: string, options?: ListOptions): List<Membership>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(ownerId: string, options?: PageOptions): Promise<Page<Membership>>;
  /** One membership. Throws `not_found` where there is none. `GET …/{id}` */
  get(ownerId: string, id: string, options?: RequestOptions): Promise<Membership>;
  /** Gives a role. Throws `rejected` for a role that does not fit. `POST` on the list. */
  add(
    ownerId: string,
    body: { id: string; role: string },
    options?: RequestOptions,
  ): Promise<Membership>;
  /** Another role in place of the present one. `PATCH …/{id}` */
  modify(
    ownerId: string,
    id: string,
    body: { role: string },
    options?: RequestOptions,
  ): Promise<void>;
  /** Takes the role away. `DELETE …/{id}` */
  remove(ownerId: string, id: string, options?: RequestOptions): Promise<void>;
}

interface Operations {
  list: OperationId;
  get: OperationId;
  add: OperationId;
  modify: OperationId;
  remove: OperationId;
}

export function createMemberships(
  send: Send,
  change: Send,
  ids: Operations,
  owner: "userId" | "teamId",
  target: "connectionId" | "groupId",
): Memberships {
  const both = (ownerId: string, id: string) => ({ [owner]: ownerId, [target]: id });
  return {
    list: (ownerId, options) => listOf(send, ids.list, Membership, { [owner]: ownerId }, options),
    page: (ownerId, options) => pageOf(send, ids.list, Membership, { [owner]: ownerId }, options),
    get: (ownerId, id, options) => ask(send, Membership, call(ids.get, both(ownerId, id)), options),
    async add(ownerId, body, options) {
      const reply = await change(call(ids.add, { [owner]: ownerId }, body), options);
      return parseReply(Membership, { ...reply, data: reply.data ?? body });
    },
    modify: (ownerId, id, body: Json, options) =>
      tell(change, call(ids.modify, both(ownerId, id), body), options),
    remove: (ownerId, id, options) => tell(change, call(ids.remove, both(ownerId, id)), options),
  };
}
