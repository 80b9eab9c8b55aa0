import { createServer } from "node:http";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/index.js";
import { changes, openSandbox, resultOf, temporaryFolder } from "../harness.js";
import { environment, initialize, PROGRAM, requireBuild, settingsFor, wire } from "../process.js";
import { messageIn, modernCall, service } from "./service.js";

beforeAll(requireBuild);

/** Starts a relay that counts the requests which its client gave up. */
async function relay(target: string) {
  let givenUp = 0;
  const server = createServer(async (request, response) => {
    response.once("close", () => {
      if (!response.writableFinished) givenUp += 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const reply = await passOn(`${target}${request.url ?? ""}`, {
      method: request.method ?? "GET",
      headers: {
        authorization: request.headers.authorization ?? "",
        "content-type": "application/json",
      },
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    if (reply === undefined) return;
    response.writeHead(reply.status, { "content-type": "application/json" });
    response.end(await reply.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, givenUp: () => givenUp };
}

/** Undefined if the account is already closed. */
const passOn = (url: string, init: RequestInit) => fetch(url, init).catch(() => undefined);

const arrived = (sandbox: Sandbox, path: string, method = "GET") =>
  expect
    .poll(
      () => sandbox.requests().some((one) => one.method === method && one.path.includes(path)),
      {
        timeout: 15_000,
      },
    )
    .toBe(true);

const READS: [string, string, Record<string, unknown>, string][] = [
  ["a read", "check_stale", {}, "/v1/connections"],
  ["a plan", "pause_connectors", { connectors: ["zendesk_support"] }, "/v1/connections/"],
  ["a list", "read_api", { operation_id: "list_all_users", all_pages: true }, "/v1/users"],
  [
    "a combined read",
    "read_api",
    { operation_id: "access:connector", params: { connectionId: "zendesk_support" } },
    "/v1/teams",
  ],
];

describe("over stdio", () => {
  async function start() {
    const { sandbox, url } = await openSandbox();
    const between = await relay(url);
    const env = settingsFor(sandbox, between.url, await temporaryFolder());
    return { sandbox, between, env: { ...env, FIVETRAN_SCOPE: "read/write/delete" } };
  }

  describe.each(READS)("%s", (_, name, args, path) => {
    test.each([7, "a name"])("with the id %s ends at once and sends nothing more", async (id) => {
      const { sandbox, between, env } = await start();
      sandbox.fault({ path, hang: true });
      const server = wire(["mcp"], env);
      await initialize(server);
      const meta = { progressToken: "progress" };
      const params = { name, arguments: args, _meta: meta };
      server.report({ id, method: "tools/call", params });
      await arrived(sandbox, path);
      const before = server.lines.length;
      server.report({ method: "notifications/cancelled", params: { requestId: id } });
      await expect.poll(between.givenUp).toBeGreaterThan(0);
      const sent = sandbox.requests().length;
      await server.ask("ping");
      const later = server.lines.slice(before).filter((line) => !line.includes('"result":{}'));
      expect(later).toEqual([]);
      expect(sandbox.requests().length).toBe(sent);
      expect((await server.close()).code).toBe(0);
    });

    test("of a client of protocol 2026-07-28 ends at once", async () => {
      const { sandbox, between, env } = await start();
      sandbox.fault({ path, hang: true });
      const mode = { pin: "2026-07-28" } as const;
      const client = new Client({ name: "new", version: "1" }, { versionNegotiation: { mode } });
      const command = process.execPath;
      const transport = new StdioClientTransport({
        command,
        args: [PROGRAM, "mcp"],
        env: environment(env),
      });
      await client.connect(transport);
      const cancel = new AbortController();
      const call = client.callTool({ name, arguments: args }, { signal: cancel.signal });
      const failed = expect(call).rejects.toThrow();
      await arrived(sandbox, path);
      cancel.abort();
      await failed;
      await expect.poll(between.givenUp).toBeGreaterThan(0);
      await client.close();
    });
  });

  test("a change in flight is recorded, and a repeated confirmation returns its outcome", async () => {
    const { sandbox, env } = await start();
    const server = wire(["mcp"], env);
    await initialize(server);
    const args = { connector: "zendesk_support" };
    const call = (more: object) => ({
      name: "resync_connector",
      arguments: { ...args, ...more },
      _meta: { progressToken: "progress" },
    });
    const plan = resultOf((await server.ask("tools/call", call({}))).result);
    const confirm = call({ confirmation_token: plan.token });
    sandbox.fault({ operation: "resync_connection", delayMs: 1000 });
    server.report({ id: "change", method: "tools/call", params: confirm });
    await arrived(sandbox, "/resync", "POST");
    const before = server.lines.length;
    server.report({ method: "notifications/cancelled", params: { requestId: "change" } });
    const again = resultOf((await server.ask("tools/call", confirm)).result);
    expect(again).toMatchObject({ status: "done", isError: false });
    expect(again.text).toContain("re-sync of everything");
    expect(server.lines.slice(before).filter((line) => line.includes('"change"'))).toEqual([]);
    expect(changes(sandbox)).toHaveLength(1);
    await server.close();
  });
});

describe("over HTTP", () => {
  const legacyCall = (name: string, args: object, id: number | string = 1) => ({
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-06-18",
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id,
      method: "tools/call",
      params: { name, arguments: args, _meta: { progressToken: "progress" } },
    }),
  });

  const ERAS: [string, typeof legacyCall][] = [
    ["before 2026", legacyCall],
    ["2026-07-28", (name, args) => modernCall(name, { ...args })],
  ];

  describe.each(ERAS)("protocol %s", (_, request) => {
    test.each(READS)("%s ends when the client closes the response", async (_, name, args, path) => {
      const { sandbox, url, server } = await service();
      sandbox.fault({ path, hang: true });
      const cancel = new AbortController();
      const call = fetch(url, { ...request(name, args), signal: cancel.signal });
      const failed = expect(call.then((response) => response.text())).rejects.toThrow();
      await arrived(sandbox, path);
      cancel.abort();
      await failed;
      await expect.poll(() => server.counts().running).toBe(0);
      const sent = sandbox.requests().length;
      sandbox.clearFaults();
      await (await fetch(url, request("get_operation", { id: "none" }))).text();
      expect(sandbox.requests().length).toBe(sent);
    });

    test("a change in flight is recorded, and a repeated confirmation returns its outcome", async () => {
      const { sandbox, url } = await service();
      const args = { connector: "zendesk_support" };
      const read = async (response: Response) => {
        const text = await response.text();
        const data = text.startsWith("{") ? text : (/^data: (\{.*)$/m.exec(text)?.[1] ?? "{}");
        return resultOf((await messageIn(new Response(data))).result);
      };
      const plan = await read(await fetch(url, request("resync_connector", args)));
      const confirmed = { ...args, confirmation_token: plan.token };
      sandbox.fault({ operation: "resync_connection", delayMs: 1000 });
      const cancel = new AbortController();
      const call = fetch(url, { ...request("resync_connector", confirmed), signal: cancel.signal });
      const failed = expect(call.then((response) => response.text())).rejects.toThrow();
      await arrived(sandbox, "/resync", "POST");
      cancel.abort();
      await failed;
      const again = await read(await fetch(url, request("resync_connector", confirmed)));
      expect(again).toMatchObject({ status: "done", isError: false });
      expect(changes(sandbox)).toHaveLength(1);
    });
  });

  test("there is no session to end: DELETE says which method is allowed", async () => {
    const { url } = await service();
    const response = await fetch(url, { method: "DELETE", headers: { "mcp-session-id": "any" } });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toContain("POST");
  });
});
