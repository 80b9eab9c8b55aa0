import { join } from "node:path";
import Libsql from "libsql";
import * as z from "zod";
import { SQL } from "../../src/store/history-schema.js";
import { openHistory } from "../../src/store/history-store.js";
import type { Run } from "../../src/toolkit/recorded.js";
import { amount, exactly, info, limit, type Row } from "./report.js";

const CONNECTORS = 1000;
const RUNS_EACH = 1000;
const EVERY_MS = 15 * 60_000;
const NOW = Date.UTC(2026, 0, 1);
const SINCE = NOW - RUNS_EACH * EVERY_MS;
const DAY_MS = 86_400_000;
const ROUNDS = 50;

const PlanRow = z.array(z.object({ detail: z.string() }));

/**
 * Measures the recorded history at a million runs: the time of each query, and the index in its
 * plan.
 */
export async function history(folder: string): Promise<Row[]> {
  const before = process.memoryUsage().rss;
  const store = await openHistory({ stateDir: folder, fingerprint: "bench", now: SINCE }, "bench");
  const filled = performance.now();
  for (let connector = 0; connector < CONNECTORS; connector += 1) {
    store.addRuns(Array.from({ length: RUNS_EACH }, (_, at) => runOf(connector, at)));
  }
  const fillMs = performance.now() - filled;
  const states = new Map(
    Array.from({ length: CONNECTORS }, (_, at) => [idOf(at), '{"level":"well"}']),
  );
  store.setStates(states, []);
  const week = { since: NOW - 7 * DAY_MS, until: NOW };
  const index = plansOf(join(folder, "history", "history.db"));
  const rows = [
    info(
      "filled with 1,000,000 runs",
      amount(fillMs / 1000, "s", 1),
      "1,000 of a connector to a transaction",
    ),
    limit("runs of one connector in 7 days, newest 500", {
      ...timed(() => store.runs("connector_500", { ...week, limit: 500 })),
      atMost: 10,
      note: index("runs"),
    }),
    limit("runs of one connector in 10 days, newest 2,000", {
      ...timed(() => store.runs("connector_500", { since: SINCE, until: NOW, limit: 2000 })),
      atMost: 20,
      note: index("runs"),
    }),
    limit("outcomes of all connectors in 24 hours", {
      ...timed(() => store.counts({ since: NOW - DAY_MS, until: NOW })),
      atMost: 500,
      note: index("counts"),
    }),
    info(
      "outcomes of all connectors in 7 days",
      amount(timed(() => store.counts(week), 3).measured, "ms"),
      index("counts"),
    ),
    limit("what a poll compares with: all connectors", {
      ...timed(() => store.marks()),
      atMost: 50,
      note: index("states"),
    }),
    limit("changes that were not posted yet", {
      ...timed(() => store.claimUnsent(NOW)),
      atMost: 10,
      note: index("unsent"),
    }),
    limit("one run recorded, on the disk", {
      ...timed((round) => store.addRuns([runOf(500, RUNS_EACH + round)])),
      atMost: 50,
      note: index("addRun"),
    }),
    info(
      "a day's runs removed",
      amount(timed(() => store.prune(SINCE + DAY_MS), 1).measured, "ms"),
      index("pruneRuns"),
    ),
    info("memory that it added", amount((process.memoryUsage().rss - before) / 2 ** 20, "MB")),
    exactly("queries whose plan uses no index", String(unindexed), "0"),
  ];
  store.close();
  return rows;
}

let unindexed = 0;

/** Returns how the database executes each query, from its own query plan. */
function plansOf(file: string): (name: keyof typeof SQL) => string {
  const db = new Libsql(file);
  return (name) => {
    const values = SQL[name].match(/\?/g)?.map(() => 1) ?? [];
    const steps = PlanRow.parse(db.prepare(`EXPLAIN QUERY PLAN ${SQL[name]}`).all(...values));
    const used = steps.flatMap(({ detail }) => {
      const [, found] = /USING (?:COVERING )?(?:INDEX )?(PRIMARY KEY|\w+)/.exec(detail) ?? [];
      return found === undefined ? [] : [found];
    });
    if (name === "addRun") return "its primary key";
    if (used.length === 0) unindexed += 1;
    return used.join(", ");
  };
}

const idOf = (connector: number) => `connector_${connector}`;

function runOf(connector: number, at: number): Run {
  const startedAt = SINCE + at * EVERY_MS;
  const failed = (connector * 7 + at) % 23 === 0;
  return {
    id: `run_${at}`,
    connectionId: idOf(connector),
    startedAt,
    endedAt: startedAt + 240_000,
    outcome: failed ? "failed" : "succeeded",
    reason: failed ? "The source refused the connection" : undefined,
    extractMb: 12,
    processMb: 12,
    loadMb: 11,
  };
}

/** Returns the median time of this many rounds. */
function timed(work: (round: number) => unknown, rounds = ROUNDS) {
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    work(round);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { measured: times[Math.floor(rounds / 2)] ?? 0, unit: "ms", digits: 2 };
}
