import { openSchemas } from "../../client/operations/body-schemas.js";
import { fieldsOf, type ServiceField } from "./fields.js";

export interface DestinationType {
  service: string;
  /** What every destination needs beside `service`. */
  shared: readonly ServiceField[];
  /** Empty where Fivetran publishes none: then any are taken. */
  fields: readonly ServiceField[];
}

const SHARED: Readonly<Record<string, string | undefined>> = {
  group_id: undefined,
  time_zone_offset: undefined,
  region: "GCP_US_EAST4 where none is given",
};

/** A destination type from the built-in schemas; undefined for a service that no destination has. */
export async function destinationType(service: string): Promise<DestinationType | undefined> {
  const schemas = await openSchemas();
  const [body, own] = [
    schemas.body("create_destination"),
    schemas.variant("create_destination", service),
  ];
  if (body === undefined || own === undefined) return undefined;
  const isSecret = (_: string, { format }: { format?: string | undefined }) =>
    format === "password";
  const shared = fieldsOf(body, "", isSecret);
  return {
    service,
    shared: Object.entries(SHARED).flatMap(([name, description]) =>
      shared.filter(({ path }) => path === name).map((field) => ({ ...field, description })),
    ),
    // An open `config` says nothing about its fields.
    fields: fieldsOf(own, "", isSecret).filter(({ type }) => type !== "object"),
  };
}

/** No destination needs a person: every way of signing in is in `config`. */
export function destinationAccess({ fields }: DestinationType) {
  const secrets = fields.filter(({ secret }) => secret).map(({ path }) => path);
  const how = fields.length > 0 && secrets.length === 0 ? "none" : "config";
  return { api_alone: true, ways: [{ how, person: false, fields: secrets }] };
}

/** How one is made; Fivetran publishes no rule which fields go together. */
export function destinationNotes({ service, fields }: DestinationType): string[] {
  return [
    `It is a destination type: write_api operation_id=create_destination with service="${service}" makes one, then run_setup_tests destination=… checks it.`,
    fields.length === 0
      ? "Fivetran publishes no fields of its config; its documentation lists them."
      : "Which fields of config are needed depends on the way of signing in; Fivetran publishes no rule.",
  ];
}
