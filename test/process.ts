import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { Sandbox } from "../src/sandbox/index.js";

const ROOT = join(import.meta.dirname, "..");
export const PROGRAM = join(ROOT, "dist/bin/main.js");

/**
 * Throws if the built program is missing or older than its source, because tests of it would then
 * prove nothing.
 */
export function requireBuild(): void {
  const built = statSync(PROGRAM, { throwIfNoEntry: false });
  if (built === undefined) throw new Error("dist is missing: npm run build, or npm test for all");
  const newer = ["src", "tools"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((name) => name.endsWith(".ts") && statSync(join(ROOT, name)).mtimeMs > built.mtimeMs),
  );
  if (newer.length > 0) {
    throw new Error(`dist is older than ${newer.slice(0, 3).join(", ")}: npm run build`);
  }
}

/** Returns the environment of a process, without the caller's own Fivetran settings. */
export const environment = (env: Record<string, string>): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "",
  ...env,
});

/** Returns the settings that connect a process to a test's sandbox. */
export const settingsFor = (
  { apiKey, apiSecret }: Pick<Sandbox, "apiKey" | "apiSecret">,
  url: string,
  stateDir: string,
): Record<string, string> => ({
  FIVETRAN_API_URL: url,
  FIVETRAN_API_KEY: apiKey,
  FIVETRAN_API_SECRET: apiSecret,
  FIVETRAN_STATE_DIR: stateDir,
});

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs the program to its end, with a pipe for each stream and an empty stdin. */
export function program(words: readonly string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...words], { env: environment(env) });
  child.stdin.end();
  return ended(child);
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => out.push(text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => err.push(text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve({ code, signal, stdout: out.join(""), stderr: err.join("") }),
    );
  });
}

const Message = z.looseObject({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});
export type Message = z.output<typeof Message>;

export interface Wire {
  /** Sends a request and returns the message with its id. */
  ask(method: string, params?: Record<string, unknown>): Promise<Message>;
  report(message: Record<string, unknown>): void;
  /** Sets the replies to requests of the server to its client, such as `elicitation/create`. */
  reply(reply: (message: Message) => Record<string, unknown> | undefined): void;
  /** Every line of stdout so far. */
  lines: string[];
  child: ChildProcess;
  end: Promise<Ended>;
  /** Ends stdin, like a host that exits. */
  close(): Promise<Ended>;
}

/**
 * Starts the MCP server on a bare pipe, so that a test reads and writes every byte of the protocol.
 */
export function wire(
  words: readonly string[],
  env: Record<string, string>,
  nodeFlags: readonly string[] = [],
): Wire {
  const child = spawn(process.execPath, [...nodeFlags, PROGRAM, ...words], {
    env: environment(env),
  });
  const end = ended(child);
  const lines: string[] = [];
  const waiting = new Map<string | number, (message: Message) => void>();
  let reply: (message: Message) => Record<string, unknown> | undefined = () => undefined;
  let id = 0;
  const report = (message: Record<string, unknown>) =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    const message = messageIn(line);
    if (message === undefined) return;
    if (message.method === undefined) waiting.get(message.id ?? "")?.(message);
    else if (message.id !== undefined) {
      const result = reply(message);
      if (result !== undefined) report({ id: message.id, result });
    }
  });
  return {
    ask: (method, params = {}) =>
      new Promise((resolve, reject) => {
        id += 1;
        waiting.set(id, resolve);
        void end.then(({ code, stderr }) => reject(new Error(`ended with ${code}: ${stderr}`)));
        report({ id, method, params });
      }),
    report,
    reply: (next) => {
      reply = next;
    },
    lines,
    child,
    end,
    close: () => {
      child.stdin.end();
      return end;
    },
  };
}

function messageIn(line: string): Message | undefined {
  try {
    return Message.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Runs the handshake of protocol versions before 2026. */
export async function initialize(
  server: Wire,
  capabilities: Record<string, unknown> = {},
): Promise<Message> {
  const hello = await server.ask("initialize", {
    protocolVersion: "2025-06-18",
    capabilities,
    clientInfo: { name: "bare pipe", version: "1" },
  });
  server.report({ method: "notifications/initialized" });
  return hello;
}
