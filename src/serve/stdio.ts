import type { Writable } from "node:stream";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { createMcpServer, type McpOptions } from "./mcp.js";

/** Serves both protocol eras on stdin and the real stdout until stdin ends or a signal arrives. */
export function serveOverStdio({ stdout, ...options }: McpOptions & { stdout: Writable }): void {
  const handle = serveStdio(() => createMcpServer(options), {
    transport: new StdioServerTransport(process.stdin, stdout),
    onerror: (error) => options.log.warn("protocol", { message: error.message }),
  });
  const stop = () => {
    handle.close().catch((error: unknown) => options.log.warn("close", { message: String(error) }));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}
