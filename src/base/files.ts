import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { quoted } from "./text.js";

/**
 * Creates a folder that only this user can read, and the missing folders above it. It creates one level at a time,
 * because Node's `recursive` option never returns if a parent exists but cannot contain folders, as under /proc.
 */
export function makeFolder(path: string): void {
  if (made(path)) return;
  makeFolder(dirname(path));
  if (!made(path)) throw new Error(`${path} cannot be created`);
}

/** Returns false if the parent folder is missing. */
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

/** Why a folder is not safe from other users, as a clause about "it". Undefined if it is safe or does not exist. */
export function unsafeFolder(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) return "it is a symbolic link";
  if (!found.isDirectory()) return "it is not a folder";
  const user = process.getuid?.();
  // Windows does not have these modes. By default a user's folders there are closed to others.
  if (user === undefined) return undefined;
  // Root can change everything in any case.
  if (found.uid !== user && found.uid !== 0) return "it belongs to another user";
  return (found.mode & 0o022) === 0 ? undefined : `other users can write to it (${octal(found)})`;
}

/**
 * Why other users could replace the folder. Anyone who can write to a folder above it can, unless that folder is
 * sticky.
 */
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

/**
 * Why a folder is not suitable for files that only this user may change, as a clause. Undefined if it is suitable.
 * Creates the folder if it is missing.
 */
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

/** Why no file can be written to a folder, such as a full disk, as a clause. Creates the folder if it is missing. */
export function writeProblem(folder: string): string | undefined {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, "x".repeat(4096), { flag: "wx", mode: 0o600 });
    return undefined;
  } catch (error) {
    return `it cannot be written (${errorCode(error) ?? String(error)})`;
  } finally {
    removeQuietly(probe);
  }
}

/** Removes a file that may not exist, also if a part of its path is not a folder. */
function removeQuietly(path: string): void {
  if (existsSync(path)) rmSync(path, { force: true });
}

/** Why nothing can be added to a file, as a clause. Creates the file if it is missing. */
export function appendProblem(path: string): string | undefined {
  try {
    makeFolder(dirname(path));
    closeSync(openSync(path, "a", 0o600));
    return undefined;
  } catch (error) {
    return `it cannot be written (${errorCode(error) ?? String(error)})`;
  }
}

/**
 * Writes a file that the user specified, with default permissions. An existing file is replaced only with
 * `overwrite`, in one step, and never through a symbolic link.
 *
 * @returns why the file was not written, as a clause about "it"
 */
export function writeUserFile(
  path: string,
  text: string,
  { overwrite }: { overwrite: boolean },
): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !overwrite) return "it already exists";
  if (found?.isSymbolicLink() === true) return "it is a symbolic link";
  if (found !== undefined && !found.isFile()) return "it is not a file";
  const draft = found === undefined ? path : `${path}.${process.pid}.tmp`;
  try {
    // Fails if another process has created a file or link there in the meantime.
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

/** The code of a system error, such as `ENOENT`. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;

export const isMissing = (error: unknown) => /^(ENOENT|ENOTDIR)$/.test(errorCode(error) ?? "");

/** Reads a text file in UTF-8 or UTF-16, with or without a byte-order mark. */
export const readText = (path: string): string => decodeText(readBytes(path));

const LARGEST_FILE = 32_000_000;
const PIPE_PAUSE_MS = 10;
const PIPE_PAUSES = 300;

/**
 * Reads a file or a pipe, such as that of `<(command)` in a shell. Without limits, a pipe that nobody writes to would
 * block the process, and a device could have no end.
 */
export function readBytes(path: string): Buffer {
  const found = statSync(path);
  if (!found.isFIFO() && !found.isCharacterDevice()) return readFileSync(path);
  // Without this flag, opening a pipe waits for a writer. Windows does not have it.
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return readToEnd(fd, found.isFIFO());
  } finally {
    closeSync(fd);
  }
}

