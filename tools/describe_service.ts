import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import { compileGlob } from "../src/base/glob.js";
import { sanitize } from "../src/base/text.js";
import type {
  ConnectorType,
  ConnectorTypeDetails,
} from "../src/client/resources/connector-types.js";
import {
  authorizationOf,
  destinationAccess,
  destinationNotes,
  destinationType,
  fieldPath,
  findService,
  knownConnector,
  matchServices,
  namingOf,
  type ServiceField,
  serviceFields,
  unreadableFields,
} from "../src/features/services/index.js";
import { type Client, defineTool } from "../src/toolkit/define.js";
import { fitting, pageOf } from "../src/toolkit/page.js";
import { cursor, limit, service, words } from "../src/toolkit/params.js";
import { bare, compact, count, lines, quoted, upTo } from "../src/toolkit/render.js";

const Field = z.looseObject({
  path: z.string(),
  type: z.string(),
  required: z.boolean().optional(),
  secret: z.boolean().optional(),
  values: z.array(z.string()).optional(),
  when: z.array(z.string()).optional(),
  default: z.string().optional(),
  about: z.string().optional(),
});

const Listed = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  status: z.string().optional(),
});

const Way = z.looseObject({
  how: z.string(),
  person: z.boolean(),
  choice: z.string().optional(),
  fields: z.array(z.string()).optional(),
});

export const describeService = defineTool({
  name: "describe_service",
  title: "Describe a connector or destination type",
  effect: "read",
  uses: ["metadata_connectors", "metadata_connector_config"],
  description:
    "Get the fields, secrets and authorization that a connector or destination type needs. Or find a type by words.",
  input: z.strictObject({
    service,
    words: words.describe("to find a type, e.g. google ads"),
    fields: z.string().min(1).max(200).describe("glob, e.g. config.tunnel_*").optional(),
    limit: limit.unwrap().max(100).optional(),
    cursor,
  }),
  output: z.looseObject({
    services: z.array(Listed).optional(),
    service: Listed.optional(),
    name_rule: z.string().optional(),
    authorization: z
      .looseObject({ api_alone: z.boolean().optional(), ways: z.array(Way) })
      .optional(),
    features: z.array(z.string()).optional(),
    external_secrets_keys: z.array(z.string()).optional(),
    field_count: z.number().optional(),
    fields: z.array(Field).optional(),
    total: z.number().optional(),
    notes: z.array(z.string()).optional(),
    next_cursor: z.string().optional(),
  }),

  async run({ service: id, words, fields: glob, limit, cursor: from }, { fivetran, signal }) {
    if ((id === undefined) === (words === undefined)) {
      throw inputError(
        "describe_service needs either service or words, but not both.",
        'For example service="postgres", or words="google ads" to find a type.',
      );
    }
    const scope = [id, words, glob];
    if (id === undefined) {
      const found = await matchServices(words ?? "", fivetran, signal);
      const { items, next_cursor } = pageOf(found, { limit: limit ?? 25, cursor: from, scope });
      return compact({ services: items.map(listed), total: found.length, next_cursor });
    }
    const view = (await destinationView(id)) ?? (await connectorView(id, fivetran, signal));
    const { service: head, all, mostValues, ...rest } = view;
    const fields = matching(id, all, glob).map((field) => shown(field, mostValues));
    // The page has fewer fields if their descriptions are long.
    const page = fitting(
      limit ?? 100,
      (most) => {
        const { items, ...more } = pageOf(fields, { limit: most, cursor: from, scope });
        return { fields: items, ...more };
      },
      MOST_CHARACTERS,
    );
    return compact({ service: head, field_count: all.length, ...rest, ...page });
  },

  render: ({ services, service: of, authorization, fields = [], ...rest }, notation) => {
    const { next_cursor, field_count = 0, notes = [], name_rule, total = 0 } = rest;
    const { external_secrets_keys: external = [] } = rest;
    const more = next_cursor !== undefined && `More: ${notation.again({ cursor: next_cursor })}`;
    if (of === undefined) {
      const list = services ?? [];
      return lines(
        `${count(total, "type")} found${list.length < total ? `, ${list.length} shown` : ""}`,
        list.map(
          (item) =>
            `  ${bare(item.id)} ${quoted(item.name, 80)} ${bare(item.type)}${statusText(item.status)}`,
        ),
        more,
      );
    }
    return lines(
      `${bare(of.id)} ${quoted(of.name, 80)} ${bare(of.type)}${statusText(of.status)}`,
      notes,
      name_rule !== undefined &&
        `Name of the connector: the ${name_rule.includes(".") ? "values" : "value"} of ${name_rule.replace(".", " and ")}${name_rule.includes(".") ? ", joined by a dot" : ""}. It cannot be changed later.`,
      authorization !== undefined && authorizationText(authorization),
      external.length > 0 &&
        `An external secrets manager can hold ${external.map(fieldPath).join(", ")}. To use it, give the names of the secrets in external_secrets_keys_config, and set external_secrets_manager_id with write_api.`,
      fields.length > 0 &&
        `Fields: ${fields.length} of ${field_count} (required first; * required, ! secret)`,
      fields.map((field) => `  ${fieldText(field)}`),
      more,
    );
  },
});

