import { expect, test } from "vitest";
import { AppError } from "../../src/base/errors.js";
import { systemClock } from "../../src/client/http/clock.js";
import { isStillThere, isThereYet } from "../../src/toolkit/applied.js";

test("a cancelled wait for the second read leaves what the first one showed", async () => {
  const waits = { clock: systemClock, signal: AbortSignal.abort() };
  const absent = () => Promise.reject(new AppError("not_found", "It does not exist."));
  expect(await isStillThere(async () => ({ id: "c" }), waits)).toBe(true);
  expect(await isThereYet(absent, waits)).toBe(false);
});
