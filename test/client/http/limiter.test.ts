import { describe, expect, test } from "vitest";
import { AppError } from "../../../src/base/errors.js";
import {
  createLimiter,
  type LimiterOptions,
  type Limits,
  type Slot,
} from "../../../src/client/http/limiter.js";
import type { Quota } from "../../../src/client/operations/row.js";
import { testClock } from "./test-clock.js";

function setUp(options: Omit<LimiterOptions, "clock"> = {}) {
  const clock = testClock();
  const limiter = createLimiter({ clock, ...options });
  const started: string[] = [];
  const acquire = (
    name: string,
    {
      quota = "all",
      ms = 50_000,
      signal = new AbortController().signal,
      reserved = true,
      lane = "",
      onWait,
    }: RequestOptions = {},
  ) =>
    limiter
      .acquire({ quota, deadline: clock.now() + ms, signal, reserved, lane, onWait })
      .then((slot) => {
        started.push(name);
        return slot;
      });
  return { clock, limiter, started, acquire };
}

interface RequestOptions {
  lane?: string;
  quota?: Quota;
  ms?: number;
  signal?: AbortSignal;
  reserved?: boolean;
  onWait?: (ms: number) => void;
}

/** Lets settled promises run their callbacks. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const error = async (promise: Promise<unknown>): Promise<AppError> => {
  const caught = await promise.catch((reason: unknown) => reason);
  if (caught instanceof AppError) return caught;
  throw new Error("no AppError");
};

describe("the queue", () => {
  test("gives a free slot to the lane that has the fewest in flight", async () => {
    const { acquire, started } = setUp({ concurrency: 3 });
    const flood = [1, 2, 3, 4, 5, 6].map((n) => acquire(`a${n}`, { lane: "a" }));
    const quiet = [1, 2].map((n) => acquire(`b${n}`, { lane: "b" }));
    await settled();
    expect(started).toEqual(["a1", "a2", "a3"]);
    for (const slot of flood.slice(0, 3)) {
      (await slot).release();
      await settled();
    }
    expect(started).toEqual(["a1", "a2", "a3", "b1", "b2", "a4"]);
    for (const slot of quiet) (await slot).release();
    await settled();
    expect(started.slice(6)).toEqual(["a5", "a6"]);
  });

  test("starts no more at one time than allowed, in order", async () => {
    const { acquire, started } = setUp({ concurrency: 2 });
    const first = await acquire("1");
    await acquire("2");
    const later = [acquire("3"), acquire("4")];
    await settled();
    expect(started).toEqual(["1", "2"]);
    first.release();
    first.release();
    await settled();
    expect(started).toEqual(["1", "2", "3"]);
    (await later[0])?.release();
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

  test("queues any number of calls", async () => {
    const { acquire, started } = setUp();
    const slots = Array.from({ length: 500 }, (_, index) => acquire(String(index)));
    for (const slot of slots) (await slot).release();
    expect(started).toHaveLength(500);
  });

  test("reads without a response leave slots for changes and what belongs to them", async () => {
    const { acquire, started } = setUp();
    for (let i = 0; i < 50; i += 1) void acquire("read", { reserved: false });
    await acquire("change");
    await acquire("its read");
    void acquire("another change");
    await settled();
    expect(started.filter((name) => name === "read")).toHaveLength(6);
    expect(started).toHaveLength(8);
  });

  test("removes a cancelled request from the queue", async () => {
    const { acquire, started } = setUp({ concurrency: 1 });
    const leave = await acquire("1");
    const stop = new AbortController();
    const waiting = acquire("2", { signal: stop.signal });
    const next = acquire("3");
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    leave.release();
    await next;
    expect(started).toEqual(["1", "3"]);
    await expect(acquire("4", { signal: AbortSignal.abort(new Error("early")) })).rejects.toThrow(
      "early",
    );
  });
});

/** Acquires a slot, reports the limits of its response, and releases it. */
const responds = async (slot: Promise<Slot>, limits: Limits = {}) => {
  const { learn, release } = await slot;
  learn(limits);
  release();
};
const throttled = (seconds?: number): Limits => ({ throttled: { seconds } });

