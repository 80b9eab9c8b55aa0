import * as z from "zod";
import { AppError, inputError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import type { Connection } from "../../client/resources/models.js";
import type { Unreadable } from "../../client/resources/reply.js";
import type { Json, ReadContext } from "../../toolkit/define.js";
import { connectors, group, services, words } from "../../toolkit/params.js";
import { bare, upTo } from "../../toolkit/render.js";
import { untilSilent } from "../access/index.js";
import { type ConnectorHealth, readAccountHealth } from "../health/index.js";
import { CONNECTOR_STATES, filterOf } from "./filter.js";
import { type LoadedBy, loadersOf } from "./loaded-by.js";

/**
 * Sorts by name, then by id. Compares by code unit, so that the order is the same on every machine.
 */
export const byName = (a: Connection, b: Connection) =>
  a.schema < b.schema ? -1 : a.schema > b.schema ? 1 : a.id < b.id ? -1 : 1;

/** The largest number of targets in one plan whose change can be undone. */
export const MOST_TARGETS = 100;

/**
 * Declares a filter parameter. An empty filter is ignored if the call also has a list of
 * connectors. Without a list it is rejected, because ignoring it would widen the change.
 */
const filter = <T extends z.ZodType>(schema: T, absent: string) =>
  schema.meta({ absent, unless: ["connector", "connectors"] }).optional();

/** Parameters that select several connectors for a change: a list or a filter. */
export const selection = {
  connectors: connectors
    .max(MOST_TARGETS)
    .meta({ absent: "the connectors that the filters match", unless: ["connector"] })
    .optional(),
  group: filter(group.unwrap().describe("e.g. finance"), "every group"),
  service: filter(services.unwrap(), "every service"),
  words: filter(words.unwrap().describe("as in list_connectors, e.g. staging"), "every name"),
  states: filter(
    z
      .array(z.enum(CONNECTOR_STATES).meta({ unlisted: true }))
      .min(1)
      .describe('as in list_connectors, e.g. ["broken"]'),
    "every state",
  ),
};
/** Like `selection`, but for changes of settings: services and states are qualifiers of `words`. */
const { service: _service, states: _states, ...byWords } = selection;
export const wordSelection = {
  ...byWords,
  words: filter(words.unwrap().describe("as in list_connectors, e.g. state:broken"), "every name"),
};

export type Selection = Partial<z.output<z.ZodObject<typeof selection>>>;

export interface Selected {
  /** The connectors that the list names or the filter matches now. */
  matches: Connection[];
  /** The targets of the plan that is being confirmed, in their current state. */
  fixed?: Connection[];
  /** One note for each part that the filter needed but that could not be read. */
  gaps: string[];
}

/**
 * Returns the state that a plan of several connectors is based on, keyed by name so that a
 * difference is readable. If a name is not unique, the key also contains the id.
 */
export function observedTargets(
  targets: readonly Connection[],
  state: (target: Connection) => Record<string, Json> = ({ paused }) => ({
    paused: paused ?? null,
  }),
): Record<string, Json> {
  const same = (name: string) => targets.filter(({ schema }) => schema === name).length;
  return Object.fromEntries(
    targets.map((target) => {
      const { schema, id } = target;
      return [same(schema) > 1 ? `${schema} ${id}` : schema || id, { id, ...state(target) }];
    }),
  );
}

const Observed = z.record(z.string(), z.looseObject({ id: z.string() }));

/** The values of a read that match no connector, each with similar names. */
export const Missing = z.array(z.looseObject({ value: z.string(), problem: z.string() }));

/**
 * Finds the connectors that a read names. A value can also be a table that a connector loads.
 * Returns the values that match nothing as `missing`. `gaps` has one note for each reason why
 * connectors are shown from the list instead of their own reads. Throws if no value matches.
 */
export async function foundOf(
  values: readonly string[],
  ctx: Pick<ReadContext, "fivetran" | "signal">,
  onUnreadable?: (unreadable: Unreadable) => void,
) {
  const { signal } = ctx;
  // A lookup that hangs then leaves time for the others and for the list.
  const { connections } = untilSilent(ctx.fivetran, LOOK_UP_MS);
  const missing: z.output<typeof Missing> = [];
  const found: Connection[] = [];
  const listed = new Map<string, string[]>();
  let unknown: AppError | undefined;
  try {
    const onMissing = (value: string, { message }: AppError) =>
      missing.push({ value, problem: message });
    const onListed = (value: string, { message }: AppError) =>
      listed.set(message, [...(listed.get(message) ?? []), value]);
    const options = { signal, onMissing, onListed, onUnreadable };
    found.push(...(await connections.resolve(values, options)));
  } catch (error) {
    if (!(error instanceof AppError) || error.facts["unknown"] === undefined) throw error;
    unknown = error;
    missing.push(...values.map((value) => ({ value, problem: error.message })));
  }
  const loaders: LoadedBy[] = [];
  for (const one of [...missing]) {
    const loaded = await loadersOf(one.value, ctx);
    if (loaded === undefined) continue;
    loaders.push(...loaded.found);
    if (loaded.found.length > 0) missing.splice(missing.indexOf(one), 1);
    else one.problem = `${one.problem} ${loaded.note}`;
  }
  for (const { connection } of loaders) {
    if (!found.some(({ id }) => id === connection.id)) found.push(connection);
  }
  if (found.length === 0 && unknown !== undefined) {
    const [only] = missing;
    throw missing.length === 1 && only !== undefined
      ? inputError(only.problem, unknown.hint, unknown.facts)
      : unknown;
  }
  const gaps = [...listed].map(
    ([why, ids]) =>
      `${upTo(ids.sort(), MOST_NAMED, bare).join(", ")} could not be read directly and ${ids.length === 1 ? "is" : "are"} shown from the list of connectors: ${why.replace(/\.$/, "")}`,
  );
  return { found, missing, loaders, gaps };
}

/** The largest number of connectors that one note names. */
const MOST_NAMED = 5;
/** Longer than any lookup takes, and less than half of the time of a call. */
const LOOK_UP_MS = 20_000;

export async function namedConnection(
  value: string,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<Connection> {
  const [found] = await fivetran.connections.resolve([value], { signal });
  if (found === undefined) throw inputError(`No connector ${quoted(value, 200)} was found.`);
  return found;
}

/**
 * Returns the selected connectors, ordered by name. The plan fixes its targets: a confirmed plan
 * changes the connectors that it showed, even if the filter matches others by then.
 * @throws AppError of type `input` unless exactly one of a list and a filter is given.
 */
export async function select(args: Selection, ctx: ReadContext): Promise<Selected> {
  const { connectors: values, group: part, service: type, words, states } = args;
  const filters = [part, type, words, states].some((value) => value !== undefined);
  if (filters === (values !== undefined)) {
    throw inputError(
      filters
        ? "connectors and a filter (group, service, words, states) cannot be given together."
        : "Give connectors, or a filter: group, service, words or states.",
      "Nothing was changed. To see which connectors a filter matches, use list_connectors.",
    );
  }
  if (values !== undefined) {
    const found = await ctx.fivetran.connections.resolve(values, { signal: ctx.signal });
    return { matches: found.sort(byName), gaps: [] };
  }
  const reading = readAccountHealth(ctx, { group: part, services: type });
  const connectors = reading.then((health) => health.connectors);
  const { matches, unknown } = await filterOf({ words, states }, connectors, ctx);
  const { connectors: entries, ...health } = await reading;
  const gaps = [...health.gaps, ...unknown];
  const inOrder = (some: readonly ConnectorHealth[]) =>
    some.map(({ connection }) => connection).sort(byName);
  const matched = inOrder(entries.filter(matches));
  const planned = Observed.safeParse(ctx.confirming);
  if (!planned.success) return { matches: matched, gaps };
  const ids = new Set(Object.values(planned.data).map(({ id }) => id));
  return {
    matches: matched,
    fixed: inOrder(entries.filter(({ connection }) => ids.has(connection.id))),
    gaps,
  };
}
