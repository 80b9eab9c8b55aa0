import { collect } from "../../base/collect.js";
import { createTurns, withFirstOf } from "../../base/deadline.js";
import { AppError, inputError, undefinedIfAbsent } from "../../base/errors.js";
import { nearest } from "../../base/nearest.js";
import { bare, quoted } from "../../base/text.js";
import type { RequestOptions } from "../http/send.js";
import { isText } from "../http/url.js";
import { idFromLink, isLink } from "./dashboard-link.js";
import type { List, ListOptions } from "./list.js";
import type { Connection, Group } from "./models.js";
import type { ReadRecordOptions, Unreadable } from "./reply.js";

interface ConnectionReads {
  list(options: ListOptions & { schema?: string }): List<Connection>;
  get(id: string, options: RequestOptions & ReadRecordOptions): Promise<Connection>;
  groups: Pick<GroupReads, "list">;
}

interface GroupReads {
  list(options: ListOptions): List<Group>;
  get(id: string, options: RequestOptions): Promise<Group>;
}

/** A record whose name or id is similar to the one that was not found. */
export interface Candidate {
  /** The id of the connection or group. */
  id: string;
  /** The name of the connection or group. */
  name: string;
  /** The id of the connection's group. */
  group_id?: string;
  /** The connector type. */
  service?: string;
}

// One list serves any number of values. Up to this number, individual lookups are cheaper in a large account.
const MOST_LOOKUPS = 20;
/** The pages that are read to find names similar to an unknown one. Pages from a recent read are reused. */
const CANDIDATE_PAGES = 5;
const CANDIDATES_MS = 10_000;
const RECENT_MS = 60_000;
const MOST_CANDIDATES = 5;

export interface ResolveOptions extends RequestOptions, ReadRecordOptions {
  /**
   * Called for each value that matches no connection or that cannot be read, if another value is found. Without it,
   * such a value is an error.
   */
  onMissing?: (value: string, error: AppError) => void;
  /** Called for each value that could not be read as an id, if a list shows its connection. */
  onListed?: ((value: string, error: AppError) => void) | undefined;
}

/** Returns connections by id, exact name or dashboard link, in the given order and without duplicates. */
export async function resolveConnections(
  connections: ConnectionReads,
  values: readonly string[],
  { signal, onMissing, onListed, onUnreadable: report }: ResolveOptions = {},
): Promise<Connection[]> {
  const wanted = [...new Set(values.map((value) => idFromLink(value, "connector")))];
  for (const value of wanted) checkForm("connector", value);
  const unreadable = new Set<number>();
  const onUnreadable = (field: Unreadable) => {
    if (field.omitted) unreadable.add(field.position);
    report?.(field);
  };
  const all =
    wanted.length > MOST_LOOKUPS
      ? await untilFound(connections, wanted, { signal, onUnreadable })
      : undefined;
  const failures = new Map<string, AppError>();
  const looked = (value: string) =>
    lookUp(connections, value, { signal, onListed, onUnreadable: report }).catch(
      (error: unknown) => {
        const hasOthers = wanted.length > 1;
        if (onMissing === undefined || !hasOthers || !concernsOne(error, signal)) throw error;
        failures.set(value, error);
        return [];
      },
    );
  const hits =
    all === undefined
      ? await Promise.all(wanted.map(looked))
      : matches(all, wanted, ({ schema }) => schema);
  if (failures.size > 0) {
    await fromList(
      connections,
      { wanted, hits, failures },
      { signal, onListed, onUnreadable: report },
    );
  }
  const [failure] = failures.values();
  if (failure !== undefined && hits.every(({ length }) => length === 0)) throw failure;
  for (const [value, { type, message, hint }] of failures) {
    onMissing?.(
      value,
      new AppError(type, `${bare(value)} could not be read: ${message}`, { hint }),
    );
  }

  const notFound = () =>
    wanted.filter((value, index) => hits[index]?.length === 0 && !failures.has(value));
  let others = all;
  let unlisted: AppError | undefined;
  if (others === undefined && notFound().length > 0) {
    const listed = await readCandidates(connections, { signal, onUnreadable });
    others = listed.found;
    unlisted = listed.failure;
    for (const value of notFound()) {
      hits[wanted.indexOf(value)] = await fromNames(connections, others, value, {
        signal,
        onUnreadable: report,
      });
    }
  }
  const unknown = notFound();
  if (unknown.length > 0) {
    const candidates = (others ?? []).map(connectionCandidate);
    const groups = await groupNames(connections.groups, signal);
    const missing = (names: readonly string[]) =>
      unknownError("connector", names, {
        all: candidates,
        groups,
        unreadable: unreadable.size + nameless(candidates),
        unlisted,
      });
    if (onMissing === undefined || unknown.length === wanted.length) {
      throw await missing(unknown);
    }
    for (const value of unknown) onMissing(value, await missing([value]));
  }
  const isAmbiguous = hits.some((some) => some.length > 1);
  const groups = isAmbiguous ? await groupNames(connections.groups, signal) : undefined;
  const found = wanted.flatMap((value, index) =>
    unknown.includes(value) || failures.has(value)
      ? []
      : [single("connector", value, hits[index] ?? [], { candidate: connectionCandidate, groups })],
  );
  return [...new Map(found.map((connection) => [connection.id, connection])).values()];
}