describe("after a 429", () => {
  test("a short Retry-After is waited for and reported", async () => {
    const { acquire, started, clock } = setUp();
    await responds(acquire("1"), throttled(2));
    const waits: number[] = [];
    void acquire("2", { onWait: (ms) => waits.push(ms) });
    clock.advance(1999);
    await settled();
    expect(started).toEqual(["1"]);
    expect(waits).toEqual([2000]);
    clock.advance(1);
    await settled();
    expect(started).toEqual(["1", "2"]);
  });

  test("one beyond the deadline, or beyond a minute, fails at once and says how long", async () => {
    const { acquire, clock } = setUp();
    await responds(acquire("0"), throttled(3600));
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

  test("requests that are already queued fail too", async () => {
    const { acquire } = setUp({ concurrency: 1 });
    const first = acquire("1");
    const waiting = error(acquire("2"));
    await responds(first, throttled(600));
    expect((await waiting).type).toBe("rate_limited");
  });

  test("one quota does not affect the others", async () => {
    const { acquire } = setUp();
    await responds(acquire("0", { quota: "source" }), throttled(3600));
    const other = acquire("1");
    expect((await error(acquire("2", { quota: "source" }))).type).toBe("rate_limited");
    await responds(other, throttled(600));
    expect((await error(acquire("3"))).retryAfterSeconds).toBe(600);
  });

  test("a shorter wait does not shorten a longer one", async () => {
    const { acquire } = setUp();
    const [first, second] = [acquire("1"), acquire("2")];
    await responds(first, throttled(600));
    await responds(second, throttled(1));
    expect((await error(acquire("3"))).retryAfterSeconds).toBe(600);
  });

  test.each([undefined, 3601, 999_999_999])(
    "with a Retry-After of %s one probe a minute is sent",
    async (seconds) => {
      const { acquire, clock, started } = setUp();
      await responds(acquire("0"), throttled(seconds));
      expect((await error(acquire("1"))).retryAfterSeconds).toBe(60);
      for (let probe = 1; probe <= 3; probe += 1) {
        clock.advance(60_000);
        const slot = acquire("probe");
        const later = error(acquire("later"));
        await responds(slot, throttled(seconds));
        expect((await later).retryAfterSeconds).toBe(60);
      }
      clock.advance(60_000);
      const probe = acquire("probe");
      const queued = acquire("queued");
      await responds(probe);
      await queued;
      expect(started).toEqual(["0", "probe", "probe", "probe", "probe", "queued"]);
    },
  );

  test("a response to an earlier request does not end the wait", async () => {
    const { acquire } = setUp();
    const [first, second] = [acquire("1"), acquire("2")];
    await responds(first, throttled());
    await responds(second);
    expect((await error(acquire("3"))).type).toBe("rate_limited");
  });
});

describe("the account's limit", () => {
  test("is used up without slowing down, and then probed once a minute", async () => {
    const { acquire, clock, started } = setUp();
    for (let remaining = 499; remaining >= 0; remaining -= 1) {
      await responds(acquire("request"), { remaining });
    }
    expect(clock.now()).toBe(1000);
    expect((await error(acquire("late"))).retryAfterSeconds).toBe(60);
    expect(started).toHaveLength(500);
    clock.advance(60_000);
    await responds(acquire("probe"), { remaining: 0 });
    expect((await error(acquire("late"))).retryAfterSeconds).toBe(60);
    clock.advance(60_000);
    await responds(acquire("probe"), { remaining: 20 });
    await acquire("late");
  });

  test("keeps no more requests in flight than the account may send", async () => {
    const { acquire, started } = setUp();
    await responds(acquire("0"), { remaining: 3 });
    for (let i = 0; i < 8; i += 1) void acquire("next");
    await settled();
    expect(started).toHaveLength(1 + 3);
  });

  test("is unknown as soon as a response does not state it", async () => {
    const { acquire, limiter, started } = setUp();
    await responds(acquire("0"), { remaining: 1 });
    expect(limiter.remaining()).toBe(1);
    await responds(acquire("1"));
    expect(limiter.remaining()).toBeUndefined();
    for (let i = 0; i < 10; i += 1) void acquire("next");
    await settled();
    expect(started).toHaveLength(2 + 8);
  });

  test("is not that of another quota", async () => {
    const { acquire } = setUp();
    await responds(acquire("1", { quota: "tests" }), { remaining: 0 });
    await acquire("2");
  });
});

describe("after refused credentials", () => {
  const refused = () => new AppError("unauthenticated", "refused");

  test("one probe is sent every 30 s, and everything after a success", async () => {
    const { acquire, clock } = setUp();
    await responds(acquire("0"), { refused });
    expect((await error(acquire("1"))).type).toBe("unauthenticated");
    clock.advance(30_000);
    const probe = acquire("probe");
    expect((await error(acquire("2"))).type).toBe("unauthenticated");
    await responds(probe, { refused });
    expect((await error(acquire("3"))).type).toBe("unauthenticated");
    clock.advance(30_000);
    await responds(acquire("probe"));
    await acquire("4");
  });

  test("a single refusal of a key that has just worked does not lock it", async () => {
    const { acquire } = setUp();
    await responds(acquire("1"));
    await responds(acquire("2"), { refused });
    await responds(acquire("3"));
    await responds(acquire("4"), { refused });
    await responds(acquire("5"), { refused });
    expect((await error(acquire("6"))).type).toBe("unauthenticated");
  });
});
