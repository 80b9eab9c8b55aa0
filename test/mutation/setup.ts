import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, inject } from "vitest";

// Loaded before each test file of a mutation run. It stores which mutant is active, and which tests
// reach which mutants.

declare module "vitest" {
  interface ProvidedContext {
    mutationFolder: string;
  }
}
declare global {
  var __mutant: (id: number) => boolean;
}

const folder = inject("mutationFolder");
const active = Number(readFileSync(join(folder, "active"), "utf8"));
const DRY_RUN = -1;
const LOADING = "";

/** The reached mutants by test. `LOADING` has those that are reached while modules are loaded. */
const reached = new Map<string, Set<number>>();
let current = LOADING;
let file = "";

globalThis.__mutant = (id) => {
  const ids = reached.get(current);
  if (ids === undefined) reached.set(current, new Set([id]));
  else ids.add(id);
  return id === active;
};

beforeEach(({ task }) => {
  file = task.file.filepath;
  current = task.id;
});
afterEach(() => {
  current = LOADING;
});
afterAll(() => {
  if (active !== DRY_RUN || file === "") return;
  const tests = [...reached].map(([id, ids]) => [id, [...ids]]);
  const name = `reached-${Buffer.from(file).toString("base64url").slice(-80)}.json`;
  writeFileSync(join(folder, name), JSON.stringify({ file, tests }));
});
