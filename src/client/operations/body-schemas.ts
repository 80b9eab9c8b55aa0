import { DESTINATION_TYPES } from "./generated/destination-types.js";
import { parseShape, type Shape, type Shapes } from "./shape.js";

/** Shapes of bodies and answers, loaded when first asked for. */
export interface ShapeBook {
  /** The body of an operation, with the fields of its variant where `variant` names one; undefined where it takes none. */
  body(id: string, variant?: string): Shape | undefined;
  /** What an operation answers with; undefined where that is a message only. */
  reply(id: string): Shape | undefined;
  /** The field of the body that tells its variants apart, and the values that it takes. */
  variants(id: string): { by: string; values: readonly string[] } | undefined;
  /** A named shape as it is. */
  resolve(shape: Shape): Exclude<Shape, { kind: "named" }>;
}

let book: Promise<ShapeBook> | undefined;

export function openShapes(): Promise<ShapeBook> {
  book ??= import("./generated/schemas.js").then(({ SHAPES }) => createBook(SHAPES));
  return book;
}

function createBook(shapes: Shapes): ShapeBook {
  const parsed = new Map<string, Shape>();
  const parse = (text: string): Shape => {
    const known = parsed.get(text) ?? parseShape(text);
    parsed.set(text, known);
    return known;
  };
  const at = (key: string): Shape | undefined => {
    const text = Object.hasOwn(shapes.of, key) ? shapes.of[key] : undefined;
    return text === undefined ? undefined : parse(text);
  };

  const resolve: ShapeBook["resolve"] = (shape) => {
    if (shape.kind !== "named") return shape;
    const text = shapes.named[shape.name];
    if (text === undefined) throw new Error(`no shape ${shape.name}`);
    return resolve(parse(text));
  };

  const variantShape = (id: string, variant: string): Shape | undefined => {
    const of = shapes.like[id] ?? id;
    return of === "create_destination" ? destinationShape(variant) : at(`${of} body ${variant}`);
  };

  return {
    resolve,
    reply: (id) => at(`${id} reply`),
    body(id, variant) {
      const shared = at(`${id} body`);
      if (shared === undefined || variant === undefined) return shared;
      const own = variantShape(id, variant);
      if (own === undefined) return shared;
      const [all, more] = [resolve(shared), resolve(own)];
      if (all.kind !== "fields" || more.kind !== "fields") return shared;
      return { kind: "fields", fields: { ...all.fields, ...more.fields } };
    },
    variants(id) {
      const of = shapes.like[id] ?? id;
      const by = shapes.by[of];
      if (by === undefined) return undefined;
      if (of === "create_destination") return { by, values: destinationServices };
      const prefix = `${of} body `;
      const values = Object.keys(shapes.of)
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length));
      return { by, values };
    },
  };
}

/** Every service that a destination can have, sorted. */
export const destinationServices: readonly string[] = Object.keys(DESTINATION_TYPES);

/** The fields that a service adds to a destination's body, as a shape. */
export function destinationShape(service: string): Shape | undefined {
  const text = Object.hasOwn(DESTINATION_TYPES, service) ? DESTINATION_TYPES[service] : undefined;
  return text === undefined ? undefined : parseShape(text);
}
