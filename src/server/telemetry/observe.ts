import type { Log } from "../../base/log.js";
import type { Metrics } from "./metrics.js";

/** A client's request, as telemetry describes it. */
export interface Observed {
  method: string;
  /** The name of a tool of this server. Any other name that a client sends is `unknown`. */
  tool?: string | undefined;
  /** The caller's account, if there are several. */
  account?: string | undefined;
  /** The `_meta` of the request's parameters, which may contain the client's trace. */
  meta: unknown;
}

/** The result of a request. `failure` is the type of error. */
export interface Outcome<T> {
  result: T;
  failure?: string | undefined;
}

/** Runs a request and records its duration and result. */
export type Observe = <T>(
  request: Observed,
  work: () => Promise<Outcome<T>>,
) => Promise<Outcome<T>>;

export const unobserved: Observe = (_, work) => work();

/** Adds a log line and the counts to other telemetry. */
export function recorded(log: Log, metrics: Metrics, inner: Observe): Observe {
  return async (request, work) => {
    const { method, tool = "", account = "" } = request;
    const started = performance.now();
    let error = "internal";
    try {
      const outcome = await inner(request, work);
      error = outcome.failure ?? "";
      return outcome;
    } finally {
      const ms = performance.now() - started;
      metrics.called({ method, tool, account, error }, ms / 1000);
      log.info("served", {
        method,
        tool: tool === "" ? undefined : tool,
        outcome: error === "" ? "ok" : error,
        ms: Math.round(ms),
      });
    }
  };
}
