import { createHash } from "node:crypto";
import { AppError, isClosed } from "./base/errors.js";
import { literalName } from "./base/glob.js";
import type { Log } from "./base/log.js";
import type { Credentials } from "./base/secret.js";
import { bare } from "./base/text.js";
import type { Clock } from "./client/http/clock.js";
import type { Config } from "./config.js";
import type { Connected } from "./engine/engine.js";
import type { Policy } from "./engine/policy.js";
import { compileSchemas } from "./settings/interpreted-schemas.js";

/** An open Fivetran account. All callers of the account share its client. */
export interface Account {
  client: Connected["client"];
  /** Identifies the credentials without revealing them. */
  fingerprint: string;
  sandbox: boolean;
  close(): Promise<void>;
}

export interface AccountOptions {
  config: Readonly<Config>;
  credentials: Credentials | undefined;
  log: Log;
  version: string;
  clock: Clock | undefined;
  /** The file for the state of the sandbox. Undefined means in memory. */
  stateFile: string | undefined;
  notify: (notice: string) => void;
}

/** Opens an account, or the sandbox. Throws `unauthenticated` if there are no credentials. */
export async function openAccount(options: AccountOptions): Promise<Account> {
  const { config, credentials, log, version, clock, stateFile, notify } = options;
  compileSchemas();
  const { createFivetran } = await import("./client/fivetran.js");
  const shared = { log, userAgent: `fivetran-agent/${version}`, clock };
  if (config.sandbox) {
    const { createSandbox } = await import("./sandbox/index.js");
    const sandbox = await createSandbox(stateFile === undefined ? {} : { stateFile, notify });
    const { url, close } = await sandbox.listen();
    const { apiKey, apiSecret } = sandbox;
    const client = createFivetran({ ...shared, baseUrl: url, apiKey, apiSecret });
    const closeBoth = () => client.close().then(close);
    return { client, fingerprint: "sandbox", sandbox: true, close: closeBoth };
  }
  if (credentials === undefined) throw noCredentials();
  const { key, secret } = credentials;
  const client = createFivetran({
    ...shared,
    proxy: config.proxy,
    baseUrl: config.apiUrl,
    apiKey: key,
    apiSecret: secret,
  });
  const fingerprint = createHash("sha256").update(key.reveal()).digest("hex").slice(0, 16);
  return { client, fingerprint, sandbox: false, close: () => client.close() };
}

/**
 * Limits an account by a policy, for the calls of one owner.
 *
 * @throws AppError of type `config` if the policy contains groups or connectors that the account does not have.
 */
export async function connect(
  { client, fingerprint, sandbox }: Account,
  policy: Policy,
  owner: string,
): Promise<Connected> {
  const [{ confineClient }, { isConfined }] = await Promise.all([
    import("./engine/group-guard.js"),
    import("./engine/policy.js"),
  ]);
  await requireGroups(policy, client);
  await requireConnectors(policy, client);
  // With a lane for each owner, one caller's requests do not delay those of another.
  const own = client.use((next) => (call, options) => next(call, { ...options, lane: owner }));
  const confined = confineClient(own, policy);
  const shown = (name: string) => (sandbox ? `SANDBOX ${name}` : name);
  const unnamed = shown(`of the API key with fingerprint ${fingerprint.slice(0, 8)}`);
  let known: string | undefined;
  const account = async (signal?: AbortSignal) => {
    if (known !== undefined) return known;
    const name = await accountName(confined.reader, signal);
    known = name === undefined ? unnamed : shown(name);
    return known;
  };
  const whose = owner === "" ? fingerprint : `${fingerprint}/${owner}`;
  return {
    client,
    confined,
    isConfined: isConfined(policy),
    account,
    unnamed,
    fingerprint: whose,
  };
}

/** The account's name for plans. Undefined if the key may not read the account. */
async function accountName(
  { account }: Connected["client"],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    const { account_name, account_id } = await account.info({ signal });
    return account_name ? `${bare(account_name)} (${bare(account_id)})` : bare(account_id);
  } catch (error) {
    if (!isClosed(error)) throw error;
    return undefined;
  }
}

/** A misspelled id would allow no group, so the account would look empty. */
async function requireGroups(policy: Policy, client: Connected["client"]): Promise<void> {
  if (policy.groups.size === 0) return;
  const { decide } = await import("./engine/policy.js");
  if (!decide("list_all_groups", policy).allowed) return;
  const missing = new Set(policy.groups);
  for await (const { id } of client.groups.list()) missing.delete(id);
  if (missing.size === 0) return;
  throw unseen("groups", policy, missing);
}

/**
 * A misspelled denial would deny nothing. Patterns are not checked, because they may match connectors that are
 * created later.
 */
async function requireConnectors(policy: Policy, client: Connected["client"]): Promise<void> {
  const exact = (policy.connectors?.entries ?? [])
    .map((entry) => literalName(entry.replace(/^!/, "")))
    .filter((name) => name !== undefined);
  if (exact.length === 0) return;
  const { decide } = await import("./engine/policy.js");
  if (!decide("list_connections", policy).allowed) return;
  const missing = new Set(exact);
  for await (const { id, schema } of client.connections.list()) {
    for (const word of [id, schema]) missing.delete(word);
  }
  if (missing.size === 0) return;
  throw unseen("connectors", policy, missing);
}

const LIMITS = {
  groups: { setting: "FIVETRAN_GROUPS", takes: "It takes ids, not names" },
  connectors: { setting: "FIVETRAN_CONNECTORS", takes: "It takes ids or names" },
};

function unseen(limit: keyof typeof LIMITS, { holders }: Policy, missing: ReadonlySet<string>) {
  const holder = holders?.[limit];
  const { setting, takes } = LIMITS[limit];
  const words = [...missing].map(bare).join(", ");
  const message =
    holder === undefined
      ? `${setting} contains ${limit} that this API key cannot see: ${words}.`
      : `The limits of ${holder.name} contain ${limit} that the API key of this server cannot see: ${words}.`;
  const remedy = holder === undefined ? `correct ${setting}` : holder.remedy;
  return new AppError("config", message, {
    state: "Nothing was changed.",
    hint: `The operator has to ${remedy}. ${takes}. Tell the user.`,
  });
}

const noCredentials = () =>
  new AppError("unauthenticated", "There are no Fivetran credentials.", {
    state: "Nothing was sent.",
    hint: "Set FIVETRAN_API_KEY and FIVETRAN_API_SECRET (Fivetran dashboard: your name, then API Key; a read-only system key is enough for reading), or start with --sandbox to try without an account.",
  });
