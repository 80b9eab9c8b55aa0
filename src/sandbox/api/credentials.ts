import { createHash } from "node:crypto";
import * as z from "zod";
import { millis } from "../world/clock.js";
import { recordsOf, type World } from "../world/model.js";

/** The owner of the credentials in a request. */
export interface Actor {
  kind: "user" | "system key";
  id: string;
}

export const SYSTEM_KEYS = "system keys";
export const USER_KEYS = "API keys of users";

const Kept = z.looseObject({
  key: z.string(),
  secret_hash: z.string(),
  expired_at: z.string().nullable(),
});

/** Hashes a secret, because only its hash is stored. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Returns the key and secret of a Basic header. */
export function pairOf(authorization: string | undefined): [string, string] | undefined {
  const token = /^basic +([\w+/=-]+) *$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return undefined;
  const [key = "", ...secret] = Buffer.from(token, "base64").toString("utf8").split(":");
  return secret.length === 0 ? undefined : [key, secret.join(":")];
}

/** Returns the system key with these credentials, unless it has expired. */
export function systemKeyOf(
  world: World,
  [key, secret]: [string, string],
  now: number,
): Actor | undefined {
  for (const record of recordsOf(world, SYSTEM_KEYS).values()) {
    const kept = Kept.safeParse(record);
    if (!kept.success || kept.data.key !== key) continue;
    const { secret_hash, expired_at } = kept.data;
    if (secret_hash !== secretHash(secret)) return undefined;
    if (expired_at !== null && millis(expired_at) <= now) return undefined;
    return { kind: "system key", id: record.id };
  }
  return undefined;
}

const UserKey = z.looseObject({
  key: z.string(),
  secret_hash: z.string(),
  expires_at: z.string(),
  previous_hash: z.string().optional(),
  overlap_expires_at: z.string().optional(),
});

/**
 * Returns the user with this API key. After a rotation, the previous secret stays valid until the
 * overlap ends.
 */
export function userOfKey(
  world: World,
  [key, secret]: [string, string],
  now: number,
): Actor | undefined {
  const given = secretHash(secret);
  for (const record of world.records.get(USER_KEYS)?.values() ?? []) {
    const kept = UserKey.safeParse(record);
    if (!kept.success || kept.data.key !== key) continue;
    const { secret_hash, previous_hash, expires_at, overlap_expires_at } = kept.data;
    const overlaps = overlap_expires_at !== undefined && millis(overlap_expires_at) > now;
    const known =
      given === secret_hash ? millis(expires_at) > now : given === previous_hash && overlaps;
    return known ? { kind: "user", id: record.id } : undefined;
  }
  return undefined;
}
