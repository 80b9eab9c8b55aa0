import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

// An API whose list of connections never ends, in a process of its own. Prints its address once it listens.

const { values } = parseArgs({ options: { bytes: { type: "string", default: "2000" } } });

const padding = "x".repeat(Math.max(0, Number(values.bytes) - 400));

const record = (number: number) => ({
  id: `endless_${number}`,
  group_id: "group",
  service: "postgres",
  schema: `connection_${number}`,
  paused: false,
  status: {
    setup_state: "connected",
    sync_state: "scheduled",
    update_state: "on_schedule",
    is_historical_sync: false,
    tasks: [],
    warnings: [],
  },
  succeeded_at: "2026-01-01T00:00:00.000Z",
  created_at: "2025-01-01T00:00:00.000Z",
  sync_frequency: 360,
  schedule_type: "auto",
  config: { description: padding },
});

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const from = Number(url.searchParams.get("cursor") ?? 0);
  const size = Number(url.searchParams.get("limit") ?? 100);
  const all = url.pathname === "/v1/connections" && !url.searchParams.has("schema");
  const one = /^\/v1\/connections\/./.test(url.pathname);
  const items = all ? Array.from({ length: size }, (_, at) => record(from + at)) : [];
  const body = one
    ? { code: "NotFound_Connection", message: "There is none" }
    : {
        code: "Success",
        data: { items, ...(all ? { next_cursor: String(from + size) } : {}) },
      };
  response.writeHead(one ? 404 : 200, {
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
