import { collect } from "../../base/collect.js";
import { AppError, inputError, isClosed } from "../../base/errors.js";
import { asFields } from "../../base/json.js";
import { type LogQuery, logQuery, type UsageBy } from "../../client/platform-log/queries.js";
import { DIALECTS, type Dialect, dialectOf } from "../../client/platform-log/sql.js";
import type { Connection, Group } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare, named, quoted, upTo } from "../../toolkit/render.js";
import { namedConnection } from "../connector/index.js";

/** A query on the tables of the Platform Connector, with the values that a person gives. */
export interface LogQueryWords {
  /** Id, name or link. */
  connector?: string | undefined;
  /** Id, name or link of a group or a destination, which share an id. */
  group?: string | undefined;
  /** Default: the dialect of the destination. */
  dialect?: string | undefined;
  /** Default: the schema of the Platform Connector. */
  schema?: string | undefined;
  database?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  days?: number | undefined;
  by?: UsageBy | undefined;
  limit?: number | undefined;
  /** For tables whose column is still called connector_id. */
  oldColumns?: boolean | undefined;
}

export interface WrittenQuery {
  sql: string;
  dialect: Dialect;
  /** Which Platform Connector fills the tables or how to create one, and other notes. */
  notes: string[];
}

type Reader = Pick<ReadContext, "fivetran" | "signal" | "notation" | "settings">;

const LOG_SERVICE = "fivetran_log";
/**
 * The largest number of connector ids in a query. With more ids the query does not filter by
 * connector, and a caller that is confined to some connectors is refused.
 */
const MOST_IDS = 1000;

/** Returns the SQL for the warehouse, with notes about its tables. */
export async function logQueryFor(
  query: LogQuery,
  { connector, group: place, dialect: given, oldColumns, schema, ...rest }: LogQueryWords,
  ctx: Reader,
): Promise<WrittenQuery> {
  if (connector !== undefined && place !== undefined) {
    throw inputError(
      "A connector and a group cannot be given together.",
      "Nothing was sent. Give one.",
    );
  }
  const { fivetran, signal } = ctx;
  const connection = connector === undefined ? undefined : await namedConnection(connector, ctx);
  const group =
    connection !== undefined
      ? await fivetran.groups.resolve(connection.group_id, { signal })
      : place === undefined
        ? undefined
        : await fivetran.groups.resolve(place, { signal });
  const { confined = false } = ctx.settings;
  const inside = await connectionsOf(group?.id, ctx);
  const own = inside.filter(isLog);
  // An account-level Platform Connector is in one group, but its tables contain rows for every
  // group.
  const elsewhere =
    group === undefined || own.length > 0
      ? []
      : (await connectionsOf(undefined, ctx)).filter((one) => isLog(one) && isAccountWide(one));
  const logs = own.length > 0 ? own : elsewhere;
  const [log] = logs;
  const services = await servicesOf(log?.group_id ?? group?.id, ctx);
  const dialect = dialectFor(given, services);
  // The tables of a group's own Platform Connector contain only rows of that group, so the query
  // needs no filter.
  const limited =
    connection === undefined &&
    (confined || (group !== undefined && log !== undefined && isAccountWide(log)));
  if (limited && confined && (inside.length === 0 || inside.length > MOST_IDS)) {
    throw inputError(
      inside.length === 0
        ? "Nothing can be queried, because none of the allowed connectors exists in that group."
        : `The query must list each allowed connector, and there are more than ${MOST_IDS}.`,
      "Nothing was sent. Give a connector, or another group.",
    );
  }
  const sql = logQuery(query, {
    ...rest,
    dialect,
    schema: schema ?? log?.schema,
    connectionColumn: oldColumns === true ? "connector_id" : undefined,
    connectionId: connection?.id,
    connectionIds: limited && inside.length <= MOST_IDS ? inside.map(({ id }) => id) : undefined,
  });
  const whole =
    query === "audit_trail" && (connection !== undefined || limited) ? [OF_ALL_CONNECTORS] : [];
  return { sql, dialect, notes: [...tableNotes(logs, group, ctx), ...whole, RUN] };
}

