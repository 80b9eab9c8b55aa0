import * as z from "zod";
import { type Account, openAccount } from "./account.js";
import { bareSweep } from "./bare.js";
import { type Host, openHost } from "./host.js";
import { limit, type Row } from "./report.js";
import { pace } from "./stale.js";

const CONNECTORS = 50_000;

/** Measures an account of 50,000 connectors with 80 ms of latency. */
export async function scale(stateDir: string): Promise<Row[]> {
  const account = await openAccount({
    connectors: CONNECTORS,
    latencyMs: 80,
    clock: "stopped",
    stateDir,
  });
  await bareSweep(account);
  const host = await openHost(account);
  const what = "50,000 connectors";
  const rows = await pace(account, host, `stale, ${what}`, { runs: 3, memoryMb: 300 });
  await host.close();
  rows.push(...(await names(account, what)));
  await account.close();
  return rows;
}

const Listed = z.looseObject({
  connectors: z.array(z.looseObject({ name: z.string() })),
  next_cursor: z.string(),
});

async function names(account: Account, what: string): Promise<Row[]> {
  const rows: Row[] = [];
  const measure = async (job: string, atMost: number, work: (host: Host) => Promise<unknown>) => {
    // A new process remembers no names.
    const host = await openHost(account);
    await account.newRequests();
    await work(host);
    const measured = (await account.newRequests()).length;
    rows.push(limit(`${job}, ${what}`, { measured, atMost, unit: "requests" }));
    await host.close();
  };
  // One request by id, one by name, five pages for similar names, and one for the names of groups.
  await measure("a mistyped name", 8, (host) =>
    host.refused("trigger_sync", { connectors: ["medium_shcema"] }),
  );
  const some = await (async () => {
    const host = await openHost(account);
    const { data } = await host.call("list_connectors", { limit: 4 });
    await host.close();
    return Listed.parse(data).connectors.map(({ name }) => name);
  })();
  await measure("status of four names", 16, (host) =>
    host.call("get_status", { connectors: some }),
  );
  await measure("two pages of names", 60, async (host) => {
    const { data } = await host.call("list_connectors", { limit: 50 });
    const { next_cursor: cursor } = Listed.parse(data);
    await host.call("list_connectors", { limit: 50, cursor });
  });
  return rows;
}
