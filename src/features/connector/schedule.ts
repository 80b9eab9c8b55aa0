import * as z from "zod";
import { inputError } from "../../base/errors.js";
import { expected, type JsonSchema, pathText, schemaAt } from "../../base/json-schema.js";
import { readAs } from "../../base/read-as.js";
import { duration } from "../../base/time.js";
import { cadenceOf, isCron } from "../../client/health/cadence.js";
import { ENUMS } from "../../client/operations/generated/enums.js";
import type { ConnectionSchedule } from "../../client/resources/models.js";
import { bare, quoted } from "../../toolkit/render.js";

const { create_connection: CHOICES } = ENUMS;

/** The minutes between syncs that Fivetran accepts. */
export const FREQUENCIES = CHOICES.sync_frequency.map(Number);

const DAILY = 1440;

export const isFullHour = (time: string) => /^([01]\d|2[0-3]):00$/.test(time);
export const FULL_HOUR = 'must be a full hour from "00:00" to "23:00", such as "14:00"';

const QUICK = 15;

/** Settings for when a connection syncs and when it counts as delayed. */
export interface Schedule {
  sync_frequency?: number | null | undefined;
  schedule_type?: string | null | undefined;
  daily_sync_time?: string | null | undefined;
  schedule?: ConnectionSchedule | null | undefined;
  data_delay_sensitivity?: string | null | undefined;
  data_delay_threshold?: number | null | undefined;
  pause_after_trial?: boolean | null | undefined;
}

export const SCHEDULE_FIELDS = [
  "sync_frequency",
  "schedule_type",
  "daily_sync_time",
  "schedule",
  "data_delay_sensitivity",
  "data_delay_threshold",
  "pause_after_trial",
] as const;

/** The schedule of a connection that is created without one. */
export const DEFAULT_SCHEDULE: Schedule = {
  sync_frequency: 360,
  schedule_type: "auto",
};

const DAYS = CHOICES["schedule.days_of_week"];

/** A schedule as given by the caller. Its type is optional, because its parts imply it. */
const ScheduleObject = z.strictObject({
  schedule_type: z.enum(CHOICES["schedule.schedule_type"]).optional(),
  interval: z.int().optional(),
  time_of_day: z.string().trim().min(1).max(20).optional(),
  days_of_week: z.array(z.enum(DAYS)).min(1).max(7).optional(),
  cron: z.string().trim().min(1).max(200).optional(),
});
const SCHEDULE_SCHEMA: JsonSchema = JSON.parse(JSON.stringify(z.toJSONSchema(ScheduleObject)));

/**
 * Reads a schedule in any spelling that clients use.
 * @throws AppError of type `input` if the value is not a schedule.
 */
function readSchedule(given: unknown): ConnectionSchedule {
  const read = ScheduleObject.safeParse(readAs(SCHEDULE_SCHEMA, z.json().parse(given)));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = (issue?.path ?? []).filter((part) => typeof part !== "symbol");
  const why =
    issue?.code === "unrecognized_keys"
      ? `: ${issue.keys.map((key) => quoted(key, 60)).join(", ")} is not a part of a schedule`
      : `${at.length === 0 ? "" : `.${pathText(at)}`} must be ${expected(schemaAt(SCHEDULE_SCHEMA, at) ?? SCHEDULE_SCHEMA)}`;
  throw inputError(
    `schedule${why}.`,
    `Nothing was sent. A schedule has the parts interval (minutes), time_of_day ("05:00"), days_of_week (MONDAY to SUNDAY) and cron ("30 5 * * 1-5").`,
  );
}

/** The part that each schedule type needs. Two of the types also accept weekdays. */
const PARTS = { INTERVAL: "interval", TIME_OF_DAY: "time_of_day", CRON: "cron" } as const;
type WithPart = keyof typeof PARTS;
const OLDER = ["sync_frequency", "schedule_type", "daily_sync_time"] as const;

const typeOf = (schedule: ConnectionSchedule): string | undefined =>
  schedule.schedule_type?.toUpperCase() ??
  Object.entries(PARTS).find(([, part]) => schedule[part] != null)?.[0];

/**
 * Adds the type to a schedule, which Fivetran requires. A manual schedule is sent in the older
 * field.
 */
