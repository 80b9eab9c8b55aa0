import { DAY, HOUR, millis, timestamp } from "../world/clock.js";
import type { Connection, World } from "../world/model.js";
import type { Transformation } from "../world/transformation.js";
import { type Due, DueQueue } from "./due-queue.js";
import { shiftPast } from "./history.js";
import { publish } from "./outbox.js";
import { finishMove, finishRun, startRun, updateDelay } from "./runs.js";
import { delayedAt, lastFinishedSlot, nextSlot } from "./schedule.js";
import { nextTransformationDue, startWaiting, stepTransformation } from "./transformation-runs.js";

/** After a longer gap, missed schedules are settled in one step instead of run one by one. */
const REPLAY_AT_MOST = HOUR;

export interface Engine {
  readonly lagMs: number;
  /** Runs everything that is due up to the given time, in order. */
  settle(now: number): void;
  /**
   * Must be called after a change of a connection, because its next event and cached text are
   * outdated.
   */
  touch(connection: Connection): void;
  touchTransformation(transformation: Transformation): void;
  /** Must be called if anything may have changed. */
  rebuild(): void;
}

type DueKind = "end" | "start" | "slot" | "retry" | "drift" | "delay" | "move";

function nextDue(world: World, connection: Connection): { at: number; kind: DueKind } | undefined {
  const { backstage, status } = connection;
  const { run, hold } = backstage;
  const destination = world.destinations.get(connection.group_id);
  const candidates: { at: number; kind: DueKind }[] = [];
  const scheduled = connection.schedule_type === "auto" && hold === null;

  if (run !== null) {
    if (run.ends_at !== null) candidates.push({ at: run.ends_at, kind: "end" });
  } else if (backstage.start_at !== null) {
    if (!connection.paused) candidates.push({ at: backstage.start_at, kind: "start" });
  } else if (scheduled && status.sync_state === "rescheduled") {
    if (status.rescheduled_for !== null) {
      candidates.push({ at: millis(status.rescheduled_for), kind: "retry" });
    }
  } else if (
    scheduled &&
    !connection.paused &&
    destination !== undefined &&
    status.setup_state !== "incomplete" &&
    status.schema_status === "ready"
  ) {
    const at =
      backstage.last_end_at === null
        ? Number.NEGATIVE_INFINITY
        : nextSlot(connection, destination, backstage.last_end_at);
    candidates.push({ at, kind: "slot" });
  }
  if (backstage.moving !== undefined) candidates.push({ at: backstage.moving.at, kind: "move" });
  if (hold?.drift_ms !== undefined && !connection.paused) {
    candidates.push({ at: hold.since + hold.drift_ms, kind: "drift" });
  }
  if (hold === null && !backstage.update_state_set && status.update_state === "on_schedule") {
    const at = delayedAt(connection);
    if (at !== undefined) candidates.push({ at, kind: "delay" });
  }
  return candidates.sort((a, b) => a.at - b.at)[0];
}

/** Moves the timestamps of a scripted problem with the clock, so that its ages stay constant. */
function drift(connection: Connection, at: number): void {
  const { hold, run } = connection.backstage;
  if (hold === null) return;
  const by = at - hold.since;
  const moved = (stamp: string | null) => (stamp === null ? null : timestamp(millis(stamp) + by));
  connection.succeeded_at = moved(connection.succeeded_at);
  connection.failed_at = moved(connection.failed_at);
  connection.status.rescheduled_for = moved(connection.status.rescheduled_for);
  if (run !== null && run.ends_at === null) run.started_at += by;
  if (connection.backstage.past !== undefined) shiftPast(connection.backstage.past, by);
  hold.since = at;
}

export function engine(
  world: World,
  options: { lagMs: number; skips: boolean; invalidate(connection: Connection): void },
): Engine {
  let queue = new DueQueue();
  let versions = new Map<string, number>();

  /** Replaces the next event of an object. The previous one becomes invalid. */
  function entryFor(id: string, due: { at: number } | undefined): Due[] {
    const version = (versions.get(id) ?? 0) + 1;
    versions.set(id, version);
    return due === undefined ? [] : [{ at: due.at, id, version }];
  }

  function entryOf(connection: Connection): Due[] {
    publish(world, connection);
    return entryFor(connection.id, nextDue(world, connection));
  }
  const entryOfTransformation = (transformation: Transformation) =>
    entryFor(transformation.id, nextTransformationDue(transformation));

  const schedule = (connection: Connection) => queue.push(entryOf(connection));
  const scheduleTransformation = (transformation: Transformation) =>
    queue.push(entryOfTransformation(transformation));

  function step(connection: Connection, at: number, skipTo: number | undefined): void {
    const due = nextDue(world, connection);
    if (due === undefined) return;
    const destination = world.destinations.get(connection.group_id);
    if (due.kind === "end") {
      finishRun(connection, at, destination);
      if (connection.backstage.history.at(-1)?.outcome === "SUCCESSFUL") {
        for (const waiting of startWaiting(world, connection.id, at))
          scheduleTransformation(waiting);
      }
    } else if (due.kind === "drift") drift(connection, skipTo ?? at);
    else if (due.kind === "delay") updateDelay(connection, at);
    else if (due.kind === "move") finishMove(connection);
    else if (
      due.kind === "slot" &&
      skipTo !== undefined &&
      connection.backstage.last_end_at !== null
    ) {
      const { duration_ms } = connection.backstage.script;
      startRun(
        connection,
        Math.max(at, lastFinishedSlot(connection, destination, duration_ms, skipTo)),
      );
    } else startRun(connection, at);
    options.invalidate(connection);
  }

  function rebuild(): void {
    versions = new Map();
    const connections = [...world.connections.values()];
    for (const connection of connections) options.invalidate(connection);
    queue = new DueQueue([
      ...connections.flatMap(entryOf),
      ...[...world.transformations.values()].flatMap(entryOfTransformation),
    ]);
  }

  /** After a long gap, the missed slots lead to a single run. */
  function stepTransformationAt(
    transformation: Transformation,
    at: number,
    skipTo: number | undefined,
  ): void {
    const due = nextTransformationDue(transformation);
    const { backstage } = transformation;
    if (skipTo !== undefined && due?.kind === "slot") {
      backstage.since = Math.max(backstage.since, skipTo - DAY);
      backstage.start_at = Math.max(at, skipTo - backstage.duration_ms);
    } else {
      for (const waiting of stepTransformation(world, transformation, at)) {
        scheduleTransformation(waiting);
      }
    }
    scheduleTransformation(transformation);
  }

  rebuild();
  return {
    lagMs: options.lagMs,
    settle(now) {
      const skipTo = options.skips && now - world.settled_at > REPLAY_AT_MOST ? now : undefined;
      for (let due = queue.top(); due !== undefined && due.at <= now; due = queue.top()) {
        queue.pop();
        if (versions.get(due.id) !== due.version) continue;
        const connection = world.connections.get(due.id);
        const other = world.transformations.get(due.id);
        // A step that was overdue before runs when it becomes possible, not at its earlier time.
        const at = skipTo === undefined ? Math.max(due.at, world.settled_at) : due.at;
        if (skipTo === undefined) world.settled_at = at;
        if (other !== undefined) stepTransformationAt(other, at, skipTo);
        if (connection === undefined) continue;
        step(connection, Number.isFinite(at) ? at : world.settled_at, skipTo);
        schedule(connection);
      }
      world.settled_at = Math.max(world.settled_at, now);
    },
    touch(connection) {
      options.invalidate(connection);
      schedule(connection);
    },
    touchTransformation: scheduleTransformation,
    rebuild,
  };
}
