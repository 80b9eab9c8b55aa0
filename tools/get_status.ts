import * as z from "zod";
import { collect } from "../src/base/collect.js";
import { AppError, isClosed } from "../src/base/errors.js";
import type { Connection, Destination, Notice } from "../src/client/resources/models.js";
import { maskFields } from "../src/features/connector/index.js";
import { diagnose, VERDICTS } from "../src/features/health/index.js";
import { defineTool, type ReadContext } from "../src/toolkit/define.js";
import { connectors } from "../src/toolkit/params.js";
import {
  bare,
  compact,
  dashboard,
  facts,
  lines,
  named,
  plain,
  quoted,
  RESULT_BUDGET,
} from "../src/toolkit/render.js";

const Told = z.looseObject({ code: z.string(), message: z.string().optional() });

const Status = z.looseObject({
  name: z.string(),
  id: z.string(),
  service: z.string(),
  group: z.string(),
  verdict: z.enum(VERDICTS),
  reason: z.string(),
  rule: z.number(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  notes: z.array(z.string()).optional(),
  tasks: z.array(Told).optional(),
  warnings: z.array(Told).optional(),
  failed_tests: z
    .array(z.looseObject({ title: z.string(), message: z.string().optional() }))
    .optional(),
  next: z.string().optional(),
  dashboard: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
type Status = z.output<typeof Status>;

export const getStatus = defineTool({
  name: "get_status",
  title: "Get connector status",
  effect: "read",
  uses: ["connection_details", "list_connections"],
  description:
    "Say whether up to 20 connectors are healthy and, if not, why and what to do next. For a whole account or group use check_stale.",
  input: z.strictObject({
    connectors: connectors.max(20),
    details: z.boolean().describe("every set field").default(false),
  }),
  output: z.looseObject({ connectors: z.array(Status) }),

  async run({ connectors: values, details }, ctx) {
    const found = await ctx.fivetran.connections.resolve(values, { signal: ctx.signal });
    const surroundings = await readSurroundings([...new Set(found.map((c) => c.group_id))], ctx);
    const now = ctx.now();
    const connectors = found.map((connection) => {
      const { group, destination } = surroundings.get(connection.group_id) ?? {};
      const { verdict, reason, row, advice, needsPerson, notes, ...diagnosis } = diagnose(
        connection,
        destination,
        now,
      );
      const status: Status = {
        name: connection.schema,
        id: connection.id,
        service: connection.service,
        group: group ?? connection.group_id,
        verdict,
        reason,
        rule: row,
        facts: diagnosis.facts,
        notes,
        tasks: told(connection.status.tasks),
        warnings: told(connection.status.warnings),
        failed_tests: (connection.setup_tests ?? [])
          .filter((test) => /FAILED/i.test(test.status))
          .map(({ title, message }) => ({ title, ...(message ? { message } : {}) })),
        ...(verdict === "ok" ? {} : { next: advice }),
        ...(needsPerson ? { dashboard: dashboard(connection.id) } : {}),
        ...(details ? { details: allSet(connection) } : {}),
      };
      return compact(status);
    });
    return { connectors: withinBudget(connectors) };
  },

  render: ({ connectors: all }) => all.map(statusText).join("\n\n"),
});

function statusText(status: Status): string {
  const { tasks = [], warnings = [], notes = [], failed_tests = [], next, details } = status;
  return lines(
    `${named(status.name, status.id)} is ${status.verdict}: ${status.reason}`,
    `service=${bare(status.service)} group=${bare(status.group)} ${facts(status.facts ?? {})} rule=${status.rule}`,
    tasks.map((task) => `Task ${bare(task.code)}: ${quoted(task.message ?? "")}`),
    warnings.map((warning) => `Warning ${bare(warning.code)}: ${quoted(warning.message ?? "")}`),
    failed_tests.map((test) => `Failed test ${quoted(test.title)}: ${quoted(test.message ?? "")}`),
    notes.map((note) => `Note: ${note}`),
    details !== undefined && detailLines(details),
    next !== undefined && `Next: ${next}`,
    status.dashboard,
  );
}

/** One line for each field; the fields of an object under its own name. */
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

const ROOM = RESULT_BUDGET - 200;

/** Verdicts come first: where the details of all would not fit one answer, those of the last are asked for alone. */
function withinBudget(all: readonly Status[]): Status[] {
  const kept = [...all];
  for (const [at, { details, notes = [], ...rest }] of [...all.entries()].reverse()) {
    if (details === undefined || JSON.stringify(kept).length <= ROOM) break;
    kept[at] = { ...rest, notes: [...notes, "its details do not fit here; ask for it alone"] };
  }
  return kept;
}

const told = (notices: readonly Notice[] | null | undefined) =>
  (notices ?? []).map(({ code, message }) => ({ code, ...(message ? { message } : {}) }));

/** What `details` adds: the record without what is told already and without empty fields. */
function allSet(connection: Connection): Record<string, unknown> {
  const { id: _id, schema: _schema, service: _service, status, setup_tests, ...rest } = connection;
  const { tasks: _tasks, warnings: _warnings, ...states } = status;
  const tests = (setup_tests ?? []).map((test) => `${test.title}: ${test.status}`);
  const masked = maskFields({ ...states, ...rest, setup_tests: tests });
  return typeof masked === "object" && masked !== null
    ? compact(Object.fromEntries(Object.entries(masked)))
    : {};
}

interface Surroundings {
  group: string | undefined;
  destination: Destination | undefined;
}

const MOST_LOOKUPS = 3;

/** The groups' names and destinations. What is absent or closed to the key is left out: the connectors are judged without. */
async function readSurroundings(
  ids: readonly string[],
  { fivetran, signal }: ReadContext,
): Promise<Map<string, Surroundings>> {
  const { groups, destinations } = fivetran;
  const [names, places] = await Promise.all(
    ids.length > MOST_LOOKUPS
      ? [
          open(collect(groups.list({ signal })), []),
          open(collect(destinations.list({ signal })), []),
        ]
      : [
          Promise.all(ids.map((id) => open(groups.get(id, { signal }), undefined))),
          Promise.all(ids.map((id) => open(destinations.get(id, { signal }), undefined))),
        ],
  );
  return new Map(
    ids.map((id) => [
      id,
      {
        group: names.find((group) => group?.id === id)?.name,
        destination: places.find((destination) => destination?.id === id),
      },
    ]),
  );
}

async function open<T, F>(read: Promise<T>, otherwise: F): Promise<T | F> {
  try {
    return await read;
  } catch (error) {
    if (isClosed(error) || (error instanceof AppError && error.type === "not_found"))
      return otherwise;
    throw error;
  }
}
