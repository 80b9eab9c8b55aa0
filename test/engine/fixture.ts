import * as z from "zod";
import { settings } from "../../src/app.js";
import { systemClock } from "../../src/client/http/clock.js";
import type { Caller, Connected, Engine } from "../../src/engine/engine.js";
import type { ToolResult } from "../../src/engine/results.js";
import { createEngine } from "../../src/engine/run.js";
import { fileEntries } from "../../src/store/file-entries.js";
import { call, defineTool, type Tool } from "../../src/toolkit/define.js";
import { tools } from "../../tools/index.js";
import type { Harness } from "../harness.js";

export interface EngineOverrides {
  tools?: readonly Tool[];
  now?: () => Date;
  fingerprint?: string;
  env?: Record<string, string>;
}

/** Returns loaded tools in the form that an engine accepts. */
function toolset(tools: readonly Tool[]) {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const loadTool = async (name: string): Promise<Tool> => {
    const tool = byName.get(name);
    if (tool === undefined) throw new Error(`there is no tool ${name}`);
    return tool;
  };
  return { tools, loadTool };
}

/**
 * Returns a second engine on the harness's account and state folder, with a clock or tools of the
 * test.
 */
export async function engineBeside(
  { app, appOptions }: Harness,
  { tools: own, now = () => new Date(), fingerprint, env = {} }: EngineOverrides,
): Promise<Engine> {
  const connect = async (): Promise<Connected> => {
    const connected = await app.connect();
    return { ...connected, fingerprint: fingerprint ?? connected.fingerprint };
  };
  return createEngine({
    ...toolset(own ?? tools),
    settings: await settings(appOptions.flags, { ...appOptions.env, ...env }),
    entries: fileEntries(app.config.stateDir),
    owner: "",
    connect,
    redact: (text) => text,
    log: app.log,
    now,
    clock: systemClock,
  });
}

const caller = (): Caller => ({
  signal: new AbortController().signal,
  progress: () => {},
  canAsk: false,
});

export async function run(
  engine: Engine,
  tool: string,
  args: Record<string, unknown>,
): Promise<ToolResult> {
  const reply = await engine.run({ tool, args }, caller());
  if ("ask" in reply) throw new Error("a person was asked");
  return reply;
}

export const tokenOf = (result: ToolResult) => String(result.data["confirmation_token"]);

/**
 * The simplest possible delete, so that the rules about deletes are tested with any set of tools.
 */
export const drop = defineTool({
  name: "drop_connectors",
  title: "Drop connectors",
  effect: "delete",
  destructive: true,
  idempotent: true,
  alwaysAsks: true,
  uses: ["delete_connection"],
  description: "Delete connectors by id.",
  input: z.strictObject({ connectors: z.array(z.string()).min(1) }),
  output: z.looseObject({ dropped: z.number() }),
  plan: async ({ connectors }) => ({
    summary: `Delete ${connectors.length}`,
    consequences: [],
    asks: true,
    targets: connectors.map((id) => ({ kind: "connector" as const, id, name: id })),
    observed: connectors,
    steps: connectors.map((id) => call("delete_connection", { connectionId: id })),
    details: undefined,
  }),
  finish: async (outcomes) => ({
    dropped: outcomes.filter(({ state }) => state === "done").length,
  }),
  render: ({ dropped }) => `Dropped ${dropped}.`,
});

export const disable = (...tables: string[]) => ({
  connector: "postgres_orders",
  changes: tables.map((table) => ({ schema: "public", table, enabled: false })),
});
