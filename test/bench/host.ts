import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import * as z from "zod";
import type { Account } from "./account.js";
import { cleanEnv, PROGRAM } from "./process.js";
import { tokens } from "./tokens.js";

const Reply = z.looseObject({
  content: z.array(z.looseObject({ text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).default({}),
  isError: z.boolean().optional(),
});

export interface Result {
  text: string;
  data: Record<string, unknown>;
  ms: number;
}

/**
 * The cost of a job so far. Hosts give a model either the text or the data, so both are counted
 * separately.
 */
export interface Cost {
  calls: number;
  textTokens: number;
  dataTokens: number;
}

/** A real MCP client that is connected to the built program. */
export interface Host {
  pid: number;
  tools: { name: string; description?: string | undefined; inputSchema: unknown }[];
  call(tool: string, args?: Record<string, unknown>): Promise<Result>;
  /** Makes a call that must fail, and returns its text. */
  refused(tool: string, args: Record<string, unknown>): Promise<string>;
  /** Returns the cost since the previous call. */
  cost(): Cost;
  close(): Promise<void>;
}

export async function openHost(
  account: Account | undefined,
  env: Record<string, string> = {},
): Promise<Host> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM],
    env: { ...cleanEnv(), ...account?.env, ...env },
    stderr: "ignore",
  });
  const client = new Client({ name: "bench", version: "1" });
  await client.connect(transport);
  const { tools } = await client.listTools();
  let cost: Cost = { calls: 0, textTokens: 0, dataTokens: 0 };
  return {
    pid: transport.pid ?? 0,
    tools,
    async refused(tool, args) {
      const { content, isError } = Reply.parse(
        await client.callTool({ name: tool, arguments: args }),
      );
      const text = content.map((block) => block.text).join("\n");
      if (isError !== true) throw new Error(`${tool} was not refused: ${text}`);
      return text;
    },
    async call(tool, args = {}) {
      const start = performance.now();
      const raw = await client.callTool({ name: tool, arguments: args });
      const ms = performance.now() - start;
      const { content, structuredContent: data, isError } = Reply.parse(raw);
      const text = content.map((block) => block.text).join("\n");
      const sent = tokens(JSON.stringify(args));
      cost.calls += 1;
      cost.textTokens += sent + tokens(text);
      cost.dataTokens += sent + tokens(JSON.stringify(data));
      if (isError) throw new Error(`${tool} failed: ${text}`);
      return { text, data, ms };
    },
    cost() {
      const spent = cost;
      cost = { calls: 0, textTokens: 0, dataTokens: 0 };
      return spent;
    },
    close: () => client.close(),
  };
}
