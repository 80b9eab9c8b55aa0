import { describe, expect, test } from "vitest";
import { harness } from "../harness.js";
import { agreed } from "./agreed.js";

test("makes what does not ask at once, and answers with it", async () => {
  const { call, sandbox } = await harness();
  const made = await call("write_api", { operation_id: "create_group", body: { name: "fresh" } });
  expect(made).toMatchObject({ isError: false, status: "done" });
  expect(made.text).toMatch(
    /^create_group done: fresh \(\w+\)\nFivetran says: "Group has been created"\nid=/,
  );
  expect(made.data["answer"]).toMatchObject({ name: "fresh" });
  expect(sandbox.effects()).toHaveLength(1);
});

test("a plan shows each field as it is and as it will be, and nothing is sent before", async () => {
  const { call, sandbox } = await harness();
  const args = {
    operation_id: "modify_destination",
    params: { destinationId: await groupNamed(call, "analytics_prod") },
    body: { config: { host: "new.snowflakecomputing.com" }, run_setup_tests: false },
  };
  const plan = await call("write_api", args);
  expect(plan.status).toBe("confirmation_required");
  expect(plan.text).toContain(
    "- config.host: example.snowflakecomputing.com -> new.snowflakecomputing.com",
  );
  expect(plan.text).toContain("- time_zone_offset: -5 (as it is)");
  expect(sandbox.effects()).toEqual([]);
  const done = await call("write_api", { ...args, confirmation_token: plan.token });
  expect(done.status).toBe("done");
  expect(done.text).toContain("config.host=new.snowflakecomputing.com");
});

test("a plan says nothing of fields where the body is empty", async () => {
  const { call } = await harness();
  const { data } = await call("list_connectors", { limit: 1, states: ["ok"] });
  const [{ id }] = data["connectors"] as [{ id: string }];
  const plan = await call("write_api", {
    operation_id: "resync_connection",
    params: { connectionId: id },
    body: {},
  });
  expect(plan.status).toBe("confirmation_required");
  expect(plan.text).not.toContain("as it is");
});

test("a plan does not hold once the field was changed behind it", async () => {
  const { call, sandbox } = await harness();
  const destinationId = await groupNamed(call, "analytics_prod");
  const args = {
    operation_id: "modify_destination",
    params: { destinationId },
    body: { config: { host: "new.example.com" }, run_setup_tests: false },
  };
  const plan = await call("write_api", args);
  sandbox.edit((world) => {
    const destination = world.destinations.get(destinationId);
    if (destination !== undefined) destination.config["host"] = "moved.example.com";
  });
  const refused = await call("write_api", { ...args, confirmation_token: plan.token });
  expect(refused.text).toContain("moved.example.com");
  expect(sandbox.effects()).toEqual([]);
});

