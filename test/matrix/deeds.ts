import { recordsOf } from "../../src/sandbox/world/model.js";
import type { Program, Result, Stage } from "./stage.js";

/** One call of a tool, and the request of it that a fault strikes. */
export interface Deed {
  tool: string;
  args: Record<string, unknown>;
  operation: string;
}

export type MakeDeed = (on: Stage) => Deed;

/** R: a read. */
export const look: MakeDeed = (on) => ({
  tool: "get_status",
  args: { connectors: [on.id("github_repos")] },
  operation: "connection_details",
});

/** C: converges, however often it is sent. */
export const configure: MakeDeed = () => ({
  tool: "modify_schema",
  args: { connector: "salesforce_prod", policy: "BLOCK_ALL" },
  operation: "modify_connection_schema_config",
});

/** C, without asking. */
export const pause: MakeDeed = (on) => ({
  tool: "pause_connectors",
  args: { connectors: [on.id("github_repos")] },
  operation: "modify_connection",
});

/** T: a repeat starts the work again. */
export const force: MakeDeed = (on) => ({
  tool: "trigger_sync",
  args: { connectors: [on.id("github_repos")], force: true },
  operation: "sync_connection",
});

export const resync: MakeDeed = () => ({
  tool: "resync_connector",
  args: { connector: "github_repos" },
  operation: "resync_connection",
});

/** O: a repeat makes a second one. */
export const create: MakeDeed = () => ({
  tool: "write_api",
  args: { operation_id: "create_group", body: { name: "matrix_group" } },
  operation: "create_group",
});

/** M: the answer is the only copy of a secret, and voids the one before. */
export const rotate: MakeDeed = (on) => {
  const keyId = "matrix_system_key";
  on.sandbox.edit((world) => {
    const record = { id: keyId, key: "an-older-key", turn: 0, secret_hash: "", expired_at: null };
    recordsOf(world, "system keys").set(keyId, { ...record, name: "matrix", permissions: [] });
  });
  const body = { expiration_period: "ONE_MONTH" };
  const args = { operation_id: "rotate_system_key", params: { keyId }, body };
  return { tool: "write_api", args, operation: "rotate_system_key" };
};

/** C: gone is gone. */
export const remove: MakeDeed = (on) => ({
  tool: "delete_connector",
  args: { connector: on.id("github_repos") },
  operation: "delete_connection",
});

/** A read is called; a change is planned and, where it asks, confirmed. `between` runs right before it is to be sent. */
export async function perform(
  program: Program,
  { tool, args }: Deed,
  between?: () => void | Promise<void>,
): Promise<Result> {
  const first = await program.call(tool, args);
  if (first.token === "") return first;
  await between?.();
  return program.call(tool, { ...args, confirmation_token: first.token });
}
