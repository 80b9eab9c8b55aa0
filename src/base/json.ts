import { createHash } from "node:crypto";
import { createTurns, otherWork } from "./deadline.js";

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const digest = (value: unknown) =>
  createHash("sha256").update(canonical(value)).digest("base64url");

/** The digest of any number of values, in order. */
export async function digestAll(values: Iterable<unknown>): Promise<string> {
  const hash = createHash("sha256");
  const turn = createTurns();
  for (const value of values) {
    hash.update(`${canonical(value)}\n`);
    await turn();
  }
  return hash.digest("base64url");
}

/** Serializes JSON with sorted keys. Equal values have equal results. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
    return `{${pairs.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/** An object with unknown fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object. Empty for any other value. */
export const asFields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/**
 * Creates a reader for JSON texts in which `{"$ref":"#/$defs/name"}` stands for the text with that name. Each text is
 * parsed once, when it is first used.
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

/**
 * Up to this size a text is parsed in one call, as a page of a list is. A larger text is parsed in parts of about
 * this size, which takes twice as long.
 */
const PART_BYTES = 2 ** 21;

/**
 * Parses UTF-8 JSON like `JSON.parse`, but blocks the event loop only for the time of one part. It cuts the text
 * between the members of arrays and objects. Throws the same errors as `JSON.parse`.
 */
export async function parseJson(bytes: Buffer, partBytes = PART_BYTES): Promise<unknown> {
  if (bytes.length <= partBytes) return JSON.parse(bytes.toString("utf8"));
  // Assembling the text has already taken time, so other work runs first.
  await otherWork();
  const turn = createTurns();
  const cutter = new Cutter(bytes, partBytes);
  for (let to = partBytes; to < bytes.length + partBytes; to += partBytes) {
    cutter.scan(Math.min(to, bytes.length));
    await turn();
  }
  return cutter.end();
}

/** An array or object that has begun. Positions are in bytes. */
interface Level {
  isArray: boolean;
  /** The position after its opening bracket. */
  from: number;
  /** The start of the part that is not parsed yet. */
  rest: number;
  /** The start of the current member. */
  member: number;
  /** The members parsed so far. Undefined while the level has not been cut. */
  parsed: [key: string, value: unknown][] | undefined;
  /** The current member is already parsed, so only a comma or the end may follow. */
  complete: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const ARRAY = 0x5b;
const ARRAY_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

/** Finds places to cut. It looks only at brackets, commas and strings; `JSON.parse` validates each part. */
class Cutter {
  readonly #bytes: Buffer;
  readonly #partBytes: number;
  /** The levels that have not ended, outermost first. */
  readonly #levels: Level[] = [];
  #position = 0;
  /** Set when an outermost level that was cut has ended. */
  #root: { value: unknown; from: number; to: number } | undefined;

  constructor(bytes: Buffer, partBytes: number) {
    this.#bytes = bytes;
    this.#partBytes = partBytes;
  }

  scan(to: number): void {
    const bytes = this.#bytes;
    let at = this.#position;
    for (; at < to; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        at++;
        for (let inner = bytes[at]; inner !== QUOTE; inner = bytes[at]) {
          if (inner === undefined) throw new SyntaxError("A string does not end.");
          at += inner === BACKSLASH ? 2 : 1;
        }
      } else if (byte === COMMA) this.#comma(at);
      else if (byte === OBJECT || byte === ARRAY) this.#open(byte === ARRAY, at + 1);
      else if (byte === OBJECT_END || byte === ARRAY_END) this.#close(byte === ARRAY_END, at);
    }
    this.#position = at;
  }

  end(): unknown {
    if (this.#levels.length > 0) throw new SyntaxError("An array or object does not end.");
    if (this.#root === undefined) return JSON.parse(this.#text(0, this.#bytes.length));
    const { value, from, to } = this.#root;
    this.#expectBlank(0, from);
    this.#expectBlank(to, this.#bytes.length);
    return value;
  }

  #open(isArray: boolean, from: number): void {
    const level = { isArray, from, rest: from, member: from, parsed: undefined, complete: false };
    this.#levels.push(level);
  }

  #comma(at: number): void {
    const level = this.#levels.at(-1);
    if (level === undefined) throw new SyntaxError("A comma is misplaced.");
    if (level.complete || at - level.rest >= this.#partBytes) {
      this.#parseRest(level, at);
      level.rest = at + 1;
    }
    level.complete = false;
    level.member = at + 1;
  }

  #close(isArray: boolean, at: number): void {
    const level = this.#levels.pop();
    if (level?.isArray !== isArray) throw new SyntaxError("A bracket is misplaced.");
    // A small level is parsed together with the level that contains it.
    if (level.parsed === undefined && at - level.from < this.#partBytes) return;
    if (level.parsed !== undefined || !this.#isBlank(level.from, at)) this.#parseRest(level, at);
    const members = level.parsed ?? [];
    const value = isArray ? members.map(([, item]) => item) : Object.fromEntries(members);
    this.#add(value, level.from - 1, at + 1);
  }

  /** Adds a value that was cut to the level that contains it. */
  #add(value: unknown, from: number, to: number): void {
    const level = this.#levels.at(-1);
    if (level === undefined) {
      if (this.#root !== undefined) throw new SyntaxError("There is a second value.");
      this.#root = { value, from, to };
      return;
    }
    if (level.complete) throw new SyntaxError("A comma is missing.");
    if (level.member > level.rest) this.#parseRest(level, level.member - 1);
    const key = this.#keyBetween(level, level.member, from);
    level.parsed ??= [];
    level.parsed.push([key, value]);
    level.rest = to;
    level.complete = true;
  }

  /** Parses the remaining members. There must be at least one. */
  #parseRest(level: Level, to: number): void {
    if (level.complete) {
      this.#expectBlank(level.rest, to);
      return;
    }
    const members = this.#membersOf(level, this.#text(level.rest, to));
    if (members.length === 0) throw new SyntaxError("A member is missing.");
    level.parsed ??= [];
    for (const member of members) level.parsed.push(member);
  }

  #membersOf({ isArray }: Level, text: string): [string, unknown][] {
    return Object.entries(JSON.parse(isArray ? `[${text}]` : `{${text}}`));
  }

  #keyBetween(level: Level, from: number, to: number): string {
    if (level.isArray) this.#expectBlank(from, to);
    // An empty array is added as the value. Unlike a digit, it cannot be mistaken for the end of other text.
    const [[key] = [""]] = level.isArray ? [] : this.#membersOf(level, `${this.#text(from, to)}[]`);
    return key;
  }

  #text(from: number, to: number): string {
    return this.#bytes.toString("utf8", from, to);
  }

  #isBlank(from: number, to: number): boolean {
    return /^[ \t\n\r]*$/.test(this.#text(from, to));
  }

  #expectBlank(from: number, to: number): void {
    if (!this.#isBlank(from, to)) throw new SyntaxError("There is something between two values.");
  }
}
