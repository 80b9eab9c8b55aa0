import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Harness, harness, idOf } from "../harness.js";
import { agreed } from "./agreed.js";
import { groupId, sent, shown } from "./ids.js";

/** Makes a change whose result names its operation, as after a lost response. */
async function lostChange() {
  const made = await harness();
  made.sandbox.fault({ operation: "modify_connection", status: 502 });
  const lost = await made.call("pause_connectors", { connectors: ["zendesk_support"] });
  made.sandbox.clearFaults();
  return { ...made, id: String(lost.data["operation_id"]), lost };
}

type Recorded = Pick<Harness, "stateDir">;

async function editRecord(
  { stateDir }: Recorded,
  id: string,
  change: (record: Record<string, unknown>) => Record<string, unknown>,
) {
  const path = join(stateDir, "operations", `${id}.json`);
  const record: unknown = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify(change(Object.assign({}, record))));
}

/** Changes the record as if the process had ended, or had been busy, for this many minutes. */
const unfinished = (on: Recorded, id: string, minutes: number, more = {}) =>
  editRecord(on, id, ({ result: _, ended_at: __, ...begun }) => ({
    ...begun,
    // A running process other than this one. This process would know that it has ended the change.
    process: { pid: process.ppid, host: hostname() },
    started_at: new Date(Date.now() - minutes * 60_000).toISOString(),
    ...more,
  }));

/** A process that has ended. */
const ENDED = { process: { pid: spawnSync(process.execPath, ["-e", ""]).pid, host: hostname() } };

const withResult = (on: Recorded, id: string, data: Record<string, unknown>, isError: boolean) =>
  editRecord(on, id, (record) => ({ ...record, result: { text: "What it said.", data, isError } }));

/** Like `shown`, with the times of this machine's clock replaced by a word. */
const steady = (on: Parameters<typeof shown>[0], result: Parameters<typeof shown>[1]) =>
  shown(on, result).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");

describe("a change with a result", () => {
  test("of unknown outcome is reported again, to another process of the same user", async () => {
    const { id, lost, stateDir, ...on } = await lostChange();
    expect(lost).toMatchObject({ status: "unknown", isError: true });

    const other = await harness({ account: on, stateDir });
    const before = on.sandbox.requests().length;
    const result = await other.call("get_operation", { operation_id: id });

    expect(steady(on, result)).toMatchSnapshot();
    expect(result.isError).toBe(false);
    expect(result.data).toMatchObject({
      state: "unknown",
      tool: "pause_connectors",
      operation_id: id,
      targets: [idOf(on.sandbox, "zendesk_support")],
      text: lost.text,
    });
    expect(result.data["next"]).toBeUndefined();
    expect(Date.parse(String(result.data["ended_at"]))).toBeGreaterThanOrEqual(
      Date.parse(String(result.data["started_at"])),
    );
    expect(result.text).toContain(lost.text);
    expect(sent(on.sandbox)).toHaveLength(
      on.sandbox
        .requests()
        .slice(0, before)
        .filter(({ method }) => method !== "GET").length,
    );
  });

  test.each<[string, Record<string, unknown>, boolean, string]>([
    ["done", { status: "done" }, false, "done"],
    ["with nothing to do", { status: "nothing_to_do" }, false, "nothing_to_do"],
    ["done in part", { status: "partial" }, true, "partial"],
    ["of unknown outcome", { status: "unknown" }, true, "unknown"],
    ["failed", { error: { type: "conflict" } }, true, "failed"],
    ["with another status and no error", { status: "other" }, false, "done"],
    ["with another status and an error", { status: "other" }, true, "failed"],
  ])("%s", async (_, data, isError, state) => {
    const on = await lostChange();
    await withResult(on, on.id, data, isError);
    const result = await on.call("get_operation", { operation_id: on.id });
    expect(steady(on, result)).toMatchSnapshot();
    expect(result.isError).toBe(false);
    expect(result.data).toMatchObject({ state, text: "What it said." });
    expect(result.data["next"]).toBeUndefined();
    expect(result.text).toContain("What it said.");
  });

  test("and long ago is not a change that was cut off", async () => {
    const on = await lostChange();
    await editRecord(on, on.id, (record) => ({ ...record, started_at: "2026-03-01T10:00:00Z" }));
    const result = await on.call("get_operation", { operation_id: on.id });
    expect(result.data).toMatchObject({ state: "unknown", started_at: "2026-03-01T10:00:00Z" });
  });

  test("that failed in part is recorded as that", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "modify_connection", calls: [2], status: 409 });
    const some = await on.call("pause_connectors", {
      connectors: ["zendesk_support", "github_repos"],
    });
    expect(some.status).toBe("partial");
    const result = await on.call("get_operation", { operation_id: some.data["operation_id"] });
    expect(result.data).toMatchObject({
      state: "partial",
      targets: expect.arrayContaining([
        idOf(on.sandbox, "zendesk_support"),
        idOf(on.sandbox, "github_repos"),
      ]),
      text: some.text,
    });
  });
});

