import { placeholderProblem } from "../../base/text.js";
import type { KeyStore } from "../../store/keys.js";
import { createOauth, type OauthOptions } from "./oauth.js";
import { type Authenticate, isRefusal, type Principal, type Refusal } from "./principal.js";
import { createSignInLimit } from "./sign-in-limit.js";

export interface AuthenticateOptions {
  keys: KeyStore;
  oauth: OauthOptions | undefined;
  /** Whether any program on this machine may call the server while it has no keys. */
  openWithoutKeys: boolean;
  now: () => Date;
}

/** The caller of a server that is open on loopback. It has the rights of the operator, as over stdio. */
const LOCAL: Principal = { id: "", name: "local", grant: {}, canWiden: false };

const LONGEST_HEADER = 8192;
// A revoked key is refused after this time.
const KEYS_KNOWN_FOR_MS = 1000;

/**
 * Creates a verifier for the bearer keys of the store and, if configured, access tokens of the authorization server.
 */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { keys, now } = options;
  const oauth = options.oauth === undefined ? undefined : createOauth(options.oauth);
  const find = brief((token: string) => keys.find(token), now);
  const exist = brief(() => keys.exist(), now);

  const { failed } = createSignInLimit(now);

  return async (header, address) => {
    // If the keys cannot be read, it is unknown whether the credential is valid.
    const result = await known(header).catch(
      (error: unknown): Refusal => ({ status: 503, why: `no keys: ${String(error)}` }),
    );
    if (!isRefusal(result) || result.unknown !== true) return result;
    const retryAfterSeconds = failed(address);
    return retryAfterSeconds === undefined ? result : { ...result, status: 429, retryAfterSeconds };
  };

  async function known(header: string | undefined): Promise<Principal | Refusal> {
    if (header === undefined) {
      const open = options.openWithoutKeys && !(await exist(""));
      return open ? LOCAL : { status: 401, why: "no credentials" };
    }
    const read = header.slice(0, LONGEST_HEADER);
    const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(read) ?? [];
    if (token === undefined) {
      const given = read.replace(/^Bearer +/i, "");
      const form = placeholderProblem("The credential in that header", given);
      return { ...unknown("not a bearer token"), form };
    }
    if (token.startsWith("fvk1_")) return byKey(token);
    return oauth === undefined ? unknown("not a key") : oauth(token);
  }

  async function byKey(token: string): Promise<Principal | Refusal> {
    const record = await find(token);
    if (record === undefined) return unknown("unknown key");
    const state = keys.stateOf(record);
    if (state !== "valid") return invalid(`the key ${record.name} is ${state}`);
    const { id, name, scope, groups, connectors } = record;
    return {
      id: `key:${id}`,
      name: `the key ${JSON.stringify(name)}`,
      grant: { scope, groups, connectors },
      key: name,
      canWiden: false,
    };
  }
}

const invalid = (why: string): Refusal => ({ status: 401, error: "invalid_token", why });
const unknown = (why: string): Refusal => ({ ...invalid(why), unknown: true });

const MOST_KNOWN = 1000;

/** Caches results for a moment, so that a burst of requests reads the store once. */
function brief<T>(read: (key: string) => Promise<T>, now: () => Date) {
  const known = new Map<string, { at: number; result: Promise<T> }>();
  return (key: string): Promise<T> => {
    const at = now().getTime();
    const last = known.get(key);
    if (last !== undefined && Math.abs(at - last.at) < KEYS_KNOWN_FOR_MS) return last.result;
    const result = read(key);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, { at, result });
    return result;
  };
}
