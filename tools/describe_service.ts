import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import { compileGlob } from "../src/base/glob.js";
import { sanitize } from "../src/base/text.js";
import type { ConnectorTypeDetails } from "../src/client/resources/connector-types.js";
import {
  authorizationOf,
  type DestinationType,
  destinationAccess,
  destinationNotes,
  destinationType,
  fieldPath,
  findService,
  matchServices,
  namingOf,
  type ServiceField,
  serviceFields,
} from "../src/features/services/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { fitting, pageOf } from "../src/toolkit/page.js";
import { cursor, service } from "../src/toolkit/params.js";
import { bare, compact, count, lines, quoted } from "../src/toolkit/render.js";

const Field = z.looseObject({
  path: z.string(),
  type: z.string(),
  required: z.boolean().optional(),
  secret: z.boolean().optional(),
  values: z.array(z.string()).optional(),
  about: z.string().optional(),
});

const Way = z.looseObject({
  how: z.string(),
  person: z.boolean(),
  fields: z.array(z.string()).optional(),
});

export const describeService = defineTool({
  name: "describe_service",
  title: "Describe a connector or destination type",
  effect: "read",
  uses: ["metadata_connectors", "metadata_connector_config"],
  description:
    "What a connector or destination type needs to be created: fields, which are secret, ways to authorise. Or find a type by words.",
  input: z.strictObject({
    service,
    words: z.string().min(1).max(100).optional(),
    fields: z.string().min(1).max(200).describe("glob, e.g. config.tunnel_*").optional(),
    limit: z.int().min(1).max(50).default(25),
    cursor,
  }),
  output: z.looseObject({
    services: z
      .array(
        z.looseObject({
          id: z.string(),
          name: z.string(),
          type: z.string(),
          status: z.string().optional(),
        }),
      )
      .optional(),
    service: z
      .looseObject({
        id: z.string(),
        name: z.string(),
        type: z.string(),
        status: z.string().optional(),
      })
      .optional(),
    name_rule: z.string().optional(),
    authorization: z
      .looseObject({ api_alone: z.boolean().optional(), ways: z.array(Way) })
      .optional(),
    features: z.array(z.string()).optional(),
    field_count: z.number().optional(),
    fields: z.array(Field).optional(),
    total: z.number().optional(),
    notes: z.array(z.string()).optional(),
    next_cursor: z.string().optional(),
  }),

  async run({ service: id, words, fields: glob, limit, cursor: from }, { fivetran, signal }) {
    if ((id === undefined) === (words === undefined)) {
      throw inputError(
        "describe_service takes service or words, one of the two.",
        'For example service="postgres", or words="google ads" to find one.',
      );
    }
    const scope = [id, words, glob];
    if (id === undefined) {
      const found = await matchServices(words ?? "", fivetran, signal);
      const { items, next_cursor } = pageOf(found, { limit, cursor: from, scope });
      return compact({ services: items.map(listed), total: found.length, next_cursor });
    }
    const request = { limit, cursor: from, scope };
    const destination = await destinationType(id);
    if (destination !== undefined) return destinationView(destination, glob, request);
    const type = await findService(id, fivetran, signal);
    const all = serviceFields(type);
    const page = fieldsPage(
      matching(type.id, all, glob).map((field) => shown(field)),
      request,
    );
    const { apiAlone, ways } = authorizationOf(type);
    return compact({
      service: { ...listed(type), ...about(type) },
      name_rule: namingOf(type).join("."),
      authorization: compact({
        api_alone: apiAlone,
        ways: ways.map((way) => compact({ ...way, fields: way.fields.slice(0, 10) })),
      }),
      features: (type.supported_features ?? []).map((feature) => feature.id),
      field_count: all.length,
      ...page,
      notes: notesOf(type),
    });
  },

  render: ({ services, service: of, authorization, fields = [], ...rest }) => {
    const { next_cursor, field_count = 0, notes = [], name_rule, total = 0 } = rest;
    const more = next_cursor !== undefined && `More: cursor=${next_cursor}`;
    if (of === undefined) {
      const list = services ?? [];
      return lines(
        `${count(total, "connector type")} found${list.length < total ? `, ${list.length} shown` : ""}`,
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
      name_rule !== undefined && `Name rule: ${name_rule}, permanent`,
      authorization !== undefined && authorizationText(authorization),
      fields.length > 0 &&
        `Fields: ${fields.length} of ${field_count} (required first; * required, ! secret)`,
      fields.map((field) => `  ${fieldText(field)}`),
      more,
    );
  },
});

type Listed = { id: string; name: string; type: string; status?: string };

const listed = (type: {
  id: string;
  name: string;
  type: string;
  service_status?: string | null | undefined;
}): Listed => {
  const { id, name, type: kind, service_status: status } = type;
  return status ? { id, name, type: kind, status } : { id, name, type: kind };
};

const about = ({
  connector_class,
  service_status_updated_at,
  link_to_docs,
}: ConnectorTypeDetails) =>
  compact({
    class: connector_class,
    status_since: service_status_updated_at,
    docs: link_to_docs,
  });

const statusText = (status: string | undefined) =>
  status === undefined || status === "general_availability" ? "" : ` status=${bare(status)}`;

const DESCRIPTION_CHARACTERS = 120;
const MOST_VALUES = 12;

const shown = (
  { path, type, required, secret, permanent, values, description, status }: ServiceField,
  mostValues = MOST_VALUES,
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
    status: status === "general_availability" ? undefined : status,
    about: description === undefined ? undefined : sanitize(description, DESCRIPTION_CHARACTERS),
  });

