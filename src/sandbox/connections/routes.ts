import { found } from "../api/collection.js";
import { conflict, created, invalid, ok, type Reply } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { connectionBody } from "../api/responses.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { connectorFields, defaultsOf, isConnectorType } from "../services/catalog.js";
import { connectorSecrets, needsSecret } from "../services/secrets.js";
import { recordEvent } from "../simulation/events.js";
import { publish } from "../simulation/outbox.js";
import { act, cancelRun, pause, resync, unpause, updateDelay } from "../simulation/runs.js";
import { givenTables } from "../source/given.js";
import { timestamp } from "../world/clock.js";
import { deepMerge, type JsonObject, maskedObject } from "../world/json.js";
import type { Connection, RunScript } from "../world/model.js";
import { newId } from "../world/names.js";
import { approvedHashes } from "./approvals.js";
import { cardFor } from "./connect-card.js";
import {
  ConnectionChange,
  checkChange,
  NewConnection,
  nameFrom,
  network,
  theConnection,
} from "./fields.js";
import { newConnection } from "./new-connection.js";
import { scheduleAfter } from "./schedules.js";
import { credentials, runConnectionTests, scriptFor, testsAfter } from "./setup-tests.js";
import { triggeredBy } from "./triggers.js";

/** Rejects a change if it would have to stop a run that cannot be stopped. */
export function mustStop(connection: Connection): void {
  if (connection.backstage.run !== null && connection.backstage.script.refuses_stop === true) {
    throw conflict(`The running sync of connection '${connection.id}' cannot be stopped`);
  }
}

function stored(service: string, config: JsonObject): JsonObject {
  const filled = Object.entries(config).filter(([, value]) => value !== "");
  return maskedObject(Object.fromEntries(filled), connectorSecrets(service));
}

type Settings = Pick<ConnectionChange, "config" | "auth">;

/** Returns whether the source accepts the secrets of a request, if it needs any. */
function worthOf(service: string, { config, auth }: Settings, whole = config ?? {}) {
  const worth = credentials(config, auth, connectorSecrets(service));
  return worth === "none" && !needsSecret(service, whole) ? "good" : worth;
}

/** Fields that are stored unchanged. */
const PLAIN = [
  ...Object.keys(network),
  "pause_after_trial",
  "data_delay_sensitivity",
  "data_delay_threshold",
  "destination_configuration",
] as const;

function applyPlain(connection: Connection, body: ConnectionChange): void {
  const slower = (body.sync_frequency ?? 0) > (connection.sync_frequency ?? 0);
  if (slower || body.schedule != null) act(connection, "frequency");
  Object.assign(connection, scheduleAfter(connection, body));
  for (const field of PLAIN) {
    if (body[field] !== undefined) Object.assign(connection, { [field]: body[field] });
  }
}

function applyConfig(connection: Connection, body: ConnectionChange, now: number): void {
  const { service, backstage } = connection;
  connection.config = stored(service, deepMerge(connection.config, body.config ?? {}));
  cancelRun(connection, now);
  const worth = worthOf(service, body, connection.config);
  backstage.tests = testsAfter(backstage.tests, worth, connection.config);
  act(connection, "config");
}

function changesConfig(connection: Connection, { config, auth }: ConnectionChange): boolean {
  const { service } = connection;
  if (credentials(config, auth, connectorSecrets(service)) !== "none") return true;
  if (config === undefined) return auth !== undefined && Object.keys(auth).length > 0;
  const before = JSON.stringify(connection.config);
  return JSON.stringify(stored(service, deepMerge(connection.config, config))) !== before;
}

/** Returns the changed fields. Undefined if there are none. */
function difference(before: JsonObject, after: JsonObject): string | undefined {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].flatMap((name) => {
    const [was, is] = [JSON.stringify(before[name]), JSON.stringify(after[name])];
    return was === is
      ? []
      : [name === "status" || name === "config" ? name : `${name} ${was} -> ${is}`];
  });
  return changed.length === 0 ? undefined : changed.join(", ");
}

/** Returns the response to a change that had to stop a run that stops slowly. */
function stopped({ takes_ms, fails }: NonNullable<RunScript["stop"]>, after: JsonObject): Reply {
  const reply = { ...ok("Connection has been updated", after), delayMs: takes_ms };
  if (fails !== true) return reply;
  const message = "The running sync could not be stopped in time";
  return { status: 500, code: "ServerError", message, delayMs: takes_ms };
}

/**
 * Returns true if the change contains more than `paused`, because pausing and resuming have events
 * of their own.
 */
function edits({ paused: _, ...settings }: ConnectionChange): boolean {
  return Object.keys(settings).length > 0;
}

export function removeConnection(call: Call, connection: Connection): void {
  const { id, schema } = connection;
  cancelRun(connection, call.now);
  recordEvent(connection, "delete_connector", call.now);
  publish(call.world, connection);
  call.world.connections.delete(id);
  call.effect(id, `connection ${schema} deleted`);
}

