import { DAY, MINUTE, SECOND, timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import type { Connection, Destination } from "../world/model.js";
import type { Past, PastRun } from "../world/past.js";
import { hash, uuid } from "../world/random.js";
import { nextSlot } from "./schedule.js";

/** Returns a number between 0 and 1 that depends only on the text. */
const share = (text: string) => hash(text) / 2 ** 32;

/** Returns the runs before the world was created, from the given time on. */
function pastRuns(
  { id, group_id, backstage: { past } }: Connection,
  destination: Destination | undefined,
  from: number,
): PastRun[] {
  if (past === undefined) return [];
  const { until, created_at, succeeded_at, failed_at, trouble, reason } = past;
  const schedule = {
    group_id,
    sync_frequency: past.every_minutes,
    daily_sync_time: null,
    schedule: null,
    schedule_type: "auto" as const,
  };
  const runs: PastRun[] = [];
  const add = (started_at: number, ended_at: number, outcome: PastRun["outcome"]) => {
    const run = { id: uuid(`${id}:${started_at}`), started_at, ended_at, historical: false };
    runs.push({ ...run, outcome, ...(outcome === "SUCCESSFUL" ? {} : { reason }) });
  };
  const every = past.every_minutes * MINUTE;
  const durationAt = (slot: number) =>
    Math.min(every - SECOND, Math.round(past.duration_ms * (0.7 + 0.6 * share(`${id}:${slot}`))));
  const first = nextSlot(schedule, destination, Math.max(created_at, from));
  for (let slot = first; slot < until; slot += every) {
    const ended = slot + durationAt(slot);
    if (succeeded_at !== null && ended < succeeded_at) add(slot, ended, "SUCCESSFUL");
    const troubled = slot > (succeeded_at ?? created_at) && ended < (failed_at ?? until);
    if (trouble !== null && troubled) add(slot, ended, trouble);
  }
  // The last run of each kind ends at the time that the connection shows.
  if (succeeded_at !== null) add(succeeded_at - past.duration_ms, succeeded_at, "SUCCESSFUL");
  if (failed_at !== null) add(failed_at - past.duration_ms, failed_at, trouble ?? "FAILURE");
  const spaced = runs.sort((a, b) => a.started_at - b.started_at);
  return spaced.filter((run, at) => {
    const next = spaced[at + 1];
    return run.started_at >= from && (next === undefined || run.ended_at <= next.started_at);
  });
}

/** Moves the time before the world was created, together with the timestamps of the connection. */
export function shiftPast(past: Past, by: number): void {
  past.until += by;
  if (past.succeeded_at !== null) past.succeeded_at += by;
  if (past.failed_at !== null) past.failed_at += by;
}

const STATUS = {
  SUCCESSFUL: "COMPLETED",
  FAILURE: "FAILURE",
  FAILURE_WITH_TASK: "FAILURE",
  RESCHEDULED: "RESCHEDULED",
  CANCELED: "CANCELED",
} as const;

const megabytes = (amount: number) => Math.round(amount * 100) / 100;

/**
 * Returns the megabytes that a run of this connection reads: a few for a normal run, and many for a
 * historical one.
 */
function extracted(connection: Connection, run: { id: string; historical: boolean }): number {
  const usual = 1 + 80 * share(`volume of ${connection.id}`) ** 2;
  return usual * (0.5 + share(run.id)) * (run.historical ? 40 : 1);
}

function stagesOf(connection: Connection, run: PastRun): JsonObject {
  const volume = extracted(connection, run);
  if (run.outcome === "SUCCESSFUL") {
    const read = megabytes(volume);
    return {
      extract: { volume: read },
      process: { volume: read },
      load: { volume: megabytes(volume * 0.4) },
    };
  }
  if (run.outcome === "CANCELED") {
    return {
      extract: { volume: megabytes(volume * share(`${run.id} part`)) },
      process: {},
      load: {},
    };
  }
  return { extract: { volume: null }, process: {}, load: {} };
}

function record(connection: Connection, run: PastRun): JsonObject {
  return {
    sync_id: run.id,
    start: timestamp(run.started_at),
    end: timestamp(run.ended_at),
    status: STATUS[run.outcome],
    ...(run.reason === undefined ? {} : { reason: run.reason }),
    stages: stagesOf(connection, run),
  };
}

/** Returns the record of a run that has started or waits to start. */
function unfinished(connection: Connection, now: number): JsonObject | undefined {
  const { run, start_at, script, last_end_at } = connection.backstage;
  if (run === null && start_at === null) return undefined;
  const status = "INCOMPLETE";
  if (run === null) {
    const sync_id = uuid(`${connection.id}:${start_at}:${last_end_at}`);
    return { sync_id, start: null, end: null, status, stages: {} };
  }
  const expected = run.ends_at === null ? DAY : Math.max(1, script.duration_ms);
  const done = Math.min(0.95, (now - run.started_at) / expected);
  const volume = megabytes(extracted(connection, run) * Math.max(0, done));
  return {
    sync_id: run.id,
    start: timestamp(run.started_at),
    end: null,
    status,
    stages: { extract: { volume } },
  };
}

/** Returns the records of the runs that started in a window, the oldest first. */
export function syncHistory(
  connection: Connection,
  destination: Destination | undefined,
  [from, to]: [number, number],
  now: number,
): JsonObject[] {
  const { history, run } = connection.backstage;
  const firstReal = history[0]?.started_at ?? run?.started_at ?? Number.POSITIVE_INFINITY;
  const past = pastRuns(connection, destination, from).filter(
    ({ ended_at }) => ended_at <= firstReal,
  );
  const ended = [...past, ...history].filter(
    ({ started_at }) => started_at >= from && started_at <= to,
  );
  const open = unfinished(connection, now);
  const started = run?.started_at ?? now;
  const items = ended.map((each) => record(connection, each));
  return open !== undefined && started >= from && started <= to ? [...items, open] : items;
}
