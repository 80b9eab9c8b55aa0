import {
  type ColumnConfig,
  SchemaConfig,
  type TableConfig,
} from "../../src/client/resources/models.js";
import { connectionNamed, type Sandbox, type World } from "../../src/sandbox/index.js";
import { schemaConfig } from "../../src/sandbox/schemas/routes.js";
import { changes, type Harness, type Result } from "../harness.js";
import { shown } from "../snapshot.js";

/**
 * Like `shown`, but without parts that differ between runs or contain the id of a connector: times,
 * marks of cursors, and handles.
 */
export const steady = (on: Pick<Harness, "sandbox">, result: Result) =>
  shown(on, result)
    .replace(/("(?:expires|sent)_at": )"[^"]*"/g, '$1"TIME"')
    .replace(/\b(\d+)\.[\w-]{8}(?=\\?")/g, "$1.MARK")
    .replace(/~[0-9a-z]*~[0-9a-z]*~/g, "~MARKS~");

/** Returns the schema configuration of the simulated account, without a request. */
export function configIn(sandbox: Sandbox, name: string): SchemaConfig {
  let config: SchemaConfig = {};
  sandbox.edit((world) => {
    config = SchemaConfig.parse(schemaConfig(connectionNamed(world, name)));
  });
  return config;
}

type SchemaState = ReturnType<typeof connectionNamed>["backstage"]["schema"];

export function editSchemaOf(
  sandbox: Sandbox,
  name: string,
  change: (schema: SchemaState, connection: ReturnType<typeof connectionNamed>) => void,
): void {
  sandbox.edit((world: World) => {
    const connection = connectionNamed(world, name);
    change(connection.backstage.schema, connection);
  });
}

export interface Row {
  schema: string;
  table: string;
  node: TableConfig;
  /** True if the table syncs. */
  on: boolean;
  offWithSchema: boolean;
  locked: boolean;
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

/** Returns every table, sorted by name. */
export const rowsOf = (config: SchemaConfig): Row[] =>
  Object.entries(config.schemas ?? {})
    .sort(byName)
    .flatMap(([schema, { enabled, tables }]) =>
      Object.entries(tables ?? {})
        .sort(byName)
        .map(([table, node]) => ({
          schema,
          table,
          node,
          on: enabled && node.enabled,
          offWithSchema: !enabled && node.enabled,
          locked: isLocked(node),
        })),
    );

export const isLocked = (node: TableConfig | ColumnConfig) =>
  node.enabled_patch_settings?.allowed === false;

export const place = ({ schema, table }: { schema: string; table: string }) => `${schema}.${table}`;

/** Returns the bodies of the requests that could have changed something, in order. */
export const bodies = (sandbox: Sandbox) => changes(sandbox).map(({ body }) => body);

export const operationsSent = (sandbox: Sandbox) =>
  changes(sandbox).map(({ operation }) => operation);

/** Returns the effects on the account, in the words of the sandbox. */
export const effectsOf = (sandbox: Sandbox) => sandbox.effects().map(({ summary }) => summary);

/** Replaces the response of the given reads of the schema configuration, counted from now. */
export function serveSchemaReads(sandbox: Sandbox, config: unknown, calls?: number[]): void {
  sandbox.fault({
    operation: "connection_schema_config",
    status: 200,
    body: JSON.stringify({ code: "Success", data: config }),
    ...(calls === undefined ? {} : { calls }),
  });
}

/** Gives a second connector the name of the first. */
export function doubleName(sandbox: Sandbox, name: string, other: string): void {
  sandbox.edit((world) => {
    connectionNamed(world, other).schema = name;
  });
}