/** Returns one page of the connections of a group, or of all, filtered by the name in the query. */
export function connectionPage(call: Call, what: string, group: string | null, label: string) {
  const { world, texts, query } = call;
  const schema = query.get("schema");
  const items = [...world.connections.values()].filter(
    (connection) =>
      (group === null || connection.group_id === group) &&
      (schema === null || connection.schema === schema),
  );
  const message = `${what} retrieved successfully`;
  return page(message, items, `${label}&${schema ?? ""}`, query, texts.item);
}

const FRESH_SCHEDULE = {
  schedule: null,
  schedule_type: "auto",
  sync_frequency: 360,
  daily_sync_time: null,
} as const;

export const connectionRoutes: Route[] = [
  route("list_connections", (call) => {
    const group = call.query.get("group_id");
    return connectionPage(call, "Connections list", group, `/v1/connections?${group ?? ""}`);
  }),
  route("connection_details", (call) =>
    ok("Connection details retrieved successfully", connectionBody(theConnection(call), true)),
  ),
  routeWithBody("create_connection", NewConnection, (call, body) => {
    const { world, now } = call;
    if (!isConnectorType(body.service)) throw invalid(`Unsupported service '${body.service}'`);
    found(world.groups, body.group_id, "Group");
    const config = body.config ?? {};
    const schema = nameFrom(config, body.service);
    for (const other of world.connections.values()) {
      if (other.group_id === body.group_id && other.schema === schema) {
        throw conflict(`A connection with schema '${schema}' already exists in this destination`);
      }
    }
    call.spend("connection");
    const tested = body.run_setup_tests !== false;
    if (tested) call.spend("setup test");
    const id = newId(world);
    const tables = givenTables(world, { schema, config });
    const connection = newConnection(
      {
        ...body,
        data_delay_sensitivity: body.data_delay_sensitivity ?? "LOW",
        id,
        service_version: 1,
        schema,
        connected_by: call.actor.kind === "user" ? call.actor.id : null,
        created_at: timestamp(now),
        succeeded_at: null,
        failed_at: null,
        ...scheduleAfter(FRESH_SCHEDULE, body),
        config: stored(body.service, defaultsOf(connectorFields(body.service) ?? {}, config)),
        connect_card_config: null,
      },
      {},
      {
        tests: [...triggeredBy(config), ...scriptFor(worthOf(body.service, body))],
        loaded: {},
        ...(tables === undefined ? {} : { tables }),
      },
    );
    if (tested) {
      runConnectionTests(connection, world.destinations.get(body.group_id), body, now);
    }
    world.connections.set(id, connection);
    recordEvent(connection, "create_connector", now, {
      properties: { service: body.service, schema },
    });
    call.engine.touch(connection);
    call.effect(id, `connection ${schema} created`);
    const card = body.connect_card_config;
    const shown = connectionBody(connection, true);
    return created(
      "Connection has been created",
      card === undefined ? shown : { ...shown, ...cardFor(call, connection, card) },
    );
  }),
  routeWithBody("modify_connection", ConnectionChange, (call, body) => {
    const { world, now, engine } = call;
    const connection = theConnection(call);
    checkChange(body);
    const { status } = connection;
    const reconfigures = changesConfig(connection, body);
    const historical = body.is_historical_sync === true && !status.is_historical_sync;
    const stops = reconfigures || historical || body.paused === true;
    if (stops) mustStop(connection);
    const slowly = stops && connection.backstage.run !== null && connection.backstage.script.stop;
    const tested = reconfigures && body.run_setup_tests !== false;
    if (tested) call.spend("setup test");

    const before = connectionBody(connection, true);
    connection.setup_tests = [];
    applyPlain(connection, body);
    if (reconfigures) applyConfig(connection, body, now);
    if (tested) {
      const trust = { ...body, approved: approvedHashes(world, connection.id) };
      runConnectionTests(connection, world.destinations.get(connection.group_id), trust, now);
    } else if (reconfigures && status.setup_state === "connected")
      status.setup_state = "incomplete";
    if (body.schema_status !== undefined) {
      status.schema_status = body.schema_status;
      if (body.schema_status === "ready") act(connection, "ready");
    }
    if (body.paused === true && !connection.paused) pause(connection, now);
    if (body.paused === false && connection.paused) unpause(connection, now);
    if (historical) {
      cancelRun(connection, now);
      resync(connection, now, engine.lagMs);
    }
    if (body.is_historical_sync === false) status.is_historical_sync = false;
    updateDelay(connection, now);

    const after = connectionBody(connection, true);
    const summary = difference(before, after) ?? (reconfigures ? "config" : undefined);
    if (summary !== undefined) call.effect(connection.id, summary);
    if (summary !== undefined && edits(body)) {
      recordEvent(connection, "edit_connector", now, {
        editType: reconfigures ? "CREDENTIALS" : "SETTINGS",
      });
    }
    return slowly ? stopped(slowly, after) : ok("Connection has been updated", after);
  }),
  route("delete_connection", (call: Call) => {
    const { id } = theConnection(call);
    removeConnection(call, theConnection(call));
    return ok(`Connection with id '${id}' has been deleted`);
  }),
];
