import * as z from "zod";
import { invalid, missing, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { titled } from "../services/catalog.js";
import { wholeSource } from "../source/source.js";
import type { JsonObject } from "../world/json.js";
import type { Connection, Notice } from "../world/model.js";
import { theConnection } from "./fields.js";

/** Warning types that exist even if no connection reports them. */
const TYPES = ["resync_table_warning", "type_coercion_to_null_warning", "sync_warning"];

/** Returns a table in the form of the API, with its names in the destination. */
function inDestination(connection: Connection, schema: string, table: string): JsonObject {
  const known = wholeSource(connection)?.get(schema);
  return { schema: known?.nameInDestination ?? schema, table: table.toLowerCase() };
}

const reportedAt = ({ created_at }: Notice, connection: Connection): string =>
  created_at ?? connection.succeeded_at ?? connection.created_at;

/** Returns the warnings of a connection by table. Warnings without a table come last. */
function byTable(connection: Connection): JsonObject[] {
  const groups = new Map<string, { at: JsonObject; warnings: JsonObject[] }>();
  const general: JsonObject[] = [];
  for (const warning of connection.status.warnings) {
    const { code, message, details, tables = [] } = warning;
    const shown = {
      code,
      message,
      ...(details === undefined ? {} : { error_message: details }),
      created_at: reportedAt(warning, connection),
    };
    if (tables.length === 0) general.push(shown);
    for (const { schema, table } of tables) {
      const key = JSON.stringify([schema, table]);
      const group = groups.get(key) ?? {
        at: inDestination(connection, schema, table),
        warnings: [],
      };
      group.warnings.push(shown);
      groups.set(key, group);
    }
  }
  const items = [...groups.values()].map(({ at, warnings }) => ({ ...at, warnings }));
  return general.length === 0 ? items : [...items, { warnings: general }];
}

function dismiss(call: Call, connection: Connection, types: readonly string[]): void {
  const { status } = connection;
  const before = status.warnings.length;
  status.warnings = status.warnings.filter(({ code }) => !types.includes(code));
  if (status.warnings.length < before) {
    call.effect(connection.id, `warnings dismissed: ${types.join(", ")}`);
  }
}

const isKnown = ({ status }: Connection, type: string) =>
  TYPES.includes(type) || status.warnings.some(({ code }) => code === type);

const preview = { preview: true } as const;

export const warningRoutes: Route[] = [
  route(
    "connection_warnings",
    (call) => {
      const connection = theConnection(call);
      const items = byTable(connection);
      const message = "Connection warnings retrieved successfully";
      return page(message, items, `${connection.id}/warnings`, call.query);
    },
    preview,
  ),
  route(
    "dismiss_connection_warning",
    (call) => {
      const connection = theConnection(call);
      const type = call.param("warningType");
      if (!isKnown(connection, type)) throw missing("Warning type", type, "NotFound");
      dismiss(call, connection, [type]);
      return ok(`Warnings of type '${type}' have been dismissed`);
    },
    preview,
  ),
  routeWithBody(
    "dismiss_connection_warnings",
    z.looseObject({ warning_types: z.array(z.string()).nullish() }),
    (call, { warning_types }) => {
      const connection = theConnection(call);
      const unknown = warning_types?.find((type) => !isKnown(connection, type));
      if (unknown !== undefined) throw invalid(`Unknown warning type '${unknown}'`);
      const all = connection.status.warnings.map(({ code }) => code);
      dismiss(call, connection, warning_types?.length ? warning_types : all);
      return ok("Connection warnings have been dismissed");
    },
    undefined,
    preview,
  ),
  route(
    "connection_errors",
    (call) => {
      const connection = theConnection(call);
      const { failed_at, created_at, status } = connection;
      const items = status.tasks.map((task) => ({
        type: task.code,
        title: titled(task.code),
        reason: task.message.split(/(?<=[.!?])\s/, 1)[0] ?? task.message,
        message: task.details === undefined ? task.message : `${task.message} ${task.details}`,
        created_at: task.created_at ?? failed_at ?? created_at,
      }));
      const message = "Connection errors retrieved successfully";
      return page(message, items, `${connection.id}/errors`, call.query);
    },
    preview,
  ),
];
