import type { Call, OperationId } from "../operations/call.js";
import type { RetryOptions } from "./retry.js";

/** A file to upload. */
export interface FilePart {
  content: Uint8Array;
  /** `package.zip` when absent. */
  name?: string | undefined;
}

export interface SendOptions {
  signal?: AbortSignal | undefined;
  /** Ends the call as `signal` does, but only until the request has left; from then on it changes nothing. */
  beforeSending?: AbortSignal | undefined;
  /** Milliseconds for the whole call with queueing, retries and sleeps; the operation's own limit when absent. */
  deadlineMs?: number | undefined;
  /** How this call is sent again, over what the client was given. */
  retry?: RetryOptions | undefined;
  /** The file that an operation with a multipart body uploads. */
  file?: FilePart | undefined;
  /**
   * Called when the caller's signal or deadline ended the wait for a change that was already on its way: it is
   * not aborted, because that would not undo it. The promise settles with what became of it.
   */
  onDetached?: ((settled: Promise<Reply>) => void) | undefined;
}

/** A 2xx answer. `data` is what the envelope held, unparsed; undefined where Fivetran sends none. */
export interface Reply {
  operation: OperationId;
  status: number;
  message: string | undefined;
  data: unknown;
  attempts: number;
  /** No usable answer came; this is the read that showed the change, and `data` is what it read. */
  verified?: string | undefined;
  /** Items of a list that something between took out; a page may then be empty without being the last. */
  hidden?: number | undefined;
}

export type Send = (call: Call, options?: SendOptions) => Promise<Reply>;

/**
 * What every call takes last: an AbortSignal, milliseconds for the whole call (`deadlineMs`), and how it is sent
 * again (`retry`, over what the client was given).
 */
export type RequestOptions = Pick<SendOptions, "signal" | "deadlineMs" | "retry">;
