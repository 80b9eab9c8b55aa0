import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { sanitize } from "../src/base/text.js";
import type { Connection, Notice } from "../src/client/resources/models.js";
import type { Unreadable } from "../src/client/resources/reply.js";
import { repairers } from "../src/features/access/index.js";
import { foundOf, Missing, maskFields } from "../src/features/connector/index.js";
import {
  adviceFor,
  codesOf,
  DESTINATION_TASK,
  type Diagnosis,
  expectationText,
  judge,
  type Reports,
  readConnections,
  readGroups,
  readReports,
  standing,
  taskRemedy,
  unreadFields,
  VERDICTS,
  warningRemedy,
} from "../src/features/health/index.js";
import { gapReader, recentHistory } from "../src/features/history/index.js";
import {
  failureText,
  judgeTransformation,
  readTransformations,
  runState,
  upstreamOf,
} from "../src/features/transformations/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { connectors, extra, mapOf } from "../src/toolkit/params.js";
import {
  bare,
  compact,
  count,
  dashboard,
  facts,
  lines,
  named,
  plain,
  QUOTED_TEXT,
  quoted,
  RESULT_BUDGET,
} from "../src/toolkit/render.js";

const said = { message: z.string().optional(), details: z.string().optional() };
type Said = z.output<z.ZodObject<typeof said>>;
const NoticeOutput = z.looseObject({ code: z.string(), ...said });
const FailedTest = z.looseObject({ title: z.string(), ...said });

const Status = z.looseObject({
  name: z.string(),
  id: z.string(),
  service: z.string(),
  group: z.string(),
  verdict: z.enum(VERDICTS).meta({ unlisted: true }),
  reason: z.string(),
  expected: z.string().optional(),
  facts: mapOf(z.union([z.string(), z.number(), z.boolean()]), {
    age_minutes: { type: "number" },
  }).optional(),
  history: extra(z.string()),
  notes: z.array(z.string()).optional(),
  tasks: z.array(NoticeOutput).optional(),
  warnings: z.array(NoticeOutput).optional(),
  table_warnings: z
    .array(z.looseObject({ table: z.string(), code: z.string(), message: z.string().optional() }))
    .optional(),
  errors: z
    .array(
      z.looseObject({
        code: z.string(),
        reason: z.string().optional(),
        message: z.string().optional(),
      }),
    )
    .optional(),
  failed_tests: z.array(FailedTest).optional(),
  transformations: z.array(z.string()).optional(),
  next: z.string().optional(),
  can_repair: z.array(z.string()).optional(),
  dashboard: z.string().optional(),
  details: mapOf(z.unknown(), { group_id: { type: "string" } }).optional(),
});
type Status = z.output<typeof Status>;

