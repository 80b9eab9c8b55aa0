type Ending = "SIGINT" | "SIGTERM";

/**
 * The first signal lets what was sent be finished and recorded. The second ends the process by the system's own
 * default; a change in flight is on record, and reads as unknown from then on. It is listened for until then: a signal
 * that comes just as a process stops listening is lost.
 * @returns what ends the listening
 */
export function endOnSignals(
  stop: (signal: NodeJS.Signals) => void,
  signals: readonly Ending[] = ["SIGINT", "SIGTERM"],
): () => void {
  let stopped = false;
  const ignore = () => {
    for (const signal of signals) process.off(signal, receive);
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
  for (const signal of signals) process.on(signal, receive);
  return ignore;
}
