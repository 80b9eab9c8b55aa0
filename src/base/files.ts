import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { parseEnv } from "node:util";

/**
 * Makes a folder that only this user reads, and the folders above it. One level at a time: node's `recursive`
 * never returns where a parent exists but takes no children, as under /proc.
 */
export function makeFolder(path: string): void {
  if (made(path)) return;
  makeFolder(dirname(path));
  if (!made(path)) throw new Error(`${path} cannot be made`);
}

/** False when the folder above is missing. */
function made(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST" && statSync(path).isDirectory()) return true;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    return false;
  }
}

/** Why a folder is not this user's alone, as a clause about "it"; undefined where it is, or does not exist. */
export function unsafeFolder(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) return "it is a symbolic link";
  if (!found.isDirectory()) return "it is not a folder";
  const user = process.getuid?.();
  // Windows has no such modes; a user's folders there are closed to others by default.
  if (user === undefined) return undefined;
  // Root can change everything anyway.
  if (found.uid !== user && found.uid !== 0) return "it belongs to another user";
  return (found.mode & 0o022) === 0 ? undefined : `other users can write to it (${octal(found)})`;
}

/** The same for the folders above it: anyone who can write to one of them can replace it, unless only owners may remove. */
export function replaceableFolder(path: string): string | undefined {
  if (process.getuid === undefined) return undefined;
  let folder = realpathSync(dirname(path));
  for (;;) {
    const found = statSync(folder);
    if ((found.mode & 0o002) !== 0 && (found.mode & 0o1000) === 0) {
      return `every user can write to ${folder} (${octal(found)}) and replace it`;
    }
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
}

/** Why a folder cannot hold what only this user may change, as a clause; undefined where it can. It is made if missing. */
export function folderProblem(path: string): string | undefined {
  try {
    const unsafe = unsafeFolder(path);
    if (unsafe !== undefined) return unsafe;
    makeFolder(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return replaceableFolder(path);
  } catch {
    return "it cannot be written";
  }
}

/**
 * Writes a file that the user named, with the permissions of any other. An existing one is replaced only where that is
 * asked for, in one step, and never through a link.
 * @returns why it was not written, as a clause about "it"
 */
export function writeUserFile(
  path: string,
  text: string,
  { overwrite }: { overwrite: boolean },
): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !overwrite) return "it exists already";
  if (found?.isSymbolicLink() === true) return "it is a symbolic link";
  if (found !== undefined && !found.isFile()) return "it is not a file";
  const draft = found === undefined ? path : `${path}.${process.pid}.tmp`;
  try {
    // Fails where another process made it, or a link, in the meantime.
    writeFileSync(draft, text, {
      flag: "wx",
      ...(found === undefined ? {} : { mode: found.mode }),
    });
    if (draft !== path) renameSync(draft, path);
    return undefined;
  } catch (error) {
    const code = errorCode(error);
    if (draft !== path && code !== "EEXIST") rmSync(draft, { force: true });
    if (code === undefined) throw error;
    return `it cannot be written (${code})`;
  }
}

const octal = ({ mode }: { mode: number }) => `mode ${(mode & 0o7777).toString(8)}`;

/** The system's code of an error, such as `ENOENT`. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;

export const isMissing = (error: unknown) => /^(ENOENT|ENOTDIR)$/.test(errorCode(error) ?? "");

/** A text file as any editor writes it: UTF-8 or UTF-16, with or without a byte-order mark. */
export const readText = (path: string): string => decodeText(readFileSync(path));

/** Windows tools write UTF-16; read as UTF-8, every line of such a file would be lost without a word. */
export function decodeText(content: Buffer): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(content);
  if (content.length > 1 && second === 0) return new TextDecoder("utf-16le").decode(content);
  if (content.length > 1 && first === 0) return new TextDecoder("utf-16be").decode(content);
  return new TextDecoder("utf-8").decode(content);
}

/** A file of `NAME=value` lines in dotenv format, as UTF-8 or UTF-16, with or without a byte-order mark. */
export interface SettingsFile {
  values: Readonly<Record<string, string>>;
  /** Line numbers with the reason why the line cannot be taken as it is. */
  problems: { why: "not NAME=value on one line" | "unquoted #" | "another value"; line: number }[];
}

const LINE = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

export function parseSettingsFile(content: Buffer): SettingsFile {
  const values: Record<string, string> = {};
  const problems: SettingsFile["problems"] = [];
  const lines = decodeText(content).split(/\r\n|\n|\r/);
  for (const [index, text] of lines.entries()) {
    const trimmed = text.trim();
    const line = index + 1;
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const [, name, written] = LINE.exec(trimmed) ?? [];
    if (name === undefined || written === undefined || opensQuote(written)) {
      problems.push({ why: "not NAME=value on one line", line });
      continue;
    }
    // The format takes everything behind a # for a comment, also in the middle of a secret.
    if (/^[^"'`\s][^#]*?[^#\s]#/.test(written)) problems.push({ why: "unquoted #", line });
    const value = parseEnv(`${name}=${written}`)[name] ?? "";
    if (Object.hasOwn(values, name) && values[name] !== value) {
      problems.push({ why: "another value", line });
    }
    values[name] = value;
  }
  return { values, problems };
}

/** A quote that is not closed on its line would take the lines below into the value. */
const opensQuote = (value: string) => /^["'`]/.test(value) && value.indexOf(value.charAt(0), 1) < 0;
