import { AppError, isClosed } from "../base/errors.js";
import { isAdded } from "../client/operations/added.js";
import { groupScope, operation } from "../client/operations/catalog.js";
import { KINDS, type Kind } from "../client/operations/row.js";
import type { Call, Client, OperationId, Reply } from "../toolkit/define.js";
import {
  asObject,
  type Fields,
  idLike,
  idsIn,
  type Named,
  type NamedThing,
  namedBy,
  namedIn,
  partsAt,
  shownKind,
  thingsIn,
  valuesAt,
  valuesOfShared,
} from "./named-things.js";
import { isConfined, outOfScope, type Policy, requireAllowed } from "./policy.js";

type Send = Client["send"];
type SendOptions = NonNullable<Parameters<Send>[1]>;

/** The read that shows the owner of an object, and the parameter for the object's id. */
const OWNER_READS: Record<Exclude<Kind, "group">, [read: OperationId, param: string]> = {
  connection: ["connection_details", "connectionId"],
  webhook: ["webhook_details", "webhookId"],
  transformation: ["transformation_details", "transformationId"],
  project: ["transformation_project_details", "projectId"],
  agent: ["get_hybrid_deployment_agent", "agentId"],
  package: ["get_connector_sdk_package", "package_id"],
};

/** Connections of this service read the logs of the whole account, unless this field of `config` is false. */
const LOG_SERVICE = "fivetran_log";
const WHOLE_ACCOUNT = "is_account_level_connector";

const MOST_PAGES = 20;
/** The maximum number of values that are looked up for an operation which this version does not know. */
const MOST_TEXTS = 20;
const TEXT_READS = {
  connection: OWNER_READS.connection,
  group: ["group_details", "groupId"],
} as const satisfies Partial<Record<Kind, readonly [OperationId, string]>>;
/** Up to this number, objects are read individually. */
const FEW_READS = 2;
const KNOWN_FOR_MS = 60_000;

/** The owner of an object: its groups, and the connections if it belongs only to those. */
interface Owner {
  groups: readonly string[];
  connections: readonly Connector[];
  /** Whether the object concerns more than these connections. */
  wholeGroup: boolean;
}

interface Connector {
  id: string;
  name: string | undefined;
}

/** The owners of connections and projects that records have shown recently. */
interface Known {
  now(): Date;
  owners: Map<string, { owner: Owner; at: number }>;
}

/** The client of an account, limited by the operator's policy. */
export interface ConfinedClient {
  /** The client for tools. It can only read. */
  reader: Client;
  /** Sends changes. Only the engine uses it. */
  change: Send;
  /**
   * Throws `policy_denied` if a call is out of scope, before anything is sent. `what` is the name of the refused
   * action.
   */
  check(call: Call, reads: ReadOptions, what: string): Promise<void>;
  /** The part of a change's record that decides later who may see it. */
  traces(steps: readonly Call[]): Traces;
  /** Whether the current limits allow access to a recorded change. */
  covers(
    traces: { [Field in keyof Traces]?: Traces[Field] | undefined },
    reads: ReadOptions,
  ): Promise<boolean>;
}

interface Traces {
  named: { kind: string; id: string }[];
  limits: string;
}

/** `what` is the name of the refused action. Default: the operation id. */
type Check = (call: Call, what?: string) => Promise<void>;

/**
 * Creates the confined client of an account. It is created once, so that all calls share what it learns about owners.
 */
export function confineClient(client: Client, policy: Policy): ConfinedClient {
  const known: Known = { now: client.now, owners: new Map() };
  const guardOf = (reads: ReadOptions) => createGuard(policy, client.send, { known, reads });
  const limits = JSON.stringify([[...policy.groups].sort(), policy.connectors?.entries ?? []]);
  return {
    reader: client.use(confine(policy, { readOnly: true, known })),
    change: client.use(confine(policy, { readOnly: false, known })).change,
    check: (call, reads, what) => guardOf(reads).check(call, what),
    traces: (steps) => ({ named: steps.flatMap(namedIn), limits }),
    async covers({ named, limits: then }, reads) {
      if (!isConfined(policy) || then === limits) return true;
      return named !== undefined && named.length > 0 && guardOf(reads).areOwn(named);
    },
  };
}

