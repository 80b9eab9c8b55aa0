/** The candidates most like a word, best first; none that share too little with it. */
export function nearest<T>(
  word: string,
  candidates: Iterable<T>,
  name: (candidate: T) => string,
  max = 3,
): T[] {
  const wanted = word.toLowerCase();
  const scored: { candidate: T; score: number }[] = [];
  for (const candidate of candidates) {
    const score = likeness(wanted, name(candidate).toLowerCase());
    if (score >= 0.4) scored.push({ candidate, score });
  }
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, max)
    .map(({ candidate }) => candidate);
}

/** 0 to 1: how much two lower-case words are alike, by edits or by the parts that they share. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  if (longest === 0 || longest > 300) return 0;
  const within = a.length >= 3 && b.includes(a) ? 0.6 + (0.4 * a.length) / b.length : 0;
  const parts = new Set(a.split(/[^a-z0-9]+/).filter((part) => part.length > 2));
  const other = b.split(/[^a-z0-9]+/);
  const shared = other.filter((part) => parts.has(part)).length;
  const overlap = shared === 0 ? 0 : 0.4 + (0.5 * shared) / Math.max(parts.size, other.length);
  return Math.max(1 - edits(a, b) / longest, within, overlap);
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
