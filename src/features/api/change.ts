import * as z from "zod";
import { inputError } from "../../base/errors.js";
import { type JsonSchema, withFields } from "../../base/json-schema.js";
import { alternatives, nearest, slipOf } from "../../base/nearest.js";
import { readAs } from "../../base/read-as.js";
import { isReference } from "../../base/secret.js";
import { bare, quoted } from "../../base/text.js";
import { isAdded } from "../../client/operations/added.js";
import { type BodySchemas, openSchemas } from "../../client/operations/body-schemas.js";
import {
  asks,
  isIrreversible,
  type Operation,
  operation,
  shownOnce,
} from "../../client/operations/catalog.js";
import { Connection } from "../../client/resources/models.js";
import { detail, fieldSet, final } from "../../toolkit/consequence.js";
import {
  type Call,
  call,
  changesSetup,
  type Json,
  type Plan,
  type ReadContext,
  type StepOutcome,
  withoutTests,
} from "../../toolkit/define.js";
import type { Notation } from "../../toolkit/notation.js";
import { openObject, operationId, operationParams, textField } from "../../toolkit/params.js";
import { compact } from "../../toolkit/render.js";
import {
  invitationFor,
  invitationNotes,
  invitationOutcome,
  withoutInvitation,
} from "../access/index.js";
import { NETWORK_TESTED, replacedSchedule, type Tested, testStep } from "../connector/index.js";
import { settingMeaning } from "../schema/index.js";
import { isHostName, NETWORK_FIELDS, readableService, typeSchema } from "../services/index.js";
import { FIRST_LOAD, neverSynced, refusalOf, transformationHandle } from "../sync/index.js";
import { refuseLockout } from "./checks/lockout.js";
import { type Refusal, schemaRefusal } from "./checks/schema-state.js";
import {
  checkBody,
  checkParams,
  checkReferences,
  notKnown,
  refuseValues,
} from "./checks/validate.js";
import { checkValues, withEventList } from "./checks/values.js";
import { deletedWith } from "./delete.js";
import { twinNote } from "./describe/twins.js";
import { outcomeOf } from "./finish.js";
import { shownFields } from "./mask.js";
import { bodyWithIds, withIds } from "./names.js";
import { operationFor } from "./operations.js";
import { ApiResult, apiResultText } from "./result.js";
import { type ApiTarget, apiTarget, targetText } from "./target.js";
import { betterTool, FROM_DEFINITION, summaryOf, WARNINGS } from "./wording.js";

/** Returns the summary of an operation with its target. What the operation can change is left out. */
function summaryWith(id: Operation["id"], target: ApiTarget): string {
  const [what = "", ...effects] = summaryOf(id).split("; ");
  return [`${what.replace(/: .*$/, "")}: ${targetText(target)}`, ...effects].join("; ");
}

const ADVICE =
  'Secrets that are given in plain text become part of this conversation. Consider rotating them. Next time pass {"secret_ref":"env:NAME"}, or for a connector use a connect card.';
const IN_ORDER = 40;

type Fields = Record<string, Json>;

/** The facts about a planned change that `finish` needs. */
export interface ApiChange {
  operation: Operation["id"];
  target: string;
  advice: string | undefined;
  /** Notes of the plan that the result repeats. */
  notes: readonly string[];
  /** The handle of the run that starts, for wait_for_sync. */
  handle?: string | undefined;
  /** Set if the state of the target forbids the change: the reason, and what to do. */
  refusal?: Refusal | undefined;
}

/**
 * Plans one change: its target, the request, the fields that change, and the consequences. Sends
 * only reads.
 */
