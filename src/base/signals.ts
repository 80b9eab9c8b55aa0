const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Calls `stop` at the first signal, so that requests in flight can finish and be recorded. A second signal ends the
 * process immediately; the record of a change in flight then has an unknown outcome. Listening continues after the
 * first signal, because a signal that arrives while a process removes its listeners would be lost.
 *
 * @returns a function that stops listening
 */
export function endOnSignals(stop: (signal: NodeJS.Signals) => void): () => void {
  let stopped = false;
  const ignore = () => {
    for (const signal of SIGNALS) process.off(signal, receive);
  };
  const receive = (signal: NodeJS.Signals) => {
    if (stopped) {
      ignore();
      process.kill(process.pid, signal);
      return;
    }
    stopped = true;
    stop(signal);
  };
  for (const signal of SIGNALS) process.on(signal, receive);
  return ignore;
}
