import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { trace } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { expect, onTestFinished, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { CANARY, clean, FORMS, HEADERS, PLAIN, planting } from "../canary.js";
import { openSandbox, resultOf } from "../harness.js";
import { settingsFor } from "../process.js";
import { tap } from "../tools/tap.js";
import { service } from "./service.js";

test("no secret of Fivetran's responses is in what the server returns, logs, counts or traces", {
  timeout: 90_000,
}, async () => {
  const { sandbox, url: api } = await openSandbox();
  sandbox.edit((world) => {
    connectionNamed(world, "github_repos").schema = `repos_${CANARY}`;
    for (const group of world.groups.values()) group.name = `${group.name} ${PLAIN.url}`;
    const { status } = connectionNamed(world, "postgres_orders");
    status.tasks = FORMS.map((form, at) => ({ code: `task_${at}`, message: form }));
  });
  const spans = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  trace.setGlobalTracerProvider(provider);
  onTestFinished(() => trace.disable());
  const tapped = await tap(api, planting({ steady: true }), HEADERS);
  const { url, metricsUrl, log } = await service({
    env: {
      ...settingsFor(sandbox, tapped.url, ""),
      FIVETRAN_STATE_DIR: "",
      FIVETRAN_SECRET_REFS: "CANARY",
      CANARY,
      FIVETRAN_LOG: "debug",
      FIVETRAN_METRICS_PORT: "0",
    },
  });
  for (const mode of ["legacy" as const, { pin: "2026-07-28" }]) {
    const client = new Client({ name: "host", version: "1" }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    onTestFinished(() => client.close());
    const progress: unknown[] = [];
    const call = async (name: string, args: Record<string, unknown>) => {
      const raw = await client.callTool(
        { name, arguments: args },
        { onprogress: (each) => progress.push(each) },
      );
      const text = JSON.stringify([raw, progress]);
      clean(text, `${name} ${JSON.stringify(args)}`);
      return { ...resultOf(raw), text };
    };
    await call("list_connectors", {});
    await call("check_stale", {});
    await call("get_status", { connectors: ["postgres_orders", "nope"], details: true });
    await call("trigger_sync", { connectors: ["salesforce_prod"], wait_seconds: 5 });
    await call("read_api", { operation_id: "list_all_groups" });
    await call(CANARY, {}).catch((error: unknown) => clean(String(error), "an unknown tool"));
    for (const prompt of (await client.listPrompts()).prompts) {
      for (const { name } of prompt.arguments ?? []) {
        const ref = { type: "ref/prompt" as const, name: prompt.name };
        for (const value of ["", "repos", "analytics"]) {
          const shown = await client.complete({ ref, argument: { name, value } });
          clean(JSON.stringify(shown), `completion of ${prompt.name} ${name}`);
        }
      }
    }
    await client
      .readResource({ uri: `fivetran://operations/${CANARY}` })
      .catch((error: unknown) => expect(String(error)).toMatch(/not found/i));
  }
  clean(log.join(""), "the log");
  clean(await (await fetch(metricsUrl)).text(), "the metrics");
  const traced = spans.getFinishedSpans().map(({ name, attributes, events, status }) => ({
    name,
    attributes,
    events,
    status,
  }));
  expect(traced.length).toBeGreaterThan(8);
  clean(JSON.stringify(traced), "the traces");
});
