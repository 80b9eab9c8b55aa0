import { createHash } from "node:crypto";
import type { WebhookEvent } from "./webhook-events.js";

export interface RecentEvents {
  /**
   * Runs `handle` unless the same event was handled before; undefined for such a duplicate. A second delivery that
   * arrives in the meantime waits for the first. `handle` returns whether it succeeded: otherwise the event is
   * forgotten and handled again when it is delivered again.
   */
  once<T>(
    event: WebhookEvent,
    rawBody: Uint8Array,
    handle: () => Promise<{ ok: boolean; result: T }>,
  ): Promise<T | undefined>;
}

/** Remembers the last `most` events, each for the time in which a delivery of it is accepted. */
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
      // Before anyone who waits for it continues.
      void handled.then((ok) => {
        if (!ok) for (const key of keys) seen.delete(key);
      });
      forgetOld();
      return (await handling).result;
    },
  };
}

/** Events have no id. A delivery that is repeated has the same bytes; a run's events also name the run. */
function keysOf({ sync_id, event, created }: WebhookEvent, rawBody: Uint8Array): string[] {
  const digest = (parts: string | Uint8Array) =>
    createHash("sha256").update(parts).digest("base64");
  const body = digest(rawBody);
  return [body, sync_id === undefined ? body : digest(JSON.stringify([sync_id, event, created]))];
}
