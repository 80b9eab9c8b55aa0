import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withTables } from "../scripts/docs.js";

test("the tables of the README are those of the code (npm run docs)", () => {
  const readme = readFileSync("README.md", "utf8");
  expect(withTables(readme)).toBe(readme);
});
