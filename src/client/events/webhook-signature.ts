import { createHmac, timingSafeEqual } from "node:crypto";
import { inputError } from "../../base/errors.js";

/** The header with the signature, in lower case as Node and fetch give headers. */
export const WEBHOOK_SIGNATURE_HEADER = "x-fivetran-signature-256";

/** The secret of a webhook; while it is being changed the new one and the old one. */
export type WebhookSecret = string | readonly string[];

/**
 * The signature that Fivetran puts on a body: HMAC-SHA256 in upper-case hex. To test receivers.
 *
 * @param rawBody the bytes that are sent, or their text in UTF-8.
 * @throws FivetranError of type `input` for an empty secret or a body that was parsed already.
 */
export function signWebhook(rawBody: string | Uint8Array, secret: string): string {
  if (secret === "") {
    throw inputError("The webhook secret is empty.", "Use the secret that the webhook has.");
  }
  return digest(rawBody, secret).toString("hex").toUpperCase();
}

/**
 * Whether a body is Fivetran's. Compares in constant time; the letters' case does not matter. A missing signature,
 * one that is no hex of 64 digits, and an empty secret are never valid.
 *
 * @param rawBody the bytes as they came: parsing and writing them again changes them.
 * @param signature the value of the header `X-Fivetran-Signature-256`.
 * @param secret one, or several during a change.
 * @throws FivetranError of type `input` for a body that was parsed already.
 */
export function verifyWebhook(
  rawBody: string | Uint8Array,
  signature: string | null | undefined,
  secret: WebhookSecret,
): boolean {
  if (typeof signature !== "string" || !/^[0-9A-Fa-f]{64}$/.test(signature)) return false;
  const given = Buffer.from(signature, "hex");
  let valid = false;
  // Every secret is tried, so that the time tells nothing about which one fits.
  for (const each of typeof secret === "string" ? [secret] : secret) {
    const fits = timingSafeEqual(digest(rawBody, each), given);
    valid = (fits && each !== "") || valid;
  }
  return valid;
}

function digest(rawBody: string | Uint8Array, secret: string): Buffer {
  if (typeof rawBody !== "string" && !(rawBody instanceof Uint8Array)) {
    throw inputError(
      "The body was parsed already; a signature holds for the bytes as they came.",
      "Hand over the raw body, before any JSON middleware.",
    );
  }
  return createHmac("sha256", secret).update(rawBody).digest();
}
