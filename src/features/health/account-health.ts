import { isDeepStrictEqual } from "node:util";
import { collect } from "../../base/collect.js";
import { createTurns, EARLY_READS_MS, firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed, isListTooLong } from "../../base/errors.js";
import { alternatives, nearest } from "../../base/nearest.js";
import type { Diagnosis } from "../../client/health/diagnose.js";
import { isKnownDestinationState } from "../../client/health/state.js";
import type { RequestOptions } from "../../client/http/send.js";
import type { Connection, Destination, Group } from "../../client/resources/models.js";
import type { ReadRecordOptions, Unreadable } from "../../client/resources/reply.js";
import type { AccountReader, ReadContext } from "../../toolkit/define.js";
import { bare, quoted } from "../../toolkit/render.js";
import { type Judgment, outline } from "./judge.js";
import { UnreadableRecords, unreadFields } from "./unreadable.js";

export interface ConnectorHealth extends Judgment {
  connection: Connection;
  destination: Destination | undefined;
}

export interface AccountHealth {
  connectors: ConnectorHealth[];
  /** The number of connectors that were diagnosed, including those that `keep` rejected. */
  checked: number;
  /** The connectors whose ids `also` returned. */
  also: ReadonlyMap<string, Connection>;
  /** Returns the display name of a group, or its id if the name could not be read. */
  groupName(id: string): string;
  destination(id: string): Destination | undefined;
  /** The groups that could be read. If the filter names a group, only that one. */
  groups: readonly Group[];
  destinations: readonly Destination[];
  now: Date;
  /**
   * Age in seconds of the oldest data that was remembered from an earlier call. Undefined if
   * everything was read for this call.
   */
  ageSeconds: number | undefined;
  /** One note for each part that could not be read. */
  gaps: string[];
  /** The kinds of records of which some could not be read at all: `destinations`, `groups`. */
  unread: ReadonlySet<string>;
  /** True if every connector was read and judged by every expectation. */
  complete: boolean;
}

export interface HealthFilter {
  group?: string | undefined;
  /** Connector types to include. */
  services?: readonly string[] | undefined;
  maxAgeHours?: number | undefined;
  /**
   * Accepts data that the client read up to a minute ago. For a further page, or a second question
   * about the same account.
   */
  recent?: boolean;
  /**
   * The caller asked for groups and destinations. If neither can be read, an error is thrown
   * instead of a gap reported.
   */
  groupsNeeded?: boolean;
  /**
   * Selects the connectors to return; default: all. The others use no memory, which matters in a
   * large account. Without the state of its destination, a connector may look better than it is.
   */
  keep?: (
    outline: Pick<Diagnosis, "verdict" | "severity">,
    connection: Connection,
    isDestinationKnown: boolean,
  ) => boolean;
  /**
   * Returns the ids of connectors whose records are needed even if `keep` rejects them. Called when
   * the read starts.
   */
  also?: ((groups: Promise<readonly Group[]>) => Promise<ReadonlySet<string>>) | undefined;
  /**
   * At the deadline, or if the list is longer than one call may read, returns what was read so far
   * and reports a gap. Only for reads, not for planning a change.
   */
  partly?: boolean;
}

/**
 * Reads the account, or one group, and diagnoses every connector. The cost is one list request per
 * 1,000 connections, plus one request each for the destinations and the groups, sent beside the
 * first page. A page is diagnosed while the next one is being read.
 */
export async function readAccountHealth(
  ctx: AccountReader,
  { group, ...filter }: HealthFilter,
): Promise<AccountHealth> {
  if (group === undefined) return readHealth(ctx, filter);
  const resolving = ctx.fivetran.groups.resolve(group, { signal: ctx.signal });
  // What the same value named before shows which connections can be read beside the list of groups.
  const before = ctx.foundBefore?.group.get([group]);
  const early = before && readHealth(ctx, { ...filter, only: before });
  // Its failure counts only where its result is used.
  early?.catch(() => {});
  const only = await resolving;
  ctx.foundBefore?.group.set([group], only);
  return early !== undefined && isDeepStrictEqual(only, before)
    ? early
    : readHealth(ctx, { ...filter, only });
}

