import {
  AppError,
  type ClientSetting,
  type ErrorDetails,
  type ErrorType,
} from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import { PROBE_MS } from "./limiter.js";
import type { Refusal } from "./response.js";
import type { WireCause, WireError } from "./transport.js";
import type { Route } from "./url.js";

/** The request that an error is about. */
export interface Context {
  operation: Route;
  host: string;
  proxyHost: string | undefined;
  attempts: number;
  /** When the request was sent, as ISO 8601 UTC. Undefined if it was not sent. */
  sentAt: string | undefined;
}

const route = ({ method, path }: Route) => `${method} ${path}`;

/** The error for a response with a status other than 2xx. */
export function statusError(
  context: Context,
  status: number,
  refusal: Refusal,
  retryAfterSeconds: number | undefined,
): AppError {
  const { operation, attempts } = context;
  const details: ErrorDetails = {
    ...refusal,
    status,
    retryAfterSeconds,
    operation: operation.id,
    attempts,
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
        "Check the API key and secret. A key stops working when its owner creates a new one, and system keys expire.",
        { setting: "credentials" },
      );
    case 403:
      return refused(
        "forbidden",
        `The role of the API key does not permit ${route(operation)}.`,
        "Ask an account administrator to give the key's owner a role with this permission, or use another key. If Fivetran's message gives another cause, fix that cause instead.",
      );
    case 404:
      if (isRouteMissing(refusal)) {
        return refused(
          "rejected",
          `${route(operation)} is not available in this account. Fivetran offers it only to some accounts.`,
          "Ask Fivetran to enable it, or continue without it.",
          { facts: { not_enabled: true } },
        );
      }
      return refused(
        "not_found",
        `Fivetran did not find the object that ${route(operation)} needs.`,
        missingHint(operation, refusal),
      );
    case 405:
    case 406:
    case 415:
      return refused(
        "rejected",
        `Fivetran rejected the format of the request (${status}): ${route(operation)}.`,
        "Other values give the same error. A newer version of this program may send the right format.",
      );
    case 409:
      return refused(
        "conflict",
        `Fivetran cannot do this in the current state: ${route(operation)}.`,
        STATE_HINT,
      );
    case 429:
      return refused(
        "rate_limited",
        "Fivetran's rate limit is exceeded.",
        retryAfterSeconds === undefined
          ? "Wait a minute before the next call."
          : `Wait ${retryAfterSeconds} s before the next call.`,
      );
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return refused(
      "rejected",
      `Fivetran rejected the request (${status}): ${route(operation)}.`,
      rejectedHint(refusal),
    );
  }
  if (changes) return unknownError(context, "unknown", details);
  return refused(
    "unavailable",
    `Fivetran returned an error (${status}).`,
    "Try again in a minute.",
  );
}

const STATE_HINT = "Read Fivetran's message and check the current state before you try again.";

/**
 * The next step after a rejection, chosen by Fivetran's error code because the wording of its message is not stable.
 */
function rejectedHint({ code }: Refusal): string {
  switch (code) {
    case "IllegalState":
      return STATE_HINT;
    case "InvalidInput":
    case "BadRequest":
      return "Fivetran's message shows which value or state is the problem. Fivetran rejects the same request until you change it.";
    default:
      return `This version does not recognize the error code${code === undefined ? "" : ` ${quoted(code, 60)}`}. Fivetran's message shows what to change.`;
  }
}

/** The next step after a 404, chosen by Fivetran's error code. */
function missingHint({ effect, pathParams, queryParams }: Route, { code }: Refusal): string {
  if (code === "NotFound_SchemaConfig") {
    return "The connection exists, but its schema has not been captured. To capture it, reload the schema or run the first sync.";
  }
  const single = pathParams.length === 0 && !Object.hasOwn(queryParams, "cursor");
  if (effect === "read" && single) {
    return "The object has not been created, or the API key may not read it.";
  }
  return "Check the ids and names, which are case-sensitive. Fivetran also returns this error if the API key may not read the object.";
}

/** Whether the account lacks the whole route. A missing record has a more specific code, such as `NotFound_Group`. */
const isRouteMissing = ({ code, upstreamMessage }: Refusal) =>
  code === "NotFound" && upstreamMessage === "HTTP 404 Not Found";

const CAUSES: Record<WireCause, string> = {
  refused: "it refused the connection",
  dns: "its name could not be resolved",
  unreachable: "there is no route to it",
  tls: "its certificate or TLS version was not accepted",
  connect_timeout: "no connection was made in time",
  proxy: "the proxy did not open a tunnel",
  closed: "the client was closed",
  reset: "the connection was closed before a response",
  no_response: "it did not respond in time",
  stalled: "its response stopped before the end",
  truncated: "its response was cut off",
  too_large: "its response was larger than this client accepts",
  malformed: "its response was not valid HTTP",
};

const HINTS: Partial<Record<WireCause, { hint: string; setting?: ClientSetting }>> = {
  refused: {
    hint: "Check the base URL and any firewall.",
    setting: "base_url",
  },
  dns: { hint: "Check the network, DNS and the base URL.", setting: "base_url" },
  unreachable: { hint: "Check the network." },
  tls: {
    hint: "If a company proxy re-signs traffic, Node.js must trust the certificate of the proxy.",
    setting: "certificates",
  },
  connect_timeout: {
    hint: "Check the network and whether a proxy is needed.",
    setting: "proxy",
  },
  proxy: { hint: "Check the address of the proxy and its credentials.", setting: "proxy" },
  malformed: {
    hint: "Check the base URL and any proxy, because something else may listen there.",
    setting: "base_url",
  },
  too_large: {
    hint: "It contains an object that is larger than this client reads. Look at the object in Fivetran's dashboard.",
  },
};

