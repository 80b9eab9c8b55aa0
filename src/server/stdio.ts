import type { Writable } from "node:stream";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createMcpServer, type McpOptions } from "./mcp.js";
import { explainSilence, patientStdio } from "./stdio-transport.js";

export interface StdioOptions extends McpOptions {
  stdout: Writable;
  /** Gives back what the program holds open, so that the process can end. */
  close(): Promise<void>;
}

/** Serves both protocol eras on stdin and the real stdout until either ends or a signal arrives. */
export function serveOverStdio({ stdout, close, ...options }: StdioOptions): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    handle
      .close()
      .then(close)
      .catch((error: unknown) => options.log.warn("close", { message: String(error) }));
  };
  const handle = serveStdio(() => createMcpServer(options), {
    transport: patientStdio(
      stdout,
      stop,
      explainSilence(process.stdin.isTTY, (line) => process.stderr.write(line)),
    ),
    onerror: (error) => options.log.warn("protocol", { message: error.message }),
  });
  endOnSignals(stop);
}

/**
 * The first signal lets what was sent be finished and recorded. The second ends the process by the system's own
 * default, also while this program is busy; a change in flight is on record, and reads as unknown from then on.
 */
function endOnSignals(stop: () => void): void {
  const signals = ["SIGINT", "SIGTERM"] as const;
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
    // One that came right behind it is still received here.
    setImmediate(ignore);
    stop();
  };
  for (const signal of signals) process.on(signal, receive);
}
