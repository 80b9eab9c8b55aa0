/**
 * Measures whether the tests notice changes of the code. It takes a seeded sample of mutants in `tools/`,
 * `src/features/` and `src/engine/`, switches each on alone, and runs the tests that reach it.
 *
 * Prints a table and the survivors. The result of a complete run is stored for `docs/reliability.md`.
 *
 *   npm run test:mutation                          400 mutants, seed 1
 *   npm run test:mutation -- --sample 50 --seed 7
 *   npm run test:mutation -- --only tools/check_stale.ts --sample 1000
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { stamp } from "../stamp.js";
import { countsTable, writeLastRun } from "./last-run.js";
import { type Mutant, mutantsOf, sample } from "./operators.js";

const FOLDERS = ["tools", "src/features", "src/engine"];
const SECONDS = 120;
const DRY_RUN = -1;
const NO_MUTANT = -2;
/** A busy machine can fail a few tests. More failures mean that the mutated code is wrong. */
const MOST_UNSTABLE = 20;

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "400" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    json: { type: "string" },
  },
});

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
).filter((file) => values.only === undefined || file.startsWith(values.only));
const all = files.flatMap((file) => mutantsOf(file, readFileSync(file, "utf8")));
const mutants = sample(all, Number(values.sample), Number(values.seed)).map((mutant, id) => ({
  ...mutant,
  id,
}));
const list = join(mkdtempSync(join(tmpdir(), "fivetran-agent-mutants-")), "mutants.json");
writeFileSync(list, JSON.stringify(mutants));

const Failure = z.object({
  name: z.string(),
  file: z.string().optional(),
  /** Absent if the whole file failed, or if an error belongs to no test. */
  testId: z.string().optional(),
});
type Failure = z.output<typeof Failure>;

const Outcome = z.object({
  failed: z.array(Failure).default([]),
  reached: z
    .array(
      z.object({ file: z.string(), tests: z.array(z.tuple([z.string(), z.array(z.number())])) }),
    )
    .default([]),
});
type Outcome = z.output<typeof Outcome>;

let worker: ChildProcess | undefined;

async function started(): Promise<ChildProcess> {
  const made = fork(join(import.meta.dirname, "worker.ts"), [list], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    detached: true,
  });
  await new Promise((resolve, reject) => {
    made.once("message", resolve);
    made.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
  });
  return made;
}

/** Ends the worker and the processes that it started. One of them may be in an endless loop. */
function stop(): void {
  if (worker?.pid !== undefined) {
    try {
      process.kill(-worker.pid, "SIGKILL");
    } catch {
      worker.kill("SIGKILL");
    }
  }
  worker = undefined;
}

async function ask(request: object, seconds: number): Promise<Outcome | "timeout"> {
  worker ??= await started();
  const current = worker;
  return new Promise((resolve) => {
    const end = (outcome: Outcome | "timeout") => {
      clearTimeout(timer);
      current.removeAllListeners("message");
      current.removeAllListeners("exit");
      resolve(outcome);
    };
    const timer = setTimeout(() => {
      stop();
      end("timeout");
    }, seconds * 1000);
    current.once("message", (message) => end(Outcome.parse(message)));
    current.once("exit", () => {
      worker = undefined;
      end("timeout");
    });
    current.send(request);
  });
}

console.error(
  `${all.length} mutants in ${files.length} files; ${mutants.length} are tried (seed ${values.seed})`,
);
const dry = await ask({ active: DRY_RUN, bail: 0 }, 3600);
if (dry === "timeout" || dry.reached.length === 0) throw new Error("The tests did not run.");
// A test that fails without a mutant proves nothing.
const unstable = new Set(dry.failed.map(({ name }) => name));
if (unstable.size > MOST_UNSTABLE) {
  throw new Error(`${unstable.size} tests fail without a mutant, such as ${[...unstable][0]}`);
}
if (unstable.size > 0) console.error("These fail without a mutant and do not count:", unstable);

interface Reach {
  file: string;
  testIds: Set<string>;
  /**
   * True if the mutant is reached while the file's modules are loaded, and so concerns all of its
   * tests.
   */
  whole: boolean;
}

