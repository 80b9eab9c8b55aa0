import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import * as z from "zod";

const Message = z.looseObject({ id: z.number().optional(), result: z.unknown() });

export const PROGRAM = "dist/bin/main.js";

/**
 * A JSON-RPC server on pipes. Lines are written directly, so that no client library is part of the
 * measurement.
 */
export interface Piped {
  pid: number;
  request(method: string, params: object): Promise<unknown>;
  notify(method: string): void;
  close(): Promise<void>;
}

export function spawnPiped(
  script: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Piped {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [script, ...args],
    { stdio: ["pipe", "pipe", "ignore"], env: { ...cleanEnv(), ...env } },
  );
  const waiting = new Map<number, (result: unknown) => void>();
  let last = 0;
  child.once("exit", () => {
    if (waiting.size > 0) throw new Error(`${script} ended in the middle of a request`);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { id, result } = Message.parse(JSON.parse(line));
    if (id === undefined) return;
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  const send = (message: object) =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  return {
    pid: child.pid ?? 0,
    request: (method, params) =>
      new Promise((resolve) => {
        const id = ++last;
        waiting.set(id, resolve);
        send({ id, method, params });
      }),
    notify: (method) => void send({ method }),
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

/** Returns an environment without this shell's own Fivetran settings. */
export function cleanEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(FIVETRAN_|DISALLOWED_ACTIONS|NODE_OPTIONS)/.test(name)
        ? []
        : [[name, value]],
    ),
  );
}

const INITIALIZE = {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "bench", version: "1" },
};

export async function handshake(server: Piped): Promise<unknown> {
  await server.request("initialize", INITIALIZE);
  server.notify("notifications/initialized");
  return server.request("tools/list", {});
}

/** Returns the highest resident set so far in MB. Undefined without /proc. */
export function peakMemoryMb(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kb = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}
