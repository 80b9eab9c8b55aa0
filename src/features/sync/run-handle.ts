import { inputError } from "../../base/errors.js";
import { instant } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";

/** What was known before a sync was triggered: a later read is compared with it to see whether that sync ended. */
export interface SyncMark {
  connectionId: string;
  /** Milliseconds since 1970 with microseconds as the fraction; undefined where there was none yet. */
  succeededBefore: number | undefined;
  failedBefore: number | undefined;
  /** The sync was already running: its schedule or someone else started it. */
  foreign: boolean;
  /** The setup was broken or incomplete already, so that state does not end the wait. */
  unsound: boolean;
  /** Until when the sync had been rescheduled: the trigger overrides that, but Fivetran may still report it. */
  rescheduledBefore: number | undefined;
}

const FORM =
  /^([A-Za-z0-9_][A-Za-z0-9_-]{0,127})~([0-9a-z]{0,12})~([0-9a-z]{0,12})~([of])(b?)(?:~([0-9a-z]{1,12}))?$/;

/** The state of a connection now. `foreign`: wait for the sync that is already running. */
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

/** A mark as text. */
export function syncHandle(mark: SyncMark): string {
  const flags = (mark.foreign ? "f" : "o") + (mark.unsound ? "b" : "");
  const parts = [mark.connectionId, moment(mark.succeededBefore), moment(mark.failedBefore), flags];
  const { rescheduledBefore } = mark;
  return [...parts, ...(rescheduledBefore === undefined ? [] : [moment(rescheduledBefore)])].join(
    "~",
  );
}

/** @throws AppError of type `input` for any other text. */
export function parseSyncHandle(handle: string): SyncMark {
  const parts = FORM.exec(handle);
  if (parts === null) {
    throw inputError(
      "This is not a sync handle.",
      "Pass a handle exactly as trigger_sync returned it, or pass connectors instead.",
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