describe("a change without a result", () => {
  test.each([0, 3, 20, 90])("is running %d minutes after its start", async (minutes) => {
    const on = await lostChange();
    await unfinished(on, on.id, minutes);
    const result = await on.call("get_operation", { operation_id: on.id });
    expect(steady(on, result)).toMatchSnapshot();
    expect(result.data).toMatchObject({ state: "running" });
    expect(result.data).not.toHaveProperty("ended_at", expect.any(String));
    expect(result.data["next"]).toContain(`connectors=["${idOf(on.sandbox, "zendesk_support")}"]`);
    expect(result.text).toContain(String(result.data["next"]));
    expect(result.text).toContain(String(result.data["summary"]));
  });

  test.each([0, 90])(
    "was cut off if its process ended, %d minutes after its start",
    async (minutes) => {
      const on = await lostChange();
      await unfinished(on, on.id, minutes, ENDED);
      const result = await on.call("get_operation", { operation_id: on.id });
      expect(steady(on, result)).toMatchSnapshot();
      expect(result.data).toMatchObject({ state: "cut_off" });
      expect(result.data["next"]).toContain(
        `connectors=["${idOf(on.sandbox, "zendesk_support")}"]`,
      );
    },
  );

  test.each<[string, (id: string) => string[], (id: string) => string]>([
    ["pause_connectors", (id) => [id], (id) => `get_status connectors=["${id}"]`],
    ["trigger_sync", (id) => [id, "b"], (id) => `get_status connectors=["${id}","b"]`],
    ["modify_schema", (id) => [id], (id) => `get_schema connector=${id}`],
    ["reload_schema", (id) => [id], (id) => `get_schema connector=${id}`],
    ["create_connector", (id) => [id], () => "list_connectors"],
    ["delete_connector", () => [], () => "list_connectors"],
    ["write_api", (id) => [id], () => "read_api"],
    ["delete_api", (id) => [id], () => "read_api"],
  ])("of %s names the read that shows what it did", async (tool, targets, read) => {
    const on = await lostChange();
    const connector = idOf(on.sandbox, "github_repos");
    for (const process of [{}, ENDED]) {
      await unfinished(on, on.id, 3, { ...process, tool, targets: targets(connector) });
      const result = await on.call("get_operation", { operation_id: on.id });
      expect(result.data).toMatchObject({ tool });
      const next = String(result.data["next"]);
      expect(next).toContain(`check with ${read(connector)}`);
      expect(next).not.toContain(`${read(connector)} connector`);
    }
  });

  test("of many targets names 20 in the read, and all among its targets", async () => {
    const on = await lostChange();
    const targets = Array.from({ length: 30 }, (_, n) => `connector_${n}`);
    await unfinished(on, on.id, 3, { targets });
    const result = await on.call("get_operation", { operation_id: on.id });
    expect(result.data["targets"]).toEqual(targets);
    expect(result.data["next"]).toContain(JSON.stringify(targets.slice(0, 20)));
    expect(result.data["next"]).not.toContain("connector_20");
  });

  test("the read that it names shows the connector", async () => {
    const on = await lostChange();
    await unfinished(on, on.id, 90);
    const result = await on.call("get_operation", { operation_id: on.id });
    const named = /get_status connectors=(\[.*?\])/.exec(String(result.data["next"]))?.[1] ?? "";
    const connectors: unknown = JSON.parse(named);
    const status = await on.call("get_status", { connectors });
    expect(status.isError).toBe(false);
    expect(status.text).toContain("zendesk_support");
  });
});

test("a change by operation id is recorded too, its secrets not", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "modify_destination", reset: true });
  const lost = await agreed(on, "write_api", {
    operation_id: "modify_destination",
    params: { destinationId: groupId(on.sandbox, "analytics_prod") },
    body: { config: { password: "canary-0a1b2c" } },
  });
  const result = await on.call("get_operation", { operation_id: lost.data["operation_id"] });
  expect(result.data).toMatchObject({ tool: "write_api", state: "unknown" });
  expect(result.text + JSON.stringify(result.data)).not.toContain("canary");
});

