import { AsyncLocalStorage } from "node:async_hooks";

export type LogLevel = "error" | "warn" | "info" | "debug";

const RANK: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 };

export type LogFields = Record<string, string | number | boolean | undefined>;

export type Log = Record<LogLevel, (event: string, fields?: LogFields) => void>;

/** What every line of one request carries. */
interface RequestFields {
  /** Distinguishes the request; errors that are returned carry it too. */
  request: string;
  caller?: string;
  account?: string;
}

const current = new AsyncLocalStorage<RequestFields>();

/** Does the work of a request, during which each line of the log carries these fields. */
export const ofRequest = <T>(fields: RequestFields, work: () => T): T => current.run(fields, work);

/** The id of the request at hand, where there is one. */
export const requestId = (): string | undefined => current.getStore()?.request;

export interface LogOptions {
  level: LogLevel;
  /** Receives one line with its newline; stderr in the product. */
  write: (line: string) => void;
  redact: (text: string) => string;
  now: () => Date;
}

/** One event is one line: JSON string escapes keep newlines and control characters of foreign text inside it. */
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
