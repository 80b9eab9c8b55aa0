import * as z from "zod";
import { type Account, openAccount } from "./account.js";
import { bare, eightAtATime } from "./bare.js";
import { type Host, openHost } from "./host.js";
import { amount, info, limit, median, type Row } from "./report.js";

/**
 * Measures jobs on an account of 100 connectors with 80 ms of latency. Tokens are those of
 * arguments and results together.
 */
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

  rows.push(...(await statusPace(account, host)));
  await measure("status of X", { calls: 1, tokens: 250 }, () =>
    host.call("get_status", { connectors: ["medium_schema"] }),
  );
  for (const name of await troubled(host)) {
    await measure(`status of ${name}`, { calls: 1, tokens: 450 }, () =>
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
  rows.push(...(await pauses(stateDir)), ...(await hugeSchema(stateDir)));
  return rows;
}

/**
 * Measures a status by name relative to one bare request, and the 51st call relative to the first
 * ones.
 */
async function statusPace(account: Account, host: Host): Promise<Row[]> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let call = 0; call < 55; call += 1) {
    const start = performance.now();
    await bare(account, "/v1/connections?schema=medium_schema");
    plain.push(performance.now() - start);
    ours.push((await host.call("get_status", { connectors: ["medium_schema"] })).ms);
  }
  return [
    limit("status of X: wall time", {
      measured: median(ours) / median(plain),
      atMost: 1.3,
      unit: "x one bare request",
      digits: 2,
    }),
    limit("the 51st call of a session", {
      measured: median(ours.slice(-5)) / median(ours.slice(1, 6)),
      atMost: 1.1,
      unit: "x the first ones",
      digits: 2,
    }),
  ];
}

const Named = z.looseObject({
  data: z.looseObject({
    items: z.array(z.looseObject({ id: z.string(), name: z.string() })),
  }),
});
const Ids = z.looseObject({
  data: z.looseObject({
    items: z.array(z.looseObject({ id: z.string(), paused: z.boolean() })),
  }),
});

/**
 * Measures 500 pauses in parts of 100, by group and by id, relative to the same changes made bare, eight at a time.
 */
async function pauses(stateDir: string): Promise<Row[]> {
  return [
    ...(await pausesOf(stateDir, {
      how: "by group",
      mostCalls: 6,
      argumentsOf: () => ({ group: "team_003" }),
    })),
    ...(await pausesOf(stateDir, {
      how: "by id",
      mostCalls: 10,
      argumentsOf: (ids) => ({ connectors: ids }),
    })),
  ];
}

interface Pauses {
  how: string;
  mostCalls: number;
  argumentsOf: (ids: string[]) => Record<string, unknown>;
}

async function pausesOf(stateDir: string, { how, mostCalls, argumentsOf }: Pauses): Promise<Row[]> {
  const account = await openAccount({
    connectors: 1500,
    groupOf: 500,
    latencyMs: 80,
    clock: "stopped",
    stateDir,
  });
  const idsOf = async (path: string) => {
    const { data } = Ids.parse(await bare(account, path));
    return data.items.filter(({ paused }) => !paused).map(({ id }) => id);
  };
  const { data: groups } = Named.parse(await bare(account, "/v1/groups?limit=1000"));
  const group = groups.items.find(({ name }) => name === "team_003")?.id;
  const ids = (await idsOf(`/v1/groups/${group}/connections?limit=1000`)).slice(0, 500);
  const others = (await idsOf("/v1/connections?limit=1000")).filter((id) => !ids.includes(id));
  if (ids.length < 500 || others.length < 200) throw new Error("Too few connections run.");
  const pauseBare = async (some: string[]) => {
    const start = performance.now();
    await eightAtATime(some, (id) =>
      bare(account, `/v1/connections/${id}`, { method: "PATCH", body: { paused: true } }),
    );
    return performance.now() - start;
  };
  let bareMs = await pauseBare(others.slice(0, 100));
  const host = await openHost(account);
  await account.newRequests();
  let ms = 0;
  for (let part = 0; part < 500; ) {
    const done = await confirmed(
      host,
      "pause_connectors",
      argumentsOf(ids.slice(part, part + 100)),
    );
    ms += done.ms;
    part += done.parts * 100;
  }
  const requests = await account.newRequests();
  const { calls } = host.cost();
  await host.close();
  bareMs += await pauseBare(others.slice(100, 200));
  await account.close();
  return [
    limit(`pause 500 ${how}: calls`, { measured: calls, atMost: mostCalls, unit: "calls" }),
    limit(`pause 500 ${how}: wall time`, {
      measured: ms / (bareMs * 2.5),
      atMost: 1.3,
      unit: "x bare",
      digits: 2,
      note: `${(ms / 1000).toFixed(1)} s, ${requests.length} requests`,
    }),
  ];
}

/** Measures a connector with 500 schemas of 500 tables. */
async function hugeSchema(stateDir: string): Promise<Row[]> {
  const account = await openAccount({
    connectors: 10,
    latencyMs: 80,
    clock: "stopped",
    stateDir,
    huge: true,
  });
  const host = await openHost(account);
  const connector = "huge_schema";
  const outline = await host.call("get_schema", { connector });
  const rows = [
    limit("outline of 500 x 500 tables", {
      measured: Math.max(outline.text.length, JSON.stringify(outline.data).length),
      atMost: 25_000,
      unit: "characters",
    }),
  ];
  host.cost();
  await host.call("get_schema", { connector, schema: "schema_11", table: "table_042" });
  await confirmed(host, "modify_schema", {
    connector,
    changes: [{ schema: "schema_11", table: "table_042", enabled: false }],
  });
  const { calls, textTokens } = host.cost();
  rows.push(
    limit("disable one of 500 x 500 tables: calls", { measured: calls, atMost: 3, unit: "calls" }),
    limit("disable one of 500 x 500 tables: text", {
      measured: textTokens,
      atMost: 1200,
      unit: "tokens",
    }),
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

/** Returns two connectors whose status is longer than that of a healthy one. */
async function troubled(host: Host): Promise<string[]> {
  const names: string[] = [];
  for (const state of ["broken", "destination_down"]) {
    const { data } = await host.call("list_connectors", { states: [state], limit: 1 });
    names.push(...Listed.parse(data).connectors.map(({ name }) => name));
  }
  return names;
}

/** Ways to view a schema of 20 x 100 x 15 before one of its tables is disabled. */
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
const Done = z.looseObject({ status: z.literal("done"), next_part: Asked.optional() });

/** Makes the call for the plan, then the same call with its token. */
/**
 * Plans a change and confirms it, and then confirms the plans for the next parts in its results. Returns the number of
 * parts, and the time of the calls in milliseconds.
 */
async function confirmed(
  host: Host,
  tool: string,
  args: Record<string, unknown>,
): Promise<{ parts: number; ms: number }> {
  const plan = await host.call(tool, args);
  let { ms } = plan;
  let parts = 0;
  let next: z.output<typeof Asked> | undefined = Asked.parse(plan.data);
  while (next !== undefined) {
    const { confirmation_token } = next;
    const done = await host.call(tool, { ...args, confirmation_token });
    ms += done.ms;
    parts += 1;
    next = Done.parse(done.data).next_part;
  }
  return { parts, ms };
}
