import type { Connection } from "../../client/resources/models.js";
import { maskFields } from "../connector/index.js";

export interface SettingDifference {
  field: string;
  first: string;
  second: string;
}

/**
 * Fields of identity and state. They differ between any two connectors, or change from one minute
 * to the next.
 */
const NOT_SETTINGS = new Set([
  "id",
  "schema",
  "created_at",
  "succeeded_at",
  "failed_at",
  "status",
  "setup_tests",
  "connect_card",
  "source_sync_details",
  "connected_by",
]);

/**
 * Returns the settings that differ between two connectors. Secrets are masked on both sides, so
 * they are not compared.
 */
export function compareSettings(first: Connection, second: Connection): SettingDifference[] {
  const [a, b] = [first, second].map((one) => {
    const settings = Object.entries(one).filter(([field]) => !NOT_SETTINGS.has(field));
    return new Map(flat(maskFields(Object.fromEntries(settings))));
  });
  const fields = [...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])].sort();
  return fields.flatMap((field) => {
    const [left, right] = [a?.get(field) ?? "unset", b?.get(field) ?? "unset"];
    return left === right ? [] : [{ field, first: left, second: right }];
  });
}

/** Returns every value with its path, such as `config.host`. */
function flat(value: unknown, path = ""): [string, string][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const empty = value === undefined || value === null || value === "";
    return [[path, empty ? "unset" : typeof value === "string" ? value : JSON.stringify(value)]];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    flat(inner, path === "" ? key : `${path}.${key}`),
  );
}