const BAD: [string, Record<string, unknown>, string][] = [
  [
    "an unknown field",
    { operation_id: "create_group", body: { nam: "x" } },
    'no field "nam"; did you mean name?',
  ],
  ["a wrong type", { operation_id: "create_group", body: { name: 5 } }, "name takes a string"],
  [
    "a wrong choice",
    {
      operation_id: "create_private_link",
      body: { name: "x", region: "GCP_US_EAST", service: "SOURCE_AWS" },
    },
    "did you mean GCP_US_EAST4?",
  ],
  [
    "a missing field",
    { operation_id: "create_user", body: { email: "a@b.c" } },
    "given_name is required",
  ],
  [
    "a field within",
    {
      operation_id: "create_transformation",
      body: { type: "DBT_CORE", transformation_config: { name: "x", project_id: "p", step: [] } },
    },
    "did you mean steps?",
  ],
  [
    "an unknown variant",
    {
      operation_id: "create_destination",
      body: { group_id: "g", service: "snowflak", time_zone_offset: "0" },
    },
    "Did you mean snowflake",
  ],
  [
    "a field of another service",
    {
      operation_id: "create_destination",
      body: {
        group_id: "g",
        service: "big_query",
        time_zone_offset: "0",
        config: { passwort: "x" },
      },
    },
    'no field "config.passwort"',
  ],
  [
    "a number as a text",
    {
      operation_id: "create_destination",
      body: { group_id: "g", service: "snowflake", time_zone_offset: "0", config: { port: "443" } },
    },
    "config.port takes a whole number",
  ],
  [
    "a body that it does not take",
    { operation_id: "cancel_transformation", params: { transformationId: "x" }, body: { a: 1 } },
    "takes no body",
  ],
  [
    "a change of nothing",
    { operation_id: "modify_group", params: { groupId: "x" }, body: {} },
    "changes nothing without a body",
  ],
  [
    "a masked value",
    { operation_id: "modify_webhook", params: { webhookId: "x" }, body: { secret: "******" } },
    "secret is a masked value",
  ],
  [
    "a reference where no secret goes",
    { operation_id: "create_group", body: { name: { secret_ref: "env:OPEN_SESAME" } } },
    "name is no secret field",
  ],
  [
    "a reference in open configuration",
    {
      operation_id: "create_connection",
      body: {
        group_id: "g",
        service: "postgres",
        config: { host: { secret_ref: "env:OPEN_SESAME" } },
      },
    },
    "config.host is no secret field",
  ],
  [
    "a connect card",
    { operation_id: "connect_card", params: { connectionId: "x" } },
    "create_connect_card",
  ],
  [
    "a card within",
    {
      operation_id: "create_connection",
      body: { group_id: "g", service: "s", connect_card_config: { redirect_uri: "https://a.b" } },
    },
    "create_connect_card",
  ],
  ["a read", { operation_id: "list_all_users" }, "Use read_api"],
  ["a delete", { operation_id: "delete_user" }, "Use delete_api"],
  ["an upload", { operation_id: "create_connector_sdk_package" }, "fivetran.sdkPackages"],
  [
    "a parameter that climbs",
    { operation_id: "modify_group", params: { groupId: "../users" }, body: { name: "x" } },
    "does not fit modify_group",
  ],
];

test.each(BAD)("%s is refused and nothing is sent", async (_, args, words) => {
  const { call, sandbox } = await harness({
    env: { FIVETRAN_SECRET_REFS: "OPEN_SESAME", OPEN_SESAME: "canary-9f31c0" },
  });
  const { isError, text, data } = await call("write_api", args);
  expect(isError).toBe(true);
  expect(text).toContain(words);
  expect(data["error"]).toMatchObject({ type: "input" });
  expect(sandbox.requests()).toEqual([]);
});

test("a map takes any name, and its values are checked", async () => {
  const { call } = await harness();
  const connectionId = await connectorNamed(call, "postgres_orders");
  const args = { operation_id: "resync_tables", params: { connectionId } };
  const plan = await call("write_api", { ...args, body: { public: ["orders"] } });
  expect(plan.status).toBe("confirmation_required");
  expect(plan.text).toContain("- public: orders");
  expect(plan.text).toContain("resync_connector does this with more checks.");
  const wrong = await call("write_api", { ...args, body: { public: "orders" } });
  expect(wrong.text).toContain("public takes a list");
});

