/** Names as a choice: "a, b or c". */
export const alternatives = (names: readonly string[]): string =>
  [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(" or ");

/** The candidates most like a word, best first; none that share too little with it. */
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
/** Of the candidates. Among those after them, only names that contain the word are found. */
const MOST_CHARACTERS = 4_000_000;
/** Counting edits takes the product of both lengths, so only those are compared that have the most in common. */
const MOST_COMPARED = 200;
const EDIT_STEPS = 2_000_000;
/** Sorting all candidates by a rough score would take longer than giving each its step. */
const STEPS = 1000;

/** 0 to 1: how much two lower-case words are alike, by edits or by the parts that they share. */
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

/** The pairs of neighbouring characters of a text, counted by a hash of them. */
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
    /** 0 to 1: which share of their pairs another text has in common with it, in time that grows with their length. */
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

/** A power of two. */
const PAIRS = 1024;

// The ends of a text are characters of their own.
const START = 1;
const END = 2;

const hashOf = (before: number, code: number) => (before * 31 + code) & (PAIRS - 1);

/** The known word that a word is most likely a slip of: another case or punctuation, a letter or two, or cut short. */
export function slipOf(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const wanted = plain(word);
  if (wanted === "" || wanted.length > LONGEST) return undefined;
  return known.find((name) => {
    const text = plain(name);
    if (wanted.length >= 4 && text.startsWith(wanted)) return true;
    // Letters in another order.
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
