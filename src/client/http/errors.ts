import { AppError, type ErrorDetails } from "../../base/errors.js";
import type { WireCause, WireError } from "./transport.js";
import type { Route } from "./url.js";

/** What an error needs to know about the request it ends. */
export interface Context {
  operation: Route;
  host: string;
  proxyHost: string | undefined;
  attempts: number;
  /** ISO time at which the request left, where it did. */
  sentAt: string | undefined;
}

export interface Refusal {
  status: number;
  code: string | undefined;
  upstreamMessage: string | undefined;
  retryAfterSeconds?: number | undefined;
}

const route = ({ method, path }: Route) => `${method} ${path}`;

/** The error for an answer with a status that is no success. */
export function statusError(context: Context, refusal: Refusal): AppError {
  const { operation } = context;
  const { status, code, upstreamMessage, retryAfterSeconds } = refusal;
  const details: ErrorDetails = {
    status,
    ...(code === undefined ? {} : { code }),
    ...(upstreamMessage === undefined ? {} : { upstreamMessage }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    operation: operation.id,
    attempts: context.attempts,
    sent: true,
  };
  const changes = operation.effect !== "read";
  const unchanged = changes ? { state: "Nothing was changed." } : {};
  switch (status) {
    case 401:
      return new AppError("unauthenticated", "Fivetran refused the API key.", {
        ...details,
        ...unchanged,
        hint: "Check FIVETRAN_API_KEY and FIVETRAN_API_SECRET; a key is replaced when its owner makes a new one, and system keys expire.",
      });
    case 403:
      return new AppError(
        "forbidden",
        `The API key's role lacks the permission for ${route(operation)}.`,
        {
          ...details,
          ...unchanged,
          hint: "Ask an account administrator to widen the role of the key's owner, or use another key.",
        },
      );
    case 404:
      return new AppError("not_found", `Fivetran knows no such thing: ${route(operation)}.`, {
        ...details,
        ...unchanged,
        hint: "Check the ids and names, letter case included; a key also gets this for what it may not see.",
      });
    case 409:
      return new AppError("conflict", `Fivetran cannot do this now: ${route(operation)}.`, {
        ...details,
        ...unchanged,
        hint: "Look at the present state first; a running sync or something that depends on it is in the way.",
      });
    case 429:
      return new AppError("rate_limited", "Fivetran's rate limit is used up.", {
        ...details,
        ...unchanged,
        hint:
          retryAfterSeconds === undefined
            ? "Wait a minute before the next call."
            : `Wait ${retryAfterSeconds} s before the next call.`,
      });
  }
  if (status >= 300 && status < 400 && !changes) {
    return new AppError(
      "contract",
      `The answer was a redirect (${status}), which is not followed.`,
      {
        ...details,
        hint: "Check FIVETRAN_API_URL and the proxy: Fivetran's API does not redirect.",
      },
    );
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return new AppError(
      "rejected",
      `Fivetran refused the request (${status}): ${route(operation)}.`,
      {
        ...details,
        ...unchanged,
        hint: "Correct the arguments and call again.",
      },
    );
  }
  if (changes) return unknownError(context, "unknown", details);
  return new AppError("unavailable", `Fivetran answered with an error (${status}).`, {
    ...details,
    hint: "Try again in a minute.",
  });
}

const REACH: Record<WireCause, string> = {
  refused: "it refused the connection",
  dns: "its name could not be resolved",
  unreachable: "there is no route to it",
  tls: "its certificate or TLS version was not accepted",
  connect_timeout: "no connection was made in time",
  proxy: "the proxy did not open a tunnel",
  closed: "the client was closed",
  reset: "the connection broke before an answer",
  no_answer: "it did not answer in time",
  stalled: "its answer stopped half-way",
  truncated: "its answer was cut off",
  too_large: "its answer was larger than this client takes",
  malformed: "its answer was not valid HTTP",
};

const NEXT: Partial<Record<WireCause, string>> = {
  refused: "Check FIVETRAN_API_URL and whether a firewall is in between.",
  dns: "Check the network, DNS and FIVETRAN_API_URL.",
  unreachable: "Check the network.",
  tls: "If a company proxy re-signs traffic, name its certificate in NODE_EXTRA_CA_CERTS.",
  connect_timeout: "Check the network, or set HTTPS_PROXY if a proxy is needed.",
  proxy: "Check HTTPS_PROXY and its credentials.",
  too_large: "Ask for a smaller page or a narrower part.",
};

/** The error for a request without a usable answer. */
export function wireFailure(context: Context, error: WireError): AppError {
  const { operation, host, proxyHost, attempts } = context;
  const changes = operation.effect !== "read";
  const details: ErrorDetails = {
    operation: operation.id,
    attempts,
    sent: error.sent,
    ...(error.status === undefined ? {} : { status: error.status }),
    facts: { cause: error.reason },
    cause: error,
  };
  if (changes && error.sent) {
    const accepted = error.status !== undefined && error.status >= 200 && error.status < 300;
    return unknownError(context, accepted ? "accepted_details_lost" : "unknown", details);
  }
  const via = proxyHost === undefined ? "" : ` through the proxy ${proxyHost}`;
  const type =
    error.reason === "too_large" || error.reason === "malformed" ? "contract" : "network";
  return new AppError(type, `No usable answer from ${host}${via}: ${REACH[error.reason]}.`, {
    ...details,
    ...(changes ? { state: "Nothing was sent." } : {}),
    hint: NEXT[error.reason] ?? "Try again in a minute.",
  });
}

/** An answer that is not what Fivetran's API sends: HTML of a proxy, broken JSON. */
export function garbledError(context: Context, status: number, what: string): AppError {
  const { operation, attempts } = context;
  const details: ErrorDetails = { status, operation: operation.id, attempts, sent: true };
  if (operation.effect !== "read") return unknownError(context, "accepted_details_lost", details);
  return new AppError("contract", `The answer (${status}) was ${what}, not Fivetran's JSON.`, {
    ...details,
    hint: "Check FIVETRAN_API_URL and whether a proxy answers in Fivetran's place.",
  });
}

export type LostOutcome = "unknown" | "accepted_details_lost";

/** A change that left and whose effect nobody saw. */
export const unknownError = (
  { sentAt, operation, attempts }: Context,
  outcome: LostOutcome,
  details: ErrorDetails,
) =>
  new AppError(
    "outcome_unknown",
    outcome === "unknown"
      ? `${route(operation)} was sent, but no usable answer came.`
      : `Fivetran accepted ${route(operation)}, but its answer could not be read.`,
    {
      state:
        outcome === "unknown" ? "It may have taken effect." : "It has very likely taken effect.",
      hint: "Do not repeat it; read the present state first.",
      ...details,
      sent: true,
      operation: operation.id,
      attempts,
      facts: { ...details.facts, outcome, sent_at: sentAt, do_not_repeat: true },
    },
  );

/** The caller stopped waiting. */
export const cancelledError = (operation: Route, sent: boolean, byDeadline: boolean) => {
  const reads = operation.effect === "read";
  const state = reads
    ? undefined
    : sent
      ? "The change was already on its way and goes on; it may take effect."
      : "Nothing was sent.";
  const type = byDeadline ? (sent && !reads ? "outcome_unknown" : "network") : "cancelled";
  return new AppError(
    type,
    byDeadline ? "The time for this call ran out." : "The call was cancelled.",
    {
      ...(state === undefined ? {} : { state }),
      ...(sent && !reads ? { hint: "Do not repeat it; read the present state first." } : {}),
      ...(byDeadline && !sent ? { hint: "Try again, with more time or for less at once." } : {}),
      sent,
      operation: operation.id,
      ...(sent && !reads
        ? { facts: { outcome: "unknown", in_flight: true, do_not_repeat: true } }
        : {}),
    },
  );
};
