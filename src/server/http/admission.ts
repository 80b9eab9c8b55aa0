export interface AdmissionLimits {
  /** The number of requests of one caller that may run concurrently. */
  perCaller: number;
  /** The number of requests of one caller that may wait. */
  waiting: number;
  /** The number of requests of all callers that may run concurrently. */
  total: number;
}

/** The load of the process. */
export interface Load {
  /** Whether calls are slow because this process is busy, and not because they wait for something else. */
  isBusy(): boolean;
  /** Monotonic time in milliseconds. */
  now(): number;
  /** Calls `work` once when the load may have changed. */
  later(work: () => void): void;
}

/** Releases the place of a request. */
export type Leave = () => void;

export interface Admission {
  /** Waits for a place. Undefined if too many requests of this caller are already waiting, or if the caller left. */
  enter(caller: string, signal: AbortSignal): Promise<Leave | undefined>;
  counts(): { running: number; waiting: number };
}

interface Line {
  running: number;
  waiting: (() => void)[];
  /** The number of requests started recently. It decays by half every second. */
  started: number;
  at: number;
}

/**
 * The number of requests of one caller that run concurrently while the process is busy and has other callers. More
 * would only make each of them slower.
 */
const PER_CALLER_WHEN_BUSY = 2;
const HALF_LIFE_MS = 1000;
/** A caller with a lower number of recent requests is forgotten. */
const FORGOTTEN = 0.01;

/**
 * Gives each request a place to run. A free place goes to the caller with the fewest running requests, so a caller
 * that sends many requests delays only its own. While the process is busy, a caller also waits for callers that have
 * sent far fewer requests recently.
 */
export function createAdmission(
  { perCaller, waiting, total }: AdmissionLimits,
  load: Load,
): Admission {
  const lines = new Map<string, Line>();
  let running = 0;

  function lineOf(caller: string): Line {
    const line = lines.get(caller) ?? { running: 0, waiting: [], started: 0, at: load.now() };
    lines.set(caller, line);
    return line;
  }

  function startedLately(line: Line): number {
    const now = load.now();
    line.started *= 2 ** ((line.at - now) / HALF_LIFE_MS);
    line.at = now;
    return line.started;
  }

  function hasPlace(line: Line): boolean {
    if (running >= total || line.running >= perCaller) return false;
    // A caller that is alone cannot delay others.
    if (lines.size === 1 || !load.isBusy()) return true;
    if (line.running >= PER_CALLER_WHEN_BUSY) return false;
    const own = startedLately(line);
    return [...lines.values()].every(
      (other) => other.running === 0 || startedLately(other) * 2 >= own,
    );
  }

  function start(line: Line): Leave {
    line.started = startedLately(line) + 1;
    line.running += 1;
    running += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      line.running -= 1;
      running -= 1;
      scheduleNext();
    };
  }

  let scheduled = false;
  /** Waits until other sockets have been served. If the whole queue ran at once, new callers would not be heard. */
  function scheduleNext(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      admitNext();
    });
  }

  let looking = false;
  /**
   * Checks again later, because requests that wait due to the load must be admitted even if no running request ends.
   */
  function lookAgain(): void {
    if (looking) return;
    looking = true;
    load.later(() => {
      looking = false;
      admitNext();
    });
  }

  /**
   * Admits waiting requests. The next one belongs to the caller with the fewest running requests, then to the one
   * with the fewest started recently.
   */
  function admitNext(): void {
    for (;;) {
      const open = [...lines.values()].filter((line) => line.waiting.length > 0 && hasPlace(line));
      const [next] = open.sort(
        (a, b) => a.running - b.running || startedLately(a) - startedLately(b),
      );
      if (next === undefined) break;
      next.waiting.shift()?.();
    }
    for (const [caller, line] of lines) {
      const idle = line.running === 0 && line.waiting.length === 0;
      if (idle && startedLately(line) < FORGOTTEN) lines.delete(caller);
    }
    if ([...lines.values()].some((line) => line.waiting.length > 0)) lookAgain();
  }

  return {
    async enter(caller, signal) {
      const line = lineOf(caller);
      if (line.waiting.length === 0 && hasPlace(line)) return start(line);
      if (line.waiting.length >= waiting || signal.aborted) return undefined;
      return new Promise((resolve) => {
        const admitted = () => {
          signal.removeEventListener("abort", gone);
          resolve(start(line));
        };
        const gone = () => {
          line.waiting = line.waiting.filter((other) => other !== admitted);
          resolve(undefined);
        };
        signal.addEventListener("abort", gone, { once: true });
        line.waiting.push(admitted);
        lookAgain();
      });
    },
    counts: () => ({
      running,
      waiting: [...lines.values()].reduce((sum, line) => sum + line.waiting.length, 0),
    }),
  };
}

const SAMPLE_MS = 100;
const BUSY = 0.9;

/** The load of this process, measured by the utilization of its event loop. */
export function processLoad(): Load {
  const now = () => performance.now();
  let last = performance.eventLoopUtilization();
  let at = now();
  let busy = false;
  return {
    now,
    isBusy() {
      if (now() - at < SAMPLE_MS) return busy;
      const current = performance.eventLoopUtilization();
      busy = performance.eventLoopUtilization(current, last).utilization > BUSY;
      last = current;
      at = now();
      return busy;
    },
    later(work) {
      setTimeout(work, SAMPLE_MS).unref();
    },
  };
}
