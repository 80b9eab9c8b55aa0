import * as z from "zod";
import { AppError } from "../../base/errors.js";
import { instant } from "../../base/time.js";
import { cadenceOf } from "../health/cadence.js";
import type { Send, SendOptions } from "../http/send.js";
import { call as makeCall } from "../operations/call.js";
import type { Verification } from "../operations/row.js";
import { ConnectionSchedule } from "../resources/models.js";
import { recordOf, type Seen } from "./assess.js";

/**
 * Why what a read shows may be the work of the schedule instead of the request, as a sentence. Undefined if it is not.
 */
export async function otherCause(
  { how }: Verification,
  before: Seen | undefined,
  now: Date,
  read: (id: string) => Promise<unknown>,
): Promise<string | undefined> {
  if (how === "sync" && syncMayBeScheduled(recordOf(before), now.getTime())) {
    return "The schedule may have started this sync.";
  }
  if (how === "started" && (await runMayBeScheduled(recordOf(before), now.getTime(), read))) {
    return "The schedule may have started this run.";
  }
  return undefined;
}

const minutes = z.number().nullish().catch(undefined);
const time = z.string().nullish().catch(undefined);

const Scheduled = z.looseObject({
  paused: z.boolean().nullish().catch(undefined),
  schedule: ConnectionSchedule.nullish().catch(undefined),
  schedule_type: z.string().nullish().catch(undefined),
  sync_frequency: minutes,
  status: z.looseObject({ sync_state: z.string().nullish() }).nullish().catch(undefined),
  succeeded_at: time,
  failed_at: time,
});

/** The share of an interval after which the next run counts as due, because the API does not show when it starts. */
const DUE_AFTER = 0.75;

const isDue = (last: number, interval: number, now: number) =>
  now - last > interval * 60_000 * DUE_AFTER;

/** Whether the connection's schedule may have started a sync since this record was read. */
function syncMayBeScheduled(record: unknown, now: number): boolean {
  const earlier = Scheduled.safeParse(record).data;
  if (earlier === undefined || earlier.paused === true) return false;
  const { kind, minutes: interval } = cadenceOf(earlier);
  if (kind === "manual") return false;
  if (earlier.status?.sync_state === "rescheduled") return true;
  const type = earlier.schedule?.schedule_type?.toUpperCase();
  // The interval between fixed times varies, and the account's time zone is not known.
  if (type !== undefined && type !== "INTERVAL") return true;
  const ends = [earlier.succeeded_at, earlier.failed_at].flatMap((end) => instant(end) ?? []);
  if (interval === undefined) return false;
  // The first sync starts as soon as the connection is set up.
  return ends.length === 0 || isDue(Math.max(...ends), interval, now);
}

const Run = z.looseObject({
  paused: z.boolean().nullish().catch(undefined),
  schedule: z
    .looseObject({
      schedule_type: z.string().nullish(),
      interval: minutes,
      connection_ids: z.array(z.string()).nullish().catch(undefined),
      transformation_ids: z.array(z.unknown()).nullish().catch(undefined),
    })
    .nullish(),
  transformation_config: z
    .looseObject({ connection_ids: z.array(z.string()).nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  created_at: time,
  last_started_at: time,
});

/** More connections than this are not read, and the run counts as scheduled. */
const MOST_READS = 10;

/**
 * Whether a transformation's schedule may have started a run since this record was read. An integrated transformation
 * runs after the syncs of its connections, so these are read.
 */
async function runMayBeScheduled(
  record: unknown,
  now: number,
  read: (id: string) => Promise<unknown>,
): Promise<boolean> {
  const earlier = Run.safeParse(record).data;
  if (earlier === undefined) return true;
  const { paused, schedule, transformation_config, created_at, last_started_at } = earlier;
  const type = schedule?.schedule_type?.toUpperCase();
  if (paused === true || type === undefined || type === "MANUAL") return false;
  const last = instant(last_started_at) ?? instant(created_at);
  if (last === undefined) return true;
  if (type === "INTERVAL") return !schedule?.interval || isDue(last, schedule.interval, now);
  const ids = [
    ...new Set([
      ...(schedule?.connection_ids ?? []),
      ...(transformation_config?.connection_ids ?? []),
    ]),
  ];
  const others = (schedule?.transformation_ids ?? []).length > 0;
  if (type !== "INTEGRATED" || others || ids.length === 0 || ids.length > MOST_READS) return true;
  const syncs = await Promise.all(
    ids.map(async (id) => {
      const sync = Scheduled.safeParse(await read(id)).data;
      // A sync that is not shown may have ended since.
      return sync === undefined ? now : (instant(sync.succeeded_at) ?? 0);
    }),
  );
  return Math.max(...syncs) > last;
}

/** Reads the record of a connection. Undefined if it cannot be read. */
export const connectionReader =
  (send: Send, { signal }: SendOptions) =>
  async (id: string): Promise<unknown> => {
    try {
      const options = { signal, deadlineMs: READ_MS, reserved: true };
      return (await send(makeCall("connection_details", { connectionId: id }), options)).data;
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  };

const READ_MS = 10_000;
