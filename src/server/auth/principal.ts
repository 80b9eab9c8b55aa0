import type { Grant } from "../../engine/policy.js";

/** A verified caller of the HTTP server. */
export interface Principal {
  /** Unlike that of any other caller: plans and records are bound to it. Empty for the only caller of an open server. */
  id: string;
  /** In messages and logs, such as `key "bot"`. */
  name: string;
  grant: Grant;
  /** What the operator's file of accounts can name. */
  key?: string;
  subject?: string;
  client?: string;
  /** Whether a wider scope can be asked for, by signing in again. */
  canWiden: boolean;
}

/** Why a request is not served, for the status line and the challenge. The body says no more. */
export interface Refusal {
  status: 401 | 403 | 429 | 503;
  /** Absent where no credentials came. */
  error?: "invalid_token" | "insufficient_scope";
  /** For the log of the operator. */
  why: string;
  /** A credential that was never valid here, as a guess is; not one that expired or was revoked. */
  unknown?: boolean;
  /** With 429: after how long the next one may be sent. */
  retryAfterSeconds?: number;
}

/** Looks at an `Authorization` header, and at the address that it came from. */
export type Authenticate = (
  header: string | undefined,
  address: string,
) => Promise<Principal | Refusal>;

export const isRefusal = (result: Principal | Refusal): result is Refusal => "status" in result;

/** The scopes of access tokens, from the narrowest. */
export const TOKEN_SCOPES = ["fivetran:read", "fivetran:write", "fivetran:delete"] as const;
