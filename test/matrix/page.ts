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
    "| No | fault | read | idempotent | creates, restarts, mints-secret |",
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
  const approval = ["A01", "A02", "A03", "A04", "A05", "A09", "A10", "A11", "A13", "A14"];
  return [
    "| what | result |",
    "|---|---|",
    `| fault matrix | ${good("F")} of ${count("F")} checks hold |`,
    `| abuse matrix | ${good("A")} of ${count("A")} checks hold |`,
    `| duplicates in ${sum(({ operations }) => operations)} one-shot operations, ${sum(({ faults }) => faults)} responses affected | ${sum(({ duplicates }) => duplicates)} (and ${sum(({ repeats }) => repeats)} requests sent again that could have taken effect) |`,
    `| wrong reports among them (reported as done and was not, or the reverse) | ${sum(({ wrong }) => wrong.length)} |`,
    `| … reported as done / as open | ${reported("done")} / ${reported("unknown")} |`,
    ...confirms.map(
      (tally) =>
        `| concurrent confirms of one token | ${tally.confirms} → ${tally.effects} execution |`,
    ),
    `| changes without a valid approval, over the abuse rows | ${approval.every(holds) ? 0 : "**some**: see the table"} |`,
    `| canary hits | ${holds("A19") ? 0 : "**some**: see the table"} |`,
  ];
}

const LIMITS = `- A host, client or operator account that somebody else controls is outside what this program can protect. A client
  that accepts every question by itself turns \`FIVETRAN_APPROVAL=person\` into no question at all.
- A confirmation token proves that a plan was made and still holds. It does not prove that a person saw it.
- Quoting keeps third-party text apart from ours. It does not keep a model from believing them: the boundaries are
  scope, confinement to groups and confirmation.
- Fivetran has no conditional writes. The target is read again right before a change, and what somebody else changes in
  the milliseconds between the two is overwritten.
- Nothing distinguishes a forced sync from the run that it replaced, or whether a lost request to reload tables was taken:
  such an outcome stays open, and is reported as open.
- A list that Fivetran sends in a circle ends with an error after a bounded number of requests; the part that was read
  is not returned.
- Where the same credentials lie elsewhere, a model may reach Fivetran without this program. Give it a key of its own
  with the least role that does the work.
- The account here is the sandbox. It responds as the published definition says, and fails as these rows say; the real
  service can fail in ways that nobody has written down.`;

const READING = `Each cell is one automated check: the built program runs over stdio with a real MCP client, the sandbox
listens on a real socket in the test's process, and what was sent and what took effect is read from the sandbox's own
log. Checks marked *in process* drive the client directly, on a clock that the test moves, because their limits are
half a minute and more. The columns are what repeating an operation does:
reads; changes that are idempotent (pause, schema); the last column has those that create, restart or mint a secret. *Not run* means that the machine lacks the \`openssl\` program, which makes the throw-away certificates. Bounds
in milliseconds are checked with room for a busy machine: what decides is what was sent.`;

function mutationLines(run: LastRun | undefined): string[] {
  const head = [
    "## Small changes of the code, and whether the tests notice",
    "",
    "`npm run test:mutation` changes one expression at a time in `tools/`, `src/features/` and `src/engine/`, a seeded",
    "sample of them, and runs the tests that reach it.",
    "",
  ];
  if (run === undefined) return [...head, "It has not been run yet.", ""];
  const { date, commit, seed, counts, note, survivors } = run;
  const since = survivors.filter((one) => one.since !== undefined);
  return [
    ...head,
    `Last run on ${date}, commit ${commit}, seed ${seed}.${note === undefined ? "" : ` ${note}`}`,
    "",
    ...countsTable(counts),
    "",
    ...(survivors.length === 0
      ? []
      : [
          `Of the ${survivors.length} that no test noticed, ${since.length} are noticed by now or change nothing that a user sees:`,
          "",
          "| place | change | since then |",
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
    "## What happens when things fail",
    "",
    ...faults(cells),
    "",
    "## What happens when somebody tries",
    "",
    ...abuses(cells),
  ].join("\n");
  const text = [
    "# Reliability, measured",
    "",
    `Made by \`npm run reliability\` on ${facts.date}, commit ${facts.commit}, Node ${facts.node}. Do not edit.`,
    "",
    READING,
    "",
    "## In numbers",
    "",
    ...numbers(cells),
    "",
    tables,
    "",
    "## Each protection, switched off",
    "",
    "`npm run reliability -- --mutate` takes out one protection at a time in a copy of the source, builds it, and runs the row",
    "that should notice.",
    "",
    ...(facts.proofs === undefined
      ? ["It has not been run yet."]
      : [
          `Last run on ${facts.proofs.date}, commit ${facts.proofs.commit}.`,
          "",
          "| row | without | noticed |",
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
