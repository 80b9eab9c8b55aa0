import { statSync } from "node:fs";
import * as z from "zod";
import { AppError, inputError } from "../../base/errors.js";
import { errorCode, readText, writeUserFile } from "../../base/files.js";
import { redactedJson } from "../../base/secret.js";
import { quoted } from "../../base/text.js";
import { namedConnection } from "../../features/connector/index.js";
import {
  type Compared,
  changesTo,
  compareSelections,
  compareSettings,
  inSchemaOf,
  SelectionFile,
  type SettingDifference,
  selectionFile,
  selectionOf,
} from "../../features/drift/index.js";
import { FIELDS, readInventory } from "../../features/inventory/index.js";
import {
  type Change,
  isUncaptured,
  type NodeRef,
  noSelectionText,
  pathOf,
  readSchemas,
  type Value,
  valueJson,
  valueText,
} from "../../features/schema/index.js";
import type { AccountReader } from "../../toolkit/define.js";
import { bare, count, lines, named, upTo } from "../../toolkit/render.js";
import type { Printed } from "../account.js";
import type { Row } from "../output/table.js";

/** `get_schema --export`: writes the tables and columns that a connector syncs to a file. */
export async function exportSelection(
  connector: string,
  { file, overwrite }: { file: string; overwrite: boolean },
  { fivetran, signal, now }: AccountReader,
): Promise<Printed> {
  const connection = await namedConnection(connector, { fivetran, signal });
  const { config, unreadable } = await readSchemas(connection.id, { fivetran, signal });
  const name = named(connection.schema, connection.id);
  if (config?.schemas === undefined || config.schemas === null) {
    throw inputError(`${name} has no schema to export.`, "Nothing was written.");
  }
  const selection = selectionFile(connection, config, now());
  // Without one of its columns, the file would state that the column is in clear.
  const leftOut = unreadable.map(({ column: _, ...part }): NodeRef => part);
  for (const { schema, table } of leftOut) {
    const tables = selection.schemas[schema]?.tables;
    if (table !== undefined && tables !== undefined) delete tables[table];
  }
  const problem = writeUserFile(file, `${redactedJson(selection, 2)}\n`, { overwrite });
  if (problem !== undefined) {
    throw inputError(
      `${quoted(file, 200)} was not written: ${problem}.`,
      "Give another file, or --overwrite to replace this one.",
    );
  }
  const tables = Object.values(selection.schemas).flatMap((one) => Object.keys(one.tables ?? {}));
  return {
    text: lines(
      `${name}: ${count(Object.keys(selection.schemas).length, "schema")} with ${count(tables.length, "table")} written to ${quoted(file, 200)}.`,
      leftOut.length > 0 && `Not in the file, because ${unexpected(leftOut)}`,
      selection.policy === undefined &&
        `Not in the file: the schema change handling, which ${config.schema_change_handling ? `this version does not recognize (${bare(config.schema_change_handling)})` : "Fivetran did not return"}`,
    ),
    data: {
      file,
      ...selection.connector,
      tables: tables.length,
      ...(leftOut.length === 0 ? {} : { left_out: leftOut.map(pathOf) }),
    },
  };
}

const unexpected = (parts: readonly NodeRef[]) =>
  `Fivetran returned them in an unexpected form: ${upTo(parts, MOST_NAMES, pathOf).join(", ")}`;

/** Returns what of a list of paths is not one of these parts. */
const without = (paths: readonly string[], parts: readonly NodeRef[]) => {
  const left = new Set(parts.map(pathOf));
  return paths.filter((path) => !left.has(path));
};

const LARGEST_FILE = 50_000_000;

