import type { Sandbox } from "../../src/sandbox/index.js";
import type { Harness, Result } from "../harness.js";
import { shown as withTimes } from "../snapshot.js";

/** Returns a whole result for a snapshot, without the times of this machine's clock. */
export const shown = (on: Pick<Harness, "sandbox">, result: Result): string =>
  withTimes(on, result).replace(/"(expires_at|sent_at)": "[^"]*"/g, '"$1": "TIME"');

/** Returns the id of the group with this name. Its destination has the same id. */
export function groupId(sandbox: Sandbox, name: string): string {
  return idWhere(sandbox, (world) => [...world.groups.values()].find((one) => one.name === name));
}

export function userId(sandbox: Sandbox, email: string): string {
  return idWhere(sandbox, (world) => [...world.users.values()].find((one) => one.email === email));
}

/** Returns the id of the first record of a collection, such as `system-keys`. */
export function recordId(sandbox: Sandbox, collection: string): string {
  return idWhere(sandbox, (world) => [...(world.records.get(collection)?.values() ?? [])][0]);
}

export function webhookId(sandbox: Sandbox): string {
  return idWhere(sandbox, (world) => [...world.webhooks.values()][0]);
}

/** Returns the id of the first transformation of this type. */
export function transformationId(sandbox: Sandbox, type: string): string {
  return idWhere(sandbox, (world) =>
    [...world.transformations.values()].find((one) => one.type === type),
  );
}

type World = Parameters<Parameters<Sandbox["edit"]>[0]>[0];

function idWhere(sandbox: Sandbox, find: (world: World) => { id: string } | undefined): string {
  let id: string | undefined;
  sandbox.edit((world) => {
    id = find(world)?.id;
  });
  if (id === undefined) throw new Error("this world has no such thing");
  return id;
}

/** Adds a private link and agents with these ids to the account. */
export function addNetwork(
  sandbox: Sandbox,
  ids: { link?: string; proxy?: string; agent?: string },
): void {
  const names = { link: "private links", proxy: "proxy agents", agent: "hybrid deployment agents" };
  sandbox.edit((world) => {
    for (const kind of ["link", "proxy", "agent"] as const) {
      const id = ids[kind];
      const records = world.records.get(names[kind]) ?? new Map();
      if (id !== undefined) world.records.set(names[kind], records.set(id, { id, name: id }));
    }
  });
}

/** Returns operation and path of every request that could have changed something. */
export const sent = (sandbox: Sandbox) =>
  sandbox
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ operation }) => operation);

/** Returns the response of a fault in the form that Fivetran uses. */
export const replying = (data: unknown, message = "Success") => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ code: "Success", message, ...(data === undefined ? {} : { data }) }),
});
