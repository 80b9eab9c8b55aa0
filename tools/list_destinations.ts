import * as z from "zod";
import { hasWord, wordsOf } from "../src/features/connector/index.js";
import {
  type AccountHealth,
  type ConnectorHealth,
  countLabels,
  legendOf,
  readAccountHealth,
  readAgo,
  readAgoText,
  standing,
} from "../src/features/health/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { fitting, pageOf } from "../src/toolkit/page.js";
import { counts, cursor, extra, limit, words } from "../src/toolkit/params.js";
import { bare, compact, count, lines } from "../src/toolkit/render.js";

const STATES = ["connected", "incomplete", "broken", "none", "unknown"] as const;

const ListedDestination = z.looseObject({
  name: z.string(),
  id: z.string(),
  state: z
    .string()
    .describe("none: the group has no destination; unknown: the destination could not be read"),
  service: z.string().optional(),
  region: z.string().optional(),
  connectors: z.number().optional(),
  problems: counts("broken").optional(),
  others: counts("ok").optional(),
});
type ListedDestination = z.output<typeof ListedDestination>;

export const listDestinations = defineTool({
  name: "list_destinations",
  title: "List destinations",
  effect: "read",
  uses: ["list_all_groups", "list_destinations", "list_connections"],
  description:
    "List groups with destination, state, and numbers of connectors and problems. Includes groups without a destination.",
  input: z.strictObject({
    words: words.describe("in name, service or id, e.g. snowflake"),
    states: z.array(z.enum(STATES)).min(1).describe('e.g. ["broken"]').optional(),
    limit,
    cursor,
  }),
  output: z.looseObject({
    total: z.number(),
    by_state: counts("broken").optional(),
    destinations: z.array(ListedDestination).optional(),
    gaps: z.array(z.string()).optional(),
    next_cursor: z.string().optional(),
    read_seconds_ago: extra(z.number()),
  }),

  async run({ words, states, limit: size, cursor: from }, ctx) {
    const health = await readAccountHealth(ctx, {
      groupsNeeded: true,
      recent: from !== undefined || !ctx.repeated,
      partly: true,
    });
    // A destination that was not read can have any of the states.
    const anyState = health.unread.has("destinations") && states?.includes("unknown") === false;
    const listed = listedDestinations(health)
      .filter(({ name, service, id }) =>
        wordsOf(words).every((word) => hasWord(`${name} ${service ?? ""} ${id}`, word)),
      )
      .filter(
        ({ state }) =>
          states === undefined ||
          states.some((other) => other === state) ||
          (anyState && state === "unknown"),
      )
      .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
    const scope = ["destinations", words, states];
    const gaps = [
      ...health.gaps,
      ...(anyState ? ["states were not applied to groups whose destination was not read"] : []),
      ...(words !== undefined && health.unread.has("groups")
        ? ["words were compared only with types and ids, because the names of groups were not read"]
        : []),
    ];
    return fitting(size, (limit) => {
      const page = pageOf(listed, { limit, cursor: from, scope });
      return compact({
        total: listed.length,
        by_state: countLabels(listed.map(({ state }) => state)),
        destinations: page.items,
        gaps,
        next_cursor: page.next_cursor,
        ...readAgo(health),
      });
    });
  },

  render: (
    { total, by_state = {}, destinations = [], gaps = [], next_cursor, ...data },
    notation,
  ) =>
    lines(
      total === 0
        ? `No destinations found${readAgoText(data)}. Remove a filter, or check the words: each one must match the start of a word in the group name, destination type or id.`
        : `${count(total, "group")}: ${Object.entries(by_state)
            .map(([state, n]) =>
              state === "none" ? `${n} without a destination` : `${n} ${state}`,
            )
            .join(", ")}${readAgoText(data)}`,
      destinations.length > 0 && "name (id) · destination · state · region · connectors",
      destinations.map(destinationText),
      legendOf(
        destinations.flatMap(({ problems = {}, others = {} }) => [
          ...Object.keys(problems),
          ...Object.keys(others),
        ]),
      ),
      gaps.map((gap) => `Note: ${gap}.`),
      next_cursor !== undefined && `More: ${notation.again({ cursor: next_cursor })}`,
    ),
});

function listedDestinations({
  connectors,
  groups,
  destinations,
  unread,
}: AccountHealth): ListedDestination[] {
  const names = new Map(groups.map((group) => [group.id, group.name]));
  const byGroup = new Map<string, ConnectorHealth[]>();
  for (const entry of connectors) {
    const id = entry.connection.group_id;
    const others = byGroup.get(id);
    if (others === undefined) byGroup.set(id, [entry]);
    else others.push(entry);
  }
  const byId = new Map(destinations.map((destination) => [destination.id, destination]));
  // If the groups cannot be read, their destinations and connectors are listed under the group ids.
  const ids = new Set([...names.keys(), ...byId.keys(), ...byGroup.keys()]);
  return [...ids].map((id) => {
    const destination = byId.get(id);
    const connectors = byGroup.get(id) ?? [];
    const isProblem = ({ diagnosis }: ConnectorHealth) => standing(diagnosis) === "problem";
    const verdicts = (some: readonly ConnectorHealth[]) =>
      countLabels(some.map(({ diagnosis }) => diagnosis.verdict));
    const missing = unread.has("destinations") ? "unknown" : "none";
    const counted = unread.has("connectors")
      ? {}
      : {
          connectors: connectors.length,
          problems: verdicts(connectors.filter(isProblem)),
          others: verdicts(connectors.filter((one) => !isProblem(one))),
        };
    return compact({
      name: names.get(id) || id,
      id,
      state:
        destination === undefined ? missing : destination.setup_status.toLowerCase() || "unknown",
      service: destination?.service,
      region: destination?.region ?? undefined,
      ...counted,
    });
  });
}

function destinationText({
  name,
  id,
  service,
  state,
  region,
  connectors,
  problems = {},
  others = {},
}: ListedDestination): string {
  const waiting = Object.entries(others).map(([verdict, n]): [string, number] => [
    // Some connectors that never synced are a problem, and are counted as such.
    verdict === "never_synced" ? "awaiting first sync" : verdict,
    n,
  ]);
  const states = [...Object.entries(problems), ...waiting].map(([verdict, n]) => `${n} ${verdict}`);
  return [
    `${bare(name)} (${bare(id)})`,
    ...(service === undefined
      ? [state === "none" ? "no destination" : "destination unknown"]
      : [bare(service), bare(state)]),
    ...(region === undefined ? [] : [bare(region)]),
    ...(connectors === undefined
      ? []
      : [`${count(connectors, "connector")}${states.length > 0 ? `: ${states.join(", ")}` : ""}`]),
  ].join(" · ");
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
