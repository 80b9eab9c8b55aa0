/** Each migration brings the database from one version to the next. Never change one that was released. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    since INTEGER NOT NULL
  );
  -- Of a key only its digest is kept: whose runs a process may read.
  CREATE TABLE keys (fingerprint TEXT PRIMARY KEY, account INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE runs (
    account INTEGER NOT NULL,
    connection TEXT NOT NULL,
    run TEXT NOT NULL,
    at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    outcome TEXT NOT NULL,
    reason TEXT,
    extract_mb REAL,
    process_mb REAL,
    load_mb REAL,
    PRIMARY KEY (account, connection, run)
  ) WITHOUT ROWID;
  CREATE INDEX runs_of_connection ON runs (account, connection, at);
  CREATE INDEX runs_of_account ON runs (account, at, connection, outcome);
  CREATE TABLE connectors (
    account INTEGER NOT NULL,
    connection TEXT NOT NULL,
    state TEXT,
    read_at INTEGER,
    PRIMARY KEY (account, connection)
  ) WITHOUT ROWID;
  CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    connection TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL,
    claimed_at INTEGER,
    sent_at INTEGER
  );
  CREATE INDEX changes_unsent ON changes (account, id) WHERE sent_at IS NULL;
  CREATE INDEX changes_of_account ON changes (account, at);
  CREATE UNIQUE INDEX changes_once ON changes (account, connection, kind, at);
  `,
];

export const SQL = {
  account: "SELECT id, since FROM accounts WHERE name = ?",
  accountOfKey:
    "SELECT accounts.id AS id, accounts.since AS since FROM keys JOIN accounts ON accounts.id = keys.account WHERE keys.fingerprint = ?",
  addAccount: "INSERT INTO accounts (name, since) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
  addKey:
    "INSERT INTO keys (fingerprint, account) VALUES (?, ?) ON CONFLICT (fingerprint) DO UPDATE SET account = excluded.account",
  // Events arrive in any order and more than once. A start never replaces an end.
  addRun: `INSERT INTO runs (account, connection, run, at, started_at, ended_at, outcome, reason, extract_mb, process_mb, load_mb)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (account, connection, run) DO UPDATE SET
      at = COALESCE(excluded.ended_at, ended_at, excluded.started_at, started_at, at),
      started_at = COALESCE(excluded.started_at, started_at),
      ended_at = COALESCE(excluded.ended_at, ended_at),
      outcome = CASE WHEN excluded.ended_at IS NULL AND ended_at IS NOT NULL THEN outcome ELSE excluded.outcome END,
      reason = COALESCE(excluded.reason, reason),
      extract_mb = COALESCE(excluded.extract_mb, extract_mb),
      process_mb = COALESCE(excluded.process_mb, process_mb),
      load_mb = COALESCE(excluded.load_mb, load_mb)`,
  sameEnd: `SELECT 1 FROM runs WHERE account = ? AND connection = ? AND at BETWEEN ? AND ?
    AND outcome = ? AND run <> ? AND ended_at IS NOT NULL LIMIT 1`,
  dropSeenEnd: `DELETE FROM runs WHERE account = ? AND connection = ? AND at BETWEEN ? AND ?
    AND outcome = ? AND run LIKE outcome || ' %'`,
  runs: `SELECT run, started_at, ended_at, outcome, reason, extract_mb, process_mb, load_mb FROM runs
    WHERE account = ? AND connection = ? AND at BETWEEN ? AND ? ORDER BY at DESC LIMIT ?`,
  counts: `SELECT connection, outcome, COUNT(*) AS number FROM runs
    WHERE account = ? AND at BETWEEN ? AND ? GROUP BY connection, outcome`,
  states: "SELECT connection, state, read_at FROM connectors WHERE account = ?",
  setState: `INSERT INTO connectors (account, connection, state) VALUES (?, ?, ?)
    ON CONFLICT (account, connection) DO UPDATE SET state = excluded.state`,
  setRead: `INSERT INTO connectors (account, connection, read_at) VALUES (?, ?, ?)
    ON CONFLICT (account, connection) DO UPDATE SET read_at = excluded.read_at`,
  forget: "DELETE FROM connectors WHERE account = ? AND connection = ?",
  addChange:
    "INSERT INTO changes (account, connection, at, kind, details) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  unsent: `SELECT id, connection, at, kind, details FROM changes
    WHERE account = ? AND sent_at IS NULL AND +at >= ? AND (claimed_at IS NULL OR claimed_at < ?) ORDER BY id`,
  claim:
    "UPDATE changes SET claimed_at = ? WHERE id = ? AND sent_at IS NULL AND (claimed_at IS NULL OR claimed_at < ?)",
  release: "UPDATE changes SET claimed_at = NULL WHERE id = ?",
  sent: "UPDATE changes SET sent_at = ? WHERE id = ?",
  pruneRuns: "DELETE FROM runs WHERE account = ? AND at < ?",
  pruneChanges: "DELETE FROM changes WHERE account = ? AND at < ?",
} as const;
