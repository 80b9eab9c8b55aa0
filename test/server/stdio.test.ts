import { readdir, readFile } from "node:fs/promises";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.js";
import { explainSilence } from "../../src/server/stdio-transport.js";
import { listing } from "../../src/toolkit/listing.js";
import { tools } from "../../tools/index.js";
import { idOf, resultOf, temporaryFolder } from "../harness.js";
import {
  environment,
  initialize,
  PROGRAM,
  program,
  requireBuild,
  settingsFor,
  wire,
} from "../process.js";

let sandbox: Sandbox;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  requireBuild();
  sandbox = await createSandbox({ clock: "stopped" });
  ({ url, close } = await sandbox.listen());
});
afterAll(() => close());

const settings = async (env: Record<string, string> = {}) => ({
  ...settingsFor(sandbox, url, await temporaryFolder()),
  ...env,
});

const LISTED = tools.filter((tool) => tool.effect !== "delete").map((tool) => tool.name);
const command = (env: Record<string, string>) => ({
  command: process.execPath,
  args: [PROGRAM, "mcp"],
  env: environment(env),
});

test("a client of the first SDK lists and calls", async () => {
  const client = new OldClient({ name: "old", version: "1" });
  await client.connect(new OldTransport(command(await settings())));
  expect(client.getServerVersion()).toMatchObject({ name: "fivetran-agent", title: "Fivetran" });
  expect(client.getInstructions()).toContain("list_connectors");
  const listed = await client.listTools();
  expect(listed.tools.map((tool) => tool.name)).toEqual(LISTED);
  const reply = resultOf(
    await client.callTool({ name: "get_status", arguments: { connectors: ["salesforce_prod"] } }),
  );
  expect(reply).toMatchObject({ isError: false });
  expect(reply.text).toContain(`salesforce_prod (${idOf(sandbox, "salesforce_prod")}) is ok`);
  await client.close();
});

test.each([
  ["legacy", "legacy"],
  ["auto", "auto"],
  ["pinned", { pin: "2026-07-28" }],
] as const)("a client of the second SDK, %s, lists and calls", async (_, mode) => {
  const client = new Client({ name: "new", version: "1" }, { versionNegotiation: { mode } });
  await client.connect(new StdioClientTransport(command(await settings())));
  expect(client.getNegotiatedProtocolVersion()).toBe(
    mode === "legacy" ? "2025-11-25" : "2026-07-28",
  );
  const listed = await client.listTools();
  expect(listed.tools.map((tool) => tool.name)).toEqual(LISTED);
  const first = tools[0];
  if (first === undefined) throw new Error("no tools");
  const { name, description, inputSchema, annotations } = listing(first);
  expect(listed.tools[0]).toMatchObject({ name, description, inputSchema, annotations });
  const reply = resultOf(
    await client.callTool({ name: "get_status", arguments: { connectors: ["salesforce_prod"] } }),
  );
  expect(reply.text).toContain("salesforce_prod");
  const wrong = resultOf(await client.callTool({ name: "get_statu", arguments: {} }));
  expect(wrong).toMatchObject({ isError: true });
  expect(wrong.text).toContain("Did you mean get_status");
  await client.close();
});

test("stdout carries the protocol only, any a dependency prints", async () => {
  // The noise begins as soon as the program listens for signals, which is before any message
  // arrives.
  const noise = `process.on("newListener", (event) => {
    if (event !== "SIGTERM") return;
    console.log("at once"); process.stdout.write("raw\\n");
    setInterval(() => { console.log("later"); process.stdout.write("more\\n"); }, 5).unref();
  })`;
  const preload = `data:text/javascript,${encodeURIComponent(noise)}`;
  const server = wire(["mcp"], await settings(), ["--import", preload]);
  await initialize(server);
  await server.ask("tools/list");
  await server.ask("tools/call", {
    name: "get_status",
    arguments: { connectors: ["salesforce_prod"] },
  });
  const { stderr, stdout } = await server.close();
  for (const word of ["at once", "raw", "later", "more"]) expect(stderr).toContain(word);
  const strange = stdout.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
  expect(strange).toEqual([]);
});

