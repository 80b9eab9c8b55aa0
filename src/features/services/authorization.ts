import type { ConnectorTypeDetails } from "../../client/resources/connector-types.js";
import { type ServiceField, serviceFields } from "./fields.js";

export interface Authorization {
  /** Whether the API is enough to set a connection up; undefined where Fivetran does not say. */
  apiAlone: boolean | undefined;
  ways: AuthorizationWay[];
}

export interface AuthorizationWay {
  how: "config" | "auth" | "connect_card" | "none";
  person: boolean;
  /** Paths of the secrets or tokens to give. */
  fields: string[];
}

/** How a connector type can be authorized, first without a person. */
export function authorizationOf(type: ConnectorTypeDetails): Authorization {
  const features = new Set((type.supported_features ?? []).map(({ id }) => id));
  const known = features.size > 0;
  const fields = serviceFields(type);
  const secrets = fields.filter((field) => field.path.startsWith("config.") && field.secret);
  const tokens = fields.filter((field) => field.path.startsWith("auth."));
  const configurable = !known || features.has("API_CONFIGURABLE");
  const ways: AuthorizationWay[] = [];
  if (configurable && secrets.length > 0) {
    ways.push({ how: "config", person: false, fields: paths(secrets) });
  }
  if (tokens.length > 0 && features.has("AUTHORIZATION_VIA_API")) {
    ways.push({ how: "auth", person: false, fields: paths(tokens) });
  }
  if (configurable && secrets.length === 0 && tokens.length === 0) {
    ways.push({ how: "none", person: false, fields: [] });
  }
  const byApi = ways.length > 0;
  ways.push({ how: "connect_card", person: true, fields: [] });
  return { apiAlone: byApi && known ? true : known ? false : undefined, ways };
}

const paths = (fields: readonly ServiceField[]) => fields.map(({ path }) => path);
