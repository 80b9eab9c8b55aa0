import * as z from "zod";
import { conflict, invalid, ok } from "../api/envelope.js";
import { connectionBody } from "../api/responses.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { keepsState } from "../services/catalog.js";
import { recordEvent } from "../simulation/events.js";
import { resync, startSoon, trigger } from "../simulation/runs.js";
import { isKnown } from "../source/source.js";
import { JsonObject } from "../world/json.js";
import type { Connection } from "../world/model.js";
import { approvedHashes } from "./approvals.js";
import { theConnection, trust } from "./fields.js";
import { mustStop } from "./routes.js";
import { runConnectionTests } from "./setup-tests.js";

const Scope = z.record(z.string(), z.array(z.string()));

function checkScope(connection: Connection, scope: z.infer<typeof Scope>): void {
  const schemas = Object.entries(scope);
  if (schemas.length === 0) throw invalid("The scope must name at least one schema");
  const { fixture, schema } = connection.backstage;
  // A source with a single table, a function or a custom connector can only be re-synced as a
  // whole.
  if (!schema.captured || fixture === "sheet" || keepsState(connection.service)) {
    throw invalid("This connection does not support the resync of tables");
  }
  for (const [schema, tables] of schemas) {
    if (tables.length === 0) throw invalid(`The scope names no table of schema '${schema}'`);
    for (const table of tables) {
      if (!isKnown(connection, schema, table)) {
        throw invalid(`Table '${table}' of schema '${schema}' does not exist`);
      }
    }
  }
}

/** Re-syncs tables with the next run. It starts now unless something prevents it. */
function resyncTables(call: Call, connection: Connection, scope: z.infer<typeof Scope>): void {
  checkScope(connection, scope);
  mustStop(connection);
  const { backstage } = connection;
  for (const [schema, tables] of Object.entries(scope)) {
    for (const table of tables)
      recordEvent(connection, "resync_table", call.now, { schema, table });
    const pending = backstage.resync_tables[schema] ?? [];
    backstage.resync_tables[schema] = [...new Set([...pending, ...tables])];
  }
  if (!connection.paused && backstage.run === null && backstage.start_at === null) {
    startSoon(connection, call.now, call.engine.lagMs);
  }
  const named = Object.entries(scope).flatMap(([schema, tables]) =>
    tables.map((table) => `${schema}.${table}`),
  );
  call.effect(connection.id, `resync of ${named.join(", ")}`);
}

function withState(call: Call): Connection {
  const connection = theConnection(call);
  if (keepsState(connection.service)) return connection;
  throw invalid(`Connections of service '${connection.service}' have no state to read or change`);
}

export const connectionActions: Route[] = [
  routeWithBody(
    "sync_connection",
    z.looseObject({ force: z.boolean().nullish() }),
    (call, { force }) => {
      const connection = theConnection(call);
      if (force === true) mustStop(connection);
      const done = trigger(connection, call.now, call.engine.lagMs, force === true);
      if (done === "started" || done === "restarted") call.effect(connection.id, `sync ${done}`);
      return ok(`Sync has been successfully triggered for connection with id '${connection.id}'`);
    },
  ),
  routeWithBody(
    "resync_connection",
    z.looseObject({ scope: Scope.nullish() }),
    (call, { scope }) => {
      const connection = theConnection(call);
      if (scope == null) {
        mustStop(connection);
        resync(connection, call.now, call.engine.lagMs);
        call.effect(connection.id, "historical resync of everything");
      } else resyncTables(call, connection, scope);
      return ok(`Sync has been successfully triggered for connection with id '${connection.id}'`);
    },
  ),
  routeWithBody("resync_tables", Scope, (call, scope) => {
    resyncTables(call, theConnection(call), scope);
    return ok("Re-sync has been triggered successfully");
  }),
  // An older path that re-syncs one table.
  route(
    "resync_tables",
    (call) => {
      const scope = { [call.param("schemaName")]: [call.param("tableName")] };
      resyncTables(call, theConnection(call), scope);
      return ok("Re-sync has been triggered successfully");
    },
    { path: "/v1/connections/{connectionId}/schemas/{schemaName}/tables/{tableName}/resync" },
  ),
  routeWithBody("run_setup_tests", z.looseObject(trust), (call, given) => {
    const connection = theConnection(call);
    call.spend("setup test");
    const before = connection.status.setup_state;
    runConnectionTests(
      connection,
      call.world.destinations.get(connection.group_id),
      { ...given, approved: approvedHashes(call.world, connection.id) },
      call.now,
    );
    const after = connection.status.setup_state;
    if (before !== after) call.effect(connection.id, `setup_state ${before} -> ${after}`);
    return ok("Setup tests have been completed", connectionBody(connection, true));
  }),
  route("connection_state", (call) =>
    ok("Connection state retrieved successfully", { state: withState(call).backstage.state }),
  ),
  routeWithBody(
    "modify_connection_state",
    z.looseObject({ state: JsonObject.nullish() }),
    (call, body) => {
      const connection = withState(call);
      if (body.state != null) {
        if (connection.backstage.run !== null)
          throw conflict("The state cannot change while a sync runs");
        if (!connection.paused)
          throw invalid("The connection must be paused before its state can change");
        connection.backstage.state = body.state;
        call.effect(connection.id, "state replaced");
      }
      return ok("Connection state has been updated", { state: connection.backstage.state });
    },
  ),
];
