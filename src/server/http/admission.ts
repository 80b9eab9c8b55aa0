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
 * A place for each request. Those of one caller wait behind each other, and callers take turns: however many requests
 * one of them sends, the next request of another runs as soon as a place is free.
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
      admitNext();
    };
  }

  function admitNext(): void {
    for (const [caller, line] of lines) {
      if (running >= total) return;
      if (line.running >= perCaller) continue;
      const next = line.waiting.shift();
      if (next === undefined) continue;
      // Behind the others: the next free place is theirs.
      lines.delete(caller);
      lines.set(caller, line);
      next();
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
