import type { Json } from "../../base/json.js";
import type { Field, NodeRef } from "./nodes.js";

/** Part of a request body while it is put together; children are tables of a schema, or columns of a table. */
export interface BodyNode {
  settings: Partial<Record<Field, boolean | string>>;
  children: Map<string, BodyNode>;
}

/** The part for one node, made where it is missing. */
export function nodeAt(root: BodyNode, { schema, table, column }: NodeRef): BodyNode {
  let node = root;
  for (const name of [schema, table, column]) {
    if (name === undefined) continue;
    const child: BodyNode = node.children.get(name) ?? { settings: {}, children: new Map() };
    node.children.set(name, child);
    node = child;
  }
  return node;
}

/** As the API takes it: `{"schemas":{"public":{"enabled":true,"tables":{…}}}}`. */
export const bodyOf = (
  { settings, children }: BodyNode,
  [key, ...below]: readonly string[] = ["schemas", "tables", "columns"],
): Record<string, Json> => ({
  ...settings,
  ...(key === undefined || children.size === 0
    ? {}
    : {
        [key]: Object.fromEntries(
          [...children].map(([name, node]): [string, Json] => [name, bodyOf(node, below)]),
        ),
      }),
});