async function readHealth(
  ctx: AccountReader,
  {
    only,
    services,
    maxAgeHours,
    recent = false,
    groupsNeeded = false,
    keep = () => true,
    also: readWanted,
    partly = false,
  }: Omit<HealthFilter, "group"> & { only?: Group },
): Promise<AccountHealth> {
  const { fivetran, signal } = ctx;
  const { expectations } = ctx.settings;
  const gaps: string[] = [];
  const unread = new Set<string>();
  let failure: AppError | undefined;
  const unreadConnectors = new UnreadableRecords("connector");
  const unreadDestinations = new UnreadableRecords("destination");
  const unreadGroups = new UnreadableRecords("group");
  // With an age of 0, a call shares a page that another call is reading at this moment. A plan
  // always reads its own.
  const maxAgeMs = recent ? REMEMBERED_MS : partly ? 0 : undefined;
  let ageMs: number | undefined;
  const onRemembered = (ms: number) => {
    ageMs = Math.max(ageMs ?? 0, ms);
  };
  const readOrGap = async <T>(
    list: (signal: AbortSignal) => AsyncIterable<T>,
    what: "groups" | "destinations",
  ) => {
    const found: T[] = [];
    const read = async (within: AbortSignal) => {
      for await (const one of list(within)) found.push(one);
    };
    await unlessFailed(ctx, read, (why, error) => {
      if (!isClosed(error) && error.type !== "not_found") failure ??= error;
      const some = found.length === 0 ? what : `${what} after the first ${found.length}`;
      gaps.push(`${some} could not be read: ${why}`);
      unread.add(what);
    });
    return found;
  };

  const types = services && new Set(services.map((type) => type.toLowerCase()));
  const destinationsRead = readOrGap(
    (within) =>
      fivetran.destinations.list({
        signal: within,
        // The connections of one group are rarely remembered, so they are usually read again. The
        // destinations are then read again too.
        maxAgeMs: only !== undefined && recent ? 0 : maxAgeMs,
        onRemembered,
        onUnreadable: unreadDestinations.add,
      }),
    "destinations",
  );
  const groupsRead =
    only === undefined
      ? readOrGap(
          (within) =>
            fivetran.groups.list({ signal: within, maxAgeMs, onUnreadable: unreadGroups.add }),
          "groups",
        )
      : Promise.resolve([only]);
  const wantedIds = readWanted?.(groupsRead);
  const connectors: ConnectorHealth[] = [];
  let names = new Map<string, string>();
  const typesSeen = new Set<string>();
  let checked = 0;
  let cutShort = false;
  let now: Date | undefined;
  let destinationsById = new Map<string, Destination>();
  let wanted: ReadonlySet<string> | undefined;
  const also = new Map<string, Connection>();

  async function diagnoseAll(): Promise<void> {
    const list = fivetran.connections.list({
      groupId: only?.id,
      signal,
      maxAgeMs,
      onRemembered,
      onUnreadable: unreadConnectors.add,
    });
    let read = 0;
    const turn = createTurns();
    for await (const connection of list) {
      const pause = turn();
      if (pause !== undefined) await pause;
      read += 1;
      if (read % REPORT_EVERY === 0) ctx.progress(`${read} connectors read`);
      if (now === undefined) {
        destinationsById = new Map((await destinationsRead).map((each) => [each.id, each]));
        if (expectations?.namesGroups === true) names = namesOf(await groupsRead);
        wanted = await wantedIds;
        now = ctx.now();
      }
      unreadConnectors.addFields(connection.id, unreadFields(connection));
      if (types !== undefined) typesSeen.add(connection.service.toLowerCase());
      if (types?.has(connection.service.toLowerCase()) === false) continue;
      if (wanted?.has(connection.id) === true) also.set(connection.id, slim(connection));
      const destination = destinationsById.get(connection.group_id);
      const groupName = names.get(connection.group_id);
      const outlined = outline({ connection, destination, groupName }, now, {
        maxAgeHours,
        expectations,
      });
      checked += 1;
      const isKnown =
        destination === undefined
          ? !unread.has("destinations") && !unreadDestinations.omitted
          : isKnownDestinationState(destination.setup_status);
      if (keep(outlined, connection, isKnown)) {
        connectors.push({ connection: slim(connection), destination, ...outlined.judgment() });
      }
    }
  }

  const [groups, destinations] = await Promise.all([
    groupsRead,
    destinationsRead,
    diagnoseAll().catch((error: unknown) => {
      const left = signal.aborted && !firedByDeadline(signal);
      if (!partly || left || !(error instanceof AppError)) throw error;
      if (now === undefined && (!groupsNeeded || isClosed(error))) throw error;
      cutShort = true;
      failure ??= error;
      if (now === undefined) {
        unread.add("connectors");
        gaps.push(`connectors could not be read: ${reasonOf(error)}`);
        return;
      }
      const fewer = "; to check fewer connectors at a time, give a group";
      const [why, next] = isListTooLong(error)
        ? ["one call cannot read a longer list", fewer]
        : firedByDeadline(signal)
          ? ["the time limit was reached", fewer]
          : [`the list ended early (${reasonOf(error)})`, ""];
      gaps.push(`only ${checked} connectors were read, because ${why}${next}`);
    }),
    wantedIds,
  ]);
  const nothing = groups.length + destinations.length + checked === 0;
  if (groupsNeeded && nothing && failure !== undefined) throw failure;
  noteStates(destinations, unreadDestinations);
  // An omitted record may be the destination of a group that seems to have none.
  if (unreadDestinations.omitted) unread.add("destinations");
  for (const { id, name } of groups) if (name === "") unreadGroups.addFields(id, ["name"]);
  for (const unread of [unreadConnectors, unreadDestinations, unreadGroups]) {
    gaps.push(...unread.notes());
  }
  if (!cutShort) gaps.push(...unknownTypes(types ?? [], typesSeen));
  names = namesOf(groups);
  const unnamed = expectations?.namesGroups === true && groups.length === 0 && checked > 0;
  if (unnamed)
    gaps.push(
      "rules of the expectations file that give a group by name were not applied, because the names of the groups could not be read",
    );
  return {
    connectors,
    checked,
    also,
    groupName: (id) => bare(names.get(id) ?? id),
    destination: (id) => destinationsById.get(id),
    groups,
    destinations,
    now: now ?? ctx.now(),
    ageSeconds: ageMs === undefined ? undefined : Math.max(1, Math.round(ageMs / 1000)),
    gaps,
    unread,
    complete: !cutShort && !unreadConnectors.omitted && !unnamed,
  };
}

