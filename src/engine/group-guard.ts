import { groupScope, operation } from "../client/operations/catalog.js";
import { type GroupScope, KINDS, type Kind } from "../client/operations/row.js";
import type { Call, Client, OperationId, Reply } from "../toolkit/define.js";
import { denied, type Policy, requireAllowed } from "./policy.js";

type Send = Client["send"];

/** The read that shows whose group something is, and the parameter that names it there. */
const GROUP_READS: Record<Exclude<Kind, "group">, [read: OperationId, param: string]> = {
  connection: ["connection_details", "connectionId"],
  webhook: ["webhook_details", "webhookId"],
  transformation: ["transformation_details", "transformationId"],
  project: ["transformation_project_details", "projectId"],
  agent: ["get_hybrid_deployment_agent", "agentId"],
  package: ["get_connector_sdk_package", "package_id"],
};

/** Groups of connections and projects, which never change, by kind and id. */
type KnownGroups = Map<string, string>;

/** A thing that a call names: a group itself, or one whose group is to be found. */
interface Named {
  kind: Kind;
  id: string;
}

/** The client of an account within the operator's policy. */
export interface ConfinedClient {
  /** For tools: it can only read. */
  reader: Client;
  /** Sends changes, for the engine alone. */
  change: Send;
  /** Refuses a call that is out of scope before anything is sent. */
  check: Check;
}

/** `what` names the refused action, the operation itself when absent. */
type Check = (call: Call, what?: string) => Promise<void>;

/** Made once for an account: what it learns about groups serves every call. */
export function confineClient(client: Client, policy: Policy): ConfinedClient {
  const known: KnownGroups = new Map();
  return {
    reader: client.use(confine(policy, { readOnly: true, known })),
    change: client.use(confine(policy, { readOnly: false, known })).change,
    check: scopeCheck(policy, client.send, known),
  };
}

/**
 * The operator's policy around the one function that sends: scope and denied actions on every operation, and with
 * `FIVETRAN_GROUPS` the group that each call addresses. `readOnly` is what planners get.
 */
export function confine(
  policy: Policy,
  { readOnly, known = new Map() }: { readOnly: boolean; known?: KnownGroups },
): (next: Send) => Send {
  return (next) => {
    const check = scopeCheck(policy, next, known);
    return async (call, options) => {
      if (readOnly && operation(call.operation).effect !== "read") {
        throw new Error(`${call.operation} was sent by a planner, which can only read`);
      }
      await check(call);
      const reply = await next(call, options);
      if (policy.groups.size === 0) return reply;
      if (CONNECTION_READS.has(call.operation)) remember(reply.data, known);
      const rule = groupScope(call.operation);
      return typeof rule === "object" && "items" in rule
        ? filtered(reply, rule.items, policy.groups)
        : reply;
    };
  };
}

const CONNECTION_READS = new Set(["connection_details", "list_connections"]);

function remember(data: unknown, known: KnownGroups): void {
  for (const item of itemsOf(data) ?? [data]) {
    const [id] = valuesAt(item, "id");
    const [group] = valuesAt(item, "group_id");
    if (id !== undefined && group !== undefined) known.set(`connection ${id}`, group);
  }
}

function itemsOf(data: unknown): unknown[] | undefined {
  if (typeof data !== "object" || data === null || !("items" in data)) return undefined;
  return Array.isArray(data.items) ? data.items : undefined;
}

