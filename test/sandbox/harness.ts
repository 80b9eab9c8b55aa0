import { afterEach } from "vitest";
import * as z from "zod";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/index.js";
import { openApiCheck } from "./openapi.js";

const check = openApiCheck();

export interface Reply {
  status: number;
  headers: Headers;
  code: string;
  message: string;
  /** Loosely typed on purpose, because each test states what it expects. */
  // biome-ignore lint/suspicious/noExplicitAny: the test states what it expects of a response's data
  data: any;
}

const Envelope = z.looseObject({
  code: z.string(),
  message: z.string(),
  data: z.unknown().optional(),
});

export interface Client {
  sandbox: Sandbox;
  url: string;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  get(path: string): Promise<Reply>;
  post(path: string, body?: unknown): Promise<Reply>;
  patch(path: string, body?: unknown): Promise<Reply>;
  del(path: string): Promise<Reply>;
  /** Returns the id of the connection with this name. */
  id(name: string): Promise<string>;
  connection(name: string): Promise<Reply["data"]>;
}

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

export function basic(key = "sandbox-key", secret = "sandbox-secret"): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
}

/**
 * Starts a sandbox with a stopped clock behind a socket, with a client that checks every response.
 */
export async function serve(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await createSandbox({ clock: "stopped", ...options });
  const listening = await sandbox.listen();
  open.push(async () => {
    sandbox.close();
    await listening.close();
  });

  const send: Client["send"] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${listening.url}${path}`, {
      method,
      headers: {
        authorization: basic(),
        ...(body === undefined || body instanceof FormData
          ? {}
          : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : {
            body:
              typeof body === "string" || body instanceof FormData ? body : JSON.stringify(body),
          }),
    });
    const reply = Envelope.parse(await response.json());
    const operation = sandbox.requests().at(-1)?.operation;
    // The definition lacks the older metadata of connections.
    const older = /^\/v1\/metadata\/connectors\/[^/]+\/./.test(path);
    if (operation !== undefined && !older) check?.(operation, response.status, reply);
    const { code, message, data } = reply;
    return { status: response.status, headers: response.headers, code, message, data };
  };

  const client: Client = {
    sandbox,
    url: listening.url,
    send,
    get: (path) => send("GET", path),
    post: (path, body = {}) => send("POST", path, body),
    patch: (path, body) => send("PATCH", path, body),
    del: (path) => send("DELETE", path),
    async id(name) {
      return (await client.connection(name)).id;
    },
    async connection(name) {
      const { data } = await send("GET", `/v1/connections?schema=${name}`);
      return data.items[0];
    },
  };
  return client;
}
