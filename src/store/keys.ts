import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { AppError, inputError } from "../base/errors.js";
import { Secret } from "../base/secret.js";
import { bare, quoted } from "../base/text.js";
import type { Entries } from "./entries.js";

const AccessKey = z.object({
  id: z.string(),
  name: z.string(),
  /** Of the whole key. It has 256 random bits, so a plain hash cannot be searched. */
  sha256: z.string(),
  scope: z.enum(["read", "read/write", "read/write/delete"]).optional(),
  groups: z.array(z.string()).optional(),
  connectors: z.array(z.string()).optional(),
  created_at: z.string(),
  expires_at: z.string().optional(),
  revoked_at: z.string().optional(),
});
/** A bearer key for the HTTP server, without the key itself. */
export type AccessKey = z.output<typeof AccessKey>;

export type KeyState = "valid" | "expired" | "revoked";

const FORM = /^fvk1_([0-9a-f]{12})_[\w-]{43}$/;

export type KeyStore = ReturnType<typeof keyStore>;

/** Bearer keys by id. One that was revoked stays on record, so that a server that needs keys still needs them. */
export function keyStore(entries: Entries, now: () => Date) {
  async function create(
    about: Omit<AccessKey, "id" | "sha256" | "created_at" | "revoked_at">,
  ): Promise<{ record: AccessKey; key: Secret }> {
    const clash = (await list()).find(
      (known) => known.name === about.name && stateOf(known) !== "revoked",
    );
    if (clash !== undefined) {
      throw inputError(
        `There is a key named ${quoted(about.name, 80)} already.`,
        "Take another name, or revoke that key first.",
      );
    }
    const id = randomBytes(6).toString("hex");
    const key = `fvk1_${id}_${randomBytes(32).toString("base64url")}`;
    const sha256 = digest(key).toString("hex");
    const record = { id, sha256, created_at: now().toISOString(), ...about };
    await entries.create(`${id}.json`, JSON.stringify(record));
    return { record, key: new Secret(key) };
  }

  async function list(): Promise<AccessKey[]> {
    const names = (await entries.names()).filter((name) => name.endsWith(".json"));
    const records = await Promise.all(
      names.map((name) => read(name.replace(/\.json$/, "")).catch(() => undefined)),
    );
    return records
      .filter((record) => record !== undefined)
      .sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  }

  async function revoke(nameOrId: string): Promise<AccessKey> {
    const open = (await list()).filter((record) => stateOf(record) !== "revoked");
    const record = open.find(({ id, name }) => id === nameOrId || name === nameOrId);
    if (record === undefined) {
      throw new AppError("not_found", `There is no key ${quoted(nameOrId, 80)}.`, {
        hint:
          open.length === 0
            ? "There are no keys."
            : `Keys: ${open.map(({ name }) => bare(name)).join(", ")}.`,
      });
    }
    const revoked = { ...record, revoked_at: now().toISOString() };
    await entries.replace(`${record.id}.json`, JSON.stringify(revoked));
    return revoked;
  }

  /**
   * The record of a key that was presented, in any state.
   * @throws where it cannot be read
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

  function stateOf({ revoked_at, expires_at }: AccessKey): KeyState {
    if (revoked_at !== undefined) return "revoked";
    return expires_at !== undefined && Date.parse(expires_at) <= now().getTime()
      ? "expired"
      : "valid";
  }

  async function read(id: string): Promise<AccessKey | undefined> {
    const text = await entries.read(`${id}.json`);
    if (text === undefined) return undefined;
    try {
      return AccessKey.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  return { create, list, revoke, find, exist, stateOf };
}

const digest = (text: string) => createHash("sha256").update(text).digest();