/** It may read whose group something is. */
function scopeCheck(policy: Policy, send: Send, groupOf: KnownGroups): Check {
  /** Every group that a thing belongs to; none where that cannot be found out. */
  const groupsOf = async ({ kind, id }: Named): Promise<readonly string[]> => {
    if (kind === "group") return [id];
    const known = groupOf.get(`${kind} ${id}`);
    if (known !== undefined) return [known];
    const [read, param] = GROUP_READS[kind];
    const { data } = await send({ operation: read, params: { [param]: id } });
    const group = valuesAt(data, "group_id")[0];
    if (group !== undefined && (kind === "connection" || kind === "project")) {
      groupOf.set(`${kind} ${id}`, group);
    }
    if (group !== undefined) return [group];
    const parts = [
      ...valuesAt(data, "connection_id").map((part) => ({ kind: "connection", id: part }) as const),
      ...valuesAt(data, "transformation_config.connection_ids").map(
        (part) => ({ kind: "connection", id: part }) as const,
      ),
      ...valuesAt(data, "transformation_config.project_id").map(
        (part) => ({ kind: "project", id: part }) as const,
      ),
    ];
    const groups: string[] = [];
    for (const part of parts) {
      const found = await groupsOf(part);
      if (found.length === 0) return [];
      groups.push(...found);
    }
    return groups;
  };

  return async (call, what) => {
    requireAllowed(what ?? call.operation, [call.operation], policy);
    if (policy.groups.size === 0) return;
    const rule = groupScope(call.operation);
    if (rule === "none") return;
    const named = rule === "account" ? [] : namedBy(call, rule);
    if (named.length === 0) {
      if (typeof rule === "object" && "items" in rule) return;
      throw outside(call.operation, "it is addressed by no group");
    }
    // Groups are checked first, so that a call for another group sends no request.
    const direct = named.filter(({ kind }) => kind === "group");
    if (!direct.every(({ id }) => policy.groups.has(id))) throw elsewhere(call);
    for (const thing of named) {
      const groups = await groupsOf(thing);
      if (groups.length === 0) throw outside(call.operation, "its group cannot be determined");
      if (!groups.every((id) => policy.groups.has(id))) throw elsewhere(call);
    }
  };
}

function filtered(reply: Reply, key: string, groups: ReadonlySet<string>): Reply {
  const { data } = reply;
  const items = itemsOf(data);
  if (items === undefined || typeof data !== "object") return reply;
  const kept = items.filter((item) => groups.has(valuesAt(item, key)[0] ?? ""));
  return {
    ...reply,
    data: { ...data, items: kept },
    hidden: items.length - kept.length,
  };
}

/** Everything that a call names: one allowed name does not permit another. */
function namedBy(call: Call, rule: Exclude<GroupScope, string>): Named[] {
  const stray = [...valuesAt(call.params, "group_id"), ...valuesAt(call.body, "group_id")];
  return [...byRule(call, rule), ...stray.map((id) => ({ kind: "group", id }) as const)];
}

function byRule({ params, body }: Call, rule: Exclude<GroupScope, string>): Named[] {
  if ("items" in rule) {
    const group = rule.param === undefined ? undefined : params[rule.param];
    return group === undefined ? [] : [{ kind: "group", id: String(group) }];
  }
  const named = [...ALWAYS, ...rule].flatMap((source) => {
    const kind = KINDS.find((word) => source.startsWith(`${word}:`));
    if (kind === undefined) return [];
    const at = source.slice(kind.length + 1);
    const ids = at.startsWith("body.")
      ? valuesAt(body, at.slice("body.".length))
      : valuesAt(params, at);
    return ids.map((id) => [`${kind} ${id}`, { kind, id }] as const);
  });
  return [...new Map(named).values()];
}

/** A group is checked wherever a call names it. */
const ALWAYS = ["group:groupId", "group:destinationId", "group:group_id", "group:body.group_id"];

/** The strings at a path, those of a list each. */
function valuesAt(value: unknown, path: string): string[] {
  let here = value;
  for (const key of path.split(".")) {
    if (typeof here !== "object" || here === null) return [];
    here = Object.entries(here).find(([name]) => name === key)?.[1];
  }
  const found: unknown[] = Array.isArray(here) ? here : [here];
  return found.flatMap((one) =>
    typeof one === "string" || typeof one === "number" ? [String(one)] : [],
  );
}

const outside = (what: string, reason: string) => denied(what, reason, "FIVETRAN_GROUPS");
const elsewhere = ({ operation: id }: Call) => outside(id, "it belongs to another group");
