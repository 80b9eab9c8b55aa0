import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pages } from "../scripts/docs.js";

test("the generated pages are up to date (npm run gen:docs)", () => {
  const generated = pages();
  expect(generated.size).toBeGreaterThan(2);
  for (const [path, text] of generated) expect(readFileSync(path, "utf8"), path).toBe(text);
});
