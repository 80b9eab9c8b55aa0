import { describe, expect, test } from "vitest";
import { AppError } from "../../../src/base/errors.js";
import { createLimiter, type LimiterOptions } from "../../../src/client/http/limiter.js";
import type { Quota } from "../../../src/client/operations/row.js";
import { testClock } from "./test-clock.js";

function setUp(options: Omit<LimiterOptions, "clock"> = {}) {
  const clock = testClock();
  const limiter = createLimiter({ clock, ...options });
  const started: string[] = [];
  const enter = (
    name: string,
    { quota = "all", ms = 50_000, signal = new AbortController().signal }: Turn = {},
  ) =>
    limiter.enter({ quota, deadline: clock.now() + ms, signal }).then((leave) => {
      started.push(name);
      return leave;
    });
  return { clock, limiter, started, enter };
}

interface Turn {
  quota?: Quota;
  ms?: number;
  signal?: AbortSignal;
}

/** Lets what is settled be told. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const error = async (promise: Promise<unknown>): Promise<AppError> => {
  const caught = await promise.catch((reason: unknown) => reason);
  if (caught instanceof AppError) return caught;
  throw new Error("no AppError");
};

describe("turns", () => {
  test("no more at one time than allowed, in order", async () => {
    const { enter, started } = setUp({ concurrency: 2 });
    const first = await enter("1");
    await enter("2");
    const later = [enter("3"), enter("4")];
    await turn();
    expect(started).toEqual(["1", "2"]);
    first();
    first();
    await turn();
    expect(started).toEqual(["1", "2", "3"]);
    (await later[0])?.();
    await later[1];
    expect(started).toEqual(["1", "2", "3", "4"]);
  });

  test("a burst goes at once, the rest at the steady rate", async () => {
    const { enter, started, clock } = setUp({ concurrency: 100, burst: 3, perSecond: 2 });
    for (let i = 0; i < 6; i += 1) void enter(String(i));
    await turn();
    expect(started).toHaveLength(3);
    clock.advance(499);
    await turn();
    expect(started).toHaveLength(3);
    clock.advance(1);
    await turn();
    expect(started).toHaveLength(4);
    clock.advance(1000);
    await turn();
    expect(started).toHaveLength(6);
  });

  test("more than the queue holds is refused at once", async () => {
    const { enter } = setUp({ concurrency: 1, queue: 2 });
    await enter("1");
    void enter("2");
    void enter("3");
    const refused = await error(enter("4"));
    expect(refused).toMatchObject({ type: "unavailable", state: "Nothing was sent." });
    expect(refused.facts).toEqual({ busy: true });
  });

  test("who stops waiting leaves the queue", async () => {
    const { enter, started } = setUp({ concurrency: 1 });
    const leave = await enter("1");
    const stop = new AbortController();
    const waiting = enter("2", { signal: stop.signal });
    const next = enter("3");
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    leave();
    await next;
    expect(started).toEqual(["1", "3"]);
    await expect(enter("4", { signal: AbortSignal.abort(new Error("early")) })).rejects.toThrow(
      "early",
    );
  });
});

describe("holds", () => {
  test("a short one is waited for", async () => {
    const { enter, started, limiter, clock } = setUp();
    limiter.hold("all", 2);
    void enter("1");
    clock.advance(1999);
    await turn();
    expect(started).toEqual([]);
    clock.advance(1);
    await turn();
    expect(started).toEqual(["1"]);
  });

  test("one beyond the deadline, or beyond a minute, fails at once and says how long", async () => {
    const { enter, limiter, clock } = setUp();
    limiter.hold("all", 3600);
    expect(await error(enter("1", { ms: 10_000_000 }))).toMatchObject({
      type: "rate_limited",
      retryAfterSeconds: 3600,
      sent: false,
    });
    clock.advance(3_590_000);
    expect(await error(enter("2", { ms: 5000 }))).toMatchObject({ retryAfterSeconds: 10 });
    clock.advance(10_000);
    await enter("3");
  });

  test("fails those who already wait", async () => {
    const { enter, limiter } = setUp({ concurrency: 1 });
    await enter("1");
    const waiting = error(enter("2"));
    limiter.hold("all", 600);
    expect((await waiting).type).toBe("rate_limited");
  });

  test("one quota's hold leaves the others alone", async () => {
    const { enter, limiter } = setUp();
    limiter.hold("source", 3600);
    await enter("1");
    expect((await error(enter("2", { quota: "source" }))).type).toBe("rate_limited");
    limiter.hold("all", 600);
    expect((await error(enter("3"))).retryAfterSeconds).toBe(600);
  });

  test("a shorter one does not shorten a longer one", async () => {
    const { enter, limiter } = setUp();
    limiter.hold("all", 600);
    limiter.hold("all", 1);
    expect((await error(enter("1"))).retryAfterSeconds).toBe(600);
  });
});

describe("the lock after refused credentials", () => {
  const refused = () => new AppError("unauthenticated", "refused");

  test("lets one probe through every 30 s, and all after a success", async () => {
    const { enter, limiter, clock } = setUp();
    limiter.lock(refused);
    expect((await error(enter("1"))).type).toBe("unauthenticated");
    clock.advance(30_000);
    const probe = await enter("probe");
    expect((await error(enter("2"))).type).toBe("unauthenticated");
    limiter.lock(refused);
    probe();
    expect((await error(enter("3"))).type).toBe("unauthenticated");
    clock.advance(30_000);
    await enter("probe");
    limiter.unlock();
    await enter("4");
  });
});
