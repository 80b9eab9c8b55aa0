import { lstatSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import Database from "libsql";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { MIGRATIONS, SQL } from "../../src/store/history-schema.js";
import { type HistoryStore, openHistory, recordedHistory } from "../../src/store/history-store.js";
import type { Run } from "../../src/toolkit/recorded.js";
import { temporaryFolder } from "../harness.js";

const run = (of: Partial<Run> & Pick<Run, "id">): Run => ({
  connectionId: "c",
  startedAt: undefined,
  endedAt: undefined,
  outcome: "succeeded",
  reason: undefined,
  extractMb: undefined,
  processMb: undefined,
  loadMb: undefined,
  ...of,
});

async function opened(stateDir?: string): Promise<{ store: HistoryStore; stateDir: string }> {
  const folder = stateDir ?? (await temporaryFolder());
  const store = await openHistory({ stateDir: folder, fingerprint: "key", now: 1000 }, "account");
  onTestFinished(() => store.close());
  return { store, stateDir: folder };
}

const all = { since: 0, until: 1e15, limit: 100 };

test("the end of a sync completes its start, in any order, and a repeated event changes nothing", async () => {
  const { store } = await opened();
  const start = run({ id: "r", startedAt: 10, outcome: "running" });
  const end = run({ id: "r", endedAt: 30, outcome: "failed", reason: "x" });
  const whole = { ...end, startedAt: 10 };
  store.addRuns([start]);
  expect(store.runs("c", all)).toEqual([start]);
  for (const event of [end, start, end]) {
    store.addRuns([event]);
    expect(store.runs("c", all)).toEqual([whole]);
  }
  store.addRuns([run({ id: "r", startedAt: 11, endedAt: 30, outcome: "failed", loadMb: 2.5 })]);
  expect(store.runs("c", all)).toEqual([{ ...whole, startedAt: 11, loadMb: 2.5 }]);
});

test("the end that a poll saw and the event of the same sync are one, whichever comes first", async () => {
  const { store } = await opened();
  const seen = run({ id: "failed 2026-03-02T09:00:00Z", endedAt: 1e6, outcome: "failed" });
  const event = run({ id: "r", endedAt: 1e6 + 5000, outcome: "failed", reason: "x" });
  store.addRuns([seen]);
  store.addRuns([event]);
  store.addRuns([seen]);
  expect(store.runs("c", all)).toEqual([event]);
  const others = [
    { ...seen, outcome: "succeeded", id: "succeeded 2026-03-02T09:00:00Z" } as const,
    { ...seen, connectionId: "d" },
    { ...seen, id: "failed 2026-03-02T09:05:00Z", endedAt: 1e6 + 300_000 },
    { ...event, id: "r2" },
  ];
  store.addRuns(others);
  expect(store.runs("c", all)).toHaveLength(4);
  expect(store.runs("d", all)).toHaveLength(1);
});

test("runs are found by connector and span, newest first, and counted for the account", async () => {
  const { store } = await opened();
  store.addRuns([
    run({ id: "a", endedAt: 10 }),
    run({ id: "b", endedAt: 20, outcome: "failed" }),
    run({ id: "c", endedAt: 30 }),
    run({ id: "d", endedAt: 20, connectionId: "other" }),
  ]);
  const ids = (span: { since: number; until: number; limit: number }) =>
    store.runs("c", span).map(({ id }) => id);
  expect(ids(all)).toEqual(["c", "b", "a"]);
  expect(ids({ since: 20, until: 30, limit: 1 })).toEqual(["c"]);
  expect(store.counts({ since: 0, until: 25 })).toEqual(
    new Map([
      ["c", { succeeded: 1, failed: 1 }],
      ["other", { succeeded: 1 }],
    ]),
  );
  store.prune(20);
  expect(ids(all)).toEqual(["c", "b"]);
});

test("accounts are apart, and a new key of an account finds what was recorded", async () => {
  const { store, stateDir } = await opened();
  store.addRuns([run({ id: "a", endedAt: 10 })]);
  const other = await openHistory({ stateDir, fingerprint: "k2", now: 5 }, "another account");
  expect(other.runs("c", all)).toEqual([]);
  other.close();
  const rotated = await openHistory({ stateDir, fingerprint: "k3", now: 5 }, "account");
  expect([rotated.since, rotated.runs("c", all).length]).toEqual([1000, 1]);
  rotated.close();
  const reader = await recordedHistory({ stateDir, fingerprint: "k3" });
  expect(reader?.runs("c", all)).toHaveLength(1);
  reader?.close();
  expect(await recordedHistory({ stateDir, fingerprint: "unknown" })).toBeUndefined();
  expect(
    await recordedHistory({ stateDir: await temporaryFolder(), fingerprint: "key" }),
  ).toBeUndefined();
});

test("a change is handed out once, and again where it could not be sent", async () => {
  const { store } = await opened();
  const change = { connectionId: "c", at: 1, kind: "late", details: "{}" };
  store.setStates(new Map([["c", "{}"]]), [change, change]);
  const [first, ...more] = store.claimUnsent(100);
  expect(first).toMatchObject(change);
  expect(more).toEqual([]);
  expect(store.claimUnsent(101)).toEqual([]);
  const ids = [first?.id ?? 0];
  store.settle(ids, undefined);
  expect(store.claimUnsent(102)).toHaveLength(1);
  // A process that ended before it sent the alerts does not block them.
  expect(store.claimUnsent(102 + 11 * 60_000)).toHaveLength(1);
  store.settle(ids, 103);
  expect(store.claimUnsent(1e9)).toEqual([]);
});

test("marks keep the last health and the last read apart, and go with the connector", async () => {
  const { store } = await opened();
  store.setStates(new Map([["c", "one"]]), []);
  store.addRuns([], { connectionId: "c", at: 5 });
  store.setStates(new Map([["c", "two"]]), []);
  expect(store.marks()).toEqual(new Map([["c", { state: "two", readAt: 5 }]]));
  store.setStates(new Map(), [], ["c"]);
  expect(store.marks()).toEqual(new Map());
});

test("only this user reads the file, and a link in its place is refused", async () => {
  const { stateDir } = await opened();
  const file = join(stateDir, "history", "history.db");
  expect(lstatSync(file).mode & 0o777).toBe(0o600);
  const elsewhere = await temporaryFolder();
  await mkdir(join(elsewhere, "history"), { mode: 0o700 });
  symlinkSync(file, join(elsewhere, "history", "history.db"));
  await expect(
    openHistory({ stateDir: elsewhere, fingerprint: "key", now: 0 }, "account"),
  ).rejects.toMatchObject({ type: "config" });
});

test("a database of a newer version is refused and left as it is", async () => {
  const { store, stateDir } = await opened();
  store.addRuns([run({ id: "a", endedAt: 10 })]);
  const db = new Database(join(stateDir, "history", "history.db"));
  db.exec("PRAGMA user_version = 99");
  await expect(
    openHistory({ stateDir, fingerprint: "key", now: 0 }, "account"),
  ).rejects.toMatchObject({ type: "config", message: expect.stringContaining("newer version") });
  expect(
    z.object({ n: z.number() }).parse(db.prepare("SELECT COUNT(*) AS n FROM runs").get()).n,
  ).toBe(1);
  db.close();
});

test("a file that is not a database is damaged, and is left as it is", async () => {
  const stateDir = await temporaryFolder();
  await mkdir(join(stateDir, "history"), { mode: 0o700 });
  const file = join(stateDir, "history", "history.db");
  writeFileSync(file, "not a database ".repeat(1000));
  const options = { stateDir, fingerprint: "key" };
  const damaged = {
    type: "config",
    message: expect.stringMatching(/^The recorded history is damaged \(SQLITE_NOTADB\)\./),
  };
  await expect(openHistory({ ...options, now: 0 }, "account")).rejects.toMatchObject(damaged);
  await expect(recordedHistory(options)).rejects.toMatchObject(damaged);
  expect(readFileSync(file, "utf8")).toMatch(/^not a database/);
});

test("a call that the database refuses fails with what to do", async () => {
  const { store, stateDir } = await opened();
  const db = new Database(join(stateDir, "history", "history.db"));
  db.exec("DROP TABLE runs");
  db.close();
  expect(() => store.runs("c", all)).toThrow(
    /^The recorded history cannot be used: SQLITE_ERROR\.$/,
  );
});

const Plan = z.array(z.looseObject({ detail: z.string() }));

test.each(Object.entries(SQL).filter(([, sql]) => !sql.startsWith("INSERT")))(
  "%s uses an index, and never reads a whole table or sorts",
  (_, sql) => {
    const db = new Database(":memory:");
    for (const step of MIGRATIONS) db.exec(step);
    const values = [...sql.matchAll(/\?/g)].map(() => 1);
    const plan = Plan.parse(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values));
    db.close();
    const steps = plan.map(({ detail }) => detail);
    expect(steps.filter((step) => /^SCAN|TEMP B-TREE FOR ORDER/.test(step))).toEqual([]);
    expect(steps.some((step) => /^SEARCH .* USING .*(INDEX|PRIMARY KEY)/.test(step))).toBe(true);
  },
);
