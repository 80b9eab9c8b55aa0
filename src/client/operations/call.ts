import type { Json } from "../../base/json.js";
import type { OPERATIONS } from "./generated/operations.js";

/** The id of an operation in the catalog, such as `connection_details`. `operationIds` lists all of them. */
export type OperationId = keyof typeof OPERATIONS;

/** One request to an operation of the catalog. It can be serialized as JSON. */
export interface Call {
  /** The operation id. */
  operation: OperationId;
  /** The values of the path and query parameters, by name. */
  params: Record<string, string | number | boolean>;
  /** Names of query parameters in `params` that the catalog does not list but that are sent nevertheless. */
  unlisted?: string[];
  /** The JSON body. */
  body?: Json;
}

/** The fields of the configuration and of the credentials, which an external secrets manager may hold. */
const SETUP = new Set([
  "config",
  "auth",
  "external_secrets_manager_id",
  "external_secrets_keys_config",
]);

/** Whether a body changes the configuration or the credentials. An empty value changes nothing. */
export const changesSetup = (body: object) =>
  Object.entries(body).some(
    ([field, value]) => SETUP.has(field) && Object.keys(value ?? {}).length > 0,
  );

/**
 * Adds `run_setup_tests: false` to the PATCH body of a connection or destination, unless it changes the
 * configuration, the credentials or the tests. Without it, Fivetran runs the setup tests even if nothing else
 * changes.
 */
export const withoutTests = <Body extends object>(
  body: Body,
): Body & { run_setup_tests?: boolean } =>
  changesSetup(body) || asksForTests(body) ? body : { ...body, run_setup_tests: false };

/** Only a setup test can approve what is trusted, so `true` in these fields requests the tests too. */
const asksForTests = (body: object) =>
  Object.entries(body).some(
    ([field, value]) =>
      (field === "run_setup_tests" && value != null) ||
      ((field === "trust_certificates" || field === "trust_fingerprints") && value === true),
  );

/** Creates the `Call` for an operation. Validates nothing. */
export const call = (operation: OperationId, params: Call["params"] = {}, body?: Json): Call =>
  body === undefined ? { operation, params } : { operation, params, body };
