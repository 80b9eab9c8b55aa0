import * as z from "zod";
import { inputError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { Connection } from "./models.js";
import { ask, sameId, tell } from "./reply.js";
import { resolveConnections } from "./resolve.js";
import { type SyncStatus, syncStatus } from "./sync-status.js";

export interface ConnectionFilter {
  groupId?: string | undefined;
  /** The exact name; there is no partial match. */
  schema?: string | undefined;
}

export interface TestOptions extends RequestOptions {
  /** Approve whatever certificate the server shows. */
  trustCertificates?: boolean;
  /** Approve whatever SSH key the server shows. */
  trustFingerprints?: boolean;
}

/** Source tables by source schema, in the source's own spelling. */
export type TablesBySchema = Readonly<Record<string, readonly string[]>>;

/** A resync cannot be undone, loads the source for hours and may cost: it is confirmed in the code that asks for it. */
export interface ResyncOptions extends RequestOptions {
  confirm: true;
}

export interface Connections {
  /**
   * Connections with everything that tells their health, read page by page as they are walked: 1000 a request.
   *
   * `GET /v1/connections`
   */
  list(options?: ConnectionFilter & ListOptions): List<Connection>;
  /** One page of connections. `limit` 1 to 1000, 100 when absent. */
  page(options?: ConnectionFilter & PageOptions): Promise<Page<Connection>>;
  /**
   * One connection by id. Throws `not_found`.
   *
   * `GET /v1/connections/{connectionId}`
   */
  get(id: string, options?: RequestOptions): Promise<Connection>;
  /**
   * What the connection's syncs are doing, with parsed dates. Throws `not_found`.
   *
   * `GET /v1/connections/{connectionId}`
   */
  status(id: string, options?: RequestOptions): Promise<SyncStatus>;
  /**
   * Connections by id or exact name, in the order given, each once. Throws `input` for a value that is
   * malformed, unknown (nearest ones in `facts.candidates`) or ambiguous.
   */
  resolve(values: readonly string[], options?: RequestOptions): Promise<Connection[]>;
  /**
   * Makes a connection: `group_id`, `service`, and its name and fields in `config`. Setup tests run unless
   * `run_setup_tests` is false; failed ones are in `setup_tests`, not thrown. Where the answer was lost, the
   * connection is looked for by its name; it is never made twice.
   *
   * `POST /v1/connections`
   */
  create(body: Body<"create_connection">, options?: RequestOptions): Promise<Connection>;
  /**
   * Changes the fields given and leaves the rest; `config` is merged. Throws `outcome_unknown` when no usable answer
   * came.
   *
   * `PATCH /v1/connections/{connectionId}`
   */
  modify(
    id: string,
    body: Body<"modify_connection">,
    options?: RequestOptions,
  ): Promise<Connection>;
  /**
   * Removes a connection and its sync history; the data in the destination stay. Throws `not_found`.
   *
   * `DELETE /v1/connections/{connectionId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Stops the schedule and a running sync, which can take a minute.
   *
   * `PATCH /v1/connections/{connectionId}`
   */
  pause(id: string, options?: RequestOptions): Promise<Connection>;
  /**
   * Puts the connection back on its schedule; one that is overdue starts soon.
   *
   * `PATCH /v1/connections/{connectionId}`
   */
  resume(id: string, options?: RequestOptions): Promise<Connection>;
  /**
   * How often it syncs, in minutes: 1, 5, 15, 30, 60, 120, 180, 360, 480, 720 or 1440. `dailySyncTime` (`HH:00`)
   * needs 1440; with the `scheduleType` `manual` only triggers start syncs. Throws `rejected` for other values.
   *
   * `PATCH /v1/connections/{connectionId}`
   */
  setFrequency(
    id: string,
    minutes: NonNullable<Body<"modify_connection">["sync_frequency"]>,
    options?: RequestOptions & { scheduleType?: "auto" | "manual"; dailySyncTime?: string },
  ): Promise<Connection>;
  /**
   * Starts a sync; without `force` nothing happens while one runs. With `force` a running sync is stopped and
   * started anew. Fivetran answers at once and names no run. Throws `outcome_unknown` when no answer came.
   *
   * `POST /v1/connections/{connectionId}/sync`
   */
  sync(id: string, options?: RequestOptions & { force?: boolean }): Promise<void>;
  /**
   * Loads the whole history again, or that of the tables in `scope`. Throws `input` unless `confirm` is true,
   * `conflict` when a running sync cannot be completed. Never asked for twice.
   *
   * `POST /v1/connections/{connectionId}/resync`
   */
  resync(id: string, options: ResyncOptions & { scope?: TablesBySchema }): Promise<void>;
  /**
   * Loads the history of some tables again. Throws `input` unless `confirm` is true.
   *
   * `POST /v1/connections/{connectionId}/schemas/tables/resync`
   */
  resyncTables(id: string, tables: TablesBySchema, options: ResyncOptions): Promise<void>;
  /**
   * Runs the setup tests, which takes up to two minutes; failed ones are in `setup_tests`, not thrown.
   *
   * `POST /v1/connections/{connectionId}/test`
   */
  test(id: string, options?: TestOptions): Promise<Connection>;
  /**
   * The link by which a person authorizes the connection, valid for a day. It lets whoever has it do so: hand it to
   * that person only. They are sent to `redirectUri` (http or https) afterwards; then look at `setup_state`.
   *
   * `POST /v1/connections/{connectionId}/connect-card`
   */
  connectCard(
    id: string,
    options: RequestOptions & {
      redirectUri: string;
      hideSetupGuide?: boolean;
      allFields?: boolean;
    },
  ): Promise<{ uri: string; token: string | undefined }>;
  /**
   * The position in the source, for functions and SDK connectors. Throws `rejected` for other services.
   *
   * `GET /v1/connections/{connectionId}/state`
   */
  getState(id: string, options?: RequestOptions): Promise<Record<string, unknown>>;
  /**
   * Replaces that position; a wrong one loses or repeats data. The connection has to be paused: `conflict` while a
   * sync runs.
   *
   * `PATCH /v1/connections/{connectionId}/state`
   */
  setState(
    id: string,
    state: { [name: string]: Json },
    options?: RequestOptions,
  ): Promise<Record<string, unknown>>;
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
    "A resync loads history again, can take hours and cannot be undone.",
    "Pass confirm: true to go on; nothing was sent.",
  );
}

