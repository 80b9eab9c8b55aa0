import { parseEnv } from "node:util";
import { decodeText } from "./files.js";
import { quoted } from "./text.js";

/** A file of `NAME=value` lines in dotenv format, as UTF-8 or UTF-16, with or without a byte-order mark. */
export interface SettingsFile {
  values: Readonly<Record<string, string>>;
  /** Numbers of the lines that are not `NAME=value`, a comment or empty. */
  unreadableLines: number[];
}

const LINE = /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=\s*(.*)$/;

export function parseSettingsFile(content: Buffer): SettingsFile {
  const lines = decodeText(content)
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim());
  const unreadableLines: number[] = [];
  const readable = lines.filter((line, index) => {
    if (line === "" || line.startsWith("#")) return false;
    const value = LINE.exec(line)?.[1];
    if (value !== undefined && !opensQuote(value)) return true;
    unreadableLines.push(index + 1);
    return false;
  });
  return {
    values: Object.fromEntries(
      Object.entries(parseEnv(readable.join("\n"))).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    unreadableLines,
  };
}

/** A quote that is not closed on its line would take the lines below into the value. */
const opensQuote = (value: string) => /^["'`]/.test(value) && value.indexOf(value.charAt(0), 1) < 0;

/** Why a value is none: something that puts values into texts should have replaced it. */
export function placeholderProblem(name: string, value: string): string | undefined {
  if (/^(\$\{[^}]*\}|\$[A-Za-z_]\w*|%[^%\s]+%|\{\{[^}]*\}\}|<[^>]*>)$/.test(value)) {
    return `${name} is the placeholder ${quoted(value, 80)}: it was not replaced. Put the value itself there, or set the variable that it names.`;
  }
  if (/^(["'`]).*\1$/.test(value)) {
    return `${name} is in quotes, which became part of the value. Remove the quotes.`;
  }
  return undefined;
}
