import { AppError, isClosed } from "../../../base/errors.js";
import { nearest } from "../../../base/nearest.js";
import { bare } from "../../../base/text.js";
import type { Call } from "../../../client/operations/call.js";
import { Connection } from "../../../client/resources/models.js";
import type { ReadContext } from "../../../toolkit/define.js";
import { isUncaptured, own, pathOf, schemasOf, tablesOf } from "../../schema/index.js";
import type { ApiTarget } from "../target.js";

/** The reason why the state of a target forbids a change, and an alternative that works. */
export interface Refusal {
  why: string;
  next: string;
}

/**
 * Changes of a part of a schema configuration. The schema must have been captured and must contain
 * that part.
 */
const OF_CAPTURED = new Set<Call["operation"]>([
  "modify_connection_schema_config",
  "modify_connection_database_schema_config",
  "modify_connection_table_config",
  "modify_connection_column_config",
]);

/**
 * Returns the reason why a change of a schema configuration must fail, according to a read of the
 * configuration.
 */
export async function schemaRefusal(
  { operation, params }: Call,
  { shown }: Pick<ApiTarget, "shown">,
  { fivetran, signal, notation }: Pick<ReadContext, "fivetran" | "signal" | "notation">,
): Promise<Refusal | undefined> {
  const stores = operation === "pre_create_connection_schema_config";
  const connection = Connection.safeParse(shown).data;
  if ((!stores && !OF_CAPTURED.has(operation)) || connection === undefined) return undefined;
  const { id } = connection;
  const modify = notation.tool("modify_schema", { connector: id });
  let config: Awaited<ReturnType<typeof fivetran.schemas.get>>;
  try {
    config = await fivetran.schemas.get(id, { signal });
  } catch (error) {
    if (error instanceof AppError && isClosed(error)) return undefined;
    throw error;
  }
  const uncaptured = isUncaptured(connection, config);
  if (stores) {
    return uncaptured
      ? undefined
      : {
          why: "The schema of this connector is already captured. Settings can be stored in advance only before the capture.",
          next: `To change the captured schema: ${modify}`,
        };
  }
  if (config === undefined || uncaptured) {
    return {
      why: "The schema of this connector has not been captured, so there is no configuration to change.",
      next: `To store the settings in advance: ${modify}`,
    };
  }
  const { schemaName: schema, tableName: table } = params;
  if (schema === undefined) return undefined;
  const schemas = schemasOf(config);
  const schemaNode = own(config.schemas, String(schema));
  if (schemaNode === undefined)
    return missing(
      "schema",
      String(schema),
      schemas.map(([name]) => name),
    );
  if (table === undefined) return undefined;
  const tables = tablesOf(schemaNode);
  if (tables.some(([name]) => name === String(table))) return undefined;
  return missing(
    "table",
    pathOf({ schema: String(schema), table: String(table) }),
    tables.map(([name]) => name),
    String(table),
  );

  function missing(
    what: string,
    shownName: string,
    names: readonly string[],
    name = shownName,
  ): Refusal {
    const near = nearest(name, names, (one) => one);
    return {
      why: `The connector has no ${what} ${shownName === name ? bare(name) : shownName}.${near.length > 0 ? ` Nearest: ${near.map(bare).join(", ")}.` : ""}`,
      next: `Names are case-sensitive, as in the source: ${notation.tool("get_schema", { connector: id })}`,
    };
  }
}
