import type { LogLevel } from "./log.js";

/** Every kind of failure that leaves this package, each with the log level and the command line's exit code. */
export const ERROR_TYPES = {
  config: { log: "error", exit: 2 },
  input: { log: "info", exit: 2 },
  policy_denied: { log: "info", exit: 3 },
  confirmation: { log: "info", exit: 3 },
  unauthenticated: { log: "warn", exit: 4 },
  forbidden: { log: "warn", exit: 4 },
  not_found: { log: "info", exit: 1 },
  conflict: { log: "info", exit: 1 },
  rejected: { log: "info", exit: 1 },
  rate_limited: { log: "warn", exit: 6 },
  unavailable: { log: "warn", exit: 1 },
  network: { log: "warn", exit: 1 },
  cancelled: { log: "info", exit: 1 },
  outcome_unknown: { log: "error", exit: 5 },
  contract: { log: "error", exit: 1 },
  internal: { log: "error", exit: 1 },
} as const satisfies Record<string, { log: LogLevel; exit: number }>;

export type ErrorType = keyof typeof ERROR_TYPES;

export interface ErrorDetails {
  /** What state things are in, when that is not plain from the message: "Nothing was changed." */
  state?: string;
  /** The one next step. */
  hint?: string;
  /** HTTP status of Fivetran's answer. */
  status?: number;
  /** Fivetran's own error code, such as `NotFound_Connection`. */
  code?: string;
  /** Fivetran's own words: text written by others, shown only as a quoted string. */
  upstreamMessage?: string;
  /** Seconds until Fivetran will take the request again. */
  retryAfterSeconds?: number;
  /** Whether the request can have reached Fivetran; decides what may be sent again. */
  sent?: boolean;
  /** Operation id of the catalogue. */
  operation?: string;
  attempts?: number;
  /** More facts for the data form of the error. */
  facts?: Record<string, unknown>;
  cause?: unknown;
}

/** The one error class. `type` is ours and closed; `code` is Fivetran's and open. */
export class AppError extends Error {
  override readonly name = "FivetranError";
  readonly type: ErrorType;
  readonly state: string | undefined;
  readonly hint: string | undefined;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly upstreamMessage: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly sent: boolean;
  readonly operation: string | undefined;
  readonly attempts: number | undefined;
  readonly facts: Record<string, unknown>;

  constructor(type: ErrorType, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.type = type;
    this.state = details.state;
    this.hint = details.hint;
    this.status = details.status;
    this.code = details.code;
    this.upstreamMessage = details.upstreamMessage;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.sent = details.sent ?? false;
    this.operation = details.operation;
    this.attempts = details.attempts;
    this.facts = details.facts ?? {};
  }
}

/** An argument that is well-formed but does not fit. */
export const inputError = (message: string, hint?: string, facts?: Record<string, unknown>) =>
  new AppError("input", message, {
    ...(hint === undefined ? {} : { hint }),
    ...(facts === undefined ? {} : { facts }),
  });

/** Refused to this key or by this policy, as against failed. */
export const isClosed = (error: unknown) =>
  error instanceof AppError && (error.type === "forbidden" || error.type === "policy_denied");
