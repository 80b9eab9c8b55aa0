import { type Json, Json as JsonSchema, masked } from "../world/json.js";

export interface Effect {
  at: string;
  operation: string;
  target: string;
  summary: string;
  /** Number of the request that caused it. */
  request: number;
}

export interface LoggedRequest {
  n: number;
  at: string;
  method: string;
  path: string;
  operation?: string | undefined;
  /** Undefined until the response is known. */
  status?: number | "cut" | "reset" | "hang";
  accept?: string | undefined;
  contentType?: string | undefined;
  userAgent?: string | undefined;
  body?: Json | undefined;
  authorized: boolean;
}

const UNREADABLE = 200;

/** A request's body for the log: parsed, secrets masked. */
export function loggedBody(body: Buffer): Json | undefined {
  if (body.length === 0) return undefined;
  const text = body.toString("utf8");
  try {
    return masked(JsonSchema.parse(JSON.parse(text)));
  } catch {
    return `(not JSON, ${body.length} bytes) ${text.slice(0, UNREADABLE)}`;
  }
}
