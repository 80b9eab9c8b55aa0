import { isSecretField } from "../../client/operations/secret-fields.js";
import type { ConnectorTypeDetails, FieldNode } from "../../client/resources/connector-types.js";

/** One field of a connector or destination type. */
export interface ServiceField {
  /** `config.reports[].table`. */
  path: string;
  type: string;
  required: boolean;
  secret: boolean;
  /** Fixed once the connection exists. */
  permanent: boolean;
  values: string[];
  status: string | undefined;
  description: string | undefined;
}

/** The fields that can be given, required ones first, otherwise in Fivetran's order. */
export function serviceFields({ config, auth }: ConnectorTypeDetails): ServiceField[] {
  const fields = [
    ...(config ? fieldsOf(config, "config") : []),
    ...(auth ? fieldsOf(auth, "auth") : []),
  ];
  return [
    ...fields.filter(({ required }) => required),
    ...fields.filter(({ required }) => !required),
  ];
}

const MOST_LEVELS = 12;

/** The fields below a node in its order; an object or list of objects shows as its fields. */
export function fieldsOf(
  root: FieldNode,
  rootPath: string,
  isSecret: (name: string, node: FieldNode) => boolean = isSecretField,
): ServiceField[] {
  const walk = (
    node: FieldNode,
    path: string,
    required: boolean,
    level: number,
  ): ServiceField[] => {
    const inner = node.items ?? node;
    const here = node.items === undefined ? path : `${path}[]`;
    const parts = Object.entries(inner.properties ?? {}).filter(([, part]) => !part.readonly);
    if (parts.length > 0 && level < MOST_LEVELS) {
      return parts.flatMap(([name, part]) => {
        const needed =
          required && node.items === undefined && (inner.required ?? []).includes(name);
        return walk(part, here === "" ? name : `${here}.${name}`, needed, level + 1);
      });
    }
    return [
      {
        path: here,
        type: typeOf(node),
        required,
        secret: isSecret(path.split(".").at(-1) ?? "", inner),
        permanent: node.immutable === true,
        values: (inner.enum ?? []).map(String),
        status: node.fieldStatus,
        description: node.description || inner.description,
      },
    ];
  };
  return walk(root, rootPath, true, 0);
}

function typeOf(node: FieldNode): string {
  if (node.items !== undefined) return `${typeOf(node.items)}[]`;
  // An enum may call itself an object; its values are strings.
  if ((node.enum ?? []).length > 0) return "enum";
  const [type = "any"] = [node.type ?? []].flat();
  return type;
}
