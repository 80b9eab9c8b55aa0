import * as z from "zod";
import type { JsonSchema } from "../src/base/json-schema.js";
import { SECRET_OBJECTS } from "./catalog-corrections.js";
import { createSharing } from "./catalog-schemas.js";
import { FIELD_LINES, NAME_LINES } from "./catalog-service-overlay.js";
import { describing } from "./catalog-words.js";

/** The part of a field of the definition that the program uses. */
interface FieldObject {
  type?: string | undefined;
  format?: string | undefined;
  description?: string | undefined;
  enum?: (string | number)[] | undefined;
  required?: string[] | undefined;
  properties?: Record<string, FieldObject> | undefined;
  items?: FieldObject | undefined;
}
const FieldObject: z.ZodType<FieldObject> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.union([z.string(), z.number()])).optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), FieldObject).optional(),
    items: FieldObject.optional(),
  }),
);

const Part = z.object({ $ref: z.string() });
const Definition = z.object({
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

/** A field with facts taken from the definition's prose, and a description in our own words. */
interface Field extends JsonSchema {
  default?: string | number | boolean;
  immutable?: true;
  /** The values of another field with which this one applies. */
  when?: Record<string, string[]>;
}

export interface Label {
  name: string;
  type: string;
}

/** Connector and destination types as JSON texts by id. */
export interface Services {
  /** Names and categories of well-known connector types. */
  labels: Readonly<Record<string, Label>>;
  /** The schemas that `$ref` refers to, by name. */
  shared: Readonly<Record<string, string>>;
  connectors: Readonly<Record<string, string>>;
  destinations: Readonly<Record<string, string>>;
}

const CONNECTOR = "_NewConnectorRequestV1";
const DESTINATION = "_NewDestinationRequest";
const PARTS = ["config", "auth", "external_secrets_keys_config"] as const;

/**
 * Reads the connector and destination types of a definition.
 * @throws if it has a form that this program does not support.
 */
export function services(json: unknown): Services {
  const { schemas } = Definition.parse(json).components;
  const typesOf = (suffix: string) =>
    Object.keys(schemas)
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .sort();
  const read = (suffix: string) =>
    Object.fromEntries(typesOf(suffix).map((id) => [id, typeOf(schemas, id, suffix)]));
  return textsOf(read(CONNECTOR), read(DESTINATION));
}

type Type = Partial<Record<(typeof PARTS)[number], Field>>;

function typeOf(schemas: Readonly<Record<string, unknown>>, id: string, suffix: string): Type {
  const { allOf } = z.object({ allOf: z.array(Part) }).parse(schemas[`${id}${suffix}`]);
  const names = allOf.map(({ $ref }) => $ref.split("/").at(-1) ?? "");
  // The fields that form the name of a connection come first.
  const ordered = [
    ...names.filter((name) => name.startsWith("schema_format_")),
    ...names.filter((name) => name.startsWith(`${id}_`)),
  ];
  const parts: Partial<Record<(typeof PARTS)[number], FieldObject>> = {};
  for (const name of ordered) {
    for (const [part, field] of Object.entries(FieldObject.parse(schemas[name]).properties ?? {})) {
      const known = PARTS.find((known) => known === part);
      if (known === undefined) throw new Error(`${name}: unknown part ${part}`);
      const before = parts[known];
      parts[known] = {
        ...field,
        properties: { ...before?.properties, ...field.properties },
        required: [...(before?.required ?? []), ...(field.required ?? [])],
      };
    }
  }
  const destination = suffix === DESTINATION;
  return Object.fromEntries(
    PARTS.flatMap((part) => {
      const field = parts[part];
      return field === undefined
        ? []
        : [[part, fieldOf(field, { id, destination, path: [part] }, {})]];
    }),
  );
}

interface Place {
  id: string;
  destination: boolean;
  path: readonly string[];
}

function fieldOf(
  { type, format, description = "", enum: values, required = [], properties, items }: FieldObject,
  place: Place,
  siblings: Readonly<Record<string, FieldObject>>,
): Field {
  const { path } = place;
  const name = path.at(-1) ?? "";
  const inner = (of: FieldObject, step: string, beside: Readonly<Record<string, FieldObject>>) =>
    fieldOf(of, { ...place, path: [...path, step] }, beside);
  const chosen = defaultOf(description, type, values);
  const line =
    path.length === 2 && path[0] === "config" ? lineFor(place.id, name, siblings) : undefined;
  const when = line ?? whenOf(description, name, siblings);
  const words = describing(place, path);
  return {
    ...(type === undefined ? {} : { type: type as Exclude<JsonSchema["type"], undefined> }),
    ...(format === undefined ? {} : { format }),
    ...(place.destination && SECRET_OBJECTS.has(name) ? { format: "password" } : {}),
    ...(words === undefined ? {} : { description: words }),
    ...(values === undefined ? {} : { enum: values }),
    ...(chosen === undefined ? {} : { default: chosen }),
    ...(IMMUTABLE.test(description) || NAMES.has(path.join(".")) ? { immutable: true } : {}),
    ...(when === undefined ? {} : { when }),
    ...(required.length > 0 ? { required } : {}),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, of]) => [key, inner(of, key, properties)]),
          ),
        }),
    ...(items === undefined ? {} : { items: inner(items, "[]", {}) }),
  };
}

/** The fields that form the name of a connection. They are permanent. */
const NAMES = new Set(
  ["schema", "table", "table_group_name", "schema_prefix"].map((name) => `config.${name}`),
);

const IMMUTABLE = /\(immutable\)|cannot be (changed|modified) (after|once)/i;

const plain = (text: string) => text.replace(/[^a-z0-9]/gi, "").toLowerCase();

