import * as z from "zod";
import { AppError, inputError } from "../src/base/errors.js";
import type { SchemaConfig } from "../src/client/resources/models.js";
import {
  configIn,
  EXCLUDE_MODES,
  type ExcludeMode,
  judgeReload,
  nameList,
  observedTables,
  pathOf,
  policyPhrase,
  policyText,
  type Rewrite,
  readSchemas,
  rewriteEffects,
  type SchemaNews,
  schemaNews,
  unreadableNotes,
} from "../src/features/schema/index.js";
import { judgedOutput, judgedStatus, readAfter } from "../src/toolkit/applied.js";
import { call, defineTool } from "../src/toolkit/define.js";
import { connector } from "../src/toolkit/params.js";
import { bare, compact, count, dashboard, lines, named, upTo } from "../src/toolkit/render.js";
import { rephrase } from "../src/toolkit/rephrase.js";

interface Details {
  id: string;
  name: string;
  mode: ExcludeMode;
  before: SchemaConfig | undefined;
  rewrite: Rewrite;
}

export const reloadSchema = defineTool({
  name: "reload_schema",
  title: "Reload a connector's schema",
  effect: "write",
  destructive: true,
  idempotent: true,
  alwaysAsks: false,
  uses: [
    "connection_details",
    "list_connections",
    "connection_schema_config",
    "reload_connection_schema_config",
  ],
  description:
    "Read the source's current tables and report new ones. Can take minutes. PRESERVE keeps the selection. INCLUDE enables all tables, EXCLUDE disables them; both need confirmation.",
  input: z.strictObject({
    connector,
    exclude_mode: z.enum(EXCLUDE_MODES).describe("e.g. PRESERVE").default("PRESERVE"),
  }),
  output: z.looseObject({
    connector: z.looseObject({ name: z.string(), id: z.string() }),
    ...judgedOutput,
    schemas: z.number().optional(),
    tables: z.number().optional(),
    tables_on: z.number().optional(),
    not_applied: z.array(z.string()).optional(),
    not_visible_yet: z.array(z.string()).optional(),
    policy: z.string().optional(),
    captured_now: z.boolean().optional(),
    new_schemas: z.array(z.string()).optional(),
    new_tables: z.array(z.string()).optional(),
    new_table_count: z.number().optional(),
    gone_tables: z.array(z.string()).optional(),
    switched_on: z.number().optional(),
    switched_off: z.number().optional(),
    notes: z.array(z.string()).optional(),
  }),

  async plan({ connector: value, exclude_mode: mode }, { fivetran, signal }) {
    const [connection] = await fivetran.connections.resolve([value], { signal });
    if (connection === undefined) throw inputError("connector matches nothing.");
    const { id, schema: name, status } = connection;
    const setup = status.setup_state.toLowerCase();
    if (setup === "broken" || setup === "incomplete") {
      throw new AppError(
        "input",
        `The setup of ${named(name, id)} is ${setup}, so Fivetran cannot read its source.`,
        {
          state: "Nothing was changed.",
          hint: `Repair the setup first. get_status shows what is wrong. ${dashboard(id)}`,
        },
      );
    }
    const { config: before, unreadable } = await readSchemas(id, { fivetran, signal });
    const rewrite =
      mode === "PRESERVE" ? { switched: [], locked: 0 } : await rewriteEffects(before ?? {}, mode);
    const syncing = status.sync_state.toLowerCase() === "syncing";
    return {
      summary: `Reload the schema of ${named(name, id)}${mode === "PRESERVE" ? "" : ` and ${mode === "INCLUDE" ? "enable" : "disable"} all tables`}`,
      consequences: [
        ...(before === undefined
          ? [
              "this captures the schema for the first time; after the capture, modify_schema can no longer store settings in advance",
            ]
          : []),
        ...(mode === "PRESERVE"
          ? [
              "the selection of tables stays; the schema change handling decides whether new tables are synced",
            ]
          : rewriteText(mode, rewrite)),
        ...(mode === "EXCLUDE" ? policyStays(before?.schema_change_handling) : []),
        ...unreadableNotes(unreadable),
        ...(syncing && mode !== "PRESERVE" ? ["a sync is running; the reload may cancel it"] : []),
      ],
      asks: mode !== "PRESERVE",
      targets: [{ kind: "connector" as const, id, name }],
      observed: {
        id,
        policy: before?.schema_change_handling ?? null,
        "tables to change": await observedTables(rewrite.switched, mode),
      },
      steps: [
        call("reload_connection_schema_config", { connectionId: id }, { exclude_mode: mode }),
      ],
      details: { id, name, mode, before, rewrite } satisfies Details,
    };
  },

  async finish([outcome], { details }, { fivetran, signal, notation }) {
    const { id, name, mode, before, rewrite } = details;
    const reply = await configIn(outcome);
    const { after: parts, unread } = await readAfter(readSchemas(id, { fivetran, signal }));
    const read = parts?.config;
    const { pending, missing, done } = judgeReload(rewrite, mode, reply, read);
    const after = read ?? reply;
    const shared = {
      connector: { name, id },
      ...judgedStatus(done && after !== undefined, unread),
      not_applied: upTo(missing, MOST_NAMED, pathOf),
      not_visible_yet: upTo(pending, MOST_NAMED, pathOf),
      notes: [
        ...(unread === undefined ? [] : [unread]),
        ...unreadableNotes(parts?.unreadable ?? []),
      ],
    };
    if (after === undefined) return compact(shared);
    const policy = after.schema_change_handling ?? undefined;
    if (mode === "EXCLUDE" && policy !== "BLOCK_ALL") {
      shared.notes.push(
        `the schema change handling (${policyText(policy)}) still applies to schemas and tables that appear later; to exclude them: ${notation.tool("modify_schema", { connector: id, policy: "BLOCK_ALL" })}`,
      );
    }
    const { schemas, tables, switchedOn, switchedOff } = await schemaNews(before, after);
    const captured = before === undefined;
    if (captured) {
      shared.notes.push(
        "the schema is captured now; from now on, modify_schema changes the captured schema",
      );
    }
    return compact({
      ...shared,
      schemas: schemas.total,
      tables: tables.total,
      tables_on: tables.on,
      policy,
      ...(captured ? { captured_now: true } : {}),
      // If the schema was never captured, every table is new. The counts already show that.
      ...(captured ? {} : news({ schemas, tables })),
      ...(switchedOn.length > 0 ? { switched_on: switchedOn.length } : {}),
      ...(switchedOff.length > 0 ? { switched_off: switchedOff.length } : {}),
    });
  },

  render: ({ connector: of, schemas, tables = 0, tables_on = 0, ...data }, notation) => {
    const { not_applied = [], not_visible_yet = [] } = data;
    const outcome =
      schemas === undefined
        ? "Fivetran accepted the reload, but the schema is not visible yet"
        : `schema ${data.captured_now ? "captured" : "reloaded"}; ${count(schemas, "schema")}, ${count(tables, "table")} (${tables_on} on)`;
    return lines(
      `${named(of.name, of.id)}: ${outcome}${data.policy === undefined ? "" : `; schema change handling: ${policyPhrase(data.policy)}`}`,
      data.new_schemas && `New schemas: ${data.new_schemas.join(", ")}`,
      data.new_tables && `New tables: ${data.new_tables.join(", ")}`,
      data.gone_tables && `No longer in the source: ${data.gone_tables.join(", ")}`,
      data.switched_on !== undefined && `Enabled: ${count(data.switched_on, "table")}`,
      data.switched_off !== undefined && `Disabled: ${count(data.switched_off, "table")}`,
      not_applied.length > 0 && `Not applied: ${not_applied.join(", ")}`,
      not_visible_yet.length > 0 && `Accepted, not visible yet: ${not_visible_yet.join(", ")}`,
      schemas !== undefined &&
        !data.captured_now &&
        !data.new_schemas &&
        !data.new_tables &&
        "No new schemas or tables.",
      data.notes?.map((note) => `Note: ${note}`),
      data.status === "partial" && `Next: ${notation.tool("get_schema", { connector: of.id })}`,
    );
  },

  async explain(error, { details: { id, name, before } }, { fivetran, signal, notation }) {
    if (error.type !== "outcome_unknown") return error;
    const { config: after } = await readSchemas(id, { fivetran, signal });
    const found = after === undefined ? undefined : await schemaNews(before, after);
    const shows =
      found === undefined
        ? "The schema is not captured yet"
        : found.tables.new.length > 0
          ? `The schema shows ${count(found.tables.new.length, "new table")} so far`
          : "The schema shows nothing new so far";
    return rephrase(error, {
      ...(isTimeout(error)
        ? { message: `The reload of ${named(name, id)} takes longer than this call can wait.` }
        : {}),
      state: `${isTimeout(error) ? "Fivetran may continue it for minutes or hours" : "It may have started, and can take hours"}. ${shows}.`,
      hint: `Do not repeat the reload. Check later with ${notation.tool("get_schema", { connector: id })}`,
      facts: { evidence: shows },
    });
  },
});