export function withTypedSchedule<T extends Schedule>(args: T): T {
  const { schedule: given, ...rest } = args;
  if (given == null) return args;
  const schedule = readSchedule(given);
  const type = typeOf(schedule);
  if (type === "MANUAL" && Object.keys(schedule).length === 1 && args.schedule_type == null) {
    return { ...args, ...rest, schedule: undefined, schedule_type: "manual" };
  }
  return {
    ...args,
    schedule: { ...schedule, ...(type === undefined ? {} : { schedule_type: type }) },
  };
}

/**
 * Returns true if the older fields can express the schedule: it has no weekdays and no cron
 * expression.
 */
const isPlain = ({ days_of_week: days, cron }: ConnectionSchedule) =>
  cron == null && (days == null || days.length === 0 || days.length === DAYS.length);

/**
 * Returns the cron expression or weekdays that the requested schedule replaces. Undefined if
 * nothing is lost.
 */
export function replacedSchedule(wanted: Schedule, { schedule }: Schedule): string | undefined {
  if (schedule == null || isPlain(schedule)) return undefined;
  const { text } = cadenceOf({ schedule });
  const replaces =
    wanted.schedule == null
      ? wanted.sync_frequency != null ||
        wanted.daily_sync_time != null ||
        wanted.schedule_type?.toLowerCase() === "manual"
      : cadenceOf({ schedule: wanted.schedule }).text !== text;
  return replaces ? text : undefined;
}

function objectProblems(wanted: Schedule): string[] {
  const { schedule } = wanted;
  if (schedule == null) return [];
  const type = typeOf(schedule);
  const problems: string[] = [];
  const beside = OLDER.filter((field) => wanted[field] != null);
  if (beside.length > 0) {
    problems.push(
      `schedule replaces ${beside.join(", ")}, so give either schedule or ${beside.join(", ")}.`,
    );
  }
  const isWithPart = (given: string): given is WithPart => Object.hasOwn(PARTS, given);
  if (type === undefined || !(isWithPart(type) || type === "MANUAL")) {
    return [...problems, "schedule needs interval, time_of_day or cron."];
  }
  const own: string = type === "MANUAL" ? "" : PARTS[type];
  const others = [...Object.values(PARTS), "days_of_week"].filter(
    (part) =>
      Reflect.get(schedule, part) != null &&
      part !== own &&
      !(part === "days_of_week" && (type === "INTERVAL" || type === "TIME_OF_DAY")),
  );
  if (others.length > 0)
    problems.push(`schedule: ${others.join(", ")} cannot be given with ${type}.`);
  if (type !== "MANUAL" && schedule[PARTS[type]] == null) {
    problems.push(`schedule: ${type} needs ${own}.`);
  }
  const { interval, time_of_day: time, cron, days_of_week: days } = schedule;
  if (interval != null && !FREQUENCIES.some((known) => known === interval)) {
    problems.push(
      `schedule.interval must be one of ${FREQUENCIES.join(", ")} minutes, not ${interval}.`,
    );
  }
  if (time != null && !isFullHour(time)) {
    problems.push(
      `schedule.time_of_day ${FULL_HOUR}, not ${quoted(time, 40)}; Fivetran accepts one time a day; for several times, use cron.`,
    );
  }
  if (cron != null && !isCron(cron)) {
    problems.push(
      `schedule.cron ${quoted(cron, 80)} is not a cron expression such as "30 5 * * 1-5".`,
    );
  }
  if (days?.length === 0)
    problems.push("schedule.days_of_week is empty; for every day, leave it out.");
  return problems;
}

/**
 * Lists why Fivetran would reject or silently ignore the requested schedule. The state after the
 * change decides.
 */
export function scheduleProblems(wanted: Schedule, current: Schedule): string[] {
  const after = { ...current, ...given(wanted) };
  const problems: string[] = objectProblems(wanted);
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
      `daily_sync_time applies only to an automatic daily schedule, but the schedule of this connector would be ${scheduleText(after)}, so Fivetran would ignore the time. Also set ${lacking.join(" and ")}.`,
    );
  }
  const { data_delay_threshold: threshold } = wanted;
  if (typeof threshold === "number" && after.data_delay_sensitivity !== "CUSTOM") {
    problems.push(
      `data_delay_threshold is used only with data_delay_sensitivity=CUSTOM; ${after.data_delay_sensitivity == null ? "the connector has no sensitivity" : `the sensitivity is ${after.data_delay_sensitivity}`}. Also set data_delay_sensitivity=CUSTOM.`,
    );
  }
  if (wanted.data_delay_sensitivity === "CUSTOM" && !after.data_delay_threshold) {
    problems.push("data_delay_sensitivity=CUSTOM needs data_delay_threshold, in minutes.");
  }
  return problems;
}