/**
 * If a proxy is in use, these failures concern the connection to the proxy. The proxy itself resolves and connects to
 * the target host.
 */
const TO_THE_PROXY: ReadonlySet<WireCause> = new Set([
  "refused",
  "dns",
  "unreachable",
  "connect_timeout",
]);

/** The error for a request without a usable response. */
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
    return unknownError(context, error.accepted ? "accepted_details_lost" : "unknown", details);
  }
  const via = proxyHost === undefined ? "" : ` through the proxy ${proxyHost}`;
  const cause = proxyHost !== undefined && TO_THE_PROXY.has(error.reason) ? "proxy" : error.reason;
  const type =
    error.reason === "too_large" || error.reason === "malformed" ? "contract" : "network";
  return new AppError(type, `No usable response from ${host}${via}: ${CAUSES[error.reason]}.`, {
    ...details,
    ...(changes ? { state: "Nothing was sent." } : {}),
    ...(HINTS[cause] ?? { hint: "Try again in a minute." }),
  });
}

/**
 * The error for a response that did not come from Fivetran, such as the HTML page of a gateway. It does not show
 * whether the request was carried out, so the outcome of a change is unknown for any status.
 */
export function foreignError(
  context: Context,
  status: number,
  what: string,
  retryAfterSeconds: number | undefined,
): AppError {
  const { operation, proxyHost, attempts } = context;
  const reply = `the response (${status}) was ${what}; a proxy or gateway between this client and Fivetran sent it`;
  const details: ErrorDetails = {
    status,
    retryAfterSeconds,
    operation: operation.id,
    attempts,
    sent: true,
    facts: { cause: "gateway" },
  };
  if (operation.effect !== "read") {
    return unknownError(context, "unknown", details, `${route(operation)} was sent, and ${reply}.`);
  }
  return new AppError(
    status >= 500 ? "unavailable" : status >= 400 ? "network" : "contract",
    `No usable response from Fivetran: ${reply}.`,
    {
      ...details,
      ...(status === 429 ? {} : { setting: proxyHost === undefined ? "base_url" : "proxy" }),
      hint:
        status === 429
          ? `The sender of this response limits requests. Wait ${retryAfterSeconds === undefined ? "a minute" : `${retryAfterSeconds} s`} before the next call.`
          : `Check the network${proxyHost === undefined ? "" : `, the proxy ${proxyHost}`} and the base URL, then try again.`,
    },
  );
}

/** The error for a response from Fivetran with content that does not fit the operation. */
export function misfitError(context: Context, status: number, what: string): AppError {
  const { operation, attempts } = context;
  const details: ErrorDetails = { status, operation: operation.id, attempts, sent: true };
  const message = `The reply to ${operation.id} ${what}.`;
  if (operation.effect !== "read") return unknownError(context, "unknown", details, message);
  return new AppError("contract", message, {
    ...details,
    hint: "Try again. If the error persists, this version does not support this response format, but a newer version may.",
  });
}

export type LostOutcome = "unknown" | "accepted_details_lost";

/** The error for a change that was sent and may or may not have taken effect. */
const unknownError = (
  { sentAt, operation, attempts }: Context,
  outcome: LostOutcome,
  details: ErrorDetails,
  message = outcome === "unknown"
    ? `${route(operation)} was sent, but no usable response arrived.`
    : `Fivetran accepted ${route(operation)}, but its response could not be read.`,
) =>
  new AppError("outcome_unknown", message, {
    state: outcome === "unknown" ? "It may have taken effect." : "It has very likely taken effect.",
    hint: "Do not repeat the change. First check the current state.",
    ...details,
    sent: true,
    operation: operation.id,
    attempts,
    facts: { ...details.facts, outcome, sent_at: sentAt, do_not_repeat: true },
  });

/** The error for a call that ended because its caller cancelled it or its time ran out. */
export function cancelledError(operation: Route, sent: boolean, byDeadline: boolean): AppError {
  const reads = operation.effect === "read";
  // A change that was sent cannot be cancelled.
  const open = sent && !reads;
  const unsent = reads ? undefined : "Nothing was sent.";
  const state = open ? "The change was already sent and may take effect." : unsent;
  const retry =
    byDeadline && (reads || !sent)
      ? "Try again later. If this happens again, check the network and any proxy, or request less at a time."
      : undefined;
  const hint = open ? "Do not repeat the change. First check the current state." : retry;
  return new AppError(
    !byDeadline ? "cancelled" : open ? "outcome_unknown" : "network",
    byDeadline
      ? `The time for this call ran out before ${sent ? `a response to ${route(operation)} came` : `${route(operation)} could be sent`}.`
      : "The call was cancelled.",
    {
      sent,
      operation: operation.id,
      state,
      hint,
      facts: open ? { outcome: "unknown", in_flight: true, do_not_repeat: true } : {},
    },
  );
}

/** The error for a call whose time ran out while a rate limit held it back. */
export const limitedError = (operation: Route): AppError =>
  new AppError(
    "rate_limited",
    `Fivetran's rate limit is exceeded, and the time for this call ran out before ${route(operation)} could be sent.`,
    {
      operation: operation.id,
      state: operation.effect === "read" ? undefined : "Nothing was sent.",
      hint: "Wait a minute before the next call.",
      retryAfterSeconds: PROBE_MS / 1000,
    },
  );
