import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  mayResend,
  parseHttpDate,
  parseRetryAfter,
  phaseOf,
  RetryBudget,
  retryDelay,
} from "../../../src/client/http/retry.js";
import { holds } from "../../holds.js";
import { testClock } from "./test-clock.js";

describe("parseRetryAfter", () => {
  const DATE = "Mon, 02 Mar 2026 09:30:00 GMT";
  test.each<[string | string[] | undefined, string | undefined, number | undefined]>([
    ["2", undefined, 2],
    [" 3600 ", undefined, 3600],
    ["0", undefined, 0],
    ["999999999", undefined, 999_999_999],
    ["9999999999", undefined, undefined],
    ["1e3", undefined, undefined],
    ["0x10", undefined, undefined],
    ["-1", undefined, undefined],
    ["1.5", undefined, 2],
    ["0.25, 2.5", undefined, 3],
    ["1.", undefined, undefined],
    ["Infinity", undefined, undefined],
    ["", undefined, undefined],
    [undefined, undefined, undefined],
    ["soon", DATE, undefined],
    ["Mon, 02 Mar 2026 09:30:07 GMT", DATE, 7],
    ["Mon, 02 Mar 2026 09:29:00 GMT", DATE, 0],
    ["Mon, 02 Mar 2026 09:30:07 GMT", undefined, undefined],
    ["2026-03-02T09:30:07Z", DATE, undefined],
    [["1", "5", "junk"], undefined, 5],
    ["1, 30", undefined, 30],
    [["junk"], undefined, undefined],
  ])("%j against %j is %j", (value, date, seconds) => {
    expect(parseRetryAfter(value, date)).toBe(seconds);
  });

  test("is a non-negative whole number or undefined for any input", () => {
    const header = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    holds(
      fc.property(fc.oneof(header, fc.array(header)), fc.option(header), (value, date) => {
        const seconds = parseRetryAfter(value, date ?? undefined);
        expect(seconds === undefined || (Number.isInteger(seconds) && seconds >= 0)).toBe(true);
      }),
    );
  });

  test("parses every date that can be sent", () => {
    const date = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2999-01-01") });
    holds(
      fc.property(date, fc.nat(1_000_000), (from, seconds) => {
        const at = new Date(from.getTime() + seconds * 1000);
        expect(parseRetryAfter(at.toUTCString(), from.toUTCString())).toBe(seconds);
      }),
    );
  });
});

test("an impossible date is undefined", () => {
  expect(parseHttpDate("Mon, 99 Mar 2026 09:30:00 GMT")).toBeUndefined();
  expect(parseHttpDate("Mon, 02 Mar 2026 09:30:00 GMT")).toBe(Date.parse("2026-03-02T09:30:00Z"));
});

describe("retryDelay", () => {
  test.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [5, 8000],
    [50, 8000],
  ])("after %i failures stays under %i ms", (failures, roof) => {
    expect(retryDelay(failures, {}, () => 0)).toBe(0);
    expect(retryDelay(failures, {}, () => 1)).toBe(roof);
  });
});

describe("mayResend", () => {
  const unsent = { phase: "unsent" } as const;
  const throttled = { phase: "rejected", status: 429 } as const;
  const lost = { phase: "unknown" } as const;
  test.each([
    ["read", unsent, [true, true, false]],
    ["read", throttled, [true, true, true]],
    ["read", lost, [true, true, false]],
    ["read", { ...lost, unreadable: true }, [true, false, false]],
    ["read", { phase: "rejected", status: 404 }, [false, false, false]],
    ["read", { ...unsent, final: true }, [false, false, false]],
    ["idempotent", unsent, [true, false, false]],
    ["idempotent", throttled, [true, true, true]],
    ["idempotent", lost, [false, false, false]],
    ["idempotent", { phase: "rejected", status: 409 }, [false, false, false]],
    ["creates", unsent, [true, false, false]],
    ["creates", lost, [false, false, false]],
    ["restarts", throttled, [true, true, true]],
    ["creates", throttled, [true, true, true]],
    ["mints-secret", throttled, [true, true, true]],
    ["restarts", lost, [false, false, false]],
    ["mints-secret", lost, [false, false, false]],
    ["probe", unsent, [true, false, false]],
    ["probe", lost, [false, false, false]],
  ] as const)("%s after %j", (repeat, failure, allowed) => {
    const refused = failure === throttled ? 1 : 0;
    expect(
      [1, 2, 3].map((n) => mayResend(repeat, failure, { attempts: n, throttled: n * refused })),
    ).toEqual(allowed);
  });

  test("a rate limit does not use up the attempts for other failures, unless their number is given", () => {
    expect(mayResend("idempotent", unsent, { attempts: 4, throttled: 3 })).toBe(true);
    expect(mayResend("idempotent", unsent, { attempts: 4, throttled: 2 })).toBe(false);
    expect(mayResend("creates", throttled, { attempts: 3, throttled: 3 }, 4)).toBe(true);
    expect(mayResend("creates", throttled, { attempts: 4, throttled: 4 }, 4)).toBe(false);
  });

  test("the status shows whether the request was rejected or may have been applied", () => {
    const refusals = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429];
    expect(refusals.map(phaseOf)).toEqual(refusals.map(() => "rejected"));
    expect([301, 307, 408, 500, 502, 503, 504].map(phaseOf)).toEqual(Array(7).fill("unknown"));
  });
});

test("the budget allows twenty retries, then one for five successes or fifteen seconds", () => {
  const clock = testClock();
  const budget = new RetryBudget(clock);
  expect(Array.from({ length: 21 }, () => budget.spend()).filter(Boolean)).toHaveLength(20);
  for (let i = 0; i < 4; i += 1) budget.earn();
  expect(budget.spend()).toBe(false);
  budget.earn();
  expect(budget.spend()).toBe(true);
  clock.advance(14_999);
  expect(budget.spend()).toBe(false);
  clock.advance(1);
  expect(budget.spend()).toBe(true);
  clock.advance(3_600_000);
  expect(Array.from({ length: 21 }, () => budget.spend()).filter(Boolean)).toHaveLength(20);
});
