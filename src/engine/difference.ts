import { quoted } from "../base/text.js";
import type { Json } from "../toolkit/define.js";

const MAX_SHOWN = 10;

/** What moved between two observations, one line each: `path: before → after`. Empty when nothing did. */
export function difference(before: Json, after: Json): string[] {
  const was = flatten(before);
  const is = flatten(after);
  const moved = [...new Set([...was.keys(), ...is.keys()])].filter(
    (path) => was.get(path) !== is.get(path),
  );
  const shown = moved
    .slice(0, MAX_SHOWN)
    .map((path) => `${name(path)}: ${was.get(path) ?? "absent"} → ${is.get(path) ?? "absent"}`);
  return moved.length > MAX_SHOWN ? [...shown, `… and ${moved.length - MAX_SHOWN} more`] : shown;
}

const name = (place: string) => {
  const path = JSON.parse(place).join(".");
  return /^[\w.\-[\] ]{1,200}$/.test(path) ? path : quoted(path, 200);
};

/** Values by their place. A place is its keys as JSON: joined by dots, `a.b` and `c` would be `a` and `b.c`. */
function flatten(
  value: Json,
  keys: readonly string[] = [],
  out = new Map<string, string>(),
): Map<string, string> {
  const place = JSON.stringify(keys);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) out.set(place, Array.isArray(value) ? "[]" : "{}");
    for (const [key, inner] of entries) flatten(inner, [...keys, key], out);
  } else {
    out.set(place, typeof value === "string" ? quoted(value, 100) : String(value));
  }
  return out;
}
