import { maskConfig } from "../base/secret.js";
import { SECRET_NAMES } from "./secret-names.generated.js";

/** Named like a secret, and none: ids, public halves of keys, names of places where a secret lies. */
const PUBLIC = new Set([
  "external_secrets_manager_id",
  "secret_manager_id",
  "public_key",
  "secrets_manager_id",
  "connect_card_config",
]);
const CONFIGS = new Set(["config", "auth"]);

/**
 * Whether a field is secret by the names that lead to it: what looks so, what stands in a container of secrets,
 * and within a configuration what any service has as a password.
 */
export function isSecretPath(path: readonly string[]): boolean {
  const name = path.at(-1) ?? "";
  if (PUBLIC.has(name) || path.includes("external_secrets_keys_config")) return false;
  if (path.includes("connect_card")) return true;
  if (looksSecret(name)) return true;
  const config = path.findIndex((part) => CONFIGS.has(part));
  if (config < 0 || config === path.length - 1) return false;
  return SECRET_NAMES.has(name) || path.slice(0, -1).some(looksSecret);
}

const known = new Map<string, boolean>();

function looksSecret(name: string): boolean {
  let secret = known.get(name);
  if (secret === undefined) {
    const masked: unknown = maskConfig({ [name]: "x" });
    secret = JSON.stringify(masked) !== JSON.stringify({ [name]: "x" });
    if (known.size < 5000) known.set(name, secret);
  }
  return secret;
}
