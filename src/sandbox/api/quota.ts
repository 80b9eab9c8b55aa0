import { HOUR, MINUTE, SECOND } from "../world/clock.js";
import { Refusal } from "./envelope.js";

export interface Limits {
  requestsPerHour: number;
  setupTestsPerMinute: number;
  setupTestsPerHour: number;
  sourceInteractionsPerMinute: number;
  sourceInteractionsPerHour: number;
  connectionsPerMinute: number;
  connectionsPerHour: number;
  usersPerHour: number;
  privateLinksPerHour: number;
}

export const STANDARD_LIMITS: Limits = {
  requestsPerHour: 20_000,
  setupTestsPerMinute: 250,
  setupTestsPerHour: 2_500,
  sourceInteractionsPerMinute: 500,
  sourceInteractionsPerHour: 5_000,
  connectionsPerMinute: 20,
  connectionsPerHour: 600,
  usersPerHour: 500,
  privateLinksPerHour: 5,
};

export type Spending =
  | "request"
  | "setup test"
  | "source interaction"
  | "connection"
  | "user"
  | "private link";

interface Window {
  limit: number;
  spanMs: number;
  times: number[];
  /** Index of the first time inside the window; the array is trimmed occasionally instead of shifted each time. */
  head: number;
}

const WORDS: Record<Spending, string> = {
  request: "api calls allowed",
  "setup test": "setup tests allowed",
  "source interaction": "source interactions allowed",
  connection: "connectors can be created",
  user: "users can be created",
  "private link": "private links can be created",
};

export interface Quotas {
  spend(what: Spending, now: number): void;
  headers(now: number): Record<string, string>;
  reset(): void;
}

export function quotas(limits: Limits): Quotas {
  const open = (limit: number, spanMs: number): Window => ({ limit, spanMs, times: [], head: 0 });
  const build = (): Record<Spending, Window[]> => ({
    request: [open(limits.requestsPerHour, HOUR)],
    "setup test": [open(limits.setupTestsPerMinute, MINUTE), open(limits.setupTestsPerHour, HOUR)],
    "source interaction": [
      open(limits.sourceInteractionsPerMinute, MINUTE),
      open(limits.sourceInteractionsPerHour, HOUR),
    ],
    connection: [open(limits.connectionsPerMinute, MINUTE), open(limits.connectionsPerHour, HOUR)],
    user: [open(limits.usersPerHour, HOUR)],
    "private link": [open(limits.privateLinksPerHour, HOUR)],
  });
  let windows = build();

  function used(window: Window, now: number): number {
    while (
      window.head < window.times.length &&
      (window.times[window.head] ?? 0) <= now - window.spanMs
    ) {
      window.head += 1;
    }
    if (window.head > 4096) {
      window.times.splice(0, window.head);
      window.head = 0;
    }
    return window.times.length - window.head;
  }

  function check(what: Spending, now: number): void {
    for (const window of windows[what]) {
      if (used(window, now) < window.limit) continue;
      // The oldest of the last `limit` calls must leave the window first.
      const leaves = (window.times[window.times.length - window.limit] ?? now) + window.spanMs;
      const seconds = Math.max(1, Math.ceil((leaves - now) / SECOND));
      const span = window.spanMs === HOUR ? "one-hour" : "one-minute";
      throw new Refusal(
        429,
        "TooManyRequests",
        `No more than ${window.limit} ${WORDS[what]} in ${span} rolling time period`,
        { "retry-after": String(seconds) },
      );
    }
  }

  return {
    spend(what, now) {
      // Every setup test also touches the source.
      const kinds: Spending[] = what === "setup test" ? [what, "source interaction"] : [what];
      for (const kind of kinds) check(kind, now);
      for (const kind of kinds) for (const window of windows[kind]) window.times.push(now);
    },
    headers(now) {
      const window = windows.request[0];
      const left = window === undefined ? 0 : window.limit - used(window, now);
      return {
        "x-rate-limit": String(limits.requestsPerHour),
        "x-rate-limit-remaining": String(Math.max(0, left)),
      };
    },
    reset() {
      windows = build();
    },
  };
}
