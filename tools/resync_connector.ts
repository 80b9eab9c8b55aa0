import * as z from "zod";
import { AppError, inputError } from "../src/base/errors.js";
import type { Connection } from "../src/client/resources/models.js";
import { dependantsText, readDependants } from "../src/features/connector/index.js";
import {
  chosenScope,
  pathOf,
  type ResyncScope,
  scopeBody,
  wholeScope,
} from "../src/features/schema/index.js";
import { syncHandle, syncMark } from "../src/features/sync/index.js";
import { call, defineTool } from "../src/toolkit/define.js";
import { connector } from "../src/toolkit/params.js";
import { bare, compact, count, lines, named, upTo } from "../src/toolkit/render.js";
import { rephrase } from "../src/toolkit/rephrase.js";

interface Details {
  id: string;
  name: string;
  /** Absent where the schema was never captured. */
  scope: ResyncScope | undefined;
  whole: boolean;
  paused: boolean;
  handle?: string;
}

export const resyncConnector = defineTool({
  name: "resync_connector",
  title: "Load a connector's history again",
  effect: "write",
  destructive: true,
  idempotent: false,
  alwaysAsks: true,
  uses: ["connection_details", "list_connections", "connection_schema_config", "resync_connection"],
  description:
    "Load everything, or chosen tables, again from history; can take hours. Always asks, saying what is loaded and what it costs. For new rows only use trigger_sync.",
  input: z.strictObject({
    connector,
    tables: z
      .record(z.string().min(1).max(1024), z.array(z.string().min(1).max(1024)).max(500))
      .describe('{"public":["orders","stg_*"]}; default all')
      .optional(),
  }),
  output: z.looseObject({
    connector: z.looseObject({ name: z.string(), id: z.string() }),
    whole: z.boolean(),
    tables: z.number().optional(),
    queued: z.boolean().optional(),
    handle: z.string().optional(),
  }),

  async plan({ connector: value, tables }, ctx) {
    const { fivetran, signal } = ctx;
    const [connection] = await fivetran.connections.resolve([value], { signal });
    if (connection === undefined) throw inputError("connector matches nothing.");
    const { id, schema: name, paused } = connection;
    const [config, dependants] = await Promise.all([
      fivetran.schemas.get(id, { signal }),
      readDependants(connection, ctx),
    ]);
    const whole = tables === undefined;
    if (!whole && config?.schemas == null) throw noTables(named(name, id));
    if (!whole && Object.keys(tables).length === 0) {
      throw inputError(
        "tables is empty.",
        "Name schemas with their tables, or leave tables out to load everything again.",
      );
    }
    const scope =
      config?.schemas == null
        ? undefined
        : whole
          ? wholeScope(config)
          : chosenScope(config, tables);
    const syncing = connection.status.sync_state.toLowerCase() === "syncing";
    return {
      summary: `Load ${whole ? "everything" : count(scope?.tables.length ?? 0, "table")} of ${named(name, id)} again from its history`,
      consequences: [
        ...scopeWords(scope, whole),
        "the source is read in full for that, which can take hours and load it; incremental data waits until then",
        "Fivetran does not count most historical loads as paid rows; your contract decides, and rows that change meanwhile count as usual",
        ...stateWords(connection),
        dependantsText(dependants),
        "it cannot be taken back; pausing stops it",
      ],
      asks: true,
      targets: [{ kind: "connector" as const, id, name }],
      observed: {
        id,
        paused,
        tables: scope?.tables.map(({ schema, table }) => [schema, table]) ?? null,
        dependants: dependants?.map((dependant) => dependant.id) ?? null,
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
        // The next end would be that of the run that is under way.
        ...(paused || syncing ? {} : { handle: syncHandle(syncMark(connection, false)) }),
      } satisfies Details,
    };
  },

  async finish(_outcomes, { details: { id, name, scope, whole, paused, handle } }) {
    return compact({
      connector: { name, id },
      whole,
      tables: scope?.tables.length,
      ...(paused ? { queued: true } : {}),
      handle,
    });
  },

  render: ({ connector: of, whole, tables, queued, handle }) =>
    lines(
      `${named(of.name, of.id)} ${queued ? "is paused: once it is resumed it" : "now"} loads ${whole ? `everything${tables === undefined ? "" : ` (${count(tables, "table")})`}` : count(tables ?? 0, "table")} again.`,
      !queued &&
        `It can take hours; get_status shows it as loading.${handle === undefined ? "" : ` wait_for_sync handles=${JSON.stringify([handle])}`}`,
    ),

  async explain(error, { details: { id, name } }) {
    if (error.type === "outcome_unknown") {
      return rephrase(error, {
        hint: `Do not repeat it, that would start the load over; get_status connectors=["${id}"] shows loading if it was taken on.`,
      });
    }
    if (error.type !== "conflict") return error;
    return rephrase(error, {
      message: `A sync of ${named(name, id)} is running, and Fivetran could not complete it to begin the load.`,
      hint: `Wait for its end with wait_for_sync connectors=["${id}"] and call again; or pause_connectors first: then the load is queued until resume_connectors.`,
    });
  },
});

const MOST_NAMED = 50;

function scopeWords(scope: ResyncScope | undefined, whole: boolean): string[] {
  if (scope === undefined) return ["loads whatever its first look at the source finds"];
  const { tables, off } = scope;
  if (tables.length === 0)
    return ["none of its tables is on: it loads nothing until modify_schema"];
  const schemas = new Set(tables.map(({ schema }) => schema)).size;
  return [
    `loads again ${count(tables.length, "table")} in ${count(schemas, "schema")}: ${upTo(tables, MOST_NAMED, pathOf).join(", ")}`,
    ...(off.length === 0 || whole
      ? []
      : [`left out, because they are switched off: ${upTo(off, 20, pathOf).join(", ")}`]),
  ];
}

function stateWords({ paused, status }: Connection): string[] {
  const setup = status.setup_state.toLowerCase();
  const syncing = status.sync_state.toLowerCase() === "syncing";
  return [
    ...(paused ? ["it is paused: the load is queued until resume_connectors"] : []),
    ...(setup === "connected"
      ? []
      : [`its set-up is ${bare(setup)}: the load fails until that is repaired (get_status)`]),
    ...(status.is_historical_sync && syncing
      ? ["a historical load is under way already: it may begin again from the start"]
      : syncing
        ? [
            "a sync is running: Fivetran tries to complete it first, and refuses with 409 where it cannot",
          ]
        : []),
  ];
}

const noTables = (connectorName: string) =>
  new AppError("input", `The tables of ${connectorName} are not known, so none can be chosen.`, {
    state: "Nothing was changed.",
    hint: "reload_schema captures them, where its service has a choice of tables; or leave tables out to load everything again.",
  });
