export type LogLevel = "error" | "warn" | "info" | "debug";

const RANK: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 };

export type LogFields = Record<string, string | number | boolean | undefined>;

export type Log = Record<LogLevel, (event: string, fields?: LogFields) => void>;

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
      const pairs = Object.entries(fields)
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
