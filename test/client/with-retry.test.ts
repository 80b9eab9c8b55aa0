import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FivetranError, retryDelay, withRetry } from "../../src/client/index.js";
import { failed, ok, reset } from "./http/raw-server.js";
import { CREATE, failure, PAUSE, READ, scriptedClient } from "./http/scripted-client.js";
import { testClock } from "./http/test-clock.js";

const DOWN = failed(503);

describe("retry options of a client and of a call", () => {
  test("set the attempts and delays, and call onRetry before each wait", async () => {
    const reported: [string, number, number][] = [];
    const { fivetran, server, clock } = await scriptedClient(
      [DOWN, DOWN, DOWN, DOWN, ok({ id: "c" })],
      {
        retry: {
          maxAttempts: 5,
          baseDelayMs: 100,
          maxDelayMs: 300,
          jitter: false,
          onRetry: (error, attempt, delayMs) => reported.push([error.type, attempt, delayMs]),
        },
      },
    );
    await fivetran.send(READ);
    expect(server.seen).toHaveLength(5);
    expect(clock.sleeps).toEqual([100, 200, 300, 300]);
    expect(reported).toEqual([
      ["unavailable", 1, 100],
      ["unavailable", 2, 200],
      ["unavailable", 3, 300],
      ["unavailable", 4, 300],
    ]);
  });

  test("a call's options override its client's", async () => {
    const { fivetran, server } = await scriptedClient([DOWN], { retry: { maxAttempts: 4 } });
    await failure(fivetran.connections.get("c", { retry: { maxAttempts: 1 } }));
    expect(server.seen).toHaveLength(1);
    await failure(fivetran.connections.get("c"));
    expect(server.seen).toHaveLength(5);
  });

  test("apply to lists and any call", async () => {
    const { fivetran, server } = await scriptedClient([DOWN]);
    const retry = { maxAttempts: 1 };
    await failure(fivetran.groups.list({ retry }).page());
    await failure(fivetran.call("list_all_groups", { retry }));
    await failure(fivetran.request({ method: "GET", path: "/v1/news" }, { retry }));
    for (const list of [fivetran.groups.list({ retry }), fivetran.connections.list({ retry })]) {
      await failure(list[Symbol.asyncIterator]().next());
    }
    expect(server.seen).toHaveLength(5);
  });

  test("retryIf can prevent a retry", async () => {
    const { fivetran, server } = await scriptedClient([DOWN]);
    const asked: string[] = [];
    const retryIf = (error: FivetranError) => asked.push(error.type) > 1;
    await failure(fivetran.send(READ, { retry: { retryIf, maxAttempts: 5 } }));
    expect([server.seen.length, asked]).toEqual([1, ["unavailable"]]);
  });

  test("retryIf never causes a change to be sent twice", async () => {
    for (const lost of [failed(500), reset]) {
      const { fivetran, server } = await scriptedClient([lost]);
      const asked: string[] = [];
      const retry = { maxAttempts: 9, retryIf: ({ type }: FivetranError) => asked.push(type) > 0 };
      const error = await failure(fivetran.send(CREATE, { retry }));
      expect(error.type).toBe("outcome_unknown");
      expect([server.seen.length, asked]).toEqual([1, []]);
    }
  });

  test("nor a rejected change", async () => {
    const { fivetran, server } = await scriptedClient([failed(409)]);
    const error = await failure(fivetran.send(PAUSE, { retry: { retryIf: () => true } }));
    expect([error.type, server.seen.length]).toEqual(["conflict", 1]);
  });

  test("one attempt is one attempt, even when a read shows that a change was not applied", async () => {
    const status = {
      setup_state: "connected",
      sync_state: "scheduled",
      update_state: "on_schedule",
    };
    const seen = ok({ id: "c", service: "s", schema: "n", group_id: "g", paused: false, status });
    const once = await scriptedClient([failed(500), seen]);
    const retry = { maxAttempts: 1 };
    const error = await failure(once.fivetran.connections.pause("c", { retry }));
    expect(error.type).toBe("outcome_unknown");
    expect(once.server.seen.map(({ method }) => method)).toEqual(["PATCH", "GET"]);
    const again = await scriptedClient([failed(500), seen]);
    await again.fivetran.connections.pause("c");
    expect(again.server.seen.filter(({ method }) => method === "PATCH")).toHaveLength(2);
  });

  test("the wait is never shorter than Retry-After", async () => {
    const busy = failed(429, "TooManyRequests", { "retry-after": "7" });
    const { fivetran, clock } = await scriptedClient([busy, ok({ id: "c" })], {
      retry: { maxDelayMs: 10 },
    });
    await fivetran.send(READ);
    expect(clock.sleeps).toEqual([7000]);
  });

  test("numbers out of range are refused", async () => {
    for (const retry of [{ maxAttempts: 0 }, { maxAttempts: 11 }, { maxAttempts: 1.5 }]) {
      await expect(scriptedClient([ok()], { retry })).rejects.toThrow(/maxAttempts/);
    }
    const { fivetran, server } = await scriptedClient([ok()]);
    const wrong = await failure(fivetran.send(READ, { retry: { baseDelayMs: -1 } }));
    expect([wrong.type, server.seen.length]).toEqual(["input", 0]);
    await failure(fivetran.send(READ, { retry: { maxDelayMs: Number.NaN } }));
    expect(server.seen).toEqual([]);
  });
});

