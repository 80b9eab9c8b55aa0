/** Returns the changes between two definitions, one per line. Both are given as texts by place. */
export function differences(
  old: Readonly<Record<string, string>>,
  fresh: Readonly<Record<string, string>>,
): string[] {
  const places = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
  return places.flatMap((place) => {
    const before = old[place];
    const after = fresh[place];
    if (before === after) return [];
    if (before === undefined) return [`added    ${place}: ${clip(after ?? "")}`];
    if (after === undefined) return [`removed  ${place}: ${clip(before)}`];
    return [`changed  ${place}: ${change(before, after)}`];
  });
}

/** Returns the part in which two texts differ, with some context. */
function change(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const from = Math.max(0, start - 30);
  const part = (text: string) => clip(text.slice(from, text.length - Math.max(0, end - 20)));
  return `${part(before)} -> ${part(after)}`;
}

const clip = (text: string) => (text.length > 200 ? `${text.slice(0, 199)}…` : text);
