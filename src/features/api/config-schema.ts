import type { ShapeBook } from "../../client/operations/body-schemas.js";
import type { Operation } from "../../client/operations/catalog.js";
import type { Shape } from "../../client/operations/shape.js";
import { destinationShape } from "../services/destination-types.js";

/** The shape of an answer with the fields of its own service, where they are known: what of them is secret is known then. */
export function configShape(
  { resource }: Operation,
  data: unknown,
  shape: Shape | undefined,
  book: ShapeBook,
): Shape | undefined {
  if (resource !== "destinations" || shape === undefined) return shape;
  const service =
    typeof data === "object" && data !== null && "service" in data ? data.service : undefined;
  const own = typeof service === "string" ? destinationShape(service) : undefined;
  const [all, more] = [book.resolve(shape), own === undefined ? undefined : book.resolve(own)];
  if (all.kind !== "fields" || more?.kind !== "fields") return shape;
  return { kind: "fields", fields: { ...all.fields, ...more.fields } };
}
