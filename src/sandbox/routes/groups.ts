import * as z from "zod";
import { conflict, invalid } from "../answer.js";
import { timestamp } from "../clock.js";
import { collection, found } from "../collection.js";
import { page } from "../paging.js";
import { plain, type Route } from "../router.js";
import { newId } from "../worlds/build.js";

const Name = z.strictObject({ name: z.string() });

function checkName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw invalid(
    "Field 'name' must start with a letter or '_' and hold only letters, digits and '_'",
  );
}

export const groupRoutes: Route[] = [
  ...collection({
    path: "/v1/groups",
    param: "groupId",
    noun: "Group",
    plural: "Groups",
    items: (world) => world.groups,
    body: ({ id, name, created_at }) => ({ id, name, created_at }),
    list: "list_all_groups",
    get: "group_details",
    create: {
      operation: "create_group",
      body: Name,
      make: ({ world, now }, { name }) => ({
        id: newId(world),
        name: checkName(name),
        created_at: timestamp(now),
      }),
    },
    patch: {
      operation: "modify_group",
      body: Name.partial(),
      apply(_, group, { name }) {
        if (name === undefined) throw invalid("Field 'name' is required");
        group.name = checkName(name);
      },
    },
    remove: {
      operation: "delete_group",
      check({ world }, { id }) {
        const used = [...world.connections.values()].some(({ group_id }) => group_id === id);
        if (used || world.destinations.has(id)) {
          throw conflict(`Group with id '${id}' still has connections or a destination`);
        }
      },
    },
  }),
  plain("GET", "/v1/groups/{groupId}/connections", "list_all_connections_in_group", (call) => {
    const { world, texts, query } = call;
    const { id } = found(world.groups, call.param("groupId"), "Group");
    const schema = query.get("schema");
    const items = [...world.connections.values()].filter(
      (connection) =>
        connection.group_id === id && (schema === null || connection.schema === schema),
    );
    return {
      message: "Group connections retrieved successfully",
      ...page(items, `/v1/groups/${id}/connections?${schema ?? ""}`, query, texts.item),
    };
  }),
];
