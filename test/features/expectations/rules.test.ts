import { expect, test } from "vitest";
import {
  compileExpectations,
  parseExpectations,
} from "../../../src/features/expectations/index.js";

function rules(text: string) {
  const { file, problems } = parseExpectations(`version: 1\nrules:\n${text}`);
  if (file === undefined) throw new Error(JSON.stringify(problems));
  return compileExpectations(file);
}

const connector = {
  id: "festive_shore",
  name: "stripe_eu",
  service: "Stripe",
  group: { id: "projected_sickle", name: "finance" },
};

test.each([
  ['connector: "*"', true],
  ["connector: stripe_*", true],
  ["connector: festive_shore", true],
  ["connector: [a, stripe_eu]", true],
  ["connector: stripe", false],
  ["connector: STRIPE_EU", false],
  ["connector: Stripe", false],
  ['connector: "stripe\\\\*"', false],
  ["group: finance", true],
  ["group: projected_sickle", true],
  ["group: fin*", true],
  ["group: marketing", false],
  ["service: stripe", true],
  ["service: [mysql, STRIPE]", true],
  ["service: mysql", false],
  ["service: stripe, group: marketing", false],
  ["service: stripe, group: finance, connector: s*", true],
])("{%s} matches: %s", (selector, matches) => {
  const found = rules(`  - {name: a, owner: x, ${selector}}`).of(connector);
  expect(found?.rule).toBe(matches ? "a" : undefined);
});

test("the first rule that matches applies, whole", () => {
  const found = rules(`
  - {name: other, connector: x, owner: nobody}
  - {name: first, service: stripe, max_age_hours: 6}
  - {name: second, connector: stripe_eu, owner: team-a}
`).of(connector);
  expect(found).toMatchObject({ rule: "first", maxAgeHours: 6, severity: "normal" });
  expect(found?.owner).toBeUndefined();
});

test("a group whose name is not known is matched by its id alone", () => {
  const on = { ...connector, group: { id: "projected_sickle", name: undefined } };
  expect(rules("  - {name: a, owner: x, group: finance}").of(on)).toBeUndefined();
  expect(rules("  - {name: a, owner: x, group: projected_sickle}").of(on)?.rule).toBe("a");
});

test.each([
  // Berlin is UTC+2 in summer and UTC+1 in winter.
  ["{from: 20:00, to: 08:00, timezone: Europe/Berlin}", "2026-07-01T17:59:00Z", undefined],
  [
    "{from: 20:00, to: 08:00, timezone: Europe/Berlin}",
    "2026-07-01T18:00:00Z",
    "08:00 Europe/Berlin",
  ],
  [
    "{from: 20:00, to: 08:00, timezone: Europe/Berlin}",
    "2026-07-02T05:59:59Z",
    "08:00 Europe/Berlin",
  ],
  ["{from: 20:00, to: 08:00, timezone: Europe/Berlin}", "2026-07-02T06:00:00Z", undefined],
  ["{from: 20:00, to: 08:00, timezone: Europe/Berlin}", "2026-12-01T18:30:00Z", undefined],
  ["{from: 12:00, to: 13:00}", "2026-07-01T12:00:00Z", "13:00 UTC"],
  ["{from: 12:00, to: 13:00}", "2026-07-01T13:00:00Z", undefined],
  ["{from: 12:00, to: 24:00}", "2026-07-01T23:59:00Z", "midnight UTC"],
  // 2026-07-04 is a Saturday.
  ["{days: [sat, sun]}", "2026-07-03T23:59:00Z", undefined],
  ["{days: [sat, sun]}", "2026-07-04T00:00:00Z", "midnight UTC"],
  ["{days: [sat, sun]}", "2026-07-05T23:59:00Z", "midnight UTC"],
  ["{days: [sat, sun]}", "2026-07-06T00:00:00Z", undefined],
  // Quiet hours belong to the day on which they begin.
  ["{days: [fri], from: 22:00, to: 06:00}", "2026-07-04T05:00:00Z", "06:00 UTC"],
  ["{days: [fri], from: 22:00, to: 06:00}", "2026-07-03T05:00:00Z", undefined],
  ["{days: [sun], from: 22:00, to: 06:00}", "2026-07-06T05:00:00Z", "06:00 UTC"],
  // Quiet hours over midnight, in a night in which the clock skips or repeats an hour.
  [
    "{from: 22:00, to: 02:30, timezone: Europe/Berlin}",
    "2026-03-29T00:59:00Z",
    "02:30 Europe/Berlin",
  ],
  ["{from: 22:00, to: 02:30, timezone: Europe/Berlin}", "2026-03-29T01:00:00Z", undefined],
  [
    "{from: 22:00, to: 02:30, timezone: Europe/Berlin}",
    "2026-10-25T01:29:00Z",
    "02:30 Europe/Berlin",
  ],
  ["{from: 22:00, to: 02:30, timezone: Europe/Berlin}", "2026-10-25T01:31:00Z", undefined],
  ["[{days: [mon]}, {from: 12:00, to: 13:00}]", "2026-07-01T12:30:00Z", "13:00 UTC"],
])("quiet hours %s at %s: %s", (hours, now, until) => {
  const found = rules(`  - {name: a, connector: "*", quiet_hours: ${hours}}`).of(connector);
  expect(found?.quietUntil(new Date(now))).toBe(until);
});
