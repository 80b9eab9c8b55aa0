import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "../../src/base/errors.js";
import type { Reply } from "../../src/client/http/send.js";
import { type AddedOperation, addOperations, isAdded } from "../../src/client/operations/added.js";
import { type Call, call } from "../../src/client/operations/call.js";
import { confine } from "../../src/engine/group-guard.js";
import { connectorRule, type Policy } from "../../src/engine/policy.js";
import type { Json } from "../../src/toolkit/define.js";

// These operations are known only by their definition. The objects that they name are recognized by
// the field, or looked up.

const added = (id: string, method: "GET" | "POST", path: string): AddedOperation => ({
  id,
  facts: { method, path, ...(method === "POST" ? { body: "json" as const } : {}) },
  summary: "",
  file: false,
  body: undefined,
  reply: undefined,
});
beforeAll(() =>
  addOperations([
    added("freeze_it", "POST", "/v1/connections/{connectionId}/freezes"),
    added("its_links", "GET", "/v1/connections/{connectionId}/links"),
    added("list_pipes", "GET", "/v1/groups/{groupId}/pipes"),
  ]),
);
afterAll(() => addOperations([]));

const FULL: Policy = { scope: "read/write/delete", readOnly: false, denied: [], groups: new Set() };
const POLICIES: Record<string, Policy> = {
  groups: { ...FULL, groups: new Set(["my_group"]) },
  connectors: { ...FULL, connectors: connectorRule(["my_*"]) },
};
const GROUP = "my_group";
const MY = "my_connection";
const own = (id: string) => ({ id, group_id: "my_group" });
const foreign = (id: string) => ({ id, group_id: "their_group" });
const THINGS: Record<string, object> = {
  my_group: { id: "my_group", name: "mine" },
  their_group: { id: "their_group", name: "theirs" },
  my_connection: { ...own("my_connection"), schema: "my_orders" },
  near_connection: { ...own("near_connection"), schema: "payroll" },
  their_connection: { ...foreign("their_connection"), schema: "payroll" },
  my_agent: own("my_agent"),
  their_agent: foreign("their_agent"),
  their_webhook: foreign("their_webhook"),
  their_project: foreign("their_project"),
  their_transformation: {
    id: "their_transformation",
    transformation_config: { connection_ids: ["their_connection"] },
  },
};

async function sending(
  policy: Policy | undefined,
  [id, params, body]: [string, Call["params"], Json?],
  data: unknown = {},
) {
  if (policy === undefined || !isAdded(id)) throw new Error(id);
  const request = call(id, params, body);
  const sent: Call[] = [];
  const send = confine(policy, { readOnly: false })((one): Promise<Reply> => {
    sent.push(one);
    const { operation, params: named } = one;
    const shown = THINGS[String(Object.values(named)[0])];
    const found = operation === id ? data : shown;
    if (found === undefined) return Promise.reject(new AppError("not_found", "Not found."));
    return Promise.resolve({ operation, status: 200, message: "", attempts: 1, data: found });
  });
  const reply = await send(request).catch((error: { type?: string }) => {
    expect(error.type).toBe("policy_denied");
    return undefined;
  });
  return { reply, reached: sent.includes(request) };
}

const BODIES: Json[] = [
  { group: "their_group" },
  { groups: ["their_group"] },
  { "target-group-id": "their_group" },
  { groupid: "their_group" },
  { destination: { id: "their_group" } },
  { group_id: [["their_group"]] },
  { group_id: { value: "their_group" } },
  { connection: "their_connection" },
  { connections: [{ id: "their_connection" }] },
  { connector: "their_connection" },
  { move: { to: "their_group" } },
  { copy_of: "their_connection" },
  { ids: ["their_connection"] },
  { config: { source: "their_connection" } },
  { state: { connection_id: "their_connection" } },
  { schemas: [{ group_id: "their_group" }] },
  { transformation_id: "their_transformation" },
  { networking: { privateLinkId: "link" } },
  { proxy_agent_ids: ["proxy"], proxy_agent_id: "proxy" },
];

describe.each(["groups", "connectors"])("within %s", (name) => {
  const policy = POLICIES[name];
  const freeze = (body: Json): [string, Call["params"], Json] => [
    "freeze_it",
    { connectionId: "my_connection" },
    body,
  ];

  test.each(BODIES.map((body) => [body]))("what a body names is not touched: %j", async (body) => {
    // If only connectors are limited, every group may be used by a change, but none may be changed.
    expect((await sending(policy, freeze(body))).reached).toBe(false);
  });

  test("the own may be named, and other words are let through", async () => {
    const body = { reason: "not_needed", connections: ["my_connection"], agent_id: "my_agent" };
    expect((await sending(policy, freeze(body))).reached).toBe(true);
  });

  test("more values than are looked up are refused", async () => {
    const letters = [..."abcdefghijklmnopqrstu"];
    const few = { words: letters.slice(1).map((letter) => `word_${letter}`) };
    expect((await sending(policy, freeze(few))).reached).toBe(true);
    const many = { words: letters.map((letter) => `word_${letter}`) };
    expect((await sending(policy, freeze(many))).reached).toBe(false);
  });

  test.each([{ connection: "their_connection" }, { compare_with: "their_connection" }])(
    "a query does not name what is of third parties: %j",
    async (query) => {
      const params = { connectionId: "my_connection", ...query };
      expect((await sending(policy, ["its_links", params])).reached).toBe(false);
    },
  );

  test.each<[string, unknown]>([
    ["by an id", { items: [{ connection_id: "their_connection" }, { connection_id: MY }] }],
    ["by a record inside", { items: [{ connection: { id: "their_connection" } }, { a: 1 }] }],
    ["under another name", { pipes: [{ connector_id: "their_connection" }, { group_id: GROUP }] }],
    ["as connections", { items: [THINGS["their_connection"], THINGS[MY]] }],
    ["as a list of ids", { connections: ["their_connection", MY] }],
    ["deep inside", { items: [{ parts: [{ connection_id: "their_connection" }, { a: 1 }] }] }],
  ])("a response shows nothing of third parties, %s", async (_, data) => {
    const { reply } = await sending(policy, ["list_pipes", { groupId: GROUP }], data);
    expect(JSON.stringify(reply?.data)).not.toMatch(/their_|payroll/);
    expect(JSON.stringify(reply?.data)).toMatch(/my_|"a":1/);
    expect(reply?.hidden).toBe(1);
  });

  test("a response that is about something of third parties is refused", async () => {
    const data = { connection_id: "their_connection", rows: 3 };
    const { reply, reached } = await sending(policy, ["list_pipes", { groupId: GROUP }], data);
    expect([reply, reached]).toEqual([undefined, true]);
  });
});

test.each(["agent_id", "agentIds", "hybridDeploymentAgentId", "webhook_id", "dbt_project_id"])(
  "within groups, %s names what is in one",
  async (field) => {
    const kind = /agent|webhook|project/i.exec(field)?.[0].toLowerCase();
    const request: [string, Call["params"], Json] = [
      "freeze_it",
      { connectionId: MY },
      { [field]: `their_${kind}` },
    ];
    expect((await sending(POLICIES["groups"], request)).reached).toBe(false);
  },
);

test("within connectors, another connector of the same group is left out of a list", async () => {
  const data = { items: [{ connection_id: "near_connection" }, { connection_id: MY }] };
  const { reply } = await sending(POLICIES["connectors"], ["list_pipes", { groupId: GROUP }], data);
  expect(reply?.data).toEqual({ items: [{ connection_id: MY }] });
});
