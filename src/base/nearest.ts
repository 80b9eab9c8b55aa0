/** Joins names as alternatives: "a, b or c". */
export const alternatives = (names: readonly string[]): string =>
  [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(" or ");

/** Returns the candidates most similar to a word, best first. Candidates with little in common with it are omitted. */
export function nearest<T>(
  word: string,
  candidates: Iterable<T>,
  name: (candidate: T) => string,
  max = 3,
): T[] {
  const wanted = word.toLowerCase();
  if (wanted.length > LONGEST) return [];
  const pairs = pairsOf(wanted);
  const parts = partsOf(wanted);
  const byScore = Array.from({ length: STEPS + 1 }, (): { candidate: T; text: string }[] => []);
  let characters = 0;
  for (const candidate of candidates) {
    const text = name(candidate).toLowerCase();
    if (text.length > LONGEST) continue;
    characters += text.length;
    const alike = characters > MOST_CHARACTERS ? 0 : pairs.shared(text);
    const score = Math.max(alike, within(wanted, text));
    byScore[Math.round(score * STEPS)]?.push({ candidate, text });
  }
  const compared = Math.max(
    max,
    Math.min(MOST_COMPARED, Math.floor(EDIT_STEPS / wanted.length ** 2)),
  );
  const rough: { candidate: T; text: string }[] = [];
  for (let step = STEPS; step >= 0 && rough.length < compared; step--) {
    rough.push(...(byScore[step] ?? []).slice(0, compared - rough.length));
  }
  return rough
    .map(({ candidate, text }) => ({ candidate, score: likeness(wanted, text, parts) }))
    .filter(({ score }) => score >= 0.4)
    .sort((a, b) => b.score - a.score)
    .slice(0, max)
    .map(({ candidate }) => candidate);
}

const LONGEST = 300;
/**
 * The total length of the candidates that are compared in detail. Of the others, only those that contain the word are
 * found.
 */
const MOST_CHARACTERS = 4_000_000;
/**
 * The cost of counting edits is the product of both lengths, so only the candidates with the best rough score are
 * compared.
 */
const MOST_COMPARED = 200;
const EDIT_STEPS = 2_000_000;
/** The number of buckets for rough scores. Sorting all candidates by score would take longer. */
const STEPS = 1000;

/** The similarity of two lower-case words, from 0 to 1. It is based on edits or on the parts that both contain. */
function likeness(a: string, b: string, parts: ReadonlySet<string>): number {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : Math.max(1 - edits(a, b) / longest, sharedParts(parts, a, b));
}

const partsOf = (text: string) =>
  new Set(text.split(/[^a-z0-9]+/).filter((part) => part.length > 2));

const within = (a: string, b: string) =>
  a.length >= 3 && b.includes(a) ? 0.6 + (0.4 * a.length) / b.length : 0;

function sharedParts(parts: ReadonlySet<string>, a: string, b: string): number {
  const other = b.split(/[^a-z0-9]+/);
  const shared = other.filter((part) => parts.has(part)).length;
  const overlap = shared === 0 ? 0 : 0.4 + (0.5 * shared) / Math.max(parts.size, other.length);
  return Math.max(within(a, b), overlap);
}

/** Counts the pairs of adjacent characters in a text, by their hash. */
function pairsOf(wanted: string) {
  const counts = new Uint16Array(PAIRS);
  let before = START;
  for (let i = 0; i <= wanted.length; i++) {
    const code = i === wanted.length ? END : wanted.charCodeAt(i);
    const pair = hashOf(before, code);
    counts[pair] = (counts[pair] ?? 0) + 1;
    before = code;
  }
  const left = new Uint16Array(PAIRS);
  return {
    /**
     * The share of character pairs that both texts have in common, from 0 to 1. Takes time proportional to their
     * lengths.
     */
    shared(text: string): number {
      left.set(counts);
      let shared = 0;
      let before = START;
      for (let i = 0; i <= text.length; i++) {
        const code = i === text.length ? END : text.charCodeAt(i);
        const pair = hashOf(before, code);
        before = code;
        const count = left[pair] ?? 0;
        if (count === 0) continue;
        left[pair] = count - 1;
        shared += 1;
      }
      return (2 * shared) / (wanted.length + text.length + 2);
    },
  };
}

/** A power of two, because `hashOf` masks with it. */
const PAIRS = 1024;

// Markers for the start and end of a text, which count as characters.
const START = 1;
const END = 2;

const hashOf = (before: number, code: number) => (before * 31 + code) & (PAIRS - 1);

/**
 * The known word of which a word is most likely a misspelling: different case or punctuation, one or two wrong
 * letters, transposed letters, or the end missing.
 */
export function slipOf(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const wanted = plain(word);
  if (wanted === "" || wanted.length > LONGEST) return undefined;
  return known.find((name) => {
    const text = plain(name);
    if (wanted.length >= 4 && text.startsWith(wanted)) return true;
    // The same letters in a different order.
    if (text !== wanted && sorted(text) === sorted(wanted)) return true;
    const allowed = Math.min(2, Math.floor(text.length / 4));
    return Math.abs(text.length - wanted.length) <= allowed && edits(wanted, text) <= allowed;
  });
}

const sorted = (text: string) => [...text].sort().join("");

function edits(a: string, b: string): number {
  const row = new Uint16Array(b.length + 1);
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const code = a.charCodeAt(i - 1);
    let diagonal = row[0] ?? 0;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0;
      const left = row[j - 1] ?? 0;
      const replaced = code === b.charCodeAt(j - 1) ? diagonal : diagonal + 1;
      row[j] = Math.min(above + 1, left + 1, replaced);
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}
