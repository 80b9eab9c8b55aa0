import { AppError, inputError } from "../base/errors.js";
import type { Log } from "../base/log.js";
import { decodeKeyPair, Secret } from "../base/secret.js";
import { credentialProblem, quoted } from "../base/text.js";
import { type Clock, systemClock } from "./http/clock.js";
import { withVerifiedFilters } from "./http/filters.js";
import { withKnownPreviews } from "./http/previews.js";
import type { RetryOptions } from "./http/retry.js";
import type { Send } from "./http/send.js";
import { createSender, type Sender, type SenderOptions, type SendRaw } from "./http/sender.js";
import type { LooseCallInput, TypedCall } from "./http/typed-call.js";
import type { ProxySettings } from "./http/url.js";
import { FIVETRAN_ORIGIN, parseOrigin } from "./http/url.js";
import { call, type OperationId } from "./operations/call.js";
import { isOperationId } from "./operations/catalog.js";
import { sendVerified } from "./outcome/verify.js";
import { createAccount } from "./resources/account.js";
import { type Actions, createActions } from "./resources/actions.js";
import { createCertificates, createFingerprints } from "./resources/certificates.js";
import { createConnections } from "./resources/connections.js";
import { createConnectorTypes } from "./resources/connector-types.js";
import { createDestinations } from "./resources/destinations.js";
import { createExternalSecrets } from "./resources/external-secrets.js";
import { createGroups } from "./resources/groups.js";
import { createListSender } from "./resources/list-sender.js";
import { createLogServices } from "./resources/log-services.js";
import { createHybridAgents, createPrivateLinks, createProxies } from "./resources/networking.js";
import { createRoles, createTeams, createUsers } from "./resources/people.js";
import { createSchemas } from "./resources/schemas.js";
import { createSdkPackages } from "./resources/sdk-packages.js";
import { createSystemKeys } from "./resources/system-keys.js";
import {
  createTransformationProjects,
  createTransformations,
} from "./resources/transformations.js";
import { createWebhooks } from "./resources/webhooks.js";

/** Options of `createFivetran`. */
export interface FivetranOptions {
  /** The API key, or the Base64 encoding of `key:secret` if you leave out `apiSecret`. */
  apiKey?: string | Secret | undefined;
  /** The secret that belongs to `apiKey`. */
  apiSecret?: string | Secret | undefined;
  /**
   * The origin of the API. Default: `https://api.fivetran.com`. For a sandbox, pass its loopback address. Any other
   * host throws `config`.
   */
  baseUrl?: string | undefined;
  /** The User-Agent header, such as `my-program/1.0`. Default: `fivetran-agent`. */
  userAgent?: string | undefined;
  /** Receives one debug line for each request. By default, the client logs nothing. */
  log?: Log | undefined;
  /** The proxies to use. The client does not read HTTP_PROXY and similar environment variables. */
  proxy?: ProxySettings | undefined;
  /**
   * Limits on how fast this client sends requests. Default: at most 8 requests at a time, and no limit per second. The
   * client also always respects Fivetran's rate limit.
   */
  limits?: SenderOptions["limits"];
  /**
   * How failed requests are retried. The client retries only if that is safe. Options of a single call override
   * these.
   */
  retry?: RetryOptions | undefined;
  /** The source of time and timers. Use it in tests. */
  clock?: Clock | undefined;
  /** Returns a number from 0 to 1, for the jitter of retries. Use it in tests. */
  random?: (() => number) | undefined;
}

