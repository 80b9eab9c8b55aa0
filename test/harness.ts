import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { Ajv, type ValidateFunction } from "ajv";
import { onTestFinished } from "vitest";
import * as z from "zod";
import { type App, type AppOptions, createApp } from "../src/app.js";
import { systemClock } from "../src/client/http/clock.js";
import { operationIds } from "../src/client/operations/catalog.js";
import { SERVICES } from "../src/client/operations/generated/services.js";
import { isVisible } from "../src/engine/policy.js";
import {
  connectionNamed,
  createSandbox,
  type Sandbox,
  type SandboxOptions,
} from "../src/sandbox/index.js";
import { createMcpServer, ERROR_META_KEY } from "../src/server/mcp.js";
import { LISTINGS } from "./listings.js";

export interface HarnessOptions {
  sandbox?: SandboxOptions;
  /** Settings other than the credentials and the address, such as `FIVETRAN_SCOPE`. */
  env?: Record<string, string>;
  /**
   * Returns the client's reply when a person is asked. Without it, the client does not support
   * questions.
   */
  elicit?: (message: string) => PersonsAnswer | Promise<PersonsAnswer>;
  /** Aborts when the server has waited long enough for that reply. */
  approvalEnds?: AbortSignal;
  /** The state folder. Two harnesses that share it act like two processes of one user. */
  stateDir?: string;
  /** An existing account, for a second harness on it. */
  account?: { sandbox: Sandbox; url: string };
  /**
   * Called while a tool waits, after the sandbox's clock has moved, with the seconds waited so far.
   */
  whileWaiting?: (seconds: number, sandbox: Sandbox) => void;
}

export interface PersonsAnswer {
  action: "accept" | "decline" | "cancel";
}

const Reply = z.looseObject({
  content: z.array(z.looseObject({ type: z.literal("text"), text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  _meta: z
    .looseObject({ [ERROR_META_KEY]: z.record(z.string(), z.unknown()).optional() })
    .optional(),
  isError: z.boolean().optional(),
});

export interface Result {
  text: string;
  data: Record<string, unknown>;
  isError: boolean;
  status: unknown;
  token: string;
}

export interface Harness {
  call(tool: string, args?: Record<string, unknown>): Promise<Result>;
  client: Client;
  sandbox: Sandbox;
  url: string;
  stateDir: string;
  app: App;
  /** The options of the app, to create another one like it. */
  appOptions: AppOptions;
  /** The lines that the server logged. */
  log: string[];
}

/**
 * Connects a real client in this process to the server, the engine and a sandbox on a socket with a
 * stopped clock.
 */
export async function harness(options: HarnessOptions = {}): Promise<Harness> {
  const { sandbox, url } = options.account ?? (await openSandbox(options.sandbox));
  const stateDir = options.stateDir ?? (await temporaryFolder());
  const log: string[] = [];
  const appOptions: AppOptions = {
    version: "0.0.0-test",
    flags: {},
    env: {
      FIVETRAN_API_URL: url,
      FIVETRAN_API_KEY: sandbox.apiKey,
      FIVETRAN_API_SECRET: sandbox.apiSecret,
      FIVETRAN_STATE_DIR: stateDir,
      FIVETRAN_SCOPE: "read/write/delete",
      ...options.env,
    },
    write: (line) => log.push(line),
    sandboxWorld: "memory",
    clock: movingWith(sandbox, options.whileWaiting),
  };
  const app = await createApp(appOptions);
  const { elicit, approvalEnds } = options;
  const server = createMcpServer({
    version: "0.0.0-test",
    sandbox: false,
    tools: LISTINGS.filter((tool) => isVisible(tool, app.config.policy)),
    approval: app.config.approval,
    engine: app.engine,
    log: app.log,
    names: async () => ({ services: Object.keys(SERVICES.connectors), operations: operationIds }),
    skillFolder: "skills/fivetran",
    ...(approvalEnds === undefined ? {} : { approvalEnds: () => approvalEnds }),
  });
  const client = new Client(
    { name: "harness", version: "1" },
    elicit === undefined ? {} : { capabilities: { elicitation: { form: {} } } },
  );
  if (elicit !== undefined) {
    client.setRequestHandler("elicitation/create", async (request) => {
      const reply = await elicit(request.params.message);
      return reply.action === "accept" ? { ...reply, content: {} } : { ...reply };
    });
  }
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  onTestFinished(async () => {
    await client.close();
    await app.close();
  });
  return {
    client,
    sandbox,
    url,
    stateDir,
    app,
    appOptions,
    log,
    async call(tool, args = {}) {
      const reply = await client.callTool({ name: tool, arguments: args });
      checkOutput(tool, reply);
      return resultOf(reply);
    },
  };
}

const ajv = new Ajv({ strict: false });
const validators = new Map<string, ValidateFunction>();

/** Throws if data do not fit the published schema. Clients of the first SDK discard such a result. */
function checkOutput(tool: string, reply: unknown): void {
  const { structuredContent } = Reply.parse(reply);
  const listing = LISTINGS.find(({ name }) => name === tool);
  if (structuredContent === undefined || listing === undefined) return;
  const validate = validators.get(tool) ?? ajv.compile(listing.outputSchema);
  validators.set(tool, validate);
  if (validate(structuredContent)) return;
  throw new Error(`The result of ${tool} does not fit: ${ajv.errorsText(validate.errors)}`);
}

/** Reads what a client received, in the form that tests use. */
export function resultOf(reply: unknown): Result {
  const { structuredContent, _meta, content, isError = false } = Reply.parse(reply);
  const data = structuredContent ?? _meta?.[ERROR_META_KEY] ?? {};
  const token = data["confirmation_token"];
  return {
    text: content.map((block) => block.text).join("\n"),
    data,
    isError,
    status: data["status"],
    token: typeof token === "string" ? token : "",
  };
}

/** Returns the id of the connection with this name. */
export function idOf(sandbox: Sandbox, name: string): string {
  let id = "";
  sandbox.edit((world) => {
    id = connectionNamed(world, name).id;
  });
  return id;
}

/** Returns the requests that could have changed something. */
export const changes = (sandbox: Sandbox) =>
  sandbox.requests().filter(({ method }) => method !== "GET");

/** Returns a clock on which waiting takes no real time: it advances the sandbox's clock instead. */
function movingWith(sandbox: Sandbox, whileWaiting: HarnessOptions["whileWaiting"]) {
  let waited = 0;
  return {
    ...systemClock,
    now: () => waited,
    async sleep(ms: number) {
      waited += ms;
      sandbox.advance(ms);
      whileWaiting?.(waited / 1000, sandbox);
    },
  };
}

/** Opens a sandbox on a socket with a stopped clock. It is closed when the test ends. */
export async function openSandbox(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; url: string }> {
  const sandbox = await createSandbox({ clock: "stopped", ...options });
  const { url, close } = await sandbox.listen();
  onTestFinished(close);
  return { sandbox, url };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fivetran-agent-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
