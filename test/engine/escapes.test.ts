import { expect, test } from "vitest";
import type { JsonSchema } from "../../src/base/json-schema.js";
import type { Reply } from "../../src/client/http/send.js";
import { openSchemas } from "../../src/client/operations/body-schemas.js";
import { type Call, call, type OperationId } from "../../src/client/operations/call.js";
import { groupScope, operation, operationIds } from "../../src/client/operations/catalog.js";
import { confine } from "../../src/engine/group-guard.js";
import { connectorRule, type Policy } from "../../src/engine/policy.js";
import type { Json } from "../../src/toolkit/define.js";

// Every operation is called with each object that it names, in turn, outside of the scope.

const FULL: Policy = { scope: "read/write/delete", readOnly: false, denied: [], groups: new Set() };
const POLICIES: Record<string, Policy> = {
  groups: { ...FULL, groups: new Set(["mine"]) },
  connectors: { ...FULL, connectors: connectorRule(["my_*", "!*secret*"]) },
};

/** Objects of the account by id, each once within the scope and once outside of it. */
const THINGS: Record<string, Record<string, Json>> = {
  mine: { id: "mine", group_id: "mine", name: "mine" },
  theirs: { id: "theirs", group_id: "theirs", name: "theirs" },
  my_connection: { id: "my_connection", group_id: "mine", schema: "my_orders" },
  their_connection: { id: "their_connection", group_id: "theirs", schema: "payroll" },
  my_webhook: { id: "my_webhook", group_id: "mine" },
  their_webhook: { id: "their_webhook", group_id: "theirs" },
  my_project: { id: "my_project", group_id: "mine" },
  their_project: { id: "their_project", group_id: "theirs" },
  my_transformation: {
    id: "my_transformation",
    transformation_config: { connection_ids: ["my_connection"] },
  },
  their_transformation: {
    id: "their_transformation",
    transformation_config: { connection_ids: ["my_connection", "their_connection"] },
  },
  my_agent: { id: "my_agent", group_id: "mine" },
  their_agent: { id: "their_agent", group_id: "theirs" },
  my_package: { id: "my_package", connection_id: "my_connection" },
  their_package: { id: "their_package", connection_id: "their_connection" },
};

/**
 * Returns the kind of object that a parameter or field names. Undefined if it is not an object of
 * Fivetran.
 */
function kindOf(name: string, id: OperationId, inBody: boolean): string | undefined {
  if (/^(connectionId|connection_ids?)$/.test(name)) return "connection";
  if (/^(groupId|group_ids?|destinationId|destination_id|logId|destination_group_id)$/.test(name))
    return "group";
  if (/^hybrid_deployment_agent_id$/.test(name)) return "agent";
  if (name === "agentId") return id.includes("hybrid") ? "agent" : "shared";
  if (/^(proxy_agent_id|private_link_id|privateLinkId|external_secrets_manager_id)$/.test(name))
    return "shared";
  if (/^(webhookId)$/.test(name)) return "webhook";
  if (/^(transformationId|transformation_ids)$/.test(name)) return "transformation";
  if (/^(projectId|project_id)$/.test(name)) return "project";
  if (name === "package_id") return "package";
  if (inBody && name === "id") return /_connection$/.test(id) ? "connection" : "group";
  return undefined;
}

const idFor = (kind: string, whose: "my" | "their") =>
  kind === "group" ? (whose === "my" ? "mine" : "theirs") : `${whose}_${kind}`;

interface Slot {
  kind: string;
  path: string[];
  list: boolean;
}

/**
 * Returns the places of a body that name an object. Settings of the source name objects of the
 * source only.
 */
function slotsOf(schema: JsonSchema | undefined, id: OperationId, path: string[] = []): Slot[] {
  if (path.length > 4) return [];
  return Object.entries(schema?.properties ?? {}).flatMap(([name, inner]) => {
    if (["config", "auth", "schemas", "state", "external_secrets_keys_config"].includes(name))
      return [];
    const kind = kindOf(name, id, true);
    const here = [...path, name];
    if (kind !== undefined) return [{ kind, path: here, list: inner.type === "array" }];
    return slotsOf(inner.items ?? inner, id, here);
  });
}