const RESOURCES = {
  /** The account and the owner of the API key: `/v1/account/info`. */
  account: createAccount,
  /** Groups and their users: `/v1/groups`. A group has at most one destination. */
  groups: createGroups,
  /** Connections, their syncs, setup tests and connect cards: `/v1/connections`. */
  connections: createConnections,
  /** The selection of schemas, tables and columns of a connection: `/v1/connections/{connectionId}/schemas`. */
  schemas: createSchemas,
  /** Destinations and their setup tests: `/v1/destinations`. A destination has the id of its group. */
  destinations: createDestinations,
  /** Webhooks of the account and of groups: `/v1/webhooks`. */
  webhooks: createWebhooks,
  /** Users, their roles and their API keys: `/v1/users`. */
  users: createUsers,
  /** Teams, their members and their roles: `/v1/teams`. */
  teams: createTeams,
  /** The roles that users and teams can have: `/v1/roles`. */
  roles: createRoles,
  /** Transformations and quickstart packages: `/v1/transformations`. */
  transformations: createTransformations,
  /** Transformation projects: `/v1/transformation-projects`. */
  transformationProjects: createTransformationProjects,
  /** TLS certificates that connections and destinations trust. */
  certificates: createCertificates,
  /** SSH keys that connections and destinations trust. */
  fingerprints: createFingerprints,
  /** Services to which Fivetran sends its logs: `/v1/external-logging`. */
  logServices: createLogServices,
  /** Private links: `/v1/private-links`. */
  privateLinks: createPrivateLinks,
  /** Proxy agents: `/v1/proxy`. */
  proxies: createProxies,
  /** Hybrid deployment agents: `/v1/hybrid-deployment-agents`. */
  hybridAgents: createHybridAgents,
  /** System keys, which are API keys of the account: `/v1/system-keys`. */
  systemKeys: createSystemKeys,
  /** External secrets managers: `/v1/external-secrets-managers`. */
  externalSecrets: createExternalSecrets,
  /** Code packages of Connector SDK connections: `/v1/connector-sdk/packages`. */
  sdkPackages: createSdkPackages,
  /** Connector types and their configuration fields: `/v1/metadata/connector-types`. */
  metadata: createConnectorTypes,
};

type Resources = {
  readonly [Name in keyof typeof RESOURCES]: ReturnType<(typeof RESOURCES)[Name]>;
};

/**
 * A client of the Fivetran REST API, as returned by `createFivetran`. Each resource, such as `connections`, has its
 * own methods.
 */
export interface Fivetran extends Resources {
  /**
   * Sends one request, identified by the operation id of the catalog. The client queues it for the rate limit and
   * retries it if that is safe. It throws a `FivetranError` on failure.
   */
  send: Send;
  /**
   * Like `send`, but verifies changes. If no usable response arrives, the client reads the target to find out whether
   * the change took effect. An idempotent change that did not take effect is sent once more. If the effect remains
   * uncertain, it throws `outcome_unknown` with the reason in `facts.evidence`. All methods of the resources use this
   * function.
   */
  change: Send;
  /** Sends any operation of the catalog, with `params` and `body` checked by the compiler. */
  call: TypedCall;
  /**
   * Sends a request to a path that is not in the catalog. The values in the path are checked as for catalog
   * operations, and the request is queued and retried in the same way. The client never resends a change that it has
   * sent, and does not verify a change whose outcome is unknown. On a client returned by `use` this function throws
   * `input`, because the middleware could not see the request.
   *
   * ```ts
   * const path = "/v1/connections/{connectionId}/errors";
   * await fivetran.request({ method: "GET", path, params: { connectionId } });
   * ```
   */
  request: SendRaw;
  /**
   * Returns a client that shares this one's connections and passes every `send` through the middleware. The
   * middleware that was added last receives a call first.
   */
  use(middleware: (next: Send) => Send): Fivetran;
  /** The current local time. With a sandbox: the time that the sandbox simulates. */
  now(): Date;
  /**
   * The number of requests that the account may still send. Undefined if the latest response does not state it.
   */
  remaining(): number | undefined;
  /**
   * The milliseconds by which the Date header of the latest response was ahead of the local clock. Undefined until a
   * response has a usable one. It may come from a cache, so nothing is computed with it.
   */
  clockDifference(): number | undefined;
  /** Waits for the requests in flight, then closes the sockets. */
  close(): Promise<void>;
}

/**
 * Creates a client of the Fivetran REST API. It sends nothing until its first call. Use one client for each account;
 * clients share no state.
 *
 * Throws `config` if a credential is empty, not a string or a placeholder, or if `baseUrl` is not allowed. If no
 * credentials are given, the first call throws `config`. Every failed call throws a `FivetranError`.
 *
 * ```ts
 * const fivetran = createFivetran({ apiKey, apiSecret });
 * for await (const connection of fivetran.connections.list()) console.log(connection.schema);
 * ```
 */