async function planChange(
  spec: Operation,
  { params, unlisted }: Pick<Call, "params" | "unlisted">,
  given: Fields | undefined,
  { schemas, ctx }: { schemas: BodySchemas; ctx: ReadContext },
): Promise<Plan<ApiChange>> {
  const first =
    spec.body === undefined
      ? undefined
      : readBody(withEventList(spec, given ?? {}), schemas.body(spec.id));
  refuseBody(spec, first ?? given ?? {}, ctx.notation);
  const variants = schemas.variants(spec.id);
  const named = variants === undefined ? undefined : variantOf(spec, variants, first);
  const check = async (variant: string | undefined) => {
    const schema = schemas.body(spec.id, variant);
    if (first === undefined || schema === undefined) return { schema, body: first, unknown: [] };
    const body = readBody(named && variants ? { ...first, [variants.by]: named } : first, schema);
    const knows = (field: string) => isFieldOfVariant(spec.id, field, schemas);
    const unknown = await checkBody(spec, body, schema, { notation: ctx.notation, knows });
    return { schema, body, unknown };
  };
  // The body is checked before anything is read, unless only a read can show which variant of the
  // body applies.
  const early = variants === undefined || named !== undefined ? await check(named) : undefined;
  const withNames = async (body: Json | undefined): Promise<Json | undefined> =>
    isObject(body) ? bodyWithIds(spec.id, body, ctx) : body;
  const target = await apiTarget(call(spec.id, params, await withNames(early?.body ?? first)), ctx);
  const { present } = target;
  const {
    schema: own,
    body: checked,
    unknown,
  } = early ?? (await check(textAt(present, variants?.by ?? "")));
  const asGiven = await withNames(checked);
  const schema = await withTypeFields(spec, own, { body: asGiven, present, ctx });
  if (asGiven !== undefined) checkReferences(spec, asGiven, ctx.notation, schema);
  const values = await checkValues(spec, isObject(asGiven) ? asGiven : {}, target, ctx);
  refuseValues(spec, values.problems);
  const body = isObject(asGiven) ? { ...asGiven, ...values.spelled } : asGiven;

  await refuseLockout(call(spec.id, params, body), target, ctx);
  const more = await deletedWith(call(spec.id, params), ctx);

  const refusal =
    spec.id === "sync_connection"
      ? syncRefusal(target)
      : await schemaRefusal(call(spec.id, params), target, ctx);
  if (refusal !== undefined) return refusedPlan(spec, target, refusal);

  const sent = completed(spec, body, target);
  const request = { ...call(spec.id, params, sent), ...(unlisted && { unlisted }) };
  const type =
    variants?.by === "service" && named === undefined ? textAt(first, "service") : undefined;
  const newer = [
    ...(type === undefined ? [] : [`service ${type}`]),
    ...(unlisted ?? []).map((name) => `params.${name}`),
    ...unknown,
  ];
  const fields = sentFields(sent, target.present, schema);
  const loads = startsFirstLoad(request, target);
  const replaced = lostSchedule(request, target);
  const plain = fields.filter(({ plainSecret }) => plainSecret).map(({ path }) => path);
  const tests = networkTests(request, ctx);
  const better = betterTool(spec.id, ctx);
  const twin = twinNote(spec.id);
  const warning = WARNINGS[spec.id];
  const secrets = shownOnce(spec.id);
  return {
    summary: summaryWith(spec.id, target),
    consequences: [
      ...(isAdded(spec.id) ? [FROM_DEFINITION] : []),
      ...notKnown(newer),
      ...Object.entries(params)
        .filter(([name]) => /Name$|^hash$/.test(name))
        .map(([name, value]) => `${name}: ${bare(String(value))}`),
      ...more.lines.map(final),
      ...fields.map(({ path, text }) => fieldSet(path, text)),
      ...(loads ? [`${targetText(target)}: ${FIRST_LOAD}`] : []),
      ...(replaced === undefined
        ? []
        : [`${targetText(target)}: this replaces the current schedule ${bare(replaced)}`]),
      ...values.notes,
      ...tests.lines,
      ...values.lasting,
      ...(warning === undefined ? [] : [isIrreversible(request) ? final(warning) : warning]),
      ...(secrets.length > 0
        ? [
            `The tool writes the new ${secrets.join(" and ")} to a file in the folder that the operator set, and does not return ${secrets.length === 1 ? "it" : "them"}.`,
          ]
        : []),
      ...(plain.length > 0 ? [`${plain.join(", ")}: ${ADVICE}`] : []),
      ...(better === undefined ? [] : [detail(`${better} does the same with more checks.`)]),
      ...(twin === undefined ? [] : [detail(twin)]),
    ],
    asks: asks(request) || newer.length > 0 || plain.length > 0 || loads || replaced !== undefined,
    targets: [{ kind: target.kind, id: target.id, name: target.name }],
    observed: {
      operation: spec.id,
      target: target.id,
      name: target.name,
      ...(spec.effect === "delete" ? { within: target.within } : {}),
      "deleted with it": Object.fromEntries(more.ids.map((id) => [id, true])),
      ...Object.fromEntries(fields.map(({ path, was }) => [`field ${path}`, was])),
    },
    steps: [request, ...tests.steps],
    details: {
      operation: spec.id,
      target: targetText(target),
      advice: plain.length > 0 ? ADVICE : undefined,
      notes: values.lasting,
      handle: spec.id === "run_transformation" ? handleOf(target) : undefined,
    },
  };
}

