import { expect, test } from "vitest";
import { harness, idOf } from "../harness.js";

test.each([
  [
    "create_connector",
    { service: "stripe", group: "staging", name: "card_fees", config: { api_key: "abc" } },
    "create_connection",
    "list_connectors words=card_fees group=hushed_orchard",
  ],
  [
    "update_connector",
    { connector: "github_repos", sync_frequency: 60 },
    "modify_connection",
    'read_api operation_id=connection_details params={"connectionId":"stable_kettle"}',
  ],
  [
    "modify_schema",
    {
      connector: "postgres_orders",
      changes: [{ schema: "public", table: "orders", enabled: false }],
    },
    "modify_connection_schema_config",
    "get_schema connector=festive_shore",
  ],
  [
    "run_setup_tests",
    { connector: "github_repos" },
    "run_setup_tests",
    'get_status connectors=["stable_kettle"]',
  ],
  [
    "run_setup_tests",
    { destination: "marketing" },
    "run_destination_setup_tests",
    "list_destinations words=marketing",
  ],
])("%s %j that got no response names the read to check with", async (tool, args, sent, read) => {
  const { call, sandbox } = await harness();
  sandbox.fault({ operation: sent, reset: true });

  const first = await call(tool, args);
  const asked = first.status === "confirmation_required";
  const lost = asked ? await call(tool, { ...args, confirmation_token: first.token }) : first;

  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(lost.data["operation_id"]).toMatch(/^op_/);
  const calls = [
    `heck with ${read}`,
    `heck first with ${read}`,
    `ook with ${read}`,
    `, call ${read}`,
  ];
  expect(
    calls.filter((words) => lost.text.includes(words)),
    lost.text,
  ).toHaveLength(1);
  expect(sandbox.effects()).toEqual([]);
});

const PAGE = {
  headers: { "content-type": "text/html" },
  body: "<h1>Not here</h1>",
};

test.each([200, 401, 403, 404, 502])(
  "a gateway's page with %i is not taken for Fivetran's response to a delete and its check",
  async (status) => {
    const { call, sandbox } = await harness();
    const args = { connector: idOf(sandbox, "zendesk_support") };
    const plan = await call("delete_connector", args);
    // From the delete on, every response comes from the gateway.
    const reads = sandbox.requests().filter(({ operation }) => operation === "connection_details");
    sandbox.fault({ operation: "delete_connection", status, ...PAGE });
    const calls = { from: reads.length + 1 };
    sandbox.fault({ operation: "connection_details", calls, status, ...PAGE });
    const lost = await call("delete_connector", { ...args, confirmation_token: plan.token });
    expect(lost).toMatchObject({ status: "unknown", isError: true });
    expect(lost.text).toContain("a proxy or gateway between this client and Fivetran");
    expect(lost.text).not.toMatch(/does not find|role|API key|very likely/);
    expect(sandbox.effects()).toEqual([]);
  },
);

const TWO = { connectors: ["github_repos", "jira_engineering"] };

test.each([
  ["pause_connectors", TWO, "modify_connection"],
  ["resume_connectors", { connectors: ["mysql_legacy", "asana_projects"] }, "modify_connection"],
  ["trigger_sync", TWO, "sync_connection"],
  ["update_connector", { ...TWO, sync_frequency: 480 }, "modify_connection"],
  ["update_connector", { ...TWO, destination_group: "marketing" }, "connection_moved"],
])("%s %j of which nothing is known does not start with what did not happen", async (...row) => {
  const [tool, args, operation] = row;
  const { call, sandbox } = await harness();
  sandbox.fault({ operation, reset: true });
  const first = await call(tool, args);
  const asked = first.status === "confirmation_required";
  const lost = asked ? await call(tool, { ...args, confirmation_token: first.token }) : first;
  expect(lost).toMatchObject({ status: "partial", isError: true });
  expect(lost.text).toMatch(/^Outcome unknown: /);
  expect(lost.text).not.toMatch(/^No /m);
});
