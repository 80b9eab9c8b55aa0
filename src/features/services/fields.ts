import { isSecretField } from "../../client/operations/secret-fields.js";
import type { KnownField, KnownType } from "../../client/operations/service-types.js";
import type { ConnectorTypeDetails, FieldNode } from "../../client/resources/connector-types.js";

export interface ServiceField {
  /** For example `config.reports[].table`. */
  path: string;
  type: string;
  required: boolean;
  secret: boolean;
  /** True if the value cannot change after the connection is created. */
  permanent: boolean;
  values: string[];
  /** The value that Fivetran fills in. */
  preset: string | undefined;
  /** The values of other fields with which this field applies: `auth_method`, `["PASSWORD"]`. */
  when: Readonly<Record<string, readonly string[]>>;
  status: string | undefined;
  description: string | undefined;
}

/**
 * Returns the fields that can be given: required ones first, then those for signing in, otherwise
 * in Fivetran's order. Built-in facts about the type complement Fivetran's metadata.
 */
export function serviceFields(
  { config, auth }: Pick<ConnectorTypeDetails, "config" | "auth">,
  known: KnownType = {},
): ServiceField[] {
  const fields = [
    ...(config ? fieldsOf(config, "config", known.config) : []),
    ...(auth ? fieldsOf(auth, "auth", known.auth) : []),
  ];
  const choice = signInChoice(fields);
  const rank = (field: ServiceField) =>
    field.required ? 0 : choice !== undefined && isSignIn(field, choice) ? 1 : 2;
  return [0, 1, 2].flatMap((wanted) => fields.filter((field) => rank(field) === wanted));
}

const SIGN_IN = /^config\.(auth|auth_?(type|method|mode)|authentication_(type|method)|is_keypair)$/;

/** Returns the field that selects the sign-in method, if other fields depend on it. */
export const signInChoice = (fields: readonly ServiceField[]): ServiceField | undefined =>
  fields.find(
    ({ path }) =>
      SIGN_IN.test(path) && fields.some(({ when }) => Object.hasOwn(when, path.slice(7))),
  );

const USER = /^config\.(user|username|user_name|email)$/;

/** Returns true if a field is used for signing in. */
export const isSignIn = ({ path, when, secret }: ServiceField, choice: ServiceField): boolean =>
  path === choice.path ||
  Object.hasOwn(when, choice.path.slice("config.".length)) ||
  (Object.keys(when).length === 0 && ((secret && path.startsWith("config.")) || USER.test(path)));

const MOST_LEVELS = 12;

/**
 * Returns the fields below a node in their order. An object or list of objects is replaced by its
 * fields.
 */
export function fieldsOf(
  root: FieldNode,
  rootPath: string,
  knownRoot?: KnownField,
): ServiceField[] {
  const walk = (
    node: FieldNode,
    known: KnownField | undefined,
    path: string,
    required: boolean,
    level: number,
  ): ServiceField[] => {
    const inner = node.items ?? node;
    const innerKnown = known?.items ?? known;
    const here = node.items === undefined ? path : `${path}[]`;
    const parts = Object.entries(inner.properties ?? {}).filter(([, part]) => !part.readonly);
    if (parts.length > 0 && level < MOST_LEVELS) {
      return parts.flatMap(([name, part]) => {
        const needed =
          required && node.items === undefined && (inner.required ?? []).includes(name);
        const knownPart = ownField(innerKnown, name);
        return walk(part, knownPart, here === "" ? name : `${here}.${name}`, needed, level + 1);
      });
    }
    return [
      {
        path: here,
        type: typeOf(node),
        required,
        secret: isSecretField(path.split(".").at(-1) ?? "", inner),
        permanent: node.immutable === true || known?.immutable === true,
        values: (inner.enum ?? []).map(String),
        preset: known?.default === undefined ? undefined : String(known.default),
        when: known?.when ?? {},
        status: node.fieldStatus,
        description: known?.description || node.description || inner.description,
      },
    ];
  };
  return walk(root, knownRoot, rootPath, true, 0);
}

/** Returns the fields that Fivetran returned in an unexpected form, so that only their names are known. */
export function unreadableFields({
  config,
  auth,
}: Pick<ConnectorTypeDetails, "config" | "auth">): string[] {
  const within = (node: FieldNode, path: string): string[] => [
    ...(node.unreadable === true ? [path] : []),
    ...Object.entries(node.properties ?? {}).flatMap(([name, part]) =>
      within(part, `${path}.${name}`),
    ),
    ...(node.items === undefined ? [] : within(node.items, `${path}[]`)),
  ];
  return [...(config ? within(config, "config") : []), ...(auth ? within(auth, "auth") : [])];
}

function ownField(of: KnownField | undefined, name: string): KnownField | undefined {
  const properties = of?.properties ?? {};
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function typeOf(node: FieldNode): string {
  if (node.items !== undefined) return `${typeOf(node.items)}[]`;
  // Fivetran may declare an enum as an object. Its values are strings.
  if ((node.enum ?? []).length > 0) return "enum";
  const [type = "any"] = [node.type ?? []].flat();
  return type;
}
