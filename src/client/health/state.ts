import { instant, minutesBetween } from "../../base/time.js";
import type { Connection, Destination } from "../resources/models.js";
import { cadenceOf } from "./cadence.js";

/** How old the data of a connection may be, and what is known about its running sync. */
export interface Expectations {
  /**
   * The maximum age in hours. The limit that follows from the connection's schedule still applies if it is stricter.
   */
  maxAgeHours?: number | undefined;
  /** An agreed age in hours. It replaces the limits that follow from the connection's schedule. */
  agreedAgeHours?: number | undefined;
  /** When the running sync began, if known. The record of a connection does not contain it. */
  runningSince?: Date | undefined;
}

/** The origin of a limit. */
export type LimitOf = "schedule" | "agreed_age" | "max_age";

/** In minutes. Fivetran shifts the schedule of each destination by a constant offset of 0 to 60 minutes. */
const MAX_OFFSET = 60;

const DOWN: ReadonlySet<string> = new Set(["broken", "incomplete"]);

const KNOWN_STATES: readonly (readonly [
  "setup_state" | "sync_state" | "update_state",
  string[],
])[] = [
  ["setup_state", ["connected", ...DOWN]],
  ["sync_state", ["scheduled", "syncing", "paused", "rescheduled"]],
  ["update_state", ["on_schedule", "delayed"]],
];

/** Whether this version recognizes the state of a destination. */
export const isKnownDestinationState = (state: string): boolean =>
  DOWN.has(state.toLowerCase()) || state.toLowerCase() === "connected";

/** Whether a time is so far in the future that a clock must be wrong. */
export const isInFuture = (at: number, now: Date): boolean =>
  at > now.getTime() + MAX_OFFSET * 60_000;

/** The parsed values that the rules need. Ages and limits are in minutes. */
export type State = ReturnType<typeof stateOf>;

export type FactName = keyof ReturnType<State["facts"]>;

/** Parses the record of a connection. A destination that could not be read does not count as down. */
export function stateOf(
  connection: Connection,
  destination: Destination | undefined,
  now: Date,
  { runningSince, ...expectations }: Expectations,
) {
  const { status } = connection;
  const succeeded = instant(connection.succeeded_at);
  const failed = instant(connection.failed_at);
  const rescheduled = instant(status.rescheduled_for);
  const since = (then: number | undefined) =>
    then === undefined ? undefined : minutesBetween(then, now.getTime());
  const age = since(succeeded);
  const inFuture = succeeded !== undefined && isInFuture(succeeded, now);

  const setup = status.setup_state.toLowerCase();
  const sync = status.sync_state.toLowerCase();
  const update = status.update_state.toLowerCase();
  const unrecognized = KNOWN_STATES.map(([field, known]) => ({
    field,
    value: status[field],
    known,
  })).filter(({ value, known }) => !known.includes(value.toLowerCase()));

  const { kind: schedule, minutes: frequency, text: scheduleText } = cadenceOf(connection);
  const { late, stale } = limitsOf(connection, frequency, expectations);
  const expected = Object.values(expectations).some((hours) => positive(hours) !== undefined);

  const tasks = (status.tasks ?? []).map(({ code }) => code);
  const warnings = (status.warnings ?? []).map(({ code }) => code);
  const resyncWarnings = warnings.filter((code) => code === "resync_table_warning").length;

  return {
    setup,
    sync,
    update,
    schemaStatus: status.schema_status?.toLowerCase() ?? "",
    paused: connection.paused === true || sync === "paused",
    metadata: isMetadata(connection),
    historical: status.is_historical_sync ?? !connection.succeeded_at,
    /** The states that are missing, or have values that this version does not recognize. */
    unrecognized,
    schedule,
    /** The caller expects a maximum age, so texts include the origin of the limit. */
    expected,
    /** The age was agreed, so a delay that Fivetran reports does not decide. */
    agreed: positive(expectations.agreedAgeHours) !== undefined,
    /** If the data is older than this, one sync was missed. */
    late,
    /** If the data is older than this, it is stale. */
    stale,
    hasSucceeded: Boolean(connection.succeeded_at),
    /** The last sync failed. */
    failedLast: failed !== undefined && (succeeded === undefined || failed >= succeeded),
    age,
    failureAge: since(failed),
    runAge: since(runningSince?.getTime()),
    createdAge: since(instant(connection.created_at)),
    /** Undefined if the time could not be parsed. */
    rescheduledUntil: rescheduled === undefined ? undefined : (status.rescheduled_for ?? undefined),
    /** The time until which Fivetran postponed the sync has passed. */
    reschedulePassed: rescheduled !== undefined && now.getTime() - rescheduled >= 60_000,
    /** The last success is so far in the future that a clock must be wrong. */
    inFuture,
    /** The age can be compared with a limit. */
    judgeable: unrecognized.length === 0 && age !== undefined && stale !== undefined && !inFuture,
    tasks,
    resyncWarning: resyncWarnings > 0,
    otherWarnings: warnings.length - resyncWarnings,
    // A state that this version does not recognize shows no problem.
    destinationDown: DOWN.has(destination?.setup_status.toLowerCase() ?? ""),
    /** The raw values by Fivetran's field names. A diagnosis contains those that its rule used. */
    facts: () => ({
      setup_state: status.setup_state,
      sync_state: status.sync_state,
      update_state: status.update_state,
      schema_status: status.schema_status,
      setup_status: destination?.setup_status,
      paused: connection.paused,
      is_historical_sync: status.is_historical_sync,
      succeeded_at: succeeded === undefined ? undefined : connection.succeeded_at,
      failed_at: failed === undefined ? undefined : connection.failed_at,
      created_at: connection.created_at,
      rescheduled_for: status.rescheduled_for,
      schedule_type: connection.schedule_type,
      schedule: scheduleText,
      sync_frequency: scheduleText === undefined ? frequency : undefined,
      tasks: tasks.join(","),
      warnings: warnings.join(","),
      age_minutes: inFuture ? undefined : age,
      ...limitFacts(late, expected),
    }),
  };
}

