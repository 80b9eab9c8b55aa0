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
import type { ProxySettings } from "./http/transport.js";
import type { LooseCallInput, TypedCall } from "./http/typed-call.js";
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

export interface FivetranOptions {
  /** The API key; or, without `apiSecret`, Base64 of `key:secret`. */
  apiKey?: string | Secret | undefined;
  /** The secret of `apiKey`. */
  apiSecret?: string | Secret | undefined;
  /** `https://api.fivetran.com` when absent; other than that only loopback, where a sandbox listens. */
  baseUrl?: string | undefined;
  /** Such as `my-program/1.0`. */
  userAgent?: string | undefined;
  /** Receives one debug line per request; nothing is logged without it. */
  log?: Log | undefined;
  /** Proxies to use; the environment is not read. */
  proxy?: ProxySettings | undefined;
  /** Default: at most 8 requests at a time, within the account's rate limit. */
  limits?: SenderOptions["limits"];
  /** How failed requests are retried, where that is safe; a call's own options override these. */
  retry?: RetryOptions | undefined;
  /** For tests. */
  clock?: Clock | undefined;
  /** For tests. */
  random?: (() => number) | undefined;
}

const RESOURCES = {
  account: createAccount,
  groups: createGroups,
  connections: createConnections,
  schemas: createSchemas,
  destinations: createDestinations,
  webhooks: createWebhooks,
  users: createUsers,
  teams: createTeams,
  roles: createRoles,
  transformations: createTransformations,
  transformationProjects: createTransformationProjects,
  certificates: createCertificates,
  fingerprints: createFingerprints,
  logServices: createLogServices,
  privateLinks: createPrivateLinks,
  proxies: createProxies,
  hybridAgents: createHybridAgents,
  systemKeys: createSystemKeys,
  externalSecrets: createExternalSecrets,
  sdkPackages: createSdkPackages,
  /** The types that connections can have, and their fields. */
  metadata: createConnectorTypes,
};

type Resources = {
  readonly [Name in keyof typeof RESOURCES]: ReturnType<(typeof RESOURCES)[Name]>;
};

export interface Fivetran extends Resources {
  /** One request by operation id of the catalog: throttled, retried where that is safe, with typed errors. */
  send: Send;
  /**
   * `send` that verifies changes: when no usable response came, a read finds out whether the change took effect. An
   * idempotent change that did not is sent once more. Throws `outcome_unknown` with `facts.evidence` where that is not
   * certain. All other methods send through it.
   */
  change: Send;
  call: TypedCall;
  /**
   * A path that is not in the catalog, with the same checks of its values. Throttled and retried as other calls; a
   * change that was sent is never sent again, and an unknown outcome is not verified. Refused (`input`) on a client
   * that `use` returned, since its middleware could not see the request.
   *
   * ```ts
   * const path = "/v1/connections/{connectionId}/errors";
   * await fivetran.request({ method: "GET", path, params: { connectionId } });
   * ```
   */
  request: SendRaw;
  /** The same client with a middleware around `send`; the one added last sees a call first. */
  use(middleware: (next: Send) => Send): Fivetran;
  /** The local time; with a sandbox, the time that it simulates. */
  now(): Date;
  /** Requests that the account may still send, as the last response showed it; undefined before one did. */
  remaining(): number | undefined;
  /** Lets requests in flight finish, then closes the sockets. */
  close(): Promise<void>;
}

/**
 * A client of the Fivetran REST API. Credentials that cannot be right (empty, not a string, a placeholder) throw `config`
 * at once. Nothing is sent before the first call, which throws `config` where none were given. Every failure is a
 * `FivetranError`. Clients share nothing: use one for each account.
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

type Base = Pick<Sender, "now" | "remaining" | "close"> & Pick<FivetranOptions, "clock" | "retry">;

function assemble(send: Send, request: SendRaw, base: Base): Fivetran {
  const change: Send = (request, options) =>
    sendVerified(send, request, {
      ...options,
      retry: { ...base.retry, ...options?.retry },
      clock: base.clock,
    });
  return Object.assign(lazyResources(createActions(change)), {
    send,
    change,
    call: typedCall(change),
    request,
    use: (middleware: (next: Send) => Send) => assemble(middleware(send), refuseRaw, base),
    now: base.now,
    remaining: base.remaining,
    close: base.close,
  });
}

/** Each resource is created on its first use: a client that `use` returns often serves a single call. */
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
 * Reads the credentials that are given.
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
  const placeholder = credentialProblem(name, given);
  if (placeholder !== undefined) return [placeholder];
  return /^Basic\s/i.test(given)
    ? [`${name} starts with "Basic", as an Authorization header does. Remove that word.`]
    : [];
}

/** A line break after a value that was read from a file is not part of it. */
const secretOf = (value: string | Secret | undefined): Secret | undefined => {
  if (typeof value === "string") return new Secret(value.trim());
  return value instanceof Secret ? value : undefined;
};
