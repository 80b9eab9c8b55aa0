import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import * as z from "zod";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/index.js";
import { ERROR_META_KEY } from "../../src/server/mcp.js";

/**
 * The part of vitest's context that a row needs. A row that runs beside others has no global
 * context.
 */
export interface Ending {
  onTestFinished(close: () => void | Promise<void>): void;
}

const PROGRAM = "dist/bin/main.js";

const Reply = z.looseObject({
  content: z.array(z.looseObject({ type: z.literal("text"), text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  _meta: z
    .looseObject({ [ERROR_META_KEY]: z.record(z.string(), z.unknown()).optional() })
    .optional(),
  isError: z.boolean().default(false),
});

export interface Result {
  text: string;
  data: Record<string, unknown>;
  isError: boolean;
  status: unknown;
  token: string;
  /** `error` of the data form, with its type, cause and evidence. */
  error: Record<string, unknown>;
}

export interface Program {
  client: Client;
  pid: number;
  call(
    tool: string,
    args?: Record<string, unknown>,
    options?: { signal?: AbortSignal },
  ): Promise<Result>;
  /**
   * Makes a change like a user does: it is planned and, if it asks, confirmed. `between` runs
   * before the confirmation.
   */
  change(
    tool: string,
    args: Record<string, unknown>,
    between?: () => void | Promise<void>,
  ): Promise<Result>;
  /** Returns everything that the program wrote: results and stderr. */
  output(): string;
  close(): Promise<void>;
}

export interface ProgramOptions {
  env?: Record<string, string>;
  /** Flags of node itself, such as a module to load first. */
  node?: string[];
  args?: string[];
  /** Returns a person's reply. Without it, the client does not support questions. */
  elicit?: (message: string) => "accept" | "decline" | "cancel" | Promise<"accept">;
}

export interface Stage {
  sandbox: Sandbox;
  url: string;
  stateDir: string;
  auditLog: string;
  /** The folder for secrets that are shown only once. */
  secretsDir: string;
  /** Starts the built program on this account, with this user's state folder. */
  start(options?: ProgramOptions): Promise<Program>;
  /** Returns the number of requests of one operation that the sandbox received. */
  sent(operation: string): number;
  /** Returns the number of effects of one operation. */
  effects(operation: string): number;
  /** Returns the number of requests in the sandbox's log that could change something. */
  changesSent(): number;
  id(name: string): string;
}

/**
 * Opens a sandbox in this process on a real socket. It can start the built program against the
 * sandbox.
 */
export async function stage(ending: Ending, options: SandboxOptions = {}): Promise<Stage> {
  const sandbox = await createSandbox({ clock: "stopped", ...options });
  const { url, close } = await sandbox.listen();
  ending.onTestFinished(close);
  const stateDir = await mkdtemp(join(tmpdir(), "fivetran-agent-"));
  ending.onTestFinished(() => rm(stateDir, { recursive: true, force: true }));
  const auditLog = join(stateDir, "audit.jsonl");
  const secretsDir = join(stateDir, "secrets");
  const base = {
    FIVETRAN_API_URL: url,
    FIVETRAN_API_KEY: sandbox.apiKey,
    FIVETRAN_API_SECRET: sandbox.apiSecret,
    FIVETRAN_STATE_DIR: stateDir,
    FIVETRAN_AUDIT_LOG: auditLog,
    FIVETRAN_SECRETS_DIR: secretsDir,
    FIVETRAN_SCOPE: "read/write/delete",
  };
  return {
    sandbox,
    url,
    stateDir,
    auditLog,
    secretsDir,
    start: (wanted = {}) => start(ending, { ...wanted, env: { ...base, ...wanted.env } }),
    sent: (operation) => sandbox.requests().filter((entry) => entry.operation === operation).length,
    effects: (operation) =>
      sandbox.effects().filter((entry) => entry.operation === operation).length,
    changesSent: () => sandbox.requests().filter(({ method }) => method !== "GET").length,
    id(name) {
      let found = "";
      sandbox.edit((world) => {
        found = [...world.connections.values()].find(({ schema }) => schema === name)?.id ?? "";
      });
      if (found === "") throw new Error(`the world has no connector ${name}`);
      return found;
    },
  };
}

async function start(ending: Ending, options: ProgramOptions): Promise<Program> {
  const { elicit, env = {}, node = [], args = [] } = options;
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...node, PROGRAM, ...args],
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stderr: "pipe",
  });
  let written = "";
  transport.stderr?.on("data", (chunk) => {
    written += String(chunk);
  });
  const client = new Client(
    { name: "matrix", version: "1" },
    elicit === undefined ? {} : { capabilities: { elicitation: { form: {} } } },
  );
  if (elicit !== undefined) {
    client.setRequestHandler("elicitation/create", async (request) => {
      const action = await elicit(request.params.message);
      return action === "accept" ? { action, content: {} } : { action };
    });
  }
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await client.close();
  };
  ending.onTestFinished(close);
  await client.connect(transport);

  const call: Program["call"] = async (tool, toolArgs = {}, callOptions = {}) => {
    const raw = await client.callTool({ name: tool, arguments: toolArgs }, callOptions);
    written += `${JSON.stringify(raw)}\n`;
    const { content, structuredContent, _meta, isError } = Reply.parse(raw);
    const data = structuredContent ?? _meta?.[ERROR_META_KEY] ?? {};
    const token = data["confirmation_token"];
    const error = z.record(z.string(), z.unknown()).safeParse(data["error"]);
    return {
      text: content.map((block) => block.text).join("\n"),
      data,
      isError,
      status: data["status"],
      token: typeof token === "string" ? token : "",
      error: error.success ? error.data : {},
    };
  };
  return {
    client,
    pid: transport.pid ?? 0,
    call,
    async change(tool, toolArgs, between) {
      const first = await call(tool, toolArgs);
      if (first.token === "") return first;
      await between?.();
      return call(tool, { ...toolArgs, confirmation_token: first.token });
    },
    output: () => written,
    close,
  };
}
