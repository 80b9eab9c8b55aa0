import * as z from "zod";
import { type Account, openAccount } from "./account.js";
import { bare } from "./bare.js";
import { handshake, PROGRAM, spawnPiped } from "./process.js";
import { limit, median, type Row, spread } from "./report.js";

// A process may send 200 requests before the client's throttle slows it to 5.5 a second, so several take turns.
const PROCESSES = 8;
const WARM_UP = 12;
const RUNS = 35;

const Reply = z.looseObject({
  isError: z.boolean().optional(),
  structuredContent: z.looseObject({}),
});
const Found = z.looseObject({
  data: z.looseObject({ items: z.array(z.looseObject({ id: z.string(), group_id: z.string() })) }),
});

/**
 * What a call of get_status adds to its own requests, on the pipes, without API latency. It asks for a connector by id:
 * two requests side by side, then two more for its group and destination, and so does the bare program.
 */
export async function overhead(stateDir: string): Promise<Row[]> {
  const account = await openAccount({ connectors: 100, latencyMs: 0, clock: "live", stateDir });
  const { data } = Found.parse(await bare(account, "/v1/connections?limit=10"));
  const connection = data.items[5] ?? { id: "", group_id: "" };
  const ours: number[] = [];
  const base: number[] = [];
  for (let turn = 0; turn < PROCESSES; turn += 1) await inTurns(account, connection, ours, base);
  await account.close();
  return [
    limit("overhead of a call", {
      measured: median(ours) - median(base),
      atMost: 1,
      unit: "ms",
      digits: 2,
      note: `get_status ${median(ours).toFixed(2)} ms (${spread(ours, 2)}), its 4 requests bare ${median(base).toFixed(2)} ms (${spread(base, 2)})`,
    }),
  ];
}

async function inTurns(
  account: Account,
  { id, group_id }: { id: string; group_id: string },
  ours: number[],
  base: number[],
): Promise<void> {
  const server = spawnPiped(PROGRAM, [], account.env);
  await handshake(server);
  const call = async () => {
    const params = { name: "get_status", arguments: { connectors: [id] } };
    const { isError } = Reply.parse(await server.request("tools/call", params));
    if (isError) throw new Error("get_status failed");
  };
  const plain = async () => {
    await Promise.all([
      bare(account, `/v1/connections/${id}`),
      bare(account, `/v1/connections?schema=${id}`),
    ]);
    await Promise.all([
      bare(account, `/v1/groups/${group_id}`),
      bare(account, `/v1/destinations/${group_id}`),
    ]);
  };
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    for (const [work, into] of [
      [plain, base],
      [call, ours],
    ] as const) {
      const start = performance.now();
      await work();
      if (run >= WARM_UP) into.push(performance.now() - start);
    }
  }
  await server.close();
}
