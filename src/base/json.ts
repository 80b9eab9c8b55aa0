import { createHash } from "node:crypto";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const digest = (value: unknown) =>
  createHash("sha256").update(canonical(value)).digest("base64url");

/** JSON with sorted keys; strings byte-exact. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
    return `{${pairs.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/** An object whose fields are not known. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; none for anything else. */
export const asFields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/**
 * A reader of JSON texts in which `{"$ref":"#/$defs/name"}` stands for the text of that name. Each text is parsed once,
 * when it is first used.
 */
export function sharedJson<Value>(shared: Readonly<Record<string, string>>) {
  const parsed = new Map<string, Value>();
  const parse = (text: string): Value => {
    const known = parsed.get(text);
    if (known !== undefined) return known;
    const value: Value = JSON.parse(text, (_, part) =>
      typeof part?.$ref === "string" ? from(shared, part.$ref.replace("#/$defs/", "")) : part,
    );
    parsed.set(text, value);
    return value;
  };
  const from = (texts: Readonly<Record<string, string>>, key: string): Value | undefined => {
    const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
    return text === undefined ? undefined : parse(text);
  };
  return { from };
}
