import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import type { ConnectorTypeDetails } from "../src/client/resources/connector-types.js";
import type { Connection } from "../src/client/resources/models.js";
import {
  access,
  approveCall,
  type BulkDetails,
  bulkOutput,
  Change,
  type Changed,
  CONTROLS,
  changedBody,
  changesNetwork,
  changesOf,
  changesSource,
  complement,
  connectionIn,
  delayAlerts,
  FREQUENCIES,
  finishBulkSettings,
  finishMove,
  hostLines,
  jsonFields,
  judgeChanges,
  logNote,
  type MoveDetails,
  moveFields,
  NETWORK_TESTED,
  namedConnection,
  namingProblems,
  network,
  networkOf,
  observedOf,
  onlyMove,
  pick,
  plainSecretNote,
  plainSecrets,
  planBulkSettings,
  planMove,
  publicKey,
  refuse,
  renderBulkSettings,
  replacedSchedule,
  SCHEDULE_FIELDS,
  type Selected,
  schedule,
  scheduleNotes,
  scheduleProblems,
  select,
  stateLines,
  TestResults,
  testLines,
  testResults,
  testStep,
  testsIn,
  trust,
  trustLines,
  undoOf,
  withTypedSchedule,
  wordSelection,
} from "../src/features/connector/index.js";
import {
  fieldProblems,
  mergeConfig,
  needsPublicKey,
  networkIdProblems,
  networkProblems,
  readableService,
  readGiven,
} from "../src/features/services/index.js";
import { FIRST_LOAD, neverSynced } from "../src/features/sync/index.js";
import { judgedOutput, judgedStatus, readAfter } from "../src/toolkit/applied.js";
import { fieldSet } from "../src/toolkit/consequence.js";
import {
  call,
  defineTool,
  type Plan,
  type ReadContext,
  withoutTests,
} from "../src/toolkit/define.js";
import { type Notation, ToolCall } from "../src/toolkit/notation.js";
import { connector } from "../src/toolkit/params.js";
import { bare, compact, dashboard, lines, named } from "../src/toolkit/render.js";
import { lookWith } from "../src/toolkit/rephrase.js";
import { errorWords, troubleText } from "../src/toolkit/step-results.js";

const input = z.strictObject({
  connector: connector.optional(),
  ...wordSelection,
  ...schedule,
  sync_frequency: z
    .int()
    .describe(`minutes: ${FREQUENCIES.join(" ")}, e.g. 360`)
    .optional(),
  ...delayAlerts,
  pause_after_trial: z.boolean().describe("e.g. true").optional(),
  schema_status: z.enum(["ready"]).describe("ends the schema review, e.g. ready").optional(),
  ...network,
  ...access,
  ...trust,
  ...moveFields,
});
type Input = z.output<typeof input>;

