import { HOUR, MINUTE, SECOND } from "../world/clock.js";
import { Refusal } from "./envelope.js";

export const STANDARD_LIMITS = {
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
export type Limits = typeof STANDARD_LIMITS;

/** What each quota counts: its words in an error, and the first part of the names of its limits. */
const KINDS = {
  request: ["api calls allowed", "requests"],
  "setup test": ["setup tests allowed", "setupTests"],
  "source interaction": ["source interactions allowed", "sourceInteractions"],
  connection: ["connectors can be created", "connections"],
  user: ["users can be created", "users"],
  "private link": ["private links can be created", "privateLinks"],
} as const;
export type Spending = keyof typeof KINDS;

interface Window {
  limit: number;
  spanMs: number;
  times: number[];
  /**
   * Index of the first time inside the window. The array is trimmed occasionally instead of shifted
   * each time.
   */
  head: number;
}

export interface Quotas {
  spend(what: Spending, now: number): void;
  headers(now: number): Record<string, string>;
  reset(): void;
}

export function quotas(limits: Limits): Quotas {
  const build = () =>
    new Map(
      Object.entries(KINDS).map(([what, [, name]]) => {
        const own = Object.entries(limits).filter(([limit]) => limit.startsWith(name));
        const windows = own.map(([limitName, limit]): Window => {
          return { limit, spanMs: limitName.endsWith("Hour") ? HOUR : MINUTE, times: [], head: 0 };
        });
        return [what, windows];
      }),
    );
  let windows = build();
  const windowsOf = (what: Spending) => windows.get(what) ?? [];

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
    for (const window of windowsOf(what)) {
      if (used(window, now) < window.limit) continue;
      // The oldest of the last `limit` calls must leave the window first.
      const leaves = (window.times[window.times.length - window.limit] ?? now) + window.spanMs;
      const seconds = Math.max(1, Math.ceil((leaves - now) / SECOND));
      const span = window.spanMs === HOUR ? "one-hour" : "one-minute";
      throw new Refusal(
        429,
        "TooManyRequests",
        `No more than ${window.limit} ${KINDS[what][0]} in ${span} rolling time period`,
        { "retry-after": String(seconds) },
      );
    }
  }

  return {
    spend(what, now) {
      // Every setup test also touches the source.
      const kinds: Spending[] = what === "setup test" ? [what, "source interaction"] : [what];
      for (const kind of kinds) check(kind, now);
      for (const kind of kinds) for (const window of windowsOf(kind)) window.times.push(now);
    },
    headers(now) {
      const [window] = windowsOf("request");
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
