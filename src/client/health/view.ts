import { instant, minutesBetween } from "../../base/time.js";
import type { Connection, Destination } from "../resources/models.js";

export interface Expectations {
  /** How old data may be, in hours; replaces the limits that follow from the schedule. */
  maxAgeHours?: number | undefined;
}

/** A connection's record with everything parsed that the rules ask for; minutes throughout. */
export interface View {
  setup: string;
  sync: string;
  update: string;
  schemaStatus: string;
  paused: boolean;
  historical: boolean | undefined;
  /** `other`: a schedule of a kind whose interval this version cannot know. */
  schedule: "auto" | "manual" | "other";
  frequency: number | undefined;
  expectation: number | undefined;
  /** Age from which one run was missed. */
  lateLimit: number | undefined;
  /** Age from which the data counts as old. */
  staleLimit: number | undefined;
  hasSucceeded: boolean;
  hasFailed: boolean;
  /** The last outcome was a failure. */
  failedLast: boolean;
  age: number | undefined;
  failureAge: number | undefined;
  createdAge: number | undefined;
  /** Minutes until a run that was put off starts; negative once that time has passed. */
  rescheduledIn: number | undefined;
  /** The last success is dated so far ahead that a clock must be wrong. */
  inFuture: boolean;
  tasks: string[];
  resyncWarning: boolean;
  otherWarnings: number;
  destinationDown: boolean;
  warehouseTask: boolean;
}

/** The constant offset of 0 to 60 minutes that each destination's schedule carries. */
const OFFSET = 60;

export function view(
  connection: Connection,
  destination: Destination | undefined,
  now: Date,
  expectations: Expectations,
): View {
  const { status } = connection;
  const [succeeded, failed, created, rescheduled] = [
    connection.succeeded_at,
    connection.failed_at,
    connection.created_at,
    status.rescheduled_for,
  ].map(instant);
  const age = (then: number | undefined) =>
    then === undefined ? undefined : minutesBetween(then, now.getTime());
  const tasks = (status.tasks ?? []).map((task) => task.code);
  const warnings = (status.warnings ?? []).map((warning) => warning.code);
  const resyncWarnings = warnings.filter((code) => code === "resync_table_warning").length;
  const sync = status.sync_state.toLowerCase();

  return {
    setup: status.setup_state.toLowerCase(),
    sync,
    update: status.update_state.toLowerCase(),
    schemaStatus: status.schema_status?.toLowerCase() ?? "",
    paused: connection.paused || sync === "paused",
    historical: status.is_historical_sync ?? undefined,
    ...schedule(connection, expectations),
    hasSucceeded: succeeded !== undefined,
    hasFailed: failed !== undefined,
    failedLast: failed !== undefined && (succeeded === undefined || failed >= succeeded),
    age: age(succeeded),
    failureAge: age(failed),
    createdAge: age(created),
    rescheduledIn:
      rescheduled === undefined ? undefined : Math.ceil((rescheduled - now.getTime()) / 60_000),
    inFuture: succeeded !== undefined && succeeded > now.getTime() + OFFSET * 60_000,
    tasks,
    resyncWarning: resyncWarnings > 0,
    otherWarnings: warnings.length - resyncWarnings,
    destinationDown:
      destination !== undefined && destination.setup_status.toLowerCase() !== "connected",
    warehouseTask: tasks.includes("reconnect_warehouse"),
  };
}

type Limits = Pick<View, "schedule" | "frequency" | "expectation" | "lateLimit" | "staleLimit">;

function schedule(connection: Connection, { maxAgeHours }: Expectations): Limits {
  const kind = scheduleKind(connection);
  const frequency = kind === "auto" ? positive(connection.sync_frequency) : undefined;
  const expectation = positive(maxAgeHours === undefined ? undefined : maxAgeHours * 60);
  if (expectation !== undefined) {
    return {
      schedule: kind,
      frequency,
      expectation,
      lateLimit: expectation,
      staleLimit: expectation,
    };
  }
  if (frequency === undefined) {
    return { schedule: kind, frequency, expectation, lateLimit: undefined, staleLimit: undefined };
  }
  const threshold =
    connection.data_delay_sensitivity?.toUpperCase() === "CUSTOM"
      ? positive(connection.data_delay_threshold)
      : undefined;
  const staleLimit = threshold === undefined ? 2 * frequency + OFFSET : frequency + threshold;
  return {
    schedule: kind,
    frequency,
    expectation,
    lateLimit: Math.min(frequency + OFFSET, staleLimit),
    staleLimit,
  };
}

/** The undocumented `schedule` object wins over `schedule_type` and `sync_frequency` where it is present. */
export function scheduleObjectType(connection: Connection): string | undefined {
  const value = connection["schedule"];
  if (typeof value !== "object" || value === null || !("schedule_type" in value)) return undefined;
  return typeof value.schedule_type === "string" ? value.schedule_type.toUpperCase() : undefined;
}

function scheduleKind(connection: Connection): View["schedule"] {
  const object = scheduleObjectType(connection);
  if (object === "MANUAL") return "manual";
  if (object !== undefined && object !== "INTERVAL") return "other";
  const type = connection.schedule_type?.toLowerCase() ?? "auto";
  return type === "auto" || type === "manual" ? type : "other";
}

const positive = (value: number | null | undefined) =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
