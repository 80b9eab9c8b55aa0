import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { type Actions, callAt } from "./actions.js";
import { Connection, Group } from "./models.js";
import { User, type UserFilter } from "./people.js";
import { type GroupWord, resolveGroup } from "./resolve.js";

const PublicKey = z.looseObject({ public_key: z.string() });
const ServiceAccount = z.looseObject({ service_account: z.string() });

export type GroupUsers = ReturnType<typeof createGroupUsers>;

const createGroupUsers = ({ listOf, submit }: Actions) => ({
  /** Every user with a role in the group. */
  list: listOf("list_all_users_in_group", User, ({ active }: UserFilter) => ({ active })),
  /** Gives a user of the account a role in the group, by `email`. */
  add: (groupId: string, body: Body<"add_user_to_group">, options?: RequestOptions) =>
    submit(callAt("add_user_to_group", [groupId], body), options),
  /** Removes the user's role. */
  remove: (groupId: string, userId: string, options?: RequestOptions) =>
    submit(callAt("delete_user_from_group", [groupId, userId]), options),
});

export type Groups = ReturnType<typeof createGroups>;

export function createGroups(actions: Actions) {
  const { get, create, modify, command, listOf, request } = actions;
  const list = actions.list("list_all_groups", Group);
  return {
    list,
    get: get("group_details", Group),
    /**
     * One group by id, exact name or dashboard link. Throws `input` with the nearest candidates in `facts.candidates` when there
     * is none, or with every match when there are several.
     */
    resolve: (value: string, options?: RequestOptions & GroupWord) =>
      resolveGroup({ list }, value, options),
    /** `name` starts with a letter or underscore; letters, digits and underscores follow. */
    create: create("create_group", Group),
    modify: modify("modify_group", Group),
    /**
     * Removes a group. Its destination and connections may be removed with it, or Fivetran refuses with `conflict`
     * until they are gone.
     */
    delete: command("delete_group"),
    /** The connections of a group, all or the one of an exact name. */
    connections: listOf(
      "list_all_connections_in_group",
      Connection,
      ({ schema }: { schema?: string }) => ({ schema }),
    ),
    /** The SSH key that Fivetran connects with on behalf of the group. */
    async publicKey(id: string, options?: RequestOptions) {
      return (await request(PublicKey, callAt("group_ssh_public_key", [id]), options)).public_key;
    },
    /** The service account that Fivetran uses on behalf of the group. */
    async serviceAccount(id: string, options?: RequestOptions) {
      const { service_account } = await request(
        ServiceAccount,
        callAt("group_service_account", [id]),
        options,
      );
      return service_account;
    },
    /** Users with a role in a group. */
    users: createGroupUsers(actions),
  };
}
