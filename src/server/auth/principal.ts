import type { Grant } from "../../engine/policy.js";

/** A verified caller of the HTTP server. */
export interface Principal {
  /** A unique id. Plans and records are bound to it. Empty for the local caller of an open server. */
  id: string;
  /** The name for messages and logs, such as `the key "bot"`. */
  name: string;
  grant: Grant;
  /** The names by which the operator's accounts file can refer to the caller. */
  key?: string;
  subject?: string;
  client?: string;
  /** Whether the caller can obtain a wider scope by signing in again. */
  canWiden: boolean;
}

/** Why a request is refused. Determines the status and the challenge. The response has no details of a credential. */
export interface Refusal {
  status: 401 | 403 | 429 | 503;
  /** Undefined if the request had no credentials. */
  error?: "invalid_token" | "insufficient_scope";
  /** The reason, for the operator's log. */
  why: string;
  /** What is wrong with the form of the header, for the caller. It says nothing about a credential. */
  form?: string | undefined;
  /** Whether the credential was never valid here, such as a guess. False if it has expired or was revoked. */
  unknown?: boolean;
  /** With 429: the seconds after which the next request may be sent. */
  retryAfterSeconds?: number;
}

/** Verifies the `Authorization` header of a request. `address` is where the request came from. */
export type Authenticate = (
  header: string | undefined,
  address: string,
) => Promise<Principal | Refusal>;

export const isRefusal = (result: Principal | Refusal): result is Refusal => "status" in result;

/** The scopes of access tokens, narrowest first. */
export const TOKEN_SCOPES = ["fivetran:read", "fivetran:write", "fivetran:delete"] as const;
