import { AsyncLocalStorage } from "node:async_hooks";
import { inspect } from "node:util";

const MASK = "[redacted]";

/** A secret value. Printing, logging or serializing it shows `[redacted]`. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** Returns the value itself. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return MASK;
  }
  toJSON(): string {
    return MASK;
  }
  [inspect.custom](): string {
    return MASK;
  }
}

/** Whether a value has the form of a reference to a secret, `{"secret_ref": …}`. The reference may be invalid. */
export const isReference = (value: unknown): value is { secret_ref: unknown } =>
  typeof value === "object" && value !== null && Object.hasOwn(value, "secret_ref");

/** Whether a JSON value contains a reference to a secret. */
export const hasReference = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (isReference(value) || Object.values(value).some(hasReference));

/** Removes secrets from a text. */
export type Redact = (text: string) => string;

const NAMES =
  "(?:passw(?:or)?d|passphrase|pwd|secret|token|signature|(?:api|access|account|private|secret|shared|sharedaccess)[_-]?key)";
const KNOWN_MASK = String.raw`(?!["']?(?:\*{3}|\[redacted|\{\\*"|env:))`;
// Ordinary words do not contain both letters and digits. After a colon, only a text with both is treated as a secret.
const LETTERS_AND_DIGITS = String.raw`(?=[^\s\d]{0,100}\d)(?=[^\sa-z]{0,100}[a-z])`;
// A flag such as has_api_key=false is not a secret.
const SWITCH = String.raw`(?!(?:true|false)(?:[\s;&,)}\]]|$))`;

