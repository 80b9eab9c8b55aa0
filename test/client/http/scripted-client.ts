import { afterEach } from "vitest";
import { AppError } from "../../../src/base/errors.js";
import { createLog } from "../../../src/base/log.js";
import {
  createFivetran,
  type Fivetran,
  type FivetranOptions,
} from "../../../src/client/fivetran.js";
import { call } from "../../../src/client/operations/call.js";
import { type RawServer, type Reply, rawServer } from "./raw-server.js";
import { type TestClock, testClock } from "./test-clock.js";

export const KEY = "canary-key-4711";
export const SECRET = "canary-secret-0815";

export const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

export interface ScriptedClient {
  server: RawServer;
  fivetran: Fivetran;
  clock: TestClock;
  lines: string[];
}

/** Returns a client and a server with a script. Both are closed after the test. */
export async function scriptedClient(
  script: [Reply, ...Reply[]],
  { hasty = true, ...options }: FivetranOptions & { hasty?: boolean } = {},
): Promise<ScriptedClient> {
  const server = await rawServer(...script);
  const clock = testClock({ hasty });
  const lines: string[] = [];
  const fivetran = createFivetran({
    apiKey: KEY,
    apiSecret: SECRET,
    baseUrl: server.origin,
    userAgent: "fivetran-agent/1.2.3",
    clock,
    random: () => 1,
    log: createLog({
      level: "debug",
      write: (line) => lines.push(line),
      redact: (line) => line,
      now: () => new Date(0),
    }),
    ...options,
  });
  open.push(server.close, fivetran.close);
  return { server, fivetran, clock, lines };
}

export async function failure(promise: Promise<unknown>): Promise<AppError> {
  const caught = await promise.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  if (caught instanceof AppError) return caught;
  throw caught;
}

export const READ = call("connection_details", { connectionId: "c" });
export const PAUSE = call("modify_connection", { connectionId: "c" }, { paused: true });
export const CREATE = call("create_group", {}, { name: "g" });
export const FORCE = call("sync_connection", { connectionId: "c" }, { force: true });
export const DELETE = call("delete_connection", { connectionId: "c" });
