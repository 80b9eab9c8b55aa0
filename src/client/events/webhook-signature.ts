import { createHmac, timingSafeEqual } from "node:crypto";
import { inputError } from "../../base/errors.js";

/** The name of the header with the signature, in lower case as in Node and fetch. */
export const WEBHOOK_SIGNATURE_HEADER = "x-fivetran-signature-256";

/** The secret of a webhook. During a rotation: the new and the old secret. */
export type WebhookSecret = string | readonly string[];

/**
 * Returns the signature that Fivetran sends with a body: HMAC-SHA256 in upper-case hex. For tests of receivers.
 *
 * @param rawBody the bytes of the body, or its text, which is encoded as UTF-8.
 * @throws FivetranError of type `input` for an empty secret or a parsed body.
 */
export function signWebhook(rawBody: string | Uint8Array, secret: string): string {
  if (secret === "") {
    throw inputError("The webhook secret is empty.", "Pass the secret of the webhook.");
  }
  return digest(rawBody, secret).toString("hex").toUpperCase();
}

/**
 * Returns whether Fivetran signed a body with one of the secrets. The comparison takes constant time and ignores
 * case. A missing signature, a signature that is not 64 hex digits, and an empty secret are never valid.
 *
 * @param rawBody the bytes as received. Parsing and serializing would change them.
 * @param signature the value of the header `X-Fivetran-Signature-256`.
 * @param secret one secret, or several during a rotation.
 * @throws FivetranError of type `input` for a parsed body.
 */
export function verifyWebhook(
  rawBody: string | Uint8Array,
  signature: string | null | undefined,
  secret: WebhookSecret,
): boolean {
  if (!isSignature(signature)) return false;
  const given = Buffer.from(signature, "hex");
  let valid = false;
  // All secrets are tried, so that the time taken does not show which one matches.
  for (const each of typeof secret === "string" ? [secret] : secret) {
    const matches = timingSafeEqual(digest(rawBody, each), given);
    valid = (matches && each !== "") || valid;
  }
  return valid;
}

/** Whether a value has the format of a signature. */
export const isSignature = (value: string | null | undefined): value is string =>
  typeof value === "string" && /^[0-9A-Fa-f]{64}$/.test(value);

function digest(rawBody: string | Uint8Array, secret: string): Buffer {
  if (typeof rawBody !== "string" && !(rawBody instanceof Uint8Array)) {
    throw inputError(
      "The body was already parsed; a signature covers the raw bytes.",
      "Pass the raw body, before any JSON middleware.",
    );
  }
  return createHmac("sha256", secret).update(rawBody).digest();
}