export function createFivetran(options: FivetranOptions = {}): Fivetran {
  const { baseUrl = FIVETRAN_ORIGIN, userAgent = "fivetran-agent", log = silent } = options;
  const origin = parseOrigin(baseUrl);
  const credentials = credentialsOf(options);
  const sender = createSender({ ...options, origin, credentials, userAgent, log });
  const clock = options.clock ?? systemClock;
  const lists = createListSender(withKnownPreviews(sender.send, clock), clock);
  const request: SendRaw = (raw, requestOptions) => {
    const sent = sender.request(raw, requestOptions);
    return raw.method === "GET" ? sent : sent.finally(lists.forget);
  };
  return assemble(withVerifiedFilters(lists.send), request, { ...sender, ...options });
}

type Base = Pick<Sender, "now" | "remaining" | "clockDifference" | "close"> &
  Pick<FivetranOptions, "clock" | "retry">;

function assemble(send: Send, request: SendRaw, base: Base): Fivetran {
  const change: Send = (request, options) =>
    sendVerified(send, request, {
      ...options,
      retry: { ...base.retry, ...options?.retry },
      clock: base.clock,
      now: base.now,
    });
  return Object.assign(lazyResources(createActions(change)), {
    send,
    change,
    call: typedCall(change),
    request,
    use: (middleware: (next: Send) => Send) => assemble(middleware(send), refuseRaw, base),
    now: base.now,
    remaining: base.remaining,
    clockDifference: base.clockDifference,
    close: base.close,
  });
}

/** Creates each resource when it is first used, because a client returned by `use` often serves a single call. */
function lazyResources(actions: Actions): Resources {
  const properties: PropertyDescriptorMap = {};
  for (const [name, create] of Object.entries(RESOURCES)) {
    let resource: object | undefined;
    const get = () => {
      resource ??= create(actions);
      return resource;
    };
    properties[name] = { enumerable: true, get };
  }
  return Object.create(Object.prototype, properties);
}

const refuseRaw: SendRaw = async () => {
  throw inputError(
    "request() would bypass the middleware of this client.",
    "Call it on the client that createFivetran returned; nothing was sent.",
  );
};

const typedCall = (send: Send): TypedCall => {
  const loose = async (id: OperationId, input: LooseCallInput = {}) => {
    if (!isOperationId(id)) {
      throw inputError(
        `${quoted(id, 80)} is not an operation of the catalog.`,
        "operationIds lists them; use request() for other paths. Nothing was sent.",
      );
    }
    const { params = {}, body, ...options } = input;
    return send(call(id, params, body), options);
  };
  return loose;
};

const ignore = () => {};
const silent: Log = { error: ignore, warn: ignore, info: ignore, debug: ignore };

/**
 * Validates the credentials. Returns a function that throws `config` if none were given.
 * @throws FivetranError of type `config` that names every problem with them
 */
function credentialsOf({ apiKey, apiSecret }: FivetranOptions): SenderOptions["credentials"] {
  const problems = [
    ...credentialProblems("apiKey", apiKey),
    ...credentialProblems("apiSecret", apiSecret),
  ];
  const key = secretOf(apiKey);
  const secret = secretOf(apiSecret);
  const pair =
    key === undefined
      ? undefined
      : secret === undefined
        ? decodeKeyPair(key.reveal())
        : { key, secret };
  if (problems.length === 0 && pair === undefined && (key ?? secret) !== undefined) {
    problems.push(
      key === undefined
        ? "apiKey is missing."
        : "apiSecret is missing. Without it, apiKey has to be Base64 of key:secret.",
    );
  }
  if (problems.length > 0) throw credentialsError(problems.join(" "));
  return () => {
    if (pair !== undefined) return pair;
    throw credentialsError("The Fivetran API key or secret is missing.");
  };
}

const credentialsError = (message: string) =>
  new AppError("config", message, {
    state: "Nothing was sent.",
    setting: "credentials",
    hint: "Create them in Fivetran's dashboard: under API Key in the user menu, or under Account Settings for a system key.",
  });

function credentialProblems(name: "apiKey" | "apiSecret", value: unknown): string[] {
  if (value === undefined) return [];
  const text = value instanceof Secret ? value.reveal() : value;
  if (typeof text !== "string") return [`${name} is not a string.`];
  const given = text.trim();
  if (given === "") return [`${name} is empty.`];
  const problem = credentialProblem(name, given);
  return problem === undefined ? [] : [problem];
}

/** Removes surrounding white space, such as the line break at the end of a file. */
const secretOf = (value: string | Secret | undefined): Secret | undefined => {
  if (typeof value === "string") return new Secret(value.trim());
  return value instanceof Secret ? value : undefined;
};
