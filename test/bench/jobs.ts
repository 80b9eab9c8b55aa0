import * as z from "zod";
import { openAccount } from "./account.js";
import { type Host, openHost } from "./host.js";
import { amount, info, limit, type Row } from "./report.js";

/** Jobs on an account of 100 connectors, with 80 ms of latency. Tokens are arguments and results together. */
export async function jobs(stateDir: string): Promise<Row[]> {
  const account = await openAccount({ connectors: 100, latencyMs: 80, clock: "live", stateDir });
  const host = await openHost(account);
  const rows: Row[] = [];
  const measure = async (what: string, budget: Budget, job: () => Promise<unknown>) => {
    await account.newRequests();
    host.cost();
    await job();
    rows.push(...(await rowsOf(what, host, budget, await account.newRequests())));
  };

  await measure("status of X", { calls: 1, tokens: 250 }, () =>
    host.call("get_status", { connectors: ["medium_schema"] }),
  );
  for (const name of await troubled(host)) {
    await measure(`status of ${name}`, { calls: 1, tokens: 250 }, () =>
      host.call("get_status", { connectors: [name] }),
    );
  }
  for (const [how, look] of Object.entries(LOOKS)) {
    await measure(`disable one table, ${how}`, { calls: 3, tokens: 1200 }, () =>
      disableTable(host, look),
    );
  }
  await measure("sync X, then wait for it", { calls: 2, tokens: 300 }, () => syncThenWait(host));
  await measure("sync X and wait in one call", { calls: 2, tokens: 300 }, () => syncAndWait(host));
  await measure("pause a group of 25", { calls: 2, tokens: 1200 }, () =>
    confirmed(host, "pause_connectors", { group: "team_003" }),
  );
  await host.close();
  await account.close();
  return rows;
}

interface Budget {
  calls: number;
  tokens: number;
}

async function rowsOf(
  what: string,
  host: Host,
  budget: Budget,
  requests: readonly { path: string }[],
): Promise<Row[]> {
  const { calls, textTokens, dataTokens } = host.cost();
  return [
    limit(`${what}: calls`, { measured: calls, atMost: budget.calls, unit: "calls" }),
    limit(`${what}: text`, { measured: textTokens, atMost: budget.tokens, unit: "tokens" }),
    limit(`${what}: JSON`, { measured: dataTokens, atMost: budget.tokens, unit: "tokens" }),
    info(`${what}: API requests`, amount(requests.length, "requests")),
  ];
}

const Listed = z.looseObject({
  connectors: z.array(z.looseObject({ name: z.string() })).default([]),
});

/** Two that have more to say for themselves than a healthy one. */
async function troubled(host: Host): Promise<string[]> {
  const names: string[] = [];
  for (const state of ["broken", "destination_down"]) {
    const { data } = await host.call("list_connectors", { states: [state], limit: 1 });
    names.push(...Listed.parse(data).connectors.map(({ name }) => name));
  }
  return names;
}

/** Ways to look at a schema of 20 x 100 x 15 before switching one of its tables off. */
const LOOKS = {
  "the whole seen": {},
  "one schema seen": { schema: "schema_05" },
  "a table looked for": { table: "table_007" },
  "a table with columns": { schema: "schema_09", table: "table_031", columns: true },
};

async function disableTable(host: Host, look: { schema?: string; table?: string }): Promise<void> {
  await host.call("get_schema", { connector: "medium_schema", ...look });
  const { schema = "schema_11", table = "table_042" } = look;
  await confirmed(host, "modify_schema", {
    connector: "medium_schema",
    changes: [{ schema, table, enabled: false }],
  });
}

const Started = z.looseObject({ started: z.tuple([z.looseObject({ handle: z.string() })]) });
const Ended = z.looseObject({
  runs: z.tuple([z.looseObject({ outcome: z.literal("succeeded") })]),
});
const SIX_SECONDS = { connectors: ["six_seconds"] };

async function syncThenWait(host: Host): Promise<void> {
  const { started } = Started.parse((await host.call("trigger_sync", SIX_SECONDS)).data);
  Ended.parse((await host.call("wait_for_sync", { handles: [started[0].handle] })).data);
}

async function syncAndWait(host: Host): Promise<void> {
  Ended.parse((await host.call("trigger_sync", { ...SIX_SECONDS, wait_seconds: 25 })).data);
}

const Asked = z.looseObject({ confirmation_token: z.string() });
const Done = z.looseObject({ status: z.literal("done") });

/** The plan, then the same call with its token. */
async function confirmed(host: Host, tool: string, args: Record<string, unknown>): Promise<void> {
  const { confirmation_token } = Asked.parse((await host.call(tool, args)).data);
  Done.parse((await host.call(tool, { ...args, confirmation_token })).data);
}
