// The least that a server on the SDK can do for a call: one request, whose body is returned as text and as data.
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { Agent, request } from "undici";

const inflate = promisify(gunzip);
const dispatcher = new Agent({ connections: 16, pipelining: 1 });
const { FIVETRAN_API_URL, FIVETRAN_API_KEY, FIVETRAN_API_SECRET } = process.env;
const headers = {
  authorization: `Basic ${Buffer.from(`${FIVETRAN_API_KEY}:${FIVETRAN_API_SECRET}`).toString("base64")}`,
  accept: "application/json;version=2",
  "accept-encoding": "gzip",
};

serveStdio(() => {
  const server = new McpServer({ name: "bare", version: "1" });
  server.server.registerCapabilities({ tools: { listChanged: false } });
  server.server.setRequestHandler("tools/list", () => ({ tools: [] }));
  server.server.setRequestHandler("tools/call", async ({ params }) => {
    const url = `${FIVETRAN_API_URL}/v1/groups/${params.arguments.params.groupId}`;
    const response = await request(url, { dispatcher, headers });
    const body = Buffer.from(await response.body.arrayBuffer());
    const plain = response.headers["content-encoding"] === "gzip" ? await inflate(body) : body;
    const text = plain.toString("utf8");
    return { content: [{ type: "text", text }], structuredContent: JSON.parse(text) };
  });
  return server;
});