/** Patterns by which unknown secrets are recognized. */
const SHAPES: readonly [RegExp, string][] = [
  [
    /-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY[\s\S]*?(-----END [A-Z\d ]{0,40}PRIVATE KEY[A-Z ]{0,20}-----|$)/g,
    MASK,
  ],
  // A private key without its beginning.
  [/^[\s\S]*-----END [A-Z\d ]{0,40}PRIVATE KEY[A-Z ]{0,20}-----/, MASK],
  [/-----BEGIN(?:[A-Z\d]|%20|\+){1,60}PRIVATE(?:%20|\+)KEY[^\s"&]*/gi, MASK],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK],
  // Ordinary words are excluded: "basic authentication" is not a credential. A part may already be masked.
  [
    /\b([Bb]asic|[Bb]earer|BASIC|BEARER)\s+(?![A-Z]?[a-z]{0,20}(?![\w+/=~[-]))(?=\S{8})(?:[\w+/=.~-]|\[redacted\])+/g,
    `$1 ${MASK}`,
  ],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [
    /\b(gh[oprsu]_|github_pat_|glpat-|xox[abeprs]-|[rs]k_(live|test)_|sk-|shp(at|ca|pa|ss)_|npm_|pat-(na|eu)\d-|AIza|ya29\.|EAA(?=\w*\d))[\w-]{16,}/g,
    MASK,
  ],
  [/\b(dapi[\da-f]{32}(-\d+)?|SG\.[\w-]{16,}\.[\w-]{16,})\b/g, MASK],
  [/\b(fv[ckp]1_)[\w-]{20,}/g, `$1${MASK}`],
  [/([?&#][\w.-]*(?:sig|signature|auth|token|secret|password|api_?key)=)[^&\s"]+/gi, `$1${MASK}`],
  // A connection string: `;password=…`, `host=… password='…'` or `Pwd={…}`. Quotes in the value are doubled or
  // escaped.
  [
    new RegExp(
      String.raw`(?<![\w.-])([\w-]*${NAMES}\s?=>?\s?|[\w.-]*${NAMES}=)${KNOWN_MASK}${SWITCH}("(?:[^"\\]|\\.|"")*"|'(?:[^'\\]|\\.|'')*'|\{[^}\s]*\}|[^\s;&,"')}\]]+)`,
      "gi",
    ),
    `$1${MASK}`,
  ],
  // JSON, and JSON inside JSON strings at any depth.
  [
    new RegExp(
      String.raw`((?<!\\)"[\w-]*${NAMES}"\s*:\s*(?:\[\s*)?")${KNOWN_MASK}(?:[^"\\]|\\.)+`,
      "gi",
    ),
    `$1${MASK}`,
  ],
  [
    // Starts at the first backslash of a run. Trying each backslash would take quadratic time.
    new RegExp(
      String.raw`((?<!\\)\\+"[\w-]*${NAMES}\\+"\s*:\s*\\+")${KNOWN_MASK}[^"\\]+(?:(?:\\{3,}"|\\+[^"\\])[^"\\]*)*`,
      "gi",
    ),
    `$1${MASK}`,
  ],
  [
    new RegExp(String.raw`('[\w-]*${NAMES}'\s*:\s*')${KNOWN_MASK}(?:[^'\\]|\\.)+`, "gi"),
    `$1${MASK}`,
  ],
  // XML.
  [new RegExp(String.raw`(<[\w:-]*${NAMES}>)${KNOWN_MASK}[^<]+`, "gi"), `$1${MASK}`],
  // A line of YAML, a header or a message: `password: …`, `X-Api-Key: …`, `--password …`, `password '…'`.
  [
    new RegExp(
      String.raw`((?<![\w.-])[\w.-]*${NAMES}(?::\s?|(?<=(?:^|\s)--[\w-]{1,40})\s))${KNOWN_MASK}${LETTERS_AND_DIGITS}[^\s"',;\u2192]{8,}`,
      "gi",
    ),
    `$1${MASK}`,
  ],
  [/(\b(?:password|passphrase|identified by) )(?:'[^'\s]{6,}'|"[^"\s]{6,}")/gi, `$1${MASK}`],
  [
    new RegExp(
      String.raw`(\bauthorization["']?\s?[:=]\s?["']?(?:[\w-]{1,40}(?:\s|%20))?)(?!\w+ \[redacted)${LETTERS_AND_DIGITS}[^\s"',;]{8,}`,
      "gi",
    ),
    `$1${MASK}`,
  ],
  [/(\b(?:set-)?cookie:\s?[\w.-]+=)[^\s;"]+/gi, `$1${MASK}`],
  // A password may contain a slash. A port is not a password.
  [/(:\/\/)[^/\s:@"]*:(?:[^/\s"]+|(?!\d{1,5}\/)[^\s"@]{1,200})@/g, `$1${MASK}@`],
  [
    /(:\/\/)(?:[^/\s:@"]{20,}|(?=[^/\s:@"\d]{0,20}\d)[^/\s:@"]{12,}|[^/\s:@"]{0,200}%3a[^/\s:@"]{0,200})@/gi,
    `$1${MASK}@`,
  ],
  // The same, percent-encoded or with slashes escaped as in JSON.
  [/((?::|%3a)(?:%2f){2})(?:(?!%2f|%40)[^\s"/@]){1,300}(?:%40|@)/gi, `$1${MASK}@`],
  [/(:\\+\/\\+\/)[^/\s:@"\\]{0,200}:[^/\s@"\\]{1,200}@/g, `$1${MASK}@`],
  [/(\bjdbc:oracle:\w+:)[^/\s@"]{1,200}\/[^\s@"]{1,200}@/gi, `$1${MASK}@`],
];

/** Matches if any of the shapes can match. Most texts contain none, so this check saves time. */
const HAS_SHAPE =
  /PRIVATE|eyJ|basic|bearer|A[KS]IA|gh[oprsu]_|github_|sk-|fv[ckp]1_|xox|glpat|shp|npm_|pat-|AIza|ya29|EAA|dapi|SG\.|passw|passphrase|pwd|secret|token|key|[rs]k_|identified|authorization|cookie|jdbc|=|"\s*:|:\/\/|%2f|\\\//i;

// A shorter value, such as a port, would also mask parts of ordinary text.
const SHORTEST = 8;

/**
 * Creates a function that masks all given secrets and everything that looks like a secret. The secrets are found in
 * any letter case, and as Base64, hexadecimal, percent-encoded and escaped text.
 */
export function createRedactor(secrets: readonly Secret[]): Redact {
  const forms = secrets
    .map((secret) => secret.reveal())
    .flatMap((value) => [value, value.trim()])
    .filter((value) => value.length >= SHORTEST)
    .flatMap(formsOf);
  const known = [...new Set(forms)]
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"))
    .join("|");
  const pattern = known === "" ? undefined : new RegExp(known, "gi");
  return (text) => {
    if (text.length < SHORTEST) return text;
    let out = pattern === undefined ? text : maskAll(text, pattern);
    if (HAS_SHAPE.test(out)) {
      for (const [shape, replacement] of SHAPES) out = out.replace(shape, replacement);
    }
    return out;
  };
}

const current = new AsyncLocalStorage<Redact>();
const redactShapes = createRedactor([]);

/** Runs work during which `redact` uses this function. */
export const redacting = <T>(redact: Redact, work: () => T): T => current.run(redact, work);

/**
 * Redacts a text with the secrets of the current call. Every text that is clipped, stored or displayed passes through
 * here.
 */
export const redact: Redact = (text) => (current.getStore() ?? redactShapes)(text);

/**
 * The number of characters examined after the displayed part of a long text, so that a secret that begins in that
 * part is recognized as a whole.
 */
const LOOK_AHEAD = 2 ** 16;

/** Returns at least the first `length` characters of a text, redacted. Less only if the text is shorter. */
export function redactStart(text: string, length: number): string {
  if (text.length <= length + LOOK_AHEAD || text.includes("PRIVATE KEY")) {
    return redact(text);
  }
  const start = redact(text.slice(0, length + LOOK_AHEAD));
  // The examined part may end within a secret. If too little of it remains, the whole text is redacted.
  return start.length < length + LOOK_AHEAD / 2 ? redact(text) : start;
}

/** Serializes JSON without secrets in keys and values. */
export const redactedJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, (_, inner: unknown) => withoutSecrets(inner), indent);

function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), inner]));
}

function formsOf(value: string): string[] {
  // Encoded as UTF-8 first, because a lone surrogate cannot be percent-encoded.
  const bytes = Buffer.from(value);
  const escaped = JSON.stringify(value).slice(1, -1);
  const hex = bytes.toString("hex");
  return [
    value,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(bytes.toString()),
    new URLSearchParams({ v: value }).toString().slice("v=".length),
    hex.replace(/../g, "%$&"),
    hex,
    ...[value, value.toLowerCase(), value.toUpperCase()].flatMap(base64Forms),
  ].filter((form) => form.length >= SHORTEST);
}

/**
 * The Base64 forms of a value: alone, and inside a longer text at each of the three possible offsets. Of the latter,
 * only the characters that do not depend on the neighbouring text.
 */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value);
  const inside = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const whole = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(Math.ceil((offset * 8) / 6), whole);
  });
  return [bytes.toString("base64").replace(/=+$/, ""), ...inside].flatMap((text) => [
    text,
    text.replaceAll("+", "-").replaceAll("/", "_"),
  ]);
}

/** Finds all matches before masking any, so that no part of overlapping secrets remains. */
function maskAll(text: string, pattern: RegExp): string {
  let out = "";
  let end = 0;
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const from = found.index;
    if (from >= end) out += text.slice(end, from) + (from === end && end > 0 ? "" : MASK);
    end = Math.max(end, from + found[0].length);
    pattern.lastIndex = from + 1;
  }
  return end === 0 ? text : out + text.slice(end);
}

/** Whether a text looks like a credential: at least 20 letters and digits in a row, with both kinds. */
export const looksSecret = (text: string) =>
  /(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{20,}/.test(text);

/** The texts that Fivetran and this program display in place of a secret, alone or as part of a text. */
const MASKS =
  /^((a )?(secret, hidden|hidden secret|(new )?secret \(not shown\))|(secret from|the secret in) "?env:\w+"?|hidden|[[<({_*-]+(redacted|hidden|masked)[\]>)}_*-]+)$|\*{3,}|[•●·∙∗＊]{3,}|(%2a|\\u2022|&bull;){3,}|(\[|%5b)redacted|\[(shown once|kept in )/i;

/** Whether a text is such a mask. Invisible characters are ignored. */
export const isMask = (text: string) => MASKS.test(text.replace(/\p{Cf}/gu, "").trim());

/** An API key and its secret. */
export interface Credentials {
  key: Secret;
  secret: Secret;
}

/**
 * Decodes the Base64 encoding of `key:secret`. Undefined for any other text. Tools such as `echo` and `base64` add line
 * breaks around the pair and inside its encoding.
 */
export function decodeKeyPair(text: string): Credentials | undefined {
  const encoded = text.replace(/\s/g, "");
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  const [key, secret] = [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
  // Buffer.from also decodes a plain key, to meaningless bytes. Encoding the result again detects that.
  const same =
    Buffer.from(pair).toString("base64").replace(/=+$/, "") === encoded.replace(/=+$/, "");
  return same && colon > 0 && key !== "" && secret !== ""
    ? { key: new Secret(key), secret: new Secret(secret) }
    : undefined;
}