function reachOf(mutant: Mutant & { id: number }, { reached }: Outcome): Reach[] {
  const own = basename(mutant.file, ".ts").replaceAll("_", "-");
  const rank = (file: string) =>
    basename(file).startsWith(own) ? 0 : file.includes("test/tools") ? 1 : 2;
  const found = reached.flatMap(({ file, tests }) => {
    const ids = tests.filter(([, reach]) => reach.includes(mutant.id)).map(([id]) => id);
    if (ids.length === 0) return [];
    return [{ file, testIds: new Set(ids.filter((id) => id !== "")), whole: ids.includes("") }];
  });
  // Modules are loaded once for all test files. A mutant that is reached during loading concerns
  // every file about the same source.
  const whole = found.some((each) => each.whole);
  if (!whole) return found.sort((a, b) => rank(a.file) - rank(b.file));
  return reached
    .map(({ file }) => ({ file, testIds: new Set<string>(), whole: true }))
    .sort((a, b) => rank(a.file) - rank(b.file));
}

interface Verdict {
  mutant: Mutant & { id: number };
  state: "killed" | "timeout" | "survived" | "not reached";
  by?: string | undefined;
}

/** Tests that pass alone without a mutant, by name. */
const sound = new Set<string>();

/**
 * Returns true if the mutant causes the failure: the test fails again alone with it, and passes
 * alone without it.
 */
async function isCausedBy(mutant: number, failure: Failure): Promise<boolean> {
  if (unstable.has(failure.name)) return false;
  const { file, testId, name } = failure;
  if (file === undefined) return true;
  const alone = { files: [file], testIds: testId === undefined ? undefined : [testId] };
  if (!sound.has(name)) {
    const without = await ask({ active: NO_MUTANT, ...alone }, SECONDS);
    if (without === "timeout" || without.failed.length > 0) {
      console.error(`This fails without a mutant and does not count: ${name}`);
      unstable.add(name);
      return false;
    }
    sound.add(name);
  }
  const again = await ask({ active: mutant, ...alone }, SECONDS);
  return again === "timeout" || again.failed.length > 0;
}

async function judge(mutant: Mutant & { id: number }, outcome: Outcome): Promise<Verdict> {
  const reach = reachOf(mutant, outcome);
  if (reach.length === 0) return { mutant, state: "not reached" };
  const likely = reach.slice(0, 2);
  for (const part of [likely, reach.slice(2)]) {
    if (part.length === 0) continue;
    const ids = part.every(({ whole }) => !whole)
      ? part.flatMap(({ testIds }) => [...testIds])
      : undefined;
    const request = { active: mutant.id, files: part.map(({ file }) => file), testIds: ids };
    let result = await ask(request, SECONDS);
    // A failure that the mutant did not cause has ended the run early, so the remaining tests run
    // too.
    for (const next of [{ ...request, bail: 0 }, undefined]) {
      if (result === "timeout") return { mutant, state: "timeout" };
      for (const failure of result.failed)
        if (await isCausedBy(mutant.id, failure))
          return { mutant, state: "killed", by: failure.name };
      if (result.failed.length === 0 || next === undefined) break;
      result = await ask(next, SECONDS);
    }
  }
  return { mutant, state: "survived" };
}

const verdicts: Verdict[] = [];
for (const mutant of mutants) {
  const verdict = await judge(mutant, dry);
  verdicts.push(verdict);
  const { file, line, operator, replacement } = mutant;
  console.error(
    `${verdicts.length}/${mutants.length} ${verdict.state} ${file}:${line} ${operator} ${JSON.stringify(replacement).slice(0, 60)}${verdict.by === undefined ? "" : ` by ${verdict.by}`}`,
  );
}
stop();

const counts = FOLDERS.map((folder) => {
  const own = verdicts.filter(({ mutant }) => mutant.file.startsWith(`${folder}/`));
  const count = (...states: Verdict["state"][]) =>
    own.filter(({ state }) => states.includes(state)).length;
  return {
    folder,
    mutants: own.length,
    noticed: count("killed", "timeout"),
    survived: count("survived"),
    notReached: count("not reached"),
  };
});
console.log(countsTable(counts).join("\n"));
const survivors = verdicts
  .filter(({ state }) => state === "survived" || state === "not reached")
  .map(({ mutant, state }) => {
    const { file, line, operator, replacement } = mutant;
    const original = readFileSync(file, "utf8")
      .slice(mutant.start, mutant.end)
      .replaceAll(/\s+/g, " ");
    return {
      place: `${file}:${line}`,
      change: `${operator}: \`${original.slice(0, 80)}\` -> \`${replacement.slice(0, 60) || "(removed)"}\`${state === "not reached" ? " (not run by a test)" : ""}`,
    };
  });
if (survivors.length > 0) console.log("\nSurvivors:");
for (const { place, change } of survivors) console.log(`- ${place} ${change}`);
if (values.only === undefined)
  writeLastRun({ ...stamp(), seed: Number(values.seed), counts, survivors });
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(verdicts, undefined, 1));
