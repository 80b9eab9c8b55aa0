import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { type Actions, callAt } from "./actions.js";
import { Connection, Group } from "./models.js";
import { User, type UserFilter } from "./people.js";
import { type GroupWord, resolveGroup } from "./resolve.js";

const PublicKey = z.looseObject({ public_key: z.string() });
const ServiceAccount = z.looseObject({ service_account: z.string() });

/** The methods of `fivetran.groups.users`. */
export type GroupUsers = ReturnType<typeof createGroupUsers>;

const createGroupUsers = ({ listOf, submit }: Actions) => ({
  /** `GET /v1/groups/{groupId}/users`. Lists the users with a role in the group. */
  list: listOf("list_all_users_in_group", User, ({ active }: UserFilter) => ({ active })),
  /** `POST /v1/groups/{groupId}/users`. Gives a user of the account, identified by `email`, a role in the group. */
  add: (groupId: string, body: Body<"add_user_to_group">, options?: RequestOptions) =>
    submit(callAt("add_user_to_group", [groupId], body), options),
  /** `DELETE /v1/groups/{groupId}/users/{userId}`. Removes the user's role in the group. */
  remove: (groupId: string, userId: string, options?: RequestOptions) =>
    submit(callAt("delete_user_from_group", [groupId, userId]), options),
});

/** The methods of `fivetran.groups`. */
export type Groups = ReturnType<typeof createGroups>;

export function createGroups(actions: Actions) {
  const { get, create, modify, command, listOf, request } = actions;
  const list = actions.list("list_all_groups", Group);
  const byId = get("group_details", Group);
  return {
    /** `GET /v1/groups`. Lists the groups of the account. */
    list,
    /** `GET /v1/groups/{groupId}`. Returns a group. Throws `not_found` for an unknown id. */
    get: byId,
    /**
     * Returns the group with this id, exact name or dashboard link. Throws `input` if no group matches, with the
     * nearest ones in `facts.candidates`, or if several match, with those in `facts.candidates`.
     */
    resolve: (value: string, options?: RequestOptions & GroupWord) =>
      resolveGroup({ list, get: byId }, value, options),
    /**
     * `POST /v1/groups`. Creates a group. `name` starts with a letter or underscore and continues with letters,
     * digits and underscores.
     */
    create: create("create_group", Group),
    /** `PATCH /v1/groups/{groupId}`. Renames a group. */
    modify: modify("modify_group", Group),
    /**
     * `DELETE /v1/groups/{groupId}`. Deletes a group. Fivetran either deletes its destination and connections too, or
     * throws `conflict` until they are deleted.
     */
    delete: command("delete_group"),
    /**
     * `GET /v1/groups/{groupId}/connections`. Lists the connections of a group, or the one with the exact name
     * `schema`.
     */
    connections: listOf(
      "list_all_connections_in_group",
      Connection,
      ({ schema }: { schema?: string }) => ({ schema }),
    ),
    /**
     * `GET /v1/groups/{groupId}/public-key`. Returns the SSH public key that Fivetran uses for connections of the
     * group.
     */
    async publicKey(id: string, options?: RequestOptions) {
      return (await request(PublicKey, callAt("group_ssh_public_key", [id]), options)).public_key;
    },
    /** `GET /v1/groups/{groupId}/service-account`. Returns the service account that Fivetran uses for the group. */
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
