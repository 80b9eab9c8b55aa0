/** Shapes of bodies and answers as they were generated: texts by name, and by `<operation> body|reply [variant]`. */
export interface Shapes {
  named: Readonly<Record<string, string>>;
  of: Readonly<Record<string, string>>;
  /** The field that tells the variants of an operation's body apart. */
  by: Readonly<Record<string, string>>;
  /** Operations that take the variants of another. */
  like: Readonly<Record<string, string>>;
}
/**
 * The form of a body or an answer. Written as text, a shape reads like a type: `{name: string, ids?: [string]}`;
 * `<table>: T` stands for any keys, `=A|B` for a choice, `@Name` for a shape that has a name.
 */
export type Shape =
  | { kind: "simple"; name: Simple }
  | { kind: "choice"; of: "string" | "integer"; values: readonly string[] }
  | { kind: "list"; of: Shape }
  | { kind: "map"; key: string; of: Shape }
  | { kind: "fields"; fields: Readonly<Record<string, Field>> }
  | { kind: "named"; name: string };

export interface Field {
  shape: Shape;
  required: boolean;
}

/** `secret` is a string that nobody should see, `object` one of open form, `any` whatever comes. */
export const SIMPLE = [
  "string",
  "integer",
  "number",
  "boolean",
  "time",
  "bytes",
  "secret",
  "object",
  "any",
  "file",
] as const;
export type Simple = (typeof SIMPLE)[number];

const isSimple = (word: string): word is Simple => SIMPLE.some((name) => name === word);

/** The text of a shape; `parseShape` undoes it. */
export function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case "simple":
      return shape.name;
    case "named":
      return `@${shape.name}`;
    case "choice":
      return `${shape.of === "integer" ? "integer" : ""}=${shape.values.join("|")}`;
    case "list":
      return `[${shapeText(shape.of)}]`;
    case "map":
      return `{<${shape.key}>: ${shapeText(shape.of)}}`;
    case "fields":
      return `{${Object.entries(shape.fields)
        .map(([name, field]) => `${name}${field.required ? "" : "?"}: ${shapeText(field.shape)}`)
        .join(", ")}}`;
  }
}

export function parseShape(text: string): Shape {
  let at = 0;
  const fail = () => new Error(`no shape at ${at}: ${text.slice(at, at + 40)}`);
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) throw fail();
    at += found.length;
    return found;
  };
  const skip = (mark: string): boolean => {
    if (!text.startsWith(mark, at)) return false;
    at += mark.length;
    return true;
  };
  const expect = (mark: string) => {
    if (!skip(mark)) throw fail();
  };

  const shape = (): Shape => {
    if (skip("[")) {
      const of = shape();
      expect("]");
      return { kind: "list", of };
    }
    if (skip("{<")) {
      const key = take(/\w+/y);
      expect(">: ");
      const of = shape();
      expect("}");
      return { kind: "map", key, of };
    }
    if (skip("{")) return { kind: "fields", fields: fields() };
    if (skip("@")) return { kind: "named", name: take(/\w+/y) };
    if (skip("=")) return { kind: "choice", of: "string", values: values() };
    const name = take(/\w+/y);
    if (name === "integer" && skip("=")) return { kind: "choice", of: "integer", values: values() };
    if (!isSimple(name)) throw fail();
    return { kind: "simple", name };
  };
  const values = () => take(/[^,\]}|]+(\|[^,\]}|]+)*/y).split("|");
  const fields = (): Record<string, Field> => {
    const found: [string, Field][] = [];
    while (!skip("}")) {
      if (found.length > 0) expect(", ");
      const name = take(/[\w.-]+/y);
      const required = !skip("?");
      expect(": ");
      found.push([name, { shape: shape(), required }]);
    }
    return Object.fromEntries(found);
  };

  const whole = shape();
  if (at !== text.length) throw fail();
  return whole;
}
