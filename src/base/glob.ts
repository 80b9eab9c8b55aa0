type Token = "any" | "one" | { point: string };

/**
 * Patterns of `*` (any run of characters) and `?` (one character), case sensitive as Fivetran's names are.
 * A backslash before `*`, `?` or itself makes that character stand for itself; before others it is an ordinary character.
 */
function tokens(pattern: string): Token[] {
  const points = [...pattern];
  const out: Token[] = [];
  for (let i = 0; i < points.length; i++) {
    const point = points[i] ?? "";
    const next = points[i + 1];
    if (point === "\\" && (next === "*" || next === "?" || next === "\\")) {
      out.push({ point: next });
      i++;
    } else if (point === "*") {
      if (out.at(-1) !== "any") out.push("any");
    } else {
      out.push(point === "?" ? "one" : { point });
    }
  }
  return out;
}

/** The name that a pattern without wildcards stands for; undefined if it has any. */
export function literalName(pattern: string): string | undefined {
  const parts = tokens(pattern);
  let name = "";
  for (const part of parts) {
    if (typeof part === "string") return undefined;
    name += part.point;
  }
  return name;
}

/** A matcher for many names. Backtracks to the last star only, so that no pattern takes exponential time. */
export function compileGlob(pattern: string): (text: string) => boolean {
  const parts = tokens(pattern);
  const name = literalName(pattern);
  if (name !== undefined) return (text) => text === name;
  if (parts.length === 1 && parts[0] === "any") return () => true;
  return (text) => matches(parts, [...text]);
}

function matches(parts: readonly Token[], points: readonly string[]): boolean {
  let part = 0;
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < points.length) {
    const token = parts[part];
    if (token === "any") {
      star = part++;
      resumeAt = at;
    } else if (token === "one" || (token !== undefined && token.point === points[at])) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++resumeAt;
    } else {
      return false;
    }
  }
  while (parts[part] === "any") part++;
  return part === parts.length;
}
