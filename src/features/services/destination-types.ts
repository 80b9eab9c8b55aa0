import {
  DESTINATION_CHOICES,
  DESTINATION_TYPES,
} from "../../client/operations/generated/destination-types.js";
import { type Field, parseShape, type Shape } from "../../client/operations/shape.js";

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

/** Every service that a destination can have, sorted. */
export const destinationServices: readonly string[] = Object.keys(DESTINATION_TYPES);

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

/** The fields that a service adds to a destination's body, as a shape. */
export function destinationShape(service: string): Shape | undefined {
  const text = Object.hasOwn(DESTINATION_TYPES, service) ? DESTINATION_TYPES[service] : undefined;
  return text === undefined ? undefined : parseShape(text);
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
