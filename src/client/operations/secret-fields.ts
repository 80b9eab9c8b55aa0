import { isSecretName } from "../../base/secret.js";
import { SECRET_NAMES } from "./generated/secret-names.js";

/** Named like a secret, and none: ids, public halves of keys. */
const PUBLIC = new Set([
  "external_secrets_manager_id",
  "secret_manager_id",
  "public_key",
  "gcs_service_account_credentials_path",
]);
const CONTAINERS = new Set(["auth", "secrets", "secrets_list", "files", "custom_payloads"]);

/**
 * Whether a field is secret by the names that lead to it: what looks so, what stands in a container of secrets,
 * and within a configuration what any service has as a password.
 */
export function isSecretPath(path: readonly string[]): boolean {
  const name = path.at(-1) ?? "";
  const above = path.slice(0, -1);
  // Names of places in a vault, not what lies there.
  if (above.includes("external_secrets_keys_config")) return false;
  const configures = above.includes("config") || above.includes("auth");
  if (configures && SECRET_NAMES.has(name)) return true;
  if (PUBLIC.has(name)) return false;
  // The link of a connect card lets whoever has it authorize a connector.
  if (above.includes("connect_card")) return true;
  if (isSecretName(name)) return true;
  return above.some((part) => CONTAINERS.has(part) || isSecretName(part));
}

const MASK = "[redacted]";
const MAX_DEPTH = 64;

/**
 * A copy of a record in which every text and number of a secret field is masked; `path` leads to the record.
 * Switches stay: `is_primary_key` is no secret.
 */
export function maskFields(value: unknown, path: readonly string[] = [], depth = 0): unknown {
  if (depth > MAX_DEPTH) return MASK;
  if (Array.isArray(value)) return value.map((item) => maskFields(item, path, depth + 1));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        maskFields(inner, [...path, key], depth + 1),
      ]),
    );
  }
  const hidden = typeof value === "string" || typeof value === "number";
  return hidden && path.length > 0 && isSecretPath(path) ? MASK : value;
}
