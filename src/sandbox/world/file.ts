import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import { makeFolder } from "../../base/files.js";
import { Connection, Destination, Group, Stored, User, type World } from "./model.js";
import { Transformation } from "./transformation.js";
import { Delivery, Webhook } from "./webhook.js";

/** A map is stored as a list of its items. */
const byId = <T extends { id: string }>(item: z.ZodType<T>) =>
  z.array(item).transform((items) => new Map(items.map((each) => [each.id, each])));

/** Version 0.1.0 called the count of a credential's rotations `turn`. */
const Record = Stored.transform(
  ({ turn, ...record }): Stored => (turn === undefined ? record : { ...record, rotation: turn }),
);

const WorldFile = z
  .object({
    version: z.literal(1),
    seed: z.number(),
    account: z.object({ account_id: z.string(), account_name: z.string(), user_id: z.string() }),
    ids: z.number(),
    settled_at: z.number(),
    groups: byId(Group),
    destinations: byId(Destination),
    connections: byId(Connection),
    users: byId(User),
    // Added after the first version of the file.
    webhooks: byId(Webhook).prefault([]),
    outbox: byId(Delivery).prefault([]),
    transformations: byId(Transformation).prefault([]),
    records: z.record(z.string(), byId(Record)).transform((all) => new Map(Object.entries(all))),
  })
  .transform(({ version: _, ...world }): World => world);

/**
 * Reads a world from its text. Returns "unreadable" if it is of another version or is not a world.
 */
export function worldFrom(text: string): World | "unreadable" {
  try {
    return WorldFile.safeParse(JSON.parse(text)).data ?? "unreadable";
  } catch {
    return "unreadable";
  }
}

const listed = (fields: Iterable<[string, unknown]>) =>
  Object.fromEntries(
    [...fields].map(([name, value]) => [name, value instanceof Map ? [...value.values()] : value]),
  );

/** A world as JSON text. */
export function worldText({ records, ...world }: World): string {
  return JSON.stringify({
    version: 1,
    ...listed(Object.entries(world)),
    records: listed(records),
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/**
 * Returns true if the process in a lock has ended. A lock contains its process id, and is empty
 * while it is written.
 */
function orphaned(lock: string): boolean {
  try {
    const owner = Number(readFileSync(lock, "utf8"));
    if (!Number.isInteger(owner) || owner <= 0) return false;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}

const LOCK_STALE_MS = 10_000;
const LOCK_TIMEOUT_MS = 15_000;
const LOCK_RETRY_MS = 4;

/** A world file that several processes change. */
export interface WorldFileHandle {
  /**
   * Returns the world if the file has changed since this process last read or wrote it, or
   * "unreadable" for another version.
   */
  changed(): World | "unreadable" | undefined;
  /** Renames an unreadable file. Returns its new path. */
  setAside(): string;
  save(world: World): void;
  /** Runs a function while the file is locked against other processes. */
  locked<T>(run: () => T): T;
}

export function worldFile(path: string): WorldFileHandle {
  const lock = `${path}.lock`;
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  let seen = "";
  let depth = 0;

  function stamp(): string {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      return `${mtimeMs}:${size}:${ino}`;
    } catch (error) {
      if (codeOf(error) === "ENOENT") return "";
      throw error;
    }
  }

  function take(): void {
    makeFolder(dirname(path));
    for (let waited = 0; ; waited += LOCK_RETRY_MS) {
      try {
        writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
        return;
      } catch (error) {
        if (codeOf(error) !== "EEXIST" || waited > LOCK_TIMEOUT_MS) throw error;
      }
      // The process that held the lock has ended. Its change was either renamed into place or never
      // made.
      if (waited > LOCK_STALE_MS || orphaned(lock)) rmSync(lock, { force: true });
      Atomics.wait(sleeper, 0, 0, LOCK_RETRY_MS);
    }
  }

  return {
    changed() {
      const present = stamp();
      if (present === "" || present === seen) return undefined;
      const world = worldFrom(readFileSync(path, "utf8"));
      seen = present;
      return world;
    },
    setAside() {
      const aside = `${path}.old`;
      renameSync(path, aside);
      return aside;
    },
    save(world) {
      const next = `${path}.${process.pid}.tmp`;
      writeFileSync(next, worldText(world), { mode: 0o600 });
      renameSync(next, path);
      seen = stamp();
    },
    locked(run) {
      if (depth === 0) take();
      depth += 1;
      try {
        return run();
      } finally {
        depth -= 1;
        if (depth === 0) rmSync(lock, { force: true });
      }
    },
  };
}
