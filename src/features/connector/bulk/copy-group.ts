import { collect } from "../../../base/collect.js";
import { inputError } from "../../../base/errors.js";
import { isMetadata } from "../../../client/health/state.js";
import type { ConnectorTypeDetails } from "../../../client/resources/connector-types.js";
import type { Connection, Group } from "../../../client/resources/models.js";
import type { Consequence } from "../../../toolkit/consequence.js";
import type { Plan, ReadContext, Step } from "../../../toolkit/define.js";
import { bare, count, named, upTo } from "../../../toolkit/render.js";
import { UnreadableRecords } from "../../health/index.js";
import { authorizationOf, findService } from "../../services/index.js";
import { createSteps, type NewConnector, newConnector } from "../create.js";
import {
  destinationNotes,
  protectionFrom,
  publicKeys,
  unfinishedNotes,
} from "../create-context.js";
import { scheduleLabel } from "../schedule.js";
import { byName } from "../select.js";
import { maskedConfig, refuse } from "../settings.js";
import { OF_DESTINATION } from "./move.js";
import { outsideText } from "./settings.js";

/**
 * The number of connectors of a group that one call copies. Each has fields, a selection and tests
 * of its own.
 */
const MOST_COPIED = 20;
const MOST_NAMED = 40;

export interface CreateDetails {
  wanted: { item: NewConnector; existing: Connection | undefined }[];
  notes: string[];
  keys: Record<string, string>;
}

interface Copy {
  source: Connection;
  item: NewConnector;
  type: ConnectorTypeDetails;
  protects: readonly string[];
  /** True if only a person can sign in to the source. */
  signIn: boolean;
}

/**
 * Copies every connector of a group into another one, with selection, schedule and paused state. A
 * connector with the same name and type in the target group counts as copied, so a repeated call
 * continues with the rest.
 */
export async function planGroupCopy(
  {
    copy_group,
    group,
    paused,
  }: { copy_group: string; group: string | undefined; paused?: boolean | undefined },
  ctx: ReadContext,
): Promise<Plan<CreateDetails>> {
  const { fivetran, signal } = ctx;
  if (group === undefined) {
    throw inputError(
      "copy_group needs group, the group that the connectors are copied into.",
      "Nothing was sent.",
    );
  }
  const [from, to] = await Promise.all([
    fivetran.groups.resolve(copy_group, { signal }),
    fivetran.groups.resolve(group, { signal }),
  ]);
  if (from.id === to.id) {
    throw inputError("copy_group and group must be different groups.", "Nothing was sent.");
  }
  const [{ all, unread }, { all: there, unread: unreadThere }] = await Promise.all([
    connectionsOf(from, ctx),
    connectionsOf(to, ctx),
  ]);
  const own = all.filter(isMetadata);
  const originals = all.filter((one) => !isMetadata(one));
  const taken = new Map(there.map((one) => [one.schema, one]));
  const copied = originals.flatMap((one) => {
    const other = taken.get(one.schema);
    return other?.service === one.service ? [{ source: one, existing: other }] : [];
  });
  refuse(
    clashes(originals, taken, to),
    "Nothing was created. A copied group keeps the names of its connectors. Delete the connectors with these names, or copy single connectors with copy_of and give them other names.",
  );
  const open = originals.filter(({ schema }) => !taken.has(schema));
  const part = open.slice(0, MOST_COPIED);
  const outside = open.length - part.length;
  const types = new Map<string, Promise<ConnectorTypeDetails>>();
  const typeOf = (service: string) => {
    const known = types.get(service) ?? findService(service, fivetran, signal);
    types.set(service, known);
    return known;
  };
  let read = 0;
  const copies = await Promise.all(
    part.map(async (listed) => {
      const copy = await copyOf(listed, { to, paused, typeOf }, ctx);
      ctx.progress(`connectors read: ${++read} of ${part.length}`, {
        done: read,
        total: part.length,
      });
      return copy;
    }),
  );
  refuse(
    copies.flatMap(({ item }) => item.problems.map((problem) => `${bare(item.name)}: ${problem}`)),
    "Nothing was created. Copy these connectors one by one with copy_of, and give each copy the fields that it needs.",
  );
  const items = copies.map(({ item }) => item);
  const [{ keys, lines: keyLines, unread: unreadKeys }, standing] = await Promise.all([
    publicKeys(items, ctx),
    destinationNotes(items, ctx),
  ]);
  const steps: Step[] = [];
  for (const item of items) steps.push(...createSteps(item, steps.length));
  const rest = outside === 0 ? [] : [outsideText(outside, MOST_COPIED)];
  const unfinished = unfinishedNotes(copied.map(({ existing }) => existing));
  return {
    summary: `Copy ${copies.length} of ${count(originals.length, "connector")} of group ${named(from.name, from.id)} to group ${named(to.name, to.id)}`,
    consequences: [
      ...rest,
      ...unread.map((note) => `${note}; these are not copied`),
      ...unreadThere.map((note) => `in group ${named(to.name, to.id)}, ${note}`),
      ...notCarried(copies),
      ...(copies.length === 0
        ? []
        : [
            "these are not copied: rows loaded so far, and the users, roles, transformations and webhooks of the group",
            "each copy loads its whole history when it is set up and not paused; this may be billed, depending on your Fivetran contract",
          ]),
      ...(own.length === 0
        ? []
        : [`${own.map(({ schema }) => bare(schema)).join(", ")}: ${OF_DESTINATION}`]),
      ...(copied.length === 0
        ? []
        : [
            `not created, because a connector with the same name and service exists: ${upTo(copied, MOST_NAMED, ({ source }) => bare(source.schema)).join(", ")}`,
          ]),
      ...unfinished,
      ...standing,
      ...unreadKeys,
      ...copies.flatMap(copyLines),
      ...keyLines,
    ],
    asks: true,
    targets: items.map(({ name }) => ({
      kind: "connector" as const,
      id: name,
      name,
      detail: `in group ${named(to.name, to.id)}`,
    })),
    observed: {
      groups: [from.id, to.id],
      copies: Object.fromEntries(
        copies.map(({ source, type, protects, item }) => [
          item.name,
          {
            id: source.id,
            config: maskedConfig(source, type),
            schedule: scheduleLabel(source),
            paused: source.paused ?? null,
            protects: [...protects],
          },
        ]),
      ),
    },
    steps,
    details: {
      wanted: items.map((item) => ({ item, existing: undefined })),
      notes: [
        ...rest,
        ...(copied.length === 0
          ? []
          : [
              `${count(copied.length, "connector")} of the group already ${copied.length === 1 ? "exists" : "exist"} in the target group`,
            ]),
        ...unfinished,
        ...standing,
        ...unreadKeys,
      ],
      keys,
    },
  };
}