export function readSelection(file: string): SelectionFile {
  let text: string;
  try {
    const { size } = statSync(file);
    if (size > LARGEST_FILE) throw notASelection(file, `it has more than ${LARGEST_FILE / 1e6} MB`);
    text = readText(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw inputError(
      `${quoted(file, 200)} cannot be read (${errorCode(error) ?? "unreadable"}).`,
      "To write such a file: fivetran-agent get_schema <connector> --export <file>",
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notASelection(file, "it is not valid JSON; it may be cut off");
  }
  const version = Versioned.safeParse(value).data?.version;
  if (version === undefined) throw notASelection(file, "it has no version");
  if (version > 1) {
    throw inputError(
      `${quoted(file, 200)} was written by a newer version of fivetran-agent (version ${version} of the file).`,
      "Nothing was sent. Update fivetran-agent, or export the selection again with this version.",
    );
  }
  const parsed = SelectionFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw notASelection(file, `${issue?.path.map(String).join(".")}: ${issue?.message}`);
}

const Versioned = z.looseObject({ version: z.number() });

const notASelection = (file: string, why: string) =>
  inputError(
    `${quoted(file, 200)} is not a selection: ${quoted(why, 200)}.`,
    "Nothing was sent. To write such a file: fivetran-agent get_schema <connector> --export <file>",
  );

export interface Planned {
  changes: Change[];
  policy: string | undefined;
  /** Nodes that exist only in the file or only in the connector. Printed on stderr. */
  notes: string[];
}

const MOST_NAMES = 10;
const asIs = (path: string) => path;

/** `modify_schema --from`: returns the changes that give a connector the selection of a file. */
export async function changesFrom(
  file: SelectionFile,
  connector: string,
  { fivetran, signal }: AccountReader,
): Promise<Planned> {
  const connection = await namedConnection(connector, { fivetran, signal });
  const { config, unreadable } = await readSchemas(connection.id, { fivetran, signal });
  if (!config?.schemas || Object.keys(config.schemas).length === 0) {
    throw inputError(
      `${named(connection.schema, connection.id)} has no schema that a selection can be applied to.`,
      "Nothing was sent. get_schema shows why there is no schema. If it has not been captured, capture it with reload_schema.",
    );
  }
  const { selection, renamed } = inSchemaOf(file, selectionOf(config));
  const { changes, policy, compared } = changesTo(selection, config);
  const missing = without(compared.onlySecond, unreadable);
  const extra = compared.onlyFirst;
  return {
    changes,
    policy,
    notes: [
      ...(renamed === undefined ? [] : [`Schema ${renamed}.`]),
      ...(missing.length === 0
        ? []
        : [`Only in the file: ${upTo(missing, MOST_NAMES, asIs).join(", ")}.`]),
      ...(extra.length === 0
        ? []
        : [`Only in the connector, not changed: ${upTo(extra, MOST_NAMES, asIs).join(", ")}.`]),
      ...(unreadable.length === 0
        ? []
        : [`Not compared and not changed, because ${unexpected(unreadable)}.`]),
    ],
  };
}

/** `diff`: prints the differences between two connectors. */
export async function diffConnectors(
  values: readonly [string, string],
  { fivetran, signal }: AccountReader,
): Promise<Printed> {
  const [first, second] = await Promise.all(
    values.map(async (value) => {
      const { id } = await namedConnection(value, { fivetran, signal });
      const [connection, { config, unreadable }] = await Promise.all([
        fivetran.connections.get(id, { signal }),
        readSchemas(id, { fivetran, signal }),
      ]);
      return { connection, read: config, config: config ?? {}, unreadable };
    }),
  );
  if (first === undefined || second === undefined) throw inputError("Give two connectors.");
  const settings = compareSettings(first.connection, second.connection);
  const target = selectionOf(second.config);
  const { selection, renamed } = inSchemaOf(selectionOf(first.config), target);
  const renamedTo = renamed === undefined ? undefined : Object.keys(selection.schemas)[0];
  const unreadable = [
    ...first.unreadable.map((part) => ({ ...part, schema: renamedTo ?? part.schema })),
    ...second.unreadable,
  ];
  const compared = comparable(compareSelections(selection, target), unreadable);
  const [from, to] = [first, second].map(
    ({ config }) => config.schema_change_handling ?? undefined,
  );
  if (from !== to) compared.policy = { from, to };
  const notes = [first, second].flatMap(({ connection, read, unreadable: parts }) => {
    const name = named(connection.schema, connection.id);
    if (parts.length > 0) return [`${name}: not compared, because ${unexpected(parts)}`];
    if (read?.schemas && Object.keys(read.schemas).length > 0) return [];
    return [
      `${name}: no tables to compare, because ${isUncaptured(connection, read) ? "its schema has not been captured" : noSelectionText(read)}`,
    ];
  });
  const [a, b] = [first, second].map(({ connection: { id, schema } }) => ({ id, name: schema }));
  return {
    text: diffText(
      [a, b].map((one) => named(one?.name ?? "", one?.id ?? "")),
      settings,
      compared,
      renamed,
      notes,
    ),
    data: {
      first: a,
      second: b,
      settings,
      policy: compared.policy ?? null,
      selection: compared.differences.map(({ field, from = null, to = null, ...node }) => ({
        node: pathOf(node),
        field,
        first: valueJson(from),
        second: valueJson(to),
      })),
      only_first: compared.onlyFirst,
      only_second: compared.onlySecond,
      ...(notes.length === 0 ? {} : { notes }),
    },
  };
}

/** Leaves out the parts that could not be read in one of the two connectors. */
function comparable(compared: Compared, unreadable: readonly NodeRef[]): Compared {
  const { differences, onlyFirst, onlySecond } = compared;
  return {
    ...compared,
    differences: differences.filter((node) =>
      unreadable.every((part) => pathOf(part) !== pathOf(node)),
    ),
    onlyFirst: without(onlyFirst, unreadable),
    onlySecond: without(onlySecond, unreadable),
  };
}

const shown = (value: string | undefined) => (value === undefined ? "unset" : bare(value));

const settingText = (value: Value | undefined) =>
  value === undefined ? "unset" : typeof value === "string" ? bare(value) : valueText(value);

function diffText(
  [first = "", second = ""]: readonly string[],
  settings: readonly SettingDifference[],
  { policy, differences, onlyFirst, onlySecond }: Compared,
  renamed: string | undefined,
  notes: readonly string[],
): string {
  const total =
    settings.length +
    differences.length +
    onlyFirst.length +
    onlySecond.length +
    (policy === undefined ? 0 : 1);
  return lines(
    `${first} and ${second}: ${total === 0 ? "no difference" : count(total, "difference")}`,
    renamed !== undefined && `Compared as one schema: ${renamed}`,
    settings.map(
      ({ field, first, second }) => `${bare(field)}: ${shown(first)} | ${shown(second)}`,
    ),
    policy !== undefined && `schema change handling: ${shown(policy.from)} | ${shown(policy.to)}`,
    differences.map(
      ({ field, from, to, ...node }) =>
        `${pathOf(node)} ${field}: ${settingText(from)} | ${settingText(to)}`,
    ),
    onlyFirst.map((node) => `only in the first: ${node}`),
    onlySecond.map((node) => `only in the second: ${node}`),
    notes.map((note) => `Note: ${note}`),
  );
}

/** `inventory`: prints everything in the account. */
export async function inventory(account: AccountReader): Promise<Printed> {
  const { items, gaps } = await readInventory(account);
  const kinds = [...new Set(items.map(({ kind }) => kind))].map((kind) => {
    const n = items.filter((item) => item.kind === kind).length;
    return count(n, kind);
  });
  const summary = `${count(items.length, "item")}: ${kinds.join(", ")}`;
  return {
    table: {
      summary,
      columns: FIELDS.map((title) => ({ title })),
      rows: items.map(
        (item): Row => ({ cells: FIELDS.map((field) => item[field]), tone: "quiet" }),
      ),
      notes: gaps,
    },
    data: { items, gaps },
  };
}
