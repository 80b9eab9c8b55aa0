import { styleText } from "node:util";
import { COMMAND } from "../notation.js";

/**
 * Formats a result for a terminal. Long lines are wrapped and indented, and important words are
 * highlighted.
 */
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
  // In "broken 2: …", "Next: …" and "Note: …", the part before the colon is bold.
  const lead = start ? /^[\w ]{1,24}:(?=\s|$)/.exec(line)?.[0] : undefined;
  return lead === undefined ? line : styleText("bold", lead) + line.slice(lead.length);
}

function wrap(line: string, width: number): string[] {
  const indent = `${/^\s*/.exec(line)?.[0] ?? ""}  `;
  const out: string[] = [];
  let rest = line;
  while (rest.length > width && !rest.slice(0, width).includes(`${COMMAND} `)) {
    const at = rest.lastIndexOf(" ", width);
    // A command, or a word longer than the terminal, such as a token, is not wrapped, because
    // people copy it.
    if (at <= indent.length) break;
    out.push(rest.slice(0, at));
    rest = indent + rest.slice(at + 1);
  }
  return [...out, rest];
}
