import type { Writable } from "node:stream";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { endOnSignals } from "../base/signals.js";
import { createMcpServer, type McpOptions } from "./mcp.js";
import { explainSilence, patientStdio } from "./stdio-transport.js";

export interface StdioOptions extends McpOptions {
  stdout: Writable;
  /** Whether the process has already printed something, so that it does not say what it waits for. */
  isExplained?: boolean;
  /** Closes everything that would keep the process alive. */
  close(): Promise<void>;
}

/** Serves both protocol versions on stdin and the real stdout, until either ends or a signal arrives. */
export function serveOverStdio(served: StdioOptions): void {
  const { stdout, close, isExplained = false, ...options } = served;
  const explain = (line: string) => {
    if (!isExplained) process.stderr.write(line);
  };
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
    transport: patientStdio(stdout, stop, explainSilence(process.stdin.isTTY, explain)),
    onerror: (error) => options.log.warn("protocol", { message: error.message }),
  });
  endOnSignals(stop);
}
