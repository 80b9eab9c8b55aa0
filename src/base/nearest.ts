/** The candidates most like a word, best first; none that share too little with it. */
export function nearest<T>(
  word: string,
  candidates: Iterable<T>,
  name: (candidate: T) => string,
  max = 3,
): T[] {
  const wanted = word.toLowerCase();
  if (wanted.length > LONGEST) return [];
  const pairs = countPairs(wanted);
  const parts = partsOf(wanted);
  const rough: { candidate: T; text: string; score: number }[] = [];
  for (const candidate of candidates) {
    const text = name(candidate).toLowerCase();
    if (text.length > LONGEST) continue;
    const score = Math.max(sharedPairs(pairs, wanted, text), sharedParts(parts, wanted, text));
    rough.push({ candidate, text, score });
  }
  const compared = Math.max(
    max,
    Math.min(MOST_COMPARED, Math.floor(EDIT_STEPS / wanted.length ** 2)),
  );
  return rough
    .sort((a, b) => b.score - a.score)
    .slice(0, compared)
    .map(({ candidate, text }) => ({ candidate, score: likeness(wanted, text, parts) }))
    .filter(({ score }) => score >= 0.4)
    .sort((a, b) => b.score - a.score)
    .slice(0, max)
    .map(({ candidate }) => candidate);
}

const LONGEST = 300;
/** Counting edits takes the product of both lengths, so only those are compared that have the most in common. */
const MOST_COMPARED = 200;
const EDIT_STEPS = 2_000_000;

/** 0 to 1: how much two lower-case words are alike, by edits or by the parts that they share. */
function likeness(a: string, b: string, parts: ReadonlySet<string>): number {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : Math.max(1 - edits(a, b) / longest, sharedParts(parts, a, b));
}

const partsOf = (text: string) =>
  new Set(text.split(/[^a-z0-9]+/).filter((part) => part.length > 2));

function sharedParts(parts: ReadonlySet<string>, a: string, b: string): number {
  const within = a.length >= 3 && b.includes(a) ? 0.6 + (0.4 * a.length) / b.length : 0;
  const other = b.split(/[^a-z0-9]+/);
  const shared = other.filter((part) => parts.has(part)).length;
  const overlap = shared === 0 ? 0 : 0.4 + (0.5 * shared) / Math.max(parts.size, other.length);
  return Math.max(within, overlap);
}

/** The pairs of neighbouring characters, counted by a hash of them. */
function countPairs(text: string): Uint8Array {
  const counts = new Uint8Array(PAIRS);
  for (let i = 0; i <= text.length; i++)
    counts[pairAt(text, i)] = (counts[pairAt(text, i)] ?? 0) + 1;
  return counts;
}

const PAIRS = 1024;

/** With the ends of the text as characters of their own. */
const pairAt = (text: string, i: number) =>
  ((i === 0 ? 1 : text.charCodeAt(i - 1)) * 31 + (i === text.length ? 2 : text.charCodeAt(i))) %
  PAIRS;

/** 0 to 1: which share of their pairs two texts have in common, in time that grows with their length. */
function sharedPairs(pairs: Uint8Array, a: string, b: string): number {
  const taken: number[] = [];
  for (let i = 0; i <= b.length; i++) {
    const pair = pairAt(b, i);
    const count = pairs[pair] ?? 0;
    if (count === 0) continue;
    pairs[pair] = count - 1;
    taken.push(pair);
  }
  for (const pair of taken) pairs[pair] = (pairs[pair] ?? 0) + 1;
  return (2 * taken.length) / (a.length + b.length + 2);
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