export interface Limit {
  minutes: number;
  of: LimitOf;
}

/** A limit in the form of facts. Its origin is included only if the caller expects a maximum age. */
export const limitFacts = (limit: Limit | undefined, expected: boolean) => ({
  limit_minutes: limit?.minutes,
  limit_of: expected ? limit?.of : undefined,
});

function limitsOf(
  connection: Connection,
  frequency: number | undefined,
  { agreedAgeHours, maxAgeHours }: Expectations,
): { late: Limit | undefined; stale: Limit | undefined } {
  const agreed = positive(agreedAgeHours);
  const own = agreed === undefined ? scheduleLimits(connection, frequency) : undefined;
  const most = limit(positive(maxAgeHours), "max_age", 60);
  const stricter = (minutes: number | undefined) => {
    const other =
      agreed === undefined ? limit(minutes, "schedule") : limit(agreed, "agreed_age", 60);
    if (other === undefined || most === undefined) return other ?? most;
    return most.minutes < other.minutes ? most : other;
  };
  return { late: stricter(own?.late), stale: stricter(own?.stale) };
}

const limit = (value: number | undefined, of: LimitOf, minutes = 1): Limit | undefined =>
  value === undefined ? undefined : { minutes: value * minutes, of };

/**
 * The age in minutes after which the data is stale by the connection's schedule. Undefined for a schedule without an
 * interval.
 */
export const limitBySchedule = (connection: Connection): number | undefined =>
  scheduleLimits(connection, cadenceOf(connection).minutes)?.stale;

function scheduleLimits(connection: Connection, frequency: number | undefined) {
  if (frequency === undefined) return undefined;
  const threshold =
    connection.data_delay_sensitivity?.toUpperCase() === "CUSTOM"
      ? positive(connection.data_delay_threshold)
      : undefined;
  const stale = threshold === undefined ? 2 * frequency + MAX_OFFSET : frequency + threshold;
  return { late: Math.min(frequency + MAX_OFFSET, stale), stale };
}

/** Whether this is the connection that Fivetran creates with each destination for its own metadata. */
export const isMetadata = (connection: Connection): boolean =>
  connection["connected_by"] === "_fivetran_system" ||
  (connection.service === "fivetran_log" && connection.schema === "fivetran_metadata");

const positive = (value: number | null | undefined) =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
