import { eastAsianWidth } from "get-east-asian-width";
import { redact } from "../../base/secret.js";
import { visible } from "../../base/text.js";

/** The severity of a row, the worst first. */
export const TONES = ["bad", "warn", "watch", "quiet", "good"] as const;
export type Tone = (typeof TONES)[number];

export interface Column {
  title: string;
  /** The name of the column in CSV. Default: the title. */
  name?: string;
  /** True for long text, which is wrapped into the width that the other columns leave. */
  folds?: true;
}

export interface Row {
  cells: readonly string[];
  tone: Tone;
  /** True if the heading above the row already shows the text of the wrapped columns. */
  underHeading?: true;
  /**
   * By title: values that CSV contains instead of the cells for people, such as a time instead of
   * an age.
   */
  values?: Readonly<Record<string, string>>;
}

/** A line above several rows that shows what they have in common. */
export interface Heading {
  heading: string;
  tone: Tone;
}

export interface Table {
  summary: string;
  columns: readonly Column[];
  rows: readonly (Row | Heading)[];
  notes: readonly string[];
  /** Says where to find more. CSV leaves it out. */
  hint?: string | undefined;
}

const CODES: Record<Tone, number> = { bad: 31, warn: 33, watch: 36, quiet: 90, good: 32 };
const clean = (text: string) => visible(redact(text));
const painted = (code: number, text: string) => `\u001b[${code}m${text}\u001b[0m`;

const EMOJI = /^\p{Emoji_Presentation}|^\p{RI}\p{RI}/u;
const segments = new Intl.Segmenter();
const graphemes = (text: string) => [...segments.segment(text)].map(({ segment }) => segment);
const cellsOf = (grapheme: string) =>
  EMOJI.test(grapheme) ? 2 : eastAsianWidth(grapheme.codePointAt(0) ?? 0);
const widthOf = (text: string) =>
  graphemes(text).reduce((sum, grapheme) => sum + cellsOf(grapheme), 0);

const GAP = "  ";
const WIDEST_FIXED = 30;
const NARROWEST_FOLDED = 24;
const WIDEST = 200;

function clipped(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let out = "";
  let used = 0;
  for (const grapheme of graphemes(text)) {
    if (used + cellsOf(grapheme) > width - 1) break;
    out += grapheme;
    used += cellsOf(grapheme);
  }
  return `${out}…`;
}

const padded = (text: string, width: number) =>
  `${text}${" ".repeat(Math.max(0, width - widthOf(text)))}`;

