import { AsyncLocalStorage } from "node:async_hooks";
import { inspect } from "node:util";

const MASK = "[redacted]";

/** A value that prints as a mask. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
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

/** Whether a value is a reference to a secret, `{"secret_ref": …}`, right or wrong in its form. */
export const isReference = (value: unknown): value is { secret_ref: unknown } =>
  typeof value === "object" && value !== null && Object.hasOwn(value, "secret_ref");

/** Whether a JSON value holds a reference anywhere. */
export const hasReference = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (isReference(value) || Object.values(value).some(hasReference));

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

const NAMES =
  "(?:passw(?:or)?d|passphrase|pwd|secret|token|signature|(?:api|access|account|private|secret|shared|sharedaccess)[_-]?key)";
const KNOWN_MASK = String.raw`(?!["']?(?:\*{3}|\[redacted|\{\\*"|env:))`;
// Words do not have both: of what stands behind a colon, only this is taken for a secret.
const LETTERS_AND_DIGITS = String.raw`(?=[^\s\d]{0,100}\d)(?=[^\sa-z]{0,100}[a-z])`;
// A switch such as has_api_key=false is not a secret.
const SWITCH = String.raw`(?!(?:true|false)(?:[\s;&,)}\]]|$))`;

/** Patterns of secrets that are redacted without being known. */
const SHAPES: readonly [RegExp, string][] = [
  [
    /-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY[\s\S]*?(-----END [A-Z\d ]{0,40}PRIVATE KEY[A-Z ]{0,20}-----|$)/g,
    MASK,
  ],
  // A key whose beginning is cut off.
  [/^[\s\S]*-----END [A-Z\d ]{0,40}PRIVATE KEY[A-Z ]{0,20}-----/, MASK],
  [/-----BEGIN(?:[A-Z\d]|%20|\+){1,60}PRIVATE(?:%20|\+)KEY[^\s"&]*/gi, MASK],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK],
  // Not an ordinary word: "basic authentication" is not a credential. A part may be masked already.
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
  // A connection string: `;password=…`, `host=… password='…'`, `Pwd={…}`; a quote in it is doubled or escaped.
  [
    new RegExp(
      String.raw`(?<![\w.-])([\w-]*${NAMES}\s?=>?\s?|[\w.-]*${NAMES}=)${KNOWN_MASK}${SWITCH}("(?:[^"\\]|\\.|"")*"|'(?:[^'\\]|\\.|'')*'|\{[^}\s]*\}|[^\s;&,"')}\]]+)`,
      "gi",
    ),
    `$1${MASK}`,
  ],
  // JSON and, at any depth of escaping, JSON in its strings.
  [
    new RegExp(
      String.raw`((?<!\\)"[\w-]*${NAMES}"\s*:\s*(?:\[\s*)?")${KNOWN_MASK}(?:[^"\\]|\\.)+`,
      "gi",
    ),
    `$1${MASK}`,
  ],
  [
    // From the first of a row of backslashes: a try from each would take the square of their number.
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
      String.raw`((?<![\w.-])[\w.-]*${NAMES}(?::\s?|(?<=(?:^|\s)--[\w-]{1,40})\s))${KNOWN_MASK}${LETTERS_AND_DIGITS}[^\s"',;→]{8,}`,
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
  // A slash in a password is not the end of the address; a port is not a password.
  [/(:\/\/)[^/\s:@"]*:(?:[^/\s"]+|(?!\d{1,5}\/)[^\s"@]{1,200})@/g, `$1${MASK}@`],
  [
    /(:\/\/)(?:[^/\s:@"]{20,}|(?=[^/\s:@"\d]{0,20}\d)[^/\s:@"]{12,}|[^/\s:@"]{0,200}%3a[^/\s:@"]{0,200})@/gi,
    `$1${MASK}@`,
  ],
  // The same percent-encoded, and with the slashes escaped as JSON may have them.
  [/((?::|%3a)(?:%2f){2})(?:(?!%2f|%40)[^\s"/@]){1,300}(?:%40|@)/gi, `$1${MASK}@`],
  [/(:\\+\/\\+\/)[^/\s:@"\\]{0,200}:[^/\s@"\\]{1,200}@/g, `$1${MASK}@`],
  [/(\bjdbc:oracle:\w+:)[^/\s@"]{1,200}\/[^\s@"]{1,200}@/gi, `$1${MASK}@`],
];

/** What any of the shapes has in it: most texts have none of it. */
const HAS_SHAPE =
  /PRIVATE|eyJ|basic|bearer|A[KS]IA|gh[oprsu]_|github_|sk-|fv[ckp]1_|xox|glpat|shp|npm_|pat-|AIza|ya29|EAA|dapi|SG\.|passw|passphrase|pwd|secret|token|key|[rs]k_|identified|authorization|cookie|jdbc|=|"\s*:|:\/\/|%2f|\\\//i;

// Shorter values would garble ordinary text, such as a port or a user.
const SHORTEST = 8;

/**
 * Removes every known secret, in any letter case and as Base64, hexadecimal, percent-encoded and escaped text, and every
 * secret-looking shape.
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

/** Does some work, during which `redact` is this function. */
export const redacting = <T>(redact: Redact, work: () => T): T => current.run(redact, work);

/** Redacts a text by what the call under way knows: everything that is clipped, stored or shown passes here first. */
export const redact: Redact = (text) => (current.getStore() ?? redactShapes)(text);

/** Behind what is shown of a long text: a secret that begins in what is shown is recognized by it. */
const LOOK_AHEAD = 2 ** 16;

/** The first characters of a text, redacted; at least so many, where it has them. */
export function redactStart(text: string, length: number): string {
  if (text.length <= length + LOOK_AHEAD || text.includes("PRIVATE KEY")) {
    return redact(text);
  }
  const start = redact(text.slice(0, length + LOOK_AHEAD));
  // The end of the part may be half a secret: enough has to be left in front of it.
  return start.length < length + LOOK_AHEAD / 2 ? redact(text) : start;
}

/** JSON without secrets, in keys and values. */
export const redactedJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, (_, inner: unknown) => withoutSecrets(inner), indent);

function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), inner]));
}

function formsOf(value: string): string[] {
  // By way of UTF-8, as half a character cannot be encoded.
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
 * What Base64 makes of the value alone, and inside a longer text at each of the three places that it can begin;
 * there only the characters that no neighbour has a share in.
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

/** All places are found before any is masked, so that secrets that overlap leave no rest behind. */
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

/** Whether a text looks like a credential: a long run of letters and digits without a word in it. */
export const looksSecret = (text: string) =>
  /(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{20,}/.test(text);

/** What Fivetran and this program show in place of a secret, whole or as part of a text. */
const MASKS =
  /^((a )?(secret, hidden|hidden secret)|(secret from|the secret in) "?env:\w+"?|hidden|[[<({_*-]+(redacted|hidden|masked)[\]>)}_*-]+)$|\*{3,}|[•●·∙∗＊]{3,}|(%2a|\\u2022|&bull;){3,}|(\[|%5b)redacted|\[(shown once|kept in )/i;

/** Characters that are not seen do not make a mask something else. */
export const isMask = (text: string) => MASKS.test(text.replace(/\p{Cf}/gu, "").trim());

/** The Basic pair, and what to look out for in outgoing text. */
export interface Credentials {
  key: Secret;
  secret: Secret;
}

/** The parts of `key:secret` in Base64; undefined for anything else. */
export function decodeKeyPair(encoded: string): Credentials | undefined {
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  // Encoding it again distinguishes Base64 from a plain key, which Buffer.from decodes to noise.
  const same =
    Buffer.from(pair).toString("base64").replace(/=+$/, "") === encoded.replace(/=+$/, "");
  return same && colon > 0 && colon < pair.length - 1
    ? { key: new Secret(pair.slice(0, colon)), secret: new Secret(pair.slice(colon + 1)) }
    : undefined;
}
