import { describe, expect, test } from "vitest";
import { AppError } from "../../../src/base/errors.js";
import { createLimiter, type LimiterOptions } from "../../../src/client/http/limiter.js";
import type { Quota } from "../../../src/client/operations/row.js";
import { testClock } from "./test-clock.js";

function setUp(options: Omit<LimiterOptions, "clock"> = {}) {
  const clock = testClock();
  const limiter = createLimiter({ clock, ...options });
  const started: string[] = [];
  const acquire = (
    name: string,
    { quota = "all", ms = 50_000, signal = new AbortController().signal }: RequestOptions = {},
  ) =>
    limiter.acquire({ quota, deadline: clock.now() + ms, signal }).then((release) => {
      started.push(name);
      return release;
    });
  return { clock, limiter, started, acquire };
}

interface RequestOptions {
  quota?: Quota;
  ms?: number;
  signal?: AbortSignal;
}

/** Lets settled promises call back. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const error = async (promise: Promise<unknown>): Promise<AppError> => {
  const caught = await promise.catch((reason: unknown) => reason);
  if (caught instanceof AppError) return caught;
  throw new Error("no AppError");
};

describe("the queue", () => {
  test("starts no more at one time than allowed, in order", async () => {
    const { acquire, started } = setUp({ concurrency: 2 });
    const first = await acquire("1");
    await acquire("2");
    const later = [acquire("3"), acquire("4")];
    await settled();
    expect(started).toEqual(["1", "2"]);
    first();
    first();
    await settled();
    expect(started).toEqual(["1", "2", "3"]);
    (await later[0])?.();
    await later[1];
    expect(started).toEqual(["1", "2", "3", "4"]);
  });

  test("sends a burst at once, the rest at the steady rate", async () => {
    const { acquire, started, clock } = setUp({ concurrency: 100, burst: 3, perSecond: 2 });
    for (let i = 0; i < 6; i += 1) void acquire(String(i));
    await settled();
    expect(started).toHaveLength(3);
    clock.advance(499);
    await settled();
    expect(started).toHaveLength(3);
    clock.advance(1);
    await settled();
    expect(started).toHaveLength(4);
    clock.advance(1000);
    await settled();
    expect(started).toHaveLength(6);
  });

  test("refuses at once what does not fit into the queue", async () => {
    const { acquire } = setUp({ concurrency: 1, queue: 2 });
    await acquire("1");
    void acquire("2");
    void acquire("3");
    const refused = await error(acquire("4"));
    expect(refused).toMatchObject({ type: "unavailable", state: "Nothing was sent." });
    expect(refused.facts).toEqual({ busy: true });
  });

  test("removes a cancelled request from the queue", async () => {
    const { acquire, started } = setUp({ concurrency: 1 });
    const leave = await acquire("1");
    const stop = new AbortController();
    const waiting = acquire("2", { signal: stop.signal });
    const next = acquire("3");
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    leave();
    await next;
    expect(started).toEqual(["1", "3"]);
    await expect(acquire("4", { signal: AbortSignal.abort(new Error("early")) })).rejects.toThrow(
      "early",
    );
  });
});

describe("holds", () => {
  test("a short one is waited for", async () => {
    const { acquire, started, limiter, clock } = setUp();
    limiter.hold("all", 2);
    void acquire("1");
    clock.advance(1999);
    await settled();
    expect(started).toEqual([]);
    clock.advance(1);
    await settled();
    expect(started).toEqual(["1"]);
  });

  test("one beyond the deadline, or beyond a minute, fails at once and says how long", async () => {
    const { acquire, limiter, clock } = setUp();
    limiter.hold("all", 3600);
    expect(await error(acquire("1", { ms: 10_000_000 }))).toMatchObject({
      type: "rate_limited",
      retryAfterSeconds: 3600,
      sent: false,
    });
    clock.advance(3_590_000);
    expect(await error(acquire("2", { ms: 5000 }))).toMatchObject({ retryAfterSeconds: 10 });
    clock.advance(10_000);
    await acquire("3");
  });

  test("fails requests that are already queued", async () => {
    const { acquire, limiter } = setUp({ concurrency: 1 });
    await acquire("1");
    const waiting = error(acquire("2"));
    limiter.hold("all", 600);
    expect((await waiting).type).toBe("rate_limited");
  });

  test("a hold of one quota does not affect the others", async () => {
    const { acquire, limiter } = setUp();
    limiter.hold("source", 3600);
    await acquire("1");
    expect((await error(acquire("2", { quota: "source" }))).type).toBe("rate_limited");
    limiter.hold("all", 600);
    expect((await error(acquire("3"))).retryAfterSeconds).toBe(600);
  });

  test("a shorter one does not shorten a longer one", async () => {
    const { acquire, limiter } = setUp();
    limiter.hold("all", 600);
    limiter.hold("all", 1);
    expect((await error(acquire("1"))).retryAfterSeconds).toBe(600);
  });
});

describe("the lock after refused credentials", () => {
  const refused = () => new AppError("unauthenticated", "refused");

  test("lets one probe through every 30 s, and all after a success", async () => {
    const { acquire, limiter, clock } = setUp();
    limiter.lock(refused);
    expect((await error(acquire("1"))).type).toBe("unauthenticated");
    clock.advance(30_000);
    const probe = await acquire("probe");
    expect((await error(acquire("2"))).type).toBe("unauthenticated");
    limiter.lock(refused);
    probe();
    expect((await error(acquire("3"))).type).toBe("unauthenticated");
    clock.advance(30_000);
    await acquire("probe");
    limiter.unlock();
    await acquire("4");
  });
});
