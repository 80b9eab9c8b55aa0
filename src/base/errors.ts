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

/** A part of the client's configuration. The client does not name settings; the program that configured it does. */
export type ClientSetting = "credentials" | "base_url" | "proxy" | "certificates";

export interface ErrorDetails {
  /** The resulting state, where the message does not show it: "Nothing was changed." */
  state?: string | undefined;
  /** The one next step. */
  hint?: string | undefined;
  /** What to look at in the client's configuration. */
  setting?: ClientSetting | undefined;
  /** HTTP status of Fivetran's response. */
  status?: number | undefined;
  /** Fivetran's own error code, such as `NotFound_Connection`. */
  code?: string | undefined;
  /** Fivetran's own words: third-party text, shown only as a quoted string. */
  upstreamMessage?: string | undefined;
  /** Seconds until Fivetran will take the request again. */
  retryAfterSeconds?: number | undefined;
  /** Whether the request can have reached Fivetran; decides what may be sent again. */
  sent?: boolean | undefined;
  /** Operation id of the catalogue. */
  operation?: string | undefined;
  attempts?: number | undefined;
  /** More facts for the data form of the error. */
  facts?: Record<string, unknown> | undefined;
  cause?: unknown;
}

/** The one error class. `type` is ours and closed; `code` is Fivetran's and open. */
export class AppError extends Error {
  override readonly name = "FivetranError";
  readonly type: ErrorType;
  readonly state: string | undefined;
  readonly hint: string | undefined;
  readonly setting: ClientSetting | undefined;
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
    this.setting = details.setting;
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
  new AppError("input", message, { hint, facts });

/** Refused by the key's permissions or by the policy, as opposed to failed. */
export const isClosed = (error: unknown) =>
  error instanceof AppError && (error.type === "forbidden" || error.type === "policy_denied");

/** Whether Fivetran does not offer the operation to this account, as it does with previews. */
export const isNotEnabled = (error: unknown) =>
  error instanceof AppError && error.facts["not_enabled"] === true;

/** Whether a list ended before its end, as it is longer than one call reads. */
export const isListTooLong = (error: unknown) =>
  error instanceof AppError && error.facts["cause"] === "list_too_long";

/** For a read of something that may not exist. */
export function undefinedIfAbsent(error: unknown): undefined {
  if (error instanceof AppError && error.type === "not_found") return undefined;
  throw error;
}
