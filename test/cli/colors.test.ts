import { expect, test, vi } from "vitest";
import { paint } from "../../src/cli/output/colors.js";

const BOLD = "\u001b[1m";

test("a link at the start of a line is neither bold nor cut, and a label is bold", () => {
  vi.stubEnv("FORCE_COLOR", "1");
  const link = `https://fivetran.com/dashboard/connections/${"a".repeat(60)}/status`;
  const lines = paint(["1 connector", link, "Next: wait", "broken 2:"].join("\n"), 50).split("\n");
  vi.unstubAllEnvs();
  expect(lines[1]).toBe(link);
  expect(lines[2]?.startsWith(`${BOLD}Next:`)).toBe(true);
  expect(lines[3]?.startsWith(`${BOLD}broken 2:`)).toBe(true);
});
