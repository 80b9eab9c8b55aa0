import { expect, test } from "vitest";
import { ageMinutes, duration, instant } from "../../src/base/time.js";

test.each([
  [0, "0 min"],
  [59.9, "59 min"],
  [60, "1 h"],
  [61, "1 h 1 min"],
  [180, "3 h"],
  [1439, "23 h 59 min"],
  [1440, "1 d"],
  [3120, "2 d 4 h"],
  [14_500, "10 d"],
  [-5, "0 min"],
  [Number.NaN, "unknown"],
])("%d minutes are %s", (minutes, words) => {
  expect(duration(minutes)).toBe(words);
});

test("times keep their microseconds and know their zone", () => {
  const whole = Date.parse("2024-12-01T15:43:29.013Z");
  expect(instant("2024-12-01T15:43:29.013729Z")).toBeCloseTo(whole + 0.729, 3);
  expect(instant("2024-12-01T15:43:29.013")).toBe(whole);
  expect(instant("2024-12-01T16:43:29.013+01:00")).toBe(whole);
  expect(instant("2024-12-01T15:43Z")).toBe(Date.parse("2024-12-01T15:43:00Z"));
  for (const bad of [null, undefined, "", "yesterday", "2024-12-01", "1733067809"]) {
    expect(instant(bad)).toBeUndefined();
  }
  for (const day of ["2026-02-30", "2026-02-29", "2026-04-31"]) {
    expect(instant(`${day}T00:00:00Z`), day).toBeUndefined();
  }
  for (const day of ["2024-02-29", "2026-01-31", "2026-04-30"]) {
    expect(instant(`${day}T00:00:00+02:00`), day).toBe(Date.parse(`${day}T00:00:00+02:00`));
  }
  const now = new Date("2026-03-10T12:00:00Z");
  expect(ageMinutes("2026-03-10T11:30:30Z", now)).toBe(29);
  // The API has microseconds, which are more exact than the clock.
  expect(ageMinutes("2026-03-10T11:30:00.000788Z", new Date("2026-03-10T12:30:00.000Z"))).toBe(60);
  expect(ageMinutes("2026-03-10T12:30:00Z", now)).toBe(0);
  expect(ageMinutes("never", now)).toBeUndefined();
});
