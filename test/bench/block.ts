import { type Account, openAccount } from "./account.js";
import { handshake, PROGRAM, spawnPiped } from "./process.js";
import { limit, type Row } from "./report.js";

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
  return rows;
}

async function longest(account: Account, what: string, name: string, args: object): Promise<Row> {
  const server = spawnPiped(PROGRAM, [], account.env);
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
  await server.close();
  return limit(`longest block: ${what}`, { measured: longestMs, atMost: 200, unit: "ms" });
}
