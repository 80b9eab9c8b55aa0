import * as z from "zod";
import { asFields } from "../../base/json.js";
import type { Reply } from "../http/send.js";
import type { Call } from "../operations/call.js";
import { repeatOf } from "../operations/catalog.js";
import type { Verification } from "../operations/row.js";
import { SchemaConfig } from "../resources/models.js";
import { compareFields, compareReload, compareSchema, requestedSchema } from "./compare.js";

/** Whether a change took effect, as far as a read shows it. */
export interface Finding {
  outcome: "verified_applied" | "verified_not_applied" | "unknown";
  /** The read and what it showed, without text from Fivetran. */
  evidence: string;
  /** What the read returned, where that is what the change would have returned. */
  data?: unknown;
}

export const applied = (evidence: string, data?: unknown): Finding => ({
  outcome: "verified_applied",
  evidence,
  data,
});
export const notApplied = (evidence: string): Finding => ({
  outcome: "verified_not_applied",
  evidence,
});
export const unclear = (evidence: string): Finding => ({ outcome: "unknown", evidence });

const Status = z.looseObject({ sync_state: z.string().nullish(), is_historical_sync: z.boolean() });
const Runs = z.looseObject({
  status: Status,
  succeeded_at: z.string().nullish(),
  failed_at: z.string().nullish(),
});

/** Verifications that search a list. */
export type ListCheck = "listed" | "present" | "absent";

/**
 * What the reply of the verification read shows about a change that was sent at the ISO time `sentAt`, on Fivetran's
 * clock; undefined stands for a 404.
 */
export function assess(
  how: Exclude<Verification["how"], ListCheck>,
  call: Call,
  sentAt: string | undefined,
  reply: Reply | undefined,
  read: string,
): Finding {
  if (how === "gone") {
    return reply === undefined
      ? applied(`${read} no longer finds it.`)
      : notApplied(`${read} still finds it.`);
  }
  if (reply === undefined) {
    const evidence = `${read} finds nothing.`;
    return how === "exists" || how === "member" ? notApplied(evidence) : unclear(evidence);
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
      if (!config.success) return unclear(`${read} returned an unknown form.`);
      const match =
        how === "schema"
          ? compareSchema(requestedSchema(call), config.data)
          : compareReload(asFields(call.body)["exclude_mode"], config.data);
      if (match === "same") return applied(`${read} shows the requested state.`, data);
      // A reload can continue long after its request was given up: a state that is not visible yet is no proof.
      return match === "different" && how === "schema"
        ? notApplied(`${read} does not show the requested state.`)
        : unclear(`${read} does not show whether this was done.`);
    }
    case "started":
    case "idle":
      return assessRun(how, data, sentAt, read);
    case "sync":
    case "history": {
      const runs = Runs.safeParse(data);
      if (!runs.success) return unclear(`${read} returned an unknown form.`);
      return how === "sync"
        ? assessSync(call, runs.data, sentAt, read)
        : assessResync(call, runs.data, read);
    }
  }
}

const Run = z.looseObject({ status: z.string(), last_started_at: z.string().nullish() });
const RUNNING = new Set(["RUNNING", "SCHEDULING"]);

function assessRun(
  how: "started" | "idle",
  data: unknown,
  sentAt: string | undefined,
  read: string,
): Finding {
  const run = Run.safeParse(data);
  if (!run.success) return unclear(`${read} returned an unknown form.`);
  const running = RUNNING.has(run.data.status.toUpperCase());
  if (how === "idle") {
    return running ? notApplied(`${read} shows it running.`) : applied(`${read} shows no run.`);
  }
  return isAfter(run.data.last_started_at, sentAt, 0)
    ? applied(`${read} shows a run that started after the request.`)
    : notApplied(`${read} shows no run since the request.`);
}

function assessSync(
  call: Call,
  { status, succeeded_at, failed_at }: z.output<typeof Runs>,
  sentAt: string | undefined,
  read: string,
): Finding {
  const running = status.sync_state === "syncing";
  // With force, the run that is shown may be the one that should have been stopped.
  if (repeatOf(call) === "restarts") {
    return unclear(`${read} shows ${running ? "a sync running" : "no sync running"}.`);
  }
  if (running) return applied(`${read} shows a sync running.`);
  const ended = [succeeded_at, failed_at].some((at) => isAfter(at, sentAt, 0));
  return ended
    ? applied(`${read} shows a sync that ended after the request.`)
    : notApplied(`${read} shows no sync since the request.`);
}

function assessResync(call: Call, { status }: z.output<typeof Runs>, read: string): Finding {
  const whole = call.operation === "resync_connection" && !asFields(call.body)["scope"];
  return whole && status.is_historical_sync
    ? applied(`${read} shows a historical sync.`)
    : unclear(`${read} does not show whether the re-sync was accepted.`);
}

/** Whether a moment is at or after another one; true when the other is unknown. */
export function isAfter(
  moment: string | null | undefined,
  than: string | undefined,
  slackMs: number,
): boolean {
  const at = Date.parse(moment ?? "");
  if (Number.isNaN(at)) return false;
  return than === undefined || at >= Date.parse(than) - slackMs;
}
