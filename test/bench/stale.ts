import * as z from "zod";
import { type Account, openAccount } from "./account.js";
import { bareSweep } from "./bare.js";
import { type Host, openHost } from "./host.js";
import { peakMemoryMb } from "./process.js";
import { amount, exactly, info, limit, median, type Row, spread } from "./report.js";

const SIZES = [
  { connectors: 100, atMost: 1000 },
  { connectors: 1000, atMost: 2000 },
  { connectors: 5000, atMost: 2500 },
];
const LATENCY_MS = 80;
const RUNS = 11;

/** "Which connectors are stale or broken, and why" */
export async function stale(stateDir: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { connectors, atMost } of SIZES) {
    const clock = "stopped";
    const account = await openAccount({ connectors, latencyMs: LATENCY_MS, clock, stateDir });
    // The pretend account gets warm before anything is timed.
    for (let run = 0; run < 3; run += 1) await bareSweep(account);
    const host = await openHost(account);
    const what = `stale, ${connectors.toLocaleString("en-US")} connectors`;
    await account.newRequests();
    const { data, ms: firstMs } = await host.call("check_stale");
    const { calls, textTokens, dataTokens } = host.cost();
    const requests = await account.newRequests();
    const expected = Math.ceil(connectors / 1000) + 2;
    rows.push(
      exactly(`${what}: calls`, String(calls), "1"),
      limit(`${what}: text`, { measured: textTokens, atMost, unit: "tokens" }),
      limit(`${what}: JSON`, { measured: dataTokens, atMost, unit: "tokens" }),
      exactly(`${what}: API requests`, String(requests.length), String(expected)),
      exactly(`${what}: problems told`, await told(data, host), "all"),
    );
    if (connectors === 5000) rows.push(...(await pace(account, host, what, firstMs)));
    await host.close();
    await account.close();
  }
  return rows;
}

/** Wall time over the same requests made bare, in turns. */
async function pace(account: Account, host: Host, what: string, firstMs: number): Promise<Row[]> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    await bareSweep(account);
    plain.push(performance.now() - start);
    ours.push((await host.call("check_stale")).ms);
  }
  const memory = peakMemoryMb(host.pid);
  const base = median(plain);
  return [
    limit(`${what}: wall time`, {
      measured: median(ours) / base,
      atMost: 1.15,
      unit: "x bare",
      digits: 2,
      note: `ours ${median(ours).toFixed(0)} ms (${spread(ours)}), bare ${base.toFixed(0)} ms (${spread(plain)})`,
    }),
    info(
      `${what}: the first call`,
      amount(firstMs / base, "x bare", 2),
      "loads what listing tools does not need",
    ),
    ...(memory === undefined
      ? []
      : [
          limit(`${what}: memory`, {
            measured: memory,
            atMost: 160,
            unit: "MB",
            note: `VmHWM after ${RUNS + 1} sweeps`,
          }),
        ]),
  ];
}

const Report = z.looseObject({
  checked: z.number(),
  problems: z.number(),
  causes: z
    .array(
      z.looseObject({
        cause: z.string(),
        count: z.number(),
        connectors: z.array(z.unknown()).optional(),
      }),
    )
    .default([]),
  next_cursor: z.string().optional(),
});

/** Every problem counted under a cause at once, and named by following the cursor. */
async function told(data: unknown, host: Host): Promise<string> {
  const first = Report.parse(data);
  const counted = first.causes.reduce((sum, { count }) => sum + count, 0);
  if (counted !== first.problems) return `${counted} of ${first.problems} counted`;
  const unexplained = first.causes.filter(({ cause }) => cause === "").length;
  if (unexplained > 0) return `${unexplained} without a cause`;
  const namedOn = ({ causes }: z.output<typeof Report>) =>
    causes.reduce((sum, { connectors = [] }) => sum + connectors.length, 0);
  let named = namedOn(first);
  let cursor = first.next_cursor;
  while (cursor !== undefined) {
    const page = Report.parse((await host.call("check_stale", { cursor })).data);
    named += namedOn(page);
    cursor = page.next_cursor;
  }
  return named === first.problems ? "all" : `${named} of ${first.problems} named`;
}
