import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type Account, openAccount } from "./account.js";
import { cleanEnv, handshake, PROGRAM, peakMemoryMb, spawnPiped } from "./process.js";
import { amount, info, limit, type Row } from "./report.js";

/** How long one call keeps the process from serving others: the longest silence between pings while it runs. */
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
  return [...rows, ...(await wide(stateDir)), ...(await endless(stateDir))];
}

/** Information: parsing 60 MB of JSON alone takes longer than the budget. */
async function wide(stateDir: string): Promise<Row[]> {
  const account = await openAccount({
    connectors: 100,
    latencyMs: 0,
    clock: "stopped",
    stateDir,
    huge: true,
  });
  const connector = "huge_schema";
  const rows: Row[] = [];
  for (const [tool, args] of [
    ["get_schema", { connector }],
    ["modify_schema", { connector, changes: [{ table: "*_7", enabled: false }] }],
    ["find_pii", { connectors: [connector] }],
  ] as const) {
    const { longestMs } = await silence(account.env, tool, args);
    rows.push(info(`longest block: ${tool} on 250,000 tables`, amount(longestMs, "ms")));
  }
  await account.close();
  return rows;
}

/** What one call holds in memory when the list that it reads does not end. */
async function endless(stateDir: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const bytes of [2000, 20_000]) {
    const upstream = spawn(
      process.execPath,
      ["--import", "tsx", "test/bench/endless-process.ts", "--bytes", String(bytes)],
      { stdio: ["pipe", "pipe", "inherit"], env: cleanEnv() },
    );
    const [url] = await once(createInterface({ input: upstream.stdout }), "line");
    const env = {
      FIVETRAN_API_URL: String(url),
      FIVETRAN_API_KEY: "endless-key",
      FIVETRAN_API_SECRET: "endless-secret",
      FIVETRAN_STATE_DIR: stateDir,
    };
    for (const tool of ["check_stale", "list_connectors", "find_pii"]) {
      const { memoryMb } = await silence(env, tool, {});
      rows.push(
        limit(`memory: ${tool} on an endless list of ${bytes / 1000} kB records`, {
          measured: memoryMb ?? 0,
          atMost: 450,
          unit: "MB",
        }),
      );
    }
    upstream.stdin.end();
    await once(upstream, "exit");
  }
  return rows;
}

async function longest(account: Account, what: string, name: string, args: object): Promise<Row> {
  const { longestMs } = await silence(account.env, name, args);
  return limit(`longest block: ${what}`, { measured: longestMs, atMost: 200, unit: "ms" });
}

/** One call of a process of its own: the longest time that a ping waited beside it, and the memory that it took. */
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
