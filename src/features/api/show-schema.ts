import type { ShapeBook } from "../../client/operations/body-schemas.js";
import type { Shape } from "../../client/operations/shape.js";

const MOST_VALUES = 12;

/** A shape as it is shown to a reader: `depth` levels of fields, long choices cut short where `short`. */
export function shapeLine(
  shape: Shape,
  book: ShapeBook,
  { depth, short }: { depth: number; short: boolean },
): string {
  const show = (of: Shape, left: number): string => {
    const form = book.resolve(of);
    switch (form.kind) {
      case "simple":
        return form.name;
      case "choice": {
        const { values } = form;
        if (!short || values.length <= MOST_VALUES) return values.join("|");
        return `${values.slice(0, 3).join("|")}|… ${values.length} values`;
      }
      case "list":
        return `[${show(form.of, left)}]`;
      case "map":
        return `{<${form.key}>: ${show(form.of, left)}}`;
      case "fields":
        if (left === 0) return "object";
        return `{${Object.entries(form.fields)
          .map(
            ([name, field]) =>
              `${name}${field.required ? "*" : ""}: ${show(field.shape, left - 1)}`,
          )
          .join(", ")}}`;
    }
  };
  return show(shape, depth);
}

/** The fields of a body, one by one; undefined for a shape that has none. */
export function fieldLines(
  shape: Shape,
  book: ShapeBook,
  form: { depth: number; short: boolean },
): { name: string; type: string; required: boolean }[] {
  const resolved = book.resolve(shape);
  if (resolved.kind === "map") {
    return [
      { name: `<${resolved.key}>`, type: shapeLine(resolved.of, book, form), required: true },
    ];
  }
  if (resolved.kind !== "fields") return [];
  return Object.entries(resolved.fields).map(([name, field]) => ({
    name,
    type: shapeLine(field.shape, book, form),
    required: field.required,
  }));
}
