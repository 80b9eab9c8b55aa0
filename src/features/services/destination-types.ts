import { quoted } from "../../base/text.js";
import { openSchemas } from "../../client/operations/body-schemas.js";
import { openServiceTypes } from "../../client/operations/service-types.js";
import { type AuthorizationWay, configWays } from "./authorization.js";
import { fieldsOf, type ServiceField, serviceFields } from "./fields.js";

export interface DestinationType {
  service: string;
  /** The required and optional fields that every destination has, except `service`. */
  shared: { required: readonly ServiceField[]; optional: readonly ServiceField[] };
  /** Empty if Fivetran publishes no fields. Its API then accepts any. */
  fields: readonly ServiceField[];
  /** Secrets that can be stored in an external secrets manager. */
  externalKeys: readonly string[];
}

const SHARED: Readonly<Record<string, string>> = {
  group_id: "Id of the group, which is also the id of the destination",
  time_zone_offset: 'Text, for example "-5" or "0"',
  region: "Where Fivetran processes the data; GCP_US_EAST4 by default",
};

/** Returns a destination type that this version supports. Undefined for any other service. */
export async function destinationType(service: string): Promise<DestinationType | undefined> {
  const [schemas, types] = await Promise.all([openSchemas(), openServiceTypes()]);
  const body = schemas.body("create_destination");
  const type = types.destination(service);
  if (body === undefined || type === undefined) return undefined;
  const every = fieldsOf(body, "");
  const shared = Object.entries(SHARED).flatMap(([name, description]) =>
    every.filter(({ path }) => path === name).map((field) => ({ ...field, description })),
  );
  return {
    service,
    shared: {
      required: shared.filter(({ required }) => required),
      optional: shared.filter(({ required }) => !required),
    },
    // A `config` without fields is not shown.
    fields: serviceFields(type, type).filter(({ path }) => path !== "config"),
    externalKeys: Object.keys(type.external_secrets_keys_config?.properties ?? {}),
  };
}

/**
 * Returns the ways to authorize a destination. None needs a person, because `config` contains all
 * credentials.
 */
export function destinationAccess({ fields }: DestinationType): {
  api_alone: boolean;
  ways: AuthorizationWay[];
} {
  const secrets = fields.some(({ secret }) => secret);
  if (fields.length > 0 && !secrets)
    return { api_alone: true, ways: [{ how: "none", person: false, fields: [] }] };
  return { api_alone: true, ways: configWays(fields) };
}

/** Explains how to create a destination of this type. */
export function destinationNotes({ service, fields }: DestinationType): string[] {
  return [
    `This is a destination type. To create a destination, use write_api (operation create_destination, service ${quoted(service)}), then check it with run_setup_tests.`,
    fields.length === 0
      ? "Fivetran publishes no schema for its config. For the fields, see Fivetran's documentation."
      : "Fivetran marks no field of config as required. The required fields depend on the sign-in method.",
  ];
}
