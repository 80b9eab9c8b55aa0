import { createServer } from "node:http";
import { cannotListen } from "../../base/errors.js";
import { LOOPBACK_NAMES, rejectedBy } from "../http/guard.js";

/** The upper limits of the histogram's buckets, in seconds. A call reads for at most 50 s. */
const BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export interface Call {
  method: string;
  tool: string;
  account: string;
  /** The type of error. Empty if the call succeeded. */
  error: string;
}

export type Metrics = ReturnType<typeof createMetrics>;

/** Collects counts for Prometheus. Labels contain no callers, no arguments and no content of an account. */
export function createMetrics(gauges: () => Record<string, number>) {
  const responses = new Map<number, number>();
  const calls = new Map<
    string,
    { labels: string; buckets: number[]; sum: number; count: number }
  >();

  function responded(status: number): void {
    responses.set(status, (responses.get(status) ?? 0) + 1);
  }

  function called({ method, tool, account, error }: Call, seconds: number): void {
    const labels = `mcp_method_name=${quote(method)},gen_ai_tool_name=${quote(tool)},account=${quote(account)},error_type=${quote(error)}`;
    const known = calls.get(labels);
    const entry = known ?? { labels, buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
    if (known === undefined) calls.set(labels, entry);
    entry.count += 1;
    entry.sum += seconds;
    BUCKETS.forEach((upTo, at) => {
      if (seconds <= upTo) entry.buckets[at] = (entry.buckets[at] ?? 0) + 1;
    });
  }

  /** All counts in the text format of Prometheus. */
  function text(): string {
    const { rss } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const now: Record<string, number> = {
      ...gauges(),
      process_resident_memory_bytes: rss,
      process_start_time_seconds: Math.round(Date.now() / 1000 - process.uptime()),
    };
    const lines = [
      "# TYPE http_server_responses_total counter",
      ...[...responses].map(
        ([status, count]) => `http_server_responses_total{status="${status}"} ${count}`,
      ),
      "# TYPE process_cpu_seconds_total counter",
      `process_cpu_seconds_total ${(user + system) / 1e6}`,
      `# TYPE ${DURATION} histogram`,
      ...[...calls.values()].flatMap(({ labels, buckets, sum, count }) => [
        ...BUCKETS.map((upTo, at) => `${DURATION}_bucket{${labels},le="${upTo}"} ${buckets[at]}`),
        `${DURATION}_bucket{${labels},le="+Inf"} ${count}`,
        `${DURATION}_sum{${labels}} ${sum}`,
        `${DURATION}_count{${labels}} ${count}`,
      ]),
      ...Object.entries(now).flatMap(([name, value]) => [
        `# TYPE ${name} gauge`,
        `${name} ${value}`,
      ]),
    ];
    return `${lines.join("\n")}\n`;
  }

  return { responded, called, text };
}

const DURATION = "mcp_server_operation_duration_seconds";

const quote = (text: string) =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

const OF_THIS_MACHINE = { hosts: new Set(LOOPBACK_NAMES), origins: new Set<string>() };

/** Serves the counts to programs on this machine. Returns the address. */
export async function serveMetrics(metrics: Metrics, port: number): Promise<string> {
  const server = createServer((request, response) => {
    const rejected = rejectedBy(request, OF_THIS_MACHINE);
    if (rejected !== undefined) {
      response.writeHead(rejected.status).end();
      return;
    }
    if (request.url !== "/metrics" || request.method !== "GET") {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/plain; version=0.0.4" });
    response.end(metrics.text());
  });
  const host = "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(cannotListen(error, { host, port }, "Set FIVETRAN_METRICS_PORT to another port.")),
    );
    server.listen(port, host, resolve);
  });
  // The server does not keep the process alive.
  server.unref();
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : port}/metrics`;
}
