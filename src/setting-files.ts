import { statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import {
  errorCode,
  fullPath,
  homeFolder,
  parseSettingsFile,
  readBytes,
  readText,
} from "./base/files.js";
import { quoted } from "./base/text.js";
import type { Definition } from "./client/definition/definition.js";
import type { Expectations } from "./toolkit/expectations.js";

type Env = Record<string, string | undefined>;

/** Parses a file of expectations. Passed as a parameter, so that the parser is loaded only if there is such a file. */
export type ReadExpectations = (text: string) => {
  expectations?: Expectations | undefined;
  problems: readonly { line: number; column: number; message: string }[];
};

/** The parsers for files in settings. Passed as parameters, so that each is loaded only if there is such a file. */
export interface Readers {
  expectations?: ReadExpectations | undefined;
  definition?: ReadDefinition | undefined;
}

/** Parses a definition. The problems are predicates about the file. */
export type ReadDefinition = (text: string) => {
  definition?: Definition | undefined;
  problems: readonly string[];
};

// Much larger than a file with thousands of rules.
const LARGEST_EXPECTATIONS = 1_000_000;

export function expectationsOf(
  path: string | undefined,
  read: ReadExpectations | undefined,
  problems: string[],
): Expectations | undefined {
  if (path === undefined || read === undefined) return undefined;
  const named = `FIVETRAN_EXPECTATIONS: ${quoted(path, 200)}`;
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    const code = errorCode(error) ?? "unreadable";
    problems.push(
      `${named} cannot be read (${code}). To create a first file: fivetran-agent expectations init --file <path>`,
    );
    return undefined;
  }
  if (text.length > LARGEST_EXPECTATIONS) {
    problems.push(`${named} is larger than 1 MB.`);
    return undefined;
  }
  const found = read(text);
  for (const { line, column, message } of found.problems) {
    problems.push(`${named}, line ${line}, column ${column}: ${message}.`);
  }
  return found.expectations;
}

// Fivetran's own definition has 3 MB.
const LARGEST_DEFINITION = 30_000_000;

export function definitionOf(
  path: string | undefined,
  read: ReadDefinition | undefined,
  problems: string[],
): { path: string; definition: Definition } | undefined {
  if (path === undefined || read === undefined) return undefined;
  const named = `FIVETRAN_DEFINITION: ${quoted(path, 200)}`;
  let text: string;
  try {
    const { size, isFile } = fileFacts(path);
    if (!isFile || size > LARGEST_DEFINITION) {
      problems.push(`${named} ${isFile ? "is larger than 30 MB" : "is not a file"}.`);
      return undefined;
    }
    text = readText(path);
  } catch (error) {
    problems.push(`${named} cannot be read (${errorCode(error) ?? "unreadable"}).`);
    return undefined;
  }
  const found = read(text);
  for (const problem of found.problems) problems.push(`${named} ${problem}.`);
  return found.definition && { path, definition: found.definition };
}

/** Checked before reading, because reading a pipe would block the start and a device has no end. */
function fileFacts(path: string): { size: number; isFile: boolean } {
  const found = statSync(path);
  return { size: found.size, isFile: found.isFile() };
}

const LINE_PROBLEMS = [
  {
    why: "not NAME=value on one line",
    says: (n: number) => `${n === 1 ? "is" : "are"} not NAME=value on one line`,
  },
  {
    why: "not text",
    says: (n: number) =>
      `${n === 1 ? "contains" : "contain"} bytes that are not text. Save the file as UTF-8`,
  },
  {
    why: "unquoted #",
    says: (n: number) =>
      `${n === 1 ? "has" : "have"} a # in the value. If it belongs to the value, put the value in quotes. If it starts a comment, put a space before it`,
  },
  {
    why: "text after quotes",
    says: (n: number) =>
      `${n === 1 ? "has" : "have"} text after the closing quote. Put one pair of quotes around the whole value`,
  },
  {
    why: "another value",
    says: (n: number) =>
      `${n === 1 ? "gives" : "give"} another value to a setting that an earlier line sets. Keep one of the lines`,
  },
] as const;

export function settingsFile(given: string | undefined, problems: string[]): Env {
  const path = fullPath("--settings", given, problems);
  if (path === undefined) return {};
  const named = `--settings ${quoted(path, 200)}`;
  let content: Buffer;
  try {
    content = readBytes(path);
  } catch (error) {
    problems.push(`${named} cannot be read (${errorCode(error) ?? "unreadable"}).`);
    return {};
  }
  const file = parseSettingsFile(content);
  // A skipped line might contain a limit that the operator relies on.
  for (const { why, says } of LINE_PROBLEMS) {
    const found = file.problems.filter((problem) => problem.why === why).map(({ line }) => line);
    if (found.length === 0) continue;
    const lines = found.length === 1 ? "line" : "lines";
    problems.push(`${named}: ${lines} ${found.slice(0, 10).join(", ")} ${says(found.length)}.`);
  }
  return file.values;
}

/** Empty if there is no suitable folder. Changes are then refused, but reads work. */
export function defaultStateDir(env: Env): string {
  const local = env["LOCALAPPDATA"];
  if (process.platform === "win32" && local !== undefined) return join(local, "fivetran-agent");
  // The XDG specification requires an absolute path.
  const xdg = env["XDG_STATE_HOME"] ?? "";
  if (isAbsolute(xdg)) return join(xdg, "fivetran-agent");
  const home = homeFolder();
  return isAbsolute(home) ? join(home, ".local", "state", "fivetran-agent") : "";
}