function noteStates(destinations: Iterable<Destination>, unread: UnreadableRecords): void {
  for (const { id, setup_status } of destinations) {
    if (!isKnownDestinationState(setup_status)) unread.addFields(id, ["setup_status"]);
  }
}

/** Returns the field of a result that shows the age of remembered data. */
export const readAgo = ({ ageSeconds }: Pick<AccountHealth, "ageSeconds">) =>
  ageSeconds === undefined ? {} : { read_seconds_ago: ageSeconds };

/** Returns the age of remembered data as text, for the end of a first line. */
export const readAgoText = ({
  read_seconds_ago: age,
}: {
  read_seconds_ago?: number | undefined;
}) => (age === undefined ? "" : `; read ${age} s ago`);

const namesOf = (groups: readonly Group[]) =>
  new Map(groups.map(({ id, name }) => [id, name || id]));

/**
 * Returns the connection without its configuration and other fields that no overview shows, because
 * a large account is held in memory as a whole.
 */
const slim = (connection: Connection): Connection => ({
  id: connection.id,
  service: connection.service,
  schema: connection.schema,
  group_id: connection.group_id,
  paused: connection.paused,
  status: connection.status,
  succeeded_at: connection.succeeded_at,
  failed_at: connection.failed_at,
  created_at: connection.created_at,
  sync_frequency: connection.sync_frequency,
  schedule: connection.schedule,
  connected_by: connection["connected_by"],
  schedule_type: connection.schedule_type,
  daily_sync_time: connection.daily_sync_time,
  data_delay_sensitivity: connection.data_delay_sensitivity,
  data_delay_threshold: connection.data_delay_threshold,
  setup_tests: connection.setup_tests,
  pause_after_trial: connection["pause_after_trial"],
  networking_method: connection["networking_method"],
  private_link_id: connection["private_link_id"],
  proxy_agent_id: connection["proxy_agent_id"],
  hybrid_deployment_agent_id: connection["hybrid_deployment_agent_id"],
});

/** Returns notes about types in a filter that no connector has, such as a misspelled one. */
export function unknownTypes(wanted: Iterable<string>, seen: ReadonlySet<string>): string[] {
  return [...wanted]
    .filter((type) => !seen.has(type))
    .map((type) => {
      const near = nearest(type, seen, (name) => name).map((name) => bare(name));
      const instead = near.length === 0 ? "" : `; the most similar type is ${alternatives(near)}`;
      return `no checked connector has the type ${quoted(type, 60)}${instead}`;
    });
}

