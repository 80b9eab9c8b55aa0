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