export const getStatus = defineTool({
  name: "get_status",
  title: "Get connector status",
  effect: "read",
  uses: ["connection_details", "list_connections"],
  description:
    "Show whether up to 20 connectors are healthy and, if not, why and what to do next. For a whole account or group use check_stale.",
  input: z.strictObject({
    connectors: connectors.max(20),
    details: z.boolean().describe("all fields and dependents, e.g. true").default(false),
  }),
  output: z.looseObject({
    connectors: z.array(Status),
    missing: Missing.optional(),
    gaps: z.array(z.string()).optional(),
  }),

  async run({ connectors: values, details }, ctx) {
    const { expectations } = ctx.settings;
    const gapsOf = gapReader(ctx);
    const readGapNotes = (connections: readonly Connection[]) => {
      // The histories are selected before the destinations are read, because one request after the
      // other would take twice as long.
      const bySelf = connections.map((connection) => {
        const alone = { connection, destination: undefined, groupName: undefined };
        return { connection, ...judge(alone, ctx.now(), { expectations }) };
      });
      return gapsOf.notes(connections, othersOf(bySelf, historiesOf(bySelf)));
    };
    const readAround = (groupIds: readonly string[]) =>
      Promise.all([
        readGroups(groupIds, ctx),
        readTransformations(
          ctx,
          groupIds.map((id) => ({ id })),
        ),
      ]);
    const unreadableOf = new Map<string, string[]>();
    const onUnreadable = ({ id = "", field }: Unreadable) => {
      unreadableOf.set(id, [...(unreadableOf.get(id) ?? []), field]);
    };
    const finding = foundOf(values, ctx, onUnreadable);
    // What the same values named before shows which reads can start beside the search.
    const before = ctx.foundBefore.connections.get(values) ?? [];
    const groupsBefore = groupIdsOf(before);
    const early = before.length === 0 ? undefined : readAround(groupsBefore);
    // Their failures count only where their results are used.
    void Promise.allSettled([early, readGapNotes(before)]);
    const { found, missing, loaders, gaps: unreadSelf } = await finding;
    ctx.foundBefore.connections.set(values, found);
    const now = ctx.now();
    const readsReports = Promise.all(
      found.map(async (one) => [one.id, await readReports(one, ctx)] as const),
    );
    const groupIds = groupIdsOf(found);
    const [[groups, transformations], gapsInData] = await Promise.all([
      early !== undefined && isDeepStrictEqual(groupIds, groupsBefore)
        ? early
        : readAround(groupIds),
      readGapNotes(found),
      readsReports,
    ]);
    const first = found.map((connection) => {
      const group = groups.of(connection.group_id);
      const { destination, name: groupName } = group;
      const of = { connection, destination, groupName };
      return { connection, group, destination, of, ...judge(of, now, { expectations }) };
    });
    const { recent, gaps: unreadRuns } = await recentHistory(found, historiesOf(first), ctx);
    const judged = first.map((one) => {
      const { runningSince } = recent.get(one.connection.id) ?? {};
      const long = one.diagnosis.rule === "sync_running_long";
      return long && runningSince !== undefined
        ? { ...one, ...judge(one.of, now, { expectations, runningSince }) }
        : one;
    });
    const forPersons = judged
      .filter(({ connection, destination, diagnosis }) => {
        const codes = codesOf({ connection, destination, diagnosis }, diagnosis);
        return adviceFor(diagnosis.rule, codes).needsPerson;
      })
      .map(({ connection }) => connection);
    const untested = judged.filter(
      ({ connection, diagnosis }) =>
        connection.setup_tests === undefined && (details || diagnosis.verdict !== "ok"),
    );
    const reports = new Map(await readsReports);
    const failed = transformations.all
      .filter((one) => runState(one) === "failed")
      .filter((one) => upstreamOf(one).some((id) => found.some((each) => each.id === id)))
      .slice(0, MOST_FAILURES);
    const [people, records, failureTexts] = await Promise.all([
      repairers(forPersons, ctx),
      readConnections(
        untested.map(({ connection }) => connection.id),
        ctx,
        onUnreadable,
      ),
      Promise.all(failed.map(async (one) => [one.id, await failureText(one, ctx)] as const)),
    ]);
    const failures = new Map(failureTexts);
    const statusesIn = (room: Room) =>
      judged.map((one) => {
        const { connection: listed, group, diagnosis, expectation } = one;
        const { setup_tests = listed.setup_tests } = records.byId.get(listed.id) ?? {};
        const connection = { ...listed, setup_tests };
        const { verdict, reason, ownFinding } = diagnosis;
        const unread = new Set([
          ...unreadFields(connection),
          ...(unreadableOf.get(connection.id) ?? []),
        ]);
        const notes = [
          ...loaders.flatMap((each) => (each.connection.id === connection.id ? [each.note] : [])),
          ...diagnosis.notes,
          ...[gapsInData.notes.get(connection.id)].flatMap((note) => note ?? []),
          ...(unread.size === 0 ? [] : [`missing or unreadable: ${[...unread].join(", ")}`]),
        ];
        const rescheduledFor = [connection.status.rescheduled_for ?? ""];
        const findings = ownFinding === undefined ? [diagnosis] : [diagnosis, ownFinding];
        const codes = findings.map((finding) => codesOf(one, finding));
        const advice = findings.map(({ rule }, index) =>
          adviceFor(rule, { ...codes[index], rescheduledFor }),
        );
        const needsPerson = advice.some((each) => each.needsPerson);
        const next = [
          ...(verdict === "ok" && codes[0]?.warning === undefined
            ? []
            : advice.map((each) => each.advice)),
          ...remediesBeside(connection, codes),
        ];
        const upstream = transformations.all.filter((each) =>
          upstreamOf(each).includes(connection.id),
        );
        const dependents = upstream
          .map((each) => judgeTransformation(each, [connection], now))
          .filter(({ state }) => details || (state !== "ok" && state !== "running"));
        const status: Status = {
          name: connection.schema,
          id: connection.id,
          service: connection.service,
          group: group.name ?? connection.group_id,
          verdict,
          reason,
          expected: expectation && expectationText(expectation),
          facts: diagnosis.facts,
          history: historyOf(recent.get(listed.id)),
          notes: [
            ...notes,
            ...unshownNotices(connection, reports.get(listed.id), room, judged.length === 1),
          ],
          tasks: noticesOf(connection.status.tasks, room),
          warnings: noticesOf(connection.status.warnings, room),
          ...reportsOf(reports.get(listed.id), room),
          failed_tests: (connection.setup_tests ?? [])
            .filter((test) => /FAILED/i.test(test.status))
            .map((test) => ({ title: test.title, ...saidBy(test, room) })),
          transformations: dependents.map(({ name, id, why }) => {
            const said = failures.get(id);
            return `${named(name, id)}: ${why}${said === undefined ? "" : `; ${said}`}`;
          }),
          ...(next.length === 0 ? {} : { next: next.join(" ") }),
          can_repair: people.byId.get(listed.id) ?? [],
          ...(needsPerson ? { dashboard: dashboard(connection.id) } : {}),
          ...(details ? { details: setFields(connection) } : {}),
        };
        return compact(status);
      });
    const gaps = [
      ...unreadSelf,
      ...groups.gaps,
      ...records.gaps,
      ...[...reports.values()].flatMap((report) => report.gaps),
      ...transformations.gaps,
      ...people.gaps,
      ...unreadRuns,
      ...gapsInData.gaps,
    ].filter((gap, at, all) => all.indexOf(gap) === at);
    const rest = {
      ...(missing.length === 0 ? {} : { missing }),
      ...(gaps.length === 0 ? {} : { gaps }),
    };
    const size = ROOM - JSON.stringify(rest).length;
    return { connectors: withinBudget(statusesIn, size), ...rest };
  },

  render: ({ connectors: all, missing = [], gaps = [] }) =>
    [
      ...all.map(statusText),
      ...missing.map(({ problem }) => problem),
      ...gaps.map((gap) => `Note: ${gap}.`),
      ...(all.some(quotesOthers) ? [QUOTED_TEXT] : []),
    ].join("\n\n"),
});

