import * as z from "zod";
import {
  type Connection,
  connectionNamed,
  type Sandbox,
  type World,
} from "../src/sandbox/index.js";
import { type Harness, type HarnessOptions, harness, type Result } from "./harness.js";
import { shown } from "./snapshot.js";

/**
 * Ages are whole minutes plus some seconds, so that no age in a result depends on the speed of the
 * machine.
 */
const SPARE_MS = 20_000;

/** Returns a harness whose account was created some seconds ago. */
export async function settled(options?: HarnessOptions): Promise<Harness> {
  const on = await harness(options);
  on.sandbox.advance(SPARE_MS);
  return on;
}

/** Like `shown`, but without the time of the result and the marks of cursors. */
export function stable(on: Pick<Harness, "sandbox">, result: Result): string {
  return shown(on, result)
    .replace(/"as_of": "[^"]+"/, '"as_of": "NOW"')
    .replace(/(cursor(?:="|": "))(\d+)\.[\w-]+"/g, '$1$2.MARK"');
}

/** One connection of a fleet, healthy except for the given fields. Ages are in minutes. */
export interface Member {
  name: string;
  id?: string;
  /** The name of its group. Default: analytics_prod. */
  group?: string;
  service?: string;
  /** Null: never succeeded. Default: 30. */
  success?: number | null;
  failure?: number;
  created?: number;
  frequency?: number;
  manual?: boolean;
  paused?: boolean;
  sensitivity?: Connection["data_delay_sensitivity"];
  threshold?: number;
  status?: Partial<Connection["status"]>;
  config?: Connection["config"];
}

/**
 * Replaces the connections of the demo account by exactly these. Their schedule does not change
 * them.
 */
export function fleet(sandbox: Sandbox, members: readonly Member[]): void {
  const ago = (minutes: number | null) =>
    minutes === null
      ? null
      : new Date(sandbox.now().getTime() - minutes * 60_000 - SPARE_MS).toISOString();
  sandbox.edit((world) => {
    const healthy = structuredClone(connectionNamed(world, "zendesk_support"));
    world.connections.clear();
    for (const [at, member] of members.entries()) {
      const id = member.id ?? `made_${String(at).padStart(4, "0")}`;
      const { backstage } = structuredClone(healthy);
      world.connections.set(id, {
        ...structuredClone(healthy),
        id,
        schema: member.name,
        service: member.service ?? healthy.service,
        group_id: groupIdIn(world, member.group ?? "analytics_prod"),
        succeeded_at: ago(member.success === undefined ? 30 : member.success),
        failed_at: ago(member.failure ?? null),
        created_at: ago(member.created ?? 100_000) ?? "",
        paused: member.paused ?? false,
        sync_frequency: member.frequency ?? 360,
        schedule_type: member.manual === true ? "manual" : "auto",
        data_delay_sensitivity: member.sensitivity ?? "NORMAL",
        data_delay_threshold: member.threshold ?? 0,
        config: { ...healthy.config, ...member.config },
        status: {
          ...structuredClone(healthy.status),
          ...(member.paused === true ? { sync_state: "paused" as const } : {}),
          ...member.status,
        },
        backstage: {
          ...backstage,
          hold: { heals_on: [], since: sandbox.now().getTime() },
          update_state_set: true,
        },
      });
    }
  });
}

function groupIdIn(world: World, name: string): string {
  for (const group of world.groups.values()) if (group.name === name) return group.id;
  throw new Error(`This world has no group ${name}`);
}

/** Returns the id of the group with this name. */
export function groupIdOf(sandbox: Sandbox, name: string): string {
  let id = "";
  sandbox.edit((world) => {
    id = groupIdIn(world, name);
  });
  return id;
}

/** Returns every connection as the account stores it, to compare results with. */
export function connectionsOf(sandbox: Sandbox): Connection[] {
  let all: Connection[] = [];
  sandbox.edit((world) => {
    all = structuredClone([...world.connections.values()]);
  });
  return all;
}

const Listed = z.looseObject({
  data: z.looseObject({ items: z.array(z.record(z.string(), z.unknown())) }),
});

/**
 * Replaces the list of connections by changed records, including ones that the simulated account
 * cannot contain.
 */
export async function serveConnections(
  sandbox: Sandbox,
  change: (record: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const key = Buffer.from(`${sandbox.apiKey}:${sandbox.apiSecret}`).toString("base64");
  const reply = await sandbox.fetch(
    new Request("http://sandbox.example/v1/connections?limit=1000", {
      headers: { authorization: `Basic ${key}` },
    }),
  );
  const { data } = Listed.parse(await reply.json());
  const items = data.items.map(change);
  sandbox.fault({
    operation: "list_connections",
    body: JSON.stringify({ code: "Success", data: { items } }),
  });
}
