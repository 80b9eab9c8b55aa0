import { constants, lstatSync } from "node:fs";
import { type FileHandle, lstat, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../base/errors.js";
import {
  errorCode,
  isMissing,
  makeFolder,
  replaceableFolder,
  unsafeFolder,
} from "../base/files.js";
import { LARGEST_ENTRY } from "./entries.js";

/**
 * Creates a folder in the state folder, and checks that no other user can change it.
 *
 * @throws AppError of type `config`
 */
export async function openFolder(stateDir: string, name: string): Promise<string> {
  if (stateDir === "") throw homeless();
  const folder = join(stateDir, name);
  try {
    requireSafe(stateDir);
    makeFolder(stateDir);
    requireSafe(stateDir);
    const above = replaceableFolder(stateDir);
    if (above !== undefined) throw unsafe(stateDir, above);
    requireSafe(folder);
    makeFolder(folder);
  } catch (cause) {
    throw unwritable(stateDir, cause);
  }
  return folder;
}

/** Like `openFolder`, but for reading: creates nothing. Undefined if the folder, or the entry in it, does not exist. */
export async function existingFolder(
  stateDir: string,
  name: string,
  entry = "",
): Promise<string | undefined> {
  if (stateDir === "") return undefined;
  // Lookups of missing entries are frequent. An asynchronous call through the thread pool would take several times as
  // long.
  const path = join(stateDir, name, entry);
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
  }
  return openFolder(stateDir, name);
}

function requireSafe(folder: string): void {
  const why = unsafeFolder(folder);
  if (why !== undefined) throw unsafe(folder, why);
}

const unsafe = (folder: string, why: string) =>
  new AppError("config", `The state folder ${folder} is not safe to use: ${why}.`, {
    state: "Nothing was changed.",
    hint: "Make this user the owner of the folder and set its mode to 700, or set FIVETRAN_STATE_DIR to another folder. Read operations work without a state folder.",
  });

const homeless = () =>
  new AppError("config", "Changes need a state folder, and this user has no home folder.", {
    state: "Nothing was changed.",
    hint: "Set FIVETRAN_STATE_DIR to a folder of this user. Read operations work without a state folder.",
  });

const REASONS: Record<string, string> = {
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "a file is in its place",
};

/** Why a file could not be written. */
export function writeProblem(cause: unknown): string {
  const code = errorCode(cause) ?? "";
  const reason = REASONS[code];
  return reason === undefined ? code || "the write failed" : `${reason} (${code})`;
}

const isFull = (cause: unknown) => /^(ENOSPC|EDQUOT)$/.test(errorCode(cause) ?? "");

export const unwritable = (folder: string, cause: unknown): AppError =>
  cause instanceof AppError
    ? cause
    : new AppError("config", `Changes need a writable state folder: ${writeProblem(cause)}.`, {
        state: "Nothing was changed.",
        hint: `${isFull(cause) ? "Free space for" : "Make"} ${folder}${isFull(cause) ? "" : " writable"}, or set FIVETRAN_STATE_DIR to another folder. Read operations work without a state folder.`,
        cause,
      });

/**
 * The text of a file. Undefined if the file does not exist. Does not follow links and opens only regular files.
 *
 * @throws if the file cannot be read
 */
export async function readOwn(path: string): Promise<string | undefined> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile() || found.size > LARGEST_ENTRY) throw new Error("not a file of ours");
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Writes a new file. When this returns, the file survives a power failure. Returns false if the file exists. Of
 * concurrent writers in any process, exactly one gets true.
 */
export async function createOwn(path: string, text: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, "wx", 0o600);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
  try {
    await file.writeFile(text);
    await file.sync();
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return true;
}

/** Writes a file completely or not at all. Replaces an existing file. */
export async function replaceOwn(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  await rm(draft, { force: true });
  await createOwn(draft, text);
  try {
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes a new name in a folder durable. Windows cannot open folders, and needs no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    // Some network file systems do not support this call.
    if (errorCode(error) !== "EINVAL") throw error;
  } finally {
    await folder.close();
  }
}

/**
 * Removes expired files. Ignores files that cannot be removed, for example because another process has removed them.
 */
export async function sweepFolder(folder: string, lifeMs: (name: string) => number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    try {
      // File times come from this machine's clock, so they are compared with it.
      const age = Date.now() - (await lstat(path)).mtimeMs;
      if (age > lifeMs(name)) await rm(path, { force: true });
    } catch {}
  }
}
