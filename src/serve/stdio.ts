import type { Writable } from "node:stream";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { createMcpServer, type McpOptions } from "./mcp.js";

export interface StdioOptions extends McpOptions {
  stdout: Writable;
  /** Gives back what the program holds open, so that the process can end. */
  close(): Promise<void>;
}

/** Serves both protocol eras on stdin and the real stdout until stdin ends or a signal arrives. */
export function serveOverStdio({ stdout, close, ...options }: StdioOptions): void {
  const handle = serveStdio(() => createMcpServer(options), {
    transport: new StdioServerTransport(process.stdin, stdout),
    onerror: (error) => options.log.warn("protocol", { message: error.message }),
  });
  const stop = () => {
    handle
      .close()
      .then(close)
      .catch((error: unknown) => options.log.warn("close", { message: String(error) }));
  };
  process.stdin.once("end", stop);
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}
