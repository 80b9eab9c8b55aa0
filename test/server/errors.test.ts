import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport as OldTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { describe, expect, onTestFinished, test } from "vitest";
import type { App } from "../../src/app.js";
import { createMcpServer, ERROR_META_KEY } from "../../src/server/mcp.js";
import { harness, idOf, resultOf } from "../harness.js";
import { WRONG_CALLS } from "../hosts/wrong-calls.js";
import { LISTINGS } from "../listings.js";

interface Host {
  listTools(): Promise<unknown>;
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

const serverFor = (app: App) => () =>
  createMcpServer({
    version: "0.0.0-test",
    sandbox: false,
    tools: LISTINGS,
    engine: app.engine,
    log: app.log,
  });

const info = { name: "host", version: "1" };

async function firstSdk(app: App): Promise<Host> {
  const [near, far] = OldTransport.createLinkedPair();
  serveStdio(serverFor(app), { transport: far });
  const client = new OldClient(info);
  await client.connect(near);
  return client;
}

async function secondSdk(app: App, mode: "legacy" | { pin: string }): Promise<Host> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  serveStdio(serverFor(app), { transport: far });
  const client = new Client(info, { versionNegotiation: { mode } });
  await client.connect(near);
  return client;
}

const HOSTS: [string, (app: App) => Promise<Host>][] = [
  ["a client of the first SDK", firstSdk],
  ["a client of the second SDK before 2026", (app) => secondSdk(app, "legacy")],
  ["a client of the second SDK in 2026", (app) => secondSdk(app, { pin: "2026-07-28" })],
];

describe.each(HOSTS)("%s that has listed the tools", (_, open) => {
  const connected = async (app: App): Promise<Host> => {
    const host = await open(app);
    onTestFinished(() => host.close());
    await host.listTools();
    return host;
  };

  test("reads the text of every tool's errors, and their facts in _meta", async () => {
    const { app } = await harness();
    const host = await connected(app);
    for (const call of WRONG_CALLS) {
      const raw = await host.callTool(call);
      const { text, isError, data } = resultOf(raw);
      expect.soft(text, call.name).toContain("no_such_name");
      expect.soft(isError, call.name).toBe(true);
      expect.soft(raw, call.name).not.toHaveProperty("structuredContent");
      expect.soft(raw, call.name).toHaveProperty(["_meta", ERROR_META_KEY], data);
      expect
        .soft(data, call.name)
        .toMatchObject({ error: { type: expect.stringMatching(/input|not_found/) } });
    }
  }, 60_000);

  test("reads what is missing where there are no credentials", async () => {
    const { app } = await harness({ env: { FIVETRAN_API_KEY: "", FIVETRAN_API_SECRET: "" } });
    const host = await connected(app);
    const raw = await host.callTool({ name: "list_connectors", arguments: {} });
    expect(resultOf(raw).text).toMatch(/^There are no Fivetran credentials\./);
    expect(raw).not.toHaveProperty("structuredContent");
  });

  test("gets the data of a change that failed in part beside its text", async () => {
    const { app, sandbox } = await harness();
    const host = await connected(app);
    const connectors = ["github_repos", "jira_engineering"];
    const body = JSON.stringify({ code: "InvalidInput", message: "refused" });
    const path = idOf(sandbox, "jira_engineering");
    sandbox.fault({ path, method: "PATCH", status: 400, body });
    const raw = await host.callTool({ name: "pause_connectors", arguments: { connectors } });
    expect(raw).toMatchObject({ isError: true, structuredContent: { status: "partial" } });
    expect(raw).not.toHaveProperty(["_meta", ERROR_META_KEY]);
  });
});
