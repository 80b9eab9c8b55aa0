import * as z from "zod";
import { AppError, inputError } from "../src/base/errors.js";
import { alternatives, nearest } from "../src/base/nearest.js";
import type { BodySchemas } from "../src/client/operations/body-schemas.js";
import {
  asks,
  betterTool,
  type CombinedRead,
  callableIds,
  combinedRead,
  FROM_DEFINITION,
  fieldLines,
  HINTS,
  isAdded,
  isOperationId,
  knownGap,
  type Operation,
  openSchemas,
  openSearch,
  operation,
  resources,
  schemaLine,
  shownOnce,
  summaryOf,
  toolFor,
  twinNote,
  WARNINGS,
} from "../src/features/api/index.js";
import { call, defineTool, type OperationId, type ReadContext } from "../src/toolkit/define.js";
import { limit, mapOf, operationId, words } from "../src/toolkit/params.js";
import { compact, lines, quoted } from "../src/toolkit/render.js";

const Found = z.looseObject({
  operation_id: z.string(),
  summary: z.string(),
  effect: z.string(),
  call_with: z.string(),
  asks: z.string(),
  params: mapOf(z.string(), { limit: { type: "string" } }).optional(),
  body: mapOf(z.string(), { name: { type: "string" } }).optional(),
  variants: mapOf(z.string(), { postgres: { type: "string" } }).optional(),
  response: z.string().optional(),
  notes: z.array(z.string()).optional(),
});
type Found = z.output<typeof Found>;

export const searchApi = defineTool({
  name: "search_api",
  title: "Search the Fivetran API",
  effect: "read",
  uses: [],
  description:
    "Find Fivetran API operations by words. Returns what read_api, write_api or delete_api need. With operation_id, returns all details of one operation.",
  input: z.strictObject({
    query: words.describe("e.g. rotate webhook secret"),
    operation_id: operationId.describe("e.g. create_account_webhook").optional(),
    effect: z.enum(["read", "write", "delete"]).describe("e.g. read").optional(),
    resource: z.string().trim().min(1).max(60).describe("e.g. webhooks").optional(),
    limit: limit.unwrap().max(20).describe("operations, e.g. 10").default(5),
  }),
  output: z.looseObject({
    operations: z.array(Found),
    more: z.array(z.string()).optional(),
    /** How many matches fit the search but are not listed. */
    left_out: z.int().optional(),
    note: z.string().optional(),
  }),

  async run({ query, operation_id: id, effect, resource, limit }, { scope }) {
    const schemas = await openSchemas();
    const isKnown = (name: string) => isOperationId(name) || combinedRead(name) !== undefined;
    const named = query?.trim().toLowerCase() ?? "";
    const exact = id ?? (isKnown(named) ? named : undefined);
    if (exact !== undefined) {
      if (!isKnown(exact)) throw await unknown(exact, schemas);
      return { operations: [found(exact, schemas, { full: true, scope })] };
    }
    if (query === undefined && effect === undefined && resource === undefined) {
      throw inputError(
        "search_api needs query, operation_id or a filter (effect, resource).",
        `Resources: ${resources().join(", ")}.`,
      );
    }
    const known = resources();
    const wanted = resource?.trim().toLowerCase();
    if (wanted !== undefined && !known.includes(wanted)) {
      const near = nearest(wanted, known, (name) => name);
      throw inputError(
        `Unknown resource ${quoted(wanted, 60)}.${near.length > 0 ? ` Did you mean ${alternatives(near)}?` : ""}`,
        `Resources: ${known.join(", ")}.`,
      );
    }
    const search = await openSearch(schemas);
    const hits = search(query ?? "", { effect, resource: wanted });
    const more = hits.slice(limit, limit + MOST_NAMED);
    const left = hits.length - limit - more.length;
    const elsewhere = query === undefined ? undefined : knownGap(query);
    const none =
      hits.length === 0
        ? `No operation matches the search.${query !== undefined && elsewhere === undefined ? ` Try other words. For connectors, use get_status, list_connectors or get_schema.` : ""}${elsewhere === undefined ? ` Resources: ${resources().join(", ")}.` : ""}`
        : undefined;
    const note = [none, elsewhere].filter((text) => text !== undefined).join(" ");
    return {
      operations: hits.slice(0, limit).map((hit) => found(hit, schemas, { full: false, scope })),
      ...(more.length > 0 ? { more } : {}),
      ...(left > 0 ? { left_out: left } : {}),
      ...(note === "" ? {} : { note }),
    };
  },

  render: ({ operations, more = [], left_out = 0, note }) =>
    lines(
      operations.map(operationText),
      more.length > 0 &&
        `More: ${more.join(", ")}${left_out > 0 ? `, and ${left_out} more; to narrow the search, give effect, resource or more words` : ""}`,
      note,
      operations.length > 0 &&
        `* required. A secret takes {"secret_ref":"env:NAME"}.${operations.length > 1 ? " To see all details of one operation, pass operation_id." : ""}`,
    ),
});

const MOST_NAMED = 30;

interface Form {
  full: boolean;
  scope: ReadContext["scope"];
}

function found(id: string, schemas: BodySchemas, form: Form): Found {
  const combined = combinedRead(id);
  if (combined !== undefined) return describedCombined(combined);
  if (!isOperationId(id))
    throw new AppError("internal", "The search index contains an unknown operation.");
  return described(id, schemas, form);
}

