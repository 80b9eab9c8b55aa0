import { type Json, Json as JsonSchema, masked } from "../world/json.js";

/** One change that a request has made. `at` is in simulated time, ISO 8601. */
export interface Effect {
  at: string;
  operation: string;
  target: string;
  summary: string;
  /** Number of the request that caused the effect. */
  request: number;
}

export interface LoggedRequest {
  /** Number of the request, from 1. */
  n: number;
  at: string;
  method: string;
  path: string;
  operation?: string | undefined;
  /** Undefined until the response is known. */
  status?: number | "cut" | "reset" | "hang";
  accept?: string | undefined;
  contentType?: string | undefined;
  userAgent?: string | undefined;
  body?: Json | undefined;
  authorized: boolean;
}

const UNREADABLE = 200;
const LARGE = 256 * 1024;

/** Returns a request's body for the log: parsed, with secrets masked. */
export function loggedBody(body: Buffer): Json | undefined {
  if (body.length === 0) return undefined;
  if (body.length > LARGE) return `(${body.length} bytes)`;
  const text = body.toString("utf8");
  try {
    return masked(JsonSchema.parse(JSON.parse(text)));
  } catch {
    return `(not JSON, ${body.length} bytes) ${text.slice(0, UNREADABLE)}`;
  }
}

const MOST_ENTRIES = 100_000;
const MOST_BYTES = 64 * 1024 * 1024;

export interface RequestLog {
  add(entry: LoggedRequest, bodyBytes: number): void;
  entries(): LoggedRequest[];
  clear(): void;
}

/** Keeps the latest requests. The oldest are dropped when there are too many. */
export function requestLog(): RequestLog {
  let kept: { entry: LoggedRequest; bytes: number }[] = [];
  let total = 0;
  return {
    add(entry, bodyBytes) {
      const { path, userAgent = "", accept = "" } = entry;
      const bytes = path.length + userAgent.length + accept.length + Math.min(bodyBytes, LARGE);
      kept.push({ entry, bytes });
      total += bytes;
      while (kept.length > MOST_ENTRIES || total > MOST_BYTES)
        total -= kept.shift()?.bytes ?? total;
    },
    entries: () => kept.map(({ entry }) => ({ ...entry })),
    clear() {
      kept = [];
      total = 0;
    },
  };
}