const listed = ({ id, name, type, service_status }: ConnectorType) =>
  compact({ id, name, type, status: service_status || undefined });

interface View {
  service: z.output<typeof Listed>;
  all: readonly ServiceField[];
  /** The largest number of values shown for one field. */
  mostValues: number;
  name_rule?: string;
  authorization: { api_alone?: boolean | undefined; ways: z.output<typeof Way>[] };
  features?: string[];
  /** The secrets that can be stored in an external secrets manager. */
  external_secrets_keys?: string[];
  notes: string[];
}

async function connectorView(id: string, fivetran: Client, signal: AbortSignal): Promise<View> {
  const [type, known] = await Promise.all([findService(id, fivetran, signal), knownConnector(id)]);
  const { apiAlone, ways } = authorizationOf(type, known);
  return {
    service: compact({
      ...listed(type),
      class: type.connector_class,
      status_since: type.service_status_updated_at,
      docs: type.link_to_docs,
    }),
    all: serviceFields(type, known),
    mostValues: 12,
    ...(lacksFields(type) ? {} : { name_rule: namingOf(type).join(".") }),
    authorization: compact({
      api_alone: apiAlone,
      ways: ways.map((way) => compact({ ...way, fields: way.fields.slice(0, 10) })),
    }),
    features: (type.supported_features ?? []).map(({ id }) => id).filter((id) => id !== ""),
    external_secrets_keys: externalKeys(type),
    notes: notesOf(type),
  };
}

const externalKeys = ({ external_secrets_keys_config: keys }: ConnectorTypeDetails) =>
  Object.keys(keys?.properties ?? {});

/**
 * Returns the view of a destination type. Connector types and destination types have no ids in
 * common, and the fields of destinations are built in.
 */
async function destinationView(id: string): Promise<View | undefined> {
  const type = await destinationType(id);
  if (type === undefined) return undefined;
  const { api_alone, ways } = destinationAccess(type);
  return {
    service: { id, name: id, type: "Warehouse" },
    all: [...type.shared.required, ...type.fields, ...type.shared.optional],
    mostValues: Number.POSITIVE_INFINITY,
    authorization: { api_alone, ways: ways.map((way) => compact({ ...way })) },
    external_secrets_keys: [...type.externalKeys],
    notes: destinationNotes(type),
  };
}

const statusText = (status: string | undefined) =>
  status === undefined || status === "general_availability" ? "" : ` status=${bare(status)}`;

const DESCRIPTION_CHARACTERS = 120;
// A result contains the fields twice, as text and as data, so each form gets half of the space.
const MOST_CHARACTERS = 12_000;

