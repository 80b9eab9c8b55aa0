import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MUTATIONS } from "./mutations.js";

test("every mutation of the matrix applies to the code as it is, in one place", () => {
  const stale = MUTATIONS.filter(
    ({ file, find }) => readFileSync(file, "utf8").split(find).length !== 2,
  );
  expect(stale.map(({ row, without, file }) => `${row}, ${without}: ${file}`)).toEqual([]);
});

test("every mutation belongs to a row of the matrix", () => {
  const folder = "test/matrix";
  const matrix = readdirSync(folder)
    .filter((file) => /\.(?:matrix|test)\.ts$/.test(file) && !file.startsWith("mutations"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  const rows = new Set(MUTATIONS.map(({ row }) => row));
  expect([...rows].filter((row) => !matrix.includes(`${row} `))).toEqual([]);
});
