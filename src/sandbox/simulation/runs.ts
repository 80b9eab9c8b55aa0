import { recordLoad } from "../source/loads.js";
import { readSource } from "../source/source.js";
import { DAY, HOUR, millis, timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import type { Action, Connection, Destination, Notice, RunScript } from "../world/model.js";
import type { PastRun } from "../world/past.js";
import { hash, uuid } from "../world/random.js";
import { recordEvent } from "./events.js";
import { delayedAt } from "./schedule.js";

const KEPT_MS = 8 * DAY;

/**
 * Returns a script for a successful run of five to twenty seconds: long enough to be observed, and
 * short enough to wait for.
 */
export function healthyScript(id: string): RunScript {
  return { duration_ms: 5_000 + (hash(id) % 15_001), outcome: "success" };
}

/** Ends a scripted problem if it waits for this action. */
export function act(connection: Connection, action: Action): void {
  const { backstage } = connection;
  if (backstage.hold === null || !backstage.hold.heals_on.includes(action)) return;
  backstage.hold = null;
  backstage.update_state_set = false;
  backstage.script = healthyScript(connection.id);
}

/** Recomputes `update_state`, unless it was set from outside. */
export function updateDelay(connection: Connection, now: number): void {
  if (connection.backstage.update_state_set || connection.backstage.hold !== null) return;
  const late = delayedAt(connection);
  connection.status.update_state = late !== undefined && late <= now ? "delayed" : "on_schedule";
}

export function startRun(connection: Connection, at: number): void {
  const { backstage, status } = connection;
  const { script } = backstage;
  const historical = status.is_historical_sync;
  const duration = historical
    ? (script.historical_duration_ms ?? 3 * script.duration_ms)
    : script.duration_ms;
  backstage.run = {
    id: uuid(`${connection.id}:${at}:${backstage.last_end_at}`),
    started_at: at,
    ends_at: script.outcome === "never_ends" ? null : at + duration,
    historical,
    outcome: script.outcome,
  };
  backstage.start_at = null;
  if (historical) backstage.resync_pending = false;
  status.sync_state = "syncing";
  status.rescheduled_for = null;
  recordEvent(connection, "sync_start", at, {}, backstage.run.id);
}

function close(
  connection: Connection,
  at: number,
  outcome: PastRun["outcome"],
  why: JsonObject = {},
): void {
  const { backstage, status } = connection;
  const { run } = backstage;
  if (run === null) return;
  const { id, started_at, historical } = run;
  const { reason } = why;
  backstage.history.push({
    id,
    started_at,
    ended_at: at,
    historical,
    outcome,
    ...(typeof reason === "string" ? { reason } : {}),
  });
  while ((backstage.history[0]?.ended_at ?? at) < at - KEPT_MS) backstage.history.shift();
  backstage.run = null;
  backstage.last_end_at = at;
  status.sync_state = connection.paused ? "paused" : "scheduled";
  recordEvent(connection, "sync_end", at, { status: outcome, ...why }, id);
}

/** Ends a running sync without a result: neither timestamp changes. */
export function cancelRun(connection: Connection, at: number): boolean {
  if (connection.backstage.run === null) return false;
  close(connection, at, "CANCELED", {
    reason: "Sync has been cancelled because of a user action in the dashboard.",
  });
  return true;
}

function later(previous: string | null, at: number): string {
  return timestamp(previous === null ? at : Math.max(at, millis(previous) + 1));
}

const RESYNC_WARNING = "resync_table_warning";

/**
 * Returns the warning after a re-sync of these tables. It remains for tables that were not loaded
 * again.
 */
function stillWarned(warning: Notice, loaded: Record<string, string[]>): Notice[] {
  if (warning.code !== RESYNC_WARNING) return [warning];
  const tables = (warning.tables ?? []).filter(
    ({ schema, table }) => loaded[schema]?.includes(table) !== true,
  );
  return tables.length === 0 ? [] : [{ ...warning, tables }];
}

function succeed(connection: Connection, at: number, historical: boolean): void {
  const { backstage, status } = connection;
  connection.succeeded_at = later(connection.succeeded_at, at);
  const reloaded = historical || Object.keys(backstage.resync_tables).length > 0;
  if (historical && !backstage.resync_pending) status.is_historical_sync = false;
  if (historical) status.warnings = status.warnings.filter(({ code }) => code !== RESYNC_WARNING);
  else if (reloaded)
    status.warnings = status.warnings.flatMap((one) => stillWarned(one, backstage.resync_tables));
  if (reloaded) backstage.resync_tables = {};
  // A successful run proves that the setup works.
  if (status.setup_state === "broken") status.setup_state = "connected";
  status.tasks = [];
  readSource(connection, true);
  recordLoad(connection, at);
}

const RECONNECT: Notice = {
  code: "reconnect",
  message: "The credentials of this connection are no longer accepted. Reconnect it.",
};

function needsPerson(code: string): boolean {
  return code.startsWith("reconnect") || code === "update_service_account";
}

function failWithTask(connection: Connection, task: Notice): void {
  const { status } = connection;
  status.tasks = [...status.tasks.filter(({ code }) => code !== task.code), task];
  if (needsPerson(task.code) && status.setup_state === "connected") status.setup_state = "broken";
}

/** Ends the running sync with its scripted outcome. */
export function finishRun(
  connection: Connection,
  at: number,
  destination: Destination | undefined,
): void {
  const { backstage, status } = connection;
  const { run, script } = backstage;
  if (run === null) return;
  const reachable =
    destination?.setup_status === "connected" && status.setup_state !== "incomplete";
  const outcome = run.outcome === "success" && !reachable ? "failure" : run.outcome;

  if (outcome === "success") {
    close(connection, at, "SUCCESSFUL");
    succeed(connection, at, run.historical);
    backstage.update_state_set = false;
  } else if (outcome === "failure") {
    close(connection, at, "FAILURE", { reason: "The source did not respond as expected" });
    connection.failed_at = later(connection.failed_at, at);
  } else if (outcome === "failure_with_task") {
    const task = script.task ?? RECONNECT;
    close(connection, at, "FAILURE_WITH_TASK", { reason: task.message, taskType: task.code });
    connection.failed_at = later(connection.failed_at, at);
    failWithTask(connection, task);
  } else if (outcome === "reschedule") {
    const until = timestamp(at + (script.reschedule_ms ?? HOUR));
    const reason = `Rescheduled for ${until}, reason: the source's quota is used up`;
    close(connection, at, "RESCHEDULED", { reason, rescheduledAt: until });
    status.sync_state = "rescheduled";
    status.rescheduled_for = until;
  } else {
    close(connection, at, "CANCELED");
  }

  if (script.times !== undefined) {
    const left = script.times - 1;
    backstage.script = left > 0 ? { ...script, times: left } : healthyScript(connection.id);
  }
  if (backstage.resync_pending) {
    status.is_historical_sync = true;
    backstage.start_at = at;
  }
  updateDelay(connection, at);
}

export function pause(connection: Connection, at: number): void {
  cancelRun(connection, at);
  recordEvent(connection, "pause_connector", at);
  connection.paused = true;
  connection.backstage.start_at = null;
  connection.status.sync_state = "paused";
  connection.status.rescheduled_for = null;
  updateDelay(connection, at);
}

export function unpause(connection: Connection, at: number): void {
  recordEvent(connection, "resume_connector", at);
  connection.paused = false;
  connection.status.sync_state = "scheduled";
  act(connection, "unpause");
  const { backstage, status } = connection;
  if (backstage.hold !== null) backstage.hold.since = at;
  // A connection with a scripted problem has no schedule. Like any overdue connection, it still
  // syncs immediately.
  const tries =
    backstage.hold !== null &&
    connection.schedule_type === "auto" &&
    status.setup_state !== "incomplete";
  if (status.schema_status === "ready" && (backstage.resync_pending || tries))
    backstage.start_at = at;
  updateDelay(connection, at);
}

/** Starts a run after the lag, or immediately if the lag is zero. */
export function startSoon(connection: Connection, at: number, lagMs: number): void {
  if (lagMs > 0) connection.backstage.start_at = at + lagMs;
  else startRun(connection, at);
}

type Triggered = "started" | "restarted" | "already running" | "paused" | "waits";

/** Starts a requested sync. */
export function trigger(
  connection: Connection,
  at: number,
  lagMs: number,
  force: boolean,
): Triggered {
  const { backstage, status } = connection;
  if (connection.paused) return "paused";
  if (status.schema_status === "blocked_on_capture") return "waits";
  if (backstage.start_at !== null) return "already running";
  const running = backstage.run !== null;
  if (running && !force) return "already running";
  if (running) {
    cancelRun(connection, at);
    act(connection, "force");
  }
  act(connection, "sync");
  recordEvent(connection, "force_update_connector", at);
  startSoon(connection, at, lagMs);
  return running ? "restarted" : "started";
}

/**
 * Starts a historical re-sync of the whole connection: immediately, after the running sync, or once
 * it is resumed.
 */
export function resync(connection: Connection, at: number, lagMs: number): void {
  const { backstage, status } = connection;
  recordEvent(connection, "resync_connector", at);
  status.is_historical_sync = true;
  backstage.resync_pending = true;
  if (connection.paused || backstage.run !== null) return;
  startSoon(connection, at, lagMs);
}

/** Completes a move after the data has been copied. */
export function finishMove(connection: Connection): void {
  const { moving } = connection.backstage;
  if (moving === undefined) return;
  connection.group_id = moving.group_id;
  delete connection.backstage.moving;
}
