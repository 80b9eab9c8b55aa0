import * as z from "zod";
import { type Account, openAccount } from "./account.js";
import { bare, bareSweep } from "./bare.js";
import { type Host, openHost } from "./host.js";
import { peakMemoryMb } from "./process.js";
import { exactly, limit, median, type Row, spread } from "./report.js";

const SIZES = [
  { connectors: 100, atMost: 1200 },
  { connectors: 1000, atMost: 2200 },
  { connectors: 5000, atMost: 2800 },
];
const LATENCY_MS = 80;
const RUNS = 11;
const FIRST_RUNS = 5;

/** Measures the question "Which connectors are stale or broken, and why". */
export async function stale(stateDir: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { connectors, atMost } of SIZES) {
    const clock = "stopped";
    const account = await openAccount({ connectors, latencyMs: LATENCY_MS, clock, stateDir });
    // Warms up the simulated account before anything is measured.
    for (let run = 0; run < 3; run += 1) await bareSweep(account);
    const host = await openHost(account);
    const what = `stale, ${connectors.toLocaleString("en-US")} connectors`;
    await account.newRequests();
    const { data } = await host.call("check_stale");
    const { calls, textTokens, dataTokens } = host.cost();
    const requests = await account.newRequests();
    // Pages of connections, and one page each of destinations, groups and transformations.
    const expected = Math.ceil(connectors / 1000) + 3;
    rows.push(
      exactly(`${what}: calls`, String(calls), "1"),
      limit(`${what}: text`, { measured: textTokens, atMost, unit: "tokens" }),
      limit(`${what}: JSON`, { measured: dataTokens, atMost, unit: "tokens" }),
      exactly(`${what}: API requests`, String(requests.length), String(expected)),
      exactly(`${what}: problems named`, await named(data, account, host), "all"),
    );
    if (connectors === 5000)
      rows.push(...(await pace(account, host, what, { runs: RUNS, memoryMb: 170 })));
    await host.close();
    await account.close();
  }
  return rows;
}

/** Measures wall time relative to the same requests made bare. Both run alternately. */
export async function pace(
  account: Account,
  host: Host,
  what: string,
  { runs, memoryMb }: { runs: number; memoryMb: number },
): Promise<Row[]> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await bareSweep(account);
    plain.push(performance.now() - start);
    ours.push((await host.call("check_stale")).ms);
  }
  const memory = peakMemoryMb(host.pid);
  const base = median(plain);
  const first: number[] = [];
  for (let run = 0; run < FIRST_RUNS; run += 1) first.push(await firstCallMs(account));
  return [
    limit(`${what}: wall time`, {
      measured: median(ours) / base,
      atMost: 1.1,
      unit: "x bare",
      digits: 2,
      note: `ours ${median(ours).toFixed(0)} ms (${spread(ours)}), bare ${base.toFixed(0)} ms (${spread(plain)})`,
    }),
    limit(`${what}: the first call`, {
      measured: median(first) / base,
      atMost: 1.6,
      unit: "x bare",
      digits: 2,
      note: `of a process of its own, a second after the tools were listed: ${median(first).toFixed(0)} ms (${spread(first)})`,
    }),
    ...(memory === undefined
      ? []
      : [
          limit(`${what}: memory`, {
            measured: memory,
            atMost: memoryMb,
            unit: "MB",
            note: `VmHWM after ${runs + 1} sweeps`,
          }),
        ]),
  ];
}

/**
 * Measures the first call of a new process, after the time in which a model reads the list of
 * tools.
 */
async function firstCallMs(account: Account): Promise<number> {
  const host = await openHost(account);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const { ms } = await host.call("check_stale");
  await host.close();
  return ms;
}

const Report = z.looseObject({
  causes: z
    .array(
      z.looseObject({
        // Name and id, followed by age and more.
        connectors: z.array(z.tuple([z.string(), z.string()]).rest(z.string())).optional(),
      }),
    )
    .default([]),
  next_cursor: z.string().optional(),
});
const Raw = z.looseObject({
  id: z.string(),
  paused: z.boolean(),
  group_id: z.string(),
  status: z.looseObject({ setup_state: z.string(), update_state: z.string() }),
});
const Page = z.looseObject({
  data: z.looseObject({ items: z.array(z.unknown()), next_cursor: z.string().nullish() }),
});
const Destination = z.looseObject({ group_id: z.string(), setup_status: z.string() });

async function records(account: Account, path: string): Promise<unknown[]> {
  const items: unknown[] = [];
  let cursor: string | null | undefined;
  do {
    const from = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const { data } = Page.parse(await bare(account, `${path}?limit=1000${from}`));
    items.push(...data.items);
    cursor = data.next_cursor;
  } while (cursor);
  return items;
}

/**
 * Checks that every connector with a certain problem is named. The raw records alone decide: the
 * setup is broken or incomplete, the update is delayed, or the destination is broken. The cursor is
 * followed to the end.
 */
async function named(data: unknown, account: Account, host: Host): Promise<string> {
  const down = new Set(
    (await records(account, "/v1/destinations"))
      .map((record) => Destination.parse(record))
      .filter(({ setup_status }) => setup_status === "broken")
      .map(({ group_id }) => group_id),
  );
  const wrong = (await records(account, "/v1/connections"))
    .map((record) => Raw.parse(record))
    .filter(
      ({ paused, group_id, status }) =>
        !paused &&
        (status.setup_state !== "connected" ||
          status.update_state === "delayed" ||
          down.has(group_id)),
    )
    .map(({ id }) => id);
  const found = new Set<string>();
  let page = Report.parse(data);
  for (;;) {
    for (const { connectors = [] } of page.causes) for (const [, id] of connectors) found.add(id);
    if (page.next_cursor === undefined) break;
    const next = await host.call("check_stale", { cursor: page.next_cursor });
    page = Report.parse(next.data);
  }
  const missed = wrong.filter((id) => !found.has(id));
  return missed.length === 0 ? "all" : `${missed.length} of ${wrong.length} missed`;
}
