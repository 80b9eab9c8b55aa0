import { MINUTE, timestamp } from "../world/clock.js";
import type { World } from "../world/model.js";
import type { Transformation } from "../world/transformation.js";
import { dailyCron, nextCron } from "./cron.js";
import { publishTransformation } from "./outbox.js";

/**
 * Returns what must succeed before an integrated run starts. Deleted connections and
 * transformations are left out.
 */
export function upstream(world: World, transformation: Transformation): string[] {
  const { connection_ids = [], transformation_ids = [] } = transformation.schedule;
  const own = transformation.transformation_config["connection_ids"];
  const quickstart = Array.isArray(own) ? own.filter((id) => typeof id === "string") : [];
  return [...new Set([...connection_ids, ...quickstart, ...transformation_ids])].filter(
    (id) => world.connections.has(id) || world.transformations.has(id),
  );
}

function slotAfter({ schedule }: Transformation, after: number): number | undefined {
  const { schedule_type, interval = 0, cron = [] } = schedule;
  if (schedule_type === "INTERVAL" && interval > 0) return after + interval * MINUTE;
  if (schedule_type === "CRON") return nextCron(cron, after);
  if (schedule_type !== "TIME_OF_DAY") return undefined;
  const { time_of_day = "00:00", days_of_week = [] } = schedule;
  return nextCron([dailyCron(time_of_day, days_of_week)], after);
}

type Due = { at: number; kind: "end" | "start" | "slot" };

export function nextTransformationDue(transformation: Transformation): Due | undefined {
  const { ends_at, start_at, since } = transformation.backstage;
  if (ends_at !== null) return { at: ends_at, kind: "end" };
  if (start_at !== null) return { at: start_at, kind: "start" };
  if (transformation.paused) return undefined;
  const at = slotAfter(transformation, since);
  return at === undefined ? undefined : { at, kind: "slot" };
}

export function startTransformation(
  world: World,
  transformation: Transformation,
  at: number,
): void {
  const { backstage } = transformation;
  transformation.status = "RUNNING";
  transformation.last_started_at = timestamp(at);
  Object.assign(backstage, { start_at: null, since: at, ready: [] });
  backstage.ends_at = at + backstage.duration_ms;
  publishTransformation(world, transformation, "transformation_start", at, {
    startTime: new Date(at).toISOString(),
  });
}

export function cancelTransformation(transformation: Transformation, at: number): void {
  transformation.status = "CANCELED";
  transformation.last_ended_at = timestamp(at);
  transformation.backstage.ends_at = null;
}

function finish(world: World, transformation: Transformation, at: number): void {
  const { backstage, output_model_names } = transformation;
  const good = backstage.outcome === "success";
  transformation.status = good ? "SUCCEEDED" : "FAILED";
  transformation.last_ended_at = timestamp(at);
  backstage.ends_at = null;
  const event = good ? "transformation_succeeded" : "transformation_failed";
  publishTransformation(world, transformation, event, at, {
    endTime: new Date(at).toISOString(),
    result: good ? "SUCCESS" : "FAILURE",
    models: output_model_names.map((name) => ({ name, success: good })),
  });
}

/**
 * Called when a connection or transformation has succeeded. Starts the transformations that were
 * waiting only for it.
 */
export function startWaiting(world: World, id: string, at: number): Transformation[] {
  const started: Transformation[] = [];
  for (const transformation of world.transformations.values()) {
    const { schedule, backstage, paused } = transformation;
    const waits = schedule.schedule_type === "INTEGRATED" || schedule.smart_syncing === true;
    if (!waits || paused || backstage.ends_at !== null) continue;
    const needed = upstream(world, transformation);
    if (!needed.includes(id)) continue;
    backstage.ready = [...new Set([...backstage.ready, id])];
    // A success of any connection starts it, after waiting for those that are syncing at that time.
    const complete = needed.every(
      (one) =>
        backstage.ready.includes(one) ||
        world.connections.get(one)?.status.sync_state !== "syncing",
    );
    if (schedule.schedule_type !== "INTEGRATED" || !complete) continue;
    backstage.start_at = at;
    started.push(transformation);
  }
  return started;
}

/** Runs the due step. Returns the transformations that waited for this one and are due now. */
export function stepTransformation(
  world: World,
  transformation: Transformation,
  at: number,
): Transformation[] {
  const due = nextTransformationDue(transformation);
  const { schedule, backstage } = transformation;
  if (due?.kind === "end") {
    finish(world, transformation, at);
    return transformation.status === "SUCCEEDED" ? startWaiting(world, transformation.id, at) : [];
  }
  // Smart syncing skips a slot without new data.
  const idle = schedule.smart_syncing === true && backstage.ready.length === 0;
  if (due?.kind === "slot" && idle && upstream(world, transformation).length > 0) {
    backstage.since = at;
  } else if (due !== undefined) startTransformation(world, transformation, at);
  return [];
}
