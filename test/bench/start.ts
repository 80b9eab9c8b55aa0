import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { handshake, PROGRAM, peakMemoryMb, spawnPiped } from "./process.js";
import { amount, info, limit, median, type Row, spread } from "./report.js";

const RUNS = 21;

/** Measures the time from spawn to the response to tools/list. Both programs run alternately. */
export async function start(folder: string): Promise<Row[]> {
  const ours = { script: PROGRAM, args: [] as string[], ms: [] as number[], mb: [] as number[] };
  const list = await once(ours, () => {});
  const listFile = join(folder, "list.json");
  await writeFile(listFile, JSON.stringify(list));
  const floorFile = join(folder, "floor.mjs");
  await writeFile(floorFile, floor(JSON.stringify(list)));
  const least = { script: floorFile, args: [] as string[], ms: [] as number[], mb: [] as number[] };
  const sdk = {
    script: "test/bench/bare-sdk-server.mjs",
    args: [listFile],
    ms: [] as number[],
    mb: [] as number[],
  };
  for (let run = 0; run < RUNS; run += 1) {
    for (const candidate of [least, ours, sdk]) {
      await once(candidate, (ms, mb) => {
        candidate.ms.push(ms);
        if (mb !== undefined) candidate.mb.push(mb);
      });
    }
  }
  const base = median(least.ms);
  return [
    limit("cold start", {
      measured: median(ours.ms) / base,
      atMost: 2.2,
      unit: "x a script",
      digits: 2,
      note: `ours ${median(ours.ms).toFixed(0)} ms (${spread(ours.ms)}), script ${base.toFixed(0)} ms (${spread(least.ms)})`,
    }),
    info("cold start, bare SDK server", amount(median(sdk.ms) / base, "x a script", 2)),
    ...(ours.mb.length === 0
      ? []
      : [
          limit("memory after tools/list", {
            measured: median(ours.mb),
            atMost: 75,
            unit: "MB",
            note: `VmHWM; the script ${median(least.mb).toFixed(0)} MB, the bare SDK server ${median(sdk.mb).toFixed(0)} MB`,
          }),
        ]),
  ];
}

async function once(
  { script, args }: { script: string; args: readonly string[] },
  note: (ms: number, mb: number | undefined) => void,
): Promise<unknown> {
  const started = performance.now();
  const server = spawnPiped(script, args);
  const list = await handshake(server);
  note(performance.now() - started, peakMemoryMb(server.pid));
  await server.close();
  return list;
}

/** The smallest program that returns the same list, in three lines. */
const floor = (list: string) => `import { createInterface } from "node:readline";
const results = { initialize: { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo: { name: "floor", version: "1" } }, "tools/list": ${list} };
createInterface({ input: process.stdin }).on("line", (line) => { const { id, method } = JSON.parse(line); if (id !== undefined) process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result: results[method] }) + "\\n"); });
`;
