export interface Clock {
  readonly kind: "live" | "stopped";
  now(): number;
  set(ms: number): void;
}

/** The only place in the sandbox that reads the system time. */
export function liveClock(startAt?: Date): Clock {
  let offset = startAt === undefined ? 0 : startAt.getTime() - Date.now();
  return {
    kind: "live",
    now: () => Date.now() + offset,
    set(ms) {
      offset = ms - Date.now();
    },
  };
}

/** A Monday morning. Any fixed time would do. */
const STOPPED_START = Date.UTC(2026, 2, 2, 9, 30);

export function stoppedClock(startAt?: Date): Clock {
  let now = startAt?.getTime() ?? STOPPED_START;
  return {
    kind: "stopped",
    now: () => now,
    set(ms) {
      now = ms;
    },
  };
}

/**
 * Formats a time with microseconds, as Fivetran does. Clients that keep milliseconds must handle
 * this.
 */
export function timestamp(ms: number): string {
  const whole = Math.floor(ms);
  const micros = String((Math.floor(Math.abs(whole) / 13) * 7919 + 137) % 1000).padStart(3, "0");
  return new Date(whole).toISOString().replace("Z", `${micros}Z`);
}

export function millis(stamp: string): number {
  return Date.parse(stamp);
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
