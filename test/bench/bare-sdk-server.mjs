// The least that the SDK can be asked for: its low-level server, a list that is ready made, nothing else.
import { readFileSync } from "node:fs";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";

const list = JSON.parse(readFileSync(process.argv[2], "utf8"));
serveStdio(() => {
  const server = new McpServer({ name: "bare", version: "1" });
  server.server.registerCapabilities({ tools: { listChanged: false } });
  server.server.setRequestHandler("tools/list", () => list);
  return server;
});
