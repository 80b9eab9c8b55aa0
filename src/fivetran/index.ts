import { AppError } from "../base/errors.js";
import type { Log } from "../base/log.js";
import { Secret } from "../base/secret.js";
import { type Account, createAccount } from "./account.js";
import type { Send } from "./call.js";
import type { Clock } from "./clock.js";
import { type Connections, createConnections } from "./connections.js";
import { type ConnectorTypes, createConnectorTypes } from "./connector-types.js";
import { createDestinations, type Destinations } from "./destinations.js";
import { createGroupKeys, type GroupKeys } from "./group-keys.js";
import { createGroups, type Groups } from "./groups.js";
import { createSender, type SenderOptions } from "./http.js";
import { FIVETRAN_ORIGIN, parseOrigin } from "./origin.js";
import { createSchemas, type Schemas } from "./schemas.js";
import type { ProxySettings } from "./transport.js";
import { sendVerified } from "./verify.js";

export interface FivetranOptions {
  /** The API key; or, without `apiSecret`, Base64 of `key:secret`. */
  apiKey?: string | Secret | undefined;
  apiSecret?: string | Secret | undefined;
  /** An origin, `https://api.fivetran.com` when absent; otherwise only loopback, where a sandbox listens. */
  baseUrl?: string | undefined;
  /** Such as `my-program/1.0`. */
  userAgent?: string | undefined;
  /** Receives one debug line a request; nothing is logged without it. */
  log?: Log | undefined;
  /** Proxies to use; the environment is not looked at. */
  proxy?: ProxySettings | undefined;
  /** How hard the API may be used: 8 requests at a time, 5.5 a second after a burst of 200. */
  limits?: SenderOptions["limits"];
  /** For tests. */
  clock?: Clock | undefined;
  /** For tests. */
  random?: (() => number) | undefined;
}

export interface Fivetran {
  /** One request by operation id of the catalogue; throttled, retried as far as that is safe, typed errors. */
  send: Send;
  /**
   * `send` for changes: where no usable answer came, a read finds out what became of it. A change that converges
   * and was not applied is sent once more. Throws `outcome_unknown` with `facts.evidence` where it stays open.
   */
  change: Send;
  /** The same client with something between it and the wire; the last one added sees a call first. */
  use(middleware: (next: Send) => Send): Fivetran;
  /** Fivetran's time: the local clock, corrected by the last answer. */
  now(): Date;
  account: Account;
  groups: Groups;
  connections: Connections;
  schemas: Schemas;
  destinations: Destinations;
  connectorTypes: ConnectorTypes;
  groupKeys: GroupKeys;
  /** Lets requests in flight finish, then closes the sockets. */
  close(): Promise<void>;
}

/**
 * A client of the Fivetran REST API. Nothing happens before the first call, which throws `config` where
 * credentials are missing. Every failure is an `AppError`.
 *
 * ```ts
 * const fivetran = createFivetran({ apiKey, apiSecret });
 * for await (const connection of fivetran.connections.list()) console.log(connection.schema);
 * ```
 */
export function createFivetran(options: FivetranOptions = {}): Fivetran {
  const { baseUrl = FIVETRAN_ORIGIN, userAgent = "fivetran-agent", log = silent } = options;
  const sender = createSender({
    origin: parseOrigin(baseUrl),
    credentials: credentialsOf(options),
    userAgent,
    log,
    proxy: options.proxy,
    clock: options.clock,
    random: options.random,
    limits: options.limits,
  });
  return assemble(sender.send, { ...sender, clock: options.clock });
}

interface Base {
  now: () => Date;
  close: () => Promise<void>;
  clock: Clock | undefined;
}

function assemble(send: Send, base: Base): Fivetran {
  const change: Send = (call, options) =>
    sendVerified(send, call, { ...options, clock: base.clock });
  return {
    send,
    change,
    use: (middleware) => assemble(middleware(send), base),
    now: base.now,
    close: base.close,
    account: createAccount(send),
    groups: createGroups(send),
    connections: createConnections(send, change),
    schemas: createSchemas(send, change),
    destinations: createDestinations(send),
    connectorTypes: createConnectorTypes(send),
    groupKeys: createGroupKeys(send),
  };
}

const ignore = () => {};
const silent: Log = { error: ignore, warn: ignore, info: ignore, debug: ignore };

const secretOf = (value: string | Secret | undefined): Secret | undefined =>
  typeof value === "string" ? new Secret(value) : value;

function credentialsOf(options: FivetranOptions): SenderOptions["credentials"] {
  const key = secretOf(options.apiKey);
  const secret = secretOf(options.apiSecret);
  const pair =
    key === undefined || key.reveal() === ""
      ? undefined
      : secret === undefined || secret.reveal() === ""
        ? split(key)
        : { key, secret };
  return () => {
    if (pair !== undefined) return pair;
    throw new AppError("config", "There is no Fivetran API key and secret.", {
      state: "Nothing was sent.",
      hint: "Set FIVETRAN_API_KEY and FIVETRAN_API_SECRET; Fivetran's dashboard makes them under API Key in the user menu, or under Account Settings for a system key.",
    });
  };
}

function split(encoded: Secret): { key: Secret; secret: Secret } | undefined {
  const text = Buffer.from(encoded.reveal(), "base64").toString("utf8");
  const colon = text.indexOf(":");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is no Base64 decodes to them
  if (colon < 1 || colon === text.length - 1 || /[\u0000-\u001f\ufffd]/.test(text))
    return undefined;
  return { key: new Secret(text.slice(0, colon)), secret: new Secret(text.slice(colon + 1)) };
}