const connectionsOf = (groupId: string | undefined, { fivetran, signal }: Reader) =>
  collect(fivetran.connections.list({ ...(groupId !== undefined && { groupId }), signal }));

const isLog = ({ service }: Connection) => service === LOG_SERVICE;

function isAccountWide({ config }: Connection): boolean {
  const value = asFields(config)["is_account_level_connector"];
  return value === true || value === "true";
}

const OF_ALL_CONNECTORS =
  "The audit trail cannot be limited to connectors. The query returns all rows of the table.";

const RUN =
  "Run the query in your warehouse. Fivetran's API returns neither logs nor usage, and this program does not connect to warehouses.";

function dialectFor(given: string | undefined, services: readonly string[]): Dialect {
  const wanted = given?.trim().toLowerCase();
  const known = DIALECTS.find((one) => one === wanted);
  if (known !== undefined) return known;
  if (given !== undefined) {
    throw inputError(
      `dialect ${quoted(given, 40)} is not one of ${DIALECTS.join(", ")}.`,
      "Nothing was sent.",
    );
  }
  const [found, ...others] = new Set(services.map(dialectOf));
  if (found !== undefined && others.length === 0) return found;
  const types = [...new Set(services)].map(bare).join(", ");
  throw inputError(
    services.length === 0
      ? "The SQL dialect is not known, because no destination can be read."
      : `The destinations (${types}) do not determine one SQL dialect.`,
    `Nothing was sent. Give a group or connector, or dialect: ${DIALECTS.join(", ")}.`,
  );
}

/** Returns the type of a destination, or the types of all. Empty if they may not be read. */
async function servicesOf(id: string | undefined, { fivetran, signal }: Reader): Promise<string[]> {
  try {
    if (id !== undefined) return [(await fivetran.destinations.get(id, { signal })).service];
    return (await collect(fivetran.destinations.list({ signal }))).map(({ service }) => service);
  } catch (error) {
    if (isClosed(error) || (error instanceof AppError && error.type === "not_found")) return [];
    throw error;
  }
}

/** Notes which connector fills the tables and whether it is healthy, or how to create one. */
function tableNotes(
  logs: readonly Connection[],
  group: Group | undefined,
  { notation, settings }: Reader,
): string[] {
  const [log, ...others] = logs;
  if (log === undefined && settings.confined === true) {
    return [
      "It is not known which platform connector fills the tables, because the allowed groups and connectors do not include one. Ask the user for the schema of its tables, and pass it as schema.",
    ];
  }
  if (log === undefined) {
    const where = group === undefined ? "This account" : `Group ${named(group.name, group.id)}`;
    const create = notation.tool("create_connector", {
      service: LOG_SERVICE,
      group: group?.name ?? "GROUP",
      name: "fivetran_metadata",
      paused: true,
    });
    return [
      `${where} has no platform connector, so these tables do not exist there. A platform connector is free and loads logs from its first sync on. Create one with the following call, and then resume it: ${create}`,
    ];
  }
  const name = named(log.schema, log.id);
  const state = log.paused
    ? `is paused${log.succeeded_at ? `: the tables end at ${log.succeeded_at}` : " and never synced: the tables are empty"}. Next: ${notation.tool("resume_connectors", { connectors: [log.id] })}`
    : log.status.setup_state !== "connected"
      ? `is ${bare(log.status.setup_state)}. Next: ${notation.tool("get_status", { connectors: [log.id] })}`
      : log.succeeded_at
        ? `last synced ${log.succeeded_at}`
        : "has not synced yet";
  return [
    `The platform connector ${name} fills these tables. It ${state}`,
    ...(others.length === 0
      ? []
      : [
          `Other platform connectors: ${upTo(others, 5, ({ schema, id }) => named(schema, id)).join(", ")}. To query their tables, give their group.`,
        ]),
  ];
}
