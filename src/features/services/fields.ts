import { isSecretName } from "../../base/secret.js";
import type { ConnectorTypeDetails, FieldNode } from "../../client/resources/connector-types.js";

/** A field as it is told: `path` is `config.reports[].table`. */
export interface ServiceField {
  path: string;
  type: string;
  required: boolean;
  secret: boolean;
  /** Fixed once the connection is there. */
  permanent: boolean;
  values: string[];
  status: string | undefined;
  description: string | undefined;
}

const MOST_LEVELS = 12;

/** The fields that can be given, required ones first, otherwise in Fivetran's order. Containers show as their parts. */
export function serviceFields({ config, auth }: ConnectorTypeDetails): ServiceField[] {
  const fields: ServiceField[] = [];
  const walk = (node: FieldNode, path: string, required: boolean, secret: boolean, level = 0) => {
    const array = node.items !== undefined;
    const inner = array ? (node.items ?? node) : node;
    const here = array ? `${path}[]` : path;
    const parts = Object.entries(inner.properties ?? {}).filter(([, part]) => !part.readonly);
    if (parts.length === 0 || level >= MOST_LEVELS) {
      fields.push({
        path: here,
        type: typeOf(node),
        required,
        secret: secret || isSecretField(path.split(".").at(-1) ?? "", inner),
        permanent: node.immutable === true,
        values: (inner.enum ?? []).map(String),
        status: node.fieldStatus,
        description: node.description || inner.description,
      });
      return;
    }
    for (const [name, part] of parts) {
      const needed = required && !array && (inner.required ?? []).includes(name);
      walk(part, `${here}.${name}`, needed, secret, level + 1);
    }
  };
  if (config) walk(config, "config", true, false);
  if (auth) walk(auth, "auth", true, true);
  return [
    ...fields.filter(({ required }) => required),
    ...fields.filter(({ required }) => !required),
  ];
}

const typeOf = (node: FieldNode): string => {
  if (node.items !== undefined) return `${typeOf(node.items)}[]`;
  // An enum may call itself an object; its values are texts.
  return (node.enum ?? []).length > 0 ? "enum" : (node.type ?? "any");
};

/** Fivetran marks most secrets; what is named like one counts too. */
export const isSecretField = (name: string, node: FieldNode | undefined) =>
  node?.format === "password" || isSecretName(name);

/** The node that a path such as `["reports", 0, "table"]` leads to. */
export function nodeAt(
  root: FieldNode | null | undefined,
  path: readonly (string | number)[],
): FieldNode | undefined {
  let node: FieldNode | undefined = root ?? undefined;
  for (const key of path) {
    node =
      typeof key === "number"
        ? node?.items
        : Object.hasOwn(node?.properties ?? {}, key)
          ? node?.properties?.[key]
          : undefined;
  }
  return node;
}