const groupIdsOf = (connections: readonly Connection[]) => [
  ...new Set(connections.map(({ group_id }) => group_id)),
];

/** The largest number of unhealthy connectors whose sync history is read, at one request each. */
const MOST_HISTORIES = 10;

/**
 * Selects the connectors whose history is read. Long-running syncs come first, because only the
 * start of the run decides their verdict.
 */
function historiesOf(
  judged: readonly { connection: Connection; diagnosis: Diagnosis }[],
): ReadonlySet<string> {
  const troubled = judged.filter(({ diagnosis }) => standing(diagnosis) === "problem");
  const isLong = ({ diagnosis }: (typeof troubled)[number]) =>
    diagnosis.rule === "sync_running_long";
  const inOrder = [...troubled.filter(isLong), ...troubled.filter((one) => !isLong(one))];
  return new Set(inOrder.slice(0, MOST_HISTORIES).map(({ connection }) => connection.id));
}

/** Selects further connectors whose history is read only to find gaps in earlier syncs. */
function othersOf(
  judged: readonly { connection: Connection }[],
  troubled: ReadonlySet<string>,
): ReadonlySet<string> {
  const ids = judged.map(({ connection }) => connection.id).filter((id) => !troubled.has(id));
  return new Set(ids.slice(0, MOST_HISTORIES - troubled.size));
}

/** The largest number of failed transformations whose error text is read, at one request each. */
const MOST_FAILURES = 5;

const historyOf = (recent: { trouble: string; running: string } | undefined) =>
  [recent?.trouble, recent?.running].filter(Boolean).join("; ") || undefined;

/** Returns true if a status contains text written by Fivetran, a source or a destination. */
const quotesOthers = ({
  tasks = [],
  warnings = [],
  failed_tests = [],
  table_warnings = [],
  errors = [],
}: Status) =>
  [...tasks, ...warnings, ...failed_tests, ...table_warnings, ...errors].some(
    ({ message, details, reason }) => [message, details, reason].some((text) => text),
  );