/**
 * Applies the operator's policy to the function that sends. The scope and denied actions apply to every operation.
 * With `FIVETRAN_GROUPS` or `FIVETRAN_CONNECTORS`, the objects in each call and in each response are checked too.
 * Planners get a client with `readOnly`.
 */
export function confine(
  policy: Policy,
  {
    readOnly,
    known = { now: () => new Date(0), owners: new Map() },
  }: { readOnly: boolean; known?: Known },
): (next: Send) => Send {
  return (next) => async (call, options) => {
    const changes = operation(call.operation).effect !== "read";
    if (readOnly && changes) {
      throw new Error(
        `${call.operation} would change something while a plan is made, which is not allowed`,
      );
    }
    const guard = createGuard(policy, next, { known, reads: readsBeside(changes, options) });
    // The response of such a read shows the owner of its object, so it is checked afterwards.
    const self = guard.readsOwner(call);
    if (self === undefined) await guard.check(call);
    else requireAllowed(call.operation, [call.operation], policy);
    const reply = await next(call, options);
    if (!isConfined(policy)) return reply;
    if (self !== undefined) await guard.checkOwner(call, self, reply.data);
    return guard.within(call, reply);
  };
}

/** Options for the guard's own reads. They end with the call that they belong to, and have its place in the queue. */
type ReadOptions = Pick<SendOptions, "signal" | "deadlineMs" | "reserved" | "onWait">;

const readsBeside = (
  changes: boolean,
  { signal, beforeSending, deadlineMs, reserved, onWait }: SendOptions = {},
): ReadOptions => ({
  signal: signal ?? beforeSending,
  deadlineMs,
  reserved: changes || reserved,
  onWait,
});

interface Guard {
  check: Check;
  /** The object, if the call reads it together with its owner and refers to nothing else. */
  readsOwner(call: Call): Named | undefined;
  checkOwner(call: Call, thing: Named, shown: unknown): Promise<void>;
  /** Whether all these objects are within the scope. False if one of them does not exist any more. */
  areOwn(things: readonly { kind: string; id: string }[]): Promise<boolean>;
  /** Removes everything that is out of scope from a response. */
  within(call: Call, reply: Reply): Promise<Reply>;
}

