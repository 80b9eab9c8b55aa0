import { ABOUT, type Confidence, type Kind, PEOPLE, WORDS, type Words } from "./words.js";

export interface Personal {
  kind: Kind;
  confidence: Confidence;
  /** The reason in a few words: `named "email"`. */
  reason: string;
}

/**
 * Splits a name into words in lower case without accents: `lastLoginIP2` gives last, login, ip, 2.
 */
export function wordsOf(name: string): string[] {
  // A fast path, because most names are plain and a schema can have hundreds of thousands.
  if (PLAIN.test(name)) return name.match(PLAIN_WORDS) ?? [];
  return name
    .normalize("NFC")
    .replaceAll("ß", "ss")
    .replace(/[łŁ]/g, "l")
    .replace(/[øØ]/g, "o")
    .replace(/ı/g, "i")
    .replace(/IPv(?=[46])/g, "Ipv")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .replace(/\p{Script=Latin}+/gu, (word) => word.normalize("NFD").replace(/\p{M}/gu, ""))
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => word.split(/(?<=\p{L})(?=\d)/u))
    .filter((word) => word !== "");
}

const PLAIN = /^[a-z\d_]*$/;
const PLAIN_WORDS = /\d+[a-z]*|[a-z]+/g;

interface Entry {
  of: Words;
  order: number;
}

/** The number of words in the longest phrase. */
const LONGEST = 4;

const BY_PHRASE = new Map<string, Entry[]>();
for (const [order, of] of WORDS.entries()) {
  for (const phrase of of.words.split(", ")) {
    const key = wordsOf(phrase).join(" ");
    BY_PHRASE.set(key, [...(BY_PHRASE.get(key) ?? []), { of, order }]);
  }
}

/** Phrases of several words, keyed by their joined form: `billingaddress`. */
const JOINED = new Map(
  [...BY_PHRASE.keys()]
    .filter((key) => key.includes(" "))
    .map((key) => [key.replaceAll(" ", ""), key]),
);

/**
 * The shortest word that is recognized at the end of joined words. Names in capitals, and names
 * without them, may have no separators.
 */
const SHORTEST_JOINED = 5;

/** Splits an unknown word into known ones: `customeremail` gives customer, email. */
function unjoined(word: string): string[] {
  const [least, rest] = UNSPACED.test(word) ? [1, 1] : [3, SHORTEST_JOINED];
  if (word.length < rest || BY_PHRASE.has(word)) return [word];
  const known = JOINED.get(word);
  if (known !== undefined) return known.split(" ");
  for (let at = least; at <= word.length - rest; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    if (!PEOPLE.has(before) && !QUALIFIERS.has(before) && !SHORT_PEOPLE.has(before)) continue;
    const phrase = BY_PHRASE.has(after) ? after : JOINED.get(after);
    if (phrase !== undefined) return [before, ...phrase.split(" ")];
  }
  return [word];
}

/** Matches scripts that rarely use spaces and have words of one or two characters. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+$/u;

const SHORT_PEOPLE = new Set(["cust", "usr", "emp"]);

const NUMERIC =
  /^(big|small|tiny|medium)?(int|integer|serial|number|numeric|decimal|float|double|real|long|short|byte)/i;
const FLAG = /^bool|^bit$/i;
const TIME = /^(date|time|timestamp|datetime|instant)/i;

/**
 * Returns true if a column of this type can contain this kind of data. A flag about an address, for
 * example, contains none.
 */
function fits(kind: Kind, type: string | undefined): boolean {
  if (type === undefined) return true;
  if (FLAG.test(type)) return false;
  if (TIME.test(type)) return kind === "birth";
  if (!NUMERIC.test(type)) return true;
  return !["email", "name", "username", "address", "free_text", "credential"].includes(kind);
}

const isPeopleTable = (table: string) => wordsOf(table).some((word) => PEOPLE.has(word));

/**
 * Returns the kind of personal data in a column, judged by the names of column and table and by the
 * type. Undefined if nothing suggests any.
 */
export function classify(
  table: string,
  column: string,
  type?: string | undefined,
): Personal | undefined {
  const words = wordsOf(column).flatMap(unjoined);
  let best: (Entry & { phrase: string; rest: string[] }) | undefined;
  for (let length = Math.min(LONGEST, words.length); length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const phrase = words.slice(from, from + length).join(" ");
      const rest = [...words.slice(0, from), ...words.slice(from + length)];
      for (const entry of BY_PHRASE.get(phrase) ?? []) {
        // The phrase with the most words wins, then the kind that is listed first.
        const closer =
          best === undefined ||
          (best.phrase.split(" ").length === length && entry.order < best.order);
        if (closer && isMeant(entry.of, { table, type, rest })) best = { ...entry, phrase, rest };
      }
    }
    if (best !== undefined) break;
  }
  if (best === undefined) return nested(table, words, type);
  const { kind, ofPeople } = best.of;
  const where = ofPeople === true ? " in a table about people" : "";
  return {
    kind,
    confidence: confidenceOf(best.of, best.rest, table),
    reason: `named "${best.phrase}"${where}`,
  };
}

const NESTED = /^(json|variant|struct|object|super|record|map|array)/i;
const ANY_VALUE = new Set(
  "data payload raw json properties attributes metadata details info fields values extra".split(
    " ",
  ),
);

/** Returns a finding for a value with nested fields if its name or its table refers to people. */
function nested(table: string, words: readonly string[], type?: string): Personal | undefined {
  if (type === undefined || !NESTED.test(type)) return undefined;
  const person = words.find((word) => PEOPLE.has(word));
  const any = isPeopleTable(table) && words.some((word) => ANY_VALUE.has(word));
  if (person === undefined && !any) return undefined;
  const reason =
    person === undefined
      ? "a nested value in a table about people"
      : `a nested value named "${person}"`;
  return { kind: "free_text", confidence: "low", reason };
}

function isMeant(
  { kind, ofPeople }: Words,
  { table, type, rest }: { table: string; type: string | undefined; rest: readonly string[] },
): boolean {
  if (!fits(kind, type)) return false;
  if (rest.some((word) => ABOUT.has(word) && !/^\d+$/.test(word))) return false;
  return ofPeople !== true || (isPeopleTable(table) && rest.length === 0);
}

/** The confidence is lower if the name also contains unknown words. */
function confidenceOf({ confidence }: Words, rest: readonly string[], table: string): Confidence {
  const unknown = rest.filter(
    (word) => !/^\d+$/.test(word) && !PEOPLE.has(word) && !QUALIFIERS.has(word),
  );
  if (confidence === "high" && unknown.length > 1) return "medium";
  return confidence === "medium" && isPeopleTable(table) && rest.length === 0 ? "high" : confidence;
}

const QUALIFIERS = new Set(
  "work home business personal private primary secondary alternate other billing shipping mailing delivery customer requester reporter sender receiver hashed encrypted raw last first new old".split(
    " ",
  ),
);
