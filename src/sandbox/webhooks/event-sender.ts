import type { Post, Posted, Poster } from "../api/post.js";
import type { Store } from "../api/store.js";
import { nextTry } from "../simulation/outbox.js";
import { type Clock, DAY, SECOND, timestamp } from "../world/clock.js";
import type { World } from "../world/model.js";
import type { Delivery } from "../world/webhook.js";

/** One attempt to deliver an event. */
export interface Attempt {
  at: string;
  webhook: string;
  event: string;
  attempt: number;
  delivered: boolean;
  status?: number;
  message: string;
}

export interface EventSender {
  /** Delivers due events in the background. */
  wake(): void;
  /** Resolves when no due event remains. */
  idle(): Promise<void>;
  close(): void;
}

const DISABLE_AFTER_MS = 3 * DAY;

function due(world: World, now: number): Delivery[] {
  // Only one event per webhook is sent at a time, so that its events arrive in order.
  const first = new Map<string, Delivery>();
  for (const delivery of world.outbox.values()) {
    if (delivery.due_at > now) continue;
    const other = first.get(delivery.webhook_id);
    if (other === undefined || delivery.due_at < other.due_at) {
      first.set(delivery.webhook_id, delivery);
    }
  }
  return [...first.values()];
}

/**
 * Records the result of an attempt: the event is done or will be retried, or the webhook is
 * disabled.
 */
function settle(world: World, delivery: Delivery, posted: Posted): void {
  const webhook = world.webhooks.get(delivery.webhook_id);
  if (webhook === undefined) return;
  if (posted.ok) {
    webhook.failing_since = null;
    return;
  }
  webhook.failing_since ??= delivery.due_at;
  const at = nextTry(delivery);
  if (delivery.due_at - webhook.failing_since >= DISABLE_AFTER_MS) webhook.active = false;
  else if (at !== undefined) {
    const again = { ...delivery, attempt: delivery.attempt + 1, due_at: at };
    world.outbox.set(again.id, again);
  }
}

/** Delivers the events of the world's outbox. */
export function eventSender(options: {
  store: Store;
  clock: Clock;
  post: Poster["post"];
  log: Attempt[];
}): EventSender {
  const { store, clock, post, log } = options;
  let working: Promise<void> | undefined;
  let closed = false;

  /** Removes due events from the outbox under the lock, so that no other process sends them too. */
  function take(): { delivery: Delivery; post: Post }[] {
    return store.change(({ world }) =>
      due(world, clock.now()).flatMap((delivery) => {
        world.outbox.delete(delivery.id);
        const webhook = world.webhooks.get(delivery.webhook_id);
        if (webhook === undefined || !webhook.active) return [];
        const { url, secret } = webhook;
        return [{ delivery, post: { url, secret, body: delivery.body } }];
      }),
    );
  }

  async function deliver({ delivery, post: outgoing }: ReturnType<typeof take>[number]) {
    const posted = await post(outgoing);
    log.push({
      at: timestamp(delivery.due_at),
      webhook: delivery.webhook_id,
      event: delivery.event,
      attempt: delivery.attempt,
      delivered: posted.ok,
      ...(posted.status === undefined ? {} : { status: posted.status }),
      message: posted.message,
    });
    store.change(({ world }) => settle(world, delivery, posted));
  }

  const anything = () => store.read(({ world }) => due(world, clock.now()).length > 0);

  async function work(): Promise<void> {
    while (!closed && anything()) await Promise.all(take().map(deliver));
  }

  function wake(): void {
    if (closed || working !== undefined || !anything()) return;
    working = work().finally(() => {
      working = undefined;
      // Events may have been queued in the meantime.
      wake();
    });
  }

  const timer = clock.kind === "live" ? setInterval(wake, SECOND) : undefined;
  timer?.unref();
  return {
    wake,
    async idle() {
      wake();
      while (working !== undefined) await working;
    },
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}
