// The least that the SDK can be asked for over HTTP: its low-level handlers, one ready result, a thin adapter.
import { createServer } from "node:http";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";

const result = { content: [{ type: "text", text: process.argv[2] ?? "" }] };
const handler = createMcpHandler(() => {
  const server = new McpServer({ name: "bare", version: "1" });
  server.server.registerCapabilities({ tools: { listChanged: false } });
  server.server.setRequestHandler("tools/call", () => result);
  return server;
});

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const parsedBody = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const reply = await handler.fetch(
    new Request("http://localhost/mcp", { method: "POST", headers: request.headers }),
    { parsedBody },
  );
  const body = Buffer.from(await reply.arrayBuffer());
  response.writeHead(reply.status, {
    ...Object.fromEntries(reply.headers),
    "content-length": body.length,
  });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => {
  process.stderr.write(`http://127.0.0.1:${server.address().port}/mcp\n`);
});