/** `change` is what changes go through: `send`, with lost answers cleared up. */
export function createConnections(send: Send, change: Send): Connections {
  const connections: Connections = {
    ...listing<typeof Connection, ConnectionFilter>(
      send,
      "list_connections",
      Connection,
      ({ groupId, schema }) => ({ group_id: groupId, schema }),
    ),
    async get(id, options) {
      const details = call("connection_details", { connectionId: id });
      return sameId(await ask(send, Connection, details, options), id, "connection_details");
    },
    status: async (id, options) => syncStatus(await connections.get(id, options)),
    resolve: (values, options) => resolveConnections(connections, values, options),
    create: (body, options) =>
      ask(change, Connection, call("create_connection", {}, body), options),
    async modify(id, body, options) {
      const patch = call("modify_connection", { connectionId: id }, body);
      return sameId(await ask(change, Connection, patch, options), id, "modify_connection");
    },
    delete: (connectionId, options) =>
      tell(change, call("delete_connection", { connectionId }), options),
    pause: (id, options) => connections.modify(id, { paused: true }, options),
    resume: (id, options) => connections.modify(id, { paused: false }, options),
    setFrequency(id, minutes, { scheduleType, dailySyncTime, ...options } = {}) {
      const body = {
        sync_frequency: minutes,
        ...(scheduleType === undefined ? {} : { schedule_type: scheduleType }),
        ...(dailySyncTime === undefined ? {} : { daily_sync_time: dailySyncTime }),
      };
      return connections.modify(id, body, options);
    },
    sync: (connectionId, { force = false, ...options } = {}) =>
      tell(change, call("sync_connection", { connectionId }, { force }), options),
    async resync(connectionId, options) {
      requireConfirmation(options);
      const { scope, confirm: _, ...rest } = options;
      const body = scope === undefined ? {} : { scope: plainTables(scope) };
      await change(call("resync_connection", { connectionId }, body), rest);
    },
    async resyncTables(connectionId, tables, options) {
      requireConfirmation(options);
      const { confirm: _, ...rest } = options;
      await change(call("resync_tables", { connectionId }, plainTables(tables)), rest);
    },
    test(connectionId, { trustCertificates, trustFingerprints, ...options } = {}) {
      const body = {
        ...(trustCertificates === undefined ? {} : { trust_certificates: trustCertificates }),
        ...(trustFingerprints === undefined ? {} : { trust_fingerprints: trustFingerprints }),
      };
      return ask(change, Connection, call("run_setup_tests", { connectionId }, body), options);
    },
    async connectCard(connectionId, { redirectUri, hideSetupGuide, allFields, ...options }) {
      const config = {
        redirect_uri: redirectUri,
        ...(hideSetupGuide === undefined ? {} : { hide_setup_guide: hideSetupGuide }),
        ...(allFields === undefined ? {} : { all_fields: allFields }),
      };
      const card = call("connect_card", { connectionId }, { connect_card_config: config });
      const { connect_card } = await ask(change, ConnectCard, card, options);
      return { uri: connect_card.uri, token: connect_card.token ?? undefined };
    },
    async getState(connectionId, options) {
      const read = call("connection_state", { connectionId });
      return (await ask(send, State, read, options)).state ?? {};
    },
    async setState(connectionId, state, options) {
      const patch = call("modify_connection_state", { connectionId }, { state });
      return (await ask(change, State, patch, options)).state ?? {};
    },
  };
  return connections;
}