const shown = (
  { path, type, required, secret, permanent, values, description, status, ...more }: ServiceField,
  mostValues: number,
) =>
  compact({
    path,
    type,
    required: required || undefined,
    secret: secret || undefined,
    permanent: permanent || undefined,
    values:
      values.length > mostValues
        ? [...values.slice(0, mostValues), `… ${values.length - mostValues} more`]
        : values,
    when: Object.entries(more.when).map(([field, choices]) => `${field}=${choices.join("|")}`),
    default: more.preset,
    status: status === "general_availability" ? undefined : status,
    about: description === undefined ? undefined : sanitize(description, DESCRIPTION_CHARACTERS),
  });

function matching(service: string, all: readonly ServiceField[], glob: string | undefined) {
  const matches = compileGlob(glob ?? "*");
  const wanted = all.filter(({ path }) => matches(path));
  if (glob === undefined || wanted.length > 0) return wanted;
  throw inputError(
    `No field of ${bare(service)} matches ${quoted(glob, 80)}.`,
    `It has ${count(all.length, "field")}. To list them all, leave fields out.`,
  );
}

const fieldText = ({
  path,
  type,
  required,
  secret,
  permanent,
  values = [],
  when = [],
  default: preset,
  about: text,
}: z.output<typeof Field>) =>
  [
    `${required === true ? "*" : ""}${secret === true ? "!" : ""}${fieldPath(path)}`,
    values.length > 0 ? values.map(bare).join("|") : type,
    permanent === true && "permanent",
    preset !== undefined && `default=${bare(preset)}`,
    ...when.map((choice) => `if ${choice}`),
    text !== undefined && quoted(text),
  ]
    .filter(Boolean)
    .join(" ");

function authorizationText(of: { api_alone?: boolean | undefined; ways: z.output<typeof Way>[] }) {
  const ways = of.ways.map(({ how, choice, fields = [] }) => {
    const named = fields.length > 0 ? ` (${fields.map(fieldPath).join(", ")})` : "";
    return `${choice === undefined ? (WAYS[how] ?? bare(how)) : choiceText(choice)}${named}`;
  });
  const summary =
    of.api_alone === undefined
      ? "it is not known whether a person must sign in"
      : of.api_alone
        ? "possible through the API alone"
        : "a person must sign in";
  return `Authorization: ${summary}. Options: ${ways.join("; ")}`;
}

const choiceText = (choice: string) => choice.split("=").map(fieldPath).join("=");

const WAYS: Record<string, string> = {
  config: "secrets in config",
  auth: "tokens in auth",
  none: "no secrets needed",
  connect_card: "connect card, which a person opens (create_connect_card)",
};

const MOST_UNREADABLE = 10;

/** Whether the API can set the fields of a type, but Fivetran did not return a list of them. */
const lacksFields = ({ config, supported_features }: ConnectorTypeDetails) =>
  config?.properties === undefined &&
  (supported_features ?? []).some(({ id }) => id === "API_CONFIGURABLE");

function notesOf(of: ConnectorTypeDetails) {
  const { service_status: status, type, supported_features } = of;
  const unreadable = unreadableFields(of);
  const features = new Set((supported_features ?? []).map(({ id }) => id));
  return [
    status === "sunset" && "Fivetran is retiring this type and may refuse new connectors.",
    (status === "private_preview" || status === "development") &&
      "This type is not generally available. Fivetran must enable it for the account.",
    type === "Warehouse" &&
      "This is a destination type. create_connector cannot create destinations.",
    features.size > 0 &&
      !features.has("API_CONFIGURABLE") &&
      "The API cannot set the fields of this type. Use a connect card or the dashboard.",
    lacksFields(of)
      ? "Fivetran returned no list of fields in the expected form, so it is not known which fields this type needs."
      : unreadable.length > 0 &&
        `Only the names of these fields are known, because Fivetran returned the rest in an unexpected form: ${upTo(unreadable, MOST_UNREADABLE, fieldPath).join(", ")}`,
  ].filter((note) => note !== false);
}
