import { collect } from "../../base/collect.js";
import { AppError } from "../../base/errors.js";
import { type Diagnosis, diagnose } from "../../client/health/diagnose.js";
import type { Connection, Destination, Group } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare } from "../../toolkit/render.js";

export interface Surveyed {
  connection: Connection;
  destination: Destination | undefined;
  diagnosis: Diagnosis;
}

export interface Survey {
  entries: Surveyed[];
  /** Connectors that were judged, kept or not. */
  checked: number;
  /** A group's name as it may be shown; its id where the name could not be read. */
  groupName(id: string): string;
  destination(id: string): Destination | undefined;
  /** All that could be read: the one group, where one was asked for. */
  groups: readonly Group[];
  destinations: readonly Destination[];
  now: Date;
  /** What could not be read, in our words. */
  gaps: string[];
}

export interface SurveyFilter {
  group?: string | undefined;
  service?: string | undefined;
  maxAgeHours?: number | undefined;
  /** Entries to keep; all when absent. What is not kept costs no memory in a large account. */
  keep?: (diagnosis: Diagnosis) => boolean;
}

/**
 * Reads the account, or one group, and judges every connector: one list request for each 1,000 connections,
 * with one for the destinations and one for the groups beside the first page, and none per connector. A page
 * is judged while the next one is on its way.
 */
export async function survey(ctx: ReadContext, filter: SurveyFilter): Promise<Survey> {
  const { fivetran, signal } = ctx;
  const gaps: string[] = [];
  const only =
    filter.group === undefined
      ? undefined
      : await fivetran.groups.resolve(filter.group, { signal });
  const connections = fivetran.connections.list({ groupId: only?.id, signal });
  const service = filter.service?.toLowerCase();
  const entries: Surveyed[] = [];
  let checked = 0;
  let now: Date | undefined;
  let byDestination = new Map<string, Destination>();

  async function judge(places: Promise<Destination[]>): Promise<void> {
    for await (const connection of connections) {
      if (now === undefined) {
        byDestination = new Map((await places).map((destination) => [destination.id, destination]));
        now = ctx.now();
      }
      if (service !== undefined && connection.service.toLowerCase() !== service) continue;
      const destination = byDestination.get(connection.group_id);
      const { maxAgeHours } = filter;
      const diagnosis = diagnose(connection, destination, now, { maxAgeHours });
      checked += 1;
      if (filter.keep?.(diagnosis) ?? true) entries.push({ connection, destination, diagnosis });
    }
  }

  const places = readable(collect(fivetran.destinations.list({ signal })), "destinations", gaps);
  const [groups, destinations] = await Promise.all([
    only === undefined
      ? readable(collect(fivetran.groups.list({ signal })), "groups", gaps)
      : [only],
    places,
    judge(places),
  ]);
  const byGroup = new Map(groups.map((group: Group) => [group.id, group.name]));
  return {
    entries,
    checked,
    groupName: (id) => bare(byGroup.get(id) ?? id),
    destination: (id) => byDestination.get(id),
    groups,
    destinations,
    now: now ?? ctx.now(),
    gaps,
  };
}

/** A list that adds to the answer; where the key may not read it, the answer says so and goes without. */
async function readable<T>(list: Promise<T[]>, what: string, gaps: string[]): Promise<T[]> {
  try {
    return await list;
  } catch (error) {
    const closed =
      error instanceof AppError && (error.type === "forbidden" || error.type === "policy_denied");
    if (!closed) throw error;
    gaps.push(`${what} could not be read with this key or policy`);
    return [];
  }
}