const REMEMBERED_MS = 60_000;
/** The number of connectors between two progress reports: one page of the largest size. */
const REPORT_EVERY = 1000;

const MAX_LOOKUPS = 3;

type ReadOptions = RequestOptions & ReadRecordOptions;

interface GroupsRead {
  of(id: string): { name?: string | undefined; destination?: Destination | undefined };
  /** One note for each part that could not be read for a reason other than missing permission. */
  gaps: string[];
}

/** Returns the names of groups and their destinations. Missing and unreadable ones are left out. */
export async function readGroups(
  ids: readonly string[],
  ctx: Pick<ReadContext, "fivetran" | "signal" | "secondary">,
): Promise<GroupsRead> {
  const { groups, destinations } = ctx.fivetran;
  const gaps = new Set<string>();
  const known = ids.filter((id) => id !== "");
  const read = async <T extends { id: string }>(
    resource: {
      get(id: string, options: ReadOptions): Promise<T>;
      list(options: ReadOptions): AsyncIterable<T>;
    },
    what: string,
    unreadable: UnreadableRecords,
  ) => {
    const onUnreadable = (field: Unreadable) => {
      if (field.id !== undefined && known.includes(field.id)) unreadable.add(field);
    };
    const otherwise = (why: string, error: AppError) => {
      if (!isClosed(error) && error.type !== "not_found") {
        gaps.add(`${what} could not be read: ${why}`);
      }
      return [];
    };
    const found =
      known.length > MAX_LOOKUPS
        ? await unlessFailed(
            ctx,
            (signal) => collect(resource.list({ signal, onUnreadable })),
            otherwise,
            EARLY_READS_MS,
          )
        : await Promise.all(
            known.map((id) =>
              unlessFailed(
                ctx,
                (signal) => resource.get(id, { signal, onUnreadable }),
                otherwise,
                EARLY_READS_MS,
              ),
            ),
          );
    return new Map(found.flat().map((each) => [each.id, each]));
  };
  const unreadGroups = new UnreadableRecords("group");
  const unreadDestinations = new UnreadableRecords("destination");
  const [byGroup, byDestination] = await Promise.all([
    read(groups, "groups", unreadGroups),
    read(destinations, "destinations", unreadDestinations),
  ]);
  noteStates(
    known.flatMap((id) => byDestination.get(id) ?? []),
    unreadDestinations,
  );
  return {
    of: (id) => ({ name: byGroup.get(id)?.name || undefined, destination: byDestination.get(id) }),
    gaps: [...gaps, ...unreadGroups.notes(), ...unreadDestinations.notes()],
  };
}

/** Reads connections one by one, because lists leave out the setup tests. */
export async function readConnections(
  ids: readonly string[],
  ctx: Pick<ReadContext, "fivetran" | "signal" | "secondary">,
  onUnreadable?: (unreadable: Unreadable) => void,
): Promise<{ byId: Map<string, Connection>; gaps: string[] }> {
  const gaps: string[] = [];
  const read = ids.map((id) =>
    unlessFailed(
      ctx,
      (signal) => ctx.fivetran.connections.get(id, { signal, onUnreadable }),
      (why) => {
        gaps.push(`setup tests of ${bare(id)} could not be read: ${why}`);
        return [];
      },
    ),
  );
  const found = (await Promise.all(read)).flat();
  return { byId: new Map(found.map((each) => [each.id, each])), gaps };
}

/**
 * Returns the result of a read, or of `otherwise` if it fails. Throws if the caller has stopped
 * waiting.
 */
async function unlessFailed<T, F>(
  { signal, secondary }: Pick<ReadContext, "signal" | "secondary">,
  read: (signal: AbortSignal) => Promise<T>,
  otherwise: (why: string, error: AppError) => F,
  atMostMs?: number,
): Promise<T | F> {
  try {
    return await secondary.within(read, atMostMs);
  } catch (error) {
    const left = signal.aborted && !firedByDeadline(signal);
    if (left || !(error instanceof AppError)) throw error;
    return otherwise(reasonOf(error), error);
  }
}

/** The message of an error within a sentence. A rate limit shows how long to wait. */
function reasonOf(error: AppError): string {
  if (isClosed(error)) return "this program's API key or settings do not allow it";
  const { message, retryAfterSeconds: seconds } = error;
  return `${message.replace(/\.$/, "")}${seconds === undefined ? "" : `; wait ${seconds} s`}`;
}

/** Returns how often each label occurs, the most frequent first. */
export function countLabels(labels: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}