describe("retryDelay", () => {
  test("is between zero and the limit, and never below Retry-After", () => {
    const number = fc.double({ min: 0, max: 60_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        number,
        number,
        fc.boolean(),
        fc.option(fc.integer({ min: 0, max: 3600 }), { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, baseDelayMs, maxDelayMs, jitter, retryAfterSeconds, chance) => {
          const options = { baseDelayMs, maxDelayMs, jitter, retryAfterSeconds };
          const delay = retryDelay(attempt, options, () => chance);
          const least = (retryAfterSeconds ?? 0) * 1000;
          expect(delay).toBeGreaterThanOrEqual(least);
          expect(delay).toBeLessThanOrEqual(Math.max(maxDelayMs, least));
          const without = retryDelay(attempt, { ...options, jitter: false });
          expect(delay).toBeLessThanOrEqual(without);
        },
      ),
    );
  });

  test("doubles", () => {
    const delays = [1, 2, 3, 4, 99].map((attempt) => retryDelay(attempt, { jitter: false }));
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000]);
  });
});

describe("withRetry", () => {
  const failing = (...errors: unknown[]) => {
    let count = 0;
    return async (attempt: number) => {
      expect(attempt).toBe(++count);
      const error = errors[attempt - 1];
      if (error !== undefined) throw error;
      return count;
    };
  };
  const errorOf = async (status: number, call = READ) => {
    const { fivetran } = await scriptedClient([failed(status)]);
    return failure(fivetran.send(call, { retry: { maxAttempts: 1 } }));
  };
  const clock = () => testClock({ hasty: true });

  test("repeats transient errors, up to three attempts", async () => {
    const down = await errorOf(503);
    expect(await withRetry(failing(down, down), { clock: clock() })).toBe(3);
    await expect(withRetry(failing(down, down, down), { clock: clock() })).rejects.toBe(down);
  });

  test("does not repeat other errors, nor those of other packages", async () => {
    const missing = await errorOf(404);
    await expect(withRetry(failing(missing), { clock: clock() })).rejects.toBe(missing);
    const foreign = new Error("no");
    const retryIf = () => true;
    await expect(withRetry(failing(foreign), { retryIf, clock: clock() })).rejects.toBe(foreign);
  });

  test("retryIf chooses, but a change whose outcome is unknown is never repeated", async () => {
    const conflict = await errorOf(409, PAUSE);
    const retryIf = () => true;
    expect(await withRetry(failing(conflict), { retryIf, clock: clock() })).toBe(2);
    const unknown = await errorOf(500, CREATE);
    expect(unknown.type).toBe("outcome_unknown");
    await expect(withRetry(failing(unknown), { retryIf, clock: clock() })).rejects.toBe(unknown);
  });

  test("a signal ends the wait", async () => {
    const down = await errorOf(503);
    const stop = new AbortController();
    const onRetry = () => stop.abort(new Error("enough"));
    const options = { signal: stop.signal, onRetry, clock: testClock() };
    await expect(withRetry(failing(down), options)).rejects.toThrow("enough");
  });
});
