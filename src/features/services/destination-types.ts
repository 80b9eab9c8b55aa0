import { quoted } from "../../base/text.js";
import { openSchemas } from "../../client/operations/body-schemas.js";
import type { FieldNode } from "../../client/resources/connector-types.js";
import { fieldsOf, type ServiceField } from "./fields.js";

export interface DestinationType {
  service: string;
  /** The fields that every destination has, `service` left out. */
  shared: readonly ServiceField[];
  /** Empty where Fivetran publishes none; its API then accepts any. */
  fields: readonly ServiceField[];
}

const SHARED: Readonly<Record<string, string | undefined>> = {
  group_id: undefined,
  time_zone_offset: undefined,
  region: "GCP_US_EAST4 by default",
};

/** A destination type, read from the built-in schemas; undefined for any other service. */
export async function destinationType(service: string): Promise<DestinationType | undefined> {
  const schemas = await openSchemas();
  const [body, own] = [
    schemas.body("create_destination"),
    schemas.variant("create_destination", service),
  ];
  if (body === undefined || own === undefined) return undefined;
  // The shipped schemas have the rule applied.
  const isSecret = (_: string, { format }: FieldNode) => format === "password";
  const shared = fieldsOf(body, "", isSecret);
  return {
    service,
    shared: Object.entries(SHARED).flatMap(([name, description]) =>
      shared.filter(({ path }) => path === name).map((field) => ({ ...field, description })),
    ),
    // A `config` without a schema has no fields to show.
    fields: fieldsOf(own, "", isSecret).filter(({ type }) => type !== "object"),
  };
}

/** No destination type needs a person: its `config` holds all credentials. */
export function destinationAccess({ fields }: DestinationType) {
  const secrets = fields.filter(({ secret }) => secret).map(({ path }) => path);
  const how = fields.length > 0 && secrets.length === 0 ? "none" : "config";
  return { api_alone: true, ways: [{ how, person: false, fields: secrets }] };
}

/** How to create a destination of this type. */
export function destinationNotes({ service, fields }: DestinationType): string[] {
  return [
    `This is a destination type: create it with write_api (operation create_destination, service ${quoted(service)}), then check it with run_setup_tests.`,
    fields.length === 0
      ? "Fivetran publishes no schema of its config. See its documentation for the fields."
      : "Which fields of config are required depends on how it signs in. Fivetran publishes no rule for that.",
  ];
}
