import { randomBytes } from "node:crypto";
import { api, type Head, type Incoming } from "./api/api.js";
import { Refusal } from "./api/envelope.js";
import { poster } from "./api/post.js";
import { type Limits, quotas, STANDARD_LIMITS } from "./api/quota.js";
import { type Effect, requestLog } from "./api/request-log.js";
import { checked, router } from "./api/router.js";
import { store } from "./api/store.js";
import { CARD_PATH, connectCardPage } from "./connections/connect-card.js";
import { FaultRule, faults } from "./http/faults.js";
import { type Delivery, front } from "./http/front.js";
import { hasSecret } from "./http/guard.js";
import { incomingFrom, responseFrom } from "./http/response.js";
import { type Listening, listen } from "./http/server.js";
import { type Controls, sideChannel } from "./http/side-channel.js";
import { accountPage } from "./page/account-page.js";
import { routes } from "./routes.js";
import { giveSource } from "./source/given.js";
import { loadsOf } from "./source/loads.js";
import { type Attempt, eventSender } from "./webhooks/event-sender.js";
import { DAY, liveClock, stoppedClock } from "./world/clock.js";
import { worldFrom, worldText } from "./world/file.js";
import { connectionNamed, GivenTables, type World } from "./world/model.js";
import { emptyWorld } from "./worlds/build.js";
import { demoWorld } from "./worlds/demo.js";
import { largeWorld } from "./worlds/large.js";

export type { Effect, LoggedRequest } from "./api/request-log.js";
export type { FaultRule } from "./http/faults.js";
export type { Load } from "./source/loads.js";
export type {
  Connection,
  Destination,
  GivenTables,
  Group,
  RunScript,
  World,
} from "./world/model.js";
export { connectionNamed };

export interface SandboxOptions {
  /** The account to start with. Default: demo. */
  world?: "demo" | "empty" | "large";
  /** The number of connections in the large world. Default: 1000. */
  connections?: number;
  /**
   * Tables of sources, keyed by the name or host of their connections. Same form as in
   * `giveSource`.
   */
  sources?: Readonly<Record<string, GivenTables>>;
  /** The same seed gives the same world. Default: 1. */
  seed?: number;
  /** A live clock runs in real time. A stopped clock moves only by `advance`. Default: live. */
  clock?: "live" | "stopped";
  /** The initial time of the clock. Default: now if it is live, otherwise a fixed Monday morning. */
  startAt?: Date;
  /**
   * A file that stores the world. All processes that use the file share the world. Default: memory
   * only.
   */
  stateFile?: string;
  /** Milliseconds of real time added to each response. Default: 0. */
  latencyMs?: number;
  /**
   * Milliseconds between a trigger and the start of its run. Default: 1000 with a live clock, 0
   * with a stopped one.
   */
  syncLagMs?: number;
  /** Rate limits that replace those of a paid account, such as `{ requestsPerHour: 500 }`. */
  limits?: Partial<Limits>;
  /** How a group that is not empty is deleted, which the API does not document. Default: refuse. */
  groupDelete?: "refuse" | "cascade";
  /**
   * Whether operations in private preview exist. Without them their paths return 404. Default:
   * true.
   */
  previews?: boolean;
  /**
   * Addresses on this machine to which webhook events may be sent, such as `http://127.0.0.1:8080`.
   * Default: none.
   */
  webhooksTo?: readonly string[];
  /** The secret of the side channel, sent in the header `X-Sandbox-Secret`. Default: random. */
  controlSecret?: string;
  /** Receives notices for the user, such as a saved world that could not be read. */
  notify?: (notice: string) => void;
}

export interface Sandbox extends Controls {
  /** The API key of the account's first user. Its secret is `apiSecret`. */
  readonly apiKey: string;
  readonly apiSecret: string;
  /** The secret of the side channel, for the header `X-Sandbox-Secret`. */
  readonly controlSecret: string;
  /** Handles a request in this process, without a socket. */
  fetch(request: Request): Promise<Response>;
  /** Listens on loopback. Default port: any free one. */
  listen(port?: number, host?: "127.0.0.1"): Promise<Listening>;
  /** Stops the delivery of events. */
  close(): void;
}

export type { Attempt } from "./webhooks/event-sender.js";

/** One router serves every account. */
const route = router(routes);

const API_KEY = "sandbox-key";
const API_SECRET = "sandbox-secret";
const LIVE_LAG_MS = 1000;
const CONTROLS_PATH = "/_sandbox/";
const MEBIBYTE = 1024 * 1024;
const ADVANCE_AT_MOST = 366 * DAY;

function worldMaker(options: SandboxOptions): (now: number) => World {
  const seed = options.seed ?? 1;
  const kind = options.world ?? "demo";
  return (now) => {
    if (kind === "empty") return emptyWorld(seed, now);
    if (kind === "large") return largeWorld(seed, options.connections ?? 1000, now);
    return demoWorld(seed, now);
  };
}

