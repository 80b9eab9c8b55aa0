import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";
import type Libsql from "libsql";
import * as z from "zod";
import { AppError } from "../base/errors.js";
import { errorCode } from "../base/files.js";
import type { RecordedHistory, Run } from "../toolkit/recorded.js";
import { isSeenEnd, RUN_OUTCOMES } from "../toolkit/recorded.js";
import { MIGRATIONS, SQL } from "./history-schema.js";
import { existingFolder, openFolder, writeProblem } from "./state-folder.js";

/** A change of a connector's health, recorded when it was noticed. */
export interface StoredChange {
  id: number;
  connectionId: string;
  at: number;
  kind: string;
  /** As JSON. */
  details: string;
}

export interface ConnectorMark {
  /** The health at the last check, as JSON. */
  state: string | undefined;
  /** When the connector's sync history was last read. */
  readAt: number | undefined;
}

/**
 * The recorded history of one account. Each call is one transaction, and its data is on the disk when it returns. A
 * store for several servers, such as PostgreSQL, would implement this interface.
 */
export interface HistoryStore extends RecordedHistory {
  /** Adds or updates syncs. A value that is undefined keeps its recorded value. */
  addRuns(runs: readonly Run[], read?: { connectionId: string; at: number }): void;
  marks(): Map<string, ConnectorMark>;
  /** Records new states together with the changes to them. `gone`: connectors that no longer exist. */
  setStates(
    states: ReadonlyMap<string, string>,
    changes: readonly Omit<StoredChange, "id">[],
    gone?: readonly string[],
  ): void;
  /**
   * Claims the unsent changes of the last 24 hours, so that this process can send them. `among` limits them to these
   * connectors.
   */
  claimUnsent(now: number, among?: ReadonlySet<string>): StoredChange[];
  /** Marks claimed changes as sent. If `sentAt` is undefined, releases them to be sent later. */
  settle(ids: readonly number[], sentAt: number | undefined): void;
  /** Removes syncs and changes from before this time. */
  prune(before: number): void;
  close(): void;
}

export interface OpenHistoryOptions {
  stateDir: string;
  /** Identifies the credentials without revealing them. */
  fingerprint: string;
  now: number;
}

const FILE = "history.db";
const FOLDER = "history";

/**
 * A poll observes the end of a sync without the sync's id. An end with the same outcome within this time is the same
 * sync.
 */
const SAME_MS = 60_000;

const CLAIM_MS = 10 * 60_000;
const MOST_CLAIMED = 500;
/** Older changes are not sent. They accumulate if the receiver fails for a day or alerts were not set up. */
const SENT_WITHIN_MS = 24 * 60 * 60_000;

const Account = z.object({ id: z.number(), since: z.number() });

/**
 * Opens the recorded history for reading, without creating anything. Undefined if this machine has none for the
 * account.
 */
export async function recordedHistory(
  options: Omit<OpenHistoryOptions, "now">,
): Promise<HistoryStore | undefined> {
  const folder = await existingFolder(options.stateDir, FOLDER).catch(() => undefined);
  const Database = folder === undefined ? undefined : await loadLibsql();
  if (folder === undefined || Database === undefined) return undefined;
  const path = join(folder, FILE);
  const db = openDatabase(Database, path);
  const account = Account.safeParse(db.prepare(SQL.accountOfKey).get(options.fingerprint));
  if (account.success) return storeOf(db, account.data, path);
  db.close();
  return undefined;
}

/**
 * Opens the database. Creates it if it is missing, and migrates it to the current version.
 *
 * @throws AppError of type `config` if libsql is not installed or the folder cannot be used
 */
export async function openHistory(
  { stateDir, fingerprint, now }: OpenHistoryOptions,
  accountName: string,
): Promise<HistoryStore> {
  const Database = await loadLibsql();
  if (Database === undefined) throw notInstalled();
  const folder = await openFolder(stateDir, FOLDER);
  const path = join(folder, FILE);
  const db = openDatabase(Database, path);
  return immediately(db, () => {
    db.prepare(SQL.addAccount).run(accountName, now);
    const account = Account.parse(db.prepare(SQL.account).get(accountName));
    db.prepare(SQL.addKey).run(fingerprint, account.id);
    return storeOf(db, account, path);
  });
}