export const updateConnector = defineTool({
  name: "update_connector",
  title: "Update a connector",
  effect: "write",
  destructive: true,
  idempotent: true,
  alwaysAsks: false,
  uses: ["connection_details", "list_connections", "modify_connection"],
  description:
    "Change the schedule, delay alerts, configuration, credentials or network of connectors, or move them to another destination. Sends only changed fields. Most changes need confirmation.",
  input,
  output: z.looseObject({
    connector: z.looseObject({ name: z.string(), id: z.string() }).optional(),
    ...bulkOutput,
    changed: z.array(Change).optional(),
    ...judgedOutput,
    not_applied: z.array(z.string()).optional(),
    not_visible_yet: z.array(z.string()).optional(),
    setup_state: z.string().optional(),
    tests: TestResults.optional(),
    notes: z.array(z.string()).optional(),
    undo: ToolCall.optional(),
    next: z.string().optional(),
  }),

  async plan(asked, ctx): Promise<Plan<Details | BulkDetails | MoveDetails>> {
    const { destination_group } = asked;
    if (destination_group !== undefined) {
      onlyMove(givenFields(asked));
      return planMove({ ...asked, destination_group }, await selectedBy(asked, ctx), ctx);
    }
    checkOfMove(asked);
    const given = withTypedSchedule(asked);
    const { fivetran, signal } = ctx;
    if (given.connector === undefined)
      return planBulkSettings(bulkWanted(given), await select(pick(given, SELECTION), ctx));
    checkSingle(given);
    checkAnything(given, given.connector, ctx.notation);
    const connection = await namedConnection(given.connector, ctx);
    const { id, schema: name, group_id: group } = connection;
    const current = jsonFields(connection["config"]);
    const touchesSource = given.config !== undefined || given.auth !== undefined;
    const longer = [given.sync_frequency, given.schedule_type, given.schedule].some(
      (value) => value !== undefined,
    );
    const { found: type, unread } = touchesSource
      ? { found: await readableService(connection.service, fivetran, signal) }
      : longer
        ? await complement((signal) => readableService(connection.service, fivetran, signal), ctx)
        : {};
    const read = readGiven(given, type);
    checkNotEmpty(given, read);
    const args = { ...given, ...read };
    const ofFields = await fieldProblems(args, type, current);
    const ofNetwork = networkProblems(
      args,
      networkOf(connection),
      mergeConfig(current, args.config ?? {}),
    );
    if (ofNetwork.length === 0)
      ofNetwork.push(...(await networkIdProblems(args, networkOf(connection), ctx)));
    refuse(
      [
        ...scheduleProblems(args, connection),
        ...ofNetwork,
        ...namingProblems(args.config, current),
        ...ofFields,
      ],
      ofFields.length > 0
        ? `For the fields, call ${ctx.notation.tool("describe_service", { service: connection.service })}`
        : undefined,
    );
    const body = changedBody(args, connection, current);
    const changes = changesOf(body, connection, current, type);
    const source = changesSource(body);
    checkTrust(args, source, id, ctx.notation);
    if (source) Object.assign(body, pick(args, CONTROLS));
    const networked = changesNetwork(body);
    const unasked = networked && !source && args.run_setup_tests !== false;
    const untestable = unasked ? ctx.scope.forbids("run_setup_tests") : undefined;
    const tests = unasked && untestable === undefined ? [testStep("connector", id)] : [];
    const firstLoad =
      (body["schedule_type"] === "auto" || "schedule" in body) &&
      !connection.paused &&
      neverSynced(connection);
    const after = mergeConfig(current, jsonFields(body["config"]));
    const hosts = source || networked ? hostLines(current, after, type) : [];
    const database = type === undefined ? "schema_prefix" in current : type.type === "Database";
    const replaced = replacedSchedule(args, connection);
    const unchecked = unread !== undefined && !database && logNote(args, connection) !== undefined;
    const notes = [
      ...scheduleNotes(args, connection, database),
      ...(unchecked
        ? [
            `it was not checked whether the source is a database, whose change log must be kept for longer than the new interval, because the connector type could not be read: ${unread}`,
          ]
        : []),
      ...(replaced === undefined ? [] : [`this replaces the current schedule: ${bare(replaced)}`]),
      ...secretNotes(args, type),
      ...(touchesSource && type === undefined
        ? [
            "the values were not checked, because this program's API key or settings do not allow reading the fields of the service",
          ]
        : []),
    ];
    const key = needsPublicKey(args, args.config)
      ? await publicKey("the group", group, ctx)
      : undefined;
    const details: Details = {
      kind: "single",
      connection,
      body,
      changes,
      notes,
      type,
    };
    return {
      summary: `Update ${named(name, id)}: ${changes.map(({ field }) => field).join(", ") || "nothing"}`,
      consequences: [
        ...changes.map(({ field, from, to }) => fieldSet(field, `${field}: ${from} → ${to}`)),
        ...hosts,
        ...(key === undefined ? [] : [key.line]),
        ...trustLines(body),
        ...(source
          ? [
              body["run_setup_tests"] === false
                ? "new credentials take effect after the setup tests have run (run_setup_tests)"
                : "the setup tests run as part of the change",
            ]
          : []),
        ...(tests.length > 0 ? [NETWORK_TESTED] : []),
        ...(untestable === undefined
          ? []
          : [`setup tests do not run after the change, because ${untestable} does not allow them`]),
        ...stateLines(connection, body, source || networked),
        ...(firstLoad ? [`${named(name, id)}: ${FIRST_LOAD}`] : []),
        ...notes,
      ],
      asks: source || networked || firstLoad || replaced !== undefined,
      targets: [{ kind: "connector" as const, id, name }],
      observed: observedOf(connection, body, type),
      steps:
        changes.length === 0
          ? []
          : [call("modify_connection", { connectionId: id }, withoutTests(body)), ...tests],
      details,
    };
  },

  rest(asked, { details }) {
    if (details.kind !== "bulk") return undefined;
    const wanted = bulkWanted(withTypedSchedule(asked));
    return planBulkSettings(wanted, { matches: details.outside, gaps: [] });
  },

  async finish(outcomes, { details }, ctx) {
    if (details.kind === "bulk") return finishBulkSettings(outcomes, details, ctx);
    if (details.kind === "move") return finishMove(outcomes, details, ctx);
    const [outcome, tested] = outcomes;
    const { fivetran, signal, notation } = ctx;
    const { connection, body, notes } = details;
    const { id, schema: name } = connection;
    const ref = { name, id };
    if (outcome?.state === "unknown") {
      return compact({
        connector: ref,
        status: "partial" as const,
        unknown: [{ ...ref, error: errorWords(outcome.error) }],
        next: readCall(id, notation),
      });
    }
    if (outcome?.state === "failed") {
      return compact({
        connector: ref,
        status: "partial" as const,
        not_applied: details.changes.map(({ field }) => field),
        notes: [errorWords(outcome.error)],
      });
    }
    if (outcome?.state !== "done") {
      return compact({ connector: ref, notes: ["all requested values are already set", ...notes] });
    }
    const reply = connectionIn(outcome);
    const { after, unread } = await readAfter(fivetran.connections.get(id, { signal }));
    const { applied, pending, missing, done } = judgeChanges(details, reply, after);
    const source = changesSource(body);
    const ownTests = tested?.state === "done" ? testsIn(tested.reply.data) : undefined;
    const tests =
      source || ownTests !== undefined
        ? testResults(ownTests ?? testsIn(outcome.reply.data) ?? after?.setup_tests)
        : undefined;
    const noTests =
      tested?.state === "failed"
        ? [`the setup tests did not run: ${errorWords(tested.error)}`]
        : tested?.state === "unknown"
          ? [`it is not known whether the setup tests ran: ${errorWords(tested.error)}`]
          : [];
    const state = (after ?? reply)?.status.setup_state;
    const networked = changesNetwork(body);
    const untested = (source || networked) && tests === undefined;
    return compact({
      connector: ref,
      ...judgedStatus(done, unread),
      changed: applied,
      not_applied: missing.map(({ field }) => field),
      not_visible_yet: pending.map(({ field }) => field),
      setup_state:
        source || tests !== undefined || state !== connection.status.setup_state
          ? state
          : undefined,
      tests,
      notes: [...notes, ...noTests, ...(unread === undefined ? [] : [unread])],
      undo: undoOf(connection, body, [...applied, ...pending]),
      next:
        untested || (tests !== undefined && state !== "connected")
          ? (approveCall({ connector: id }, tests ?? { passed: 0 }, notation.tool) ??
            (untested
              ? notation.tool("run_setup_tests", { connector: id })
              : `Correct the setting that failed, then test again: ${dashboard(id)}`))
          : undefined,
    });
  },

  explain: async (error, { targets: [target] }, { notation }) =>
    lookWith(error, readCall(target?.id ?? "", notation)),

  render: (data, notation) => {
    const { connector: of, changed = [], not_applied = [], not_visible_yet = [], ...rest } = data;
    if (of === undefined) return renderBulkSettings(data, notation);
    const { setup_state, tests, notes = [], undo, next, unknown } = rest;
    return lines(
      unknown !== undefined
        ? troubleText({ unknown })
        : changed.length + not_applied.length + not_visible_yet.length === 0
          ? `${named(of.name, of.id)}: nothing to change`
          : `${verbOf(changed, not_applied, not_visible_yet)} ${named(of.name, of.id)}${setup_state === undefined ? "" : `: setup ${bare(setup_state)}`}`,
      changed.map(({ field, from, to }) => `  ${field}: ${from} → ${to}`),
      not_applied.map((field) => `Not applied: ${field}`),
      not_visible_yet.map((field) => `Accepted, not visible yet: ${field}`),
      tests !== undefined && testLines(tests),
      notes.map((note) => `Note: ${note}`),
      undo !== undefined && `To undo: ${notation.tool(undo.tool, undo.arguments)}`,
      next !== undefined && `Next: ${next}`,
    );
  },
});

