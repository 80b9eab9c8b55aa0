import * as z from "zod";
import type { Reply } from "../http/send.js";
import type { Call } from "../operations/call.js";
import { repeatOf } from "../operations/catalog.js";
import type { Verification } from "../operations/row.js";
import { SchemaConfig } from "../resources/models.js";
import { compareFields, compareReload, compareSchema, wantedSchema } from "./compare.js";

export interface Verdict {
  outcome: "verified_applied" | "verified_not_applied" | "unknown";
  /** The read and what it showed, in our own words. */
  evidence: string;
  /** What the read answered, where that is what the change would have answered. */
  data?: unknown;
}

/** What is known from the time before the read. */
export interface Before {
  /** ISO time at which the change left, on Fivetran's clock. */
  sentAt?: string | undefined;
}

export const applied = (evidence: string, data?: unknown): Verdict => ({
  outcome: "verified_applied",
  evidence,
  data,
});
export const notApplied = (evidence: string): Verdict => ({
  outcome: "verified_not_applied",
  evidence,
});
export const unclear = (evidence: string): Verdict => ({ outcome: "unknown", evidence });

export const Fields = z.record(z.string(), z.unknown());
const Status = z.looseObject({ sync_state: z.string().nullish(), is_historical_sync: z.boolean() });
const Runs = z.looseObject({
  status: Status,
  succeeded_at: z.string().nullish(),
  failed_at: z.string().nullish(),
});

/** Ways to judge that look through a list. */
export type ListWay = "listed" | "present" | "absent";

/** What the answer of the verification read says about the change; undefined stands for a 404. */
export function judge(
  how: Exclude<Verification["how"], ListWay>,
  call: Call,
  { sentAt }: Before,
  reply: Reply | undefined,
  read: string,
): Verdict {
  if (how === "gone") {
    return reply === undefined
      ? applied(`${read} no longer finds it.`)
      : notApplied(`${read} still finds it.`);
  }
  if (reply === undefined) {
    const what = `${read} finds nothing.`;
    return how === "exists" || how === "member" ? notApplied(what) : unclear(what);
  }
  const { data } = reply;
  switch (how) {
    case "exists":
      return applied(`${read} finds it.`, data);
    case "member":
    case "fields": {
      const { match, different, unclear: open } = compareFields(call.body, data);
      if (match === "same") return applied(`${read} shows every field as sent.`, data);
      return match === "different"
        ? notApplied(`${read} shows other values of ${different.join(", ")}.`)
        : unclear(`${read} does not show ${open.join(", ") || "what was sent"}.`);
    }
    case "schema":
    case "readable": {
      const config = SchemaConfig.safeParse(data ?? {});
      if (!config.success) return unclear(`${read} answered in an unknown form.`);
      const body = Fields.safeParse(call.body).data ?? {};
      const match =
        how === "schema"
          ? compareSchema(wantedSchema(call), config.data)
          : compareReload(z.string().safeParse(body["exclude_mode"]).data, config.data);
      if (match === "same") return applied(`${read} shows what was asked for.`, data);
      // A reload can go on long after its request was given up: what does not show yet was not refused.
      return match === "different" && how === "schema"
        ? notApplied(`${read} does not show what was asked for.`)
        : unclear(`${read} can be read, but does not show whether this was done.`);
    }
    case "started":
    case "idle":
      return judgeRun(how, data, sentAt, read);
    case "sync":
    case "history": {
      const runs = Runs.safeParse(data);
      if (!runs.success) return unclear(`${read} answered in an unknown form.`);
      return how === "sync"
        ? judgeSync(call, runs.data, sentAt, read)
        : judgeHistory(call, runs.data, read);
    }
  }
}

const Run = z.looseObject({ status: z.string(), last_started_at: z.string().nullish() });
const UNDER_WAY = new Set(["RUNNING", "SCHEDULING"]);

function judgeRun(
  how: "started" | "idle",
  data: unknown,
  sentAt: string | undefined,
  read: string,
): Verdict {
  const run = Run.safeParse(data);
  if (!run.success) return unclear(`${read} answered in an unknown form.`);
  const running = UNDER_WAY.has(run.data.status.toUpperCase());
  if (how === "idle") {
    return running ? notApplied(`${read} shows it running.`) : applied(`${read} shows no run.`);
  }
  return isAfter(run.data.last_started_at, sentAt, 0)
    ? applied(`${read} shows a run that began after the request.`)
    : notApplied(`${read} shows no run since the request.`);
}

function judgeSync(
  call: Call,
  { status, succeeded_at, failed_at }: z.output<typeof Runs>,
  sentAt: string | undefined,
  read: string,
): Verdict {
  const running = status.sync_state === "syncing";
  // With force the run that is seen may be the one that should have been stopped.
  if (repeatOf(call) === "restarts") {
    return unclear(`${read} shows ${running ? "a sync running" : "no sync running"}.`);
  }
  if (running) return applied(`${read} shows a sync running.`);
  const ended = [succeeded_at, failed_at].some((at) => isAfter(at, sentAt, 0));
  return ended
    ? applied(`${read} shows a sync that ended after the request.`)
    : notApplied(`${read} shows no sync since the request.`);
}

function judgeHistory(call: Call, { status }: z.output<typeof Runs>, read: string): Verdict {
  const whole =
    call.operation === "resync_connection" && !Fields.safeParse(call.body).data?.["scope"];
  return whole && status.is_historical_sync
    ? applied(`${read} shows a historical sync.`)
    : unclear(`${read} does not show whether the resync was taken on.`);
}

/** Whether a moment is not before another; true where the other is unknown. */
export function isAfter(
  moment: string | null | undefined,
  than: string | undefined,
  slackMs: number,
): boolean {
  const at = Date.parse(moment ?? "");
  if (Number.isNaN(at)) return false;
  return than === undefined || at >= Date.parse(than) - slackMs;
}
