import { collect } from "../../base/collect.js";
import { createTurns, firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed, isListTooLong } from "../../base/errors.js";
import type { Diagnosis } from "../../client/health/diagnose.js";
import type { RequestOptions } from "../../client/http/send.js";
import type { Connection, Destination, Group } from "../../client/resources/models.js";
import type { AccountReader, ReadContext } from "../../toolkit/define.js";
import { bare } from "../../toolkit/render.js";
import { type Judgment, outline } from "./judge.js";
import { UnreadableRecords, unreadFields } from "./unreadable.js";

export interface ConnectorHealth extends Judgment {
  connection: Connection;
  destination: Destination | undefined;
}

export interface AccountHealth {
  connectors: ConnectorHealth[];
  /** How many connectors were diagnosed, kept or not. */
  checked: number;
  /** The records of `also`. */
  also: ReadonlyMap<string, Connection>;
  /** A group's name as it may be shown; its id where the name could not be read. */
  groupName(id: string): string;
  destination(id: string): Destination | undefined;
  /** The groups that could be read; one, where the filter names it. */
  groups: readonly Group[];
  destinations: readonly Destination[];
  now: Date;
  /** How long ago all or part of it was read, for an earlier call; undefined where it is fresh. */
  ageSeconds: number | undefined;
  /** What could not be read. */
  gaps: string[];
  /** Kinds of records that could not be read at all: `destinations`, `groups`. */
  unread: ReadonlySet<string>;
  /** Every connector was read. */
  complete: boolean;
}

export interface HealthFilter {
  group?: string | undefined;
  /** Any of these types. */
  services?: readonly string[] | undefined;
  maxAgeHours?: number | undefined;
  /** A further page, or another question about the same account: what the client read within a minute serves. */
  recent?: boolean;
  /** Groups and destinations are what the caller asks for: where neither can be read, that is an error and not a gap. */
  groupsNeeded?: boolean;
  /** Connectors to keep; all when absent. What is not kept costs no memory in a large account. */
  keep?: (outline: Pick<Diagnosis, "verdict" | "severity">, connection: Connection) => boolean;
  /** Reads ids of connectors whose records are wanted, whether they are kept or not; called as the read starts. */
  also?: ((groups: Promise<readonly Group[]>) => Promise<ReadonlySet<string>>) | undefined;
  /**
   * At the deadline, or where the list is longer than one call reads, return what was read so far, with a gap: for
   * reads, never to plan a change.
   */
  partly?: boolean;
}

/**
 * Reads the account, or one group, and diagnoses every connector: one list request for each 1,000 connections,
 * with one for the destinations and one for the groups beside the first page, and none per connector. A page
 * is diagnosed while the next one is being read.
 */
export async function readAccountHealth(
  ctx: AccountReader,
  {
    group,
    services,
    maxAgeHours,
    recent = false,
    groupsNeeded = false,
    keep = () => true,
    also: readWanted,
    partly = false,
  }: HealthFilter,
): Promise<AccountHealth> {
  const { fivetran, signal } = ctx;
  const { expectations } = ctx.settings;
  const gaps: string[] = [];
  const unread = new Set<string>();
  let failure: AppError | undefined;
  const unreadConnectors = new UnreadableRecords("connector");
  const unreadDestinations = new UnreadableRecords("destination");
  const unreadGroups = new UnreadableRecords("group");
  // A page that another call is just reading serves both; a plan reads its own.
  const maxAgeMs = recent ? REMEMBERED_MS : partly ? 0 : undefined;
  let ageMs: number | undefined;
  const onRemembered = (ms: number) => {
    ageMs = Math.max(ageMs ?? 0, ms);
  };
  const secondary = { signal, deadlineMs: SECONDARY_READ_MS, maxAgeMs };
  const readOrGap = <T>(list: AsyncIterable<T>, what: string) =>
    unlessFailed(collect(list), signal, (why, error) => {
      if (!isClosed(error) && error.type !== "not_found") failure ??= error;
      gaps.push(`${what} could not be read: ${why}`);
      unread.add(what);
      return [];
    });

  const types = services && new Set(services.map((type) => type.toLowerCase()));
  const only = group === undefined ? undefined : await fivetran.groups.resolve(group, { signal });
  const destinationsRead = readOrGap(
    fivetran.destinations.list({
      ...secondary,
      // The connections of one group are seldom remembered; their destination is to be as fresh as they are.
      ...(only !== undefined && recent ? { maxAgeMs: 0 } : {}),
      onRemembered,
      onUnreadable: unreadDestinations.add,
    }),
    "destinations",
  );
  const groupsRead =
    only === undefined
      ? readOrGap(fivetran.groups.list({ ...secondary, onUnreadable: unreadGroups.add }), "groups")
      : Promise.resolve([only]);
  const wantedIds = readWanted?.(groupsRead);
  const connectors: ConnectorHealth[] = [];
  let names = new Map<string, string>();
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
      if (types?.has(connection.service.toLowerCase()) === false) continue;
      if (wanted?.has(connection.id) === true) also.set(connection.id, slim(connection));
      const destination = destinationsById.get(connection.group_id);
      const groupName = names.get(connection.group_id);
      const outlined = outline({ connection, destination, groupName }, now, {
        maxAgeHours,
        expectations,
      });
      checked += 1;
      if (keep(outlined, connection)) {
        connectors.push({ connection: slim(connection), destination, ...outlined.judgment() });
      }
    }
  }

  const [groups, destinations] = await Promise.all([
    groupsRead,
    destinationsRead,
    diagnoseAll().catch((error: unknown) => {
      const tooLong = isListTooLong(error);
      if (!partly || now === undefined || !(tooLong || firedByDeadline(signal))) throw error;
      cutShort = true;
      const why = tooLong ? "the list is longer than one call reads" : "the time limit was reached";
      gaps.push(`${why}: only ${checked} connectors were read; name a group to read fewer`);
    }),
    wantedIds,
  ]);
  if (groupsNeeded && unread.size === 2 && failure !== undefined) throw failure;
  for (const { id, setup_status } of destinations) {
    if (setup_status === "") unreadDestinations.addFields(id, ["setup_status"]);
  }
  for (const { id, name } of groups) if (name === "") unreadGroups.addFields(id, ["name"]);
  for (const unread of [unreadConnectors, unreadDestinations, unreadGroups]) {
    gaps.push(...unread.notes());
  }
  names = namesOf(groups);
  const unnamed = expectations?.namesGroups === true && groups.length === 0 && checked > 0;
  if (unnamed) gaps.push("expectations by the name of a group were not applied");
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

