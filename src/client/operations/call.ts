import type { Json } from "../../base/json.js";
import type { OPERATIONS } from "./generated/operations.js";

export type OperationId = keyof typeof OPERATIONS;

/** One request, by operation of the catalogue: path and query values by name, and a body. Serialisable as it is. */
export interface Call {
  operation: OperationId;
  params: Record<string, string | number | boolean>;
  body?: Json;
}

export const call = (operation: OperationId, params: Call["params"] = {}, body?: Json): Call =>
  body === undefined ? { operation, params } : { operation, params, body };
