import type { Call, OperationId } from "../operations/call.js";
import type { RetryOptions } from "./retry.js";

/** A file to upload. */
export interface FilePart {
  content: Uint8Array;
  /** `package.zip` when absent. */
  name?: string | undefined;
}

export interface SendOptions {
  /** Ends the call when it fires. */
  signal?: AbortSignal | undefined;
  /** Ends the call as `signal` does, but only until the request is sent. */
  beforeSending?: AbortSignal | undefined;
  /** Milliseconds for the whole call, including queueing and retries; the operation's own limit when absent. */
  deadlineMs?: number | undefined;
  /**
   * Accepts a list page that this client read at most so long ago, up to a minute, if it has changed nothing since, or
   * that another call is just reading (0: only that). Its `attempts` is 0.
   */
  maxAgeMs?: number | undefined;
  /** A read that belongs to a change: it may use the slots that are kept for changes. */
  reserved?: boolean | undefined;
  /** Where requests of several lanes wait, the next free slot is for the lane that has the fewest in flight. */
  lane?: string | undefined;
  /** Called when the call has to wait for a rate limit, with the milliseconds. */
  onWait?: ((ms: number) => void) | undefined;
  /** How this call is retried; overrides the client's options. */
  retry?: RetryOptions | undefined;
  /** The file that an operation with a multipart body uploads. */
  file?: FilePart | undefined;
  /**
   * Called when the signal or the deadline ended the wait for a change that was already in flight: it is
   * not aborted, because that would not undo it. The promise settles with its outcome.
   */
  onDetached?: ((settled: Promise<Reply>) => void) | undefined;
}

/** A 2xx response. `data` is the content of the envelope, unparsed; undefined where Fivetran sends none. */
export interface Reply {
  operation: OperationId;
  status: number;
  message: string | undefined;
  data: unknown;
  attempts: number;
  /** Size of the response, uncompressed. */
  bytes?: number | undefined;
  /** No usable response came; this describes the read that showed the change, and `data` is what it returned. */
  verified?: string | undefined;
  /** Number of list items that a middleware removed; a page may then be empty without being the last. */
  hidden?: number | undefined;
  /** The page was too large with the limit that was requested; it has this one. */
  limit?: number | undefined;
  /** It was read so long ago, for another call; see `SendOptions.maxAgeMs`. */
  ageMs?: number | undefined;
}

export type Send = (call: Call, options?: SendOptions) => Promise<Reply>;

/** Within the client: what sends also hands on the body of a success as it came, perhaps compressed. */
export type SendOnWire = (
  call: Call,
  options?: SendOptions & { onReceived?: (body: Buffer) => void },
) => Promise<Reply>;

/**
 * The last argument of every call: an AbortSignal, milliseconds for the whole call (`deadlineMs`), how it is retried
 * (`retry`, which overrides the client's options), and what is called when it has to wait for a rate limit (`onWait`).
 */
export type RequestOptions = Pick<SendOptions, "signal" | "deadlineMs" | "retry" | "onWait">;