/**
 * Returns a handle for the next run of a transformation. Undefined if the transformation could not
 * be read.
 */
function handleOf({ id, shown }: ApiTarget): string | undefined {
  const started = textAt(shown, "last_started_at");
  return shown && transformationHandle({ id, last_started_at: started });
}

/**
 * Returns the setup tests to run after a network change, because Fivetran starts none for such a
 * change.
 */
function networkTests(
  { operation: id, params, body }: Call,
  { scope }: Pick<ReadContext, "scope">,
): { steps: Call[]; lines: string[] } {
  const of = TESTED[id];
  const changed = isObject(body) && NETWORK_FIELDS.some((field) => field in body);
  if (of === undefined || !changed || changesSetup(body)) {
    return { steps: [], lines: [] };
  }
  const step = testStep(of, String(Object.values(params)[0]));
  const setting = scope.forbids(step.operation);
  return setting === undefined
    ? { steps: [step], lines: [NETWORK_TESTED] }
    : {
        steps: [],
        lines: [`setup tests do not run after the change, because ${setting} does not allow them`],
      };
}

const TESTED: Partial<Record<Operation["id"], Tested>> = {
  modify_connection: "connector",
  modify_destination: "destination",
};

/**
 * Returns the reason why a sync could not start although Fivetran would accept the request.
 * Undefined if a sync is running, because Fivetran does not start another.
 */
function syncRefusal({ shown }: ApiTarget) {
  const connection = Connection.safeParse(shown).data;
  const running = connection?.status.sync_state.toLowerCase() === "syncing";
  return connection === undefined || running ? undefined : refusalOf(connection);
}

function refusedPlan(spec: Operation, target: ApiTarget, refusal: Refusal): Plan<ApiChange> {
  return {
    summary: summaryWith(spec.id, target),
    consequences: [
      spec.id === "sync_connection"
        ? `${targetText(target)} cannot start, because ${refusal.why}`
        : `${targetText(target)}: ${refusal.why}`,
    ],
    asks: false,
    refused: true,
    targets: [],
    observed: {},
    steps: [],
    details: {
      operation: spec.id,
      target: targetText(target),
      advice: undefined,
      notes: [],
      refusal,
    },
  };
}

/**
 * Returns true if the change makes a connection sync for the first time: by a sync, by resuming it,
 * or by an automatic schedule.
 */
function startsFirstLoad({ operation, body }: Call, { shown }: ApiTarget): boolean {
  if (operation === "sync_connection") return neverSynced(shown);
  if (operation !== "modify_connection" || !isObject(body) || !neverSynced(shown)) return false;
  const paused = body["paused"] ?? shown?.["paused"] ?? false;
  const scheduled = body["schedule_type"] === "auto" || isObject(body["schedule"]);
  return body["paused"] === false || (scheduled && paused === false);
}

/**
 * Returns the cron expression or weekdays that Fivetran drops when a change sets only the older
 * schedule fields. Undefined if nothing is lost.
 */
function lostSchedule({ operation, body }: Call, { shown }: ApiTarget): string | undefined {
  if (operation !== "modify_connection") return undefined;
  const wanted = Connection.partial().safeParse(body).data;
  const current = Connection.safeParse(shown).data;
  return wanted && current && replacedSchedule(wanted, current);
}

const readBody = (body: Fields, schema: JsonSchema | undefined): Fields => {
  const read = readAs(schema ?? { type: "object" }, body);
  return isObject(read) ? read : body;
};

function refuseBody(spec: Operation, given: Fields, notation: Notation): void {
  const fields = Object.keys(given);
  if (spec.body === undefined && fields.length > 0) {
    throw inputError(`${spec.id} does not take a body.`, "Nothing was sent. Remove body.");
  }
  if (!setsAnything(given) && needsBody(spec) && !takesEmpty(spec)) {
    throw inputError(
      spec.method === "PATCH"
        ? `${spec.id} changes nothing ${fields.length === 0 ? "without a body" : `with an empty ${fields.join(" and ")}`}.`
        : `${spec.id} needs a body.`,
      `Nothing was sent. Its fields: ${notation.tool("search_api", { operation_id: spec.id })}`,
    );
  }
  if (fields.includes("connect_card_config")) {
    throw inputError(
      "connect_card_config creates a connect card, but only create_connect_card returns its link.",
      "Nothing was sent. Remove connect_card_config, then call create_connect_card.",
    );
  }
}

