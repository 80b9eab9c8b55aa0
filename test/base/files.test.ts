import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "../../src/base/files.js";
import { temporaryFolder } from "../harness.js";

test("a folder is made with those above it, for this user alone, and may exist", async () => {
  const path = join(await temporaryFolder(), "a", "b");
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
});

test("a file in the way is an error", async () => {
  const file = join(await temporaryFolder(), "file");
  writeFileSync(file, "");
  expect(() => makeFolder(join(file, "a"))).toThrow("ENOTDIR");
  expect(() => makeFolder(file)).toThrow("EEXIST");
});

if (process.platform === "linux") {
  test("a folder that takes no children is an error, not a wait", () => {
    expect(() => makeFolder("/proc/none/a")).toThrow("cannot be created");
  });
}
