import { mkdirSync, statSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

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
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST" && statSync(path).isDirectory()) return true;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    return false;
  }
}

/** Removes expired files. A file that is already gone was removed by another process. */
export async function sweepFolder(folder: string, lifeMs: (name: string) => number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    try {
      // File times come from this machine's clock, so it is the one to compare with.
      const age = Date.now() - (await stat(path)).mtimeMs;
      if (age > lifeMs(name)) await rm(path, { force: true });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

export const isMissing = (error: unknown) =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ENOENT" || error.code === "ENOTDIR");
