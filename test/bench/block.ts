import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type Account, openAccount } from "./account.js";
import { cleanEnv, handshake, PROGRAM, peakMemoryMb, spawnPiped } from "./process.js";
import { limit, type Row } from "./report.js";

/**
 * Measures how long one call keeps the process from serving others: the longest gap between pings
 * during the call.
 */
export async function block(stateDir: string): Promise<Row[]> {
  const account = await openAccount({
    connectors: 5000,
    latencyMs: 0,
    clock: "stopped",
    stateDir,
    longNames: true,
  });
  const globs = Array.from({ length: 100 }, (_, at) => ({
    table: `${"*a*_".repeat(50)}${at}`,
    enabled: false,
  }));
  const rows = [
    await longest(account, "100 hostile globs on 10,000 tables", "modify_schema", {
      connector: "wide_schema",
      changes: globs,
    }),
    await longest(account, "an unknown name of 200 letters beside 5,000 long ones", "get_status", {
      connectors: ["long".repeat(50)],
    }),
    await longest(account, "check_stale over 5,000 connectors", "check_stale", {}),
  ];
  await account.close();
  return [
    ...rows,
    ...(await wide(stateDir)),
    ...(await heavy(stateDir)),
    ...(await endless(stateDir)),
  ];
}

/** Measures a connector with 500 schemas of 500 tables. */
async function wide(stateDir: string): Promise<Row[]> {
  const account = await openAccount({
    connectors: 100,
    latencyMs: 0,
    clock: "stopped",
    stateDir,
    huge: true,
  });
  const connector = "huge_schema";
  const globs = Array.from({ length: 3000 }, (_, at) => ({ table: `t*_${at}*`, enabled: false }));
  const rows: Row[] = [];
  for (const [what, tool, args] of [
    ["get_schema", "get_schema", { connector }],
    [
      "a change of 500",
      "modify_schema",
      { connector, changes: [{ table: "*_007", enabled: false }] },
    ],
    ["a change of all", "modify_schema", { connector, changes: [{ table: "*", enabled: false }] }],
    ["3,000 globs", "modify_schema", { connector, changes: globs }],
    ["find_pii", "find_pii", { connectors: [connector] }],
    ["a re-sync of all", "resync_connector", { connector }],
    ["reload_schema", "reload_schema", { connector }],
    [
      "read_api",
      "read_api",
      { operation_id: "connection_schema_config", params: { connectionId: connector } },
    ],
  ] as const) {
    rows.push(await longest(account, `${what} on 250,000 tables`, tool, args));
  }
  await account.close();
  return rows;
}

// Rows of text that resembles the start of a secret but never becomes one.
const HOSTILE = `--count 100 --task 1000000 --text =${"\\".repeat(2000)}`;

/** Measures accounts with large records, or with many similar ones. */
async function heavy(stateDir: string): Promise<Row[]> {
  const unknown = Array.from({ length: 20 }, (_, at) => `${"long".repeat(45)}conection_${at}`);
  const one = { operation_id: "connection_details", params: { connectionId: "endless_0" } };
  const list = { operation_id: "list_connections", all_pages: true };
  const rows: Row[] = [];
  for (const [options, what, tool, args] of [
    ["--count 100 --task 10000000", "a task of 10 MB", "get_status", { connectors: ["endless_0"] }],
    ["--count 100 --task 10000000", "a task of 10 MB", "check_stale", {}],
    ["--count 100 --task 10000000", "a task of 10 MB", "read_api", one],
    [HOSTILE, "a task of hostile text", "read_api", one],
    [HOSTILE, "a task of hostile text", "check_stale", {}],
    ["--count 20 --bytes 1000000", "20 configurations of 1 MB", "list_connectors", {}],
    ["--count 20 --bytes 1000000", "20 configurations of 1 MB", "read_api", list],
    [
      "--count 5000 --bytes 20000",
      "5,000 records of 20 kB, two fields",
      "read_api",
      { ...list, fields: ["id", "schema"] },
    ],
    [
      "--count 5000 --name 180",
      "20 unknown names beside 5,000 alike",
      "get_status",
      { connectors: unknown },
    ],
  ] as const) {
    const upstream = await openEndless(options.split(" "), stateDir);
    rows.push(await longest(upstream, `${what}: ${tool}`, tool, args));
    await upstream.close();
  }
  return rows;
}

/** Starts an API with heavy connections in a separate process. */
async function openEndless(options: readonly string[], stateDir: string) {
  const upstream = spawn(
    process.execPath,
    ["--import", "tsx", "test/bench/endless-process.ts", ...options],
    { stdio: ["pipe", "pipe", "inherit"], env: cleanEnv() },
  );
  const [url] = await once(createInterface({ input: upstream.stdout }), "line");
  return {
    env: {
      FIVETRAN_API_URL: String(url),
      FIVETRAN_API_KEY: "endless-key",
      FIVETRAN_API_SECRET: "endless-secret",
      FIVETRAN_STATE_DIR: stateDir,
    },
    async close() {
      upstream.stdin.end();
      await once(upstream, "exit");
    },
  };
}

/** Measures the memory of one call whose list does not end. */
async function endless(stateDir: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const bytes of [2000, 20_000]) {
    const upstream = await openEndless(["--bytes", String(bytes)], stateDir);
    for (const tool of ["check_stale", "list_connectors", "find_pii"]) {
      const { memoryMb } = await silence(upstream.env, tool, {});
      rows.push(
        limit(`memory: ${tool} on an endless list of ${bytes / 1000} kB records`, {
          measured: memoryMb ?? 0,
          atMost: 450,
          unit: "MB",
        }),
      );
    }
    await upstream.close();
  }
  return rows;
}

async function longest(
  account: Pick<Account, "env">,
  what: string,
  name: string,
  args: object,
): Promise<Row> {
  const { longestMs } = await silence(account.env, name, args);
  return limit(`longest block: ${what}`, { measured: longestMs, atMost: 200, unit: "ms" });
}

/**
 * Measures one call in a separate process: the longest wait of a ping during the call, and the
 * memory used.
 */
async function silence(env: Record<string, string>, name: string, args: object) {
  const server = spawnPiped(PROGRAM, [], env);
  await handshake(server);
  let running = true;
  let longestMs = 0;
  const work = server
    .request("tools/call", { name, arguments: args })
    .finally(() => (running = false));
  while (running) {
    const start = performance.now();
    await server.request("ping", {});
    longestMs = Math.max(longestMs, performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await work;
  const memoryMb = peakMemoryMb(server.pid);
  await server.close();
  return { longestMs, memoryMb };
}