function folded(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((each) => each !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) line = longer;
    else {
      if (line !== "") lines.push(line);
      line = clipped(word, width);
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

const MOST_LINES = 2;

function shortened(lines: readonly string[], width: number): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  const kept = lines.slice(0, MOST_LINES);
  const last = kept.pop() ?? "";
  return [...kept, widthOf(last) < width ? `${last}…` : clipped(`${last}……`, width)];
}

const isRow = (row: Row | Heading): row is Row => "cells" in row;

/**
 * Returns the table for a terminal of this width. Wrapped columns that would be too narrow are
 * placed below their row. If the other columns do not fit either, each row is a block of lines.
 */
export function asText(
  { summary, columns, rows, notes: own, hint }: Table,
  columnsOfTerminal: number,
  color: boolean,
): string {
  const width = Math.max(40, Math.min(columnsOfTerminal, WIDEST));
  const notes = hint === undefined ? own : [...own, hint];
  const say = (code: number, text: string) => (color && text !== "" ? painted(code, text) : text);
  const cleaned = rows.map((row): Row | Heading =>
    isRow(row) ? { ...row, cells: row.cells.map(clean) } : { ...row, heading: clean(row.heading) },
  );
  const natural = columns.map(({ title }, at) =>
    Math.min(
      WIDEST_FIXED,
      Math.max(
        widthOf(title),
        ...cleaned.filter(isRow).map(({ cells }) => widthOf(cells[at] ?? "")),
      ),
    ),
  );
  const folding = columns.flatMap(({ folds }, at) => (folds === true ? [at] : []));
  const fixed = columns.flatMap(({ folds }, at) => (folds === true ? [] : [at]));
  const taken = fixed.reduce((sum, at) => sum + (natural[at] ?? 0) + GAP.length, 0);
  const share =
    folding.length === 0
      ? 0
      : Math.floor((width - taken - GAP.length * (folding.length - 1)) / folding.length);
  const beside = share >= NARROWEST_FOLDED;
  const widths = natural.map((own, at) => (folding.includes(at) ? share : own));
  const shown = beside ? columns.map((_, at) => at) : fixed;

  const line = (cells: readonly string[], tone: Tone | undefined) =>
    shown
      .map((at, place) => {
        const text = clipped(cells[at] ?? "", widths[at] ?? 0);
        const cell = place === shown.length - 1 ? text : padded(text, widths[at] ?? 0);
        return place === 0 && tone !== undefined ? say(CODES[tone], cell) : cell;
      })
      .join(GAP)
      .trimEnd();
  const rowLines = ({ cells, tone, underHeading }: Row): string[] => {
    const texts = folding.map((at) => (underHeading === true ? "" : (cells[at] ?? "")));
    if (!beside) {
      const under = texts.filter((text) => text !== "").join(" → ");
      const more = under === "" ? [] : folded(under, width - 4);
      return [line(cells, tone), ...more.map((text) => say(90, `    ${text}`))];
    }
    const parts = texts.map((text) => shortened(folded(text, share), share));
    const height = Math.max(1, ...parts.map((part) => part.length));
    return Array.from({ length: height }, (_, at) =>
      line(
        columns.map((_column, column) => {
          const place = folding.indexOf(column);
          if (place >= 0) return parts[place]?.[at] ?? "";
          return at === 0 ? (cells[column] ?? "") : "";
        }),
        at === 0 ? tone : undefined,
      ),
    );
  };
  const blockLines = ({ cells, tone, underHeading }: Row): string[] => {
    const [first = 0, second = 0, ...others] = fixed;
    const [head = "", name = ""] = [cells[first], cells[second]];
    const isShort = widthOf(head) + GAP.length + widthOf(name) <= width;
    const facts = others
      .filter((at) => (cells[at] ?? "") !== "")
      .map((at) => `${columns[at]?.title}: ${cells[at]}`);
    const texts = underHeading === true ? [] : folding.map((at) => cells[at] ?? "");
    const under = texts.filter((text) => text !== "").join(" → ");
    return [
      isShort ? `${say(CODES[tone], head)}${GAP}${name}` : say(CODES[tone], clipped(head, width)),
      ...(isShort ? [] : [`  ${clipped(name, width - 2)}`]),
      ...(facts.length === 0 ? [] : folded(facts.join(", "), width - 2)).map((text) => `  ${text}`),
      ...(under === "" ? [] : folded(under, width - 4)).map((text) => say(90, `    ${text}`)),
    ];
  };
  const inBlocks = fixed.length > 1 && taken - GAP.length > width;
  const titles = columns.map(({ title }) => title.toUpperCase());
  return [
    ...folded(summary, width).map((text) => say(1, text)),
    ...(cleaned.length === 0 ? [] : [""]),
    ...(cleaned.length === 0 || inBlocks ? [] : [say(4, line(titles, undefined))]),
    ...cleaned.flatMap((row) =>
      isRow(row)
        ? (inBlocks ? blockLines : rowLines)(row)
        : folded(row.heading, width - 2).map((text, at) =>
            say(CODES[row.tone], at === 0 ? text : `  ${text}`),
          ),
    ),
    ...(notes.length === 0 ? [] : [""]),
    ...notes.flatMap((note) => (note.includes("fivetran-agent ") ? [note] : folded(note, width))),
  ].join("\n");
}

/**
 * Returns the rows as CSV in the form of RFC 4180. A cell that a spreadsheet would run as a formula
 * is marked as text.
 */
export function asCsv({ columns, rows }: Table): string {
  const cell = (text: string) => {
    const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  const lines = [
    columns.map(({ title, name }) => name ?? title.replaceAll(" ", "_")),
    ...rows
      .filter(isRow)
      .map(({ cells, values = {} }) =>
        columns.map(({ title }, at) => clean(values[title] ?? cells[at] ?? "")),
      ),
  ];
  return `${lines.map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}
