import type { LogLevel } from "./log.js";
import { quoted } from "./text.js";

/** All types of errors, each with its log level and the exit code of the command line. */
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

/** One of the keys of `ERROR_TYPES`. */
export type ErrorType = keyof typeof ERROR_TYPES;

/** A part of the client's configuration. The program that uses the client knows the names of its settings. */
export type ClientSetting = "credentials" | "base_url" | "proxy" | "certificates";

/** The properties of a `FivetranError`. */
export interface ErrorDetails {
  /** The resulting state, if the message does not describe it, such as "Nothing was changed." */
  state?: string | undefined;
  /** What to do next. */
  hint?: string | undefined;
  /** The part of the client's configuration to check. */
  setting?: ClientSetting | undefined;
  /** The HTTP status of Fivetran's response. */
  status?: number | undefined;
  /** Fivetran's error code, such as `NotFound_Connection`. */
  code?: string | undefined;
  /** Fivetran's message. It is third-party text, so it is displayed only as a quoted string. */
  upstreamMessage?: string | undefined;
  /** The number of seconds after which Fivetran accepts the request again. */
  retryAfterSeconds?: number | undefined;
  /** Whether the request may have reached Fivetran. This decides whether it may be sent again. */
  sent?: boolean | undefined;
  /** The operation id in the catalog. */
  operation?: string | undefined;
  /** The number of times the request was sent. */
  attempts?: number | undefined;
  /** Additional facts, which depend on the type. */
  facts?: Record<string, unknown> | undefined;
  /** The underlying error, if any. */
  cause?: unknown;
}

/**
 * The class of all errors, exported as `FivetranError`. `message` describes the failure and ends with Fivetran's
 * reason as a quoted string, if Fivetran gave one. `type` is one of a closed list. `code` is Fivetran's own code, and
 * Fivetran may add new ones.
 */
export class AppError extends Error {
  override readonly name = "FivetranError";
  /** The type of the error. Use it to distinguish errors in code. */
  readonly type: ErrorType;
  /** The message without Fivetran's reason. */
  readonly summary: string;
  /** The resulting state, if the message does not describe it, such as "Nothing was changed." */
  readonly state: string | undefined;
  /** What to do next. */
  readonly hint: string | undefined;
  /** The part of the client's options to check. */
  readonly setting: ClientSetting | undefined;
  /** The HTTP status of the response. Undefined if no response arrived. */
  readonly status: number | undefined;
  /** Fivetran's error code, such as `NotFound_Connection`. */
  readonly code: string | undefined;
  /** Fivetran's message as received. It is third-party text and may contain anything. */
  readonly upstreamMessage: string | undefined;
  /** The number of seconds after which Fivetran accepts the request again. */
  readonly retryAfterSeconds: number | undefined;
  /** Whether the request may have reached Fivetran. If so, do not repeat a change without reading the current state. */
  readonly sent: boolean;
  /** The operation id. For a request outside the catalog: its method and path. */
  readonly operation: string | undefined;
  /** The number of times the request was sent. */
  readonly attempts: number | undefined;
  /**
   * Additional facts, which depend on the type: `outcome` and `evidence` of an unknown outcome, `candidates` for an
   * unknown name, or `cause`.
   */
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

  /** The same error with what it leaves behind. */
  inState(state: string): AppError {
    const { type, summary, cause, ...details } = this;
    return new AppError(type, summary, { ...details, cause, state });
  }
}

/** Creates the error for an argument that has a valid form but an invalid value. */
export const inputError = (message: string, hint?: string, facts?: Record<string, unknown>) =>
  new AppError("input", message, { hint, facts });

/** Whether the key's permissions or the policy refused the request. */
export const isClosed = (error: unknown) =>
  error instanceof AppError && (error.type === "forbidden" || error.type === "policy_denied");

/** Whether Fivetran does not offer the operation to this account, such as a preview. */
export const isNotEnabled = (error: unknown) =>
  error instanceof AppError && error.facts["not_enabled"] === true;

/** Whether a list is longer than one call reads. */
export const isListTooLong = (error: unknown) =>
  error instanceof AppError && error.facts["cause"] === "list_too_long";

/** Use as `.catch(undefinedIfAbsent)` on a read: turns `not_found` into undefined. */
export function undefinedIfAbsent(error: unknown): undefined {
  if (error instanceof AppError && error.type === "not_found") return undefined;
  throw error;
}

/** Explains why a server could not listen. */
export function cannotListen(
  error: Error,
  { host, port }: { host: string; port: number },
  hint: string,
): AppError {
  const code = "code" in error ? String(error.code) : error.message;
  const why =
    code === "EADDRINUSE"
      ? "is in use"
      : code === "EACCES"
        ? "cannot be opened by this user"
        : `cannot be opened (${code})`;
  return new AppError("unavailable", `Port ${port} on ${host} ${why}.`, { hint, cause: error });
}
