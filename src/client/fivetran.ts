import { AppError, inputError } from "../base/errors.js";
import type { Log } from "../base/log.js";
import { Secret } from "../base/secret.js";
import type { Clock } from "./http/clock.js";
import type { RetryOptions } from "./http/retry.js";
import type { Send } from "./http/send.js";
import { createSender, type SenderOptions, type SendRaw } from "./http/sender.js";
import type { ProxySettings } from "./http/transport.js";
import type { LooseCallInput, TypedCall } from "./http/typed-call.js";
import { FIVETRAN_ORIGIN, parseOrigin } from "./http/url.js";
import { type Call, call, type OperationId } from "./operations/call.js";
import { isOperationId, operation } from "./operations/catalog.js";
import { sendVerified } from "./outcome/verify.js";
import { type Account, createAccount } from "./resources/account.js";
import {
  type Certificates,
  createCertificates,
  createFingerprints,
  type Fingerprints,
} from "./resources/certificates.js";
import { type Connections, createConnections } from "./resources/connections.js";
import { type ConnectorTypes, createConnectorTypes } from "./resources/connector-types.js";
import { createDestinations, type Destinations } from "./resources/destinations.js";
import { createExternalSecrets, type ExternalSecrets } from "./resources/external-secrets.js";
import { createGroups, type Groups } from "./resources/groups.js";
import { createHybridAgents, type HybridAgents } from "./resources/hybrid-agents.js";
import { createLogServices, type LogServices } from "./resources/log-services.js";
import { createPrivateLinks, type PrivateLinks } from "./resources/private-links.js";
import { createProxies, type Proxies } from "./resources/proxies.js";
import { createRoles, type Roles } from "./resources/roles.js";
import { createSchemas, type Schemas } from "./resources/schemas.js";
import { createSdkPackages, type SdkPackages } from "./resources/sdk-packages.js";
import { createSystemKeys, type SystemKeys } from "./resources/system-keys.js";
import { createTeams, type Teams } from "./resources/teams.js";
import {
  createTransformationProjects,
  type TransformationProjects,
} from "./resources/transformation-projects.js";
import { createTransformations, type Transformations } from "./resources/transformations.js";
import { createUsers, type Users } from "./resources/users.js";
import { createWebhooks, type Webhooks } from "./resources/webhooks.js";

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
  /** How failed requests are sent again, as far as that is safe; a call's own options go before. */
  retry?: RetryOptions | undefined;
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
  call: TypedCall;
  /**
   * A path that the catalogue lacks, with the same guard on its values. Throttled and retried as other calls; a
   * change that has left is never sent again, and an unknown outcome is not cleared up. Refused (`input`) on a client
   * that `use` made, since what lies around that one could not see it.
   *
   * ```ts
   * const path = "/v1/connections/{connectionId}/errors";
   * await fivetran.request({ method: "GET", path, params: { connectionId } });
   * ```
   */
  request: SendRaw;
  /** The same client with something between it and the wire; the last one added sees a call first. */
  use(middleware: (next: Send) => Send): Fivetran;
  /** Fivetran's time: the local clock, corrected by the last answer. */
  now(): Date;
  account: Account;
  groups: Groups;
  connections: Connections;
  schemas: Schemas;
  destinations: Destinations;
  webhooks: Webhooks;
  users: Users;
  teams: Teams;
  roles: Roles;
  transformations: Transformations;
  transformationProjects: TransformationProjects;
  certificates: Certificates;
  fingerprints: Fingerprints;
  logServices: LogServices;
  privateLinks: PrivateLinks;
  proxies: Proxies;
  hybridAgents: HybridAgents;
  systemKeys: SystemKeys;
  externalSecrets: ExternalSecrets;
  sdkPackages: SdkPackages;
  /** What connections there can be, and their fields. */
  metadata: ConnectorTypes;
  /** Lets requests in flight finish, then closes the sockets. */
  close(): Promise<void>;
}

/**
 * A client of the Fivetran REST API. Nothing happens before the first call, which throws `config` where
 * credentials are missing. Every failure is a `FivetranError`. Clients share nothing with
 * each other: use as many as there are accounts.
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
    retry: options.retry,
  });
  return assemble(sender.send, sender.request, { ...sender, ...options });
}

interface Base {
  now: () => Date;
  close: () => Promise<void>;
  clock?: Clock | undefined;
  retry?: RetryOptions | undefined;
}

function assemble(send: Send, request: SendRaw, base: Base): Fivetran {
  const change: Send = (asked, options) =>
    sendVerified(send, asked, {
      ...options,
      retry: { ...base.retry, ...options?.retry },
      clock: base.clock,
    });
  return {
    send,
    change,
    call: typedCall(send, change),
    request,
    use: (middleware) => assemble(middleware(send), unseen, base),
    now: base.now,
    close: base.close,
    account: createAccount(send),
    groups: createGroups(send, change),
    connections: createConnections(send, change),
    schemas: createSchemas(send, change),
    destinations: createDestinations(send, change),
    webhooks: createWebhooks(send, change),
    users: createUsers(send, change),
    teams: createTeams(send, change),
    roles: createRoles(send),
    transformations: createTransformations(send, change),
    transformationProjects: createTransformationProjects(send, change),
    certificates: createCertificates(send, change),
    fingerprints: createFingerprints(send, change),
    logServices: createLogServices(send, change),
    privateLinks: createPrivateLinks(send, change),
    proxies: createProxies(send, change),
    hybridAgents: createHybridAgents(send, change),
    systemKeys: createSystemKeys(send, change),
    externalSecrets: createExternalSecrets(send, change),
    sdkPackages: createSdkPackages(send, change),
    metadata: createConnectorTypes(send),
  };
}

const unseen: SendRaw = async () => {
  throw inputError(
    "request() goes past what use() laid around this client, so it is refused here.",
    "Send it on the client that createFivetran returned; nothing was sent.",
  );
};

const typedCall = (send: Send, change: Send): TypedCall => {
  const loose = async (id: OperationId, input: LooseCallInput = {}) => {
    if (!isOperationId(id)) {
      throw inputError(
        "The catalogue has no such operation.",
        "operationIds lists them; request() reaches other paths. Nothing was sent.",
      );
    }
    const { params = {}, body, ...options } = input;
    const asked: Call = call(id, params, body);
    return operation(id).effect === "read" ? send(asked, options) : change(asked, options);
  };
  return loose;
};

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
