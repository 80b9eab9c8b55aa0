import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Pool } from "undici";
import { cleanEnv, PROGRAM, peakMemoryMb } from "./process.js";
import { amount, info, limit, median, type Row, spread } from "./report.js";

export interface Served {
  child: ChildProcess;
  url: URL;
}

export async function started(script: string, args: readonly string[], env = {}): Promise<Served> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...cleanEnv(), ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const url = await new Promise<URL>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`${script} ended`)));
    child.stderr.on("data", (text) => {
      const address = /http:\S+\/mcp/.exec(String(text))?.[0];
      if (address !== undefined) resolve(new URL(address));
    });
  });
  return { child, url };
}

export async function stop({ child }: Served): Promise<void> {
  child.kill("SIGINT");
  if (child.exitCode === null) await once(child, "exit");
}

/** Returns a call of protocol 2026-07-28 as bytes that are ready to send. */
export function callOf(tool: string, args: object, bearer?: string) {
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: {
      name: tool,
      arguments: args,
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
      },
    },
  });
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": "tools/call",
    "mcp-name": tool,
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  };
  return { method: "POST" as const, path: "/mcp", headers, body };
}

export interface Load {
  requests: number;
  perSecond: number;
  p95: number;
  p99: number;
  statuses: Map<number, number>;
}

/** Sends the same call from several clients at the same time for a while. */
export async function load(
  url: URL,
  call: ReturnType<typeof callOf>,
  { clients, ms, pauseMs = 0 }: { clients: number; ms: number; pauseMs?: number },
): Promise<Load> {
  const pool = new Pool(url.origin, { connections: clients });
  const times: number[] = [];
  const statuses = new Map<number, number>();
  const until = performance.now() + ms;
  const client = async () => {
    while (performance.now() < until) {
      const at = performance.now();
      const { statusCode, body } = await pool.request(call);
      await body.dump();
      times.push(performance.now() - at);
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await pool.close();
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  const requests = times.length;
  return { requests, perSecond: (requests / ms) * 1000, p95: at(0.95), p99: at(0.99), statuses };
}

const SEARCH = { operation_id: "op_AAAAAAAAAAAA" };
const ROUND = { clients: 16, ms: 2000 };
const ROUNDS = 5;

/** Measures the HTTP server and the SDK alone alternately, so that a busy machine slows both. */
export async function serve(folder: string): Promise<Row[]> {
  const env = { FIVETRAN_STATE_DIR: folder };
  const args = ["serve", "--sandbox", "--listen", "127.0.0.1:0"];
  const ours = await started(PROGRAM, args, env);
  const bare = await started(join(import.meta.dirname, "bare-sdk-http.mjs"), ["x".repeat(160)]);
  const call = callOf("get_operation", SEARCH);
  for (const { url } of [ours, bare]) await load(url, call, { clients: 16, ms: 1500 });
  const rounds: { ours: Load; bare: Load }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      ours: await load(ours.url, call, ROUND),
      bare: await load(bare.url, call, ROUND),
    });
  }
  const ratios = rounds.map((round) => round.bare.perSecond / round.ours.perSecond);
  const of = (pick: (load: Load) => number) => [
    median(rounds.map(({ ours }) => pick(ours))),
    median(rounds.map(({ bare }) => pick(bare))),
  ];
  const [ourRate = 0, bareRate = 0] = of(({ perSecond }) => perSecond);
  const [ourP99 = 0, bareP99 = 0] = of(({ p99 }) => p99);
  const crowd = await load(ours.url, call, { clients: 200, ms: 3000 });
  const memory = peakMemoryMb(ours.child.pid ?? 0);
  await stop(bare);
  await stop(ours);
  return [
    limit("the SDK's requests/s over ours, for a tool without an API call", {
      measured: median(ratios),
      atMost: 1.25,
      unit: "x",
      digits: 2,
      note: spread(ratios, 2),
    }),
    info(
      "requests/s, ours and the SDK alone",
      `${amount(ourRate, "/s")}, ${amount(bareRate, "/s")}`,
    ),
    info(
      "p99 at 16 clients, ours and the SDK alone",
      `${amount(ourP99, "ms")}, ${amount(bareP99, "ms")}`,
    ),
    info(
      "200 clients of one caller at once",
      `${amount(crowd.perSecond, "/s")}, p99 ${amount(crowd.p99, "ms")}`,
      statusesOf(crowd),
    ),
    ...(memory === undefined ? [] : [info("highest memory", amount(memory, "MB"))]),
    ...(await flood(folder)),
  ];
}

const statusesOf = ({ statuses }: Load) =>
  [...statuses].map(([status, count]) => `${status}: ${count}`).join(", ");

export async function newKey(name: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [PROGRAM, "keys", "create", name], {
    env: { ...cleanEnv(), ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += String(chunk);
  });
  await once(child, "close");
  return /fvk1_\S+/.exec(text)?.[0] ?? "";
}

/**
 * Measures a quiet caller alone, and together with one that sends from 300 clients without a pause.
 */
async function flood(folder: string): Promise<Row[]> {
  const env = { FIVETRAN_STATE_DIR: join(folder, "flood") };
  const [quiet, loud] = [await newKey("quiet", env), await newKey("loud", env)];
  const server = await started(PROGRAM, ["serve", "--sandbox", "--listen", "127.0.0.1:0"], env);
  const status = { connectors: ["salesforce_prod"] };
  const calm = callOf("get_status", status, quiet);
  const pace = { clients: 2, ms: 4000, pauseMs: 20 };
  await load(server.url, calm, pace);
  const alone = await load(server.url, calm, pace);
  const storm = load(server.url, callOf("get_status", status, loud), { clients: 300, ms: 7000 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const beside = await load(server.url, calm, pace);
  const flooding = await storm;
  await stop(server);
  return [
    info("p95 of a quiet caller, alone", amount(alone.p95, "ms")),
    info(
      "p95 of a quiet caller, beside one with 300 clients",
      amount(beside.p95, "ms"),
      `quiet ${statusesOf(beside)}; flooding ${statusesOf(flooding)}`,
    ),
  ];
}
