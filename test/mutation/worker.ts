import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { createVitest } from "vitest/node";
import * as z from "zod";
import { type Mutant, withSwitches } from "./operators.js";

// A separate process, because a mutant may loop forever. `run.ts` then ends it and starts another.

const ROOT = process.cwd();
const DRY_RUN = -1;
const Request = z.object({
  active: z.number(),
  /** The number of failures that end the run. 0 runs everything. */
  bail: z.number().default(1),
  files: z.array(z.string()).optional(),
  testIds: z.array(z.string()).optional(),
});

const mutants = z
  .array(z.custom<Mutant & { id: number }>())
  .parse(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")));
const byFile = new Map<string, (Mutant & { id: number })[]>();
for (const mutant of mutants) {
  const path = join(ROOT, mutant.file);
  byFile.set(path, [...(byFile.get(path) ?? []), mutant]);
}
const folder = mkdtempSync(join(tmpdir(), "fivetran-agent-mutation-"));

const vitest = await createVitest(
  "test",
  {
    root: ROOT,
    config: false,
    watch: false,
    run: true,
    reporters: [{}],
    isolate: false,
    maxWorkers: 2,
    bail: 1,
    retry: 0,
    include: ["test/**/*.test.ts"],
    exclude: [
      "test/mutation/**",
      "test/package.test.ts",
      // These tests start the built program, which contains no mutants.
      "test/cli/{behind-a-proxy,command,sandbox,shell,watch}.test.ts",
      "test/server/stdio.test.ts",
      "test/matrix/**",
    ],
    setupFiles: ["test/mutation/setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    provide: { mutationFolder: folder },
  },
  {
    plugins: [
      {
        name: "mutants",
        enforce: "pre",
        transform(_code: string, id: string) {
          const own = byFile.get(id.split("?")[0] ?? "");
          if (own === undefined) return undefined;
          return { code: withSwitches(readFileSync(id, "utf8"), own), map: null };
        },
      },
    ],
  },
);

const all = await vitest.globTestSpecifications();

process.on("message", async (message) => {
  const { active, bail, files, testIds } = Request.parse(message);
  writeFileSync(join(folder, "active"), String(active));
  vitest.config.bail = bail;
  const chosen = files === undefined ? all : all.filter(({ moduleId }) => files.includes(moduleId));
  const specs =
    testIds === undefined
      ? chosen
      : chosen.map(({ moduleId, project }) => project.createSpecification(moduleId, { testIds }));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specs, false);
  // Vitest also returns modules of earlier runs, with their old failures.
  const ran = new Set(specs.map(({ moduleId }) => moduleId));
  const failed: { name: string; file?: string; testId?: string }[] = testModules.flatMap(
    (module) => {
      if (module.state() !== "failed" || !ran.has(module.moduleId)) return [];
      const file = module.moduleId;
      const named = (name: string) => `${relative(ROOT, file)}: ${name}`;
      return [
        ...[...module.children.allTests("failed")].map(({ id, fullName }) => ({
          name: named(fullName),
          file,
          testId: id,
        })),
        ...module.errors().map(({ message }) => ({ name: named(message), file })),
      ];
    },
  );
  if (failed.length === 0)
    failed.push(...unhandledErrors.map((error) => ({ name: String(error).slice(0, 200) })));
  const reached =
    active !== DRY_RUN
      ? []
      : readdirSync(folder)
          .filter((name) => name.startsWith("reached-"))
          .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
  process.send?.({ failed, reached });
});
process.send?.({ ready: true });