function put(body: Record<string, Json>, [key = "", ...rest]: string[], value: Json): void {
  if (rest.length === 0) {
    body[key] = value;
    return;
  }
  const inner = body[key];
  const next = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? inner : {};
  body[key] = next;
  put(next, rest, value);
}

function fixture(policy: Policy) {
  const sent: Call[] = [];
  const reply = (request: Call): unknown => {
    const last = String(Object.values(request.params).at(-1) ?? "");
    const isList = /list|memberships|get_private_links|get_system_keys|get_proxy_agent$/.test(
      request.operation,
    );
    if (!isList && THINGS[last] !== undefined) return THINGS[last];
    const rule = groupScope(request.operation);
    const kinds = /connections(_in_group)?$/.test(request.operation)
      ? /_connection$/
      : request.operation === "transformations_list"
        ? /_transformation$/
        : typeof rule === "object" && "items" in rule
          ? /mine|theirs|agent|webhook|project/
          : /^$/;
    return { items: Object.values(THINGS).filter(({ id }) => kinds.test(String(id))) };
  };
  const send = confine(policy, { readOnly: false })((request): Promise<Reply> => {
    sent.push(request);
    const data = reply(request);
    const { operation: id } = request;
    return Promise.resolve({ operation: id, status: 200, message: "", data, attempts: 1 });
  });
  return { send, sent };
}

async function callsOf(id: OperationId) {
  const schemas = await openSchemas();
  const { pathParams, queryParams } = operation(id);
  const slots: Slot[] = [
    ...pathParams.map((name) => ({
      kind: kindOf(name, id, false) ?? "",
      path: [name],
      list: false,
    })),
    ...Object.keys(queryParams)
      .filter((name) => kindOf(name, id, false) !== undefined)
      .map((name) => ({ kind: kindOf(name, id, false) ?? "", path: [name], list: false })),
  ];
  const inBody = slotsOf(schemas.body(id), id);
  const build = (theirs: (slot: Slot) => boolean): Call => {
    const params: Call["params"] = {};
    for (const slot of slots) {
      const whose = theirs(slot) ? "their" : "my";
      params[slot.path[0] ?? ""] = slot.kind === "" ? "some_id" : idFor(slot.kind, whose);
    }
    const body: Record<string, Json> = {};
    for (const slot of inBody) {
      if (slot.kind === "shared" && !theirs(slot)) continue;
      const value = idFor(slot.kind, theirs(slot) ? "their" : "my");
      put(body, slot.path, slot.list ? [value] : value);
    }
    if (id === "create_connection") put(body, ["config", "schema"], "my_new");
    return call(id, params, Object.keys(body).length > 0 ? body : undefined);
  };
  const named = [...slots, ...inBody].filter(({ kind }) => kind !== "");
  return {
    own: build(() => false),
    others: named.map((one) => ({ slot: one, request: build((slot) => slot === one) })),
  };
}

const foreign = (data: unknown) => /their|payroll/.test(JSON.stringify(data) ?? "");

test.each(Object.entries(POLICIES))(
  "nothing of third parties is read or changed by any operation: %s",
  async (name, policy) => {
    let reached = 0;
    const escapes: string[] = [];
    for (const id of operationIds) {
      const { others } = await callsOf(id);
      const rule = groupScope(id);
      for (const { slot, request } of others) {
        reached++;
        const { send, sent } = fixture(policy);
        const outcome = await send(request).then(
          (reply) => ({ reply }),
          (error: { type?: string }) => ({ error }),
        );
        const at = `${id} ${slot.path.join(".")}`;
        // If only connectors are limited, every group may be read and its agents used, but nothing
        // in it may be changed.
        const withinGroup =
          name === "connectors" && /^(group|agent|project|webhook)$/.test(slot.kind);
        if (withinGroup && /^((create|modify)_connection|connection_moved)$/.test(id)) continue;
        const changed = sent.some((one) => one === request && operation(id).effect !== "read");
        if (changed) escapes.push(`${at}: sent`);
        if ("error" in outcome) {
          if (outcome.error.type !== "policy_denied")
            escapes.push(`${at}: ${String(outcome.error)}`);
          continue;
        }
        // If only connectors are limited, every group may be read, but not what is in it.
        const groupRead = name === "connectors" && slot.kind !== "connection";
        if (rule !== "none" && !groupRead) escapes.push(`${at}: read`);
        else if (/payroll|their_connection/.test(JSON.stringify(outcome.reply.data)))
          escapes.push(`${at}: shown`);
      }
    }
    expect(escapes).toEqual([]);
    expect(reached).toBeGreaterThan(125);
  },
);