async function copyOf(
  listed: Connection,
  {
    to,
    paused,
    typeOf,
  }: {
    to: Group;
    paused: boolean | undefined;
    typeOf: (service: string) => Promise<ConnectorTypeDetails>;
  },
  ctx: ReadContext,
): Promise<Copy> {
  // A list does not contain configurations.
  const source = await ctx.fivetran.connections.get(listed.id, { signal: ctx.signal });
  const [type, protection] = await Promise.all([
    typeOf(source.service),
    protectionFrom(source, ctx),
  ]);
  const item = await newConnector(
    { group: to, name: source.schema },
    {
      type,
      source,
      protection,
      selection: undefined,
      // If it is not known whether the original is paused, the copy must not load anything on its own.
      wanted: { paused: paused ?? (source.paused === false ? undefined : true) },
      card: undefined,
    },
  );
  const signIn =
    item.needs.length === 0 && !authorizationOf(type).ways.some(({ how }) => how === "none");
  return { source, item, type, protects: protection.lines, signIn };
}

/** Lists what no call can copy, so that a person can have it ready. */
function notCarried(copies: readonly Copy[]): Consequence[] {
  const secrets = copies.filter(({ item }) => item.needs.length > 0);
  const persons = copies.filter(({ signIn }) => signIn);
  return [
    ...(secrets.length === 0
      ? []
      : [
          `secrets are not copied; set them later with update_connector or a connect card: ${upTo(secrets, MOST_NAMED, ({ item }) => `${bare(item.name)} (${item.needs.join(", ")})`).join("; ")}`,
        ]),
    ...(persons.length === 0
      ? []
      : [
          `sign-ins are not copied; later a person must sign in through a connect card (create_connect_card): ${upTo(persons, MOST_NAMED, ({ item }) => bare(item.name)).join(", ")}`,
        ]),
  ];
}

function copyLines({ source, item, protects }: Copy): string[] {
  const waits = item.body["paused"] === true && !item.resumes;
  const state = !waits
    ? "not paused"
    : source.paused === true
      ? "paused, like the original"
      : source.paused === false
        ? "paused"
        : "paused, because whether the original is paused could not be read";
  return [
    `${bare(item.name)} (${bare(source.service)}): ${state}; ${scheduleLabel(source)}${protects.length === 0 ? "" : `; stored before its first load, ${protects.join("; ")}`}`,
    ...(item.left.length === 0 ? [] : [`${bare(item.name)}: not copied: ${item.left.join(", ")}`]),
    ...(item.open.length === 0
      ? []
      : [
          `${bare(item.name)}: stays paused, because these table and column settings of the original cannot be copied exactly: ${upTo(item.open, 10, (one) => one).join(", ")}`,
        ]),
    ...item.notes.map((note) => `${bare(item.name)}: ${note}`),
  ];
}

/**
 * Finds connectors in the target group that have the same name but another type. They prevent the
 * copy until they are renamed or deleted.
 */
function clashes(
  originals: readonly Connection[],
  taken: ReadonlyMap<string, Connection>,
  to: Group,
): string[] {
  const found = originals.flatMap((one) => {
    const other = taken.get(one.schema);
    return other === undefined || other.service === one.service
      ? []
      : [
          `${bare(one.schema)} (service ${bare(other.service)}, not ${bare(one.service)}; id ${bare(other.id)})`,
        ];
  });
  return found.length === 0
    ? []
    : [
        `Group ${named(to.name, to.id)} has connectors of another service with these names: ${upTo(found, MOST_NAMED, (text) => text).join(", ")}.`,
      ];
}

async function connectionsOf(
  { id }: Group,
  { fivetran, signal }: ReadContext,
): Promise<{ all: Connection[]; unread: string[] }> {
  const unreadable = new UnreadableRecords("connector");
  const options = { groupId: id, signal, onUnreadable: unreadable.add };
  const all = (await collect(fivetran.connections.list(options))).sort(byName);
  return { all, unread: unreadable.notes() };
}
