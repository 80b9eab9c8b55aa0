import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openAccount } from "./account.js";
import { PROGRAM } from "./process.js";
import { amount, info, limit, median, printTable, type Row } from "./report.js";
import { callOf, type Load, load, newKey, type Served, started, stop } from "./serve.js";

const CALLERS = 6;
/** Length of a round in milliseconds. In each round, all callers send for a while. */
const ROUND_MS = 10_000;

/** The duration of the load in minutes: `--minutes <n>`. */
const minutes = () => Number(/^--minutes[= ](\d+)$/m.exec(words())?.[1] ?? 10);
const words = () => process.argv.slice(2).join("\n").replace("--minutes\n", "--minutes ");

/**
 * Sends reads of every kind, changes, errors and rejected credentials for minutes. Memory must not
 * grow.
 */
export async function soak(folder: string): Promise<Row[]> {
  // In a separate process, because it records every request.
  const account = await openAccount({
    connectors: 50,
    latencyMs: 5,
    clock: "live",
    stateDir: folder,
  });
  const probe = new URL("heap-probe.mjs", import.meta.url).href;
  const env = { ...account.env, NODE_OPTIONS: `--import ${probe}` };
  const keys = [];
  for (let n = 0; n < CALLERS; n += 1) keys.push(await newKey(`caller-${n}`, env));
  const server = await started(PROGRAM, ["serve", "--listen", "127.0.0.1:0"], env);
  const connectors = ["wide_schema"];
  const mix = (key: string) => [
    callOf("get_status", { connectors }, key),
    callOf("check_stale", {}, key),
    callOf("list_connectors", { limit: 20 }, key),
    callOf("search_api", { query: "usage" }, key),
    callOf("pause_connectors", { connectors }, key),
    callOf("resume_connectors", { connectors }, key),
    callOf("get_status", { connectors: ["no_such_connector"] }, key),
    callOf("get_operation", { operation_id: "op_AAAAAAAAAAAA" }, `${key}x`),
  ];
  const mixes = keys.map(mix);
  const rounds: { loads: Load[]; memory: number; heap: number; files: number }[] = [];
  for (let left = (minutes() * 60_000) / ROUND_MS; left > 0; left -= 1) {
    const loads = await Promise.all(
      mixes.flatMap((mix) =>
        mix.map((call) =>
          load(server.url, call, {
            clients: 1,
            ms: ROUND_MS,
            pauseMs: call === mix.at(-1) ? 1000 : 50,
          }),
        ),
      ),
    );
    const pid = server.child.pid ?? 0;
    const files = readdirSync(`/proc/${pid}/fd`).length;
    rounds.push({ loads, memory: memoryMb(pid), heap: await heapMb(server), files });
  }
  await stop(server);
  await account.close();
  const of = (part: typeof rounds) => median(part.map(({ heap }) => heap));
  const third = Math.ceil(rounds.length / 3);
  const [first, middle, last] = [0, 1, 2].map((n) => of(rounds.slice(n * third, (n + 1) * third)));
  const all = rounds.flatMap(({ loads }) => loads);
  const statuses = new Map<number, number>();
  for (const each of all) {
    for (const [status, count] of each.statuses) {
      statuses.set(status, (statuses.get(status) ?? 0) + count);
    }
  }
  const total = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const failed = [...statuses].filter(([status]) => status >= 500);
  printTable(
    "Soak, by minute",
    byMinute(rounds).map(({ memory, heap, files, requests }, minute) =>
      info(
        `minute ${minute + 1}`,
        amount(heap, "MB", 1),
        `live heap; ${amount(memory, "MB")} resident, ${requests} requests, ${files} files`,
      ),
    ),
  );
  return [
    info(
      "minutes, requests",
      `${minutes()}, ${total}`,
      [...statuses].map((s) => s.join(": ")).join(", "),
    ),
    limit("responses that say the server failed", {
      measured: failed.reduce((sum, [, count]) => sum + count, 0),
      atMost: 0,
      unit: "",
    }),
    info("p99 of the slowest tool", amount(Math.max(...all.map(({ p99 }) => p99)), "ms")),
    info(
      "live heap of the first, second and last third",
      [first, middle, last].map((mb) => amount(mb ?? 0, "MB", 1)).join(", "),
    ),
    limit("live heap of the last third over that of the second", {
      measured: (last ?? 0) / (middle ?? 1),
      atMost: 1.05,
      unit: "x",
      digits: 2,
    }),
    limit("open files at the end over those of the first round", {
      measured: (rounds.at(-1)?.files ?? 0) - (rounds[0]?.files ?? 0),
      atMost: 20,
      unit: "",
    }),
  ];
}

function byMinute(rounds: { loads: Load[]; memory: number; heap: number; files: number }[]) {
  const each = 60_000 / ROUND_MS;
  return Array.from({ length: Math.ceil(rounds.length / each) }, (_, minute) => {
    const part = rounds.slice(minute * each, (minute + 1) * each);
    return {
      memory: median(part.map(({ memory }) => memory)),
      heap: median(part.map(({ heap }) => heap)),
      files: Math.max(...part.map(({ files }) => files)),
      requests: part.flatMap(({ loads }) => loads).reduce((sum, { requests }) => sum + requests, 0),
    };
  });
}

/** Returns the memory in use after a garbage collection. */
async function heapMb({ child }: Served): Promise<number> {
  const bytes = new Promise<number>((resolve) => {
    const read = (text: unknown) => {
      const found = /heap (\d+)/.exec(String(text))?.[1];
      if (found === undefined) return;
      child.stderr?.off("data", read);
      resolve(Number(found));
    };
    child.stderr?.on("data", read);
  });
  child.kill("SIGUSR2");
  return (await bytes) / 2 ** 20;
}

function memoryMb(pid: number): number {
  const status = readFileSync(join("/proc", String(pid), "status"), "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}
