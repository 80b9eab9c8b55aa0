import * as z from "zod";
import { type Account, openAccount } from "./account.js";
import { bare } from "./bare.js";
import { openHost } from "./host.js";
import { handshake, PROGRAM, spawnPiped } from "./process.js";
import { amount, info, limit, median, type Row, spread } from "./report.js";

const Reply = z.looseObject({
  isError: z.boolean().optional(),
  structuredContent: z.looseObject({}).optional(),
});
const Found = z.looseObject({
  data: z.looseObject({ items: z.array(z.looseObject({ id: z.string(), group_id: z.string() })) }),
});

interface Comparison {
  /** The server. Default: ours. */
  script?: string;
  tool: string;
  args: Record<string, unknown>;
  /** Makes the same requests, with the same concurrency as the tool. */
  plain(): Promise<unknown>;
  /** Calls per process. Several processes run alternately. */
  calls: number;
  warmUp: number;
  processes: number;
}

/**
 * Measures what a tool call adds to its requests, over pipes and without API latency. The budget
 * applies to read_api, which makes one request. The requests of get_status are made bare all at
 * once, although some need the results of earlier ones.
 */
export async function overhead(stateDir: string): Promise<Row[]> {
  const account = await openAccount({ connectors: 100, latencyMs: 0, clock: "live", stateDir });
  const { data } = Found.parse(await bare(account, "/v1/connections?limit=10"));
  const { id, group_id } = data.items[5] ?? { id: "", group_id: "" };
  const oneRequest = {
    tool: "read_api",
    args: { operation_id: "group_details", params: { groupId: group_id } },
    plain: () => bare(account, `/v1/groups/${group_id}`),
    calls: 180,
    warmUp: 60,
    processes: 4,
  };
  const one = await compare(account, oneRequest);
  const sdk = await compare(account, { ...oneRequest, script: "test/bench/bare-sdk-call.mjs" });
  const status = { tool: "get_status", args: { connectors: [id] } };
  const host = await openHost(account);
  await account.newRequests();
  await host.call(status.tool, status.args);
  const paths = (await account.newRequests()).map(({ path }) => path);
  await host.close();
  const several = await compare(account, {
    ...status,
    plain: () => Promise.all(paths.map((path) => bare(account, path))),
    calls: 45,
    warmUp: 15,
    processes: 6,
  });
  await account.close();
  return [
    limit("a call without latency", {
      measured: one.ratio,
      atMost: 2.5,
      unit: "x bare",
      digits: 2,
      note: one.note,
    }),
    info("… by a bare SDK server", amount(sdk.ratio, "x bare", 2), sdk.note),
    info(
      `a call that makes ${paths.length} requests`,
      amount(several.ratio, "x bare", 2),
      several.note,
    ),
  ];
}

async function compare(account: Account, comparison: Comparison) {
  const ours: number[] = [];
  const base: number[] = [];
  for (let turn = 0; turn < comparison.processes; turn += 1) {
    await inTurns(account, comparison, ours, base);
  }
  const note = `${comparison.tool} ${median(ours).toFixed(2)} ms (${spread(ours, 2)}), bare ${median(base).toFixed(2)} ms (${spread(base, 2)})`;
  return { ratio: median(ours) / median(base), note };
}

async function inTurns(
  account: Account,
  { script = PROGRAM, tool, args, plain, calls, warmUp }: Comparison,
  ours: number[],
  base: number[],
): Promise<void> {
  const server = spawnPiped(script, [], account.env);
  await handshake(server);
  const call = async () => {
    const params = { name: tool, arguments: args };
    const { isError } = Reply.parse(await server.request("tools/call", params));
    if (isError) throw new Error(`${tool} failed`);
  };
  for (let run = 0; run < calls; run += 1) {
    for (const [work, into] of [
      [plain, base],
      [call, ours],
    ] as const) {
      const start = performance.now();
      await work();
      if (run >= warmUp) into.push(performance.now() - start);
    }
  }
  await server.close();
}