/** Returns the call that shows whether a change took effect. */
const readCall = (connectionId: string, notation: Notation) =>
  notation.tool("read_api", { operation_id: "connection_details", params: { connectionId } });

const SELECTION = ["connectors", "group", "words"] as const;

/** Returns the connectors of a call: one, or several by a list or filter. */
async function selectedBy(given: Input, ctx: ReadContext): Promise<Selected> {
  if (given.connector === undefined) return select(pick(given, SELECTION), ctx);
  checkSingle(given);
  return { matches: [await namedConnection(given.connector, ctx)], gaps: [] };
}

/** Rejects `sync_behavior` and `force_move` without `destination_group`. */
function checkOfMove({ sync_behavior, force_move }: Input): void {
  const alone = Object.keys(pick({ sync_behavior, force_move }, ["sync_behavior", "force_move"]));
  if (alone.length === 0) return;
  throw inputError(
    `${alone.join(" and ")} can be given only with destination_group, for a move.`,
    "Nothing was sent. To move connectors, add destination_group. To load the history again in the current destination, use resync_connector.",
  );
}

/**
 * Returns the settings for a change of several connectors. Only settings that mean the same for
 * each connector are accepted.
 */
function bulkWanted(given: Input) {
  const wanted = pick(given, SCHEDULE_FIELDS);
  const others = givenFields(given).filter(
    (field) => !(field in wanted) && !SELECTION.some((name) => name === field),
  );
  if (others.length > 0) {
    throw inputError(
      `${others.join(", ")} can be set only for one connector, in the parameter connector.`,
      `Nothing was sent. For several connectors you can set: ${SCHEDULE_FIELDS.join(", ")}.`,
    );
  }
  if (Object.keys(wanted).length === 0) {
    throw inputError("No change was given.", `Give at least one of ${SCHEDULE_FIELDS.join(", ")}.`);
  }
  return wanted;
}

