export interface AdmissionLimits {
  /** Requests that one caller has running at once. */
  perCaller: number;
  /** Requests of one caller that may wait for their turn. */
  waiting: number;
  /** Requests of all callers that run at once. */
  total: number;
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
}

/**
 * A place for each request. Those of one caller wait behind each other, and the next free place is for the caller that
 * has the fewest running: a flood of requests of one delays its own requests only.
 */
export function createAdmission({ perCaller, waiting, total }: AdmissionLimits): Admission {
  const lines = new Map<string, Line>();
  let running = 0;

  function start(caller: string, line: Line): Leave {
    line.running += 1;
    running += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      line.running -= 1;
      running -= 1;
      if (line.running === 0 && line.waiting.length === 0) lines.delete(caller);
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

  /** The next is of the caller that has the fewest running. */
  function admitNext(): void {
    while (running < total) {
      const open = [...lines.values()].filter(
        (line) => line.waiting.length > 0 && line.running < perCaller,
      );
      const [next] = open.sort((a, b) => a.running - b.running);
      if (next === undefined) return;
      next.waiting.shift()?.();
    }
  }

  return {
    async enter(caller, signal) {
      const line = lines.get(caller) ?? { running: 0, waiting: [] };
      lines.set(caller, line);
      if (running < total && line.running < perCaller) return start(caller, line);
      if (line.waiting.length >= waiting || signal.aborted) return undefined;
      return new Promise((resolve) => {
        const admitted = () => {
          signal.removeEventListener("abort", gone);
          resolve(start(caller, line));
        };
        const gone = () => {
          line.waiting = line.waiting.filter((other) => other !== admitted);
          resolve(undefined);
        };
        signal.addEventListener("abort", gone, { once: true });
        line.waiting.push(admitted);
      });
    },
    counts: () => ({
      running,
      waiting: [...lines.values()].reduce((sum, line) => sum + line.waiting.length, 0),
    }),
  };
}