/** Whether a lookup of one connection failed for a reason that need not affect others. */
const concernsOne = (error: unknown, signal: AbortSignal | undefined): error is AppError =>
  error instanceof AppError &&
  error.type !== "unauthenticated" &&
  error.type !== "rate_limited" &&
  signal?.aborted !== true;

/**
 * Reads the connections that may have a similar name. They only add to an error, so a list that fails does not hide
 * what the lookups have shown.
 */
async function readCandidates(
  connections: ConnectionReads,
  { signal, onUnreadable }: Pick<ListOptions, "signal" | "onUnreadable">,
): Promise<{ found: Connection[]; failure: AppError | undefined }> {
  const found: Connection[] = [];
  const some = {
    signal,
    onUnreadable,
    maxAgeMs: RECENT_MS,
    maxRequests: CANDIDATE_PAGES,
    deadlineMs: CANDIDATES_MS,
  };
  try {
    for await (const each of connections.list(some)) found.push(each);
    return { found, failure: undefined };
  } catch (error) {
    const isOver = signal?.aborted === true;
    if (!(error instanceof AppError) || error.type === "unauthenticated" || isOver) throw error;
    return { found, failure: error };
  }
}

type LookUpOptions = Pick<ResolveOptions, "signal" | "onListed" | "onUnreadable">;

interface Looked {
  wanted: readonly string[];
  hits: Connection[][];
  failures: Map<string, AppError>;
}

/** Finds connections whose lookup by id failed in a list, as they are found by their names. */
async function fromList(
  connections: ConnectionReads,
  { wanted, hits, failures }: Looked,
  { signal, onListed, onUnreadable }: LookUpOptions,
): Promise<void> {
  // Not from recent pages, because these records are the result, and a wait needs the current state.
  const some = { signal, maxRequests: CANDIDATE_PAGES, onUnreadable };
  const listed = await collect(connections.list(some)).catch((error: unknown) => {
    // The failure of the own read is the one to report.
    if (!(error instanceof AppError)) throw error;
    return [];
  });
  for (const [index, value] of wanted.entries()) {
    const failure = failures.get(value);
    const found = failure && listed.find(({ id }) => id === value);
    if (failure === undefined || found === undefined) continue;
    hits[index] = [found];
    failures.delete(value);
    onListed?.(value, failure);
  }
}

/**
 * Returns the connections whose name a list shows, although the filter did not find them. The pages of the list may be
 * a minute old, so each connection is read.
 */
async function fromNames(
  connections: ConnectionReads,
  listed: readonly Connection[],
  value: string,
  options: RequestOptions & ReadRecordOptions,
): Promise<Connection[]> {
  const isNamed = ({ schema }: Connection) => schema.trim() === value;
  const read = await Promise.all(
    listed.filter(isNamed).map(({ id }) => connections.get(id, options).catch(undefinedIfAbsent)),
  );
  return read.flatMap((found) => (found !== undefined && isNamed(found) ? [found] : []));
}

/** Collects a list up to the last of the ids. An id is unique, but a name can occur again on a later page. */
async function untilFound(
  connections: ConnectionReads,
  values: readonly string[],
  options: RequestOptions & ReadRecordOptions,
): Promise<Connection[]> {
  const missing = new Set(values);
  const found: Connection[] = [];
  const isEnough = (ids: ReadonlySet<string>) => values.every((value) => ids.has(value));
  for await (const each of connections.list({ ...options, isEnough })) {
    found.push(each);
    missing.delete(each.id);
    if (missing.size === 0) break;
  }
  return found;
}

/** A destination has the id and name of its group. Errors use the caller's word for it. */
export interface GroupWord {
  called?: "group" | "destination";
}

/** The number of records whose names could not be read. */
const nameless = (candidates: readonly Candidate[]) =>
  candidates.filter(({ name }) => name.trim() === "").length;

