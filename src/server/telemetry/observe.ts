import type { Log } from "../../base/log.js";
import type { Metrics } from "./metrics.js";

/** A request of a client as telemetry names it. */
export interface Observed {
  method: string;
  /** A tool of this server: other names that a client sends are `unknown`. */
  tool?: string | undefined;
  /** The account of the caller, where there are several. */
  account?: string | undefined;
  /** `_meta` of its parameters, where a client may put its trace. */
  meta: unknown;
}

/** What came of it: `failure` is a type of error. */
export interface Outcome<T> {
  result: T;
  failure?: string | undefined;
}

/** Does a request, and records that and how it was done. */
export type Observe = <T>(
  request: Observed,
  work: () => Promise<Outcome<T>>,
) => Promise<Outcome<T>>;

export const unobserved: Observe = (_, work) => work();

/** A line of the log and the counts, around other telemetry. */
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
