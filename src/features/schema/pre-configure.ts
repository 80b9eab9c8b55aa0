import { literalName } from "../../base/glob.js";
import { quoted } from "../../base/text.js";
import type { Json } from "../../client/operations/call.js";
import type { NodeRef, SchemaPolicy } from "./change-plan.js";
import { path, readChanges, refuse, type SchemaChange, type Wish } from "./parse-changes.js";

export interface PreCreatePlan {
  /** One line each: what is stored for which name. */
  wishes: string[];
  /** Nodes above the named ones, and the state that is stored with them. */
  implied: string[];
  policy: SchemaPolicy | undefined;
  body: Record<string, Json>;
}

interface Named extends NodeRef {
  values: Wish["values"];
}

type Node = { enabled?: boolean; hashed?: boolean; sync_mode?: string };
interface TableNode extends Node {
  columns: Map<string, Node>;
}
interface SchemaNode extends Node {
  tables: Map<string, TableNode>;
}

/**
 * Wishes for a schema that was never captured: Fivetran stores them and applies them when it captures it. Names
 * cannot be checked, so only exact ones are taken. Throws `input` for patterns and contradictions.
 */
export function planPreCreate(
  changes: readonly SchemaChange[],
  policy: SchemaPolicy | undefined,
): PreCreatePlan {
  const named = readChanges(changes).map(exact);
  refuse(
    named.flatMap((wish) => (typeof wish === "string" ? [wish] : [])),
    "Patterns need a captured schema: reload_schema captures it now. Or name every schema and table exactly.",
  );
  refuse(
    changes.length === 0 && policy === undefined ? ["there is nothing to store"] : [],
    "Give at least one change, or a policy.",
  );
  const wishes = named.filter((wish) => typeof wish !== "string");
  const schemas = new Map<string, SchemaNode>();
  const faults: string[] = [];
  for (const wish of wishes) {
    const node = place(schemas, wish);
    for (const [field, value] of wish.values) {
      const before = Reflect.get(node, field);
      if (before !== undefined && before !== value) {
        faults.push(`two changes set ${field} of ${pathOf(wish)} to different values`);
      }
      Object.assign(node, { [field]: value });
    }
  }
  refuse(faults, "Drop one of them.");
  const implied = complete(schemas, policy);
  return {
    wishes: wishes.flatMap((wish) =>
      wish.values.map(([field, value]) => `${pathOf(wish)} ${field}: ${value}`),
    ),
    implied,
    policy,
    body: {
      schemas: Object.fromEntries([...schemas].map(([name, node]) => [name, schemaBody(node)])),
      ...(policy === undefined ? {} : { schema_change_handling: policy }),
    },
  };
}

const pathOf = ({ schema, table, column }: NodeRef) => path(schema, table, column);

/** The one node that a wish names; why it names none, otherwise. */
function exact({ position, level, schema, table, column, values }: Wish): Named | string {
  const wanted = {
    schema,
    ...(level === "schema" ? {} : { table }),
    ...(level === "column" ? { column } : {}),
  };
  for (const [what, { text }] of Object.entries(wanted)) {
    if (literalName(text) === undefined) {
      return `change ${position}: ${what} ${quoted(text, 80)} is a pattern, and there are no names yet to match it with`;
    }
  }
  return {
    schema: schema.name ?? "",
    ...(level === "schema" ? {} : { table: table.name ?? "" }),
    ...(level === "column" ? { column: column.name ?? "" } : {}),
    values,
  };
}

function place(schemas: Map<string, SchemaNode>, { schema, table, column }: NodeRef): Node {
  const schemaNode: SchemaNode = schemas.get(schema) ?? { tables: new Map() };
  schemas.set(schema, schemaNode);
  if (table === undefined) return schemaNode;
  const tableNode: TableNode = schemaNode.tables.get(table) ?? { columns: new Map() };
  schemaNode.tables.set(table, tableNode);
  if (column === undefined) return tableNode;
  const columnNode: Node = tableNode.columns.get(column) ?? {};
  tableNode.columns.set(column, columnNode);
  return columnNode;
}

/**
 * Every node of the request has to say whether it is on. What nobody asked about gets the state that the policy
 * would give it, unless something below it is to be on.
 */
function complete(schemas: Map<string, SchemaNode>, policy: SchemaPolicy | undefined): string[] {
  const byPolicy = policy === undefined || policy === "ALLOW_ALL";
  const implied: string[] = [];
  const settle = (node: Node, name: string, below: Iterable<Node>) => {
    if (node.enabled !== undefined) return;
    node.enabled = byPolicy || [...below].some(({ enabled }) => enabled === true);
    implied.push(`${name} ${node.enabled ? "on" : "off"}`);
  };
  for (const [schema, schemaNode] of schemas) {
    for (const [table, tableNode] of schemaNode.tables) {
      settle(tableNode, path(schema, table), tableNode.columns.values());
    }
    settle(schemaNode, path(schema), schemaNode.tables.values());
  }
  return implied;
}

const stated = ({ enabled, hashed, sync_mode }: Node): Record<string, Json> => ({
  enabled: enabled ?? true,
  ...(hashed === undefined ? {} : { hashed }),
  ...(sync_mode === undefined ? {} : { sync_mode }),
});

const schemaBody = ({ tables, ...node }: SchemaNode): Json => ({
  ...stated(node),
  ...(tables.size === 0
    ? {}
    : { tables: Object.fromEntries([...tables].map(([name, table]) => [name, tableBody(table)])) }),
});

const tableBody = ({ columns, ...node }: TableNode): Json => ({
  ...stated(node),
  ...(columns.size === 0
    ? {}
    : {
        columns: Object.fromEntries([...columns].map(([name, column]) => [name, stated(column)])),
      }),
});
