import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";

const PLACE = "test/mutation/last-run.json";

const Counts = z.object({
  folder: z.string(),
  mutants: z.number(),
  noticed: z.number(),
  survived: z.number(),
  notReached: z.number(),
});

/** The last run over the whole code, in the form that `docs/reliability.md` shows. */
export const LastRun = z.object({
  date: z.string(),
  commit: z.string(),
  seed: z.number(),
  counts: z.array(Counts),
  /** Written by hand: facts that the numbers do not show. */
  note: z.string().optional(),
  survivors: z.array(
    z.object({
      place: z.string(),
      change: z.string(),
      /**
       * Written by hand: why the mutant changes nothing that a user sees, or which test has caught
       * it since.
       */
      since: z.string().optional(),
    }),
  ),
});
export type LastRun = z.output<typeof LastRun>;
type Counts = z.output<typeof Counts>;

export const readLastRun = (): LastRun | undefined =>
  existsSync(PLACE) ? LastRun.parse(JSON.parse(readFileSync(PLACE, "utf8"))) : undefined;

export const writeLastRun = (run: LastRun) =>
  writeFileSync(PLACE, `${JSON.stringify(run, undefined, 2)}\n`);

export function countsTable(counts: readonly Counts[]): string[] {
  const sum = (field: "mutants" | "noticed" | "survived" | "notReached") =>
    counts.reduce((total, row) => total + row[field], 0);
  const all = {
    folder: "all",
    mutants: sum("mutants"),
    noticed: sum("noticed"),
    survived: sum("survived"),
    notReached: sum("notReached"),
  };
  return [
    "| folder | mutants | detected | survived | not run by a test | survived or not run |",
    "|---|---|---|---|---|---|",
    ...[...counts, all].map(({ folder, mutants, noticed, survived, notReached }) => {
      const alive = survived + notReached;
      const share = mutants === 0 ? 0 : Math.round((alive / mutants) * 1000) / 10;
      return `| ${folder} | ${mutants} | ${noticed} | ${survived} | ${notReached} | ${share} % |`;
    }),
  ];
}
