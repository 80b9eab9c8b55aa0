import { context, metrics, propagation, SpanStatusCode, trace } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { request } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { host, modernCall, service } from "./service.js";

test("a call is a span by the conventions, in the trace that the client names, and a duration", async () => {
  const spans = new InMemorySpanExporter();
  const points = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: points });
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
  );
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  onTestFinished(() => {
    for (const api of [trace, metrics, propagation, context]) api.disable();
  });

  const { url } = await service();
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  await fetch(url, modernCall("get_status", { connectors: ["salesforce_prod"] }, { traceparent }));
  await fetch(url, modernCall("get_status", { connectors: ["nope"] }));
  const [good, wrong] = spans.getFinishedSpans();
  expect(good).toMatchObject({
    name: "tools/call get_status",
    kind: 1,
    parentSpanContext: { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" },
    attributes: {
      "mcp.method.name": "tools/call",
      "gen_ai.tool.name": "get_status",
      "gen_ai.operation.name": "execute_tool",
      "mcp.protocol.version": "2026-07-28",
      "network.transport": "tcp",
      "fivetran.account": "default",
    },
  });
  expect(good?.attributes).not.toHaveProperty("error.type");
  expect(wrong).toMatchObject({
    attributes: { "error.type": "input" },
    status: { code: SpanStatusCode.ERROR },
  });
  expect(JSON.stringify([good?.attributes, wrong?.attributes])).not.toMatch(/salesforce|nope/);

  await reader.forceFlush();
  const [metric] = points.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
  expect(metric?.descriptor).toMatchObject({ name: "mcp.server.operation.duration", unit: "s" });
  expect(metric?.dataPoints).toHaveLength(2);
});

test("Prometheus reads the counts on loopback: by tool, account and error, and nothing of the content", async () => {
  const { url, metricsUrl } = await service({ env: { FIVETRAN_METRICS_PORT: "0" } });
  const { call } = await host(url);
  await call("get_status", { connectors: ["salesforce_prod"] });
  await call("get_status", { connectors: ["nope"] });
  await fetch(url, modernCall("no_such_tool"));
  await fetch(url);
  for (const headers of [{ host: "evil.example" }, { origin: "https://evil.example" }]) {
    const { statusCode, body } = await request(metricsUrl, { headers });
    expect([statusCode, await body.text()]).toEqual([403, ""]);
  }
  const text = await (await fetch(metricsUrl)).text();
  const labels = (error: string, tool = "get_status") =>
    `{mcp_method_name="tools/call",gen_ai_tool_name="${tool}",account="default",error_type="${error}"}`;
  expect(text).toContain(`mcp_server_operation_duration_seconds_count${labels("")} 1\n`);
  expect(text).toContain(`mcp_server_operation_duration_seconds_count${labels("input")} 1\n`);
  expect(text).toContain(
    `mcp_server_operation_duration_seconds_count${labels("input", "unknown")} 1`,
  );
  expect(text).toMatch(/^http_server_responses_total\{status="405"\} 1$/m);
  expect(text).toMatch(/^mcp_server_requests_running 0$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(text).not.toMatch(/salesforce|nope|no_such_tool/);
  // Each line is a comment, or a name with labels and a number.
  for (const line of text.trimEnd().split("\n")) {
    expect(line).toMatch(
      /^(# TYPE \w+ (counter|gauge|histogram)|\w+(\{([\w]+="[^"\n]*",?)*\})? [\d.e+-]+)$/,
    );
  }
});

test("each call is a line of the log with the request's id, which its error carries too", async () => {
  const { url, log } = await service({ env: { FIVETRAN_LOG: "info" } });
  const call = modernCall("get_status", { connectors: ["nope"] });
  const headers = { ...call.headers, "x-request-id": "from-the-proxy-1" };
  const response = await fetch(url, { ...call, headers });
  expect(response.headers.get("x-request-id")).toBe("from-the-proxy-1");
  expect(await response.text()).toContain("(request from-the-proxy-1)");
  const line = log.find((each) => each.includes(" served "));
  expect(line).toMatch(
    /^\S+ info served request=from-the-proxy-1 caller=local account=default method=tools\/call tool=get_status outcome=input ms=\d+\n$/,
  );
  const forged = { ...headers, "x-request-id": 'x" level=error' };
  expect((await fetch(url, { ...call, headers: forged })).headers.get("x-request-id")).toMatch(
    /^[0-9a-f]{12}$/,
  );
});
