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

/** Patterns of secrets that are redacted without being known. */
const SHAPES: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK],
  // Not an ordinary word: "basic authentication" is not a credential. A part may be masked already.
  [
    /\b([Bb]asic|[Bb]earer|BASIC|BEARER)\s+(?![A-Z]?[a-z]{0,20}(?![\w+/=~[-]))(?=\S{8})(?:[\w+/=.~-]|\[redacted\])+/g,
    `$1 ${MASK}`,
  ],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/\bfvc1_[\w-]{20,}/g, `fvc1_${MASK}`],
  [/([?&#][\w.-]*(?:sig|signature|auth|token|secret|password|api_?key)=)[^&\s"]+/gi, `$1${MASK}`],
  [/(:\/\/)[^/\s:@"]*:[^/\s"]+@/g, `$1${MASK}@`],
];

/**
 * Removes every known secret (as it is, Base64, URL-encoded and JSON-escaped) and every secret-looking shape.
 * Secrets shorter than 4 characters are left alone: replacing them would garble ordinary text.
 */
export function createRedactor(secrets: readonly Secret[]): (text: string) => string {
  const mask = createMask(secrets);
  return (text) => {
    let out = mask(text);
    for (const [shape, replacement] of SHAPES) out = out.replace(shape, replacement);
    return out;
  };
}

/** Removes every known secret in all its forms, and nothing that only looks like one. */
export function createMask(secrets: readonly Secret[]): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    const value = secret.reveal();
    for (const form of [value, value.trim()].flatMap(formsOf)) {
      if (form.length >= 4) forms.add(form);
    }
  }
  return (text) => maskAll(text, forms);
}

function formsOf(value: string): string[] {
  if (value.length < 4) return [];
  // By way of UTF-8, as half a character cannot be encoded.
  const url = encodeURIComponent(Buffer.from(value).toString());
  const form = new URLSearchParams({ v: value }).toString().slice("v=".length);
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    ...[url, form].flatMap((text) => [text, lowerHex(text)]),
    ...base64Forms(value),
  ];
}

const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());

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
  return [bytes.toString("base64").replace(/=+$/, ""), ...inside]
    .filter((text) => text.length >= 5)
    .flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]);
}

/** All places are found before any is masked, so that secrets that overlap leave no rest behind. */
function maskAll(text: string, forms: ReadonlySet<string>): string {
  const places: [from: number, to: number][] = [];
  for (const form of forms) {
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
      places.push([at, at + form.length]);
    }
  }
  if (places.length === 0) return text;
  places.sort(([a], [b]) => a - b);
  let out = "";
  let end = 0;
  for (const [from, to] of places) {
    if (from >= end) out += text.slice(end, from) + (from === end && end > 0 ? "" : MASK);
    end = Math.max(end, to);
  }
  return out + text.slice(end);
}

/** Whether a text looks like a credential: a long run of letters and digits without a word in it. */
export const looksSecret = (text: string) =>
  /(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{20,}/.test(text);

/** What Fivetran and this program show in place of a secret, whole or as part of a text. */
const MASKS =
  /^(hidden|a secret, hidden|(secret from|the secret in) "?env:\w+"?)$|\*{4,}|^\*{3}|\*{3}$|[•●]{3,}|\[(redacted|shown once|kept in )/i;

export const isMask = (text: string) => MASKS.test(text.trim());

/** The parts of `key:secret` in Base64; undefined for anything else. */
export function decodeKeyPair(encoded: string): { key: Secret; secret: Secret } | undefined {
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  // Encoding it again tells Base64 from a plain key, which Buffer.from decodes to noise.
  const same =
    Buffer.from(pair).toString("base64").replace(/=+$/, "") === encoded.replace(/=+$/, "");
  return same && colon > 0 && colon < pair.length - 1
    ? { key: new Secret(pair.slice(0, colon)), secret: new Secret(pair.slice(colon + 1)) }
    : undefined;
}
