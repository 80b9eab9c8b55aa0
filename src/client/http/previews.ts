import { onAbort } from "../../base/deadline.js";
import { isNotEnabled } from "../../base/errors.js";
import type { OperationId } from "../operations/call.js";
import type { Clock } from "./clock.js";
import type { SendOnWire } from "./send.js";

/** Reads that Fivetran offers to some accounts only: the others get a 404 of the route for any connection. */
const PREVIEWS: ReadonlySet<OperationId> = new Set<OperationId>([
  "connection_sync_history",
  "connection_warnings",
  "connection_errors",
  "list_api_keys",
]);

/** Fivetran may enable one at any time. */
const REMEMBERED_MS = 600_000;

/**
 * A `send` that requests a preview once of an account that does not have it: for ten minutes the same error is thrown
 * for every connection, without a request. Until the first response shows whether it has it, calls wait for that one.
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

/** Until the other call is over, or this one is cancelled: then its own request reports that. */
async function settled(other: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  let forget = () => {};
  const left = new Promise<void>((resolve) => {
    forget = onAbort(signal, resolve);
  });
  await Promise.race([other.catch(() => {}), left]);
  forget();
}
