import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { OpenEntries } from "./entries.js";
import {
  createOwn,
  existingFolder,
  openFolder,
  readOwn,
  replaceOwn,
  sweepFolder,
  unwritable,
} from "./state-folder.js";

/**
 * Entries as files in the state folder, with one folder for each kind. Writing creates and checks the folder. Reading
 * creates nothing.
 */
export const fileEntries =
  (stateDir: string): OpenEntries =>
  (kind) => {
    const existing = (entry?: string) => existingFolder(stateDir, kind, entry);
    async function written<T>(write: (folder: string) => Promise<T>): Promise<T> {
      const folder = await openFolder(stateDir, kind);
      try {
        return await write(folder);
      } catch (cause) {
        throw unwritable(folder, cause);
      }
    }
    return {
      create: (name, text) => written((folder) => createOwn(join(folder, name), text)),
      replace: (name, text) => written((folder) => replaceOwn(join(folder, name), text)),
      async read(name) {
        const folder = await existing(name);
        return folder === undefined ? undefined : readOwn(join(folder, name));
      },
      async remove(name) {
        const folder = await existing();
        if (folder !== undefined) await rm(join(folder, name), { force: true });
      },
      async names() {
        const folder = await existing();
        if (folder === undefined) return [];
        return readdir(folder).catch((cause: unknown) => {
          throw unwritable(folder, cause);
        });
      },
      sweep: (lifeMs) => written((folder) => sweepFolder(folder, lifeMs)),
    };
  };
