import { inputError } from "../../base/errors.js";
import { instant } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";

/** From what a later wait can tell that one particular run ended: what was known before it was triggered. */
export interface SyncMark {
  connectionId: string;
  /** Milliseconds since 1970 with microseconds as the fraction; undefined where there was none yet. */
  succeededBefore: number | undefined;
  failedBefore: number | undefined;
  /** The run was already under way: it is somebody else's. */
  foreign: boolean;
  /** The set-up did not pass already then, so that it does not is no news. */
  unsound: boolean;
  /** Until when Fivetran had put the connection off: the trigger overrides that, and it may still show. */
  rescheduledBefore: number | undefined;
}

const FORM =
  /^([A-Za-z0-9_][A-Za-z0-9_-]{0,127})~([0-9a-z]{0,12})~([0-9a-z]{0,12})~([of])(b?)(?:~([0-9a-z]{1,12}))?$/;

/** What a connection shows now. `foreign`: a run that is under way already is the one that is meant. */
export const syncMark = (connection: Connection, foreign: boolean): SyncMark => ({
  connectionId: connection.id,
  succeededBefore: instant(connection.succeeded_at),
  failedBefore: instant(connection.failed_at),
  foreign,
  unsound: connection.status.setup_state.toLowerCase() !== "connected",
  rescheduledBefore:
    connection.status.sync_state === "rescheduled"
      ? instant(connection.status.rescheduled_for)
      : undefined,
});

/** A mark as text that fits into any argument. */
export function syncHandle(mark: SyncMark): string {
  const flags = (mark.foreign ? "f" : "o") + (mark.unsound ? "b" : "");
  const parts = [mark.connectionId, moment(mark.succeededBefore), moment(mark.failedBefore), flags];
  const { rescheduledBefore } = mark;
  return [...parts, ...(rescheduledBefore === undefined ? [] : [moment(rescheduledBefore)])].join(
    "~",
  );
}

/** @throws AppError of type `input` for a text that is no handle. */
export function parseSyncHandle(handle: string): SyncMark {
  const parts = FORM.exec(handle);
  if (parts === null) {
    throw inputError(
      "That is no handle of a sync.",
      "Copy a handle that trigger_sync answered as it is, or give connectors instead.",
    );
  }
  const [, connectionId = "", succeeded, failed, owner, unsound, rescheduled] = parts;
  return {
    connectionId,
    succeededBefore: time(succeeded),
    failedBefore: time(failed),
    foreign: owner === "f",
    unsound: unsound === "b",
    rescheduledBefore: time(rescheduled),
  };
}

const moment = (ms: number | undefined) =>
  ms === undefined ? "" : Math.round(ms * 1000).toString(36);

const time = (text: string | undefined) =>
  text === undefined || text === "" ? undefined : Number.parseInt(text, 36) / 1000;
