import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { onTestFinished } from "vitest";
import * as z from "zod";
import { type App, type AppOptions, createApp } from "../../src/app.js";
import { systemClock } from "../../src/client/http/clock.js";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/index.js";
import { type RunningService, serve } from "../../src/serve.js";
import type { HttpLimits } from "../../src/server/http/server.js";
import { fileEntries } from "../../src/store/file-entries.js";
import { type AccessKey, type KeyStore, keyStore } from "../../src/store/keys.js";
import { openSandbox, type Result, resultOf, temporaryFolder } from "../harness.js";
import { LISTINGS } from "../listings.js";
import { settingsFor } from "../process.js";

export interface ServiceOptions {
  env?: Record<string, string>;
  sandbox?: SandboxOptions;
  limits?: Partial<HttpLimits>;
  stateDir?: string;
  now?: () => Date;
  /** Changes the account before the server starts. */
  edit?: Parameters<Sandbox["edit"]>[0];
  /** Runs before the server starts. */
  prepare?: (keys: KeyStore) => Promise<unknown>;
}

export interface Service {
  server: RunningService;
  app: App;
  sandbox: Sandbox;
  url: string;
  /** The address from which Prometheus reads, with `FIVETRAN_METRICS_PORT`. */
  metricsUrl: string;
  stateDir: string;
  /** The lines that the server logged. */
  log: string[];
  /** Creates a bearer key. */
  key(name: string, limits?: Partial<AccessKey>): Promise<string>;
  revoke(name: string): Promise<unknown>;
}

// In tests the server ends as soon as its calls have ended.
const AT_ONCE = { drainMs: { accept: 0, calls: 10_000, rest: 1000 } };

/** Starts the whole HTTP server in this process, with an engine and a sandbox on a socket. */
export async function service(options: ServiceOptions = {}): Promise<Service> {
  const { sandbox, url: api } = await openSandbox(options.sandbox);
  if (options.edit !== undefined) sandbox.edit(options.edit);
  const stateDir = options.stateDir ?? (await temporaryFolder());
  const log: string[] = [];
  const appOptions: AppOptions = {
    version: "0.0.0-test",
    flags: { listen: "127.0.0.1:0" },
    env: {
      ...settingsFor(sandbox, api, stateDir),
      FIVETRAN_SCOPE: "read/write/delete",
      ...options.env,
    },
    write: (line) => log.push(line),
    sandboxWorld: "memory",
    clock: movingWith(sandbox),
  };
  const app = await createApp(appOptions);
  const now = options.now ?? (() => new Date());
  const keys = keyStore(fileEntries(stateDir)("keys"), now);
  await options.prepare?.(keys);
  const server = await serve({
    app,
    tools: LISTINGS,
    version: "0.0.0-test",
    now,
    limits: { ...AT_ONCE, ...options.limits },
  });
  onTestFinished(async () => {
    await server.close(true);
    await app.close();
  });
  return {
    server,
    app,
    sandbox,
    url: server.url,
    metricsUrl: server.metricsUrl ?? "",
    stateDir,
    log,
    key: async (name, limits = {}) => (await keys.create({ name, ...limits })).key.reveal(),
    revoke: keys.revoke,
  };
}

/** Returns a clock on which waiting takes no real time: it advances the sandbox's clock instead. */
function movingWith(sandbox: Sandbox) {
  let waited = 0;
  return {
    ...systemClock,
    now: () => waited,
    async sleep(ms: number) {
      waited += ms;
      sandbox.advance(ms);
    },
  };
}

export interface Host {
  call(tool: string, args?: Record<string, unknown>): Promise<Result>;
  names(): Promise<string[]>;
  withProgress(
    tool: string,
    args: Record<string, unknown>,
  ): Promise<{ result: Result; progress: unknown[] }>;
}

export interface HostOptions {
  /** The value that is sent as `Authorization: Bearer`. */
  bearer?: string | undefined;
  elicit?: (message: string) => { action: "accept" | "decline" };
}

const info = { name: "host", version: "1" };
const headersOf = ({ bearer }: HostOptions) => ({
  requestInit: bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } },
});

type Call = { name: string; arguments: Record<string, unknown> };
type OnProgress = (progress: unknown) => void;

const hostOf = (
  callTool: (call: Call, onprogress?: OnProgress) => Promise<unknown>,
  listTools: () => Promise<{ tools: { name: string }[] }>,
): Host => ({
  call: async (name, args = {}) => resultOf(await callTool({ name, arguments: args })),
  names: async () => (await listTools()).tools.map(({ name }) => name),
  async withProgress(name, args) {
    const progress: unknown[] = [];
    const raw = await callTool({ name, arguments: args }, (each) => progress.push(each));
    return { result: resultOf(raw), progress };
  },
});

/** Returns a client of the second SDK, for the given protocol era. */
export async function host(
  url: string,
  options: HostOptions & { era?: "legacy" | "modern" } = {},
): Promise<Host> {
  const { elicit, era = "modern" } = options;
  const mode = era === "legacy" ? ("legacy" as const) : { pin: "2026-07-28" };
  const client = new Client(info, {
    versionNegotiation: { mode },
    ...(elicit === undefined ? {} : { capabilities: { elicitation: { form: {} } } }),
  });
  if (elicit !== undefined) {
    client.setRequestHandler("elicitation/create", async (request) => {
      const { action } = elicit(String(request.params.message));
      return action === "accept" ? { action, content: {} } : { action };
    });
  }
  await client.connect(new StreamableHTTPClientTransport(new URL(url), headersOf(options)));
  onTestFinished(() => client.close());
  return hostOf(
    (call, onprogress) => client.callTool(call, onprogress && { onprogress }),
    () => client.listTools(),
  );
}

/** Returns a client of the first SDK, which most hosts use. */
export async function oldHost(url: string, options: HostOptions = {}): Promise<Host> {
  const client = new OldClient(info);
  const transport = new OldTransport(new URL(url), headersOf(options));
  // Its types do not support exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<OldClient["connect"]>[0]);
  onTestFinished(() => client.close());
  await client.listTools();
  return hostOf(
    (call, onprogress) => client.callTool(call, undefined, onprogress && { onprogress }),
    () => client.listTools(),
  );
}

/** Returns a request of protocol 2026-07-28 in the bytes that go over the wire. */
export function modernCall(
  tool: string,
  args: Record<string, unknown> = {},
  rest: Record<string, unknown> = {},
) {
  const body = {
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: {
      name: tool,
      arguments: args,
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": info,
        "io.modelcontextprotocol/clientCapabilities": {},
        ...rest,
      },
    },
  };
  return {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": tool,
    },
    body: JSON.stringify(body),
  };
}

const Message = z.looseObject({
  result: z.unknown().optional(),
  error: z
    .looseObject({
      code: z.number(),
      message: z.string(),
      data: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});

/** Returns the JSON-RPC message that is the whole body of a response. */
export const messageIn = async (response: Response) => Message.parse(await response.json());
