import * as z from "zod";
import { ageMinutes, duration, instant } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";
import type { Transformation } from "../../client/resources/transformations.js";
import { bare, plain, quoted } from "../../toolkit/render.js";

const text = z.string().nullish().catch(null);

const Config = z.looseObject({
  connection_ids: z
    .array(z.unknown())
    .transform((ids) => ids.filter((id) => typeof id === "string"))
    .nullish()
    .catch(null),
  package_name: text,
  name: text,
});

const configOf = ({ transformation_config }: Transformation) =>
  Config.safeParse(transformation_config).data;

/** Returns the name of its package or project. Undefined if it has neither. */
export function transformationName(transformation: Transformation): string | undefined {
  const config = configOf(transformation);
  return config?.package_name || config?.name || undefined;
}

/** Returns the connections whose data it reads, as far as its schedule or package names them. */
export const upstreamOf = (transformation: Transformation): string[] => [
  ...new Set(
    [transformation.schedule, configOf(transformation)].flatMap(
      (part) => part?.connection_ids ?? [],
    ),
  ),
];

export interface JudgedTransformation {
  id: string;
  name: string;
  state: "failed" | "paused" | "behind" | "running" | "never_ran" | "ok" | "unknown";
  /** One clause, with times. */
  why: string;
  /** True if it needs attention: its tables are not as fresh as its schedule promises. */
  problem: boolean;
}

/**
 * Returns the state of the last run. `unknown` for a status that this version does not recognize.
 */
export function runState({
  status,
}: Pick<Transformation, "status">): "running" | "succeeded" | "failed" | "canceled" | "unknown" {
  const known = status?.toUpperCase() ?? "";
  if (RUNNING.has(known)) return "running";
  if (FAILED.has(known)) return "failed";
  if (known === "SUCCEEDED") return "succeeded";
  return known === "CANCELED" || known === "CANCELLED" ? "canceled" : "unknown";
}

const FAILED: ReadonlySet<string> = new Set(["FAILED", "PARTIALLY_SUCCEEDED", "BLOCKED"]);
const RAN: ReadonlySet<string> = new Set(["SUCCEEDED", "CANCELED", "CANCELLED"]);
const RUNNING: ReadonlySet<string> = new Set(["RUNNING", "SCHEDULING", "TERMINATING"]);

/**
 * The minutes within which a transformation starts after its connections have synced. After that,
 * something prevents it.
 */
const START_WITHIN = 60;

/** Judges a transformation together with the connections that it reads. */
export function judgeTransformation(
  transformation: Transformation,
  upstream: readonly Connection[],
  now: Date,
): JudgedTransformation {
  const { id, schedule, last_started_at, last_ended_at } = transformation;
  const name = transformationName(transformation) ?? id;
  const status = transformation.status?.toUpperCase() ?? "";
  const judged = (state: JudgedTransformation["state"], why: string, problem = false) => ({
    id,
    name,
    state,
    why,
    problem,
  });
  const ago = (at: string | null | undefined) => {
    const age = ageMinutes(at, now);
    return age === undefined ? "at an unknown time" : `${duration(age)} ago`;
  };
  const integrated = schedule?.schedule_type?.toUpperCase() === "INTEGRATED";
  if (transformation.paused === true) {
    const failed = FAILED.has(status) ? ", and its last run failed" : "";
    return judged("paused", `it is paused${failed}, so its tables are not refreshed`, true);
  }
  if (RUNNING.has(status)) return judged("running", `its run started ${ago(last_started_at)}`);
  if (FAILED.has(status)) {
    const how = status === "FAILED" ? "failed" : bare(status.toLowerCase());
    return judged("failed", `its last run ${how} ${ago(last_ended_at ?? last_started_at)}`, true);
  }
  const started = instant(last_started_at);
  if (started === undefined && (last_started_at || RAN.has(status))) {
    return judged("unknown", "when its last run started is not known");
  }
  const arrived = upstream.filter(
    ({ succeeded_at }) => (instant(succeeded_at) ?? 0) > (started ?? 0),
  );
  const [first] = arrived;
  if (started === undefined) {
    return judged("never_ran", "it has never run", integrated && overdue(arrived, upstream, now));
  }
  if (first !== undefined) {
    const data = `data of ${bare(first.schema)} arrived ${ago(first.succeeded_at)}`;
    const why = `its last run started ${ago(last_started_at)}, before its data arrived: ${data}`;
    return judged("behind", why, integrated && overdue(arrived, upstream, now));
  }
  const outcome = status === "" ? "ended" : bare(status.toLowerCase());
  return judged("ok", `its last run ${outcome} ${ago(last_ended_at)}`);
}

/**
 * An integrated transformation runs after any of its connections has loaded data. It waits for
 * connections that sync at the same time.
 */
const overdue = (
  arrived: readonly Connection[],
  upstream: readonly Connection[],
  now: Date,
): boolean =>
  !upstream.some(({ status }) => status.sync_state.toLowerCase() === "syncing") &&
  arrived.some(({ succeeded_at }) => (ageMinutes(succeeded_at, now) ?? 0) > START_WITHIN);

/** Describes the schedule in words. */
export function scheduleText({
  schedule,
  transformation_config,
}: Pick<Transformation, "schedule"> & { transformation_config?: unknown }): string {
  const { schedule_type, connection_ids, smart_syncing, ...times } = schedule ?? {};
  const upstream = new Set([
    ...(connection_ids ?? []),
    ...(Config.safeParse(transformation_config).data?.connection_ids ?? []),
  ]);
  const smart =
    smart_syncing === true ? ", but only if one of its connectors has loaded new data" : "";
  switch (schedule_type?.toUpperCase()) {
    case "INTEGRATED":
      return upstream.size > 1
        ? `runs after a sync of any of its ${upstream.size} connectors, and waits for connectors that sync at the same time`
        : "runs after each sync of its connector";
    case "INTERVAL":
      return `runs every ${plain(times["interval"] ?? "unknown")} min${smart}`;
    case "TIME_OF_DAY":
      return `runs at ${timeText(times["time_of_day"])}${daysText(times["days_of_week"])}${smart}`;
    case "CRON":
      return `runs by cron ${[times["cron"]]
        .flat()
        .map((one) => quoted(String(one), 60))
        .join(", ")}${smart}`;
    default:
      return "Fivetran does not show its schedule";
  }
}

const timeText = (time: unknown) => (time == null ? "an unknown time" : `${plain(time)} UTC`);

const daysText = (days: unknown) =>
  Array.isArray(days) && days.length > 0 ? ` on ${days.map((day) => plain(day)).join(", ")}` : "";