test("it starts and lists without credentials, and says on the first call what is missing", async () => {
  const server = wire([], { FIVETRAN_STATE_DIR: await temporaryFolder() });
  await initialize(server);
  const listed = await server.ask("tools/list");
  expect(listed.result?.["tools"]).toHaveLength(LISTED.length);
  const reply = await server.ask("tools/call", { name: "list_connectors", arguments: {} });
  const { text, isError } = resultOf(reply.result);
  expect(isError).toBe(true);
  expect(text).toMatch(
    /^There are no Fivetran credentials\.\nNothing was sent\.\n.*FIVETRAN_API_KEY and FIVETRAN_API_SECRET.*--sandbox/,
  );
  expect(await server.close()).toMatchObject({ code: 0, stderr: "" });
});

test("--sandbox says SANDBOX in title, instructions and plans, and ignores real credentials", async () => {
  const env = await settings({ FIVETRAN_API_KEY: "must-not", FIVETRAN_API_SECRET: "be-used" });
  const before = sandbox.requests().length;
  const server = wire(["mcp", "--sandbox"], env);
  const hello = await initialize(server);
  expect(hello.result?.["serverInfo"]).toMatchObject({ title: expect.stringMatching("SANDBOX") });
  expect(hello.result?.["instructions"]).toMatch(/^SANDBOX: /);
  const change = { connector: "postgres_orders", policy: "BLOCK_ALL" };
  const plan = await server.ask("tools/call", { name: "modify_schema", arguments: change });
  expect(resultOf(plan.result).text).toMatch(/^Account: SANDBOX /m);
  expect(JSON.stringify(resultOf(plan.result).data)).toContain("SANDBOX");
  // The simulated account's socket must not keep the process alive.
  expect(await server.close()).toMatchObject({ code: 0 });
  expect(sandbox.requests()).toHaveLength(before);
});

const EXPLAINED =
  "This is an MCP server on stdio, waiting for a client. For commands: fivetran-agent --help\n";

test.each([[[]], [["--sandbox"]], [["mcp"]]])(
  "without a client it explains itself on stderr: %j",
  async (words) => {
    const end = await program(words, { FIVETRAN_STATE_DIR: await temporaryFolder() });
    expect(end).toMatchObject({ code: 0, stdout: "", stderr: EXPLAINED });
  },
);

test("it explains itself once, at a terminal at once, and not to a client", () => {
  vi.useFakeTimers();
  try {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const atTerminal = explainSilence(true, write);
    vi.advanceTimersByTime(0);
    expect(lines).toEqual([EXPLAINED]);
    atTerminal.ended();
    explainSilence(false, write).broken();
    vi.runAllTimers();
    expect(lines).toHaveLength(1);
    explainSilence(false, write);
    vi.advanceTimersByTime(4999);
    expect(lines).toHaveLength(1);
    vi.runAllTimers();
    expect(lines).toEqual([EXPLAINED, EXPLAINED]);
  } finally {
    vi.useRealTimers();
  }
});

test("a signal ends it, also after a call", async () => {
  const server = wire(["mcp"], await settings());
  await initialize(server);
  await server.ask("tools/call", { name: "list_connectors", arguments: {} });
  server.child.kill("SIGTERM");
  const { code, signal } = await server.end;
  expect([code, signal]).toEqual([0, null]);
});

test.each([
  [["--readonly"], /^unknown option '--readonly'\n\(Did you mean --read-only\?\)\nSee /],
  [["mcp", "--settings"], /^option '--settings <file>' argument missing\nSee /],
])("with the flags %j it starts, and every call returns the error", async (words, explanation) => {
  const server = wire(words, await settings());
  await initialize(server);
  const { result } = await server.ask("tools/call", { name: "check_stale", arguments: {} });
  expect(resultOf(result)).toMatchObject({
    isError: true,
    text: expect.stringMatching(explanation),
  });
  expect(await server.close()).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(explanation),
  });
});

