/** Starts an MCP server over stdio, and calls its read tools. The server sends its requests to the sandbox. */
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import * as z from "zod";

const { INTEROP_FOLDER: folder = "", INTEROP_URL: url = "" } = process.env;
const Environment = z.record(z.string(), z.string());
const client = new Client({ name: "interop", version: "1" });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: ["--import", join(import.meta.dirname, "redirect.mjs"), join(folder, "dist/index.js")],
    env: Environment.parse({ ...process.env }),
  }),
);

const key = process.env["FIVETRAN_API_KEY"] ?? "";
const secret = process.env["FIVETRAN_API_SECRET"] ?? "";
const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
const List = z.looseObject({
  data: z.looseObject({ items: z.array(z.looseObject({ id: z.string(), group_id: z.string() })) }),
});
const found = await fetch(`${url}/v1/connections?schema=postgres_orders`, {
  headers: { authorization },
});
const [connection] = List.parse(await found.json()).data.items;
const known: Record<string, string> = {
  connection_id: connection?.id ?? "",
  connector_id: connection?.id ?? "",
  connectionId: connection?.id ?? "",
  group_id: connection?.group_id ?? "",
  destination_id: connection?.group_id ?? "",
  schema: "public",
  schema_name: "public",
  table: "orders",
  table_name: "orders",
  query: "sync",
};

// Only functions and custom connectors have the state that this tool reads.
const REFUSED_BY_FIVETRAN = ["get_sync_logs"];
const READS = /^(?:fivetran_)?(?:list|get|search|check|account|status)/;
for (const { name, inputSchema } of (await client.listTools()).tools) {
  const required = inputSchema.required ?? [];
  if (!READS.test(name) || REFUSED_BY_FIVETRAN.includes(name)) continue;
  if (required.some((field) => known[field] === undefined)) continue;
  const args = Object.fromEntries(required.map((field) => [field, known[field]]));
  const { isError, content } = await client.callTool({ name, arguments: args });
  process.stdout.write(
    isError === true ? `FAILED ${name} ${JSON.stringify(content)}\n` : `ok ${name}\n`,
  );
}
await client.close();
