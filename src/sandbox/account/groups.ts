import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { conflict, invalid, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { connectionPage, removeConnection } from "../connections/routes.js";
import { timestamp } from "../world/clock.js";
import type { Group } from "../world/model.js";
import { newId } from "../world/names.js";
import {
  addMembership,
  isActive,
  membership,
  memberships,
  removeMembership,
  removeMembershipsIn,
} from "./memberships.js";
import { userBody } from "./people.js";
import { checkRole } from "./roles.js";

const Name = z.looseObject({ name: z.string() });

function checkName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw invalid(
    "Field 'name' must start with a letter or '_' and contain only letters, digits and '_'",
  );
}

/**
 * Deletes the contents of a group, or rejects the request. The API does not document which, so the
 * sandbox supports both.
 */
function empty(call: Call, { id }: Group): void {
  const { world } = call;
  const within = [...world.connections.values()].filter(({ group_id }) => group_id === id);
  const used = within.length > 0 || world.destinations.has(id);
  if (used && call.groupDelete === "refuse") {
    throw conflict(`Group with id '${id}' still has connections or a destination`);
  }
  for (const connection of within) removeConnection(call, connection);
  if (world.destinations.delete(id)) call.effect(id, "destination deleted");
  removeMembershipsIn(world, "groups", id);
  for (const webhook of world.webhooks.values()) {
    if (webhook.group_id === id) world.webhooks.delete(webhook.id);
  }
}

const CREATOR = "Destination Administrator";

const groups = collection({
  noun: "Group",
  plural: "Groups",
  items: (world) => world.groups,
  body: ({ id, name, created_at }) => ({ id, name, created_at }),
  list: "list_all_groups",
  get: "group_details",
  create: {
    operation: "create_group",
    body: Name,
    make({ world, now, actor }, { name }) {
      const group = { id: newId(world), name: checkName(name), created_at: timestamp(now) };
      // The creator of a group is its first member.
      if (world.users.has(actor.id)) {
        addMembership(world, ["users", actor.id, "groups", group.id], CREATOR, now);
      }
      return group;
    },
  },
  modify: {
    operation: "modify_group",
    body: Name.partial(),
    apply(_, group, { name }) {
      if (name === undefined) throw invalid("Field 'name' is required");
      group.name = checkName(name);
      return undefined;
    },
  },
  remove: "delete_group",
  beforeRemove: empty,
});

export const groupRoutes: Route[] = [
  ...groups.routes,
  route("list_all_connections_in_group", (call) => {
    const { id } = groups.one(call);
    return connectionPage(call, "Group connections", id, `/v1/groups/${id}/connections?`);
  }),
  route("group_service_account", (call) => {
    const { id } = groups.one(call);
    const name = id.replaceAll("_", "-");
    return ok("Group service account retrieved successfully", {
      service_account: `g-${name}@fivetran-sandbox.iam.gserviceaccount.com`,
    });
  }),
  route("list_all_users_in_group", (call) => {
    const { id } = groups.one(call);
    const items = memberships(call.world, "users", "groups").flatMap(({ member, place, role }) => {
      const user = place === id ? call.world.users.get(member) : undefined;
      return user === undefined || !isActive(user, call.query)
        ? []
        : [{ ...userBody(user, call.world), role }];
    });
    return page("Group users retrieved successfully", items, `/v1/groups/${id}/users`, call.query);
  }),
  routeWithBody(
    "add_user_to_group",
    z.looseObject({ email: z.string(), role: z.string() }),
    (call, { email, role }) => {
      const { id } = groups.one(call);
      const user = [...call.world.users.values()].find(
        (known) => known.email?.toLowerCase() === email.toLowerCase(),
      );
      if (user === undefined) throw invalid(`User with email '${email}' does not exist`);
      checkRole(role, "DESTINATION");
      addMembership(call.world, ["users", user.id, "groups", id], role, call.now);
      call.effect(id, `users ${user.id} in groups ${id}: ${role}`);
      return ok("User has been added to the group");
    },
  ),
  route("delete_user_from_group", (call) => {
    const { id } = groups.one(call);
    const user = found(call.world.users, call.param("userId"), "User");
    const known = membership(call.world, ["users", user.id, "groups", id]);
    if (known === undefined) throw invalid(`User '${user.id}' is not in group '${id}'`);
    removeMembership(call.world, "users", "groups", known.id);
    call.effect(id, `users ${user.id} in groups ${id} removed`);
    return ok(`User with id '${user.id}' has been removed from the group`);
  }),
];