test("an empty argument, as of a variable without a value in the host's configuration, is ignored", async () => {
  const server = wire(["--sandbox", ""], await settings());
  await initialize(server);
  const { result } = await server.ask("tools/call", { name: "check_stale", arguments: {} });
  expect(resultOf(result)).toMatchObject({ text: expect.stringMatching(/^42 connectors checked/) });
  expect(await server.close()).toMatchObject({ code: 0 });
});

test("with a configuration that is not valid it starts, and every call returns all problems", async () => {
  const env = {
    FIVETRAN_API_KEY: "key-without-secret-1234",
    FIVETRAN_SCOPE: "everything",
    FIVETRAN_API_URL: "http://fivetran.example.com",
    FIVETRAN_GROUPS: "a/b",
    DISALLOWED_ACTIONS: "conections:write",
  };
  const names = ["FIVETRAN_API_SECRET", ...Object.keys(env).slice(1)];
  const server = wire(["mcp"], env);
  await initialize(server);
  const listed = await server.ask("tools/list");
  expect(z.looseObject({ tools: z.array(z.unknown()) }).parse(listed.result).tools).not.toEqual([]);
  for (const name of ["list_connectors", "trigger_sync"]) {
    const { result } = await server.ask("tools/call", { name, arguments: {} });
    const shown = JSON.stringify(result);
    expect(result).toMatchObject({ isError: true });
    for (const setting of names) expect(shown).toContain(setting);
    expect(shown).not.toContain("key-without-secret-1234");
  }
  const { code, stderr } = await server.close();
  expect(code).toBe(0);
  expect(stderr).not.toContain("key-without-secret-1234");

  const command = await program(["list_connectors"], env);
  expect(command).toMatchObject({ code: 2, stdout: "" });
  expect(command.stderr.split("\n").filter((line) => line.startsWith("- "))).toHaveLength(5);
});

test("no secret is in anything it says, at the loudest log", async () => {
  const secret = "Very-Secret-Value-0123456789";
  const env = await settings({ FIVETRAN_API_SECRET: secret, FIVETRAN_LOG: "debug" });
  const server = wire(["mcp"], env);
  await initialize(server);
  const refused = await server.ask("tools/call", { name: "list_connectors", arguments: {} });
  expect(resultOf(refused.result)).toMatchObject({ isError: true });
  const { stdout, stderr } = await server.close();
  expect(stderr).toContain("debug request");
  const forms = [secret, btoa(`${sandbox.apiKey}:${secret}`), btoa(secret)];
  for (const form of forms) expect(`${stdout}${stderr}`).not.toContain(form);
});

test("a line that is not a message is passed over", async () => {
  const server = wire(["mcp"], await settings());
  await initialize(server);
  server.child.stdin?.write("not json\n{}\n[]\n\n");
  const listed = await server.ask("tools/list");
  expect(listed.result?.["tools"]).toHaveLength(LISTED.length);
  expect(await server.close()).toMatchObject({ code: 0 });
});

test("a change under way when the host goes away is finished and put on record", async () => {
  const env = await settings();
  const audit = `${env["FIVETRAN_STATE_DIR"]}/audit.jsonl`;
  sandbox.fault({ operation: "sync_connection", when: "after", delayMs: 300 });
  const server = wire(["mcp"], { ...env, FIVETRAN_AUDIT_LOG: audit });
  await initialize(server);
  server.report({
    id: "gone",
    method: "tools/call",
    params: { name: "trigger_sync", arguments: { connectors: ["github_repos"] } },
  });
  await vi.waitFor(
    () => expect(sandbox.requests().at(-1)).toMatchObject({ operation: "sync_connection" }),
    { timeout: 10_000 },
  );
  const { code } = await server.close();
  sandbox.clearFaults();
  expect(code).toBe(0);
  const lines = (await readFile(audit, "utf8")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: "intent", tool: "trigger_sync" },
    { event: "outcome", tool: "trigger_sync", outcome: "done" },
  ]);
});

