import type { Call, OperationId } from "../operations/call.js";
import type { RetryOptions } from "./retry.js";

/** A file to upload. */
export interface FilePart {
  /** The bytes of the file. */
  content: Uint8Array;
  /** The file name. Default: `package.zip`. */
  name?: string | undefined;
}

/** Options of one call of `send`. */
export interface SendOptions {
  /** Cancels the call. A change that was already sent is not aborted, because aborting would not undo it. */
  signal?: AbortSignal | undefined;
  /** Cancels the call like `signal`, but has no effect once the request was sent. */
  beforeSending?: AbortSignal | undefined;
  /**
   * The time for the whole call in milliseconds, including queueing and retries. It can only shorten the limit of the
   * operation, which is also the default: 50,000 for most reads and 110,000 for most changes.
   */
  deadlineMs?: number | undefined;
  /**
   * Accepts a list page that this client has already read, up to this age in milliseconds, at most 60,000. The client
   * must not have changed anything since. With 0, only a page that another call is reading right now is accepted. The
   * `attempts` of such a reply is 0. Applies to the lists of connections, groups, destinations and users.
   */
  maxAgeMs?: number | undefined;
  /** Set this for a read that belongs to a change. It may use the slots reserved for changes. */
  reserved?: boolean | undefined;
  /**
   * The caller that the request belongs to. If requests of several lanes wait, the next free slot is given to the
   * lane with the fewest requests in flight.
   */
  lane?: string | undefined;
  /** Called with the wait in milliseconds when a rate limit delays the call. */
  onWait?: ((ms: number) => void) | undefined;
  /** How this call is retried. Overrides the client's options. */
  retry?: RetryOptions | undefined;
  /** The file to upload, for an operation with a multipart body. */
  file?: FilePart | undefined;
  /**
   * Called if the signal or the deadline ends the wait for a change in flight. Such a change is not aborted, because
   * aborting would not undo it. The promise settles with its outcome.
   */
  onDetached?: ((settled: Promise<Reply>) => void) | undefined;
}

/** A 2xx response. */
export interface Reply {
  /** The operation id of the call. */
  operation: OperationId;
  /** The HTTP status. */
  status: number;
  /** The message in Fivetran's envelope, if any. */
  message: string | undefined;
  /** The content of Fivetran's envelope, not validated. A `Uint8Array` for a file. Undefined if Fivetran sends none. */
  data: unknown;
  /** How many times the request was sent. 0 if the reply was reused. */
  attempts: number;
  /** The uncompressed size of the response. */
  bytes?: number | undefined;
  /**
   * Set if no usable response arrived and a read showed that the change took effect. It describes that read, and
   * `data` is what the read returned.
   */
  verified?: string | undefined;
  /**
   * The number of list items that the client or a middleware removed. A page without items may then still have a next
   * page.
   */
  hidden?: number | undefined;
  /** Those of the removed items that lack the field that a filter is verified by, with their index in the page. */
  unverified?: readonly { item: unknown; field: string; index: number }[] | undefined;
  /** Set if the page was too large with the requested limit. It is the smaller limit that was used. */
  limit?: number | undefined;
  /** Set if the reply was read for an earlier call: its age in milliseconds. See `SendOptions.maxAgeMs`. */
  ageMs?: number | undefined;
}

/** Sends one call to the API. Resolves with a 2xx response; throws a `FivetranError` otherwise. */
export type Send = (call: Call, options?: SendOptions) => Promise<Reply>;

/**
 * The form of `send` inside the client. It also passes on the body of a successful response as received, which may be
 * compressed.
 */
export type SendOnWire = (
  call: Call,
  options?: SendOptions & { onReceived?: (body: Buffer) => void },
) => Promise<Reply>;

/**
 * Options of every call: `signal` (cancels it), `deadlineMs` (milliseconds for the whole call), `retry` (overrides
 * the client's options) and `onWait` (called when a rate limit delays the call).
 */
export type RequestOptions = Pick<SendOptions, "signal" | "deadlineMs" | "retry" | "onWait">;
