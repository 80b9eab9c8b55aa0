import { collect } from "../../base/collect.js";
import { AppError, isClosed } from "../../base/errors.js";
import { type Diagnosis, diagnose } from "../../client/health/diagnose.js";
import type { Connection, Destination, Group } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare } from "../../toolkit/render.js";

export interface ConnectorHealth {
  connection: Connection;
  destination: Destination | undefined;
  diagnosis: Diagnosis;
}

export interface AccountHealth {
  connectors: ConnectorHealth[];
  /** How many connectors were diagnosed, kept or not. */
  checked: number;
  /** A group's name as it may be shown; its id where the name could not be read. */
  groupName(id: string): string;
  destination(id: string): Destination | undefined;
  /** The groups that could be read; one, where the filter names it. */
  groups: readonly Group[];
  destinations: readonly Destination[];
  now: Date;
  /** What could not be read. */
  gaps: string[];
}

export interface HealthFilter {
  group?: string | undefined;
  service?: string | undefined;
  maxAgeHours?: number | undefined;
  /** Connectors to keep; all when absent. What is not kept costs no memory in a large account. */
  keep?: (diagnosis: Diagnosis) => boolean;
}

/**
 * Reads the account, or one group, and diagnoses every connector: one list request for each 1,000 connections,
 * with one for the destinations and one for the groups beside the first page, and none per connector. A page
 * is diagnosed while the next one is being read.
 */
export async function readAccountHealth(
  ctx: ReadContext,
  { group, service, maxAgeHours, keep = () => true }: HealthFilter,
): Promise<AccountHealth> {
  const { fivetran, signal } = ctx;
  const gaps: string[] = [];
  const readOrGap = <T>(list: AsyncIterable<T>, what: string) =>
    unlessDenied(collect(list), () => {
      gaps.push(`${what} could not be read: the API key or the policy does not allow it`);
      return [];
    });

  const only = group === undefined ? undefined : await fivetran.groups.resolve(group, { signal });
  const destinationsRead = readOrGap(fivetran.destinations.list({ signal }), "destinations");
  const connectors: ConnectorHealth[] = [];
  let checked = 0;
  let now: Date | undefined;
  let destinationsById = new Map<string, Destination>();

  async function diagnoseAll(): Promise<void> {
    for await (const connection of fivetran.connections.list({ groupId: only?.id, signal })) {
      if (now === undefined) {
        destinationsById = new Map((await destinationsRead).map((each) => [each.id, each]));
        now = ctx.now();
      }
      const type = connection.service.toLowerCase();
      if (service !== undefined && type !== service.toLowerCase()) continue;
      const destination = destinationsById.get(connection.group_id);
      const diagnosis = diagnose(connection, destination, now, { maxAgeHours });
      checked += 1;
      if (keep(diagnosis)) connectors.push({ connection, destination, diagnosis });
    }
  }

  const [groups, destinations] = await Promise.all([
    only === undefined ? readOrGap(fivetran.groups.list({ signal }), "groups") : [only],
    destinationsRead,
    diagnoseAll(),
  ]);
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  return {
    connectors,
    checked,
    groupName: (id) => bare(names.get(id) ?? id),
    destination: (id) => destinationsById.get(id),
    groups,
    destinations,
    now: now ?? ctx.now(),
    gaps,
  };
}

const MAX_LOOKUPS = 3;

/** The names of groups and their destinations. What is missing or may not be read is left out. */
export async function readGroups(
  ids: readonly string[],
  { fivetran: { groups, destinations }, signal }: ReadContext,
): Promise<(id: string) => { name?: string | undefined; destination?: Destination | undefined }> {
  const read = async <T extends { id: string }>(resource: {
    get(id: string, options: { signal: AbortSignal }): Promise<T>;
    list(options: { signal: AbortSignal }): AsyncIterable<T>;
  }) => {
    const found =
      ids.length > MAX_LOOKUPS
        ? await unlessDenied(collect(resource.list({ signal })), () => [])
        : await Promise.all(
            ids.map((id) => unlessDenied(resource.get(id, { signal }), () => undefined)),
          );
    return new Map(found.flatMap((each) => (each === undefined ? [] : [[each.id, each]])));
  };
  const [byGroup, byDestination] = await Promise.all([read(groups), read(destinations)]);
  return (id) => ({ name: byGroup.get(id)?.name, destination: byDestination.get(id) });
}

/** The fallback where the key or the policy does not allow the read, or nothing is found. */
async function unlessDenied<T, F>(read: Promise<T>, otherwise: () => F): Promise<T | F> {
  try {
    return await read;
  } catch (error) {
    if (isClosed(error) || (error instanceof AppError && error.type === "not_found")) {
      return otherwise();
    }
    throw error;
  }
}

/** How often each label occurs, the most frequent first. */
export function countLabels(labels: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}
