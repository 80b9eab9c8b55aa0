import { setImmediate, setTimeout } from "node:timers/promises";
import { AppError } from "../../src/base/errors.js";
import { createFivetran } from "../../src/client/fivetran.js";
import { type Call, call } from "../../src/client/operations/call.js";
import type { FaultRule } from "../../src/sandbox/index.js";
import { testClock } from "../client/http/test-clock.js";
import { type Ending, stage } from "./stage.js";

/** The effect of many faults on changes that must never happen twice. */
export interface Tally {
  operations: number;
  /** The number of requests that the sandbox failed. */
  faults: number;
  /**
   * The number of further requests, after the first of an operation, that could have taken effect.
   */
  repeats: number;
  /** The number of further effects, after the first of an operation. */
  duplicates: number;
  /** Operations that were reported as done but were not, or reported as rejected but were done. */
  wrong: string[];
  reported: Record<string, number>;
}

const AT_ONCE = 24;

/** Returns numbers from 0 to 1. The same seed gives the same numbers. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const HTML = { body: "<html>gateway</html>", headers: { "content-type": "text/html" } };

/** Every way in which a response can fail, before and after the effect. */
const FAULTS: FaultRule[] = [
  ...[408, 429, 500, 502, 503, 504, 302].map((status) => ({ status })),
  { status: 429, headers: { "retry-after": "2" } },
  { reset: true },
  { hang: true },
  ...[408, 500, 502, 503, 504].map((status) => ({ status, when: "after" as const })),
  { reset: true, when: "after" },
  { hang: true, when: "after" },
  { cut: 0, when: "after" },
  { cut: 25, when: "after" },
  { ...HTML, when: "after" },
];

/**
 * Creates groups and connections and forces syncs, each on a separate target, while most responses
 * fail.
 */
export async function storm(ending: Ending, operations: number, seed: number): Promise<Tally> {
  const each = Math.ceil(operations / 3);
  const on = await stage(ending, {
    world: "large",
    connections: each,
    limits: { requestsPerHour: 1e9, connectionsPerMinute: 1e9 },
  });
  const { sandbox } = on;
  const chance = random(seed);
  let group = "";
  const targets: string[] = [];
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      targets.push(connection.id);
      group = connection.group_id;
      connection.paused = false;
      connection.status.schema_status = "ready";
    }
  });
  for (const operation of ["create_group", "create_connection", "sync_connection"]) {
    // Six of ten requests fail, each in a random way. At most one rule applies to a request.
    const lots = FAULTS.map(() => [] as number[]);
    for (let n = 1; n <= each * 2; n += 1) {
      if (chance() < 0.6) lots[Math.floor(chance() * FAULTS.length)]?.push(n);
    }
    FAULTS.forEach((fault, index) => {
      const calls = lots[index] ?? [];
      if (calls.length > 0) sandbox.fault({ ...fault, operation, calls });
    });
  }
  // Some of the reads that verify an outcome fail too.
  sandbox.fault({ operation: "list_all_groups", status: 500, calls: [3, 4, 5, 50, 51, 52] });

  const clock = testClock({ hasty: true });
  const { apiKey, apiSecret } = sandbox;
  const limits = { concurrency: AT_ONCE, perSecond: 1e6, burst: 1e6, queue: 1000 };
  const options = { apiKey, apiSecret, baseUrl: on.url, clock, random: chance, limits };
  const fivetran = createFivetran(options);
  ending.onTestFinished(() => fivetran.close());
  // Limits of more than a minute pass in half a second, for both sides, because the date of a
  // response shows what is older than a request.
  let over = false;
  ending.onTestFinished(() => {
    over = true;
  });
  const passTime = async () => {
    while (!over) {
      await setTimeout(5);
      // A request in progress needs some turns of the event loop, which a busy machine gives later.
      for (let turn = 0; turn < 10; turn += 1) await setImmediate();
      clock.advance(1500);
      sandbox.advance(1500);
    }
  };
  const time = passTime();

  const calls = Array.from({ length: operations }, (_, index): { name: string; call: Call } => {
    const name = `storm_${index}`;
    const target = targets[Math.floor(index / 3)] ?? "";
    if (index % 3 === 0) return { name, call: call("create_group", {}, { name }) };
    if (index % 3 === 1) {
      const body = {
        service: "zendesk",
        group_id: group,
        config: { schema: name },
        run_setup_tests: false,
      };
      return { name, call: call("create_connection", {}, body) };
    }
    return {
      name: target,
      call: call("sync_connection", { connectionId: target }, { force: true }),
    };
  });
  const outcomes = new Map<string, "done" | AppError>();
  const queue = [...calls];
  const worker = async () => {
    for (let use = queue.shift(); use !== undefined; use = queue.shift()) {
      const outcome = await fivetran.change(use.call).then(
        () => "done" as const,
        (error: unknown) => error,
      );
      if (outcome !== "done" && !(outcome instanceof AppError)) throw outcome;
      outcomes.set(use.name, outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  over = true;
  await time;
  return count(calls, outcomes, on);
}

function count(
  calls: { name: string; call: Call }[],
  outcomes: Map<string, "done" | AppError>,
  { sandbox }: Awaited<ReturnType<typeof stage>>,
): Tally {
  const nameOf = new Map<number, string>();
  const risky = new Map<string, number>();
  let faults = 0;
  for (const { n, method, path, body, status } of sandbox.requests()) {
    if (method !== "POST") continue;
    const name =
      /^\/v1\/connections\/([^/]+)\/sync/.exec(path)?.[1] ??
      /storm_\d+/.exec(JSON.stringify(body))?.[0] ??
      "";
    nameOf.set(n, name);
    if (status !== 200 && status !== 201) faults += 1;
    // A throttled request was not accepted, so it may be sent again.
    if (status !== 429) risky.set(name, (risky.get(name) ?? 0) + 1);
  }
  const effects = new Map<string, number>();
  for (const { request } of sandbox.effects()) {
    const name = nameOf.get(request) ?? "";
    effects.set(name, (effects.get(name) ?? 0) + 1);
  }
  const reported: Record<string, number> = {};
  const wrong: string[] = [];
  for (const {
    name,
    call: { operation },
  } of calls) {
    const outcome = outcomes.get(name) ?? "done";
    const happened = (effects.get(name) ?? 0) > 0;
    const said =
      outcome === "done"
        ? "done"
        : outcome.type === "outcome_unknown"
          ? `unknown: ${outcome.facts["outcome"]}`
          : outcome.type;
    reported[said] = (reported[said] ?? 0) + 1;
    const not =
      outcome !== "done" &&
      (outcome.type !== "outcome_unknown" || outcome.facts["outcome"] === "verified_not_applied");
    if ((outcome === "done" && !happened) || (not && happened))
      wrong.push(`${operation} ${name}: ${said}`);
  }
  const beyond = (counts: Map<string, number>) =>
    [...counts.values()].reduce((sum, times) => sum + Math.max(0, times - 1), 0);
  return {
    operations: calls.length,
    faults,
    repeats: beyond(risky),
    duplicates: beyond(effects),
    wrong,
    reported,
  };
}
