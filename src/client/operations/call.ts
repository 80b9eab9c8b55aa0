import type { Json } from "../../base/json.js";
import type { OPERATIONS } from "./generated/operations.js";

export type OperationId = keyof typeof OPERATIONS;

/** One request, by operation of the catalog: path and query values by name, and a body. Serializable as it is. */
export interface Call {
  operation: OperationId;
  params: Record<string, string | number | boolean>;
  /** Query parameters among `params` that the catalog does not list and that are sent all the same. */
  unlisted?: string[];
  body?: Json;
}

const TESTED = ["config", "auth", "run_setup_tests", "trust_certificates", "trust_fingerprints"];

/**
 * The body of a PATCH of a connection or destination. Unless the body says otherwise, Fivetran runs setup tests with every one, even
 * where neither configuration nor credentials change.
 */
export const withoutTests = <Body extends object>(
  body: Body,
): Body & { run_setup_tests?: boolean } =>
  Object.keys(body).some((field) => TESTED.includes(field))
    ? body
    : { ...body, run_setup_tests: false };

export const call = (operation: OperationId, params: Call["params"] = {}, body?: Json): Call =>
  body === undefined ? { operation, params } : { operation, params, body };
