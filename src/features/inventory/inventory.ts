import { asFields } from "../../base/json.js";
import type { ListOptions } from "../../client/resources/list.js";
import type { User } from "../../client/resources/people.js";
import type { AccountReader } from "../../toolkit/define.js";
import { secondaryReads, untilSilent } from "../access/index.js";
import { isUnreadableTime, unreadFields } from "../health/index.js";

export interface Item {
  kind: string;
  id: string;
  name: string;
  /** Its service, type or role. */
  type: string;
  group: string;
  status: string;
  /** Who created or owns it. */
  owner: string;
  created_at: string;
  /**
   * The last success of a connector, the last sign-in of a user, or the last run of a
   * transformation.
   */
  last_used_at: string;
}

export const FIELDS = [
  "kind",
  "id",
  "name",
  "type",
  "group",
  "status",
  "owner",
  "created_at",
  "last_used_at",
] as const satisfies readonly (keyof Item)[];

export interface Inventory {
  items: Item[];
  /** The lists that could not be read, each with the reason. */
  gaps: string[];
}

type Loose = Record<string, unknown>;

interface Lister<T> {
  list(options: ListOptions): AsyncIterable<T>;
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

const first = (record: Loose, fields: readonly string[]): string =>
  fields.map((field) => textOf(record[field])).find((value) => value !== "") ?? "";

/** The fields of records that a column shows. The first one that a record has is shown. */
const SHOWN = {
  id: ["id"],
  name: ["name", "display_name", "url"],
  type: ["service", "type", "deployment_type"],
  group: ["group_id"],
  status: ["status", "setup_status", "state"],
  owner: ["connected_by", "created_by", "created_by_id", "owner_id", "user_id"],
  created_at: ["created_at", "registered_at"],
  last_used_at: ["last_started_at", "last_used_at", "last_run_at", "logged_in_at"],
} as const;

const TIMES = [...SHOWN.created_at, ...SHOWN.last_used_at];

/** Returns the shown fields of a record whose values are not as expected. */
function oddFields(record: Loose): string[] {
  return Object.values(SHOWN)
    .flat()
    .filter((field) => {
      const value = record[field];
      const isState = field === "status" && typeof value === "object";
      return (value ?? undefined) !== undefined && typeof value !== "string" && !isState;
    })
    .concat(TIMES.filter((field) => isUnreadableTime(String(record[field] ?? ""))));
}

/**
 * Lists everything in the account, by kind. A kind that cannot be listed becomes a gap. Throws if
 * none can be listed.
 */
export async function readInventory(account: AccountReader): Promise<Inventory> {
  const { signal } = account;
  const fivetran = untilSilent(account.fivetran);
  const reads = secondaryReads(signal);
  const failures: unknown[] = [];
  let listed = 0;
  async function* counted<T>(list: AsyncIterable<T>): AsyncIterable<T> {
    try {
      yield* list;
      listed += 1;
    } catch (error) {
      failures.push(error);
      throw error;
    }
  }
  const read = async <T>(noun: string, { list }: Lister<T>): Promise<T[]> =>
    (await reads.list(`${noun}s`, noun, (onUnreadable) =>
      counted(list({ signal, onUnreadable })),
    )) ?? [];
  const [groups, users, destinations, connections, ...others] = await Promise.all([
    read("group", fivetran.groups),
    read("user", fivetran.users),
    read("destination", fivetran.destinations),
    read("connector", fivetran.connections),
    read("team", fivetran.teams),
    read("transformation", fivetran.transformations),
    read("transformation project", fivetran.transformationProjects),
    read("webhook", fivetran.webhooks),
    read("log service", fivetran.logServices),
    read("hybrid deployment agent", fivetran.hybridAgents),
    read("proxy agent", fivetran.proxies),
    read("private link", fivetran.privateLinks),
    read("external secrets manager", fivetran.externalSecrets),
    read("connector SDK package", fivetran.sdkPackages),
    read("system key", fivetran.systemKeys),
  ]);
  if (listed === 0) throw failures[0];
  const groupNames = new Map(groups.map(({ id, name }) => [id, name || id]));
  const people = new Map(users.map((user) => [user.id, user.email || user.id]));
  const groupOf = (record: Loose) => {
    const id = first(record, SHOWN.group);
    return groupNames.get(id) ?? id;
  };
  const ownerOf = (record: Loose) => {
    const id = first(record, SHOWN.owner);
    return people.get(id) ?? id;
  };
  const item = (kind: string, record: Loose, more: Partial<Item> = {}): Item => {
    const id = first(record, SHOWN.id);
    reads.unread(kind, id, kind === "connector" ? [] : oddFields(record));
    return {
      kind,
      id,
      name: first(record, SHOWN.name),
      type: first(record, SHOWN.type),
      group: groupOf(record),
      status: first(record, SHOWN.status) || first(asFields(record["status"]), ["setup_state"]),
      owner: ownerOf(record),
      created_at: first(record, SHOWN.created_at),
      last_used_at: "",
      ...more,
    };
  };
  const KINDS = [
    "team",
    "transformation",
    "transformation project",
    "webhook",
    "log service",
    "hybrid deployment agent",
    "proxy agent",
    "private link",
    "external secrets manager",
    "connector SDK package",
    "system key",
  ];
  for (const one of connections) reads.unread("connector", one.id, unreadFields(one));
  const items = [
    ...groups.map((one) => item("group", one)),
    ...destinations.map((one) =>
      item("destination", one, {
        name: groupNames.get(one.id) ?? one.id,
        status: one.setup_status,
      }),
    ),
    ...connections.map((one) =>
      item("connector", one, {
        name: one.schema,
        // Without `paused`, it is not known whether the connector syncs.
        status: one.paused === true ? "paused" : one.paused === false ? one.status.setup_state : "",
        last_used_at: textOf(one.succeeded_at),
      }),
    ),
    ...users.map((one) =>
      item("user", one, {
        name: one.email ?? "",
        type: one.role ?? "",
        status: userStatus(one),
        owner: "",
        last_used_at: one.logged_in_at ?? "",
      }),
    ),
    ...others.flatMap((list, at) =>
      list.map((one: Loose) =>
        item(KINDS[at] ?? "", one, {
          last_used_at: first(one, SHOWN.last_used_at),
        }),
      ),
    ),
  ];
  const key = ({ kind, group, name, id }: Item) => [kind, group, name, id].join("\u0000");
  return { items: inOrder(items, key), gaps: reads.gaps() };
}

function userStatus({ active, invited }: User): string {
  if (active === false) return "inactive";
  if (invited === true) return "invited";
  return active === true ? "active" : "";
}

/** Sorts by kind, in the order in which kinds first occur, then by group, name and id. */
function inOrder(items: readonly Item[], key: (item: Item) => string): Item[] {
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  return [...items].sort(
    (a, b) =>
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0),
  );
}
