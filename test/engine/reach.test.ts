import { expect, test } from "vitest";
import type { Reply } from "../../src/client/http/send.js";
import { type Call, call } from "../../src/client/operations/call.js";
import { groupScope, operation, operationIds } from "../../src/client/operations/catalog.js";
import { confine } from "../../src/engine/group-guard.js";
import type { Policy } from "../../src/engine/policy.js";

const POLICY: Policy = {
  scope: "read/write/delete",
  readOnly: false,
  denied: [],
  groups: new Set(["mine"]),
};

/** The replies of reads in this account: objects of two groups, by id. */
const THINGS: Record<string, object> = {
  my_connection: { group_id: "mine" },
  their_connection: { group_id: "theirs" },
  my_hook: { type: "group", group_id: "mine" },
  their_hook: { type: "group", group_id: "theirs" },
  account_hook: { type: "account" },
  my_project: { group_id: "mine" },
  their_project: { group_id: "theirs" },
  my_dbt: { transformation_config: { project_id: "my_project" } },
  their_dbt: { transformation_config: { project_id: "their_project" } },
  mixed_quickstart: {
    transformation_config: { connection_ids: ["my_connection", "their_connection"] },
  },
  my_agent: { group_id: "mine" },
  their_agent: { group_id: "theirs" },
  my_package: { connection_id: "my_connection" },
  loose_package: { connection_id: null },
};

function fixture() {
  const sent: Call[] = [];
  const send = confine(POLICY, { readOnly: false })((request): Promise<Reply> => {
    sent.push(request);
    const id = String(Object.values(request.params)[0] ?? "");
    const items = ["mine", "theirs"].map((group) => ({ id: group, group_id: group }));
    const data = THINGS[id] ?? { items };
    return Promise.resolve({
      operation: request.operation,
      status: 200,
      message: "",
      data,
      attempts: 1,
    });
  });
  return { send, sent };
}

test.each<[Call]>([
  [call("delete_connection", { connectionId: "my_connection" })],
  [call("modify_webhook", { webhookId: "my_hook" }, { active: false })],
  [call("run_transformation", { transformationId: "my_dbt" })],
  [
    call(
      "create_transformation",
      {},
      {
        transformation_config: { project_id: "my_project" },
        schedule: { connection_ids: ["my_connection"] },
      },
    ),
  ],
  [call("test_transformation_project", { projectId: "my_project" })],
  [call("re_auth_hybrid_deployment_agent", { agentId: "my_agent" }, {})],
  [call("get_connector_sdk_package", { package_id: "my_package" })],
  [call("update_log_service", { logId: "mine" }, { enabled: false })],
  [call("add_team_membership_in_group", { teamId: "t" }, { id: "mine", role: "r" })],
  [call("add_user_membership_in_connection", { userId: "u" }, { id: "my_connection", role: "r" })],
  [call("create_hybrid_deployment_agent", {}, { group_id: "mine" })],
  [call("approve_certificate", {}, { connection_id: "my_connection", hash: "x" })],
  [call("transformations_list", { group_id: "mine" })],
  [call("list_all_roles")],
  [call("metadata_connectors")],
])("what is of the own group is sent: %j", async (request) => {
  const { send, sent } = fixture();
  await send(request);
  expect(sent).toContainEqual(request);
});

test.each<[Call]>([
  [call("delete_connection", { connectionId: "their_connection" })],
  [call("modify_webhook", { webhookId: "their_hook" }, { active: false })],
  [call("delete_webhook", { webhookId: "account_hook" })],
  [call("create_account_webhook", {}, { url: "https://x.example.com", events: [] })],
  [call("run_transformation", { transformationId: "their_dbt" })],
  [call("run_transformation", { transformationId: "mixed_quickstart" })],
  [
    call(
      "create_transformation",
      {},
      {
        transformation_config: { project_id: "my_project" },
        schedule: { connection_ids: ["their_connection"] },
      },
    ),
  ],
  [
    call(
      "update_transformation",
      { transformationId: "my_dbt" },
      { schedule: { transformation_ids: ["their_dbt"] } },
    ),
  ],
  [call("create_transformation", {}, { type: "QUICKSTART" })],
  [call("delete_transformation_project", { projectId: "their_project" })],
  [call("get_hybrid_deployment_agent", { agentId: "their_agent" })],
  [call("create_hybrid_deployment_agent", {}, { display_name: "x" })],
  [call("delete_connector_sdk_package", { package_id: "loose_package" })],
  [call("update_log_service", { logId: "theirs" }, { enabled: false })],
  [call("add_team_membership_in_group", { teamId: "t" }, { id: "theirs", role: "r" })],
  [call("approve_certificate", {}, { connection_id: "my_connection", destination_id: "theirs" })],
  [call("transformations_list")],
  [call("create_group", {}, { name: "new" })],
  [call("create_system_key", {}, { name: "k" })],
  [call("create_private_link", {}, { name: "l" })],
  [call("delete_proxy_agent", { agentId: "p" })],
])("what is of another group, of all or of none is refused: %j", async (request) => {
  const { send, sent } = fixture();
  await expect(send(request)).rejects.toMatchObject({
    type: "policy_denied",
    facts: { setting: "FIVETRAN_GROUPS" },
  });
  expect(sent.filter(({ operation: id }) => operation(id).effect !== "read")).toEqual([]);
});

test("lists of all groups show the own ones only", async () => {
  for (const id of operationIds) {
    const rule = groupScope(id);
    if (typeof rule === "string" || !("items" in rule)) continue;
    const { send } = fixture();
    const params = Object.fromEntries(operation(id).pathParams.map((name) => [name, "some_id"]));
    const reply = await send(call(id, params));
    expect(reply.data, id).toEqual({ items: [{ id: "mine", group_id: "mine" }] });
    expect(reply.hidden, id).toBe(1);
  }
});
