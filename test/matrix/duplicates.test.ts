import { expect, test } from "vitest";
import { confirmAtOnce } from "./confirms.js";
import { storm } from "./duplicates.js";

test("duplicates in 1,000 one-shot operations under random faults: none", async (t) => {
  const { reported, ...tally } = await storm(t, 1000, 1);
  expect(tally.faults).toBeGreaterThan(200);
  expect(tally, JSON.stringify(reported)).toMatchObject({ repeats: 0, duplicates: 0, wrong: [] });
}, 60_000);

test("confirms of one token, 100 at once over 4 stores: 1 execution", async (t) => {
  expect(await confirmAtOnce(t, { stores: 4, each: 25 })).toEqual({
    confirms: 100,
    sent: 1,
    effects: 1,
    responses: 100,
  });
});