test.each(["op_AAAAAAAAAAAA", "../../etc/passwd", "nonsense"])(
  "%j is not known, and why is said",
  async (operation_id) => {
    const on = await harness();
    const unknown = await on.call("get_operation", { operation_id });
    expect(shown(on, unknown)).toMatchSnapshot();
    expect(unknown).toMatchObject({ isError: true, data: { error: { type: "not_found" } } });
    expect(unknown.text).toContain("24");
    expect(unknown.text).toContain("FIVETRAN_STATE_DIR");
    expect(on.sandbox.requests()).toEqual([]);
  },
);

test("an operation of another state folder is not known", async () => {
  const { id, sandbox, url } = await lostChange();
  const other = await harness({ account: { sandbox, url } });
  const unknown = await other.call("get_operation", { operation_id: id });
  expect(unknown.data["error"]).toMatchObject({ type: "not_found" });
});

test.each([
  ["a misspelt parameter, with the right one", { operation: "op_AAAAAAAAAAAA" }],
  ["no id", {}],
  ["an empty id", { operation_id: "" }],
])("refused: %s", async (_, args) => {
  const on = await harness();
  const refused = await on.call("get_operation", args);
  expect(shown(on, refused)).toMatchSnapshot();
  expect(refused.data["error"]).toMatchObject({ type: "input" });
  expect(on.sandbox.requests()).toEqual([]);
});

test("needs no more than the right to read", async () => {
  const { id, stateDir, sandbox, url } = await lostChange();
  const reader = await harness({
    account: { sandbox, url },
    stateDir,
    env: { FIVETRAN_SCOPE: "read" },
  });
  const result = await reader.call("get_operation", { operation_id: id });
  expect(result.data).toMatchObject({ state: "unknown", operation_id: id });
});

describe("a record is shown to its own key and scope only", () => {
  const args = (id: string) => ({ operation_id: id });
  const GONE = { type: "not_found" };

  test("another key on the same state folder does not see it", async () => {
    const { id, stateDir, ...on } = await lostChange();
    await editRecord({ stateDir }, id, (record) => ({ ...record, key: "of another one" }));
    const other = await harness({ account: on, stateDir });
    expect((await other.call("get_operation", args(id))).data["error"]).toMatchObject(GONE);
    await editRecord({ stateDir }, id, ({ key: _, ...record }) => record);
    expect((await other.call("get_operation", args(id))).data["error"]).toMatchObject(GONE);
  });

  test("nor does a session confined to other groups or connectors", async () => {
    const { id, stateDir, ...on } = await lostChange();
    let own = "";
    on.sandbox.edit((world) => {
      own = world.connections.get(idOf(on.sandbox, "zendesk_support"))?.group_id ?? "";
    });
    const seen: [Record<string, string>, boolean][] = [
      [{ FIVETRAN_GROUPS: own }, true],
      [{ FIVETRAN_GROUPS: groupId(on.sandbox, "staging") }, false],
      [{ FIVETRAN_CONNECTORS: "zendesk_*" }, true],
      [{ FIVETRAN_CONNECTORS: "*,!zendesk_support" }, false],
    ];
    for (const [env, visible] of seen) {
      const confined = await harness({ account: on, stateDir, env });
      const found = await confined.call("get_operation", args(id));
      expect(found.isError, JSON.stringify(env)).toBe(!visible);
    }
  });

  test("nor one of the whole account, for any confined session", async () => {
    const made = await harness();
    const hook = { url: "https://hooks.example.com/x", events: ["sync_end"], active: false };
    const done = await agreed(made, "write_api", {
      operation_id: "create_account_webhook",
      body: hook,
    });
    expect(done.status).toBe("done");
    const { readdir } = await import("node:fs/promises");
    const [file = ""] = await readdir(join(made.stateDir, "operations"));
    const id = file.replace(".json", "");
    const same = await harness({ account: made, stateDir: made.stateDir });
    expect((await same.call("get_operation", args(id))).isError).toBe(false);
    const confined = await harness({
      account: made,
      stateDir: made.stateDir,
      env: { FIVETRAN_GROUPS: groupId(made.sandbox, "staging") },
    });
    expect((await confined.call("get_operation", args(id))).data["error"]).toMatchObject(GONE);
  });
});