test("a signal lets a confirmed change in flight be finished and recorded", async () => {
  const env = await settings();
  sandbox.fault({ operation: "sync_connection", when: "after", delayMs: 300 });
  const server = wire(["mcp"], env);
  await initialize(server);
  const params = { name: "trigger_sync", arguments: { connectors: ["jira_engineering"] } };
  const before = sandbox.requests().length;
  server.report({ id: "gone", method: "tools/call", params });
  const isSent = () =>
    sandbox
      .requests()
      .slice(before)
      .some((one) => one.operation === "sync_connection");
  while (!isSent()) await new Promise((resolve) => setImmediate(resolve));
  server.child.kill("SIGTERM");
  const { code } = await server.end;
  sandbox.clearFaults();
  expect(code).toBe(0);
  const folder = `${env["FIVETRAN_STATE_DIR"]}/operations`;
  const [name = ""] = await readdir(folder);
  const record = JSON.parse(await readFile(`${folder}/${name}`, "utf8"));
  expect(record).toMatchObject({ tool: "trigger_sync", result: { data: { status: "done" } } });
});

test.each([
  ["SIGTERM", "SIGINT"],
  ["SIGINT", "SIGTERM"],
] as const)(
  "%s, then %s ends it with a change in flight; confirmed again that reads as unknown",
  async (first, second) => {
    const env = await settings();
    const server = wire(["mcp"], env);
    await initialize(server);
    const args = { connectors: ["github_repos"], force: true };
    const plan = await server.ask("tools/call", { name: "trigger_sync", arguments: args });
    const confirmed = { ...args, confirmation_token: resultOf(plan.result).token };
    sandbox.fault({ operation: "sync_connection", when: "after", delayMs: 60_000 });
    const before = sandbox.requests().length;
    server.report({
      id: "gone",
      method: "tools/call",
      params: { name: "trigger_sync", arguments: confirmed },
    });
    const sent = () =>
      sandbox
        .requests()
        .slice(before)
        .filter((one) => one.operation === "sync_connection").length;
    while (sent() === 0) await new Promise((resolve) => setImmediate(resolve));
    server.child.kill(first);
    server.child.kill(second);
    const { signal } = await server.end;
    expect([first, second]).toContain(signal);
    sandbox.clearFaults();
    const next = wire(["mcp"], env);
    await initialize(next);
    const again = await next.ask("tools/call", { name: "trigger_sync", arguments: confirmed });
    expect(resultOf(again.result)).toMatchObject({ isError: true, status: "unknown" });
    expect(sent()).toBe(1);
    await next.close();
  },
);

const LINES = [
  {
    id: 1,
    method: "initialize",
    params: {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "pipe", version: "1" },
    },
  },
  { method: "notifications/initialized" },
  { id: 2, method: "tools/call", params: { name: "list_connectors", arguments: {} } },
  { id: 3, method: "tools/call", params: { name: "check_stale", arguments: {} } },
];

test("requests piped in at once are all returned before it ends", async () => {
  const server = wire(["mcp", "--sandbox"], { FIVETRAN_STATE_DIR: await temporaryFolder() });
  for (const line of LINES) server.report(line);
  expect(await server.close()).toMatchObject({ code: 0, stderr: "" });
  const replies = server.lines.map((line) => JSON.parse(line));
  expect(replies.map(({ id }) => id).sort()).toEqual([1, 2, 3]);
  for (const { id, result } of replies) {
    if (id !== 1) expect(resultOf(result)).toMatchObject({ isError: false });
  }
});

test("a last message without a line break is read", async () => {
  const server = wire(["mcp", "--sandbox"], { FIVETRAN_STATE_DIR: await temporaryFolder() });
  server.child.stdin?.write(JSON.stringify({ jsonrpc: "2.0", ...LINES.at(-1) }));
  expect(await server.close()).toMatchObject({ code: 0, stderr: "" });
  expect(server.lines.map((line) => JSON.parse(line).id)).toEqual([3]);
});

test("a host that no longer reads ends it quietly", async () => {
  const server = wire(["mcp", "--sandbox"], { FIVETRAN_STATE_DIR: await temporaryFolder() });
  await initialize(server);
  server.child.stdout?.destroy();
  server.report({ id: "unread", method: "tools/list" });
  const { code, stderr } = await server.end;
  expect(code).toBe(0);
  expect(stderr).not.toContain("    at ");
});
