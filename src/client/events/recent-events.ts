import { createHash } from "node:crypto";
import type { WebhookEvent } from "./webhook-events.js";

export interface RecentEvents {
  /**
   * Calls `handle`, unless the same event was already handled. Returns undefined for such a duplicate. If the same
   * event arrives while the first is being handled, the second waits. If `handle` reports `ok: false` or throws, the
   * event is forgotten, so that the next delivery is handled again.
   */
  once<T>(
    event: WebhookEvent,
    rawBody: Uint8Array,
    handle: () => Promise<{ ok: boolean; result: T }>,
  ): Promise<T | undefined>;
}

/**
 * Creates a memory for events. It keeps at least the latest `most` events for `keepMs` milliseconds, the time in
 * which a repeated delivery is accepted.
 */
export function recentEvents(most: number, keepMs: number, now: () => number): RecentEvents {
  const seen = new Map<string, { handled: Promise<boolean>; until: number }>();

  function forgetOld(): void {
    for (const [key, { until }] of seen) {
      if (seen.size <= 2 * most && until > now()) return;
      seen.delete(key);
    }
  }

  return {
    async once(event, rawBody, handle) {
      const keys = keysOf(event, rawBody);
      for (;;) {
        const earlier = keys.map((key) => seen.get(key)).find((entry) => entry !== undefined);
        if (earlier === undefined) break;
        if (await earlier.handled) return undefined;
      }
      const handling = handle();
      const handled = handling.then(
        ({ ok }) => ok,
        () => false,
      );
      const until = Math.max(now(), event.createdAt?.getTime() ?? 0) + keepMs;
      for (const key of keys) seen.set(key, { handled, until });
      // This runs before a second delivery that waits for the first continues.
      void handled.then((ok) => {
        if (!ok) for (const key of keys) seen.delete(key);
      });
      forgetOld();
      return (await handling).result;
    },
  };
}

/** Events have no id. A repeated delivery has the same bytes, and events of a sync also contain the id of the sync. */
function keysOf({ sync_id, event, created }: WebhookEvent, rawBody: Uint8Array): string[] {
  const digest = (parts: string | Uint8Array) =>
    createHash("sha256").update(parts).digest("base64");
  const body = digest(rawBody);
  return [body, sync_id === undefined ? body : digest(JSON.stringify([sync_id, event, created]))];
}