/** Returns one group by id, exact name or dashboard link. */
export async function resolveGroup(
  groups: GroupReads,
  given: string,
  { called = "group", ...options }: RequestOptions & GroupWord = {},
): Promise<Group> {
  const value = idFromLink(given, "group");
  checkForm(called, value);
  const { deadlineMs = GROUPS_MS } = options;
  const unreadable = new Set<number>();
  const onUnreadable = (field: Unreadable) => {
    if (field.omitted) unreadable.add(field.position);
  };
  const within = { ...options, onUnreadable, deadlineMs: Math.min(deadlineMs, GROUPS_MS) };
  const all = await collect(groups.list(within)).catch(async (error: unknown) => {
    // An id can be read without the list.
    const own = await (canBeId(value) &&
      groups.get(value, { ...within, deadlineMs: GROUP_MS }).catch(() => undefined));
    if (!own) throw withoutNames(error, called);
    return [own];
  });
  const [hits = []] = matches(all, [value], ({ name }) => name);
  if (hits.length === 0) {
    const candidates = all.map(groupCandidate);
    const known = { all: candidates, unreadable: unreadable.size + nameless(candidates) };
    throw await unknownError(called, [value], known);
  }
  return single(called, value, hits, { candidate: groupCandidate });
}

/** Limits the wait for the list of groups, without which only ids can be found. */
const GROUPS_MS = 10_000;
const GROUP_MS = 5_000;

/** Adds the way around a list of groups that cannot be read. */
const withoutNames = (error: unknown, called: string) =>
  error instanceof AppError && (error.type === "network" || error.type === "unavailable")
    ? new AppError(error.type, error.summary, {
        ...error,
        hint: `Try again, or use the id of the ${called} instead of its name.`,
        cause: error,
      })
    : error;

const connectionCandidate = ({ id, schema, group_id, service }: Connection): Candidate => ({
  id,
  name: schema,
  group_id,
  service,
});
const groupCandidate = ({ id, name }: Group): Candidate => ({ id, name });

/** The names of groups by id, for error messages. Empty if they cannot be read; messages then contain the ids. */
async function groupNames(
  groups: Pick<GroupReads, "list">,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  try {
    const some = { maxAgeMs: RECENT_MS, maxRequests: 1, deadlineMs: 5_000 };
    const all = await collect(groups.list({ signal, ...some }));
    return new Map(all.map(({ id, name }) => [id, name]));
  } catch (error) {
    if (!(error instanceof AppError) || signal?.aborted === true) throw error;
    return new Map();
  }
}

function matches<Item extends { id: string }>(
  items: readonly Item[],
  values: readonly string[],
  nameOf: (item: Item) => string,
): Item[][] {
  const byId = new Map<string, Item>();
  const byName = new Map<string, Item[]>();
  for (const item of items) {
    byId.set(item.id, item);
    // Values are trimmed, so names are too.
    const name = nameOf(item).trim();
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [item]);
    else same.push(item);
  }
  // An id comes before an equal name of another item, which otherwise could not be given at all.
  return values.map((value) => {
    const own = byId.get(value);
    return own === undefined ? (byName.get(value) ?? []) : [own];
  });
}

const canBeId = (value: string) => /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/.test(value);

/**
 * A value that has the form of an id may be an id or a name, so both lookups are sent concurrently. An id comes before
 * an equal name of another connection, and does not wait for the lookup by name.
 */
async function lookUp(
  connections: ConnectionReads,
  value: string,
  { signal, onListed, onUnreadable }: LookUpOptions,
): Promise<Connection[]> {
  const own = canBeId(value)
    ? connections.get(value, { signal, onUnreadable }).catch(undefinedIfAbsent)
    : Promise.resolve(undefined);
  const stop = new AbortController();
  const named = withFirstOf(
    { signals: signal === undefined ? [stop.signal] : [signal, stop.signal] },
    (within) =>
      collect(connections.list({ schema: value, signal: within, limit: 100, onUnreadable })),
  );
  const ended = named.then(
    () => {},
    () => {},
  );
  // Compares the name exactly, in case Fivetran makes the filter a search.
  const byName = async () => {
    const hits = (await named).filter((hit) => hit.schema.trim() === value);
    return [...new Map(hits.map((hit) => [hit.id, hit])).values()];
  };
  try {
    const byId = await own.catch(async (error: unknown) => {
      if (onListed === undefined || !concernsOne(error, signal)) throw error;
      const hits = await byName().catch(() => []);
      if (hits.length === 0) throw error;
      onListed(value, error);
      return undefined;
    });
    if (byId !== undefined) {
      const timer = setTimeout(() => stop.abort(), LATE_MS);
      timer.unref();
      void ended.then(() => clearTimeout(timer));
      return [byId];
    }
    return await byName();
  } catch (error) {
    stop.abort();
    throw error;
  }
}

