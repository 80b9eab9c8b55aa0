import * as z from "zod";
import { AppError } from "../../base/errors.js";
import { isReference, looksSecret } from "../../base/secret.js";
import { ENUMS } from "../../client/operations/generated/enums.js";
import {
  isMarked,
  isSecretAt,
  maskFields,
  placeAt,
} from "../../client/operations/secret-fields.js";
import type { ConnectorTypeDetails } from "../../client/resources/connector-types.js";
import type { Connection } from "../../client/resources/models.js";
import type { Json } from "../../toolkit/define.js";
import { extra, numberField, openObject, textField } from "../../toolkit/params.js";
import { quoted } from "../../toolkit/render.js";
import {
  isSecretIn,
  leaves,
  NETWORK_FIELDS,
  NETWORKING,
  type Path,
  pathText,
  typeSchema,
} from "../services/index.js";
import { FULL_HOUR, isFullHour, SCHEDULE_FIELDS } from "./schedule.js";

/** An object in a request or a configuration. */
export type Fields = { [key: string]: Json };

const JsonObject = z.record(z.string(), z.json());
export const jsonFields = (value: unknown): Fields => JsonObject.safeParse(value).data ?? {};

/**
 * Returns a connector's configuration with its secrets masked, so that it can be shown and stored.
 */
export function maskedConfig(connection: Connection, type: ConnectorTypeDetails | undefined): Json {
  const place = placeAt(type && typeSchema(type), ["config"]);
  return z.json().parse(maskFields(jsonFields(connection["config"]), place));
}

/** The top-level fields that a create request and an update request have in common. */
export const PLAIN_FIELDS = [...SCHEDULE_FIELDS, ...NETWORK_FIELDS] as const;

/** Returns the properties with these keys that have a value. */
export function pick<T extends object, K extends keyof T>(
  from: T,
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  const kept = keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]]));
  return Object.fromEntries(kept);
}

const id = z.string().min(1).max(200);

/** Parameters shared by create_connector and update_connector. */
export const schedule = {
  sync_frequency: z.int().describe("minutes, e.g. 360").optional(),
  schedule_type: z.enum(ENUMS.create_connection.schedule_type).describe("e.g. manual").optional(),
  daily_sync_time: z
    .string()
    .trim()
    .min(1)
    .refine(isFullHour, FULL_HOUR)
    .describe("full hour, e.g. 14:00")
    .optional(),
  schedule: openObject({ interval: numberField("60") })
    .describe("interval in minutes, or time_of_day with days_of_week, or cron, e.g. interval 60")
    .optional(),
};
export const delayAlerts = {
  data_delay_sensitivity: z
    .enum(ENUMS.create_connection.data_delay_sensitivity)
    .describe("e.g. CUSTOM")
    .optional(),
  data_delay_threshold: z.int().nonnegative().describe("minutes, e.g. 120").optional(),
};
export const network = {
  networking_method: z.enum(NETWORKING).describe("e.g. SshTunnel").optional(),
  private_link_id: id.describe("e.g. pl_orders").optional(),
  proxy_agent_id: id.describe("e.g. proxy_eu").optional(),
  hybrid_deployment_agent_id: id.describe("e.g. agent_eu").optional(),
};
export const schemaNames = {
  destination_schema_names: z
    .enum(ENUMS.create_connection.destination_schema_names)
    .describe("e.g. SOURCE_NAMING")
    .optional(),
};
const auth = openObject({ client_id: textField("3MVG9") })
  .describe('e.g. {"refresh_token":{"secret_ref":"env:TOKEN"}}')
  .optional();
export const access = {
  config: openObject({
    host: textField("db.example.com"),
  })
    .describe("fields from describe_service, secrets as in auth, e.g. host")
    .optional(),
  auth,
};
/** Like `access`, for a second place in the same schema. */
export const moreAccess = {
  config: extra(openObject({ host: textField("db2") })),
  auth: extra(openObject({ client_id: textField("app_1") })),
};
export const trust = {
  run_setup_tests: z.boolean().describe("after the change, e.g. false").optional(),
  trust_certificates: z.boolean().describe("trust any certificate, e.g. false").optional(),
  trust_fingerprints: z.boolean().describe("trust any host key, e.g. false").optional(),
};

/** Throws one error with every problem of a call. Nothing has been sent at this point. */
export function refuse(
  problems: readonly string[],
  hint = "Correct the value. If you do not know it, ask the user.",
): void {
  if (problems.length === 0) return;
  throw new AppError("input", problems.slice(0, 8).join(" "), {
    state: "Nothing was sent.",
    hint,
    facts: { problems: problems.slice(0, 50) },
  });
}

export type Part = "config" | "auth";

/** Returns a value in the form that a plan shows. Secrets are masked. */
export function shownValue(
  type: ConnectorTypeDetails | undefined,
  part: Part,
  path: Path,
  value: Json,
): string {
  if (isReference(value)) return `secret from ${quoted(String(value.secret_ref), 80)}`;
  const place = placeAt(type && typeSchema(type), [part, ...path]);
  const unknown = isMarked(place) === undefined && typeof value === "string" && looksSecret(value);
  if (unknown || isSecretAt(place)) return "a secret (not shown)";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return quoted(typeof value === "string" ? value : JSON.stringify(maskFields(value, place)), 200);
}

/** Returns the secrets that the call gives in plain text, by path. */
export function plainSecrets(
  type: ConnectorTypeDetails | undefined,
  given: { config?: Fields | undefined; auth?: Fields | undefined },
): string[] {
  return (["config", "auth"] as const).flatMap((part) => {
    const value = given[part];
    if (value === undefined) return [];
    return leaves(value)
      .filter(({ path, value: leaf }) => {
        const text = (typeof leaf === "string" && leaf !== "") || typeof leaf === "number";
        return path.length > 0 && text && isSecretIn(type, [part, ...path]);
      })
      .map(({ path }) => pathText([part, ...path]));
  });
}

export const plainSecretNote = (paths: readonly string[]) =>
  `${paths.join(", ")} ${paths.length === 1 ? "was" : "were"} given in plain text, so this conversation now contains the secret; next time use {"secret_ref":"env:NAME"} with a name from FIVETRAN_SECRET_REFS, or create_connect_card`;

/** Warns about certificates and host keys that a request trusts without approval. */
export const trustLines = (body: {
  trust_certificates?: Json | undefined;
  trust_fingerprints?: Json | undefined;
}): string[] => [
  ...(body.trust_certificates === true
    ? ["Fivetran trusts any certificate that the host presents during the setup tests"]
    : []),
  ...(body.trust_fingerprints === true
    ? ["Fivetran trusts any host key that the SSH server presents during the setup tests"]
    : []),
];
