import type { LogLevel } from "./log.js";
import { quoted } from "./text.js";

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
  /** Operation id of the catalog. */
  operation?: string | undefined;
  /** How often the request was sent. */
  attempts?: number | undefined;
  /** More facts for the data form of the error. */
  facts?: Record<string, unknown> | undefined;
  /** The error below, where there is one. */
  cause?: unknown;
}

/**
 * The one error class: every failure is one. `message` says what failed and, where Fivetran gave a reason, ends with it
 * as a quoted string. `type` is the kind of failure, of a closed list; `code` is Fivetran's own and open.
 */
export class AppError extends Error {
  override readonly name = "FivetranError";
  /** The kind of failure: what to branch on. */
  readonly type: ErrorType;
  /** The message without Fivetran's reason. */
  readonly summary: string;
  /** The resulting state, where the message does not show it, such as "Nothing was changed." */
  readonly state: string | undefined;
  /** The one next step, in words. */
  readonly hint: string | undefined;
  /** What to look at in the options of the client. */
  readonly setting: ClientSetting | undefined;
  /** HTTP status of the response; undefined where none came. */
  readonly status: number | undefined;
  /** Fivetran's own error code, such as `NotFound_Connection`. */
  readonly code: string | undefined;
  /** Fivetran's reason as it was sent: third-party text, which can hold anything. */
  readonly upstreamMessage: string | undefined;
  /** Seconds until Fivetran takes the request again. */
  readonly retryAfterSeconds: number | undefined;
  /** Whether the request can have reached Fivetran. A change that was sent is not repeated blindly. */
  readonly sent: boolean;
  /** Id of the operation, or method and path of a request outside the catalog. */
  readonly operation: string | undefined;
  /** How often the request was sent. */
  readonly attempts: number | undefined;
  /** More about this kind: `outcome` and `evidence` of an unknown outcome, `candidates` of an unknown name, `cause`. */
  readonly facts: Record<string, unknown>;

  constructor(type: ErrorType, summary: string, details: ErrorDetails = {}) {
    const { upstreamMessage: reason } = details;
    super(
      reason === undefined || reason === ""
        ? summary
        : `${summary} Fivetran says: ${quoted(reason)}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.type = type;
    this.summary = summary;
    this.state = details.state;
    this.hint = details.hint;
    this.setting = details.setting;
    this.status = details.status;
    this.code = details.code;
    this.upstreamMessage = reason;
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
