import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { request } from "undici";
import * as z from "zod";
import { cleanEnv } from "./process.js";

const Ready = z.object({
  url: z.string(),
  apiKey: z.string(),
  apiSecret: z.string(),
  controlSecret: z.string(),
});
const Log = z.array(z.looseObject({ n: z.number(), method: z.string(), path: z.string() }));

/** A sandbox in another process. */
export interface Account {
  url: string;
  authorization: string;
  env: Record<string, string>;
  /** Returns the requests since the previous call. */
  newRequests(): Promise<{ method: string; path: string }[]>;
  close(): Promise<void>;
}

export interface AccountOptions {
  connectors: number;
  /** Milliseconds added to each response. */
  latencyMs: number;
  /** A stopped clock keeps the account unchanged between two calls. */
  clock: "live" | "stopped";
  /** The folder in which our program stores its plans. */
  stateDir: string;
  /** Adds the connection `huge_schema`, which has 500 schemas with 500 tables each. */
  huge?: boolean;
  /** Uses names of about 180 characters. */
  longNames?: boolean;
  /** Moves this number of connections into the group `team_003`, in which every connection runs. */
  groupOf?: number;
}

export async function openAccount(options: AccountOptions): Promise<Account> {
  const { connectors, latencyMs, clock, stateDir } = options;
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "test/bench/sandbox-process.ts",
      "--connectors",
      String(connectors),
      "--latency",
      String(latencyMs),
      "--clock",
      clock,
      ...(options.huge === true ? ["--huge"] : []),
      ...(options.longNames === true ? ["--long-names"] : []),
      ...(options.groupOf === undefined ? [] : ["--group-of", String(options.groupOf)]),
    ],
    { stdio: ["pipe", "pipe", "inherit"], env: cleanEnv() },
  );
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { url, apiKey, apiSecret, controlSecret } = Ready.parse(JSON.parse(String(line)));
  let seen = 0;
  return {
    url,
    authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`,
    env: {
      FIVETRAN_API_URL: url,
      FIVETRAN_API_KEY: apiKey,
      FIVETRAN_API_SECRET: apiSecret,
      FIVETRAN_STATE_DIR: stateDir,
    },
    async newRequests() {
      const response = await request(`${url}/_sandbox/requests`, {
        headers: { "x-sandbox-secret": controlSecret },
      });
      const fresh = Log.parse(await response.body.json()).filter(({ n }) => n > seen);
      seen = Math.max(seen, ...fresh.map(({ n }) => n));
      return fresh;
    },
    async close() {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
