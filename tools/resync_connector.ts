import * as z from "zod";
import { AppError, inputError } from "../src/base/errors.js";
import type { Connection } from "../src/client/resources/models.js";
import {
  dependentsText,
  observedDependents,
  readDependents,
} from "../src/features/connector/index.js";
import {
  chosenScope,
  nameList,
  observedTables,
  type ResyncScope,
  readSchemas,
  scopeBody,
  wholeScope,
} from "../src/features/schema/index.js";
import { syncBaseline, syncHandle } from "../src/features/sync/index.js";
import { judgedOutput, judgedStatus, readAfter } from "../src/toolkit/applied.js";
import { detail } from "../src/toolkit/consequence.js";
import { call, defineTool, type ReadContext } from "../src/toolkit/define.js";
import { connector, mapOf } from "../src/toolkit/params.js";
import { bare, compact, count, lines, named } from "../src/toolkit/render.js";
import { rephrase } from "../src/toolkit/rephrase.js";

interface Details {
  id: string;
  name: string;
  /** Undefined if the schema was never captured. */
  scope: ResyncScope | undefined;
  whole: boolean;
  paused: boolean;
  historical: boolean;
  /** The reason why the connector cannot load, if there is one. */
  blocked?: string;
  handle?: string;
}

export const resyncConnector = defineTool({
  name: "resync_connector",
  title: "Re-sync a connector's history",
  effect: "write",
  destructive: true,
  idempotent: false,
  alwaysAsks: true,
  uses: ["connection_details", "list_connections", "connection_schema_config", "resync_connection"],
  description:
    "Start a historical re-sync of all tables or chosen tables. Can take hours. Needs confirmation; the plan shows tables and cost. For new rows only, use trigger_sync.",
  input: z.strictObject({
    connector,
    tables: mapOf(z.array(z.string().min(1).max(1024)).max(500), {
      public: {
        type: "array",
        items: { type: "string" },
        description: 'e.g. ["orders"]',
      },
    })
      .refine((given) => Object.keys(given).length > 0)
      .describe('by schema; default all, e.g. {"public":["orders","stg_*"]}')
      .meta({ absent: "every table" })
      .optional(),
  }),
  output: z.looseObject({
    connector: z.looseObject({ name: z.string(), id: z.string() }),
    whole: z.boolean(),
    tables: z.number().optional(),
    ...judgedOutput,
    not_visible_yet: z.boolean().optional(),
    queued: z.boolean().optional(),
    blocked: z.string().optional(),
    handle: z.string().optional(),
    notes: z.array(z.string()).optional(),
  }),

  async plan({ connector: value, tables }, ctx) {
    const { fivetran, signal } = ctx;
    const [connection] = await fivetran.connections.resolve([value], { signal });
    if (connection === undefined) throw inputError("connector matches nothing.");
    const { id, schema: name, group_id } = connection;
    const paused = connection.paused === true;
    const [{ config, unreadable }, dependents] = await Promise.all([
      readSchemas(id, ctx),
      readDependents(connection, ctx),
    ]);
    const whole = tables === undefined;
    if (!whole && config?.schemas == null) throw noTables(named(name, id));
    const scope =
      config?.schemas == null
        ? undefined
        : whole
          ? await wholeScope(config)
          : chosenScope(config, tables, unreadable);
    const syncing = connection.status.sync_state.toLowerCase() === "syncing";
    return {
      summary: `Start a historical re-sync of ${whole ? "everything" : count(scope?.tables.length ?? 0, "table")} in ${named(name, id)}`,
      consequences: [
        ...scopeText(scope, whole),
        ...(unreadable.length === 0
          ? []
          : [
              `not counted, because Fivetran returned their configuration in an unexpected form: ${nameList(unreadable)}`,
            ]),
        "Fivetran reads the source in full, which can take hours and puts load on the source; incremental syncs wait until the re-sync ends",
        "most historical re-syncs do not count toward paid monthly active rows (MAR), depending on your Fivetran contract; rows that change in the meantime count as usual",
        ...stateText(connection),
        dependentsText(dependents),
        detail("to stop the re-sync, pause the connector"),
      ],
      asks: true,
      targets: [{ kind: "connector" as const, id, name }],
      observed: {
        id,
        group_id,
        paused,
        tables: scope === undefined ? null : await observedTables(scope.tables, "syncs"),
        ...observedDependents(dependents, ctx),
      },
      steps: [
        call(
          "resync_connection",
          { connectionId: id },
          whole ? {} : { scope: scopeBody(scope?.tables ?? []) },
        ),
      ],
      details: {
        id,
        name,
        scope,
        whole,
        paused,
        historical: connection.status.is_historical_sync === true,
        ...blockedBy(connection),
        // While a sync is running there is no handle: the next sync to end would be that sync, not
        // the re-sync.
        ...(paused || syncing || connection.status.setup_state.toLowerCase() !== "connected"
          ? {}
          : { handle: syncHandle({ ...syncBaseline(connection, false), historical: whole }) }),
      } satisfies Details,
    };
  },

  async finish(_outcomes, { details }, ctx) {
    const { id, name, scope, whole, paused, handle, historical, blocked } = details;
    // If another historical sync is running, a read cannot show this re-sync.
    const hidden = paused || historical || blocked !== undefined;
    const { after: visible, unread } = hidden
      ? { after: true }
      : await readAfter(isVisible({ id, whole }, ctx));
    return compact({
      connector: { name, id },
      ...judgedStatus(visible === true, unread),
      not_visible_yet: visible === true ? undefined : true,
      whole,
      tables: scope?.tables.length,
      ...(paused ? { queued: true } : {}),
      blocked,
      // Without a re-sync to see, the end of an earlier sync could be taken for its end.
      ...(visible === true ? { handle } : {}),
      notes: unread === undefined ? [] : [unread],
    });
  },

  render: (
    { connector: of, whole, tables, queued, blocked, not_visible_yet, handle, notes = [] },
    notation,
  ) =>
    lines(
      `${named(of.name, of.id)}: historical re-sync of ${whole ? `everything${tables === undefined ? "" : ` (${count(tables, "table")})`}` : count(tables ?? 0, "table")} ${queued ? "queued; it starts once the connector is resumed" : blocked !== undefined ? "accepted" : not_visible_yet ? "accepted, not visible yet" : "started"}.`,
      blocked !== undefined && `The connector loads nothing yet: ${blocked}.`,
      notes.map((note) => `Note: ${note}`),
      not_visible_yet &&
        `Do not repeat the call, because that would restart the re-sync. Next: ${notation.tool("get_status", { connectors: [of.id] })}`,
      !queued &&
        blocked === undefined &&
        !not_visible_yet &&
        `The re-sync can take hours. Until it ends, get_status shows the connector as loading.${handle === undefined ? "" : ` To wait for it: ${notation.tool("wait_for_sync", { handles: [handle] })}`}`,
    ),

  async explain(error, { details: { id, name } }, { fivetran, signal, notation }) {
    if (error.type === "outcome_unknown") {
      return rephrase(error, {
        hint: `Do not repeat the call, because that would restart the re-sync. If Fivetran accepted the re-sync, the connector is loading: ${notation.tool("get_status", { connectors: [id] })}`,
      });
    }
    if (error.type !== "conflict") return error;
    const { after } = await readAfter(fivetran.connections.get(id, { signal }));
    if (after?.status.sync_state.toLowerCase() !== "syncing") return error;
    return rephrase(error, {
      message: `A sync of ${named(name, id)} is running. Fivetran could not stop or complete that sync, so the re-sync did not start.`,
      hint: `Call pause_connectors, then repeat this call: the re-sync starts when you call resume_connectors. Or wait until the sync ends: ${notation.tool("wait_for_sync", { connectors: [id] })}`,
    });
  },
});