/** An aborted request closes its connection, so a lookup that is not needed any more may end within this time. */
const LATE_MS = 1000;

type GroupNames = ReadonlyMap<string, string> | undefined;

type Kind = "connector" | "group" | "destination";

function checkForm(kind: Kind, value: string): void {
  const fits = isText(value, 200) && !/\/|\.\.|%2e|\\/i.test(value) && value !== ".";
  if (fits) return;
  if (isLink(value)) {
    throw inputError(
      `${quoted(value, 160)} is not a link to a ${kind} in the dashboard.`,
      `Use the ${kind}'s id, its exact name, or the link to its own page; nothing was sent.`,
    );
  }
  throw inputError(
    `${quoted(value, 80)} is not a valid id or name of a ${kind}.`,
    "Use an id, an exact name of 1 to 200 characters without slashes, or a dashboard link; nothing was sent.",
    { value_length: value.length },
  );
}

function single<Item>(
  kind: Kind,
  value: string,
  hits: readonly Item[],
  { candidate, groups }: { candidate: (item: Item) => Candidate; groups?: GroupNames },
): Item {
  const [hit, another] = hits;
  if (hit !== undefined && another === undefined) return hit;
  const candidates = hits.slice(0, MOST_CANDIDATES).map(candidate);
  const more = hits.length - candidates.length;
  throw inputError(
    `${bare(value)} is the name of ${hits.length} ${kind}s: ${candidates.map((one) => describe(one, groups)).join("; ")}${more > 0 ? ` and ${more} more` : ""}.`,
    "Ask the user which one is meant, then use its id.",
    { ambiguous: true, total: hits.length, candidates },
  );
}

interface Known {
  all: readonly Candidate[];
  groups?: GroupNames;
  /** The number of records that could not be read. One of them may be the requested one. */
  unreadable?: number;
  /** Why similar names are missing, or not complete. */
  unlisted?: AppError | undefined;
}

async function unknownError(
  kind: Kind,
  values: readonly string[],
  { all, groups, unreadable = 0, unlisted }: Known,
): Promise<AppError> {
  const turn = createTurns();
  const near: Candidate[] = [];
  for (const value of values.slice(0, MOST_CANDIDATES)) {
    near.push(...nearest(value, all, ({ name }) => name, MOST_CANDIDATES));
    await turn();
    near.push(...nearest(value, all, ({ id }) => id, 1));
    await turn();
  }
  const candidates = [...new Set(near)].slice(0, MOST_CANDIDATES);
  const [first = ""] = values;
  const group = [...(groups ?? [])].find((names) => names.includes(first));
  if (kind === "connector" && values.length === 1 && group !== undefined) {
    const [id, name] = group;
    return inputError(
      `${bare(first)} is a group, not a connector: ${bare(name)} (id ${bare(id)}).`,
      "Give the id or name of a connector. List the connectors of the group to find it.",
      { unknown: values, candidates },
    );
  }
  const which = unreadable === 0 ? `No ${kind}` : `No ${kind} that can be read`;
  const rest = [
    unreadable > 0 &&
      ` ${unreadable} of the list could not be read, and one of them may have that name.`,
    unlisted !== undefined &&
      ` The list of ${kind}s could not be read for similar names: ${unlisted.message.replace(/\.$/, "")}.`,
  ]
    .filter(Boolean)
    .join("");
  const what =
    values.length === 1
      ? `${which} has the id or name ${bare(first)}.${rest}`
      : `${which} has these ids or names: ${values.slice(0, 10).map(bare).join(", ")}.${rest}`;
  return inputError(
    candidates.length > 0
      ? `${what} Nearest: ${candidates.map((one) => describe(one, groups)).join("; ")}.`
      : what,
    candidates.length > 0
      ? "Ask the user whether one of these is meant, then use its id."
      : `List the ${kind}s to find the right one.`,
    { unknown: values, candidates },
  );
}

const describe = ({ id, name, group_id, service }: Candidate, groups: GroupNames) => {
  const facts = [`id ${bare(id)}`];
  if (service !== undefined) facts.push(bare(service));
  if (group_id !== undefined) facts.push(`group ${bare(groups?.get(group_id) ?? group_id)}`);
  return `${bare(name)} (${facts.join(", ")})`;
};
