export interface AdmissionLimits {
  /** Requests that one caller has running at once. */
  perCaller: number;
  /** Requests of one caller that may wait for their turn. */
  waiting: number;
  /** Requests of all callers that run at once. */
  total: number;
}

/** What the process has to do besides. */
export interface Load {
  /** Whether calls take long because this process has no time for them, and not because of what they wait for. */
  isBusy(): boolean;
  /** Milliseconds, on a scale that only grows. */
  now(): number;
  /** Calls once, when the load may have changed. */
  later(work: () => void): void;
}

/** Gives the place back. */
export type Leave = () => void;

export interface Admission {
  /** A place to run; undefined where too many requests of this caller wait already, or it left while waiting. */
  enter(caller: string, signal: AbortSignal): Promise<Leave | undefined>;
  counts(): { running: number; waiting: number };
}

interface Line {
  running: number;
  waiting: (() => void)[];
  /** Requests that were started, of which half are forgotten every second. */
  started: number;
  at: number;
}

/** Requests of one caller of several that run at once while the process is busy: more would only be slower each. */
const PER_CALLER_WHEN_BUSY = 2;
const HALF_LIFE_MS = 1000;
/** A caller of whom less than that is remembered is forgotten. */
const FORGOTTEN = 0.01;

/**
 * A place for each request. Those of one caller wait behind each other, and the next free place is for the caller that
 * has the fewest running: a flood of requests of one delays its own requests only. While the process itself is what
 * calls wait for, requests of a caller wait too until those of a caller who sent far fewer are done.
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
    // A caller that is alone delays nobody.
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
  /** After other sockets had their turn: a queue that ran to its end at once would keep new callers from being heard. */
  function scheduleNext(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      admitNext();
    });
  }

  let looking = false;
  /** What waits because of the load is admitted when that ends, also where nothing else gives a place back by then. */
  function lookAgain(): void {
    if (looking) return;
    looking = true;
    load.later(() => {
      looking = false;
      admitNext();
    });
  }

  /** The next is of the caller that has the fewest running, and of several the one that had the fewest started. */
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

/** The load of this process, as its event loop shows it. */
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
