import { operation } from "../fivetran/catalog.js";
import type { Call, Client, OperationId, Reply } from "../toolkit/define.js";
import { decide, denied, type Policy } from "./policy.js";

type Send = Client["send"];

/** Operations about no group that stay open under a group confinement. */
const GROUPLESS = new Set(["account", "roles", "metadata"]);

/** Lists over the whole account whose items name their group, with the key that does. */
const FILTERED: Partial<Record<OperationId, "group_id" | "id">> = {
  list_connections: "group_id",
  list_all_groups: "id",
  list_destinations: "group_id",
};

/**
 * The reach of the operator, laid around the one function that sends: scope and denied actions on every
 * operation, and with `FIVETRAN_GROUPS` the group that each call addresses. `readOnly` is what planners get.
 */
export function confine(policy: Policy, { readOnly }: { readOnly: boolean }): (next: Send) => Send {
  return (next) => {
    const groupOf = new Map<string, string>();

    const check = async (call: Call): Promise<void> => {
      const spec = operation(call.operation);
      if (readOnly && spec.effect !== "read") {
        throw new Error(`${call.operation} was sent by a planner, which can only read`);
      }
      const decision = decide(call.operation, policy);
      if (!decision.allowed) throw denied(call.operation, decision.reason, decision.setting);
      if (policy.groups.size === 0) return;
      if (GROUPLESS.has(spec.resource)) return;
      if (call.operation in FILTERED && call.params["group_id"] === undefined) return;
      const named = addressed(call);
      const connection = call.params["connectionId"];
      if (named.length === 0 && connection === undefined) {
        throw outside(call.operation, "it is addressed by no group");
      }
      // What is named is judged first, so that a call for another group asks Fivetran nothing.
      if (!named.every((id) => policy.groups.has(id))) throw elsewhere(call);
      if (connection === undefined) return;
      const group = await connectionGroup(String(connection));
      if (group === undefined || !policy.groups.has(group)) throw elsewhere(call);
    };

    // A connection never changes its group, so one look is enough for the life of the process.
    const connectionGroup = async (id: string): Promise<string | undefined> => {
      const known = groupOf.get(id);
      if (known !== undefined) return known;
      const reply = await next({ operation: "connection_details", params: { connectionId: id } });
      const group = textField(reply.data, "group_id");
      if (group !== undefined) groupOf.set(id, group);
      return group;
    };

    return async (call, options) => {
      await check(call);
      const reply = await next(call, options);
      const key = policy.groups.size === 0 ? undefined : FILTERED[call.operation];
      return key === undefined ? reply : filtered(reply, key, policy.groups);
    };
  };
}

function filtered(reply: Reply, key: string, groups: ReadonlySet<string>): Reply {
  const data = reply.data;
  if (typeof data !== "object" || data === null || !("items" in data)) return reply;
  if (!Array.isArray(data.items)) return reply;
  const items: unknown[] = data.items;
  const kept = items.filter((item) => groups.has(textField(item, key) ?? ""));
  return { ...reply, data: { ...data, items: kept }, hidden: items.length - kept.length };
}

function textField(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const field = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof field === "string" ? field : undefined;
}

/** Every group that a call names; one allowed name does not cover for another that is not. */
function addressed({ params, body }: Call): string[] {
  const fields = ["groupId", "destinationId", "group_id"].map((key) => params[key]);
  const inBody =
    typeof body === "object" && body !== null && !Array.isArray(body)
      ? body["group_id"]
      : undefined;
  return [...fields, inBody].flatMap((value) =>
    value === undefined || value === null ? [] : [String(value)],
  );
}

const outside = (what: string, reason: string) => denied(what, reason, "FIVETRAN_GROUPS");
const elsewhere = ({ operation: id }: Call) => outside(id, "it belongs to another group");
