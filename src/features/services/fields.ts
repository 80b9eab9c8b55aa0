import * as z from "zod";
import { isSecretName } from "../../base/secret.js";

/** One field of a connector type, with those below it. Open and lenient: a surprise in one field must not hide the rest. */
export interface FieldNode {
  type?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  readonly?: boolean | undefined;
  immutable?: boolean | undefined;
  format?: string | undefined;
  fieldStatus?: string | undefined;
  required?: string[] | undefined;
  properties?: Record<string, FieldNode> | undefined;
  items?: FieldNode | undefined;
}

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

export const FieldNode: z.ZodType<FieldNode> = z.lazy(() =>
  z.object({
    type: text,
    description: text,
    enum: z.array(z.unknown()).optional().catch(undefined),
    readonly: flag,
    immutable: flag,
    format: text,
    fieldStatus: text,
    required: z.array(z.string()).optional().catch(undefined),
    properties: z.record(z.string(), FieldNode).optional().catch(undefined),
    items: FieldNode.optional().catch(undefined),
  }),
);

const Feature = z.looseObject({ id: z.string() });

/** `GET /v1/metadata/connector-types`. */
export const ConnectorType = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  connector_class: z.string().nullish(),
  service_status: z.string().nullish(),
  service_status_updated_at: z.string().nullish(),
  link_to_docs: z.string().nullish(),
  supported_features: z.array(Feature).nullish(),
});
export type ConnectorType = z.output<typeof ConnectorType>;

/** `GET /v1/metadata/connector-types/{service}`. */
export const ConnectorTypeDetails = ConnectorType.extend({
  config: FieldNode.nullish(),
  auth: FieldNode.nullish(),
});
export type ConnectorTypeDetails = z.output<typeof ConnectorTypeDetails>;

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
