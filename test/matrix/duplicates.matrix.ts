import { expect, test } from "vitest";
import { confirmAtOnce } from "./confirms.js";
import { storm } from "./duplicates.js";

for (const seed of [2, 3, 4, 5, 6]) {
  test(`duplicates of 2,000 changes that must not be repeated, with random failures, seed ${seed}: none`, async (t) => {
    const { reported, ...tally } = await storm(t, 2000, seed);
    Object.assign(t.task.meta, { tally: { ...tally, reported } });
    expect(tally.faults).toBeGreaterThan(400);
    expect(tally, JSON.stringify(reported)).toMatchObject({ repeats: 0, duplicates: 0, wrong: [] });
  });
}

test("confirmations with one token, 1,000 in parallel over 10 stores: 1 execution", async (t) => {
  const tally = await confirmAtOnce(t, { stores: 10, each: 100 });
  Object.assign(t.task.meta, { confirms: tally });
  expect(tally).toEqual({ confirms: 1000, sent: 1, effects: 1, responses: 1000 });
});
