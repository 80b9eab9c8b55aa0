import { inspect } from "node:util";

const MASK = "[redacted]";

/** A value that prints as a mask wherever it ends up by accident. */
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

/** Shapes that are secret whoever wrote them. */
const SHAPES: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK],
  [/\b(Basic|Bearer)\s+[\w+/=.~-]{8,}/gi, `$1 ${MASK}`],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/\bfvc1_[\w-]{20,}/g, `fvc1_${MASK}`],
  [/([?&](?:sig|auth|token|secret|password)=)[^&\s"]+/gi, `$1${MASK}`],
  [/(:\/\/)[^/\s:@"]+:[^/\s@"]+@/g, `$1${MASK}@`],
];

/**
 * Removes every known secret (as it is, Base64 and URL-encoded) and every secret-looking shape.
 * Secrets shorter than 4 characters are left alone: replacing them would garble ordinary text.
 */
export function createRedactor(secrets: readonly Secret[]): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    const value = secret.reveal();
    if (value.length < 4) continue;
    forms.add(value);
    forms.add(Buffer.from(value).toString("base64"));
    forms.add(Buffer.from(value).toString("base64url"));
    forms.add(encodeURIComponent(value));
  }
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return (text) => {
    let out = text;
    for (const form of ordered) out = out.replaceAll(form, MASK);
    for (const [shape, replacement] of SHAPES) out = out.replace(shape, replacement);
    return out;
  };
}

const SECRET_NAME =
  /secret|passw|passphrase|token|private.?key|api.?key|credential|\bsas|_sas|pem$|pat$|_key$|connection_string|blob_sas_url|client_id|role_arn|function_trigger/i;
const SECRET_CONTAINER = new Set(["auth", "secrets", "secrets_list", "files", "custom_payloads"]);

/**
 * A copy of a configuration object in which every string under a secret-looking name, or anywhere
 * inside a container of secrets, is masked. Booleans and numbers stay: `is_primary_key` is no secret.
 */
export function maskConfig(value: unknown, secret = false, depth = 0): unknown {
  if (depth > 64) return MASK;
  if (Array.isArray(value)) return value.map((item) => maskConfig(item, secret, depth + 1));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        maskConfig(
          inner,
          secret ||
            SECRET_CONTAINER.has(key) ||
            (typeof inner !== "object" && SECRET_NAME.test(key)),
          depth + 1,
        ),
      ]),
    );
  }
  return secret && typeof value === "string" ? MASK : value;
}
