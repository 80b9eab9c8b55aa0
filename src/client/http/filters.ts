import type { OperationId } from "../operations/call.js";
import type { Reply, Send } from "./send.js";

/** For each list and query parameter: the field of the items that shows whether Fivetran applied the filter. */
const FIELDS: Partial<Record<OperationId, Readonly<Record<string, string>>>> = {
  list_connections: { group_id: "group_id", schema: "schema" },
  list_all_connections_in_group: { groupId: "group_id", schema: "schema" },
  get_hybrid_deployment_agent_list: { groupId: "group_id" },
  transformations_list: { project_id: "transformation_config.project_id", type: "type" },
  list_all_users: { active: "active" },
  list_all_users_in_group: { active: "active" },
  list_users_in_team: { active: "active" },
  list_esm_entities: { esm_id: "secret_manager_id", type: "type" },
  get_esm_entities: { esmId: "secret_manager_id", type: "type" },
};

/**
 * An item that lacks one of these fields is removed. Otherwise a change could act on an item that was never checked.
 */
const REQUIRED = new Set(["group_id", "schema"]);

/**
 * Wraps `send` so that lists contain only items that match the filters. The API ignores parameters that it does not
 * support, and a gateway may strip the query. In both cases the response contains every item.
 */
export const withVerifiedFilters =
  (send: Send): Send =>
  async (call, options) => {
    const reply = await send(call, options);
    const fields = Object.entries(FIELDS[call.operation] ?? {}).flatMap(([param, path]) => {
      const wanted = call.params[param];
      return wanted === undefined ? [] : [{ path, wanted: String(wanted) }];
    });
    return fields.length === 0 ? reply : matching(reply, fields);
  };

function matching(reply: Reply, fields: readonly { path: string; wanted: string }[]): Reply {
  const { data } = reply;
  if (typeof data !== "object" || data === null || !("items" in data)) return reply;
  if (!Array.isArray(data.items)) return reply;
  const items = data.items.filter((item: unknown) =>
    fields.every(({ path, wanted }) => {
      const found = valueAt(item, path);
      if (found === undefined || found === null) return !REQUIRED.has(path);
      // The API spells types and flags in upper and lower case. Names and ids are case-sensitive.
      return REQUIRED.has(path)
        ? found === wanted
        : String(found).toLowerCase() === wanted.toLowerCase();
    }),
  );
  const hidden = data.items.length - items.length;
  if (hidden === 0) return reply;
  const unverified = data.items.flatMap((item: unknown, index) => {
    const missing = fields.find(
      ({ path }) => REQUIRED.has(path) && typeof valueAt(item, path) !== "string",
    );
    return missing === undefined ? [] : [{ item, field: missing.path, index }];
  });
  return { ...reply, data: { ...data, items }, hidden, unverified };
}

function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((here, key) => {
    if (typeof here !== "object" || here === null) return undefined;
    const found: unknown = Reflect.get(here, key);
    return found;
  }, value);
}
