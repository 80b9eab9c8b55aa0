import { styleText } from "node:util";
import { COMMAND } from "../notation.js";

/** A result's text for a terminal: long lines are wrapped under their indent, what counts stands out. */
export function paint(text: string, columns: number): string {
  const width = Math.max(40, Math.min(columns, 120));
  return text
    .split("\n")
    .flatMap((line, index) =>
      wrap(line, width).map((part, n) => stress(part, index === 0, n === 0)),
    )
    .join("\n");
}

function stress(line: string, first: boolean, start: boolean): string {
  if (first) return styleText("bold", line);
  if (/^\s/.test(line)) return styleText("dim", line);
  // "broken 2: …", "Next: …", "Note: …": the word before the colon leads the eye.
  const lead = start ? /^[\w ]{1,24}:(?=\s|$)/.exec(line)?.[0] : undefined;
  return lead === undefined ? line : styleText("bold", lead) + line.slice(lead.length);
}

function wrap(line: string, width: number): string[] {
  const indent = `${/^\s*/.exec(line)?.[0] ?? ""}  `;
  const out: string[] = [];
  let rest = line;
  while (rest.length > width && !rest.slice(0, width).includes(`${COMMAND} `)) {
    const at = rest.lastIndexOf(" ", width);
    // A command, or a word longer than the terminal, such as a token, is left whole: it is there to be copied.
    if (at <= indent.length) break;
    out.push(rest.slice(0, at));
    rest = indent + rest.slice(at + 1);
  }
  return [...out, rest];
}
