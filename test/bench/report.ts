export interface Row {
  what: string;
  /** A value such as `1,480 tokens` or `1.07 x`. */
  measured: string;
  /** Absent on rows that are only informative. */
  budget?: string;
  ok?: boolean;
  note?: string;
}

export interface Limit {
  measured: number;
  atMost: number;
  unit: string;
  digits?: number;
  note?: string | undefined;
}

const number = (value: number, digits = 0) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

const noted = (note: string | undefined) => (note === undefined ? {} : { note });

export const limit = (what: string, { measured, atMost, unit, digits = 0, note }: Limit): Row => ({
  what,
  measured: `${number(measured, digits)} ${unit}`,
  budget: `<= ${number(atMost, digits)}`,
  ok: measured <= atMost,
  ...noted(note),
});

export const exactly = (what: string, measured: string, budget: string, note?: string): Row => ({
  what,
  measured,
  budget,
  ok: measured === budget,
  ...noted(note),
});

export const info = (what: string, measured: string, note?: string): Row => ({
  what,
  measured,
  ...noted(note),
});

export const amount = (value: number, unit: string, digits = 0) =>
  `${number(value, digits)} ${unit}`;

export function printTable(title: string, rows: readonly Row[]): void {
  const cells = rows.map(({ what, measured, budget = "", ok, note = "" }) => [
    what,
    measured,
    budget,
    ok === undefined ? "" : ok ? "ok" : "MISSED",
    note,
  ]);
  const table = [["", "measured", "budget", "", ""], ...cells];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of table) {
    console.log(
      `  ${row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd()}`,
    );
  }
}

/** Prints a summary for programs: one line per row, then one for all rows. */
export function printSummary(rows: readonly Row[]): boolean {
  console.log("");
  for (const row of rows) console.log(`BENCH ${JSON.stringify(row)}`);
  const missed = rows.filter((row) => row.ok === false);
  const kept = rows.filter((row) => row.ok === true).length;
  console.log(
    `BENCH_OVERALL ${JSON.stringify({ ok: missed.length === 0, kept, missed: missed.map((row) => row.what) })}`,
  );
  return missed.length === 0;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Returns the middle half of the runs, which shows how reliable the median is. */
export function spread(values: readonly number[], digits = 0): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return `${number(at(0.25), digits)}-${number(at(0.75), digits)}, n=${sorted.length}`;
}