/** Loads libsql, which is optional, because only the recorded history needs it. Undefined if it is not installed. */
async function loadLibsql(): Promise<typeof Libsql | undefined> {
  try {
    return (await import("libsql")).default;
  } catch (error) {
    if (/^(ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND)$/.test(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}

const notInstalled = () =>
  new AppError("config", "Recording needs the package libsql, which is not installed.", {
    hint: "Install it beside fivetran-agent: npm install libsql (or npm install -g libsql); with npx: npx -y -p fivetran-agent -p libsql fivetran-agent watch",
  });

export type Connection = InstanceType<typeof Libsql>;

function openDatabase(Database: typeof Libsql, path: string): Connection {
  try {
    // SQLite gives its other files the mode of this one. Links are not followed.
    const { O_RDWR, O_CREAT, O_NOFOLLOW = 0 } = constants;
    closeSync(openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600));
    const db = new Database(path);
    db.exec("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    migrate(db);
    return db;
  } catch (cause) {
    throw notUsable(path, cause);
  }
}

/** The error of SQLite or the file system, with what to do next. */
function notUsable(path: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const code = writeProblem(cause);
  const details = (hint: string) => ({ hint, cause });
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    const hint = `Restore ${path} from a copy. Or move it away, so that watch starts a new file.`;
    return new AppError("config", `The recorded history is damaged (${code}).`, details(hint));
  }
  const hint = `Check ${path}, its permissions and the free space, or set FIVETRAN_STATE_DIR to another folder.`;
  return new AppError("config", `The recorded history cannot be used: ${code}.`, details(hint));
}

function migrate(db: Connection): void {
  const version = () =>
    z.object({ user_version: z.number() }).parse(db.prepare("PRAGMA user_version").get())
      .user_version;
  if (version() > MIGRATIONS.length) {
    throw new AppError("config", "The recorded history was made by a newer version.", {
      hint: "Update fivetran-agent, or set FIVETRAN_STATE_DIR to another folder.",
    });
  }
  if (version() === MIGRATIONS.length) return;
  immediately(db, () => {
    for (const step of MIGRATIONS.slice(version())) db.exec(step);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/** Runs one transaction that may write from its beginning. */
function immediately<T>(db: Connection, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

const number = z
  .number()
  .nullable()
  .transform((value) => value ?? undefined);
const text = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined);
const Outcome = z.enum(RUN_OUTCOMES).catch("unknown");
const RunRow = z.object({
  run: z.string(),
  started_at: number,
  ended_at: number,
  outcome: Outcome,
  reason: text,
  extract_mb: number,
  process_mb: number,
  load_mb: number,
});
const CountRow = z.object({ connection: z.string(), outcome: Outcome, number: z.number() });
const CountRows = z.array(CountRow);
const MarkRow = z.object({ connection: z.string(), state: text, read_at: number });
const ChangeRow = z.object({
  id: z.number(),
  connection: z.string(),
  at: z.number(),
  kind: z.string(),
  details: z.string(),
});

/** Wraps the store, so that every error states what to do next. */
function storeOf(db: Connection, account: z.output<typeof Account>, path: string): HistoryStore {
  const store = bareStore(db, account);
  const guarded =
    <A extends unknown[], R>(method: (...args: A) => R) =>
    (...args: A): R => {
      try {
        return method(...args);
      } catch (cause) {
        throw notUsable(path, cause);
      }
    };
  return {
    since: store.since,
    addRuns: guarded(store.addRuns),
    runs: guarded(store.runs),
    counts: guarded(store.counts),
    marks: guarded(store.marks),
    setStates: guarded(store.setStates),
    claimUnsent: guarded(store.claimUnsent),
    settle: guarded(store.settle),
    prune: guarded(store.prune),
    close: store.close,
  };
}

function bareStore(db: Connection, account: z.output<typeof Account>): HistoryStore {
  const { id } = account;
  const prepared = new Map<string, ReturnType<Connection["prepare"]>>();
  const statement = (name: keyof typeof SQL) => {
    const known = prepared.get(name) ?? db.prepare(SQL[name]);
    prepared.set(name, known);
    return known;
  };
  return {
    since: account.since,

    addRuns(runs, read) {
      immediately(db, () => {
        for (const run of runs) {
          const { connectionId, startedAt, endedAt, outcome, reason } = run;
          const at = endedAt ?? startedAt ?? read?.at;
          if (at === undefined) continue;
          if (endedAt !== undefined) {
            const near = [id, connectionId, endedAt - SAME_MS, endedAt + SAME_MS, outcome];
            if (!isSeenEnd(run)) statement("dropSeenEnd").run(...near);
            else if (statement("sameEnd").get(...near, run.id)) continue;
          }
          statement("addRun").run(
            ...[id, connectionId, run.id, at, startedAt ?? null, endedAt ?? null, outcome],
            ...[reason ?? null, run.extractMb ?? null, run.processMb ?? null, run.loadMb ?? null],
          );
        }
        if (read !== undefined) statement("setRead").run(id, read.connectionId, read.at);
      });
    },

    runs: (connectionId, { since, until, limit }) =>
      z
        .array(RunRow)
        .parse(statement("runs").all(id, connectionId, since, until, limit))
        .map((row) => ({
          id: row.run,
          connectionId,
          startedAt: row.started_at,
          endedAt: row.ended_at,
          outcome: row.outcome,
          reason: row.reason,
          extractMb: row.extract_mb,
          processMb: row.process_mb,
          loadMb: row.load_mb,
        })),

    counts({ since, until }) {
      const counts: ReturnType<RecordedHistory["counts"]> = new Map();
      for (const row of CountRows.parse(statement("counts").all(id, since, until))) {
        const { connection, outcome, number: n } = row;
        counts.set(connection, { ...counts.get(connection), [outcome]: n });
      }
      return counts;
    },

    marks: () =>
      new Map(
        z
          .array(MarkRow)
          .parse(statement("states").all(id))
          .map(({ connection, state, read_at }) => [connection, { state, readAt: read_at }]),
      ),

    setStates(states, changes, gone = []) {
      immediately(db, () => {
        for (const [connection, state] of states) statement("setState").run(id, connection, state);
        for (const connection of gone) statement("forget").run(id, connection);
        for (const { connectionId, at, kind, details } of changes) {
          statement("addChange").run(id, connectionId, at, kind, details);
        }
      });
    },

    claimUnsent: (now, among) =>
      immediately(db, () =>
        z
          .array(ChangeRow)
          .parse(statement("unsent").all(id, now - SENT_WITHIN_MS, now - CLAIM_MS))
          .filter(({ connection }) => among?.has(connection) !== false)
          .slice(0, MOST_CLAIMED)
          .map(({ connection, ...change }) => {
            statement("claim").run(now, change.id, now - CLAIM_MS);
            return { ...change, connectionId: connection };
          }),
      ),

    settle(ids, sentAt) {
      immediately(db, () => {
        for (const change of ids) {
          if (sentAt === undefined) statement("release").run(change);
          else statement("sent").run(sentAt, change);
        }
      });
    },

    prune(before) {
      immediately(db, () => {
        statement("pruneRuns").run(id, before);
        statement("pruneChanges").run(id, before);
      });
    },

    close: () => db.close(),
  };
}