const MOST_NAMED = 50;

/** Reads may show a re-sync some seconds after Fivetran accepted it. */
const SECOND_READ_MS = 5000;

async function isVisible(
  { id, whole }: Pick<Details, "id" | "whole">,
  { fivetran, signal, clock }: ReadContext,
): Promise<boolean> {
  const shows = async () => {
    const { status } = await fivetran.connections.get(id, { signal });
    // A re-sync of single tables is visible only as a running sync.
    return (
      status.is_historical_sync === true ||
      (!whole && status.sync_state.toLowerCase() === "syncing")
    );
  };
  if (await shows()) return true;
  await clock.sleep(SECOND_READ_MS, signal);
  return shows();
}

function scopeText(scope: ResyncScope | undefined, whole: boolean): string[] {
  if (scope === undefined) return ["re-syncs every table that Fivetran finds in the source"];
  const { tables, off } = scope;
  if (tables.length === 0)
    return [
      "no table of the connector is enabled; to re-sync a table, enable it first with modify_schema",
    ];
  const schemas = new Set(tables.map(({ schema }) => schema)).size;
  return [
    `re-syncs ${count(tables.length, "table")} in ${count(schemas, "schema")}: ${nameList(tables, MOST_NAMED)}`,
    ...(off.length === 0 || whole ? [] : [`skipped disabled tables: ${nameList(off)}`]),
  ];
}

/** Returns the reason why the connector cannot load until somebody repairs it. */
function blockedBy({ status: { setup_state, tasks } }: Connection): { blocked?: string } {
  const setup = setup_state.toLowerCase();
  if (setup === "connected") return {};
  const task = tasks?.[0]?.code;
  const code = task === undefined ? "" : ` (task ${bare(task)})`;
  return { blocked: `the setup is ${bare(setup)}${code}; get_status shows how to repair it` };
}

function stateText(connection: Connection): string[] {
  const { paused, status } = connection;
  const syncing = status.sync_state.toLowerCase() === "syncing";
  return [
    ...(paused ? ["the connector is paused; the re-sync starts after resume_connectors"] : []),
    ...(blockedBy(connection).blocked === undefined
      ? []
      : [`the connector cannot load yet: ${blockedBy(connection).blocked}`]),
    ...(status.is_historical_sync && syncing
      ? ["a historical sync is already running and may start again from the beginning"]
      : syncing
        ? [
            "a sync is running; Fivetran tries to complete this sync first, and rejects the re-sync if that is not possible",
          ]
        : []),
  ];
}

const noTables = (connectorName: string) =>
  new AppError(
    "input",
    `The tables of ${connectorName} are not known, so you cannot choose some of them.`,
    {
      state: "Nothing was changed.",
      hint: "If the service has a table selection, call reload_schema to capture its tables. Or leave tables out to re-sync everything.",
    },
  );
