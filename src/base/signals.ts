type Ending = "SIGINT" | "SIGTERM";

/**
 * The first signal lets what was sent be finished and recorded. The second ends the process by the system's own
 * default, also while this program is busy; a change in flight is on record, and reads as unknown from then on.
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
    // One that comes while this one is handled is received in the next turn of the event loop.
    setImmediate(() => setImmediate(ignore));
    stop(signal);
  };
  for (const signal of signals) process.on(signal, receive);
  return ignore;
}
