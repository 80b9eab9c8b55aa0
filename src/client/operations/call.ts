import type { RetryOptions } from "../http/retry.js";
import type { OperationId } from "./catalog.js";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One request, by operation of the catalogue: path and query values by name, and a body. Serialisable as it is. */
export interface Call {
  operation: OperationId;
  params: Record<string, string | number | boolean>;
  body?: Json;
}

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

export const call = (operation: OperationId, params: Call["params"] = {}, body?: Json): Call =>
  body === undefined ? { operation, params } : { operation, params, body };
