import { expect, test } from "vitest";
import { confirmAtOnce } from "./confirms.js";
import { storm } from "./duplicates.js";

test("duplicates of 1,000 changes that must not be repeated, with random failures: none", async (t) => {
  const { reported, ...tally } = await storm(t, 1000, 1);
  expect(tally.faults).toBeGreaterThan(200);
  expect(tally, JSON.stringify(reported)).toMatchObject({ repeats: 0, duplicates: 0, wrong: [] });
}, 60_000);

test("confirmations with one token, 100 in parallel over 4 stores: 1 execution", async (t) => {
  expect(await confirmAtOnce(t, { stores: 4, each: 25 })).toEqual({
    confirms: 100,
    sent: 1,
    effects: 1,
    responses: 100,
  });
});
