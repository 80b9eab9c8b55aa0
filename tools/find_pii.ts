import * as z from "zod";
import { firedByDeadline } from "../src/base/deadline.js";
import { AppError, inputError } from "../src/base/errors.js";
import type { Connection } from "../src/client/resources/models.js";
import { byName, foundOf, type Missing } from "../src/features/connector/index.js";
import { UnreadableRecords } from "../src/features/health/index.js";
import { type Allowance, changesFor, searchConnector } from "../src/features/pii/index.js";
import {
  isUncaptured,
  noSelectionText,
  pathOf,
  type ReadableConfig,
  readSchemas,
  schemasOf,
} from "../src/features/schema/index.js";
import { defineTool, type ReadContext } from "../src/toolkit/define.js";
import { type Notation, ToolCall } from "../src/toolkit/notation.js";
import { cursorAt, offsetOf } from "../src/toolkit/page.js";
import { connectors, cursor, extra, group } from "../src/toolkit/params.js";
import { bare, count, lines, named, RESULT_BUDGET, upTo } from "../src/toolkit/render.js";

const text = z.string();
const Found = z.looseObject({
  schema: text,
  table: text,
  column: text,
  kind: text,
  confidence: text,
  reason: text,
  action: text,
});
const Searched = z.looseObject({
  name: text,
  id: text,
  tables_read: z.number(),
  findings: z.array(Found),
  not_seen: z.array(z.looseObject({ why: text, count: z.number(), tables: z.array(text) })),
  fix: z.looseObject({ tool: text }).optional(),
});
type Searched = z.output<typeof Searched>;

export const findPii = defineTool({
  name: "find_pii",
  title: "Find personal data",
  effect: "read",
  uses: ["list_connections", "connection_schema_config"],
  description:
    "Find enabled columns that look personal. Returns the modify_schema call that hashes or blocks them. Queries the live source.",
  input: z.strictObject({
    connectors: connectors.max(100).optional(),
    group,
    table: z
      .string()
      .min(1)
      .max(1024)
      .describe("default: about people; * for all, e.g. cust*")
      .optional(),
    source_reads: z.int().min(0).max(100).describe("maximum number of tables, e.g. 50").default(25),
    cursor,
  }),
  output: z.looseObject({
    connectors: z.array(Searched),
    not_searched: z.array(z.looseObject({ name: text, why: text })),
    source_reads: z.number(),
    gaps: extra(z.array(text)),
    next_cursor: text.optional(),
  }),

  async run({ cursor: from, source_reads: reads, ...filter }, ctx) {
    if (filter.connectors !== undefined && filter.group !== undefined) {
      throw inputError(
        "find_pii takes either connectors or a group, not both.",
        "Leave one of them out.",
      );
    }
    const scope = ["pii", filter];
    const { all, gaps, missing } = await chosen(filter, ctx);
    const offset = offsetOf(from, scope);
    const allowance: Allowance = { reads, stopped: reads === 0 ? "source_reads is 0" : undefined };
    const searched: Searched[] = [];
    const notSearched: { name: string; why: string }[] = [];
    let index = Math.floor(offset / MOST_TABLES);
    let table = offset % MOST_TABLES;
    let configs = 0;
    let found = 0;
    let size = 0;
    let next: number | undefined;
    for (; index < all.length; index += 1) {
      const connection = all[index];
      if (connection === undefined) break;
      const spent = allowance.reads === 0 && allowance.stopped === undefined;
      if (configs >= MOST_CONNECTORS || found >= MOST_FINDINGS || size >= ROOM / 2 || spent) {
        next = index * MOST_TABLES;
        break;
      }
      configs += 1;
      const read = await configOf(connection, ctx, all.length + missing.length === 1);
      if ("why" in read) {
        notSearched.push({ name: connection.schema || connection.id, why: read.why });
        size += read.why.length;
        continue;
      }
      const { config, unreadable } = read;
      if (config === undefined || schemasOf(config).length === 0) {
        notSearched.push({
          name: connection.schema || connection.id,
          why: isUncaptured(connection, config)
            ? "its schema has not been captured"
            : noSelectionText(config),
        });
        continue;
      }
      const result = await searchConnector(
        connection,
        config,
        { from: table, table: filter.table, allowance },
        ctx,
      );
      const odd = [...(table === 0 ? unreadable : []), ...result.unreadable];
      if (odd.length > 0) {
        const why = "Fivetran returned their configuration in an unexpected form";
        result.unseen.push({ why, tables: odd });
      }
      const entry = searchedOf(connection, result);
      size += JSON.stringify(entry).length;
      if (searched.length > 0 && size > ROOM) {
        next = index * MOST_TABLES;
        break;
      }
      table = 0;
      found += result.findings.length;
      searched.push(entry);
      if (result.next !== undefined) {
        next = index * MOST_TABLES + result.next;
        break;
      }
    }
    return {
      connectors: searched,
      not_searched: [
        ...notSearched,
        ...(offset > 0 ? [] : missing).map(({ value, problem }) => ({
          name: value,
          why: problem.replace(/\.$/, ""),
        })),
      ],
      source_reads: reads - allowance.reads,
      ...(gaps.length === 0 ? {} : { gaps }),
      ...(next === undefined ? {} : { next_cursor: cursorAt(next, scope) }),
    };
  },

  render: ({ connectors: all, not_searched, source_reads, gaps = [], next_cursor }, notation) => {
    const findings = all.flatMap((one) => one.findings);
    const sure = findings.filter(({ confidence }) => confidence !== "low");
    return lines(
      `${count(sure.length, "enabled column")} in ${count(all.length, "connector")} ${sure.length === 1 ? "looks" : "look"} like personal data; ${count(source_reads, "table")} read from the source${sure.length === 0 ? "" : "; after a column: kind of data, confidence"}`,
      all.map((one) => [
        `${named(one.name, one.id)}: ${one.findings.length === 0 ? "nothing found" : ""}`.trimEnd(),
        byTable(one.findings).map((text) => `  ${text}`),
        one.not_seen.map(
          ({ why, count: n, tables }) =>
            `  not checked (${why}): ${[...tables.map((path) => path), ...(n > tables.length ? [`… and ${n - tables.length} more`] : [])].join(", ")}`,
        ),
        one.fix !== undefined && `  Fix: ${callText(one.fix, notation)}`,
      ]),
      not_searched.length > 0 &&
        `Not searched: ${upTo(not_searched, 20, ({ name, why }) => `${bare(name)} (${why})`).join(", ")}`,
      gaps.map((gap) => `Note: ${gap}.`),
      next_cursor !== undefined && `More: ${notation.again({ cursor: next_cursor })}`,
    );
  },
});