/** Returns notes on a change of schedule. `database` is true if the source has a change log. */
export function scheduleNotes(wanted: Schedule, current: Schedule, database: boolean): string[] {
  const after = { ...current, ...given(wanted) };
  const notes: string[] = [];
  const was = intervalOf(current);
  const is = intervalOf(after);
  const kept = database ? logNote(wanted, current) : undefined;
  if (kept !== undefined) notes.push(kept);
  if (is !== undefined && was !== undefined && is < was) {
    notes.push(
      `More frequent syncs can cost more: destination compute, source API calls, and rows that change between syncs.${is < QUICK ? " Frequencies of 1 and 5 minutes are available only on some Fivetran plans and for some connectors." : ""}`,
    );
  }
  if (after.schedule_type === "manual") {
    if (typeof wanted.sync_frequency === "number") {
      notes.push(
        "The schedule is manual; the frequency takes effect only when you set schedule_type=auto.",
      );
    } else if (wanted.schedule_type === "manual") {
      notes.push("With a manual schedule, syncs start only with trigger_sync or in the dashboard.");
    }
  }
  const drops = current.daily_sync_time && after.sync_frequency !== DAILY;
  if (drops && typeof wanted.sync_frequency === "number") {
    notes.push(
      `This removes the daily sync time ${current.daily_sync_time}, which requires a frequency of 1440 minutes.`,
    );
  }
  if (typeof wanted.daily_sync_time === "string") {
    notes.push(
      "It is not known whether the daily sync time is in UTC or in the time zone of the destination. Check the time of the next sync in the dashboard.",
    );
  }
  return notes;
}

/**
 * Says what a longer interval requires of a source with a change log. Undefined if the interval
 * does not become longer.
 */
export function logNote(wanted: Schedule, current: Schedule): string | undefined {
  const was = intervalOf(current);
  const is = intervalOf({ ...current, ...given(wanted) });
  const longer = is !== undefined ? was !== undefined && is > was : was !== undefined;
  if (!longer) return undefined;
  return `The source's change log (WAL, binlog, redo or change tracking) must be kept for longer than ${is === undefined ? "the longest time between two syncs" : `the new interval of ${is} minutes`}, with a margin. Otherwise changes are lost, and a historical re-sync is needed.`;
}

/** Returns a short form of the schedule: `every 6 h`, `manual`. */
export function scheduleLabel(connection: Schedule): string {
  const { kind, minutes: interval, text } = cadenceOf(connection);
  if (kind === "manual") return "manual";
  if (text !== undefined) return bare(text);
  if (interval === undefined) return "unknown schedule";
  const at = connection.daily_sync_time;
  return `every ${duration(interval)}${at && interval === DAILY ? ` at ${/^\d\d:\d\d$/.test(at) ? at : bare(at)}` : ""}`;
}

/** Returns the minutes between two syncs. Undefined if none starts automatically. */
const intervalOf = (schedule: Schedule): number | undefined => cadenceOf(schedule).minutes;

const scheduleText = ({ sync_frequency, schedule_type }: Schedule) =>
  schedule_type === "manual" ? "manual" : `automatic every ${sync_frequency ?? "?"} minutes`;

/**
 * Returns the fields that a change sets. Setting one of the older fields removes a schedule object.
 */
const given = (wanted: Schedule): Schedule => ({
  ...(wanted.sync_frequency != null || wanted.daily_sync_time != null ? { schedule: null } : {}),
  ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
});

const nearest = (minutes: number): number[] => {
  const below = FREQUENCIES.filter((known) => known < minutes).at(-1);
  const above = FREQUENCIES.find((known) => known > minutes);
  return [below, above].filter((known) => known !== undefined);
};