/** Returns false for an empty object. An empty list or text counts as a value to set. */
const setsAnything = (value: Json): boolean =>
  !isObject(value) || Object.values(value).some(setsAnything);

/**
 * Returns true if an empty body is meaningful: an empty state makes Fivetran read the source from
 * its beginning.
 */
const takesEmpty = ({ id }: Operation) => id === "modify_connection_state";

/**
 * Returns true if the operation needs a body. The definition marks few fields as required, so this
 * follows from the operation: a change, a creation or a grant needs one.
 */
function needsBody({ id, method, body, repeat, pathParams }: Operation): boolean {
  if (method === "PATCH") return body !== undefined;
  const grants = id.startsWith("add_");
  const says = repeat === "creates" || pathParams.length === 0 || grants;
  return says && body !== undefined && !isAdded(id);
}

/**
 * Returns the variant that the body names. Undefined if it names none, or a type that this version
 * does not know.
 */
function variantOf(
  spec: Operation,
  { by, values }: { by: string; values: readonly string[] },
  body: Json | undefined,
): string | undefined {
  const value = textAt(body, by);
  const known = values.find((one) => one.toLowerCase() === value?.toLowerCase());
  if (value === undefined || known !== undefined) return known;
  // Names of new destination types and log services are passed to Fivetran, unless they look like a
  // misspelt known name.
  if (by === "service" && slipOf(value, values) === undefined) return undefined;
  const near = nearest(value, values, (known) => known);
  throw inputError(
    `${spec.id}: unknown ${by} ${quoted(value, 60)}.${near.length > 0 ? ` Did you mean ${alternatives(near)}?` : ""}`,
    `Nothing was sent. Valid values of ${by}: ${values.join(", ")}.`,
  );
}

/**
 * Returns true if any variant of the body has a field of this name, at the top level or in an
 * object there.
 */
function isFieldOfVariant(id: Operation["id"], field: string, schemas: BodySchemas): boolean {
  return (schemas.variants(id)?.values ?? []).some((value) => {
    const { properties = {} } = schemas.variant(id, value) ?? {};
    const inner = Object.values(properties).map((of) => of.properties ?? {});
    return [properties, ...inner].some((of) => Object.hasOwn(of, field));
  });
}

/**
 * Adds the fields of the connector type, which show what is secret in a connection's configuration.
 */
async function withTypeFields(
  { resource }: Operation,
  schema: JsonSchema | undefined,
  {
    body,
    present,
    ctx,
  }: { body: Json | undefined; present: ApiTarget["present"]; ctx: ReadContext },
): Promise<JsonSchema | undefined> {
  const configures = isObject(body) && ("config" in body || "auth" in body);
  const service = textAt(body, "service") ?? textAt(present, "service");
  if (resource !== "connections" || !configures || schema === undefined || service === undefined) {
    return schema;
  }
  const type = await readableService(service, ctx.fivetran, ctx.signal);
  return type === undefined ? schema : withFields(schema, typeSchema(type));
}

/**
 * Adds fields that Fivetran requires or assumes if the body lacks them: the time zone of a
 * destination, and setup tests.
 */
function completed(
  spec: Operation,
  body: Json | undefined,
  { present }: ApiTarget,
): Json | undefined {
  const tested = spec.id === "modify_connection" || spec.id === "modify_destination";
  if (!tested || !isObject(body)) return body;
  const patch = withoutTests(body);
  if (spec.id === "modify_connection") return patch;
  const zone = textAt(present, "time_zone_offset");
  return Object.hasOwn(body, "time_zone_offset") || zone === undefined
    ? patch
    : { ...patch, time_zone_offset: zone };
}

interface SentField {
  path: string;
  was: Json;
  text: string;
  /** True if it is a secret in plain text. */
  plainSecret: boolean;
}

