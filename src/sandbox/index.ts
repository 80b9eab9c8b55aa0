import { api, type Incoming } from "./api/api.js";
import { Refusal } from "./api/envelope.js";
import { post } from "./api/post.js";
import { type Limits, quotas, STANDARD_LIMITS } from "./api/quota.js";
import type { Effect, LoggedRequest } from "./api/request-log.js";
import { router } from "./api/router.js";
import { store } from "./api/store.js";
import { CARD_PATH, connectCardPage } from "./connections/connect-card.js";
import { faults } from "./http/faults.js";
import { type Delivery, front } from "./http/front.js";
import { incomingFrom, responseFrom } from "./http/response.js";
import { type Listening, listen } from "./http/server.js";
import { type Controls, sideChannel } from "./http/side-channel.js";
import { welcome } from "./http/welcome-page.js";
import { routes } from "./routes.js";
import { type Attempt, eventSender } from "./webhooks/event-sender.js";
import { liveClock, stoppedClock } from "./world/clock.js";
import { connectionNamed, type World } from "./world/model.js";
import { emptyWorld } from "./worlds/build.js";
import { demoWorld } from "./worlds/demo.js";
import { largeWorld } from "./worlds/large.js";

export type { Effect, LoggedRequest } from "./api/request-log.js";
export type { FaultRule } from "./http/faults.js";
export type { Connection, Destination, Group, RunScript, World } from "./world/model.js";
export { connectionNamed };

export interface SandboxOptions {
  /** Default: demo. */
  world?: "demo" | "empty" | "large";
  /** Size of the large world. Default: 1000. */
  connections?: number;
  /** The same seed gives the same world. Default: 1. */
  seed?: number;
  /** A live clock runs in real time; a stopped one moves only by `advance`. Default: live. */
  clock?: "live" | "stopped";
  startAt?: Date;
  /** Keeps the world in this file, shared by all processes that use it. */
  stateFile?: string;
  /** Added to each response, in real time. */
  latencyMs?: number;
  /** Delay between a trigger and the start of its run. Default: 1000 live, 0 stopped. */
  syncLagMs?: number;
  limits?: Partial<Limits>;
  /** How to delete a group that is not empty; the API does not document it. Default: refuse. */
  groupDelete?: "refuse" | "cascade";
  /** Receives notices for the user, such as a saved world that could not be read. */
  notify?: (notice: string) => void;
}

export interface Sandbox extends Controls {
  readonly apiKey: string;
  readonly apiSecret: string;
  fetch(request: Request): Promise<Response>;
  listen(port?: number, host?: "127.0.0.1"): Promise<Listening>;
  /** Stops delivering events. */
  close(): void;
}

export type { Attempt } from "./webhooks/event-sender.js";

const API_KEY = "sandbox-key";
const API_SECRET = "sandbox-secret";
const LIVE_LAG_MS = 1000;

function worldMaker(options: SandboxOptions): (now: number) => World {
  const seed = options.seed ?? 1;
  const kind = options.world ?? "demo";
  return (now) => {
    if (kind === "empty") return emptyWorld(seed, now);
    if (kind === "large") return largeWorld(seed, options.connections ?? 1000, now);
    return demoWorld(seed, now);
  };
}

/** Keeps an `update_state` that an edit has set. */
function keepUpdateStates(world: World, change: (world: World) => void): void {
  const before = new Map(
    [...world.connections.values()].map(({ id, status }) => [id, status.update_state]),
  );
  change(world);
  for (const { id, status, backstage } of world.connections.values()) {
    const old = before.get(id);
    if (old !== undefined && old !== status.update_state) backstage.update_state_set = true;
  }
}

export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { startAt, stateFile } = options;
  const clock = options.clock === "stopped" ? stoppedClock(startAt) : liveClock(startAt);
  const kept = store({
    make: worldMaker(options),
    clock,
    lagMs: options.syncLagMs ?? (clock.kind === "live" ? LIVE_LAG_MS : 0),
    stateFile,
    notify: options.notify,
  });
  const effects: Effect[] = [];
  const log: LoggedRequest[] = [];
  const rules = faults();
  const counters = quotas({ ...STANDARD_LIMITS, ...options.limits });
  const attempts: Attempt[] = [];
  const sender = eventSender({ store: kept, clock, log: attempts });
  const handler = front({
    api: api({
      store: kept,
      clock,
      quotas: counters,
      credentials: [API_KEY, API_SECRET],
      effects,
      groupDelete: options.groupDelete ?? "refuse",
      post,
    }),
    route: router(routes),
    faults: rules,
    clock,
    log,
    latencyMs: options.latencyMs ?? 0,
  });

  async function receive(incoming: Incoming): Promise<Delivery> {
    if (incoming.path === "/" && ["GET", "HEAD"].includes(incoming.method)) {
      return kept.read(({ world }) =>
        welcome(incoming.origin, [API_KEY, API_SECRET], {
          name: world.account.account_name,
          connections: world.connections.size,
          groups: world.groups.size,
          now: new Date(clock.now()).toUTCString(),
        }),
      );
    }
    if (incoming.path.split("?", 1)[0] === CARD_PATH) {
      const page = connectCardPage(incoming, { store: kept, clock, effects });
      sender.wake();
      return page;
    }
    if (incoming.path.startsWith("/_sandbox/")) return await sideChannel(incoming, sandbox);
    const delivery = await handler.receive(incoming);
    sender.wake();
    return delivery;
  }

  const sandbox: Sandbox = {
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    fetch: async (request) =>
      await responseFrom(await receive(await incomingFrom(request)), request.signal),
    listen: (port = 0, host = "127.0.0.1") => listen(receive, port, host),
    now: () => new Date(clock.now()),
    advance(ms) {
      if (clock.kind === "live") {
        throw new Refusal(400, "InvalidInput", "Only a stopped clock can be advanced");
      }
      kept.change(({ engine }) => {
        clock.set(clock.now() + ms);
        engine.settle(clock.now());
      });
      sender.wake();
    },
    delivered: () => sender.idle(),
    deliveries: () => attempts.map((attempt) => ({ ...attempt })),
    effects: () => effects.map((effect) => ({ ...effect })),
    requests: () => log.map((entry) => ({ ...entry })),
    fault: (rule) => rules.add(rule),
    clearFaults: () => rules.clear(),
    edit(change) {
      kept.change(({ world, engine }) => {
        keepUpdateStates(world, change);
        engine.rebuild();
      });
    },
    reset() {
      kept.reset();
      rules.clear();
      counters.reset();
      effects.length = 0;
      log.length = 0;
      attempts.length = 0;
    },
    close: () => sender.close(),
  };
  return sandbox;
}
