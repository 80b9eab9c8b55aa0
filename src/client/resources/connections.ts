import * as z from "zod";
import { inputError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import type { RequestOptions } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { withoutTests } from "../operations/call.js";
import { type Actions, callAt } from "./actions.js";
import { createConnectionReports } from "./connection-reports.js";
import { type TestOptions, trustBody } from "./destinations.js";
import { Connection, Group } from "./models.js";
import { type ResolveOptions, resolveConnections } from "./resolve.js";
import { syncStatus } from "./sync-status.js";

/** Filters of the list of connections. */
export interface ConnectionFilter {
  /** Only connections of this group. */
  groupId?: string | undefined;
  /** The exact name of the connection. Fivetran does not support partial matches. */
  schema?: string | undefined;
}

/** Tables by schema, with the names in the source. They are case-sensitive. */
export type TablesBySchema = Readonly<Record<string, readonly string[]>>;

/**
 * Options of a historical re-sync. It cannot be undone, loads the source for hours and may cause costs, so the caller
 * has to confirm it.
 */
export interface ResyncOptions extends RequestOptions {
  /** Confirms the re-sync. */
  confirm: true;
}

const ConnectCard = z.looseObject({
  connect_card: z.looseObject({ token: z.string().nullish(), uri: z.string() }),
});

const State = z.looseObject({ state: z.record(z.string(), z.unknown()).nullish() });

const plainTables = (tables: TablesBySchema) =>
  Object.fromEntries(Object.entries(tables).map(([schema, names]) => [schema, [...names]]));

/** For callers without the compiler's checks. */
function requireConfirmation({ confirm }: { confirm?: unknown } = {}): void {
  if (confirm === true) return;
  throw inputError(
    "A historical re-sync can take hours and cannot be undone.",
    "Pass confirm: true to start it; nothing was sent.",
  );
}

/** The methods of `fivetran.connections`. */
export type Connections = ReturnType<typeof createConnections>;

export function createConnections({
  create,
  command,
  request,
  record,
  submit,
  ...actions
}: Actions) {
  const list = actions.list(
    "list_connections",
    Connection,
    ({ groupId, schema }: ConnectionFilter) => ({ group_id: groupId, schema }),
  );
  const groups = { list: actions.list("list_all_groups", Group) };
  const get = actions.get("connection_details", Connection);
  const modify = (id: string, body: Body<"modify_connection">, options?: RequestOptions) =>
    actions.modify("modify_connection", Connection)(id, withoutTests(body), options);
  return {
    ...createConnectionReports({ create, command, request, record, submit, ...actions }),
    /** `GET /v1/connections`. Lists the connections of the account, with their status. */
    list,
    /** `GET /v1/connections/{connectionId}`. Returns a connection. Throws `not_found` for an unknown id. */
    get,
    /** `GET /v1/connections/{connectionId}`. Returns the state of the connection's syncs, with parsed dates. */
    status: async (id: string, options?: RequestOptions) => syncStatus(await get(id, options)),
    /**
     * Returns connections by id, exact name or dashboard link, in the given order and without duplicates. Throws
     * `input` if a value is malformed, matches no connection (with the nearest ones in `facts.candidates`) or matches
     * several.
     */
    resolve: (values: readonly string[], options?: ResolveOptions) =>
      resolveConnections({ list, get, groups }, values, options),
    /**
     * `POST /v1/connections`. Creates a connection from `group_id`, `service` and `config`, which contains its name
     * and fields. Setup tests run unless `run_setup_tests` is false. A failed test is reported in `setup_tests` and
     * does not throw. If the response is lost, the client searches for the connection by its name. It never creates
     * it twice.
     */
    create: create("create_connection", Connection),
    /**
     * `PATCH /v1/connections/{connectionId}`. Changes the given fields and merges `config`. Setup tests run only if
     * `config` or `auth` changes. Throws `outcome_unknown` if no usable response arrived and a read could not show
     * the effect.
     */
    modify,
    /**
     * `DELETE /v1/connections/{connectionId}`. Deletes a connection and its sync history. Its data remain in the
     * destination.
     */
    delete: command("delete_connection"),
    /** `PATCH /v1/connections/{connectionId}`. Stops the schedule and a running sync, which can take a minute. */
    pause: (id: string, options?: RequestOptions) => modify(id, { paused: true }, options),
    /** `PATCH /v1/connections/{connectionId}`. Resumes the schedule. If a sync is overdue, it starts soon. */
    resume: (id: string, options?: RequestOptions) => modify(id, { paused: false }, options),
    /**
     * `PATCH /v1/connections/{connectionId}`. Sets the minutes between syncs: 1, 5, 15, 30, 60, 120, 180, 360, 480,
     * 720 or 1440. `dailySyncTime` (`HH:00`) requires 1440. With the `scheduleType` `manual`, syncs start only when
     * they are triggered. Throws `rejected` for other values.
     */
    setFrequency(
      id: string,
      minutes: NonNullable<Body<"modify_connection">["sync_frequency"]>,
      {
        scheduleType,
        dailySyncTime,
        ...options
      }: RequestOptions & { scheduleType?: "auto" | "manual"; dailySyncTime?: string } = {},
    ) {
      const body = {
        sync_frequency: minutes,
        ...(scheduleType === undefined ? {} : { schedule_type: scheduleType }),
        ...(dailySyncTime === undefined ? {} : { daily_sync_time: dailySyncTime }),
      };
      return modify(id, body, options);
    },
    /**
     * `POST /v1/connections/{connectionId}/sync`. Starts a sync. If a sync is already running, nothing happens,
     * unless `force` is true: then the running sync is stopped and restarted. Fivetran responds immediately and does
     * not return an id of the sync. Throws `outcome_unknown` if no response arrived and a read could not show the
     * effect.
     */
    sync: (id: string, { force = false, ...options }: RequestOptions & { force?: boolean } = {}) =>
      submit(callAt("sync_connection", [id], { force }), options),
    /**
     * `POST /v1/connections/{connectionId}/resync`. Starts a historical re-sync of the whole connection or of the
     * tables in `scope`. The client never requests it twice. Throws `input` unless `confirm` is true, and `conflict`
     * if a running sync cannot be completed.
     */
    async resync(id: string, options: ResyncOptions & { scope?: TablesBySchema }) {
      requireConfirmation(options);
      const { scope, confirm: _, ...rest } = options;
      const body = scope === undefined ? {} : { scope: plainTables(scope) };
      await submit(callAt("resync_connection", [id], body), rest);
    },
    /**
     * `POST /v1/connections/{connectionId}/schemas/tables/resync`. Starts a historical re-sync of some tables. Throws
     * `input` unless `confirm` is true.
     */
    async resyncTables(id: string, tables: TablesBySchema, options: ResyncOptions) {
      requireConfirmation(options);
      const { confirm: _, ...rest } = options;
      await submit(callAt("resync_tables", [id], plainTables(tables)), rest);
    },
    /**
     * `POST /v1/connections/{connectionId}/test`. Runs the setup tests, which can take two minutes. A failed test is
     * reported in `setup_tests` and does not throw.
     */
    test(id: string, { trustCertificates, trustFingerprints, ...options }: TestOptions = {}) {
      const trust = trustBody({ trustCertificates, trustFingerprints });
      return record(Connection, callAt("run_setup_tests", [id], trust), options);
    },
    /**
     * `POST /v1/connections/{connectionId}/connect-card`. Returns a link with which a person authorizes the
     * connection. It is valid for one day. Anyone who has the link can use it, so give it only to that person.
     * Afterwards Fivetran redirects the person to `redirectUri` (http or https); check `setup_state` then.
     */
    async connectCard(
      id: string,
      {
        redirectUri,
        hideSetupGuide,
        allFields,
        ...options
      }: RequestOptions & { redirectUri: string; hideSetupGuide?: boolean; allFields?: boolean },
    ) {
      const config = {
        redirect_uri: redirectUri,
        ...(hideSetupGuide === undefined ? {} : { hide_setup_guide: hideSetupGuide }),
        ...(allFields === undefined ? {} : { all_fields: allFields }),
      };
      const card = callAt("connect_card", [id], { connect_card_config: config });
      const { connect_card } = await request(ConnectCard, card, options);
      return { uri: connect_card.uri, token: connect_card.token ?? undefined };
    },
    /**
     * `GET /v1/connections/{connectionId}/state`. Returns the position in the source, for functions and Connector SDK
     * connections. Throws `rejected` for other services.
     */
    async getState(id: string, options?: RequestOptions) {
      return (await request(State, callAt("connection_state", [id]), options)).state ?? {};
    },
    /**
     * `PATCH /v1/connections/{connectionId}/state`. Replaces the position in the source and returns it. A wrong
     * position loses or repeats data. The connection has to be paused: throws `conflict` while a sync runs.
     */
    async setState(id: string, state: { [name: string]: Json }, options?: RequestOptions) {
      const patch = callAt("modify_connection_state", [id], { state });
      return (await request(State, patch, options)).state ?? {};
    },
  };
}
