import {
  AppError,
  type ClientSetting,
  type ErrorDetails,
  type ErrorType,
} from "../../base/errors.js";
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

/** The error for a response with a status other than 2xx. */
export function statusError(context: Context, refusal: Refusal): AppError {
  const { operation } = context;
  const { status, code, upstreamMessage, retryAfterSeconds } = refusal;
  const details: ErrorDetails = {
    status,
    code,
    upstreamMessage,
    retryAfterSeconds,
    operation: operation.id,
    attempts: context.attempts,
    sent: true,
  };
  const changes = operation.effect !== "read";
  const refused = (type: ErrorType, message: string, hint: string, more: ErrorDetails = {}) =>
    new AppError(type, message, {
      ...details,
      ...(changes ? { state: "Nothing was changed." } : {}),
      hint,
      ...more,
    });
  switch (status) {
    case 401:
      return refused(
        "unauthenticated",
        "Fivetran refused the API key.",
        "Check FIVETRAN_API_KEY and FIVETRAN_API_SECRET; a key is replaced when its owner makes a new one, and system keys expire.",
        { setting: "credentials" },
      );
    case 403:
      return refused(
        "forbidden",
        `The API key's role lacks the permission for ${route(operation)}.`,
        "Ask an account administrator to widen the role of the key's owner, or use another key.",
      );
    case 404:
      return refused(
        "not_found",
        `Fivetran knows no such thing: ${route(operation)}.`,
        "Check the ids and names, letter case included; a key also gets this for what it may not see.",
      );
    case 409:
      return refused(
        "conflict",
        `Fivetran cannot do this now: ${route(operation)}.`,
        "Look at the present state first; a running sync or something that depends on it is in the way.",
      );
    case 429:
      return refused(
        "rate_limited",
        "Fivetran's rate limit is used up.",
        retryAfterSeconds === undefined
          ? "Wait a minute before the next call."
          : `Wait ${retryAfterSeconds} s before the next call.`,
      );
  }
  if (status >= 300 && status < 400 && !changes) {
    return refused(
      "contract",
      `The answer was a redirect (${status}), which is not followed.`,
      "Check FIVETRAN_API_URL and the proxy: Fivetran's API does not redirect.",
      { setting: "base_url" },
    );
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return refused(
      "rejected",
      `Fivetran refused the request (${status}): ${route(operation)}.`,
      "Correct the arguments and call again.",
    );
  }
  if (changes) return unknownError(context, "unknown", details);
  return refused(
    "unavailable",
    `Fivetran answered with an error (${status}).`,
    "Try again in a minute.",
  );
}

const CAUSES: Record<WireCause, string> = {
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

const HINTS: Partial<Record<WireCause, { hint: string; setting?: ClientSetting }>> = {
  refused: {
    hint: "Check FIVETRAN_API_URL and whether a firewall is in between.",
    setting: "base_url",
  },
  dns: { hint: "Check the network, DNS and FIVETRAN_API_URL.", setting: "base_url" },
  unreachable: { hint: "Check the network." },
  tls: {
    hint: "If a company proxy re-signs traffic, name its certificate in NODE_EXTRA_CA_CERTS.",
    setting: "certificates",
  },
  connect_timeout: {
    hint: "Check the network, or set HTTPS_PROXY if a proxy is needed.",
    setting: "proxy",
  },
  proxy: { hint: "Check HTTPS_PROXY and its credentials.", setting: "proxy" },
  too_large: { hint: "Ask for a smaller page or a narrower part." },
};

/** The error for a request without a usable answer. */
export function wireFailure(context: Context, error: WireError): AppError {
  const { operation, host, proxyHost, attempts } = context;
  const changes = operation.effect !== "read";
  const details: ErrorDetails = {
    operation: operation.id,
    attempts,
    sent: error.sent,
    status: error.status,
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
  return new AppError(type, `No usable answer from ${host}${via}: ${CAUSES[error.reason]}.`, {
    ...details,
    ...(changes ? { state: "Nothing was sent." } : {}),
    ...(HINTS[error.reason] ?? { hint: "Try again in a minute." }),
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
    setting: "base_url",
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
export function cancelledError(operation: Route, sent: boolean, byDeadline: boolean): AppError {
  const reads = operation.effect === "read";
  // A change that has left cannot be called back.
  const open = sent && !reads;
  const unsent = reads ? undefined : "Nothing was sent.";
  const state = open
    ? "The change was already on its way and goes on; it may take effect."
    : unsent;
  const retry = byDeadline && !sent ? "Try again, with more time or for less at once." : undefined;
  const hint = open ? "Do not repeat it; read the present state first." : retry;
  return new AppError(
    !byDeadline ? "cancelled" : open ? "outcome_unknown" : "network",
    byDeadline ? "The time for this call ran out." : "The call was cancelled.",
    {
      sent,
      operation: operation.id,
      state,
      hint,
      facts: open ? { outcome: "unknown", in_flight: true, do_not_repeat: true } : {},
    },
  );
}
