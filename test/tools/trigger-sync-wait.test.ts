import { expect, test } from "vitest";
import { connectionNamed, type RunScript } from "../../src/sandbox/index.js";
import { harness } from "../harness.js";

async function scripted(script: Partial<RunScript>) {
  const made = await harness();
  made.sandbox.edit((world) => {
    connectionNamed(world, "zendesk_support").backstage.script = {
      duration_ms: 6000,
      outcome: "success",
      ...script,
    };
  });
  return made;
}

test("starts a run and tells its end in one call", async () => {
  const { call, sandbox } = await scripted({});

  const done = await call("trigger_sync", { connectors: ["zendesk_support"], wait_seconds: 50 });

  expect(done).toMatchObject({ status: "done", isError: false, data: { waited: "succeeded" } });
  expect(done.text).toMatchInlineSnapshot(
    `"zendesk_support (dainty_wood) succeeded at 2026-03-02T09:30:06.000507Z"`,
  );
  expect(sandbox.effects()).toHaveLength(1);
});

test("answers with the handle to wait on with when the time is out", async () => {
  const { call } = await scripted({ outcome: "never_ends" });

  const done = await call("trigger_sync", { connectors: ["zendesk_support"], wait_seconds: 10 });

  expect(done).toMatchObject({ status: "done", isError: false, data: { waited: "still_running" } });
  expect(done.text).toMatchInlineSnapshot(`
    "zendesk_support (dainty_wood) still running: syncing
    Wait on: wait_for_sync handles=["dainty_wood~hg9v9or0x5~~o"]"
  `);
});

test("waits for a run that was under way, beside what it started and could not start", async () => {
  const { call } = await scripted({});

  const done = await call("trigger_sync", {
    connectors: ["zendesk_support", "mongo_events", "mysql_legacy"],
    wait_seconds: 10,
  });

  expect(done.text).toMatchInlineSnapshot(`
    "zendesk_support (dainty_wood) succeeded at 2026-03-02T09:30:06.000507Z
    mongo_events (lively_dawn) still running: this run was under way already: the schedule or somebody else started it
    Not started mysql_legacy (opaque_basin): it is paused, so a trigger runs nothing. Resume it first with resume_connectors, if it was not paused on purpose. https://fivetran.com/dashboard/connections/opaque_basin/status
    Wait on: wait_for_sync handles=["lively_dawn~hg9lgcctib~~f"]"
  `);
});

test("force asks first, and its wait tells the new run", async () => {
  const { call, sandbox } = await harness();
  const args = { connectors: ["mongo_events"], force: true, wait_seconds: 50 };

  const plan = await call("trigger_sync", args);
  expect(plan.status).toBe("confirmation_required");
  expect(sandbox.effects()).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("trigger_sync", confirmed);
  expect(done.data).toMatchObject({ status: "done", waited: "succeeded" });
  const again = await call("trigger_sync", confirmed);
  expect(again.text).toBe(done.text);
  expect(sandbox.effects()).toHaveLength(1);
});

test("refuses a longer wait than a call may take", async () => {
  const { call, sandbox } = await harness();

  const refused = await call("trigger_sync", { connectors: ["zendesk_support"], wait_seconds: 51 });

  expect(refused).toMatchObject({ isError: true });
  expect(refused.text).toContain("wait_seconds");
  expect(sandbox.effects()).toEqual([]);
});
