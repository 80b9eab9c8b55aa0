import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import {
  type List,
  type ListOptions,
  listing,
  listOf,
  type Page,
  type PageOptions,
  pageOf,
} from "./list.js";
import { Connection, Group } from "./models.js";
import { ask, sameId, tell } from "./reply.js";
import { type GroupWord, resolveGroup } from "./resolve.js";
import { User, type UserFilter } from "./users.js";

export interface GroupUsers {
  /** Every user with a role in the group. `GET /v1/groups/{groupId}/users` */
  list(groupId: string, options?: UserFilter & ListOptions): List<User>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(groupId: string, options?: UserFilter & PageOptions): Promise<Page<User>>;
  /** Gives a user of the account a role in the group, by `email`. `POST /v1/groups/{groupId}/users` */
  add(groupId: string, body: Body<"add_user_to_group">, options?: RequestOptions): Promise<void>;
  /** Takes the role away. `DELETE /v1/groups/{groupId}/users/{userId}` */
  remove(groupId: string, userId: string, options?: RequestOptions): Promise<void>;
}

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
  resolve(value: string, options?: RequestOptions & GroupWord): Promise<Group>;
  /**
   * Makes a group: `name` starts with a letter or underscore; letters, digits and underscores follow.
   *
   * `POST /v1/groups`
   */
  create(body: Body<"create_group">, options?: RequestOptions): Promise<Group>;
  /**
   * Gives it another name.
   *
   * `PATCH /v1/groups/{groupId}`
   */
  modify(id: string, body: Body<"modify_group">, options?: RequestOptions): Promise<Group>;
  /**
   * Removes a group. Its destination and connections may go with it; or Fivetran refuses with `conflict` until they
   * are gone. Throws `not_found`.
   *
   * `DELETE /v1/groups/{groupId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * The connections of a group, all or the one of an exact name.
   *
   * `GET /v1/groups/{groupId}/connections`
   */
  connections(id: string, options?: ListOptions & { schema?: string }): List<Connection>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  connectionsPage(
    id: string,
    options?: PageOptions & { schema?: string },
  ): Promise<Page<Connection>>;
  /**
   * The SSH key that Fivetran connects with on behalf of the group.
   *
   * `GET /v1/groups/{groupId}/public-key`
   */
  publicKey(id: string, options?: RequestOptions): Promise<string>;
  /**
   * The service account that Fivetran acts as on behalf of the group.
   *
   * `GET /v1/groups/{groupId}/service-account`
   */
  serviceAccount(id: string, options?: RequestOptions): Promise<string>;
  /** Who has a role in a group. */
  users: GroupUsers;
}

const PublicKey = z.looseObject({ public_key: z.string() });
const ServiceAccount = z.looseObject({ service_account: z.string() });

const createGroupUsers = (send: Send, change: Send): GroupUsers => ({
  list: (groupId, options = {}) =>
    listOf(send, "list_all_users_in_group", User, { groupId, active: options.active }, options),
  page: (groupId, options = {}) =>
    pageOf(send, "list_all_users_in_group", User, { groupId, active: options.active }, options),
  add: (groupId, body, options) =>
    tell(change, call("add_user_to_group", { groupId }, body), options),
  remove: (groupId, userId, options) =>
    tell(change, call("delete_user_from_group", { groupId, userId }), options),
});

/** `change` is what changes go through: `send`, with lost answers cleared up. */
export function createGroups(send: Send, change: Send): Groups {
  const inGroup = "list_all_connections_in_group";
  const groups: Groups = {
    ...listing(send, "list_all_groups", Group),
    async get(id, options) {
      const group = await ask(send, Group, call("group_details", { groupId: id }), options);
      return sameId(group, id, "group_details");
    },
    resolve: (value, options) => resolveGroup(groups, value, options),
    create: (body, options) => ask(change, Group, call("create_group", {}, body), options),
    modify: (groupId, body, options) =>
      ask(change, Group, call("modify_group", { groupId }, body), options),
    delete: (groupId, options) => tell(change, call("delete_group", { groupId }), options),
    connections: (groupId, options = {}) =>
      listOf(send, inGroup, Connection, { groupId, schema: options.schema }, options),
    connectionsPage: (groupId, options = {}) =>
      pageOf(send, inGroup, Connection, { groupId, schema: options.schema }, options),
    async publicKey(groupId, options) {
      const read = call("group_ssh_public_key", { groupId });
      return (await ask(send, PublicKey, read, options)).public_key;
    },
    async serviceAccount(groupId, options) {
      const read = call("group_service_account", { groupId });
      return (await ask(send, ServiceAccount, read, options)).service_account;
    },
    users: createGroupUsers(send, change),
  };
  return groups;
}
