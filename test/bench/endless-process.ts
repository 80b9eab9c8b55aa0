import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

// An API with heavy connections in a separate process. Without `--count`, their list never ends.
// Prints its address when it listens.

const { values } = parseArgs({
  options: {
    /** Size of each configuration. */
    bytes: { type: "string", default: "2000" },
    count: { type: "string", default: "Infinity" },
    /** Size of the message of a task that the first connection has. */
    task: { type: "string", default: "0" },
    /** The text that the message repeats. */
    text: { type: "string", default: "a key = value; " },
    /** Size of each name. Names differ only at their end. */
    name: { type: "string", default: "0" },
  },
});

const count = Number(values.count);
const padding = "x".repeat(Math.max(0, Number(values.bytes) - 400));
const prefix = "long".repeat(Number(values.name) / 4);
const message = values.text.repeat(Math.ceil(Number(values.task) / values.text.length));

const record = (number: number) => ({
  id: `endless_${number}`,
  group_id: "group",
  service: "postgres",
  schema: `${prefix}connection_${number}`,
  paused: false,
  status: {
    setup_state: message !== "" && number === 0 ? "broken" : "connected",
    sync_state: "scheduled",
    update_state: "on_schedule",
    is_historical_sync: false,
    tasks: message !== "" && number === 0 ? [{ code: "reconnect", message }] : [],
    warnings: [],
  },
  succeeded_at: "2026-01-01T00:00:00.000Z",
  created_at: "2025-01-01T00:00:00.000Z",
  sync_frequency: 360,
  schedule_type: "auto",
  config: { description: padding },
});

function reply(url: URL): { status: number; body: object } {
  const success = (data: object) => ({ status: 200, body: { code: "Success", data } });
  const one = /^\/v1\/connections\/endless_(\d+)$/.exec(url.pathname)?.[1];
  if (one !== undefined && Number(one) < count && count < Infinity) {
    return success(record(Number(one)));
  }
  if (/^\/v1\/connections\/./.test(url.pathname)) {
    return { status: 404, body: { code: "NotFound_Connection", message: "There is none" } };
  }
  if (url.pathname !== "/v1/connections" || url.searchParams.has("schema")) {
    return success({ items: [] });
  }
  const from = Number(url.searchParams.get("cursor") ?? 0);
  const size = Math.min(Number(url.searchParams.get("limit") ?? 100), count - from);
  const items = Array.from({ length: size }, (_, at) => record(from + at));
  const next = from + size < count ? { next_cursor: String(from + size) } : {};
  return success({ items, ...next });
}

const server = createServer((request, response) => {
  const { status, body } = reply(new URL(request.url ?? "/", "http://127.0.0.1"));
  response.writeHead(status, {
    "content-type": "application/json;charset=utf-8",
    "content-encoding": "gzip",
  });
  response.end(gzipSync(JSON.stringify(body), { level: 1 }));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
process.stdin.resume().once("end", () => process.exit());
