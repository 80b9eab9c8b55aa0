import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { EnvHttpProxyAgent, request } from "undici";
import * as z from "zod";
import type { Scope } from "../../engine/policy.js";
import type { Principal, Refusal } from "./principal.js";

/** Proxies, in the format of HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
interface ProxySettings {
  http: string | undefined;
  https: string | undefined;
  none: string | undefined;
}

export interface OauthOptions {
  /** The issuer, as in the `iss` claim of tokens. */
  issuer: string;
  audience: string;
  /** The proxies between this server and the issuer. */
  proxy: ProxySettings;
  now: () => Date;
}

// Only asymmetric signatures. With a shared secret, anyone who can verify a token could also sign one.
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];
const CLOCK_SKEW_S = 60;
const LONGEST_LIFE_S = 24 * 3600;
/** A token with an unknown key causes the keys to be fetched again, at most once in this time. */
const REFETCH_MS = 60_000;
const TIMEOUT_MS = 5000;
const LARGEST_METADATA = 256 * 1024;

/**
 * Creates a verifier for access tokens (JWT) of one authorization server. The keys are found through the server's
 * metadata.
 */
export function createOauth({ issuer, audience, proxy, now }: OauthOptions) {
  const get = getThrough(proxy);
  let found: Promise<JWTVerifyGetKey> | undefined;
  const keys = () => {
    found ??= findKeys(issuer, get).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };

  return async (token: string): Promise<Principal | Refusal> => {
    try {
      const { payload } = await jwtVerify(token, await keys(), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SKEW_S,
        requiredClaims: ["exp"],
        currentDate: now(),
      });
      return principalOf(payload);
    } catch (error) {
      const unreachable = error instanceof Unreachable || error instanceof errors.JWKSTimeout;
      const why = error instanceof Error ? error.message : String(error);
      if (unreachable || !(error instanceof errors.JOSEError)) return { status: 503, why };
      // Claims are checked after the signature. A token that fails here is not a guess: it has expired or is for
      // another server.
      const claims =
        error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed;
      return { status: 401, error: "invalid_token", why, unknown: !claims };
    }
  };

  function principalOf(payload: JWTPayload): Principal | Refusal {
    const { sub, exp = 0, client_id, azp, scope, scp } = Claims.parse(payload);
    if (exp - now().getTime() / 1000 > LONGEST_LIFE_S + CLOCK_SKEW_S) {
      return { status: 401, error: "invalid_token", why: "the token is valid for more than a day" };
    }
    const client = client_id ?? azp;
    const subject = sub ?? client;
    if (subject === undefined) {
      return { status: 401, error: "invalid_token", why: "the token names neither sub nor client" };
    }
    const granted = scopeOf([...words(scope), ...words(scp)]);
    if (granted === undefined) {
      return { status: 403, error: "insufficient_scope", why: "the token has no fivetran scope" };
    }
    return {
      id: `oauth:${JSON.stringify([issuer, subject, client ?? null])}`,
      name: `the token of ${JSON.stringify(subject)}`,
      grant: { scope: granted },
      subject,
      ...(client === undefined ? {} : { client }),
      canWiden: true,
    };
  }
}

const Words = z.union([z.string(), z.array(z.string())]).optional();
const Claims = z.looseObject({
  sub: z.string().min(1).optional().catch(undefined),
  exp: z.number().optional(),
  client_id: z.string().min(1).optional().catch(undefined),
  azp: z.string().min(1).optional().catch(undefined),
  scope: Words.catch(undefined),
  scp: Words.catch(undefined),
});

const words = (claim: z.output<typeof Words>): string[] =>
  typeof claim === "string" ? claim.split(" ") : (claim ?? []);

function scopeOf(scopes: readonly string[]): Scope | undefined {
  if (scopes.includes("fivetran:delete")) return "read/write/delete";
  if (scopes.includes("fivetran:write")) return "read/write";
  return scopes.includes("fivetran:read") ? "read" : undefined;
}

/** The authorization server did not return its keys. The token may be valid. */
class Unreachable extends Error {}

const Metadata = z.looseObject({ issuer: z.string(), jwks_uri: z.string() });

async function findKeys(issuer: string, get: Get): Promise<JWTVerifyGetKey> {
  for (const address of metadataAddresses(issuer)) {
    const metadata = Metadata.safeParse(await jsonAt(address, get));
    if (!metadata.success) continue;
    // Otherwise the metadata of one server could specify the keys of another.
    if (metadata.data.issuer !== issuer) {
      throw new Unreachable(`${address} is the metadata of another issuer`);
    }
    const uri = new URL(metadata.data.jwks_uri);
    if (uri.protocol !== "https:" && uri.hostname !== new URL(issuer).hostname) {
      throw new Unreachable("jwks_uri is not an https address");
    }
    return createRemoteJWKSet(uri, {
      cooldownDuration: REFETCH_MS,
      timeoutDuration: TIMEOUT_MS,
      [customFetch]: (address, { signal }) => get(address, signal),
    });
  }
  throw new Unreachable(`the authorization server ${issuer} has no metadata that can be read`);
}

/** The addresses of the metadata by RFC 8414 and OpenID Connect, before and after the issuer's path. */
function metadataAddresses(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/openid-configuration${path}`,
  ];
}

async function jsonAt(address: string, get: Get): Promise<unknown> {
  try {
    const response = await get(address, AbortSignal.timeout(TIMEOUT_MS));
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

type Get = (address: string, signal: AbortSignal) => Promise<Response>;

/** Creates a function that fetches a small document, through a proxy if one is set. It does not follow redirects. */
function getThrough({ http = "", https = "", none = "" }: ProxySettings): Get {
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: http,
    httpsProxy: https,
    // Loopback is never behind a proxy.
    noProxy: ["localhost", "127.0.0.1", "[::1]", none].filter(Boolean).join(","),
    // Set explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect.
    requestTls: { rejectUnauthorized: true },
    connect: { rejectUnauthorized: true, timeout: TIMEOUT_MS },
  });
  return async (address, signal) => {
    const headers = { accept: "application/json" };
    const { statusCode, body } = await request(address, { dispatcher, signal, headers });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += Buffer.from(chunk).length;
      if (size > LARGEST_METADATA) throw new Unreachable(`${address} is too large`);
      chunks.push(Buffer.from(chunk));
    }
    return new Response(Buffer.concat(chunks), { status: statusCode });
  };
}