/** Returns advice for the open tasks and warnings that the verdict does not cover. */
function remediesBeside(
  { status }: Connection,
  covered: readonly ReturnType<typeof codesOf>[],
): string[] {
  const known = new Set(
    covered.flatMap(({ destination, task, warning }) => [
      destination && DESTINATION_TASK,
      task,
      warning,
    ]),
  );
  const beside = (notices: readonly Notice[] | null | undefined) =>
    [...new Set((notices ?? []).map(({ code }) => code))].filter((code) => !known.has(code));
  return [
    ...beside(status.tasks).map((code) => [code, taskRemedy(code)] as const),
    ...beside(status.warnings).map((code) => [code, warningRemedy(code)] as const),
  ].flatMap(([code, remedy]) => (remedy === undefined ? [] : [`${bare(code)}: ${remedy.advice}`]));
}

function statusText(status: Status): string {
  const { table_warnings = [], errors = [] } = status;
  const { tasks = [], warnings = [], notes = [], failed_tests = [], next, details } = status;
  const { transformations = [], can_repair = [] } = status;
  return lines(
    `${named(status.name, status.id)} is ${status.verdict}: ${status.reason}`,
    `service=${bare(status.service)} group=${bare(status.group)} ${facts(inSeconds(status.facts ?? {}))}`,
    status.history !== undefined && `History: ${status.history}`,
    status.expected !== undefined && `Expected: ${status.expected}`,
    tasks.map((task) => `Task${codeOf(task)}${saidText(task)}`),
    warnings.map((warning) => `Warning${codeOf(warning)}${saidText(warning)}`),
    table_warnings.map(
      ({ table, code, message }) =>
        `Warning${codeOf({ code })} in table ${quoted(table)} of the destination${message === undefined ? "" : `: ${quoted(message)}`}`,
    ),
    errors.map(({ code, reason = "", message }) =>
      [
        `Error${codeOf({ code })}`,
        ...(reason === "" ? [] : [`: ${quoted(reason)}`]),
        ...(message ? [` message=${quoted(message)}`] : []),
      ].join(""),
    ),
    failed_tests.map((test) => `Failed test ${quoted(test.title)}${saidText(test)}`),
    notes.map((note) => `Note: ${note}`),
    transformations.map((each) => `Transformation ${each}`),
    details !== undefined && detailLines(details),
    next !== undefined && `Next: ${next}`,
    can_repair.length > 0 && `Can repair it: ${can_repair.join(", ")}`,
    status.dashboard,
  );
}

/** Shortens times to seconds in the text. The data keeps the microseconds. */
const inSeconds = (values: NonNullable<Status["facts"]>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? value.replace(/(?<=T\d\d:\d\d:\d\d)\.\d+(?=Z$)/, "") : value,
    ]),
  );

const NO_REPORTS: Pick<Reports, "tableWarnings" | "errors"> = { tableWarnings: [], errors: [] };

function reportsOf({ tableWarnings, errors } = NO_REPORTS, { message: max, reports: most }: Room) {
  const short = (text: string | undefined) => text && clipped(text, max);
  const shortened = {
    table_warnings: tableWarnings
      .slice(0, most)
      .map((one) => compact({ ...one, message: short(one.message) })),
    errors: errors
      .slice(0, most)
      .map((one) => compact({ ...one, reason: short(one.reason), message: short(one.message) })),
  };
  return compact(shortened);
}

const saidText = ({ message, details }: Said) =>
  [
    ...(message === undefined ? [] : [`: ${quoted(message)}`]),
    ...(details === undefined ? [] : [` details=${quoted(details)}`]),
  ].join("");

const codeOf = ({ code }: { code: string }) => (code === "" ? "" : ` ${bare(code)}`);

/**
 * Returns one line per field. Fields of a nested object carry the name of the object as a prefix.
 */
function detailLines(fields: object, of = ""): string[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    const name = `${of}${bare(field)}`;
    if (Array.isArray(value)) {
      return value.length === 0 ? [] : [`${name}=${value.map(plain).join(", ")}`];
    }
    return typeof value === "object" && value !== null
      ? detailLines(value, `${name}.`)
      : [facts({ [name]: value })];
  });
}

/** The rest of the budget is for the frame of the result and the sentence about quoted text. */
const ROOM = RESULT_BUDGET - 200;