const DEFAULTS = [
  // Example: Default value: `DAY`. The default is 7 days.
  /\bby default, the value is set to (true|false)/gi,
  /\bdefault(?:s| values?)?(?: is|:| =| to| set to| value is set to)?\s*[`"'(]*\s*([\w-]+(?: Time)?)/gi,
  // Example: `BASICAUTH` (default); `structured` - (Default)
  /[`'"]([\w-]+)[`'"]\s*-?\s*\(default\)/gi,
  // Example: `BINLOG` - … This is the default value
  /`([\w-]+)`\s*-[^`]*default value if/gi,
  /`([\w-]+)` is (?:used )?(?:the|by|as) default/gi,
];

/** Returns the default that a description states, if the field accepts this value. */
function defaultOf(
  description: string,
  type: string | undefined,
  values: readonly (string | number)[] | undefined,
): string | number | boolean | undefined {
  for (const pattern of DEFAULTS) {
    for (const [, text = ""] of description.matchAll(pattern)) {
      const value = stated(text, type, values);
      if (value !== undefined) return value;
    }
  }
  return type === "boolean" && /\benabled by default/i.test(description) ? true : undefined;
}

function stated(text: string, type: string | undefined, values?: readonly (string | number)[]) {
  if (values !== undefined) return values.find((value) => plain(String(value)) === plain(text));
  if (type === "boolean" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if (type === "integer" && /^\d+$/.test(text)) return Number(text);
  return undefined;
}

const TUNNEL = /^tunnel_(host|port|user)$/;
const SIGN_IN =
  /^(auth|auth_?type|auth_?method|authentication_(type|method)|authorization_method)$/;

/**
 * Returns the condition of a field that its description states: the values of a neighboring field.
 */
function whenOf(
  description: string,
  name: string,
  siblings: Readonly<Record<string, FieldObject>>,
): Record<string, string[]> | undefined {
  const found = Object.entries(siblings).flatMap<[string, string[]]>(
    ([other, { type, enum: values }]) => {
      if (other === name) return [];
      const named = new RegExp(`\\b${other}\\b|\\b${camel(other)}\\b`).test(description);
      if (type === "boolean") {
        const [, value] =
          new RegExp(`\\b${other}\\W+(?:is |= ?)?(?:set to )?\\W?(true|false)\\b`).exec(
            description,
          ) ?? [];
        return value === undefined ? [] : [[other, [value]]];
      }
      if (values === undefined || values.length < 2) return [];
      if (TUNNEL.test(name) && values.includes("SshTunnel")) return [[other, ["SshTunnel"]]];
      const about = named || (SIGN_IN.test(other) && /authenticat|authoriz/i.test(description));
      const texts = values
        .map(String)
        .filter((value) => value !== "" && new RegExp(`\\b${value}\\b`).test(description));
      return about && texts.length > 0 && texts.length < values.length ? [[other, texts]] : [];
    },
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Returns the condition that the overlay gives a field. */
function lineFor(
  id: string,
  name: string,
  siblings: Readonly<Record<string, FieldObject>>,
): Record<string, string[]> | undefined {
  for (const { services, fields, when } of FIELD_LINES) {
    const about = services === "every" || services.split(" ").includes(id);
    if (!about || !fields.split(" ").includes(name)) continue;
    const known = Object.entries(when).every(([other, values]) => {
      const { type, enum: choices = type === "boolean" ? ["true", "false"] : [] } =
        siblings[other] ?? {};
      return values.every((value) => choices.map(String).includes(value));
    });
    if (known)
      return Object.fromEntries(
        Object.entries(when).map(([other, values]) => [other, [...values]]),
      );
    if (services !== "every")
      throw new Error(`the overlay's condition of ${id}.${name} does not fit`);
  }
  return undefined;
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const WORTH_SHARING = 50;

function textsOf(
  connectors: Readonly<Record<string, Type>>,
  destinations: Readonly<Record<string, Type>>,
): Services {
  const { count, share, shared } = createSharing(WORTH_SHARING);
  const all = [connectors, destinations].flatMap((types) => Object.values(types));
  for (const type of all) Object.values(type).forEach(count);
  const texts = (types: Readonly<Record<string, Type>>) =>
    Object.fromEntries(
      Object.entries(types).map(([id, type]) => {
        const parts = Object.entries(type).map(([part, field]) => [part, share(field, part)]);
        return [id, JSON.stringify(Object.fromEntries(parts))];
      }),
    );
  const found = { connectors: texts(connectors), destinations: texts(destinations) };
  return {
    labels: labelsOf(Object.keys(connectors)),
    ...found,
    shared: Object.fromEntries(
      Object.entries(shared).map(([name, field]) => [name, JSON.stringify(field)]),
    ),
  };
}

/** Converts an id to a title. */
const titled = (id: string) =>
  id
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

function labelsOf(ids: readonly string[]): Record<string, Label> {
  const labels = NAME_LINES.flatMap(({ type, names }) =>
    names.split(",").map((entry): [string, Label] => {
      const [id = "", name = titled(id)] = entry.split("=").map((part) => part.trim());
      if (!ids.includes(id))
        throw new Error(`the overlay names ${id}, which is not in the definition`);
      return [id, { name, type }];
    }),
  );
  return Object.fromEntries(labels.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns every fact as text by place, to compare two definitions. */
export function flatServices({
  labels,
  shared,
  connectors,
  destinations,
}: Services): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [id, label] of Object.entries(labels)) flat[`label ${id}`] = JSON.stringify(label);
  for (const [name, text] of Object.entries(shared)) flat[`shared field ${name}`] = text;
  for (const [id, text] of Object.entries(connectors)) flat[`connector type ${id}`] = text;
  for (const [id, text] of Object.entries(destinations)) flat[`destination type ${id}`] = text;
  return flat;
}