/** For results: the age of what was not read for this call. */
export const readAgo = ({ ageSeconds }: Pick<AccountHealth, "ageSeconds">) =>
  ageSeconds === undefined ? {} : { read_seconds_ago: ageSeconds };

/** To end the first line of a text. */
export const readAgoText = ({
  read_seconds_ago: age,
}: {
  read_seconds_ago?: number | undefined;
}) => (age === undefined ? "" : `; read ${age} s ago`);

const namesOf = (groups: readonly Group[]) =>
  new Map(groups.map(({ id, name }) => [id, name || id]));

/** Without its configuration and other fields that no sweep shows: a large account is held in memory at once. */
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

const REMEMBERED_MS = 60_000;
/** A page of the largest size. */
const REPORT_EVERY = 1000;

const MAX_LOOKUPS = 3;

/** Groups and destinations only add to the result, so they get part of its time. */
const SECONDARY_READ_MS = 10_000;

interface GroupsRead {
  of(id: string): { name?: string | undefined; destination?: Destination | undefined };
  /** What could not be read, except for lack of permission. */
  gaps: string[];
}

/** The names of groups and their destinations. What is missing or could not be read is left out. */
export async function readGroups(
  ids: readonly string[],
  { fivetran: { groups, destinations }, signal }: ReadContext,
): Promise<GroupsRead> {
  const gaps = new Set<string>();
  const options = { signal, deadlineMs: SECONDARY_READ_MS };
  const known = ids.filter((id) => id !== "");
  const read = async <T extends { id: string }>(
    resource: {
      get(id: string, options: RequestOptions): Promise<T>;
      list(options: RequestOptions): AsyncIterable<T>;
    },
    what: string,
  ) => {
    const otherwise = (why: string, error: AppError) => {
      if (!isClosed(error) && error.type !== "not_found") {
        gaps.add(`${what} could not be read: ${why}`);
      }
      return [];
    };
    const found =
      known.length > MAX_LOOKUPS
        ? await unlessFailed(collect(resource.list(options)), signal, otherwise)
        : await Promise.all(
            known.map((id) => unlessFailed(resource.get(id, options), signal, otherwise)),
          );
    return new Map(found.flat().map((each) => [each.id, each]));
  };
  const [byGroup, byDestination] = await Promise.all([
    read(groups, "groups"),
    read(destinations, "destinations"),
  ]);
  return {
    of: (id) => ({ name: byGroup.get(id)?.name || undefined, destination: byDestination.get(id) }),
    gaps: [...gaps],
  };
}

/** The records of some connections, read one by one: lists leave out the setup tests. */
export async function readConnections(
  ids: readonly string[],
  { fivetran, signal }: ReadContext,
): Promise<{ byId: Map<string, Connection>; gaps: string[] }> {
  const gaps: string[] = [];
  const options = { signal, deadlineMs: SECONDARY_READ_MS };
  const read = ids.map((id) =>
    unlessFailed(fivetran.connections.get(id, options), signal, (why) => {
      gaps.push(`setup tests of ${bare(id)} could not be read: ${why}`);
      return [];
    }),
  );
  const found = (await Promise.all(read)).flat();
  return { byId: new Map(found.map((each) => [each.id, each])), gaps };
}

/** The fallback where a read fails, unless the caller no longer waits for it. */
async function unlessFailed<T, F>(
  read: Promise<T>,
  signal: AbortSignal,
  otherwise: (why: string, error: AppError) => F,
): Promise<T | F> {
  try {
    return await read;
  } catch (error) {
    const left = signal.aborted && !firedByDeadline(signal);
    if (left || !(error instanceof AppError)) throw error;
    return otherwise(reasonOf(error), error);
  }
}

const reasonOf = (error: AppError): string =>
  isClosed(error)
    ? "the API key or the policy does not allow it"
    : error.message.replace(/\.$/, "");

/** How often each label occurs, the most frequent first. */
export function countLabels(labels: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}
