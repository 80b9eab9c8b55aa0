import { afterEach, expect, test, vi } from "vitest";
import { withSteadyProgress } from "../../src/engine/engine.js";

afterEach(() => {
  vi.useRealTimers();
});

test("a call that reports nothing for a while is reported as still running, until it ends", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const reported: string[] = [];
  const caller = {
    signal: new AbortController().signal,
    canAsk: false,
    progress: (message: string) => reported.push(message),
  };
  let report = (_: string) => {};
  let end = () => {};
  const call = withSteadyProgress(caller, ({ progress }) => {
    report = progress;
    return new Promise<string>((resolve) => {
      end = () => resolve("result");
    });
  });

  await vi.advanceTimersByTimeAsync(13_000);
  expect(reported).toEqual([
    "waiting for Fivetran, 6 s so far",
    "waiting for Fivetran, 12 s so far",
  ]);
  report("1 of 2");
  await vi.advanceTimersByTimeAsync(5000);
  expect(reported.slice(2)).toEqual(["1 of 2"]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(reported.slice(3)).toEqual(["waiting for Fivetran, 19 s so far"]);

  end();
  expect(await call).toBe("result");
  // What a change does after its call has ended is still passed on, but not repeated.
  report("2 of 2");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reported.slice(4)).toEqual(["2 of 2"]);
});