function checkSingle(given: Input): void {
  const also = SELECTION.filter((name) => given[name] !== undefined);
  if (also.length === 0) return;
  throw inputError(
    `connector cannot be given together with ${also.join(" or ")}.`,
    "Nothing was sent. To change one connector, give connector. To change several, give connectors or a filter.",
  );
}

const givenFields = (given: Input) =>
  Object.keys(given).filter((key) => Reflect.get(given, key) !== undefined);

type List = readonly unknown[];
const verbOf = (changed: List, missing: List, pending: List) =>
  missing.length > 0
    ? changed.length > 0
      ? "Partly updated"
      : "Not updated:"
    : pending.length > 0
      ? "Update accepted:"
      : "Updated";

interface Details extends Changed {
  kind: "single";
  connection: Connection;
  notes: string[];
}

/** Refuses a call that gives only fields without a value, because it would be reported as nothing to change. */
function checkNotEmpty(given: Input, read: ReturnType<typeof readGiven>): void {
  const empty = (["config", "auth"] as const).filter(
    (part) => given[part] !== undefined && Object.keys(read[part] ?? {}).length === 0,
  );
  const others = givenFields(given).filter(
    (field) => field !== "connector" && !empty.some((part) => part === field),
  );
  if (empty.length === 0 || others.length > 0) return;
  throw inputError(
    `No change was given: ${empty.join(" and ")} ${empty.length > 1 ? "have" : "has"} no field with a value.`,
    "Nothing was sent. null and empty values count as absent.",
  );
}

function checkAnything(args: Input, of: string, notation: Notation): void {
  const fields = givenFields(args).filter((field) => field !== "connector");
  if (fields.length === 0) {
    throw inputError("No change was given.", "Give at least one field besides connector.");
  }
  const controls: readonly string[] = CONTROLS;
  if (fields.every((field) => controls.includes(field))) refuseControls(fields, of, notation);
}

/**
 * Rejects the trust switches unless the change starts setup tests. Fivetran ignores them with
 * fields that start no tests, and rejects a request that contains nothing else.
 */
function checkTrust(args: Input, source: boolean, id: string, notation: Notation): void {
  if (source) return;
  const asked = CONTROLS.filter((field) => args[field] === true);
  if (asked.length > 0) refuseControls(asked, id, notation);
}

function refuseControls(
  fields: readonly string[],
  connectorValue: string,
  notation: Notation,
): never {
  throw inputError(
    `${fields.join(" and ")} ${fields.length === 1 ? "has" : "have"} no effect without config or auth, because Fivetran runs setup tests only when config or auth changes.`,
    `Nothing was sent. To run the tests without a change, and to trust certificates or host keys with approve: ${notation.tool("run_setup_tests", { connector: connectorValue })}`,
  );
}

function secretNotes(args: Input, type: ConnectorTypeDetails | undefined): string[] {
  const plain = plainSecrets(type, args);
  return plain.length > 0 ? [plainSecretNote(plain)] : [];
}
