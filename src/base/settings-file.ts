import { parseEnv } from "node:util";
import { quoted } from "./text.js";

/** A file of `NAME=value` lines in dotenv format, as UTF-8 or UTF-16, with or without a byte-order mark. */
export interface SettingsFile {
  values: Readonly<Record<string, string>>;
  /** Numbers of the lines that are not `NAME=value`, a comment or empty. */
  unreadableLines: number[];
}

const LINE = /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=\s*(.*)$/;

export function parseSettingsFile(content: Buffer): SettingsFile {
  const lines = decoded(content)
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

/** Windows tools write UTF-16; read as UTF-8, every line of such a file would be lost without a word. */
function decoded(content: Buffer): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(content);
  if (content.length > 1 && second === 0) return new TextDecoder("utf-16le").decode(content);
  if (content.length > 1 && first === 0) return new TextDecoder("utf-16be").decode(content);
  return new TextDecoder("utf-8").decode(content);
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