/** Keeps an `update_state` that an edit sets, which would otherwise be computed again. */
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

/** Creates a simulated Fivetran account. Use it with `fetch`, or over HTTP after `listen`. */
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
  const log = requestLog();
  const rules = faults();
  const counters = quotas({ ...STANDARD_LIMITS, ...options.limits });
  const attempts: Attempt[] = [];
  const { post, allow } = poster(options.webhooksTo ?? []);
  const controlSecret = options.controlSecret || randomBytes(24).toString("base64url");
  const sender = eventSender({ store: kept, clock, post, log: attempts });
  const simulated = api({
    store: kept,
    clock,
    quotas: counters,
    credentials: [API_KEY, API_SECRET],
    effects,
    groupDelete: options.groupDelete ?? "refuse",
    previews: options.previews ?? true,
    post,
  });
  const handler = front({
    api: simulated,
    route,
    faults: rules,
    clock,
    log,
    latencyMs: options.latencyMs ?? 0,
  });

  /**
   * Returns the largest body in bytes. Without valid credentials or the secret, only a small body
   * is read.
   */
  function limit(head: Head): number {
    const allowed = head.path.startsWith(CONTROLS_PATH)
      ? hasSecret(head, controlSecret)
      : simulated.authorized(head);
    if (!allowed) return 0;
    return head.header("content-type")?.startsWith("multipart/") ? 32 * MEBIBYTE : 16 * MEBIBYTE;
  }

  async function receive(incoming: Incoming): Promise<Delivery> {
    const [path = "", query = ""] = incoming.path.split("?", 2);
    if (path === "/" && ["GET", "HEAD"].includes(incoming.method)) {
      return kept.read(({ world }) =>
        accountPage({
          origin: incoming.origin,
          credentials: [API_KEY, API_SECRET],
          world,
          now: clock.now(),
          requests: log.entries(),
          query: new URLSearchParams(query),
        }),
      );
    }
    if (path === CARD_PATH) {
      const page = connectCardPage(incoming, { store: kept, clock, effects });
      sender.wake();
      return page;
    }
    if (incoming.path.startsWith(CONTROLS_PATH)) {
      return await sideChannel(incoming, sandbox, controlSecret);
    }
    const delivery = await handler.receive(incoming);
    sender.wake();
    return delivery;
  }

  /** Clears what was recorded or set up in addition to the world. */
  function forget(): void {
    rules.clear();
    counters.reset();
    effects.length = 0;
    log.clear();
    attempts.length = 0;
  }

  function giveSources(): void {
    for (const [name, tables] of Object.entries(options.sources ?? {})) {
      sandbox.giveSource(name, tables);
    }
  }

  const sandbox: Sandbox = {
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    controlSecret,
    fetch: async (request) =>
      await responseFrom(await receive(await incomingFrom(request)), request.signal),
    listen: (port = 0, host = "127.0.0.1") => listen({ limit, receive }, port, host),
    now: () => new Date(clock.now()),
    advance(ms) {
      if (clock.kind === "live") {
        throw new Refusal(400, "InvalidInput", "Only a stopped clock can be advanced");
      }
      // Everything that is due in between runs, so the time per call is limited.
      if (!(ms >= 0 && ms <= ADVANCE_AT_MOST)) {
        throw new Refusal(
          400,
          "InvalidInput",
          "The clock moves forward, by up to 366 days at once",
        );
      }
      kept.change(({ engine }) => {
        clock.set(clock.now() + ms);
        engine.settle(clock.now());
      });
      sender.wake();
    },
    delivered: () => sender.idle(),
    deliveries: () => attempts.map((attempt) => ({ ...attempt })),
    allowWebhooksTo: allow,
    effects: () => effects.map((effect) => ({ ...effect })),
    requests: log.entries,
    fault: (rule) => rules.add(checked(FaultRule, rule)),
    clearFaults: () => rules.clear(),
    edit(change) {
      kept.change(({ world, engine }) => {
        keepUpdateStates(world, change);
        engine.rebuild();
      });
    },
    giveSource(name, tables) {
      const checked = GivenTables.safeParse(tables);
      if (!checked.success || name === "") {
        throw new Refusal(400, "InvalidInput", "A source has columns by schema and table");
      }
      sandbox.edit((world) => giveSource(world, name, checked.data));
    },
    loads: () => kept.read(({ world }) => [...world.connections.values()].flatMap(loadsOf)),
    reset() {
      kept.reset();
      forget();
      giveSources();
    },
    exportWorld: () => kept.read(({ world }) => worldText(world)),
    importWorld(text) {
      const world = worldFrom(text);
      if (world === "unreadable") {
        throw new Refusal(400, "InvalidInput", "This is not an account that this version exported");
      }
      kept.replace(world);
      forget();
    },
    close: () => sender.close(),
  };
  giveSources();
  return sandbox;
}
