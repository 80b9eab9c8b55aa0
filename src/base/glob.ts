type Token = "any" | "one" | { point: string };

/**
 * Parses a pattern of `*` (any number of characters) and `?` (one character). Patterns are case-sensitive, as
 * Fivetran's names are. A backslash before `*`, `?` or `\` makes that character literal. Before any other character
 * it is literal itself.
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

/** The pattern that matches only this name. */
export const exactGlob = (name: string) => name.replace(/[*?\\]/g, "\\$&");

/** The name that a pattern without wildcards matches. Undefined if it has wildcards. */
export const literalName = (pattern: string): string | undefined => nameOf(tokens(pattern));

function nameOf(parts: readonly Token[]): string | undefined {
  let name = "";
  for (const part of parts) {
    if (typeof part === "string") return undefined;
    name += part.point;
  }
  return name;
}

/** Creates a matcher. Its time for a name is proportional to the length of the name, for any pattern. */
export function compileGlob(pattern: string): (text: string) => boolean {
  const parts = tokens(pattern);
  const name = nameOf(parts);
  if (name !== undefined) return (text) => text === name;
  return parts.includes("one") ? automaton(parts) : sequence(parts);
}

/** For patterns without `?`: the texts between the stars must follow each other, each at its earliest position. */
function sequence(parts: readonly Token[]): (text: string) => boolean {
  const chunks = runsOf(parts);
  const [prefix = "", ...rest] = chunks;
  const suffix = rest.pop() ?? "";
  return (text) => {
    const end = text.length - suffix.length;
    if (end < prefix.length || !text.startsWith(prefix) || !text.endsWith(suffix)) return false;
    let at = prefix.length;
    for (const chunk of rest) {
      const found = text.indexOf(chunk, at);
      if (found === -1) return false;
      at = found + chunk.length;
    }
    return at <= end;
  };
}

/** The texts between wildcards. */
function runsOf(parts: readonly Token[]): string[] {
  const runs = [""];
  for (const part of parts) {
    if (typeof part === "string") runs.push("");
    else runs.push(`${runs.pop() ?? ""}${part.point}`);
  }
  return runs;
}

/**
 * For patterns with `?`: keeps, as bits, all positions in the pattern that the text so far can have reached. A
 * character advances the positions whose token it matches. Positions at a star stay as well.
 */
function automaton(parts: readonly Token[]): (text: string) => boolean {
  const single = parts.filter((part) => part !== "any");
  const words = (single.length >> 5) + 1;
  const bits = () => new Uint32Array(words);
  const set = (to: Uint32Array, at: number) => {
    to[at >> 5] = (to[at >> 5] ?? 0) | (1 << (at & 31));
  };
  const stars = bits();
  const wild = bits();
  let place = 0;
  for (const part of parts) {
    if (part === "any") set(stars, place);
    else if (part === "one") set(wild, place++);
    else place++;
  }
  const byPoint = new Map<string, Uint32Array>();
  for (const [at, part] of single.entries()) {
    if (part === "one") continue;
    const fits = byPoint.get(part.point) ?? wild.slice();
    set(fits, at);
    byPoint.set(part.point, fits);
  }
  const reached = bits();
  const runs = [...new Set(runsOf(parts))];
  return (text) => {
    // Most names fail this check, which is much faster.
    if (!runs.every((run) => text.includes(run))) return false;
    reached.fill(0);
    reached[0] = 1;
    for (const point of text) {
      const fits = byPoint.get(point) ?? wild;
      let carried = 0;
      let any = 0;
      for (let word = 0; word < words; word++) {
        const before = reached[word] ?? 0;
        const moved = before & (fits[word] ?? 0);
        const after = (before & (stars[word] ?? 0)) | (moved << 1) | carried;
        carried = moved >>> 31;
        reached[word] = after;
        any |= after;
      }
      if (any === 0) return false;
    }
    return (((reached[single.length >> 5] ?? 0) >>> (single.length & 31)) & 1) === 1;
  };
}
