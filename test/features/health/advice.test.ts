import { expect, test } from "vitest";
import { RULES } from "../../../src/client/health/rules.js";
import { adviceFor } from "../../../src/features/health/advice.js";
import { tools } from "../../../tools/index.js";

test("every rule has one piece of advice, and says whether it takes a person", async () => {
  const rows = RULES.map(({ id }) => {
    const { advice, needsPerson } = adviceFor(id);
    return `${id}${needsPerson ? " (person)" : ""}: ${advice}`;
  });
  await expect(rows.join("\n")).toMatchFileSnapshot("__snapshots__/advice.txt");
});

test("advice is one sentence or two, and names only tools and parameters that exist", () => {
  const known = new Set(
    tools.flatMap(({ name, input }) => [
      name,
      ...Object.keys("shape" in input ? (input.shape as object) : {}),
    ]),
  );
  for (const { id } of RULES) {
    const { advice } = adviceFor(id);
    expect(advice).toMatch(/^[A-Z].{8,180}\.$/);
    const names = advice.match(/\b[a-z]+_[a-z_]+\b/g) ?? [];
    expect(names.filter((name) => !known.has(name) && !FIVETRAN_FIELDS.has(name))).toEqual([]);
  }
});

test("titles and the advice for problems fit one connector and several", () => {
  const tasks = [
    "reconnect",
    "python_code_throwing_error",
    "unknown_sync_failure",
    "odd",
    undefined,
  ];
  const ofOne =
    /\b(it is|its (setup|schedule|syncs?|data|last|next))\b|\b(Test|Start|Complete|Repair) it\b/;
  for (const { id, title, severity } of RULES) {
    expect(title).not.toMatch(/\bits?\b/);
    if (severity === "info" || severity === "ok") continue;
    for (const task of tasks) expect(adviceFor(id, { task }).advice).not.toMatch(ofOne);
  }
});

const FIVETRAN_FIELDS = new Set(["rescheduled_for"]);
