import * as z from "zod";
import type { Incoming } from "../api/api.js";
import { invalid, missing, Refusal } from "../api/envelope.js";
import type { Effect, LoggedRequest } from "../api/request-log.js";
import { checked, decoded } from "../api/router.js";
import type { Load } from "../source/loads.js";
import type { Attempt } from "../webhooks/event-sender.js";
import { deepMerge, JsonObject } from "../world/json.js";
import { Connection, GivenTables, type World } from "../world/model.js";
import { FaultRule } from "./faults.js";
import type { Delivery } from "./front.js";
import { CONTROL_HEADER, failure, hasSecret } from "./guard.js";

/** The controls of a sandbox, available to other processes over HTTP. */
export interface Controls {
  /** Returns the simulated time. */
  now(): Date;
  /**
   * Moves a stopped clock forward by up to 366 days, and runs everything that becomes due, in
   * order.
   * @throws if the clock is live, or if the time is out of range.
   */
  advance(ms: number): void;
  /** Resolves when every due event has been delivered or has failed. */
  delivered(): Promise<void>;
  /** Returns every attempt to deliver an event to a webhook since the start or the last reset. */
  deliveries(): Attempt[];
  /** Returns every change that requests have made since the start or the last reset. */
  effects(): Effect[];
  /** Returns the requests since the start or the last reset, the oldest first. Secrets are masked. */
  requests(): LoggedRequest[];
  /** Allows events to be sent to the server at this address, such as a listener of a test. */
  allowWebhooksTo(url: string): void;
  /** Disturbs the requests that match a rule. The first matching rule applies to a request. */
  fault(rule: FaultRule): void;
  /** Removes every fault rule. */
  clearFaults(): void;
  /** Changes the world directly, without a request. For states that no request can create. */
  edit(change: (world: World) => void): void;
  /**
   * Replaces the tables of a source: that of the connection with this name or host, which need not
   * exist yet. `tables` lists the columns by schema and table; a star marks a primary key.
   * @throws if `tables` is malformed.
   */
  giveSource(name: string, tables: GivenTables): void;
  /**
   * Returns the data that syncs have written, for connections created here or with given sources.
   */
  loads(): Load[];
  /** Restores the initial account, and clears everything that was recorded, with all fault rules. */
  reset(): void;
  /**
   * Returns the whole account as JSON text, for a bug report or a test. It contains no secrets,
   * because the sandbox stores only masks.
   */
  exportWorld(): string;
  /**
   * Replaces this account by an exported one.
   * @throws if the text is not an account of this version.
   */
  importWorld(text: string): void;
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.length === 0 ? "{}" : body.toString("utf8"));
  } catch {
    throw invalid("Request body is not valid JSON");
  }
}

/** Merges fields into a stored connection, as if Fivetran itself had changed it. */
function mergeConnection(world: World, id: string, change: JsonObject): Connection {
  const present = world.connections.get(id);
  if (present === undefined) throw missing("Connection", id);
  const stored = checked(JsonObject, JSON.parse(JSON.stringify(present)));
  const next = checked(Connection, deepMerge(stored, change));
  if (next.id !== id) throw invalid("The id of a connection cannot change");
  if (!world.groups.has(next.group_id)) throw missing("Group", next.group_id);
  const status = change["status"];
  if (typeof status === "object" && status !== null && "update_state" in status) {
    next.backstage.update_state_set = true;
  }
  world.connections.set(id, next);
  return next;
}

async function act(incoming: Incoming, controls: Controls): Promise<unknown> {
  const path = incoming.path.split("?", 1)[0] ?? "";
  const call = `${incoming.method} ${path.slice("/_sandbox".length)}`;
  const connection = /^PATCH \/connections\/([^/]+)$/.exec(call)?.[1];
  if (connection !== undefined) {
    const change = checked(JsonObject, json(incoming.body));
    let merged: Connection | undefined;
    controls.edit((world) => {
      merged = mergeConnection(world, decoded(connection), change);
    });
    return merged;
  }
  const source = /^PUT \/sources\/([^/]+)$/.exec(call)?.[1];
  if (source !== undefined) {
    controls.giveSource(decoded(source), checked(GivenTables, json(incoming.body)));
    return {};
  }
  switch (call) {
    case "POST /advance":
      controls.advance(checked(z.strictObject({ ms: z.number().min(0) }), json(incoming.body)).ms);
      await controls.delivered();
      return { now: controls.now().toISOString() };
    case "POST /faults":
      controls.fault(checked(FaultRule, json(incoming.body)));
      return {};
    case "POST /webhook-receivers":
      controls.allowWebhooksTo(
        checked(z.strictObject({ url: z.string() }), json(incoming.body)).url,
      );
      return {};
    case "DELETE /faults":
      controls.clearFaults();
      return {};
    case "GET /effects":
      return controls.effects();
    case "GET /loads":
      return controls.loads();
    case "GET /deliveries":
      await controls.delivered();
      return controls.deliveries();
    case "GET /requests":
      return controls.requests();
    case "POST /reset":
      controls.reset();
      return {};
    case "GET /world":
      return json(Buffer.from(controls.exportWorld()));
    case "PUT /world":
      controls.importWorld(incoming.body.toString("utf8"));
      return {};
    default:
      throw new Refusal(404, "NotFound", `The sandbox has no control ${call}`);
  }
}

export async function sideChannel(
  incoming: Incoming,
  controls: Controls,
  secret: string,
): Promise<Delivery> {
  if (!hasSecret(incoming, secret)) {
    return failure(
      403,
      "Forbidden",
      `The controls need the secret of this sandbox in the header ${CONTROL_HEADER}`,
    );
  }
  try {
    const body = Buffer.from(JSON.stringify(await act(incoming, controls)) ?? "");
    return { status: 200, headers: { "content-type": "application/json" }, body };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return failure(error.status, error.code, error.message);
  }
}
