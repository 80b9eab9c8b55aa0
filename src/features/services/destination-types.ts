import { destinationShape } from "../../client/operations/body-schemas.js";
import { DESTINATION_CHOICES } from "../../client/operations/generated/destination-types.js";
import type { Field } from "../../client/operations/shape.js";

/** A field of a destination's `config`. */
export interface DestinationField {
  /** Such as `config.host`. */
  path: string;
  type: string;
  required: boolean;
  /** It takes `{"secret_ref":"env:NAME"}`, and comes back masked. */
  secret: boolean;
  /** What it takes, where that is a choice. */
  values: readonly string[];
}

export interface DestinationType {
  service: string;
  /** Empty where Fivetran publishes none: then any are taken. */
  fields: readonly DestinationField[];
}

/** Values of `region`; Fivetran takes GCP_US_EAST4 where none is given. */
export const destinationRegions: readonly string[] = DESTINATION_CHOICES["region"] ?? [];

/** Values of `time_zone_offset`, hours from UTC. */
export const timeZoneOffsets: readonly string[] = DESTINATION_CHOICES["time_zone_offset"] ?? [];

/** What a destination type needs to be created; undefined for a service that no destination has. */
export function destinationType(service: string): DestinationType | undefined {
  const shape = destinationShape(service);
  if (shape === undefined) return undefined;
  return { service, fields: shape.kind === "fields" ? leaves(shape.fields, "") : [] };
}

function leaves(fields: Readonly<Record<string, Field>>, above: string): DestinationField[] {
  return Object.entries(fields).flatMap(([name, { shape, required }]) => {
    const path = `${above}${name}`;
    if (shape.kind === "fields") return leaves(shape.fields, `${path}.`);
    // `config` of open form: Fivetran publishes no fields.
    if (shape.kind === "simple" && shape.name === "object") return [];
    const item = shape.kind === "list" ? shape.of : shape;
    const type =
      shape.kind === "list" ? "list" : shape.kind === "simple" ? plain(shape.name) : "choice";
    const secret = item.kind === "simple" && item.name === "secret";
    return [{ path, type, required, secret, values: item.kind === "choice" ? item.values : [] }];
  });
}

const plain = (name: string) => (name === "secret" ? "string" : name);

export type DescribedField = {
  path: string;
  type: string;
  required?: boolean;
  secret?: boolean;
  values?: string[];
  about?: string;
};

/** What `create_destination` takes for a type beside `service`: first what every destination needs. */
export function destinationFields({ fields }: DestinationType): DescribedField[] {
  return [
    { path: "group_id", type: "string", required: true },
    { path: "time_zone_offset", type: "choice", required: true, values: [...timeZoneOffsets] },
    {
      path: "region",
      type: "choice",
      values: [...destinationRegions],
      about: "GCP_US_EAST4 where none is given",
    },
    ...fields.map(described),
  ];
}

const described = ({ path, type, required, secret, values }: DestinationField): DescribedField => ({
  path,
  type,
  ...(required ? { required } : {}),
  ...(secret ? { secret } : {}),
  ...(values.length > 0 ? { values: [...values] } : {}),
});

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
