import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** A model returns a `token`; a client that asked a person returns an `approval`. One is not accepted as the other. */
export type Kind = "token" | "approval";

const PREFIX: Record<Kind, string> = { token: "fvc1_", approval: "fvp1_" };
const FORM = /^fv[cp]1_[\w-]{43}$/;

export const newHandle = (kind: Kind) => PREFIX[kind] + randomBytes(32).toString("base64url");

/** Whether a text has the format of a handle of that kind. The handle may be unknown. */
export const isHandle = (kind: Kind, text: string) =>
  FORM.test(text) && text.startsWith(PREFIX[kind]);

/** The name of the entry for a handle's plan and owner. The handle cannot be derived from it. */
export const handleName = (handle: string, owner: string) =>
  createHash("sha256").update(handle).update(owner).digest("hex");
// The handle has 256 random bits, so its key needs neither a salt nor a slow hash.
const keyOf = (handle: string) =>
  Buffer.from(hkdfSync("sha256", handle, "", "fivetran-agent plan", 32));

/** Encrypts a text with a key derived from the handle. */
export function encrypt(handle: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(handle), iv);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64");
}

/** Decrypts a text. Throws if it was encrypted with another handle or was altered. */
export function decrypt(handle: string, encrypted: string): string {
  const bytes = Buffer.from(encrypted, "base64");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(handle), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}
