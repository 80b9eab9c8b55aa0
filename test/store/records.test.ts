import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { disable, drop, engineBeside, run, tokenOf } from "../engine/fixture.js";
import { changes, type Harness, harness, temporaryFolder } from "../harness.js";

const Line = z.looseObject({ at: z.iso.datetime(), event: z.string(), tool: z.string() });

async function auditLines(path: string) {
  const text = await readFile(path, "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)));
}

test("the audit log holds the intent before, the outcome after and every refusal, and no bodies", async () => {
  const path = join(await temporaryFolder(), "deep", "audit.jsonl");
  const env = { FIVETRAN_AUDIT_LOG: path };
  const host = await harness({ env });
  const args = disable("audit_log");
  await host.call("get_status", { connectors: ["salesforce_prod"] });
  const { token } = await host.call("modify_schema", args);
  await host.call("modify_schema", { ...disable("refunds"), confirmation_token: token });
  const done = await host.call("modify_schema", { ...args, confirmation_token: token });
  await host.call("trigger_sync", { connectors: ["salesforce_prod"] });
  const bound = await harness({
    env: { ...env, FIVETRAN_READ_ONLY: "true" },
    account: { sandbox: host.sandbox, url: host.url },
  });
  await bound.call("trigger_sync", { connectors: ["salesforce_prod"] });

  const lines = await auditLines(path);
  expect(lines.map(({ event, tool, approval }) => [event, tool, approval])).toEqual([
    ["refused", "modify_schema", "token"],
    ["intent", "modify_schema", "token"],
    ["outcome", "modify_schema", "token"],
    ["intent", "trigger_sync", "none"],
    ["outcome", "trigger_sync", "none"],
    ["refused", "trigger_sync", "token"],
  ]);
  const [, intent, outcome] = lines;
  expect(intent).toMatchObject({
    operations: ["modify_connection_schema_config"],
    account: expect.stringContaining("Sandbox Demo"),
    targets: [expect.stringMatching(/^\w+$/)],
  });
  expect(outcome).toMatchObject({
    operation_id: intent?.["operation_id"],
    plan_digest: intent?.["plan_digest"],
    outcome: done.status,
  });
  const text = await readFile(path, "utf8");
  expect(text).not.toMatch(/audit_log|enabled|sandbox-key|sandbox-secret|fvc1_/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("the intent is written before anything is sent", async () => {
  const path = join(await temporaryFolder(), "audit.jsonl");
  const host = await harness({ env: { FIVETRAN_AUDIT_LOG: path } });
  host.sandbox.fault({ operation: "sync_connection", status: 400 });
  await host.call("trigger_sync", { connectors: ["salesforce_prod"] });
  const events = (await auditLines(path)).map(({ event }) => event);
  expect(events).toEqual(["intent", "outcome"]);
});

test("a change that cannot be put on record is not made, and its token stays good", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "in-the-way"), "");
  const host = await harness();
  const args = disable("audit_log");
  const { token } = await host.call("modify_schema", args);
  const confirmed = { ...args, confirmation_token: token };
  const mute = await engineBeside(host, {
    env: { FIVETRAN_AUDIT_LOG: join(folder, "in-the-way", "audit.jsonl") },
  });
  for (const [tool, call] of [
    ["modify_schema", confirmed],
    ["trigger_sync", { connectors: ["salesforce_prod"] }],
  ] as const) {
    const refused = await run(mute, tool, call);
    expect(refused.text).toContain("The audit log could not be written.\nNothing was changed.");
    expect(refused.text).toContain("FIVETRAN_AUDIT_LOG");
  }
  expect(changes(host.sandbox)).toEqual([]);
  expect(await host.call("modify_schema", confirmed)).toMatchObject({ status: "done" });
});

test("without a writable state folder changes are refused by name of the setting, and reads work", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "in-the-way"), "");
  const { call, sandbox } = await harness({ stateDir: join(folder, "in-the-way", "state") });
  const read = await call("get_status", { connectors: ["salesforce_prod"] });
  expect(read.isError).toBe(false);
  for (const [tool, args] of [
    ["modify_schema", disable("audit_log")],
    ["trigger_sync", { connectors: ["salesforce_prod"] }],
  ] as const) {
    const refused = await call(tool, args);
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(
      /^Changes need a writable state folder.*\nNothing was changed\.\n.*FIVETRAN_STATE_DIR/,
    );
  }
  expect(changes(sandbox)).toEqual([]);
});

/** Returns ids of connectors to delete, read from the sandbox itself. */
function ids({ sandbox }: Harness, count: number): string[] {
  let all: string[] = [];
  sandbox.edit((world) => {
    all = [...world.connections.keys()];
  });
  return all.slice(0, count);
}

test("ten deletes an hour and no more; the eleventh keeps its token for later", async () => {
  const host = await harness();
  const engine = await engineBeside(host, { tools: [drop] });
  const plans: Record<string, unknown>[] = [];
  for (const id of ids(host, 11)) {
    const args = { connectors: [id] };
    const token = tokenOf(await run(engine, "drop_connectors", args));
    plans.push({ ...args, confirmation_token: token });
  }
  for (const plan of plans.slice(0, 10)) {
    expect(await run(engine, "drop_connectors", plan)).toMatchObject({ isError: false });
  }
  const [, , , , , , , , , , last = {}] = plans;
  const refused = await run(engine, "drop_connectors", last);
  expect(refused.data["error"]).toMatchObject({ type: "policy_denied" });
  expect(refused.text).toMatch(/in one hour\.\nNothing was changed\.\nTry again in \d+ min/);
  expect(host.sandbox.effects()).toHaveLength(10);

  const folder = join(host.stateDir, "executions");
  const [first = ""] = (await readdir(folder)).sort();
  await rm(join(folder, first));
  expect(await run(engine, "drop_connectors", last)).toMatchObject({ isError: false });
  expect(host.sandbox.effects()).toHaveLength(11);
});

test("a batch that fails in part names what was done, and stops where everything would be refused", async () => {
  const host = await harness();
  const names = ["salesforce_prod", "github_repos", "jira_engineering"];
  host.sandbox.fault({ operation: "sync_connection", status: 409, calls: [2] });
  const partial = await host.call("trigger_sync", { connectors: names });
  expect(partial).toMatchObject({ status: "partial", isError: true });
  expect(partial.data["started"]).toHaveLength(2);
  expect(partial.data["failed"]).toHaveLength(1);
  expect(partial.data["operation_id"]).toMatch(/^op_/);
});