function readToEnd(fd: number, isPipe: boolean): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  let pauses = 0;
  for (;;) {
    const chunk = Buffer.alloc(65_536);
    const read = readSome(fd, chunk);
    // The writer of a named pipe may open it only after the reader.
    const isEarly = read === 0 && size === 0 && isPipe;
    if (read === 0 && !isEarly) return Buffer.concat(chunks);
    if (read === undefined || isEarly) {
      pauses += 1;
      if (pauses > PIPE_PAUSES) throw unreadable("nothing was written to the pipe");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_PAUSE_MS);
      continue;
    }
    size += read;
    if (size > LARGEST_FILE) throw unreadable("larger than 32 MB");
    chunks.push(chunk.subarray(0, read));
  }
}

/** Undefined if a pipe has no data yet. */
function readSome(fd: number, chunk: Buffer): number | undefined {
  try {
    return readSync(fd, chunk, 0, chunk.length, null);
  } catch (error) {
    if (errorCode(error) === "EAGAIN") return undefined;
    throw error;
  }
}

const unreadable = (code: string) => Object.assign(new Error(code), { code });

/**
 * Decodes UTF-8 or UTF-16. Windows tools write UTF-16. Decoded as UTF-8, every line of such a file would be lost
 * silently.
 */
export function decodeText(content: Buffer): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(content);
  if (content.length > 1 && second === 0) return new TextDecoder("utf-16le").decode(content);
  if (content.length > 1 && first === 0) return new TextDecoder("utf-16be").decode(content);
  return new TextDecoder("utf-8").decode(content);
}

/** Refuses variables in a path and expands `~`. Hosts pass both unchanged, but a shell would have expanded them. */
export function fullPath(
  name: string,
  path: string | undefined,
  problems: string[],
): string | undefined {
  const [variable] = /\$\{[^}]*\}|^\$[A-Za-z_]\w*|%[^%\\/]+%/.exec(path ?? "") ?? [];
  if (variable !== undefined) {
    problems.push(
      `${name} has the placeholder ${quoted(variable, 80)}, which was not replaced. Write the whole path.`,
    );
    return undefined;
  }
  return path?.replace(/^~(?=$|[\\/])/, homeFolder);
}

export function homeFolder(): string {
  try {
    return homedir();
  } catch {
    // HOME is not set, and the system has no entry for this user.
    return "";
  }
}

/** The content of a file with `NAME=value` lines in dotenv format. */
export interface SettingsFile {
  values: Readonly<Record<string, string>>;
  /** The lines that cannot be used, each with the reason. */
  problems: {
    why:
      | "not NAME=value on one line"
      | "not text"
      | "unquoted #"
      | "text after quotes"
      | "another value";
    line: number;
  }[];
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
    if (/[\0\ufffd]/.test(trimmed)) {
      problems.push({ why: "not text", line });
      continue;
    }
    const [, name, written] = LINE.exec(trimmed) ?? [];
    if (name === undefined || written === undefined || opensQuote(written)) {
      problems.push({ why: "not NAME=value on one line", line });
      continue;
    }
    // The format treats everything after a # as a comment, even inside a secret or at its start.
    const isCut = /^[^"'`\s#](?:[^#]*[^#\s])?#/.test(written) || /^[^=]*=#[^\s#]/.test(trimmed);
    if (isCut) problems.push({ why: "unquoted #", line });
    // The format ends the value at the second quote, so a list with quotes around each entry loses all but the first.
    if (/^(["'`])(?:(?!\1).)*\1\s*[^\s#]/.test(written))
      problems.push({ why: "text after quotes", line });
    const value = parseEnv(`${name}=${written}`)[name] ?? "";
    if (Object.hasOwn(values, name) && values[name] !== value) {
      problems.push({ why: "another value", line });
    }
    values[name] = value;
  }
  return { values, problems };
}

/** If a quote is not closed on its line, the lines below would become part of the value. */
const opensQuote = (value: string) => /^["'`]/.test(value) && value.indexOf(value.charAt(0), 1) < 0;