function createGuard(
  policy: Policy,
  next: Send,
  { known, reads }: { known: Known; reads: ReadOptions },
): Guard {
  const send = (call: Call) => next(call, reads);
  const { groups, connectors } = policy;
  const inGroups = (ids: readonly string[]) =>
    groups.size === 0 || ids.every((id) => groups.has(id));
  const outsideGroups = (what: string, reason: string) =>
    outOfScope(policy, "groups", what, reason);
  const outsideConnectors = (what: string, reason: string) =>
    outOfScope(policy, "connectors", what, reason);
  const foreignGroup = `the object is in a group that ${policy.holders?.groups?.name ?? "this server"} may not use`;

  const read = async (kind: Exclude<Kind, "group">, id: string): Promise<unknown> => {
    const [operation, param] = OWNER_READS[kind];
    return (await send({ operation, params: { [param]: id } })).data;
  };

  /** The owner of an object. Undefined if it cannot be determined. */
  const ownerOf = async ({ kind, id }: NamedThing): Promise<Owner | undefined> => {
    if (kind === "group") return { groups: [id], connections: [], wholeGroup: true };
    const key = `${kind} ${id}`;
    const earlier = known.owners.get(key);
    if (earlier !== undefined && known.now().getTime() - earlier.at < KNOWN_FOR_MS) {
      return earlier.owner;
    }
    return ownerIn(kind, id, await read(kind, id));
  };

  /** The owner that a record shows. */
  const ownerIn = async (kind: Kind, id: string, data: unknown): Promise<Owner | undefined> => {
    const [group] = valuesAt(data, "group_id");
    if (group !== undefined) {
      const own = kind === "connection" ? [{ id, name: valuesAt(data, "schema")[0] }] : [];
      const owner = { groups: [group], connections: own, wholeGroup: kind !== "connection" };
      if (kind === "connection" || kind === "project") {
        known.owners.set(`${kind} ${id}`, { owner, at: known.now().getTime() });
      }
      return owner;
    }
    if (kind === "connection") return undefined;
    const parts = [
      ...partsAt(data, "connection", "connection_id"),
      ...partsAt(data, "connection", "transformation_config.connection_ids"),
      ...partsAt(data, "project", "transformation_config.project_id"),
      ...partsAt(data, "group", "transformation_config.group_id"),
    ];
    const owners = await Promise.all(parts.map(ownerOf));
    const found = owners.filter((owner) => owner !== undefined);
    if (found.length === 0 || found.length < owners.length) return undefined;
    return {
      groups: found.flatMap((owner) => owner.groups),
      connections: found.flatMap(({ connections }) => connections),
      wholeGroup: found.some(({ wholeGroup }) => wholeGroup),
    };
  };

  const refuseOwner = (
    { operation: id }: Pick<Call, "operation">,
    owner: Owner | undefined,
    { changes }: { changes: boolean },
  ) => {
    if (groups.size > 0) {
      if (owner === undefined) throw outsideGroups(id, "its group cannot be determined");
      if (!inGroups(owner.groups)) throw outsideGroups(id, foreignGroup);
    }
    if (connectors === undefined) return;
    if (owner === undefined) throw outsideConnectors(id, "its connector cannot be determined");
    if (!owner.connections.every((one) => connectors.allows(one))) {
      throw outsideConnectors(id, "access to that connector is not allowed");
    }
    if (changes && owner.wholeGroup) {
      throw outsideConnectors(id, "it affects every connector of the group");
    }
  };

  const check: Check = async (call, what) => {
    const id = call.operation;
    requireAllowed(what ?? id, [id], policy);
    if (!isConfined(policy)) return;
    const rule = groupScope(id);
    if (rule === "none") return;
    const outside = groups.size > 0 ? outsideGroups : outsideConnectors;
    if (rule === "account") throw outside(id, "it applies to the whole account");
    const named = namedBy(call, rule);
    if (named.length === 0) {
      if ("items" in rule) return;
      throw outside(
        id,
        groups.size > 0
          ? "the call does not specify a group"
          : "the call does not specify a connector",
      );
    }
    // Groups and names are checked first, so that a refused call does not send a request.
    const direct = named.filter(({ kind }) => kind === "group");
    if (!inGroups(direct.map(({ id: group }) => group))) {
      throw outsideGroups(id, foreignGroup);
    }
    const body = asObject(call.body);
    const names = newNames(asObject(body["config"]));
    const creates = id === "create_connection";
    if (connectors !== undefined && (creates || names.length > 0)) {
      const all = names.length === 0 ? [undefined] : names;
      if (!all.every((name) => connectors.allows({ name }))) {
        throw outsideConnectors(id, "no connector with that name is allowed");
      }
    }
    refuseAccountLogs(call, outside);
    const changes = operation(id).effect !== "read";
    for (const thing of named) {
      // A move only adds a connector to this group. The group's other connectors are not affected.
      const place = thing.kind === "group" && id === "connection_moved";
      const means = thing.means || creates || place || !changes;
      refuseOwner(call, await ownerOf(thing), { changes: !means });
    }
    if (isAdded(id)) await checkTexts(call, named);
    for (const { field, value } of valuesOfShared(body)) {
      if (await isInUse(field, value, direct, named)) continue;
      throw outside(id, `no allowed connector or destination uses the given ${field}`);
    }
  };

  /** The fields of an operation that this version does not know have an unknown meaning, so any text may be an id. */
  const checkTexts = async ({ operation: id, params, body }: Call, named: readonly Named[]) => {
    const known = new Set(named.map((one) => one.id));
    const texts = [...new Set(idLike([params, body]))].filter((text) => !known.has(text));
    if (texts.length > MOST_TEXTS) {
      throw outOfScope(
        policy,
        groups.size > 0 ? "groups" : "connectors",
        id,
        "the call has too many values; this program cannot check whether all of them are allowed",
      );
    }
    for (const text of texts) {
      for (const kind of ["connection", "group"] as const) {
        const [read, param] = TEXT_READS[kind];
        const found = await send({ operation: read, params: { [param]: text } }).catch(
          undefinedIfUnreadable,
        );
        if (found === undefined) continue;
        const owner =
          kind === "group"
            ? { groups: [text], connections: [], wholeGroup: true }
            : await ownerIn(kind, text, found.data);
        refuseOwner({ operation: id }, owner, { changes: operation(id).effect !== "read" });
      }
    }
  };

  const refuseAccountLogs = (
    { operation: id, body }: Call,
    outside: (what: string, reason: string) => Error,
  ) => {
    const { service, config } = asObject(body);
    const level = asObject(config)[WHOLE_ACCOUNT];
    const isLog = service === LOG_SERVICE || level !== undefined;
    if (!isLog) return;
    if (connectors !== undefined)
      throw outsideConnectors(id, "logs contain data of every connector");
    if (level !== false) {
      throw outside(
        id,
        `it reads the logs of the whole account unless config.${WHOLE_ACCOUNT} is false`,
      );
    }
  };

  /** Whether a connector or destination within the scope already uses an object that the whole account shares. */
  const isInUse = async (
    field: string,
    value: string,
    direct: readonly Named[],
    named: readonly Named[],
  ): Promise<boolean> => {
    const owners = await Promise.all(named.map(ownerOf));
    const own = new Set([
      ...groups,
      ...direct.map(({ id }) => id),
      ...owners.flatMap((owner) => owner?.groups ?? []),
    ]);
    const uses = (record: unknown) => valuesAt(record, field).includes(value);
    for (const group of own) {
      for await (const item of connectionsIn(group)) if (uses(item)) return true;
      const destination = await send({
        operation: "destination_details",
        params: { destinationId: group },
      }).catch(undefinedIfUnreadable);
      if (uses(destination?.data)) return true;
    }
    return false;
  };

  async function* connectionsIn(group: string): AsyncGenerator<unknown> {
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { data } = await send({
        operation: "list_connections",
        params: { group_id: group, limit: 1000, ...(cursor === undefined ? {} : { cursor }) },
      });
      for (const item of itemsOf(data) ?? []) {
        const owner = await ownerIn("connection", valuesAt(item, "id")[0] ?? "", item);
        if (owner?.groups[0] === group && isOwn(owner)) yield item;
      }
      [cursor] = valuesAt(data, "next_cursor");
      if (!cursor) return;
    }
  }

  /** Reads the owners of many connections from the lists of their groups, instead of reading each connection. */
  const learnConnections = async (ids: readonly string[], within: readonly string[]) => {
    const unknown = ids.filter((id) => !known.owners.has(`connection ${id}`));
    if (new Set(unknown).size <= FEW_READS) return;
    for (const group of within) for await (const _ of connectionsIn(group));
  };

  const isOwn = (owner: Owner | undefined) =>
    owner !== undefined &&
    inGroups(owner.groups) &&
    owner.connections.every((one) => connectors === undefined || connectors.allows(one));

  /** Whether an item of a list is within the scope. */
  const isItemOwn = async (id: OperationId, item: unknown, key: string | undefined) => {
    const [itemId = ""] = valuesAt(item, "id");
    if (CONNECTION_LISTS.has(id)) return isOwn(await ownerIn("connection", itemId, item));
    if (id === "transformations_list") {
      return isOwn(await ownerIn("transformation", itemId, item).catch(undefinedIfUnreadable));
    }
    return key === undefined || groups.size === 0 || groups.has(valuesAt(item, key)[0] ?? "");
  };

  /** Filters the response of an operation that this version does not know. Ids are looked up at any position. */
  const withoutForeign = async (call: Call, data: unknown) => {
    const all = thingsIn(data, true);
    const ids = all.filter(({ kind }) => kind === "connection").map(({ id }) => id);
    const named = namedIn(call).filter(({ kind }) => kind === "group");
    const own = named.length > 0 ? named.map(({ id }) => id) : [...groups];
    await learnConnections(ids, own);
    const isForeign = async (record: unknown, kind?: Kind) => {
      const { id, schema, group_id } = asObject(record);
      const shows = typeof id === "string" && schema !== undefined && group_id !== undefined;
      if (shows && !isOwn(await ownerIn("connection", id, record))) return true;
      const itself = kind === undefined ? [] : idsIn(record).map((one) => ({ kind, id: one }));
      for (const thing of [...itself, ...thingsIn(record, false)]) {
        if (!isOwn(await ownerOf(thing).catch(undefinedIfUnreadable))) return true;
      }
      return false;
    };
    let hidden = 0;
    const visit = async (value: unknown, kind?: Kind): Promise<unknown> => {
      if (typeof value !== "object" || value === null) return value;
      if (!Array.isArray(value)) {
        const fields: [string, unknown][] = [];
        for (const [field, inner] of Object.entries(value)) {
          fields.push([field, await visit(inner, shownKind(field))]);
        }
        return Object.fromEntries(fields);
      }
      const kept: unknown[] = [];
      for (const item of value) {
        if (await isForeign(item, kind)) hidden += 1;
        else kept.push(await visit(item));
      }
      return kept;
    };
    if (await isForeign(data)) {
      const outside = groups.size > 0 ? outsideGroups : outsideConnectors;
      throw outside(
        call.operation,
        "the response contains an object of a group or connector that is not allowed",
      );
    }
    return { data: await visit(data), hidden };
  };

  return {
    check,
    readsOwner(call) {
      const rule = groupScope(call.operation);
      if (!isConfined(policy) || typeof rule === "string" || "items" in rule) return undefined;
      const [thing, ...others] = namedBy(call, rule);
      if (thing === undefined || others.length > 0 || thing.kind === "group") return undefined;
      return OWNER_READS[thing.kind][0] === call.operation ? thing : undefined;
    },
    async checkOwner(call, thing, shown) {
      refuseOwner(call, await ownerIn(thing.kind, thing.id, shown), { changes: false });
    },
    async areOwn(things) {
      for (const { kind: word, id } of things) {
        const kind = KINDS.find((known) => known === word);
        if (kind === undefined) return false;
        const owner = await ownerOf({ kind, id }).catch(undefinedIfUnreadable);
        if (!isOwn(owner) || (connectors !== undefined && owner?.wholeGroup)) return false;
      }
      return true;
    },
    async within(call, reply) {
      const { operation: id } = call;
      const rule = groupScope(id);
      const { data } = reply;
      const items = operation(id).effect === "read" ? itemsOf(data) : undefined;
      if (typeof data !== "object" || data === null) return reply;
      if (isAdded(id)) return { ...reply, ...(await withoutForeign(call, data)) };
      if (items === undefined) return { ...reply, data: withoutOthers(data) };
      const key = typeof rule === "object" && "items" in rule ? rule.items : undefined;
      if (id === "transformations_list") {
        const named = items.flatMap((one) => valuesAt(one, "transformation_config.connection_ids"));
        await learnConnections(named, valuesAt(call.params, "group_id"));
      }
      // One after another, because a read for one item may also show the owner of the next.
      const kept: unknown[] = [];
      for (const item of items) if (await isItemOwn(id, item, key)) kept.push(item);
      const hidden = items.length - kept.length + (reply.hidden ?? 0);
      return { ...reply, data: { ...data, items: kept.map(withoutOthers) }, hidden };
    },
  };

  /** Removes connections that are out of scope from the list of those that use an agent. */
  function withoutOthers(record: unknown): unknown {
    if (connectors === undefined || typeof record !== "object" || record === null) return record;
    if (!("usage" in record) || !Array.isArray(record.usage)) return record;
    const usage = record.usage.filter((use) => {
      const [id] = [...valuesAt(use, "connection_id"), ...valuesAt(use, "id")];
      return connectors.allows({ id, name: valuesAt(use, "schema")[0] });
    });
    return { ...record, usage };
  }
}

const CONNECTION_LISTS = new Set<OperationId>([
  "list_connections",
  "list_all_connections_in_group",
]);

/** The names that a configuration gives to a new connection. */
function newNames({ schema, table, table_group_name, schema_prefix }: Fields): string[] {
  const part = [table, table_group_name].find((value) => typeof value === "string");
  const whole =
    typeof schema === "string" && typeof part === "string" ? `${schema}.${part}` : schema;
  return [whole, schema_prefix].filter((name) => typeof name === "string");
}

function itemsOf(data: unknown): unknown[] | undefined {
  if (typeof data !== "object" || data === null || !("items" in data)) return undefined;
  return Array.isArray(data.items) ? data.items : undefined;
}

function undefinedIfUnreadable(error: unknown): undefined {
  if (isClosed(error) || (error instanceof AppError && error.type === "not_found"))
    return undefined;
  throw error;
}
