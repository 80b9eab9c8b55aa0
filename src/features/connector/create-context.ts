import { inputError, isClosed } from "../../base/errors.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare, named, upTo } from "../../toolkit/render.js";
import { isUncaptured, type Protection, protectionOf, readSchemas } from "../schema/index.js";
import { needsPublicKey } from "../services/index.js";
import { neverSynced } from "../sync/index.js";
import { complement, publicKey } from "./complement.js";
import type { NewConnector, RequestedTarget } from "./create.js";
import { namedConnection } from "./select.js";
import { jsonFields } from "./settings.js";

type Reader = Pick<ReadContext, "fivetran" | "signal">;
type Complemented = Reader & Pick<ReadContext, "secondary">;

/** The source and the targets of new connectors, as given in a call. */
export interface Where {
  service?: string | undefined;
  copy_of?: string | undefined;
  group?: string | undefined;
  name?: string | undefined;
  copies?: (Omit<RequestedTarget, "group"> & { group: string })[] | undefined;
}

/** Returns the connector to copy, if the call names one. */
export async function sourceOf({ copy_of, service: of }: Where, ctx: Reader) {
  if (copy_of === undefined) return undefined;
  const found = await namedConnection(copy_of, ctx);
  if (of !== undefined && of !== found.service) {
    throw inputError(
      `${bare(found.schema)} is a ${bare(found.service)} connector, not ${bare(of)}.`,
      "For a copy, leave service out.",
    );
  }
  return found;
}

/** Returns the settings that protect data of the connector to copy, as far as they can be read. */
export async function protectionFrom(
  source: Connection,
  { fivetran, signal }: Reader,
): Promise<Protection> {
  const nothing = (why: string) => ({
    body: undefined,
    lines: [],
    open: [`all tables and columns (${why})`],
  });
  try {
    const { config, unreadable } = await readSchemas(source.id, { fivetran, signal });
    if (!isUncaptured(source, config)) return protectionOf(config ?? {}, unreadable);
    return source.succeeded_at
      ? { body: undefined, lines: [], open: [] }
      : nothing(
          "the schema of the original has not been captured, and settings stored for it cannot be read",
        );
  } catch (error) {
    if (isClosed(error))
      return nothing(
        "this program's API key or settings do not allow reading the original's schema",
      );
    throw error;
  }
}

/** Returns the groups and names of the connectors to create. */
export async function targetsOf(
  args: Where,
  source: Connection | undefined,
  { fivetran, signal }: Reader,
): Promise<RequestedTarget[]> {
  const { copies, group: one, name: called } = args;
  if (copies !== undefined && (one !== undefined || called !== undefined)) {
    throw inputError("Give copies, or group and name, not both.", "Nothing was sent.");
  }
  if (copies !== undefined && args.copy_of === undefined) {
    throw inputError(
      "copies can be given only with copy_of.",
      "Nothing was sent. Without copy_of, each call creates one connector.",
    );
  }
  if (copies === undefined && one === undefined) {
    if (source === undefined) throw noGroup();
    return [{ group: await fivetran.groups.resolve(source.group_id, { signal }), name: called }];
  }
  const list = copies ?? [{ group: one ?? "", name: called }];
  const groups = new Map<string, ReturnType<typeof fivetran.groups.resolve>>();
  const groupOf = (value: string) => {
    const known = groups.get(value) ?? fivetran.groups.resolve(value, { signal });
    groups.set(value, known);
    return known;
  };
  return Promise.all(list.map(async (item) => ({ ...item, group: await groupOf(item.group) })));
}

/** Returns a problem for each name that the call gives twice in one group. */
export function twice(items: readonly NewConnector[]): string[] {
  const seen = new Set<string>();
  return items.flatMap(({ group: of, name: called }) => {
    const key = `${of.id}/${called}`;
    if (called === "" || !seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [`${bare(called)} is given twice for group ${bare(of.name)}.`];
  });
}

/**
 * Finds the existing connector with this name. A name is unique within a group, so this connector
 * is the requested one.
 */
export async function existingOf(
  { group: of, name: called }: NewConnector,
  { fivetran, signal }: Reader,
): Promise<Connection | undefined> {
  for await (const item of fivetran.connections.list({ groupId: of.id, schema: called, signal })) {
    if (item.schema === called) return item;
  }
  return undefined;
}

/**
 * Warns about existing copies that may be incomplete. Settings stored for a first load cannot be
 * read, so a copy may lack them if the call that created it was interrupted.
 */
export function unfinishedNotes(existing: readonly Connection[]): string[] {
  const waiting = existing.filter((one) => one.paused === true && neverSynced(one));
  if (waiting.length === 0) return [];
  return [
    `paused and never synced: ${upTo(waiting, MOST_NAMED, ({ schema, id }) => named(schema, id)).join(", ")}; if the call that created ${waiting.length === 1 ? "it" : "one of them"} was interrupted, the selection of tables and columns may not be stored. In that case set the selection with modify_schema before you resume the connector, or delete the connector and repeat this call`,
  ];
}

const MOST_NAMED = 10;

/** Reads the public keys of the groups whose connectors use an SSH server. `unread` has a line for each other. */
export async function publicKeys(items: readonly NewConnector[], ctx: Complemented) {
  const groups = new Set(
    items
      .filter(({ body }) =>
        needsPublicKey(
          { networking_method: textOf(body["networking_method"]) },
          jsonFields(body["config"]),
        ),
      )
      .map(({ group: of }) => of.id),
  );
  const keys: Record<string, string> = {};
  const lines: string[] = [];
  const unread: string[] = [];
  await Promise.all(
    [...groups].map(async (id) => {
      const { key, line } = await publicKey(`group ${id}`, id, ctx);
      if (key !== undefined) keys[id] = key;
      (key === undefined ? unread : lines).push(line);
    }),
  );
  return { keys, lines, unread };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

/** Warns that a connector loads nothing while its group has no working destination. */
export async function destinationNotes(
  items: readonly NewConnector[],
  ctx: Complemented,
): Promise<string[]> {
  if (items.length === 0) return [];
  const groups = new Map(items.map(({ group: of }) => [of.id, of]));
  const { found: states, unread } = await complement(async (signal) => {
    const states = new Map<string, string>();
    for await (const { id, setup_status } of ctx.fivetran.destinations.list({ signal })) {
      states.set(id, setup_status.toLowerCase());
    }
    return states;
  }, ctx);
  if (unread !== undefined) {
    return [
      `it was not checked whether the destinations work, because they could not be read: ${unread}`,
    ];
  }
  return [...groups.values()].flatMap((of) => {
    const state = states.get(of.id);
    if (state === "connected" || state === "") return [];
    return [
      `group ${named(of.name, of.id)} has ${state === undefined ? "no destination" : `a destination that is ${bare(state)}`}, so nothing can load until it is fixed`,
    ];
  });
}

const noGroup = () =>
  inputError(
    "create_connector needs group, or copies with a group in each.",
    "Nothing was sent. list_destinations or list_connectors show the groups.",
  );