const MOST_NAMED = 50;

/** Whether no response came in time. A gateway reports this with status 504. */
const isTimeout = ({ status, facts }: AppError) =>
  status === 504 || facts["in_flight"] === true || facts["cause"] === "no_response";

const news = ({ schemas, tables }: Pick<SchemaNews, "schemas" | "tables">) => ({
  new_schemas: upTo(schemas.new, MOST_NAMED, bare),
  new_tables: upTo(
    tables.new,
    MOST_NAMED,
    (table) => `${pathOf(table)} (${table.on ? "on" : "off"})`,
  ),
  ...(tables.new.length > MOST_NAMED ? { new_table_count: tables.new.length } : {}),
  gone_tables: upTo(tables.gone, MOST_NAMED, pathOf),
});

function rewriteText(mode: "INCLUDE" | "EXCLUDE", { switched, locked }: Rewrite): string[] {
  const [verb, now] = mode === "INCLUDE" ? ["enables", "off"] : ["disables", "on"];
  const effect =
    mode === "INCLUDE"
      ? "each table gets a historical sync, which may be billed, depending on your Fivetran contract"
      : "rows already in the destination stay";
  const known = `${count(switched.length, "table")} that ${switched.length === 1 ? "is" : "are"} ${now} now and `;
  return [
    "the whole selection of schemas and tables is overwritten; to restore it, use modify_schema",
    switched.length === 0
      ? `${verb} all new tables: ${effect}`
      : `${verb} ${known}all new tables (${effect}): ${nameList(switched, MOST_NAMED)}`,
    ...(locked > 0 ? [lockedText(mode, locked)] : []),
  ];
}

/**
 * Says that the schema change handling stays. It is unknown for a schema that was never captured.
 */
const policyStays = (policy: string | null | undefined): string[] =>
  policy === "BLOCK_ALL"
    ? []
    : [
        `the schema change handling does not change${policy ? `: ${policyPhrase(policy)}` : "; if it is not Block all, schemas and tables that appear later may be synced"}`,
      ];

/**
 * Says what happens to locked tables. A schema can always be disabled, and this disables its locked
 * tables too.
 */
function lockedText(mode: "INCLUDE" | "EXCLUDE", locked: number): string {
  const one = locked === 1;
  return mode === "EXCLUDE"
    ? `${count(locked, "locked table")} ${one ? "is" : "are"} disabled with ${one ? "its schema" : "their schemas"}`
    : `${count(locked, "locked table")} ${one ? "keeps its" : "keep their"} state`;
}
