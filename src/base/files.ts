import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

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
