import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { harness } from "../harness.js";
import { addTransformation } from "./transformation.js";

const args = { connector: "zendesk_support" };

test("asks with what is lost and what stays, then deletes once and looks", async () => {
  const { call, sandbox } = await harness();
  addTransformation(sandbox, "brave_otter", "zendesk_support");

  const plan = await call("delete_connector", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.text.replace(plan.token, "TOKEN")).toMatchInlineSnapshot(`
    "Plan: Delete the connector zendesk_support (dainty_wood)
    Account: "Sandbox Demo" (plucky_ember)
    - service zendesk, schema zendesk_support, in the snowflake destination of group analytics_prod (bronze_ginger)
    - last success: 2026-03-02T05:46:05Z, 3 h 43 min ago
    - lost: its configuration and credentials, its schema selection, its position in the source; made anew, it loads its whole history again
    - stays behind: the tables in the snowflake destination of group analytics_prod (bronze_ginger), with the rows loaded so far; drop them there if they are not wanted
    - dependants: 1 transformation: zendesk (brave_otter)
    - it cannot be taken back
    Nothing was changed yet. Show this plan to the user; if they agree, repeat the same delete_connector call with confirmation_token="TOKEN" within 15 minutes."
  `);
  expect(sandbox.effects()).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("delete_connector", confirmed);
  expect(done).toMatchObject({ status: "done", isError: false, data: { verified: true } });
  expect(done.text).toMatchInlineSnapshot(`
    "Deleted zendesk_support (dainty_wood); a read no longer finds it.
    Left behind: the tables in the snowflake destination of group analytics_prod (bronze_ginger)."
  `);
  const again = await call("delete_connector", confirmed);
  expect(again.text).toBe(done.text);
  expect(sandbox.effects()).toHaveLength(1);
});

test("whoever confirms while another call deletes is told what that one did", async () => {
  const { call, sandbox } = await harness();
  const { token } = await call("delete_connector", args);
  // The others look at the target once more, when it is gone.
  sandbox.fault({ path: "schema=zendesk_support", status: 503, calls: { from: 2, to: 9 } });

  const confirmed = { ...args, confirmation_token: token };
  const told = await Promise.all(
    Array.from({ length: 9 }, () => call("delete_connector", confirmed)),
  );

  expect(new Set(told.map(({ text }) => text))).toHaveLength(1);
  expect(told[0]?.text).toContain("Deleted zendesk_support");
  expect(sandbox.effects()).toHaveLength(1);
});

test("gone on the first attempt is not found, never a success", async () => {
  const { call, sandbox } = await harness();
  const { token } = await call("delete_connector", args);
  sandbox.fault({ operation: "delete_connection", status: 404 });

  const missing = await call("delete_connector", { ...args, confirmation_token: token });

  expect(missing).toMatchObject({ isError: true, data: { error: { type: "not_found" } } });
});

test("a lost answer is cleared up by a read, and the delete is not sent again", async () => {
  const { call, sandbox } = await harness();
  const { token } = await call("delete_connector", args);
  sandbox.fault({ operation: "delete_connection", when: "after", status: 502, calls: [1] });

  const done = await call("delete_connector", { ...args, confirmation_token: token });

  expect(done).toMatchObject({ status: "done", isError: false, data: { verified: true } });
  expect(sandbox.requests().filter(({ method }) => method === "DELETE")).toHaveLength(1);
});

test("found gone by the second attempt is done", async () => {
  const { call, sandbox } = await harness();
  const { token } = await call("delete_connector", args);
  sandbox.fault({ operation: "delete_connection", status: 502, calls: [1] });
  sandbox.fault({ operation: "delete_connection", status: 404, calls: [2] });

  const done = await call("delete_connector", { ...args, confirmation_token: token });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(sandbox.requests().filter(({ method }) => method === "DELETE")).toHaveLength(2);
});

test("one made anew under the same name is not what was planned", async () => {
  const { call, sandbox } = await harness();
  const plan = await call("delete_connector", args);
  sandbox.edit((world) => {
    connectionNamed(world, "zendesk_support").created_at = "2026-03-02T09:00:00.000000Z";
  });

  const moved = await call("delete_connector", { ...args, confirmation_token: plan.token });

  expect(moved.text).toContain("The state changed since that plan");
  expect(moved.text).toContain("created_at:");
  expect(sandbox.effects()).toEqual([]);
});

test.each([
  [{ connector: "zendesk_suport" }, "Nearest: zendesk_support"],
  [{ connectors: ["zendesk_support"] }, 'unknown parameter "connectors". Did you mean connector?'],
])("%j is refused", async (given, message) => {
  const { call, sandbox } = await harness();

  const refused = await call("delete_connector", given);

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(message);
  expect(sandbox.effects()).toEqual([]);
});

test("is out of reach unless the operator lets deletes in", async () => {
  const { call, client } = await harness({ env: { FIVETRAN_SCOPE: "read/write" } });

  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).not.toContain("delete_connector");
  const refused = await call("delete_connector", args);
  expect(refused.text).toContain("FIVETRAN_SCOPE");
});
