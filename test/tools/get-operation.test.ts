import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { harness } from "../harness.js";

/** Makes a change whose answer names its operation, as a lost one does. */
async function lostChange() {
  const made = await harness();
  made.sandbox.fault({ operation: "modify_connection", status: 502 });
  const lost = await made.call("pause_connectors", { connectors: ["zendesk_support"] });
  made.sandbox.clearFaults();
  return { ...made, id: String(lost.data["operation_id"]), lost };
}

/** The record as if the process had ended, or was at it, since so many minutes. */
async function unfinished(stateDir: string, id: string, minutes: number) {
  const path = join(stateDir, "operations", `${id}.json`);
  const { result: _, ended_at: __, ...begun } = JSON.parse(await readFile(path, "utf8"));
  const started_at = new Date(Date.parse("2026-03-02T09:30:00Z") - minutes * 60_000).toISOString();
  await writeFile(path, JSON.stringify({ ...begun, started_at }));
}

test("tells an unknown outcome again, to another process of the same user", async () => {
  const { id, lost, stateDir, ...on } = await lostChange();
  expect(lost).toMatchObject({ status: "unknown", isError: true });

  const other = await harness({ account: on, stateDir });
  const { text, data, isError } = await other.call("get_operation", { operation_id: id });

  expect(isError).toBe(false);
  expect(data).toMatchObject({ state: "unknown", tool: "pause_connectors", operation_id: id });
  expect(text).toContain(lost.text);
});

test("one that is still running", async () => {
  const { call, id, stateDir } = await lostChange();
  await unfinished(stateDir, id, 3);

  const { text, data } = await call("get_operation", { operation_id: id });

  expect(data).toMatchObject({ state: "running" });
  expect(text.replaceAll(id, "OP")).toMatchInlineSnapshot(`
    "OP pause_connectors: running; started 2026-03-02T09:27:00.000Z
    Pause zendesk_support (dainty_wood)
    It is under way since 3 min, or its process ended. Do not repeat it; call again, or look with get_status connectors=["dainty_wood"]."
  `);
});

test("one that was cut off, with the read that tells", async () => {
  const { call, id, stateDir } = await lostChange();
  await unfinished(stateDir, id, 90);

  const { text, data } = await call("get_operation", { operation_id: id });

  expect(data).toMatchObject({ state: "cut_off" });
  expect(text.replaceAll(id, "OP")).toMatchInlineSnapshot(`
    "OP pause_connectors: cut_off; started 2026-03-02T08:00:00.000Z
    Pause zendesk_support (dainty_wood)
    No result was recorded: its process ended before, and the change may have taken effect. Do not repeat it; look with get_status connectors=["dainty_wood"] first."
  `);
});

test.each(["op_AAAAAAAAAAAA", "../../etc/passwd"])(
  "%j is not known, and why is said",
  async (id) => {
    const { call } = await harness();

    const unknown = await call("get_operation", { operation_id: id });

    expect(unknown).toMatchObject({ isError: true, data: { error: { type: "not_found" } } });
    expect(unknown.text).toContain("Records are kept for 24 hours");
    expect(unknown.text).toContain("FIVETRAN_STATE_DIR");
  },
);

test("a misspelt parameter is answered with the right one", async () => {
  const { call } = await harness();

  const refused = await call("get_operation", { operation: "op_AAAAAAAAAAAA" });

  expect(refused.text).toContain("Did you mean operation_id?");
});
