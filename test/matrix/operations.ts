import { recordsOf } from "../../src/sandbox/world/model.js";
import type { Program, Result, Stage } from "./stage.js";

/** One call of a tool, and the request that a fault disturbs. */
export interface ToolUse {
  tool: string;
  args: Record<string, unknown>;
  operation: string;
}

export type MakeCall = (on: Stage) => ToolUse;

/** `read`: a read. */
export const look: MakeCall = (on) => ({
  tool: "get_status",
  args: { connectors: [on.id("github_repos")] },
  operation: "connection_details",
});

/** `idempotent`: the result is the same, no matter how often it is sent. */
export const configure: MakeCall = () => ({
  tool: "modify_schema",
  args: { connector: "salesforce_prod", policy: "BLOCK_ALL" },
  operation: "modify_connection_schema_config",
});

/** `idempotent`, without a confirmation. */
export const pause: MakeCall = (on) => ({
  tool: "pause_connectors",
  args: { connectors: [on.id("github_repos")] },
  operation: "modify_connection",
});

/** `restarts`: a repeated request restarts the work. */
export const force: MakeCall = (on) => ({
  tool: "trigger_sync",
  args: { connectors: [on.id("github_repos")], force: true },
  operation: "sync_connection",
});

/** Like `force`, while a sync is already running, so that a read cannot distinguish the new one. */
export const forceAgain: MakeCall = (on) => ({
  tool: "trigger_sync",
  args: { connectors: [on.id("mongo_events")], force: true },
  operation: "sync_connection",
});

export const resync: MakeCall = () => ({
  tool: "resync_connector",
  args: { connector: "github_repos" },
  operation: "resync_connection",
});

/** `creates`: a repeated request creates a second object. */
export const create: MakeCall = () => ({
  tool: "write_api",
  args: { operation_id: "create_group", body: { name: "matrix_group" } },
  operation: "create_group",
});

/** `mints-secret`: the response is the only copy of a secret, and invalidates the previous one. */
export const rotate: MakeCall = (on) => {
  const keyId = "matrix_system_key";
  on.sandbox.edit((world) => {
    const record = { id: keyId, key: "an-older-key", turn: 0, secret_hash: "", expired_at: null };
    recordsOf(world, "system keys").set(keyId, { ...record, name: "matrix", permissions: [] });
  });
  const body = { expiration_period: "ONE_MONTH" };
  const args = { operation_id: "rotate_system_key", params: { keyId }, body };
  return { tool: "write_api", args, operation: "rotate_system_key" };
};

/** `idempotent`: a deleted object stays deleted. */
export const remove: MakeCall = (on) => ({
  tool: "delete_connector",
  args: { connector: on.id("github_repos") },
  operation: "delete_connection",
});

/**
 * Calls a read. Plans a change and, if it asks, confirms it. `between` runs right before the change
 * is sent.
 */
export async function execute(
  program: Program,
  { tool, args }: ToolUse,
  between?: () => void | Promise<void>,
): Promise<Result> {
  const first = await program.call(tool, args);
  if (first.token === "") return first;
  await between?.();
  return program.call(tool, { ...args, confirmation_token: first.token });
}