const describedCombined = ({ id, summary, hint, params }: CombinedRead): Found => ({
  operation_id: id,
  summary,
  effect: "read",
  call_with: "read_api",
  asks: "no",
  params: { ...params },
  notes: [hint],
});

function described(id: OperationId, schemas: BodySchemas, { full, scope }: Form): Found {
  const spec = operation(id);
  const schema = schemas.body(id);
  const form = full ? { depth: 12, short: false } : { depth: 1, short: true };
  const fields = schema === undefined ? [] : fieldLines(schema, form);
  const variants = schemas.variants(id);
  const better = betterTool(id, { scope });
  const secrets = shownOnce(id);
  const asked = asks(call(id));
  const reply = schemas.reply(id);
  return compact({
    operation_id: id,
    summary: summaryOf(id),
    effect: spec.effect,
    call_with: callableWith(spec, scope),
    asks: spec.effect === "read" ? "no" : asked ? "yes" : "depends on the body",
    params: Object.fromEntries([
      ...spec.pathParams.map((name) => [`${name}*`, "string"]),
      ...Object.entries(spec.queryParams).map(([name, { type, required, enum: values }]) => [
        `${name}${required === true ? "*" : ""}`,
        values?.join("|") ?? type,
      ]),
    ]),
    body: Object.fromEntries(
      fields.map(({ name, type, required }) => [`${name}${required ? "*" : ""}`, type]),
    ),
    variants: full && variants !== undefined ? variantLines(id, variants, schemas) : {},
    response:
      full && reply !== undefined ? schemaLine(reply, { depth: 6, short: true }) : undefined,
    notes: [
      isAdded(id) ? FROM_DEFINITION : undefined,
      HINTS[id],
      WARNINGS[id],
      twinNote(id),
      better === undefined || better === toolFor(spec)
        ? undefined
        : spec.effect === "read"
          ? `${better} returns the same data in a shorter form.`
          : `${better} does the same with more checks.`,
      secrets.length > 0
        ? `From the response, the tool writes ${secrets.join(" and ")} to a file in FIVETRAN_SECRETS_DIR and does not return ${secrets.length === 1 ? "it" : "them"}.`
        : undefined,
      !full && variants !== undefined
        ? `The fields depend on ${variants.by}, which has ${variants.values.length} values. To see them, pass operation_id.`
        : undefined,
    ].filter((note) => note !== undefined),
  });
}

function callableWith(spec: Operation, scope: ReadContext["scope"]): string {
  const tool = toolFor(spec);
  if (tool === undefined) return "TypeScript library only";
  const setting = scope.forbids(spec.id);
  return setting === undefined ? tool : `not allowed by ${setting}`;
}

/** Returns the fields that each variant of the body adds to the shared ones. */
function variantLines(
  id: OperationId,
  { by, values }: { by: string; values: readonly string[] },
  schemas: BodySchemas,
): Record<string, string> {
  if (values.length > 20)
    return {
      [by]: values.join("|"),
      config: "to get the fields for one service, call describe_service",
    };
  const shared = new Set(fieldNames(id, undefined, schemas));
  return Object.fromEntries(
    values.map((value) => {
      const schema = schemas.body(id, value);
      const fields = schema === undefined ? [] : fieldLines(schema, { depth: 6, short: true });
      const own = fields.filter(({ name, type }) => !shared.has(name) || type !== "object");
      const plain = own.filter(
        ({ name }) => name === "config" || !shared.has(name) || name.endsWith("_config"),
      );
      return [`${by}=${value}`, plain.map(({ name, type }) => `${name}: ${type}`).join(", ")];
    }),
  );
}

function fieldNames(id: OperationId, variant: string | undefined, schemas: BodySchemas): string[] {
  const schema = schemas.body(id, variant);
  return schema === undefined
    ? []
    : fieldLines(schema, { depth: 0, short: true }).map(({ name }) => name);
}

function operationText(found: Found): string {
  const { operation_id, summary, effect, call_with, asks: asked, notes = [] } = found;
  const pairs = (of: Record<string, string> = {}) =>
    Object.entries(of)
      .map(([name, type]) => `${name}: ${type}`)
      .join(", ");
  const changes =
    effect === "read"
      ? ""
      : asked === "yes"
        ? ", needs confirmation"
        : `, needs confirmation: ${asked}`;
  return lines(
    `${operation_id} (${call_with}${effect === "read" ? "" : `, ${effect}`}${changes}) ${summary}`,
    found.params !== undefined && `  params: ${pairs(found.params)}`,
    found.body !== undefined && `  body: ${pairs(found.body)}`,
    Object.entries(found.variants ?? {}).map(([value, fields]) => `  ${value}: ${fields}`),
    found.response !== undefined && `  response: ${found.response}`,
    notes.map((note) => `  ${note}`),
  );
}

async function unknown(id: string, schemas: BodySchemas) {
  const search = await openSearch(schemas);
  const near = [
    ...new Set([...nearest(id, callableIds(), (known) => known), ...search(id).slice(0, 3)]),
  ].slice(0, 4);
  return inputError(
    `Operation ${quoted(id, 80)} not found.`,
    near.length > 0 ? `Did you mean ${alternatives(near)}?` : "Search for operations with query.",
    { candidates: near },
  );
}
