import { duration } from "../../base/time.js";
import { cadenceOf } from "../../client/health/cadence.js";
import type { Connection } from "../../client/resources/models.js";
import { bare, quoted } from "../../toolkit/render.js";

/** Minutes between syncs that Fivetran accepts. */
export const FREQUENCIES = [1, 5, 15, 30, 60, 120, 180, 360, 480, 720, 1440] as const;
export const SENSITIVITIES = ["LOW", "NORMAL", "HIGH", "CUSTOM", "SYNC_FREQUENCY"] as const;

const DAILY = 1440;

export const isFullHour = (time: string) => /^([01]\d|2[0-3]):00$/.test(time);
export const FULL_HOUR = 'must be a full hour from "00:00" to "23:00", such as "14:00"';

const QUICK = 15;

/** The settings for when a connection syncs and when it counts as delayed. */
export interface Schedule {
  sync_frequency?: number | null | undefined;
  schedule_type?: string | null | undefined;
  daily_sync_time?: string | null | undefined;
  data_delay_sensitivity?: string | null | undefined;
  data_delay_threshold?: number | null | undefined;
  pause_after_trial?: boolean | null | undefined;
}

export const SCHEDULE_FIELDS = [
  "sync_frequency",
  "schedule_type",
  "daily_sync_time",
  "data_delay_sensitivity",
  "data_delay_threshold",
  "pause_after_trial",
] as const;

/** The schedule of a connection that was created without one. */
export const DEFAULT_SCHEDULE: Schedule = {
  sync_frequency: 360,
  schedule_type: "auto",
  data_delay_sensitivity: "NORMAL",
};

/** Why Fivetran would reject or silently ignore the requested schedule, judged by the state after the change. */
export function scheduleProblems(wanted: Schedule, current: Schedule): string[] {
  const after = { ...current, ...given(wanted) };
  const problems: string[] = [];
  const { sync_frequency: minutes, daily_sync_time: time } = wanted;
  if (typeof minutes === "number" && !FREQUENCIES.some((known) => known === minutes)) {
    problems.push(
      `sync_frequency must be one of ${FREQUENCIES.join(", ")} minutes, not ${minutes}; nearest: ${nearest(minutes).join(" or ")}.`,
    );
  }
  if (typeof time === "string" && !isFullHour(time)) {
    problems.push(`daily_sync_time ${FULL_HOUR}, not ${quoted(time, 40)}.`);
  }
  const daily = after.sync_frequency === DAILY && after.schedule_type !== "manual";
  if (typeof time === "string" && !daily) {
    const lacking = [
      ...(after.sync_frequency === DAILY ? [] : [`sync_frequency=${DAILY}`]),
      ...(after.schedule_type === "manual" ? ["schedule_type=auto"] : []),
    ];
    problems.push(
      `daily_sync_time applies only to an automatic daily sync; this connector would be ${scheduleText(after)}, so Fivetran would ignore the time. Also set ${lacking.join(" and ")}.`,
    );
  }
  const { data_delay_threshold: threshold } = wanted;
  if (typeof threshold === "number" && after.data_delay_sensitivity !== "CUSTOM") {
    problems.push(
      `data_delay_threshold is used only with data_delay_sensitivity=CUSTOM; the sensitivity is ${after.data_delay_sensitivity ?? "NORMAL"}. Also set data_delay_sensitivity=CUSTOM.`,
    );
  }
  if (wanted.data_delay_sensitivity === "CUSTOM" && !after.data_delay_threshold) {
    problems.push("data_delay_sensitivity=CUSTOM needs data_delay_threshold, in minutes.");
  }
  return problems;
}

/** Notes on a change of schedule; `database` if the source has a change log. */
export function scheduleNotes(wanted: Schedule, current: Schedule, database: boolean): string[] {
  const after = { ...current, ...given(wanted) };
  const notes: string[] = [];
  const was = intervalOf(current);
  const is = intervalOf(after);
  const kept = database ? logNote(wanted, current) : undefined;
  if (kept !== undefined) notes.push(kept);
  if (is !== undefined && was !== undefined && is < was) {
    notes.push(
      `Syncing more often can cost more: destination compute, source API calls, and rows that change between syncs.${is < QUICK ? " 1 and 5 minutes depend on the plan and the connector." : ""}`,
    );
  }
  if (after.schedule_type === "manual") {
    if (typeof wanted.sync_frequency === "number") {
      notes.push(
        "Its schedule is manual, so the frequency takes effect only once it is automatic.",
      );
    } else if (wanted.schedule_type === "manual") {
      notes.push("Syncs start only with trigger_sync or in the dashboard.");
    }
  }
  const drops = current.daily_sync_time && after.sync_frequency !== DAILY;
  if (drops && typeof wanted.sync_frequency === "number") {
    notes.push(
      `Its daily time ${current.daily_sync_time} is removed: it requires a frequency of 1440 minutes.`,
    );
  }
  if (typeof wanted.daily_sync_time === "string") {
    notes.push(
      "It is not certain whether the daily time is in UTC or in the destination's time zone; check the next sync in the dashboard.",
    );
  }
  return notes;
}

/** What a longer interval asks of a source with a change log; undefined where it does not become longer. */
export function logNote(wanted: Schedule, current: Schedule): string | undefined {
  const was = intervalOf(current);
  const is = intervalOf({ ...current, ...given(wanted) });
  const longer = is !== undefined ? was !== undefined && is > was : was !== undefined;
  if (!longer) return undefined;
  return `The source's change log (WAL, binlog, redo or change tracking) must be kept longer than ${is === undefined ? "the longest time between two syncs" : `the new interval of ${is} minutes`}, with a margin; otherwise changes are lost and a historical resync is needed.`;
}

/** When a connector syncs, in short: `every 6 h`, `manual`. */
export function scheduleLabel(connection: Connection): string {
  const { kind, minutes: interval, text } = cadenceOf(connection);
  if (kind === "manual") return "manual";
  if (text !== undefined) return bare(text);
  if (interval === undefined) return "unknown schedule";
  const at = connection.daily_sync_time;
  return `every ${duration(interval)}${at && interval === DAILY ? ` at ${bare(at)}` : ""}`;
}

/** Minutes between two syncs; undefined if none starts automatically. */
const intervalOf = ({ schedule_type, sync_frequency }: Schedule): number | undefined =>
  schedule_type === "manual" ? undefined : (sync_frequency ?? undefined);

const scheduleText = ({ sync_frequency, schedule_type }: Schedule) =>
  schedule_type === "manual" ? "manual" : `automatic every ${sync_frequency ?? "?"} minutes`;

const given = (wanted: Schedule): Schedule =>
  Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));

const nearest = (minutes: number): number[] => {
  const below = FREQUENCIES.filter((known) => known < minutes).at(-1);
  const above = FREQUENCIES.find((known) => known > minutes);
  return [below, above].filter((known) => known !== undefined);
};