function callText(fix: unknown, notation: Notation): string {
  const { tool, arguments: args } = ToolCall.parse(fix);
  return notation.tool(tool, args);
}

/**
 * More tables than any connector has, so that one cursor number can encode both the connector and
 * the table.
 */
const MOST_TABLES = 100_000;
const MOST_CONNECTORS = 30;
const MOST_FINDINGS = 80;
/** The space for connectors. The rest is for the notes and the cursor. No connector is started beyond half of it. */
const ROOM = RESULT_BUDGET - 4000;
const MOST_NAMES = 20;
/** The largest number of changes that one call of modify_schema accepts. */
const MOST_CHANGES = 100;

async function chosen(
  {
    connectors: values,
    group: part,
  }: { connectors?: string[] | undefined; group?: string | undefined },
  ctx: ReadContext,
): Promise<{ all: Connection[]; gaps: string[]; missing: z.output<typeof Missing> }> {
  const { fivetran, signal } = ctx;
  if (values !== undefined) {
    const { found, missing, gaps } = await foundOf(values, ctx);
    return { all: found.sort(byName), gaps, missing };
  }
  const groupId = part && (await fivetran.groups.resolve(part, { signal })).id;
  const all: Connection[] = [];
  const gaps: string[] = [];
  const unreadable = new UnreadableRecords("connector");
  const options = { groupId, signal, onUnreadable: unreadable.add };
  try {
    for await (const one of fivetran.connections.list(options)) all.push(one);
  } catch (error) {
    const left = signal.aborted && !firedByDeadline(signal);
    if (left || !(error instanceof AppError) || all.length === 0) throw error;
    const why = error.message.replace(/\.$/, "");
    gaps.push(`only ${all.length} connectors were found, because the list ended early (${why})`);
  }
  return { all: all.sort(byName), gaps: [...gaps, ...unreadable.notes()], missing: [] };
}

/**
 * Reads one configuration. In a search of several connectors, a configuration that cannot be read
 * is reported and the search continues.
 */
async function configOf(
  { id }: Connection,
  { fivetran, signal }: ReadContext,
  alone: boolean,
): Promise<ReadableConfig | { why: string }> {
  try {
    return await readSchemas(id, { fivetran, signal });
  } catch (error) {
    const cancelled = signal.aborted && !firedByDeadline(signal);
    if (alone || cancelled || !(error instanceof AppError)) throw error;
    return {
      why: firedByDeadline(signal)
        ? "the time limit was reached"
        : error.message.replace(/\.$/, ""),
    };
  }
}

function searchedOf(
  { schema, id }: Connection,
  { findings, read, unseen }: Awaited<ReturnType<typeof searchConnector>>,
): Searched {
  const changes = changesFor(findings).slice(0, MOST_CHANGES);
  return {
    name: schema,
    id,
    tables_read: read,
    findings: findings.map((finding) => ({ ...finding })),
    not_seen: unseen.map(({ why, tables }) => ({
      why,
      count: tables.length,
      tables: tables.slice(0, MOST_NAMES).map(pathOf),
    })),
    ...(changes.length === 0
      ? {}
      : { fix: { tool: "modify_schema", arguments: { connector: id, changes } } }),
  };
}

/** Returns one line per table with its columns, each with its kind and confidence. */
function byTable(findings: Searched["findings"]): string[] {
  const tables = new Map<string, string[]>();
  for (const { schema, table, column, kind, confidence, action } of findings) {
    const place = `${bare(schema)}.${bare(table)}`;
    const fixed = action === "none" ? ", cannot be changed" : "";
    tables.set(place, [
      ...(tables.get(place) ?? []),
      `${bare(column)} (${kind}, ${confidence}${fixed})`,
    ]);
  }
  return [...tables].map(([place, columns]) => `${place}: ${columns.join(", ")}`);
}
