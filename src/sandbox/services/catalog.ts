import { sharedJson } from "../../base/json.js";
import { SERVICES } from "../../client/operations/generated/services.js";
import { filtersRows } from "../source/fixture.js";
import type { JsonObject } from "../world/json.js";

/** A field of a connector or destination type, with the facts and the texts of the definition. */
export interface Field {
  type?: string;
  format?: string;
  description?: string;
  enum?: (string | number)[];
  required?: string[];
  properties?: Record<string, Field>;
  items?: Field;
  default?: string | number | boolean;
  immutable?: true;
  /** The values of other fields with which this field applies. */
  when?: Record<string, string[]>;
}

export interface Fields {
  config?: Field;
  auth?: Field;
  external_secrets_keys_config?: Field;
}

const { from: read } = sharedJson<Fields>(SERVICES.shared);

const IDS = Object.keys(SERVICES.connectors);

export const isConnectorType = (id: string) => Object.hasOwn(SERVICES.connectors, id);
export const isDestinationType = (id: string) => Object.hasOwn(SERVICES.destinations, id);

/** Returns the fields of a connector type. Undefined for an unknown id. */
export const connectorFields = (id: string) => read(SERVICES.connectors, id);
/** Returns the fields of a destination type. Undefined for an unknown id. */
export const destinationFields = (id: string) => read(SERVICES.destinations, id);

/** Returns the fields of `config` that form the name of a connection, in order. */
export const namingOf = (id: string): readonly string[] =>
  connectorFields(id)?.config?.required ?? ["schema"];

/** Returns defaults that appear in responses of the API but not in its definition. */
function observedDefault(name: string, { enum: choices = [] }: Field): string | undefined {
  const texts = choices.map(String);
  if (name === "timeframe_months") return texts.find((choice) => choice === "TWELVE");
  return name.endsWith("sync_mode") ? texts.find((choice) => /^All[A-Z]/.test(choice)) : undefined;
}

/** Returns the values that Fivetran fills in if a new connection or destination lacks them. */
export function defaultsOf({ config }: Fields, given: JsonObject): JsonObject {
  const chosen: JsonObject = { ...given };
  // A field that depends on another field comes after it.
  for (const [name, field] of Object.entries(config?.properties ?? {})) {
    const value = field.default ?? observedDefault(name, field);
    const applies = Object.entries(field.when ?? {}).every(([beside, choices]) =>
      choices.includes(String(chosen[beside])),
    );
    if (value !== undefined && applies) chosen[name] ??= value;
  }
  return chosen;
}

/** Converts an id to a title. */
export const titled = (id: string) =>
  id
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

const WITH_STATE = ["aws_lambda", "azure_function", "connector_sdk", "google_cloud_function"];

/**
 * Returns true for functions and custom connectors. Only these keep a state that the API can read
 * and write.
 */
export const keepsState = (id: string) => WITH_STATE.includes(id);

const RECORDS = ["COLUMN_HASHING", "DATA_BLOCKING", "RE_SYNC", "CAPTURE_DELETES"];

function featuresOf(id: string, { config, auth }: Fields): string[] {
  const names = namingOf(id);
  const more = Object.keys(config?.properties ?? {}).some((name) => !names.includes(name));
  const { connection_type } = config?.properties ?? {};
  return [
    ...RECORDS,
    // Without fields for sign-in, only a person can set the connection up.
    ...(more || auth !== undefined ? ["API_CONFIGURABLE"] : []),
    ...(auth === undefined ? [] : ["AUTHORIZATION_VIA_API"]),
    ...(connection_type?.enum?.includes("PrivateLink") ? ["PRIVATE_NETWORKING"] : []),
    ...(filtersRows(id) ? ["ROW_FILTERING"] : []),
  ];
}

function listed(id: string): JsonObject {
  const label = Object.hasOwn(SERVICES.labels, id) ? SERVICES.labels[id] : undefined;
  const name = label?.name ?? titled(id);
  const fields = connectorFields(id) ?? {};
  const database = fields.config?.required?.includes("schema_prefix");
  return {
    id,
    name,
    type: label?.type ?? (database ? "Database" : "API"),
    description: `${name} as a source`,
    icon_url: `https://example.com/icons/${id}.png`,
    icons: [`https://example.com/icons/${id}.svg`, `https://example.com/icons/${id}.png`],
    link_to_docs: `https://fivetran.com/docs/connectors/${id.replaceAll("_", "-")}`,
    link_to_erd: `https://example.com/erd/${id}`,
    connector_class: label === undefined ? "lite" : "standard",
    supported_features: featuresOf(id, fields).map((feature) => ({ id: feature, notes: "" })),
    service_status: "general_availability",
    service_status_updated_at: "2024-03-01T00:00:00.000000Z",
  };
}

let types: readonly JsonObject[] | undefined;

/** Returns connector types in the form of a list, in alphabetical order. */
export function connectorTypes(): readonly JsonObject[] {
  types ??= IDS.map(listed);
  return types;
}

/** Returns a field in the form of the API. */
function shown({ description = "", items, properties, ...field }: Field): JsonObject {
  const { type, format, enum: values, required, immutable } = field;
  return {
    ...(type === undefined ? {} : { type }),
    description,
    readonly: false,
    ...(format === undefined ? {} : { format }),
    ...(values === undefined ? {} : { enum: values }),
    ...(immutable === undefined ? {} : { immutable }),
    ...(required === undefined ? {} : { required }),
    ...(items === undefined ? {} : { items: shown(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, part]) => [name, shown(part)]),
          ),
        }),
  };
}

/** Returns one connector type with its fields. Undefined for an unknown id. */
export function connectorType(id: string): JsonObject | undefined {
  const fields = connectorFields(id);
  if (fields === undefined) return undefined;
  const item = listed(id);
  const parts = Object.entries(fields).map(([part, field]) => [
    part,
    { ...shown(field), title: `${String(item["name"])} ${part} object` },
  ]);
  return { ...item, ...Object.fromEntries(parts) };
}
