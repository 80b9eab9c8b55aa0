import {
  type Attributes,
  context,
  metrics,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import * as z from "zod";
import type { Observe } from "./observe.js";

const NAME = "fivetran-agent";

const Carrier = z.looseObject({
  traceparent: z.string().optional(),
  tracestate: z.string().optional(),
  baggage: z.string().optional(),
  "io.modelcontextprotocol/protocolVersion": z.string().optional(),
});

/**
 * Creates spans and durations by OpenTelemetry's conventions for MCP. They are part of the trace in the client's
 * `_meta`. They are sent only if the operator has configured OpenTelemetry.
 */
export function traced(version: string, transport: "tcp" | "pipe"): Observe {
  const tracer = trace.getTracer(NAME, version);
  const duration = metrics
    .getMeter(NAME, version)
    .createHistogram("mcp.server.operation.duration", { unit: "s" });

  return async ({ method, tool, account, meta }, work) => {
    const { success, data } = Carrier.safeParse(meta ?? {});
    const carrier = success ? data : {};
    const parent = propagation.extract(context.active(), carrier);
    const protocol = carrier["io.modelcontextprotocol/protocolVersion"];
    const attributes: Attributes = {
      "mcp.method.name": method,
      "network.transport": transport,
      ...(tool === undefined
        ? {}
        : { "gen_ai.tool.name": tool, "gen_ai.operation.name": "execute_tool" }),
      ...(account === undefined ? {} : { "fivetran.account": account }),
      ...(typeof protocol === "string" ? { "mcp.protocol.version": protocol } : {}),
    };
    const name = tool === undefined ? method : `${method} ${tool}`;
    const started = performance.now();
    return tracer.startActiveSpan(
      name,
      { kind: SpanKind.SERVER, attributes },
      parent,
      async (span) => {
        let failure: string | undefined = "internal";
        try {
          const outcome = await work();
          failure = outcome.failure;
          return outcome;
        } finally {
          if (failure !== undefined) {
            span.setAttribute("error.type", failure);
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          const seconds = (performance.now() - started) / 1000;
          duration.record(seconds, {
            ...attributes,
            ...(failure === undefined ? {} : { "error.type": failure }),
          });
          span.end();
        }
      },
    );
  };
}
