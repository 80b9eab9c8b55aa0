import * as z from "zod";
import { asFields } from "../../base/json.js";
import { bare } from "../../base/text.js";
import { instant } from "../../base/time.js";
import type { Call } from "../operations/call.js";
import { repeatOf } from "../operations/catalog.js";
import type { Verification } from "../operations/row.js";
import { bodyFields, type Comparison, comparisonOf, matchOf } from "./compare.js";

/** What a read shows about whether a change took effect. */
export interface Finding {
  /** `partly`: only some of the values are as requested, and those may have been so before. */
  outcome: "verified_applied" | "verified_not_applied" | "partly" | "unknown";
  /** The read and what it showed. Contains no text from Fivetran. */
  evidence: string;
  /** The data of the read, if the change would have returned the same. */
  data?: unknown;
}

export const applied = (evidence: string, data?: unknown): Finding => ({
  outcome: "verified_applied",
  evidence,
  data,
});
const notApplied = (evidence: string): Finding => ({
  outcome: "verified_not_applied",
  evidence,
});
export const unclear = (evidence: string): Finding => ({ outcome: "unknown", evidence });

/** What the read showed: the matching items of a list, a record, or that the record does not exist. */
export type Seen = { items: readonly unknown[] } | { record: unknown } | { absent: true };

/**
 * Whether the result of the read must be compared with an earlier one. This is needed if the same state could have
 * existed before the request or could have another cause.
 */
export const needsBefore = ({ how }: Verification, call: Call): boolean =>
  how === "listed" ||
  how === "started" ||
  how === "sync" ||
  (how === "history" ? resyncsAll(call) : !["idempotent", "probe"].includes(repeatOf(call)));

/** No read shows a re-sync of individual tables. */
const resyncsAll = ({ operation, body }: Call) =>
  operation === "resync_connection" && !asFields(body)["scope"];

/** Decides whether a change took effect, from what the read showed before and after the request. */
export function assess(
  check: Verification,
  call: Call,
  before: Seen | undefined,
  after: Seen,
): Finding {
  if (isOlder(recordOf(after), recordOf(before)))
    return unclear(`${check.read} shows an older state than the read before the request.`);
  const finding = judge(check, call, before, after);
  const { outcome, evidence } = finding;
  const compares = check.how === "listed" || check.how === "started" || check.how === "sync";
  if (outcome !== "verified_applied" || compares || !needsBefore(check, call)) return finding;
  if (before === undefined)
    return unclear(`${evidence} It is not known whether this was already true before the request.`);
  const earlier = judge(check, call, undefined, before);
  return earlier.outcome === "verified_applied"
    ? unclear(`${evidence} This was already true before the request.`)
    : finding;
}

function judge(check: Verification, call: Call, before: Seen | undefined, after: Seen): Finding {
  const { how, read, match } = check;
  if (how === "gone") {
    return "absent" in after
      ? applied(`${read} no longer returns the object.`)
      : notApplied(`${read} still returns the object.`);
  }
  if ("absent" in after) {
    const evidence = `${read} does not return the object.`;
    return how === "exists" || how === "member" ? notApplied(evidence) : unclear(evidence);
  }
  if ("items" in after) {
    const { items } = after;
    const [first] = items;
    if (how === "listed") {
      const wanted = match?.(bodyFields(call), call.params) ?? {};
      return assessListed(read, nameOf(Object.keys(wanted)), before, items);
    }
    const present = items.length > 0;
    if (how === "absent") {
      return present
        ? notApplied(`${read} still lists the object.`)
        : applied(`${read} no longer lists the object.`);
    }
    return present
      ? applied(`${read} lists the object.`, first)
      : notApplied(`${read} does not list the object.`);
  }
  const data = after.record;
  switch (how) {
    case "exists":
      return applied(`${read} returns the object.`, data);
    case "started":
    case "idle":
      return assessRun(how, read, before, data);
    case "sync":
      return assessSync(call, read, before, data);
    case "history":
      return resyncsAll(call) && Runs.safeParse(data).data?.status.is_historical_sync === true
        ? applied(`${read} shows a historical sync.`)
        : unclear(`${read} does not show whether the re-sync was accepted.`);
    default: {
      const comparison = comparisonOf(check, call, data);
      if (comparison === undefined) return unclear(`${read} returned an unknown format.`);
      const finding = compared(read, comparison, data);
      // A reload may continue long after its request was abandoned, so a missing table proves nothing.
      return how === "readable" ? unlessDifferent(finding) : finding;
    }
  }
}

const nameOf = (paths: readonly string[]) =>
  paths.includes("schema") ? "name" : paths.map((path) => path.split(".").at(-1)).join(" and ");

const MOST_NAMED = 3;

function listOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function compared(read: string, comparison: Comparison, data: unknown): Finding {
  const { same, different, unclear: open } = comparison;
  const match = matchOf(comparison);
  if (match === "same") return applied(`${read} shows all values that were sent.`, data);
  if (match === "unclear") {
    return unclear(`${read} does not show ${listOf(open) || "what was sent"}.`);
  }
  const others = `${different.length === 1 ? "another value" : "other values"} for ${listOf(different)} than the request sent`;
  if (same.length === 0) return notApplied(`${read} shows ${others}.`);
  const total = same.length + different.length + open.length;
  return {
    outcome: "partly",
    evidence: `${read} shows ${same.length} of ${total} values as sent (${listOf(same)}), and ${others}.`,
  };
}