describe("the long tail's jobs", () => {
  test("a user with a role in a group", async () => {
    const scene = await harness();
    const groupId = await groupNamed(scene.call, "finance");
    const invited = await agreed(scene, "write_api", {
      operation_id: "create_user",
      body: { email: "ann@example.com", given_name: "Ann", family_name: "Lee" },
    });
    expect(invited.plan).toContain("Fivetran sends an invitation by e-mail.");
    expect(invited.status).toBe("done");
    const added = await agreed(scene, "write_api", {
      operation_id: "add_user_to_group",
      params: { groupId },
      body: { email: "ann@example.com", role: "Manage Destination" },
    });
    expect(added.plan).toContain(`finance (${groupId})`);
    expect(added.status).toBe("done");
    const users = await scene.call("read_api", {
      operation_id: "list_all_users_in_group",
      params: { groupId },
      fields: ["email", "role"],
    });
    expect(users.text).toContain('email="ann@example.com" role="Manage Destination"');
  });

  test("a webhook, made and tested", async () => {
    const scene = await harness();
    const made = await agreed(scene, "write_api", {
      operation_id: "create_account_webhook",
      body: { url: "https://hooks.example.com/fivetran", events: ["sync_end"], active: false },
    });
    expect(made.plan).toContain("will be sent to this address");
    const { id } = idIn(made.data["answer"]);
    const tested = await scene.call("write_api", {
      operation_id: "test_webhook",
      params: { webhookId: id },
      body: { event: "sync_end" },
    });
    expect(tested.data["answer"]).toHaveProperty("succeed");
  });

  test("a dbt transformation that follows chosen connectors", async () => {
    const scene = await harness();
    const group_id = await groupNamed(scene.call, "analytics_prod");
    const connection = await connectorNamed(scene.call, "postgres_orders");
    const project = await agreed(scene, "write_api", {
      operation_id: "create_transformation_project",
      body: {
        group_id,
        type: "DBT_CORE",
        project_config: {
          dbt_version: "1.9.0",
          default_schema: "marts",
          git_remote_url: "git@example.com:acme/dbt.git",
        },
      },
    });
    const made = await agreed(scene, "write_api", {
      operation_id: "create_transformation",
      body: {
        type: "DBT_CORE",
        schedule: { schedule_type: "INTEGRATED", connection_ids: [connection] },
        transformation_config: {
          project_id: idIn(project.data["answer"]).id,
          name: "marts",
          steps: [{ name: "build", command: "dbt build" }],
        },
      },
    });
    expect(made.status).toBe("done");
    expect(made.plan).toContain(`- schedule.connection_ids: ${connection}`);
    expect(made.text).toContain("schedule.schedule_type=INTEGRATED");
  });
});

type Call = Awaited<ReturnType<typeof harness>>["call"];

async function groupNamed(call: Call, name: string): Promise<string> {
  const { text } = await call("read_api", { operation_id: "list_all_groups" });
  return new RegExp(`id=(\\w+) name=${name} `).exec(text)?.[1] ?? "";
}

async function connectorNamed(call: Call, schema: string): Promise<string> {
  const { text } = await call("read_api", { operation_id: "list_connections", params: { schema } });
  return /id=(\w+)/.exec(text)?.[1] ?? "";
}

function idIn(answer: unknown): { id: string } {
  const id: unknown =
    typeof answer === "object" && answer !== null ? Reflect.get(answer, "id") : "";
  return { id: String(id) };
}

test("a thing of another group is refused before anybody is asked", async () => {
  const outside = await harness();
  const groupId = await groupNamed(outside.call, "finance");
  const own = await groupNamed(outside.call, "staging");
  const { call } = await harness({
    account: { sandbox: outside.sandbox, url: outside.url },
    env: { FIVETRAN_GROUPS: own },
  });
  const refused = await call("write_api", {
    operation_id: "modify_destination",
    params: { destinationId: groupId },
    body: { config: { host: "x.example.com" } },
  });
  expect(refused.data["error"]).toMatchObject({
    type: "policy_denied",
    setting: "FIVETRAN_GROUPS",
  });
  const connection = await connectorNamed(outside.call, "netsuite_finance");
  for (const step of [
    { operation_id: "resync_tables", params: { connectionId: connection }, body: { a: ["b"] } },
    {
      operation_id: "create_group_webhook",
      params: { groupId },
      body: { url: "https://hook.example.com", events: ["sync_end"] },
    },
  ]) {
    const planned = await call("write_api", step);
    expect(planned.data["error"], step.operation_id).toMatchObject({ type: "policy_denied" });
  }
  expect(outside.sandbox.effects()).toEqual([]);
});