/** The space for the text of Fivetran and of sources. */
interface Room {
  /** The longest message, in characters. */
  message: number;
  /** The longest details, in characters. */
  details: number;
  /** The largest number of tasks that are shown, and of warnings. */
  notices: number;
  /** The largest number of open errors that are shown, and of warnings of tables. */
  reports: number;
}

/** From the usual space to the smallest one, in which 20 connectors always fit. */
const ROOMS: readonly [Room, ...Room[]] = [
  { message: 1000, details: 300, notices: 10, reports: 50 },
  { message: 300, details: 100, notices: 10, reports: 10 },
  { message: 100, details: 100, notices: 3, reports: 3 },
  { message: 60, details: 60, notices: 1, reports: 0 },
];

/**
 * Shortens the messages, and drops details from the end of the list, until the result fits. The
 * verdict of every connector stays.
 */
function withinBudget(statusesIn: (room: Room) => Status[], size: number): Status[] {
  let statuses: Status[] = [];
  for (const room of ROOMS) {
    statuses = withoutSomeDetails(statusesIn(room), size);
    const text = statuses.map(statusText).join("\n\n").length;
    if (Math.max(text, JSON.stringify(statuses).length) <= size) break;
  }
  return statuses;
}

function withoutSomeDetails(all: readonly Status[], size: number): Status[] {
  const kept = [...all];
  for (const [at, { details, notes = [], ...rest }] of [...all.entries()].reverse()) {
    if (details === undefined || JSON.stringify(kept).length <= size) break;
    kept[at] = {
      ...rest,
      notes: [
        ...notes,
        all.length === 1
          ? "the details do not fit into this result; to see parts of the record, call read_api with connection_details and fields"
          : "the details do not fit into this result; to see them, request only this connector",
      ],
    };
  }
  return kept;
}

const noticesOf = (notices: readonly Notice[] | null | undefined, room: Room) =>
  (notices ?? [])
    .slice(0, room.notices)
    .map((notice) => ({ code: notice.code, ...saidBy(notice, room) }));

/** Says how many tasks, warnings and reports are not shown, and which call shows them. */
function unshownNotices(
  { status }: Connection,
  { tableWarnings, errors } = NO_REPORTS,
  { notices, reports }: Room,
  alone: boolean,
): string[] {
  const of = (kind: "tasks" | "warnings") => `connection_details and fields=["status.${kind}"]`;
  const all: [noun: string, total: number, most: number, operation: string][] = [
    ["task", status.tasks?.length ?? 0, notices, of("tasks")],
    ["warning", status.warnings?.length ?? 0, notices, of("warnings")],
    ["table warning", tableWarnings.length, reports, "connection_warnings"],
    ["error", errors.length, reports, "connection_errors"],
  ];
  const unshown = all.flatMap(([noun, total, most, operation]) =>
    total > most ? [{ text: count(total - most, `more ${noun}`), operation }] : [],
  );
  // A result of one connector has room for more.
  if (!alone && unshown.length > 1) {
    const texts = unshown.map(({ text }) => text).join(", ");
    return [`${texts} not shown; to see them, request only this connector`];
  }
  return unshown.map(
    ({ text, operation }) => `${text} not shown; to see them, call read_api with ${operation}`,
  );
}

const clipped = (text: string, max: number) =>
  text.length > max ? `${text.slice(0, max)}…` : text;

/**
 * Returns Fivetran's message of a task, warning or test. It is clipped because a message can have
 * any length.
 */
function saidBy({ message, details }: Pick<Notice, "message" | "details">, room: Room) {
  const masked = maskFields(details);
  const text = typeof masked === "string" ? masked : (JSON.stringify(masked) ?? "");
  return {
    ...(message ? { message: clipped(message, room.message) } : {}),
    ...(/^(|null|\{\}|\[\])$/.test(text) ? {} : { details: sanitize(text, room.details) }),
  };
}

/** Returns the fields that `details` adds: the rest of the record, without empty fields. */
function setFields(connection: Connection): Record<string, unknown> {
  const { id: _id, schema: _schema, service: _service, status, setup_tests, ...rest } = connection;
  const { tasks: _tasks, warnings: _warnings, ...states } = status;
  const tests = (setup_tests ?? []).map((test) => `${test.title}: ${test.status}`);
  const masked = maskFields({ ...states, ...rest, setup_tests: tests });
  return typeof masked === "object" && masked !== null
    ? compact(Object.fromEntries(Object.entries(masked)))
    : {};
}