const unlessDifferent = (finding: Finding): Finding =>
  finding.outcome === "verified_applied" ? finding : unclear(finding.evidence);

function assessListed(
  read: string,
  name: string,
  before: Seen | undefined,
  items: readonly unknown[],
): Finding {
  const earlier = before !== undefined && "items" in before ? before.items : undefined;
  if (earlier === undefined) {
    return unclear(
      `${read} now shows ${items.length} ${items.length === 1 ? "item" : "items"} with that ${name}${ids(items)}. It is not known which existed before the request.`,
    );
  }
  const known = new Set(earlier.map(keyOf));
  const fresh = items.filter((item) => !known.has(keyOf(item)));
  if (fresh.length === 0) return notApplied(`${read} shows no new item with that ${name}.`);
  if (fresh.length === 1) return applied(`${read} shows a new item with that ${name}.`, fresh[0]);
  return unclear(`${read} shows ${fresh.length} new items with that ${name}${ids(fresh)}.`);
}

const idOf = (item: unknown): unknown => asFields(item)["id"];
const keyOf = (item: unknown): string => JSON.stringify(idOf(item) ?? item);

function ids(items: readonly unknown[]): string {
  const shown = items.map(idOf).filter((id) => typeof id === "string");
  return shown.length === 0 ? "" : ` (ids ${listOf(shown.map(bare))})`;
}

const Run = z.looseObject({ status: z.string(), last_started_at: z.string().nullish() });
const RUNNING = new Set(["RUNNING", "SCHEDULING"]);

export const recordOf = (seen: Seen | undefined): unknown =>
  seen !== undefined && "record" in seen ? seen.record : undefined;

function assessRun(
  how: "started" | "idle",
  read: string,
  before: Seen | undefined,
  data: unknown,
): Finding {
  const run = Run.safeParse(data).data;
  if (run === undefined) return unclear(`${read} returned an unknown format.`);
  if (how === "idle") {
    return RUNNING.has(run.status.toUpperCase())
      ? notApplied(`${read} shows that a run is in progress.`)
      : applied(`${read} shows no run.`);
  }
  const earlier = Run.safeParse(recordOf(before)).data;
  if (earlier === undefined) return unclear(`It is not known what ${read} showed before.`);
  const started = isNew(run.last_started_at, earlier.last_started_at);
  if (started === undefined) return unclear(unreadableTime(read));
  return started
    ? applied(`${read} shows a run that started since the request.`)
    : notApplied(`${read} shows no run since the request.`);
}

type Time = string | null | undefined;

const isLater = (time: Time, other: Time): boolean =>
  (instant(time) ?? Number.NaN) > (instant(other) ?? Number.NaN);

/** Whether a time is new. The earlier record may have had none. Undefined if one of the two cannot be read. */
function isNew(time: Time, earlier: Time): boolean | undefined {
  if (!time || time === earlier) return false;
  if (instant(time) === undefined || (earlier && instant(earlier) === undefined)) return undefined;
  return earlier ? isLater(time, earlier) : true;
}

const unreadableTime = (read: string) => `${read} shows a time that cannot be read.`;

const Times = z.looseObject({
  succeeded_at: z.string().nullish().catch(undefined),
  failed_at: z.string().nullish().catch(undefined),
  last_started_at: z.string().nullish().catch(undefined),
});
const TIMES = ["succeeded_at", "failed_at", "last_started_at"] as const;

/** Whether a record shows an older state than another. A read may come from a replica that is behind. */
function isOlder(record: unknown, other: unknown): boolean {
  const times = Times.safeParse(record).data;
  const others = Times.safeParse(other).data;
  return TIMES.some((time) => isLater(others?.[time], times?.[time]));
}

const Runs = z.looseObject({
  status: z.looseObject({
    sync_state: z.string().nullish(),
    is_historical_sync: z.boolean().nullish(),
  }),
  succeeded_at: z.string().nullish(),
  failed_at: z.string().nullish(),
});

function assessSync(call: Call, read: string, before: Seen | undefined, data: unknown): Finding {
  const runs = Runs.safeParse(data).data;
  if (runs === undefined) return unclear(`${read} returned an unknown format.`);
  const running = runs.status.sync_state === "syncing";
  const shows = `${read} shows ${running ? "a sync" : "no sync"} running`;
  const earlier = Runs.safeParse(recordOf(before)).data;
  if (earlier === undefined)
    return unclear(`${shows}, but it is not known whether a sync was running before the request.`);
  if (earlier.status.sync_state === "syncing") {
    return unclear(`${shows}; a sync was already running before the request.`);
  }
  if (running) return applied(`${shows} that was not running before.`);
  const ended = [
    isNew(runs.succeeded_at, earlier.succeeded_at),
    isNew(runs.failed_at, earlier.failed_at),
  ];
  if (ended.includes(true)) return applied(`${read} shows a sync that ended since the request.`);
  if (ended.includes(undefined)) return unclear(unreadableTime(read));
  // A forced sync may start late, and is never sent again.
  return repeatOf(call) === "restarts"
    ? unclear(`${shows}.`)
    : notApplied(`${read} shows no sync since the request.`);
}
