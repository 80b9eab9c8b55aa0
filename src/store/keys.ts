import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { AppError, inputError } from "../base/errors.js";
import { Secret } from "../base/secret.js";
import { bare, quoted } from "../base/text.js";
import type { Entries } from "./entries.js";

// Strict: an unknown field, an empty list or an invalid time could otherwise widen what a key may do.
const AccessKey = z.strictObject({
  id: z.string(),
  name: z.string(),
  /**
   * The hash of the whole key. The key has 256 random bits, so a plain hash cannot be reversed by guessing. Empty if
   * the record is damaged.
   */
  sha256: z.string(),
  scope: z.enum(["read", "read/write", "read/write/delete"]).optional(),
  groups: z.array(z.string().min(1)).min(1).optional(),
  connectors: z.array(z.string().min(1)).min(1).optional(),
  created_at: z.string(),
  expires_at: z.iso.datetime().optional(),
  revoked_at: z.string().optional(),
});
/** The record of a bearer key for the HTTP server. It does not contain the key. */
export type AccessKey = z.output<typeof AccessKey>;

/** A key with a damaged record is refused. It can be revoked by its id. */
export type KeyState = "valid" | "expired" | "revoked" | "damaged";

const FORM = /^fvk1_([0-9a-f]{12})_[\w-]{43}$/;

export type KeyStore = ReturnType<typeof keyStore>;

/**
 * Stores bearer keys by id. Revoked keys stay on record, so that the server still requires a key after the last one
 * was revoked.
 */
export function keyStore(entries: Entries, now: () => Date) {
  async function create(
    about: Omit<AccessKey, "id" | "sha256" | "created_at" | "revoked_at">,
  ): Promise<{ record: AccessKey; key: Secret }> {
    if ((await named(about.name)).length > 0) throw taken(about.name);
    const id = randomBytes(6).toString("hex");
    const key = `fvk1_${id}_${randomBytes(32).toString("base64url")}`;
    const sha256 = digest(key).toString("hex");
    const record = { id, sha256, created_at: now().toISOString(), ...about };
    await entries.create(`${id}.json`, JSON.stringify(record));
    // Checked again after the record is written, so that at most one of several concurrent calls with the
    // same name succeeds.
    if ((await named(about.name)).some((other) => other.id !== id)) {
      await entries.remove(`${id}.json`);
      throw taken(about.name);
    }
    return { record, key: new Secret(key) };
  }

  const named = async (name: string) =>
    (await list()).filter((known) => known.name === name && stateOf(known) !== "revoked");

  async function list(): Promise<AccessKey[]> {
    const ids = (await entries.names()).flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? []);
    const records = await Promise.all(
      ids.map(async (id) => (await read(id).catch(() => undefined)) ?? damaged(id)),
    );
    return records.sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  }

  async function revoke(nameOrId: string): Promise<AccessKey> {
    const all = await list();
    const open = all.filter((record) => stateOf(record) !== "revoked");
    const byId = open.filter(({ id }) => id === nameOrId);
    const found = byId.length > 0 ? byId : open.filter(({ name }) => name === nameOrId);
    const [record] = found;
    if (record === undefined) {
      const wanted = quoted(nameOrId, 80);
      const past = all.some(({ id, name }) => id === nameOrId || name === nameOrId);
      const message = past ? `The key ${wanted} is already revoked.` : `There is no key ${wanted}.`;
      throw new AppError("not_found", message, {
        hint:
          open.length === 0
            ? "There is no key that could be revoked."
            : `Keys that can be revoked: ${open.map(({ name }) => bare(name)).join(", ")}.`,
      });
    }
    const revoked_at = now().toISOString();
    for (const each of found) {
      await entries.replace(`${each.id}.json`, JSON.stringify({ ...each, revoked_at }));
    }
    return { ...record, revoked_at };
  }

  /**
   * The record of the given key, in any state. Undefined for an unknown key.
   *
   * @throws if the record cannot be read
   */
  async function find(presented: string): Promise<AccessKey | undefined> {
    const id = FORM.exec(presented)?.[1];
    const record = id === undefined ? undefined : await read(id);
    if (record === undefined) return undefined;
    const expected = Buffer.from(record.sha256, "hex");
    const given = digest(presented);
    return expected.length === given.length && timingSafeEqual(expected, given)
      ? record
      : undefined;
  }

  const exist = async () => (await entries.names()).some((name) => name.endsWith(".json"));

  function stateOf({ sha256, revoked_at, expires_at }: AccessKey): KeyState {
    if (revoked_at !== undefined) return "revoked";
    if (sha256 === "") return "damaged";
    return expires_at !== undefined && Date.parse(expires_at) <= now().getTime()
      ? "expired"
      : "valid";
  }

  async function read(id: string): Promise<AccessKey | undefined> {
    const text = await entries.read(`${id}.json`);
    if (text === undefined) return undefined;
    try {
      const record = AccessKey.parse(JSON.parse(text));
      // A copy of the record under another id would remain valid after the key is revoked.
      return record.id === id ? record : undefined;
    } catch {
      return undefined;
    }
  }

  return { create, list, revoke, find, exist, stateOf };
}

const damaged = (id: string): AccessKey => ({ id, name: id, sha256: "", created_at: "" });

const taken = (name: string) =>
  inputError(
    `A key named ${quoted(name, 80)} already exists.`,
    "Choose another name, or revoke that key first.",
  );

const digest = (text: string) => createHash("sha256").update(text).digest();
