import { inputError } from "../base/errors.js";
import { instant } from "./age.js";
import type { Connection } from "./models.js";

/** From what a later wait can tell that one particular run ended: the outcomes known before it was triggered. */
export interface SyncMark {
  connectionId: string;
  /** Milliseconds since 1970 with microseconds as the fraction; undefined where there was none yet. */
  succeededBefore: number | undefined;
  failedBefore: number | undefined;
  /** The run was already under way: it is somebody else's. */
  foreign: boolean;
}

const FORM = /^([A-Za-z0-9_][A-Za-z0-9_-]{0,127})~([0-9a-z]*)~([0-9a-z]*)~([of])$/;

/** A mark as text that fits into any argument. `foreign`: a run that was under way already. */
export const syncHandle = ({ id, succeeded_at, failed_at }: Connection, foreign: boolean) =>
  [id, moment(succeeded_at), moment(failed_at), foreign ? "f" : "o"].join("~");

/** @throws AppError of type `input` for a text that is no handle. */
export function parseSyncHandle(handle: string): SyncMark {
  const [, connectionId, succeeded, failed, owner] = FORM.exec(handle) ?? [];
  if (connectionId === undefined) {
    throw inputError(
      "That is no handle of a sync.",
      "Copy the handle that trigger_sync answered, as it is.",
    );
  }
  return {
    connectionId,
    succeededBefore: time(succeeded),
    failedBefore: time(failed),
    foreign: owner === "f",
  };
}

const moment = (iso: string | null | undefined) => {
  const ms = instant(iso);
  return ms === undefined ? "" : Math.round(ms * 1000).toString(36);
};

const time = (text: string | undefined) =>
  text === undefined || text === "" ? undefined : Number.parseInt(text, 36) / 1000;
