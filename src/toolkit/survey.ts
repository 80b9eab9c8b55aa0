import { AppError } from "../base/errors.js";
import { type Diagnosis, diagnose } from "../fivetran/health.js";
import type { Connection, Destination, Group } from "../fivetran/models.js";
import type { ReadContext } from "./define.js";
import { bare } from "./render.js";

export interface Surveyed {
  connection: Connection;
  destination: Destination | undefined;
  diagnosis: Diagnosis;
}

export interface Survey {
  entries: Surveyed[];
  /** A group's name as it may be shown; its id where the name could not be read. */
  groupName(id: string): string;
  destination(id: string): Destination | undefined;
  now: Date;
  /** What could not be read, in our words. */
  gaps: string[];
}

export interface SurveyFilter {
  group?: string | undefined;
  service?: string | undefined;
  maxAgeHours?: number | undefined;
}

/**
 * Reads the account, or one group, and judges every connector: one list request for each 1,000 connections,
 * with one for the destinations and one for the groups beside the first page, and none per connector.
 */
export async function survey(ctx: ReadContext, filter: SurveyFilter): Promise<Survey> {
  const { fivetran, signal } = ctx;
  const gaps: string[] = [];
  const only =
    filter.group === undefined
      ? undefined
      : await fivetran.groups.resolve(filter.group, { signal });
  const [connections, destinations, groups] = await Promise.all([
    collect(fivetran.connections.list({ groupId: only?.id, signal })),
    readable(collect(fivetran.destinations.list({ signal })), "destinations", gaps),
    only === undefined
      ? readable(collect(fivetran.groups.list({ signal })), "groups", gaps)
      : [only],
  ]);
  const byDestination = new Map(destinations.map((destination) => [destination.id, destination]));
  const byGroup = new Map(groups.map((group: Group) => [group.id, group.name]));
  const now = ctx.now();
  const service = filter.service?.toLowerCase();
  return {
    entries: connections
      .filter((connection) => service === undefined || connection.service.toLowerCase() === service)
      .map((connection) => {
        const destination = byDestination.get(connection.group_id);
        const diagnosis = diagnose(connection, destination, now, {
          maxAgeHours: filter.maxAgeHours,
        });
        return { connection, destination, diagnosis };
      }),
    groupName: (id) => bare(byGroup.get(id) ?? id),
    destination: (id) => byDestination.get(id),
    now,
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

/** Refused to this key or by this policy, as against failed. */
export const isClosed = (error: unknown) =>
  error instanceof AppError && (error.type === "forbidden" || error.type === "policy_denied");

export async function collect<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** Where a person goes on. */
export const dashboard = (id: string) => `https://fivetran.com/dashboard/connections/${id}/status`;