test.each(Object.entries(POLICIES))(
  "every list is without what is of third parties: %s",
  async (_, policy) => {
    for (const id of operationIds) {
      if (operation(id).effect !== "read" || groupScope(id) === "none") continue;
      const { own } = await callsOf(id);
      const { send } = fixture(policy);
      const reply = await send(own).catch(() => undefined);
      if (reply === undefined) continue;
      const shown = JSON.stringify(reply.data);
      if (policy.connectors === undefined)
        expect(foreign(reply.data), `${id} ${shown}`).toBe(false);
      else expect(/payroll/.test(shown), `${id} ${shown}`).toBe(false);
    }
  },
);

test("with connectors, a change of what others share is refused, and one of the own is sent", async () => {
  const policy = POLICIES["connectors"] ?? FULL;
  const sentIds: string[] = [];
  for (const id of operationIds) {
    if (operation(id).effect === "read") continue;
    const { own } = await callsOf(id);
    const { send, sent } = fixture(policy);
    const refused = await send(own).then(
      () => false,
      (error: { type?: string }) => error.type === "policy_denied",
    );
    if (!refused) sentIds.push(id);
    expect(sent.includes(own), id).toBe(!refused);
  }
  expect(sentIds).toMatchSnapshot();
});

test.each([
  ["another name", { group_id: "mine", config: { schema: "payroll" } }],
  ["a denied name", { group_id: "mine", config: { schema: "my_secret" } }],
  ["a denied name in capitals", { group_id: "mine", config: { schema: "my_SECRET" } }],
  ["a denied table", { group_id: "mine", config: { schema: "my_x", table: "secret" } }],
  ["a denied prefix", { group_id: "mine", config: { schema_prefix: "other" } }],
  ["no name", { group_id: "mine", config: {} }],
  ["logs", { group_id: "mine", service: "fivetran_log", config: { schema: "my_log" } }],
])("a new connector with %s is refused", async (_, body) => {
  const { send, sent } = fixture(POLICIES["connectors"] ?? FULL);
  await expect(send(call("create_connection", {}, body))).rejects.toMatchObject({
    facts: { setting: "FIVETRAN_CONNECTORS" },
  });
  expect(sent).toEqual([]);
});

test("a connector cannot be renamed out of the scope", async () => {
  const { send } = fixture(POLICIES["connectors"] ?? FULL);
  const rename = (schema: string) =>
    send(call("modify_connection", { connectionId: "my_connection" }, { config: { schema } }));
  await expect(rename("payroll")).rejects.toMatchObject({ type: "policy_denied" });
  await rename("my_other");
});

test.each([
  [{ service: "fivetran_log", config: { schema: "log" } }],
  [{ service: "fivetran_log", config: { schema: "log", is_account_level_connector: true } }],
  [{ service: "other", config: { is_account_level_connector: "true" } }],
])("a connector that reads the logs of the account is refused within groups: %j", async (body) => {
  const { send } = fixture(POLICIES["groups"] ?? FULL);
  const create = (fields: Record<string, Json>) =>
    send(call("create_connection", {}, { group_id: "mine", ...fields }));
  await expect(create(body)).rejects.toMatchObject({ type: "policy_denied" });
  const own = { service: "fivetran_log", config: { is_account_level_connector: false } };
  await create(own);
});

