import * as z from "zod";
import { countsTable, type LastRun } from "../mutation/last-run.js";
import type { Proofs } from "./mutations.js";

/** One check with its result. */
export interface Cell {
  /** A title such as `F03 reset after the request was written`. */
  row: string;
  /** In the fault matrix the title begins with its column: `read: retried, succeeds`. */
  title: string;
  state: "pass" | "fail" | "not run";
  why: string;
  meta: Record<string, unknown>;
}

export interface Facts {
  date: string;
  commit: string;
  node: string;
  proofs: Proofs | undefined;
  mutation: LastRun | undefined;
}

const COLUMNS = [["read"], ["idempotent"], ["creates", "restarts", "mints-secret"]] as const;
const SHOWN = { pass: "pass", fail: "**FAIL**", "not run": "not run" };

const safe = (text: string) => text.replaceAll("|", "\\|");

function rowsOf(cells: readonly Cell[], letter: string): Map<string, Cell[]> {
  const rows = new Map<string, Cell[]>();
  for (const cell of cells) {
    if (!new RegExp(`^${letter}\\d\\d `).test(cell.row)) continue;
    rows.set(cell.row, [...(rows.get(cell.row) ?? []), cell]);
  }
  return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function faults(cells: readonly Cell[]): string[] {
  const lines = [
    "| No | failure | read | idempotent | creates, restarts, mints-secret |",
    "|---|---|---|---|---|",
  ];
  for (const [row, own] of rowsOf(cells, "F")) {
    const columns = COLUMNS.map((classes) =>
      own
        .filter(({ title }) => classes.some((each) => title.startsWith(`${each}: `)))
        .map(({ title, state }) => {
          const outcome = classes.length > 1 ? title : title.slice(classes[0].length + 2);
          return `${SHOWN[state]}: ${safe(outcome)}`;
        })
        .join("<br>"),
    );
    lines.push(
      `| ${row.slice(0, 3)} | ${safe(row.slice(4))} | ${columns.map((text) => text || "–").join(" | ")} |`,
    );
  }
  return lines;
}

function abuses(cells: readonly Cell[]): string[] {
  const lines = ["| No | attack | outcome |", "|---|---|---|"];
  for (const [row, own] of rowsOf(cells, "A")) {
    const outcomes = own.map(({ title, state }) => `${SHOWN[state]}: ${safe(title)}`);
    lines.push(`| ${row.slice(0, 3)} | ${safe(row.slice(4))} | ${outcomes.join("<br>")} |`);
  }
  return lines;
}

const Tally = z.object({
  operations: z.number(),
  faults: z.number(),
  repeats: z.number(),
  duplicates: z.number(),
  wrong: z.array(z.string()),
  reported: z.record(z.string(), z.number()),
});
const Confirms = z.object({ confirms: z.number(), sent: z.number(), effects: z.number() });

function numbers(cells: readonly Cell[]): string[] {
  const tallies = cells.flatMap(({ meta }) => Tally.safeParse(meta["tally"]).data ?? []);
  const confirms = cells.flatMap(({ meta }) => Confirms.safeParse(meta["confirms"]).data ?? []);
  const sum = (pick: (tally: z.output<typeof Tally>) => number) =>
    tallies.reduce((total, tally) => total + pick(tally), 0);
  const reported = (start: string) =>
    sum(({ reported: by }) =>
      Object.entries(by).reduce(
        (total, [said, count]) => total + (said.startsWith(start) ? count : 0),
        0,
      ),
    );
  const count = (letter: string) => cells.filter(({ row }) => row.startsWith(letter)).length;
  const good = (letter: string) =>
    cells.filter(({ row, state }) => row.startsWith(letter) && state === "pass").length;
  const one = (name: string) => cells.filter(({ row }) => row.startsWith(name));
  const holds = (name: string) =>
    one(name).length > 0 && one(name).every(({ state }) => state === "pass");
  const operations = sum((tally) => tally.operations);
  const [done, unknown] = [reported("done"), reported("unknown")];
  const approval = ["A01", "A02", "A03", "A04", "A05", "A09", "A10", "A11", "A13", "A14"];
  return [
    "| item | result |",
    "|---|---|",
    `| passed checks of failures of the API and the network | ${good("F")} of ${count("F")} |`,
    `| passed checks of attacks and misuse | ${good("A")} of ${count("A")} |`,
    `| random test: changes that the program must not send twice | ${operations}, with ${sum(({ faults }) => faults)} failed responses |`,
    `| random test: changes that were sent again although the first request could have taken effect | ${sum(({ repeats }) => repeats)} |`,
    `| random test: changes that took effect twice | ${sum(({ duplicates }) => duplicates)} |`,
    `| random test: changes reported as done / as unknown / as failed | ${done} / ${unknown} / ${operations - done - unknown} |`,
    `| random test: changes reported as done but not done, or as failed but done | ${sum(({ wrong }) => wrong.length)} |`,
    ...confirms.map(
      (tally) =>
        `| concurrent confirmations with one token | ${tally.confirms}, of which ${tally.effects} executed the change |`,
    ),
    `| attacks that caused a change without a valid confirmation | ${approval.every(holds) ? 0 : "**some**: see the table"} |`,
    `| test secrets found in output | ${holds("A19") ? 0 : "**some**: see the table"} |`,
  ];
}

const LIMITS = `- The program cannot protect against a host, a client or an operator account that somebody else controls. If a client
  accepts every question automatically, \`FIVETRAN_APPROVAL=person\` has no effect.
- A confirmation token proves that the program returned the plan and that the account still matches the plan. It does
  not prove that a person saw the plan.
- The program quotes third-party text. A model can still follow instructions in it. Scope, groups and confirmation limit
  the damage.
- Fivetran's API has no conditional writes. The program reads the target again immediately before a change. If somebody
  else makes a change in the milliseconds after that, the program overwrites it.
- Fivetran does not show whether a running sync was forced, or whether a request to reload tables arrived if its response
  was lost. The program reports such an outcome as unknown.
- If a lost sync request could be confused with a sync of the schedule, because less than a quarter of the interval
  is left, the outcome is unknown. A sync that takes longer than a quarter of its interval can still be confused.
- If a lost request to run a transformation could be confused with a run of the schedule, the outcome is unknown. For
  a transformation that runs after the syncs of its connections, this is the case if one has synced since the last run.
- If the pages of a list never end, for example because a cursor repeats, the program stops after a limited number of
  requests. A read returns the items that it has read and says that the list is incomplete. A change fails with an error.
- If a model can read the credentials, it can call Fivetran without this program. Use a separate key with the fewest
  permissions that the work needs.
- The checks use the sandbox. The sandbox follows the published definition of the API and simulates the failures in the
  tables above. Fivetran's real service can fail in other ways.`;

const READING = `The tables *Failures of the API and the network* and *Attacks and misuse* list automated checks. A cell contains one or
more checks, each with its result. A check runs the built program over stdio with a real MCP client, and the sandbox
listens on a real socket. The log of the sandbox shows which requests arrived and which changes took effect. Checks
marked *in process* call the client directly, with a simulated clock, because their time limits are longer than half a
minute. *Not run* means that the machine does not have the \`openssl\` program, which creates the test certificates.

The last three columns of the first of these tables are kinds of operations: reads, idempotent changes (for example a
pause or a schema change), and all other changes. These other changes create an object (*creates*), restart work
(*restarts*) or replace a secret (*mints-secret*). In the cells, *1 send* means that the program sent one request, *1
effect* means that one change took effect, and *verified* means that the program read the account to find out whether
the change took effect. *Typed error* means that the error has one of the types in [the library](library.md#errors).

The random test in the summary sends many changes while the sandbox makes most responses fail in random ways.`;

function mutationLines(run: LastRun | undefined): string[] {
  const head = [
    "## Mutation tests",
    "",
    "`npm run test:mutation` changes one expression at a time in `tools/`, `src/features/` and `src/engine/`, and runs the tests",
    "of the changed code. Each change is called a mutant. A run tries a random sample of all possible mutants. A mutant",
    "survives if no test detects it.",
    "",
  ];
  if (run === undefined) return [...head, "It has not been run yet.", ""];
  const { date, commit, seed, counts, note, survivors } = run;
  const open = survivors.filter((one) => one.since === undefined).length;
  return [
    ...head,
    `Last run on ${date}, commit ${commit}, seed ${seed}.${note === undefined ? "" : ` ${note}`}`,
    "",
    ...countsTable(counts),
    "",
    ...(survivors.length === 0
      ? []
      : [
          `No test detected these ${survivors.length} mutants. The last column shows a test that was added later and detects the mutant, or says why no user notices the change.${open === 0 ? "" : ` It is empty for ${open} mutants.`}`,
          "",
          "| place | change | later test, or reason |",
          "|---|---|---|",
          ...survivors.map(
            ({ place, change, since: now = "" }) => `| ${place} | ${safe(change)} | ${safe(now)} |`,
          ),
          "",
        ]),
  ];
}

/** Returns the page, and its two tables alone. */
export function page(cells: readonly Cell[], facts: Facts): { text: string; tables: string } {
  const tables = [
    "## Failures of the API and the network",
    "",
    ...faults(cells),
    "",
    "## Attacks and misuse",
    "",
    ...abuses(cells),
  ].join("\n");
  const text = [
    "# Reliability",
    "",
    `\`npm run reliability\` generated this page on ${facts.date} from commit ${facts.commit}, with Node.js ${facts.node}. Do not edit it.`,
    "",
    READING,
    "",
    "## Summary",
    "",
    ...numbers(cells),
    "",
    tables,
    "",
    "## Tests of the protections",
    "",
    "`npm run reliability -- --mutate` removes one protection at a time from a copy of the code, builds the copy, and runs the",
    "check that should fail. The last column shows the check that failed.",
    "",
    ...(facts.proofs === undefined
      ? ["It has not been run yet."]
      : [
          `Last run on ${facts.proofs.date}, commit ${facts.proofs.commit}.`,
          "",
          "| row | removed protection | detected |",
          "|---|---|---|",
          ...facts.proofs.proofs.map(
            ({ row, without, caught, by }) =>
              `| ${row} | ${safe(without)} | ${caught ? `yes: ${safe(by)}` : "**no**"} |`,
          ),
        ]),
    "",
    ...mutationLines(facts.mutation),
    "## Limits",
    "",
    LIMITS,
    "",
  ].join("\n");
  return { text, tables };
}