// Half of what a result may hold, so that the head and the other form fit too.
const MOST_CHARACTERS = 12_000;

/** No type of connector and destination have the same id; what is published of these is built in. */
function destinationView(type: DestinationType, glob: string | undefined, request: Request) {
  const { service: id } = type;
  const all = [...type.shared, ...type.fields];
  return {
    service: { id, name: id, type: "Warehouse" },
    authorization: destinationAccess(type),
    field_count: all.length,
    ...fieldsPage(
      matching(id, all, glob).map((field) => shown(field, Number.POSITIVE_INFINITY)),
      request,
    ),
    notes: destinationNotes(type),
  };
}

function matching<T extends { path: string }>(
  service: string,
  all: readonly T[],
  glob: string | undefined,
): T[] {
  const matches = compileGlob(glob ?? "*");
  const wanted = all.filter(({ path }) => matches(path));
  if (glob === undefined || wanted.length > 0) return wanted;
  throw inputError(
    `No field of ${bare(service)} matches ${quoted(glob, 80)}.`,
    `It has ${count(all.length, "field")}; leave fields out to see them.`,
  );
}

interface Request {
  limit: number;
  cursor: string | undefined;
  scope: unknown;
}

/** One page, shorter than asked for where long descriptions would burst the result. */
function fieldsPage(fields: readonly z.output<typeof Field>[], request: Request) {
  const page = (limit: number) => {
    const { items, ...rest } = pageOf(fields, { ...request, limit });
    return { fields: items, ...rest };
  };
  return fitting(request.limit, page, MOST_CHARACTERS);
}

const fieldText = ({
  path,
  type,
  required,
  secret,
  permanent,
  values = [],
  about: text,
}: z.output<typeof Field>) =>
  [
    `${required === true ? "*" : ""}${secret === true ? "!" : ""}${fieldPath(path)}`,
    values.length > 0 ? values.map(bare).join("|") : type,
    permanent === true && "permanent",
    text !== undefined && quoted(text),
  ]
    .filter(Boolean)
    .join(" ");

function authorizationText(of: { api_alone?: boolean | undefined; ways: z.output<typeof Way>[] }) {
  const ways = of.ways.map(({ how, fields = [] }) => {
    const named = fields.length > 0 ? ` (${fields.map(fieldPath).join(", ")})` : "";
    return `${WAYS[how] ?? bare(how)}${named}`;
  });
  const verdict =
    of.api_alone === undefined
      ? "not known whether the API alone suffices"
      : of.api_alone
        ? "the API alone suffices"
        : "the API alone does not suffice: a person has to open a connect card";
  return `Authorisation: ${verdict}. Ways: ${ways.join("; ")}`;
}

const WAYS: Record<string, string> = {
  config: "secrets in config",
  auth: "tokens in auth",
  none: "no secrets needed",
  connect_card: "a person opens a connect card (create_connect_card)",
};

function notesOf({ service_status: status, type, supported_features }: ConnectorTypeDetails) {
  const features = new Set((supported_features ?? []).map(({ id }) => id));
  return [
    status === "sunset" && "It is being retired: new connectors of this type may be refused.",
    (status === "private_preview" || status === "development") &&
      "It is not generally available: Fivetran has to open it for the account.",
    type === "Warehouse" && "It is a destination type: create_connector does not take it.",
    features.size > 0 &&
      !features.has("API_CONFIGURABLE") &&
      "Its fields cannot be set by the API; a connect card or the dashboard can.",
  ].filter((note) => note !== false);
}