test("what the account shares may be named where it is in use within the scope", async () => {
  const used = { ...THINGS["my_connection"], private_link_id: "in_use" };
  // The API may ignore a filter by group. An agent that another group uses is not in use here.
  const foreignUse = { ...THINGS["their_connection"], private_link_id: "of_others" };
  const send = confine(POLICIES["groups"] ?? FULL, { readOnly: false })((request) =>
    Promise.resolve({
      operation: request.operation,
      status: 200,
      message: "",
      data: request.operation === "list_connections" ? { items: [foreignUse, used] } : used,
      attempts: 1,
    }),
  );
  const link = (private_link_id: string) =>
    send(call("create_connection", {}, { group_id: "mine", private_link_id }));
  await link("in_use");
  await expect(link("of_others")).rejects.toMatchObject({ type: "policy_denied" });
});

test("what is in use is found on any page of the group's connectors", async () => {
  const used = { ...THINGS["my_connection"], private_link_id: "in_use" };
  const other = { ...THINGS["my_connection"], private_link_id: "another" };
  const cursors: unknown[] = [];
  const send = confine(POLICIES["groups"] ?? FULL, { readOnly: false })((request) => {
    const isList = request.operation === "list_connections";
    const { cursor } = request.params;
    if (isList) cursors.push(cursor);
    const page = cursor === "two" ? { items: [used] } : { items: [other], next_cursor: "two" };
    const data = isList ? page : other;
    return Promise.resolve({
      operation: request.operation,
      status: 200,
      message: "",
      data,
      attempts: 1,
    });
  });
  await send(call("create_connection", {}, { group_id: "mine", private_link_id: "in_use" }));
  expect(cursors).toEqual([undefined, "two"]);
});

test("a connector that moved or was renamed is judged as it is now", async () => {
  const record = { id: "x", group_id: "mine", schema: "my_x" };
  const policy = { ...FULL, groups: new Set(["mine"]), connectors: connectorRule(["my_*"]) };
  const send = confine(policy, { readOnly: false })((request) =>
    Promise.resolve({
      operation: request.operation,
      status: 200,
      message: "",
      data: { ...record },
      attempts: 1,
    }),
  );
  const look = () => send(call("connection_details", { connectionId: "x" }));
  await look();
  record.group_id = "theirs";
  await expect(look()).rejects.toMatchObject({ facts: { setting: "FIVETRAN_GROUPS" } });
  Object.assign(record, { group_id: "mine", schema: "payroll" });
  await expect(look()).rejects.toMatchObject({ facts: { setting: "FIVETRAN_CONNECTORS" } });
  await expect(send(call("sync_connection", { connectionId: "x" }, {}))).rejects.toMatchObject({
    type: "policy_denied",
  });
});

test.each<[OperationId, Record<string, string>, Record<string, Json>]>([
  ["create_connection", {}, { group_id: "mine", config: { package_id: "their_package" } }],
  [
    "modify_connection",
    { connectionId: "my_connection" },
    { config: { package_id: "their_package" } },
  ],
  [
    "modify_connection",
    { connectionId: "my_connection" },
    { local_processing_agent_id: "their_agent" },
  ],
  [
    "modify_connection",
    { connectionId: "my_connection" },
    { move: { destination_group_id: "theirs" } },
  ],
  [
    "update_transformation",
    { transformationId: "my_transformation" },
    { parts: [{ connection_id: "their_connection" }] },
  ],
  [
    "create_transformation",
    {},
    { transformation_config: { connection_ids: ["my_connection"], group_id: "theirs" } },
  ],
  [
    "update_transformation",
    { transformationId: "my_transformation" },
    { schedule: { connection_ids: ["my_connection", "their_connection"] } },
  ],
])("what a field names counts at any depth: %s %j %j", async (id, params, body) => {
  const { send, sent } = fixture(POLICIES["groups"] ?? FULL);
  const request = call(id, params, body);
  await expect(send(request)).rejects.toMatchObject({ facts: { setting: "FIVETRAN_GROUPS" } });
  expect(sent).not.toContain(request);
});

test("a source's own group, such as that of an advertising account, is not a group of Fivetran", async () => {
  const { send, sent } = fixture(POLICIES["groups"] ?? FULL);
  const request = call(
    "create_connection",
    {},
    {
      group_id: "mine",
      service: "line_ads",
      config: { schema: "ads", group_id: "their own", agent_id: "x" },
    },
  );
  await send(request);
  expect(sent).toContain(request);
});
