import { onAbort } from "../../base/deadline.js";
import { isNotEnabled } from "../../base/errors.js";
import type { OperationId } from "../operations/call.js";
import type { Clock } from "./clock.js";
import type { SendOnWire } from "./send.js";

/** Reads that Fivetran offers only to some accounts. Other accounts receive a 404 for the route, for any connection. */
const PREVIEWS: ReadonlySet<OperationId> = new Set<OperationId>([
  "connection_sync_history",
  "connection_warnings",
  "connection_errors",
  "list_api_keys",
]);

/** Ten minutes, because Fivetran may enable a preview at any time. */
const REMEMBERED_MS = 600_000;

/**
 * Wraps `send` so that a preview which the account does not have is requested only once. For ten minutes, later calls
 * throw the same error without a request. Until the first response arrives, concurrent calls wait for it.
 */
export function withKnownPreviews(send: SendOnWire, { now }: Pick<Clock, "now">): SendOnWire {
  const missing = new Map<OperationId, { error: unknown; at: number }>();
  const present = new Set<OperationId>();
  const first = new Map<OperationId, Promise<unknown>>();

  const refuseMissing = (id: OperationId) => {
    const known = missing.get(id);
    if (known === undefined) return;
    if (now() - known.at <= REMEMBERED_MS) throw known.error;
    missing.delete(id);
  };

  return async (call, options) => {
    const { operation: id } = call;
    if (!PREVIEWS.has(id)) return send(call, options);
    refuseMissing(id);
    const other = first.get(id);
    if (!present.has(id) && other !== undefined) {
      await settled(other, options?.signal);
      refuseMissing(id);
    }
    const reply = send(call, options);
    if (!present.has(id)) first.set(id, reply);
    try {
      const done = await reply;
      present.add(id);
      return done;
    } catch (error) {
      if (isNotEnabled(error)) {
        present.delete(id);
        missing.set(id, { error, at: now() });
      }
      throw error;
    } finally {
      if (first.get(id) === reply) first.delete(id);
    }
  };
}

/** Resolves when the other call has ended or this call is cancelled. After a cancellation, `send` throws the error. */
async function settled(other: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  let forget = () => {};
  const left = new Promise<void>((resolve) => {
    forget = onAbort(signal, resolve);
  });
  await Promise.race([other.catch(() => {}), left]);
  forget();
}
