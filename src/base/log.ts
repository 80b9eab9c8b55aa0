import { AsyncLocalStorage } from "node:async_hooks";

/** The levels of the log, most severe first. */
export type LogLevel = "error" | "warn" | "info" | "debug";

const RANK: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 };

/** The fields of a log line. Undefined values are omitted. */
export type LogFields = Record<string, string | number | boolean | undefined>;

/** A log with one function for each level. `event` is a short name such as `request`. */
export type Log = Record<LogLevel, (event: string, fields?: LogFields) => void>;

/** Fields that are added to every log line of one request. */
interface RequestFields {
  /** The id of the request. Errors that are returned contain it too. */
  request: string;
  caller?: string;
  account?: string;
}

const current = new AsyncLocalStorage<RequestFields>();

/** Runs the work of a request. All log lines written during it contain these fields. */
export const ofRequest = <T>(fields: RequestFields, work: () => T): T => current.run(fields, work);

/** The id of the current request, if there is one. */
export const requestId = (): string | undefined => current.getStore()?.request;

/** Options of `createLog`. */
export interface LogOptions {
  /** The least severe level that is written. */
  level: LogLevel;
  /** Receives one line, including its line break. */
  write: (line: string) => void;
  /** Removes secrets from a line. */
  redact: (text: string) => string;
  /** Returns the current time. */
  now: () => Date;
}

/**
 * Creates a log that writes one line for each event. Values are escaped as JSON strings, so that line breaks and
 * control characters in third-party text cannot start a new line.
 */
export function createLog({ level, write, redact, now }: LogOptions): Log {
  const emit =
    (lineLevel: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (RANK[lineLevel] > RANK[level]) return;
      const pairs = Object.entries({ ...current.getStore(), ...fields })
        .filter(([, value]) => value !== undefined)
        .map(
          ([key, value]) => ` ${key}=${typeof value === "string" ? word(redact(value)) : value}`,
        );
      write(`${redact(`${now().toISOString()} ${lineLevel} ${event}${pairs.join("")}`)}\n`);
    };
  return { error: emit("error"), warn: emit("warn"), info: emit("info"), debug: emit("debug") };
}

const word = (value: string) =>
  /^[\w.:/{}-]{1,200}$/.test(value) ? value : JSON.stringify(value.slice(0, 500));
