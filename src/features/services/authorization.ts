import type { KnownType } from "../../client/operations/service-types.js";
import type { ConnectorTypeDetails } from "../../client/resources/connector-types.js";
import { isSignIn, type ServiceField, serviceFields, signInChoice } from "./fields.js";

export interface Authorization {
  /** True if the API alone can set the connection up. Undefined if Fivetran does not say. */
  apiAlone: boolean | undefined;
  ways: AuthorizationWay[];
}

export interface AuthorizationWay {
  how: "config" | "auth" | "connect_card" | "none";
  person: boolean;
  /** The value of the field that selects this way: `config.auth_method=PASSWORD`. */
  choice?: string;
  /** Paths of the secrets or tokens to give, and of the fields that belong to them. */
  fields: string[];
}

/** Returns the ways to authorize a connector type. Ways that need no person come first. */
export function authorizationOf(type: ConnectorTypeDetails, knownType?: KnownType): Authorization {
  const features = new Set((type.supported_features ?? []).map(({ id }) => id));
  const known = features.size > 0;
  const fields = serviceFields(type, knownType);
  const secrets = fields.filter((field) => field.path.startsWith("config.") && field.secret);
  const tokens = fields.filter((field) => field.path.startsWith("auth."));
  const configurable = !known || features.has("API_CONFIGURABLE");
  const ways: AuthorizationWay[] = [];
  // Without a list of fields, it is not known whether there are secrets.
  const listed = type.config?.properties !== undefined;
  if (configurable && secrets.length > 0) ways.push(...configWays(fields));
  if (tokens.length > 0 && features.has("AUTHORIZATION_VIA_API")) {
    ways.push({ how: "auth", person: false, fields: paths(tokens) });
  }
  if (configurable && listed && secrets.length === 0 && tokens.length === 0) {
    ways.push({ how: "none", person: false, fields: [] });
  }
  const byApi = ways.length > 0;
  ways.push({ how: "connect_card", person: true, fields: [] });
  return { apiAlone: known && (byApi || listed || !configurable) ? byApi : undefined, ways };
}

/**
 * Returns one way for each value of the field that selects the sign-in method. Without such a
 * field, returns one way with all secrets.
 */
export function configWays(fields: readonly ServiceField[]): AuthorizationWay[] {
  const choice = signInChoice(fields);
  const secrets = fields.filter(({ path, secret }) => secret && path.startsWith("config."));
  if (choice === undefined) return [{ how: "config", person: false, fields: paths(secrets) }];
  const name = choice.path.slice("config.".length);
  const values = choice.values.length > 0 ? choice.values : ["true", "false"];
  return values.flatMap((value): AuthorizationWay[] => {
    const own = fields.filter(({ when }) => when[name]?.includes(value));
    if (own.length === 0) return [];
    const always = fields.filter(
      (field) => field.path !== choice.path && !field.when[name] && isSignIn(field, choice),
    );
    return [
      {
        how: "config",
        person: false,
        choice: `${choice.path}=${value}`,
        fields: paths([...own, ...always]),
      },
    ];
  });
}

const paths = (fields: readonly ServiceField[]) => fields.map(({ path }) => path);