/** Returns each field that is sent, with its current value if a read shows it. */
function sentFields(
  body: Json | undefined,
  present: ApiTarget["present"],
  schema: JsonSchema | undefined,
): SentField[] {
  if (!isObject(body) || Object.keys(body).length === 0) return [];
  const before = new Map(
    shownFields(present ?? {}, { schema }).map(({ path, shown }) => [path, shown]),
  );
  const fields = shownFields(body, { schema }).map(({ path, shown, masked }) => {
    const was = before.get(path);
    const text = isReference(shown) ? `the secret in ${String(shown.secret_ref)}` : show(shown);
    const known = was !== undefined && !isReference(shown);
    const same = known && !masked && JSON.stringify(was) === JSON.stringify(shown);
    const means = settingMeaning(path.split(".").at(-1) ?? "", shown);
    const change = same ? `${text} (unchanged)` : `${known ? `${show(was)} -> ` : ""}${text}`;
    // A long result is cut at its end, so the fields that matter most come first.
    const first = masked || isReference(shown) || isHostName(path.split(/[.[]/).at(-1) ?? "");
    return {
      path,
      was: was ?? null,
      text: `${path}: ${change}${means === undefined ? "" : ` (${means})`}`,
      plainSecret: masked,
      first,
    };
  });
  return fields.length <= IN_ORDER
    ? fields
    : [...fields.filter(({ first }) => first), ...fields.filter(({ first }) => !first)];
}

function show(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : value.map(show).join(", ");
  if (typeof value === "object" && value !== null) return "{}";
  const plain = typeof value !== "string" || /^[\w.:+*-]{1,64}$/.test(value);
  return plain ? String(value) : quoted(value, 300);
}

const isObject = (value: Json | undefined): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
function textAt(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === "string" ? found : undefined;
}

const changeInput = (id: string, params: Record<string, Json>, body: Record<string, Json>) =>
  z.strictObject({
    operation_id: operationId.describe(`from search_api, e.g. ${id}`),
    params: operationParams(params),
    body: openObject(body)
      .describe(`JSON body, e.g. ${Object.keys(body).join()}`)
      .optional(),
  });
const within = (key: string, field: Json) => ({
  type: "object",
  additionalProperties: true,
  properties: { [key]: field },
  description: `e.g. ${key}`,
});
const columns = { type: "array", items: { type: "string" }, description: 'e.g. ["fax"]' };
const CHANGE_INPUT = {
  write: changeInput(
    "modify_group",
    { groupId: textField("fast_river") },
    { name: textField("staging") },
  ),
  delete: changeInput(
    "delete_webhook",
    { webhookId: textField("fast_river") },
    { schemas: within("public", within("tables", within("orders", within("columns", columns)))) },
  ),
};

/** The shared parts of the tools that make changes by operation id. */
export const changeByOperation = (effect: "write" | "delete") => ({
  uses: [],
  input: CHANGE_INPUT[effect],
  output: ApiResult,

  async plan(
    { operation_id: id, params: given, body }: z.output<(typeof CHANGE_INPUT)[typeof effect]>,
    ctx: ReadContext,
  ): Promise<Plan<ApiChange>> {
    const spec = operationFor(id, effect);
    const schemas = await openSchemas();
    const { own, invitation, notes } = await invitationFor(spec.id, body, ctx);
    const plan = await withIds(spec.id, given, ctx, async (params) =>
      planChange(spec, checkParams(spec, params), own, { schemas, ctx }),
    );
    const { consequences } = plan;
    if (invitation === undefined) return { ...plan, consequences: [...consequences, ...notes] };
    return {
      ...plan,
      summary: `Invite a user to the account, then: ${plan.summary}`,
      consequences: [...notes, ...consequences],
      steps: [invitation, ...plan.steps],
    };
  },

  async finish(outcomes: StepOutcome[], { details }: Plan<ApiChange>, ctx: ReadContext) {
    const spec = operation(details.operation);
    if (details.refusal !== undefined) {
      const { why, next } = details.refusal;
      const { target } = details;
      return { operation: spec.id, target, status: "refused" as const, notes: [why], advice: next };
    }
    const own = withoutInvitation(spec.id, outcomes);
    const {
      created,
      notes = [],
      ...outcome
    } = await outcomeOf(spec, own, await openSchemas(), ctx);
    return compact({
      operation: spec.id,
      target: (spec.pathParams.length === 0 ? created : undefined) ?? details.target,
      ...outcome,
      ...invitationOutcome(spec.id, outcomes),
      notes: [...invitationNotes(spec.id, outcomes), ...notes, ...details.notes],
      ...(details.handle === undefined
        ? {}
        : {
            handles: [details.handle],
            advice: `To wait for it: ${ctx.notation.tool("wait_for_sync", { handles: [details.handle] })}`,
          }),
      ...(details.advice === undefined ? {} : { advice: details.advice }),
    });
  },

  render: apiResultText,
});
