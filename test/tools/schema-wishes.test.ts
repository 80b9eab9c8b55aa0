import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { harness } from "../harness.js";

const NAME = "asana_projects";
const wishes = {
  connector: NAME,
  policy: "ALLOW_COLUMNS",
  changes: [
    { schema: NAME, table: "user", enabled: true },
    { schema: NAME, table: "note", enabled: false },
    { schema: NAME, table: "user", column: "email", hashed: true },
  ],
};

test("get_schema names the ways to a schema that was never captured", async () => {
  const { call } = await harness();

  const { text, data } = await call("get_schema", { connector: NAME });

  expect(data).toMatchObject({ captured: false });
  expect(text).toMatchInlineSnapshot(`
    "asana_projects (deft_vale): no schema
    Note: its schema was never captured: reload_schema captures it now, its first sync (trigger_sync) does it too; modify_schema stores wishes for exactly named schemas and tables, and the policy, before that"
  `);
});

test("exact names and the policy are stored, asked about first, and apply at capture", async () => {
  const { call, sandbox } = await harness();

  const plan = await call("modify_schema", wishes);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.text.replace(plan.token, "TOKEN")).toMatchInlineSnapshot(`
    "Plan: Store 3 wishes and the policy ALLOW_COLUMNS for the schema of asana_projects (deft_vale), which was never captured
    Account: "Sandbox Demo" (plucky_ember)
    - they apply when its schema is captured: at its first sync, or by reload_schema
    - asana_projects.user enabled: true
    - asana_projects.note enabled: false
    - asana_projects.user.email hashed: true
    - none of the 3 names could be checked against the source; one that does not exist, or cannot be switched, is ignored without a word
    - stored with them: asana_projects on
    - new schemas, tables and columns: ALLOW_COLUMNS
    - wishes stored before cannot be read, and may be replaced
    Nothing was changed yet. Show this plan to the user; if they agree, repeat the same modify_schema call with confirmation_token="TOKEN" within 15 minutes."
  `);
  expect(sandbox.effects()).toEqual([]);

  const confirmed = { ...wishes, confirmation_token: plan.token };
  const done = await call("modify_schema", confirmed);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatchInlineSnapshot(`
    "asana_projects (deft_vale): stored for later; new tables: ALLOW_COLUMNS
      asana_projects.user enabled: true
      asana_projects.note enabled: false
      asana_projects.user.email hashed: true
    Note: they apply when its schema is captured: at its first sync, or by reload_schema
    Note: none of the 3 names could be checked against the source; one that does not exist, or cannot be switched, is ignored without a word
    Note: stored with them: asana_projects on"
  `);
  const again = await call("modify_schema", confirmed);
  expect(again.text).toBe(done.text);
  expect(sandbox.effects()).toHaveLength(1);

  await call("reload_schema", { connector: NAME });
  const { text } = await call("get_schema", { connector: NAME, schema: NAME });
  expect(text).toContain("on: user, setting [locked");
});

test("the policy alone can be stored", async () => {
  const { call, sandbox } = await harness();
  const args = { connector: NAME, policy: "BLOCK_ALL" };
  const { token } = await call("modify_schema", args);

  const done = await call("modify_schema", { ...args, confirmation_token: token });

  expect(done.text).toMatchInlineSnapshot(`
    "asana_projects (deft_vale): stored for later; new tables: BLOCK_ALL
    Note: they apply when its schema is captured: at its first sync, or by reload_schema"
  `);
  expect(sandbox.effects()).toHaveLength(1);
});

test("a schema captured meanwhile voids the plan: names can be checked now", async () => {
  const { call, sandbox } = await harness();
  const plan = await call("modify_schema", wishes);
  sandbox.edit((world) => {
    connectionNamed(world, NAME).backstage.schema.captured = true;
  });

  const moved = await call("modify_schema", { ...wishes, confirmation_token: plan.token });

  expect(moved.status).toBe("confirmation_required");
  expect(moved.text).toContain("captured: false → absent");
  expect(moved.text).toContain("asana_projects.note enabled: true → false");
  expect(sandbox.effects()).toEqual([]);
});

test.each([
  [{ schema: NAME, table: "tmp_*", enabled: false }, 'change 1: table "tmp_*" is a pattern'],
  [{ table: "user", enabled: false }, 'change 1: schema "*" is a pattern'],
])("%j is refused: there are no names yet to match", async (change, message) => {
  const { call } = await harness();

  const refused = await call("modify_schema", { connector: NAME, changes: [change] });

  expect(refused.isError).toBe(true);
  expect(refused.text.toLowerCase()).toContain(message.toLowerCase());
  expect(refused.text).toContain("reload_schema captures it now");
});

test("a service without a choice of tables is no candidate for wishes", async () => {
  const { call } = await harness();

  const refused = await call("modify_schema", {
    connector: "marketing_sheets.budget",
    policy: "BLOCK_ALL",
  });

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain("has no schema configuration to choose from");
});
