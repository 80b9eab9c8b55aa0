import {
  type DestinationField,
  type DestinationType,
  destinationRegions,
  timeZoneOffsets,
} from "./destination-types.js";

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
