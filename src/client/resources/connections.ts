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

export interface ConnectionFilter {
  groupId?: string | undefined;
  /** The exact name; there is no partial match. */
  schema?: string | undefined;
}

/** Source tables by source schema, as the source spells them. */
export type TablesBySchema = Readonly<Record<string, readonly string[]>>;

/** A resync cannot be undone, loads the source for hours and may cost: the calling code confirms it. */
export interface ResyncOptions extends RequestOptions {
  confirm: true;
}

const ConnectCard = z.looseObject({
  connect_card: z.looseObject({ token: z.string().nullish(), uri: z.string() }),
});

const State = z.looseObject({ state: z.record(z.string(), z.unknown()).nullish() });

const plainTables = (tables: TablesBySchema) =>
  Object.fromEntries(Object.entries(tables).map(([schema, names]) => [schema, [...names]]));

/** For programs that the compiler did not check. */
function requireConfirmation({ confirm }: { confirm?: unknown } = {}): void {
  if (confirm === true) return;
  throw inputError(
    "A historical re-sync can take hours and cannot be undone.",
    "Pass confirm: true to start it; nothing was sent.",
  );
}

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
    /** Every connection of the account, with its status. */
    list,
    get,
    /** What the connection's syncs are doing, with parsed dates. */
    status: async (id: string, options?: RequestOptions) => syncStatus(await get(id, options)),
    /**
     * Connections by id, exact name or dashboard link, in the order given, each once. Throws `input` for a value
     * that is malformed, unknown (nearest ones in `facts.candidates`) or ambiguous.
     */
    resolve: (values: readonly string[], options?: ResolveOptions) =>
      resolveConnections({ list, get, groups }, values, options),
    /**
     * `group_id`, `service`, and the connection's name and fields in `config`. Setup tests run unless
     * `run_setup_tests` is false; failed ones are in `setup_tests`, not thrown. When the response is lost, the
     * connection is looked up by its name; it is never created twice.
     */
    create: create("create_connection", Connection),
    /**
     * Changes the fields given; `config` is merged. Setup tests run only with a change of `config` or `auth`. Throws `outcome_unknown` when no usable response came.
     */
    modify,
    /** Removes a connection and its sync history; the data in the destination stay. */
    delete: command("delete_connection"),
    /** Stops the schedule and a running sync, which can take a minute. */
    pause: (id: string, options?: RequestOptions) => modify(id, { paused: true }, options),
    /** Puts the connection back on its schedule; one that is overdue starts soon. */
    resume: (id: string, options?: RequestOptions) => modify(id, { paused: false }, options),
    /**
     * Minutes between syncs: 1, 5, 15, 30, 60, 120, 180, 360, 480, 720 or 1440. `dailySyncTime` (`HH:00`) needs 1440;
     * with the `scheduleType` `manual` only triggers start syncs. Throws `rejected` for other values.
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
     * Starts a sync; without `force` nothing happens while one runs. With `force` a running sync is stopped and
     * restarted. Fivetran responds at once and names no run. Throws `outcome_unknown` when no response came.
     */
    sync: (id: string, { force = false, ...options }: RequestOptions & { force?: boolean } = {}) =>
      submit(callAt("sync_connection", [id], { force }), options),
    /**
     * Runs a historical re-sync of the whole connection, or of the tables in `scope`. Throws `input` unless `confirm`
     * is true, `conflict` when a running sync cannot be completed. Never requested twice.
     */
    async resync(id: string, options: ResyncOptions & { scope?: TablesBySchema }) {
      requireConfirmation(options);
      const { scope, confirm: _, ...rest } = options;
      const body = scope === undefined ? {} : { scope: plainTables(scope) };
      await submit(callAt("resync_connection", [id], body), rest);
    },
    /** Runs a historical re-sync of some tables. Throws `input` unless `confirm` is true. */
    async resyncTables(id: string, tables: TablesBySchema, options: ResyncOptions) {
      requireConfirmation(options);
      const { confirm: _, ...rest } = options;
      await submit(callAt("resync_tables", [id], plainTables(tables)), rest);
    },
    /** Runs the setup tests, which takes up to two minutes; failed ones are in `setup_tests`, not thrown. */
    test(id: string, { trustCertificates, trustFingerprints, ...options }: TestOptions = {}) {
      const trust = trustBody({ trustCertificates, trustFingerprints });
      return record(Connection, callAt("run_setup_tests", [id], trust), options);
    },
    /**
     * The link by which a person authorizes the connection, valid for a day. Anyone who has it can do so: give it to
     * that person only. Afterwards they are sent to `redirectUri` (http or https); then check `setup_state`.
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
    /** The position in the source, for functions and SDK connectors. Throws `rejected` for other services. */
    async getState(id: string, options?: RequestOptions) {
      return (await request(State, callAt("connection_state", [id]), options)).state ?? {};
    },
    /**
     * Replaces that position; a wrong one loses or repeats data. The connection has to be paused: `conflict` while a
     * sync runs.
     */
    async setState(id: string, state: { [name: string]: Json }, options?: RequestOptions) {
      const patch = callAt("modify_connection_state", [id], { state });
      return (await request(State, patch, options)).state ?? {};
    },
  };
}
