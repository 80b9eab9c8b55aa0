import type { Json } from "../world/json.js";

export interface Reply {
  status: number;
  message: string;
  data?: Json;
  /** `data` in serialized form. Pages of lists join cached items. */
  dataText?: string;
  /** Default: Success. */
  code?: string;
  /** Real time to wait before the response, in milliseconds. */
  delayMs?: number;
  /** A file that is returned instead of an envelope. */
  file?: Buffer;
}

export function ok(message: string, data?: Json): Reply {
  return data === undefined ? { status: 200, message } : { status: 200, message, data };
}

export function created(message: string, data: Json): Reply {
  return { status: 201, message, data };
}

/** An error response of the API. Handlers throw it; one place turns it into a response. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function invalid(message: string): Refusal {
  return new Refusal(400, "InvalidInput", message);
}

export function mustChange(...values: readonly unknown[]): void {
  if (values.some((value) => value !== undefined)) return;
  throw invalid("Request body must contain at least one field to update");
}

export function conflict(message: string): Refusal {
  return new Refusal(409, "Conflict", message);
}

export function missing(kind: string, id: string, code = `NotFound_${kind}`): Refusal {
  return new Refusal(404, code, `${kind} with id '${id}' does not exist`);
}

export function envelope(reply: Reply): string {
  const message = JSON.stringify(reply.message);
  const code = JSON.stringify(reply.code ?? "Success");
  const data =
    reply.dataText ?? (reply.data === undefined ? undefined : JSON.stringify(reply.data));
  return data === undefined
    ? `{"code":${code},"message":${message}}`
    : `{"code":${code},"message":${message},"data":${data}}`;
}
