import { inputError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import { instant } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";

/**
 * The state of a connection before a sync. A later read is compared with it to find out whether
 * that sync has ended.
 */
export interface SyncBaseline {
  connectionId: string;
  /**
   * Milliseconds since 1970, with microseconds as the fraction. Undefined if no sync had succeeded
   * yet.
   */
  succeededBefore: number | undefined;
  failedBefore: number | undefined;
  /** True if the sync was already running, started by its schedule or by someone else. */
  alreadyRunning: boolean;
  /** True if the setup was already broken or incomplete. That state then does not end the wait. */
  brokenBefore: boolean;
  /**
   * The time until which the sync had been rescheduled, or `UNREADABLE`. A triggered sync overrides it, but Fivetran
   * may still report it.
   */
  rescheduledBefore: number | undefined;
  /**
   * True if the sync is a historical re-sync of everything. While Fivetran still shows a historical sync, a success
   * is that of an earlier sync.
   */
  historical: boolean;
}

/** In place of a time that is missing or unreadable. */
export const UNREADABLE = 0;

/** In place of the time of a result that could not be read: no later read can prove that a result is newer. */
const NEVER_OLDER = 9e12;

/**
 * Returns the current state of a connection as a baseline. With `alreadyRunning`, the sync to wait
 * for is the running one.
 */
export const syncBaseline = (connection: Connection, alreadyRunning: boolean): SyncBaseline => ({
  connectionId: connection.id,
  succeededBefore: resultTime(connection.succeeded_at),
  failedBefore: resultTime(connection.failed_at),
  alreadyRunning,
  brokenBefore: connection.status.setup_state.toLowerCase() !== "connected",
  rescheduledBefore:
    connection.status.sync_state.toLowerCase() === "rescheduled"
      ? (instant(connection.status.rescheduled_for) ?? UNREADABLE)
      : undefined,
  historical: false,
});

const resultTime = (at: string | null | undefined) =>
  at ? (instant(at) ?? NEVER_OLDER) : undefined;

const HANDLE =
  /^([A-Za-z0-9_][A-Za-z0-9_-]{0,127})~([0-9a-z]{0,12})~([0-9a-z]{0,12})~([of])(b?)(h?)(?:~([0-9a-z]{1,12}))?$/;

/** Encodes a baseline as text. */
export function syncHandle(baseline: SyncBaseline): string {
  const { connectionId, succeededBefore, failedBefore, rescheduledBefore } = baseline;
  const flags = [
    baseline.alreadyRunning ? "f" : "o",
    baseline.brokenBefore ? "b" : "",
    baseline.historical ? "h" : "",
  ].join("");
  const parts = [connectionId, encoded(succeededBefore), encoded(failedBefore), flags];
  if (rescheduledBefore !== undefined) parts.push(encoded(rescheduledBefore));
  return parts.join("~");
}

/**
 * Decodes a baseline.
 * @throws AppError of type `input` if the text is not a sync handle.
 */
export function parseSyncHandle(handle: string): SyncBaseline {
  const parts = HANDLE.exec(handle);
  if (parts === null) {
    throw inputError(
      `${quoted(handle, 80)} is not a sync handle.`,
      "Pass a handle exactly as trigger_sync returned it, or pass connectors instead.",
    );
  }
  const [, connectionId = "", succeeded, failed, running, broken, historical, rescheduled] = parts;
  return {
    connectionId,
    succeededBefore: decoded(succeeded),
    failedBefore: decoded(failed),
    alreadyRunning: running === "f",
    brokenBefore: broken === "b",
    rescheduledBefore: decoded(rescheduled),
    historical: historical === "h",
  };
}

const encoded = (ms: number | undefined) =>
  ms === undefined ? "" : Math.round(ms * 1000).toString(36);

const decoded = (text: string | undefined) =>
  text === undefined || text === "" ? undefined : Number.parseInt(text, 36) / 1000;
