import { spawn } from "node:child_process";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, onTestFinished, test } from "vitest";
import { tools } from "../../tools/index.js";
import { idOf, openSandbox, temporaryFolder } from "../harness.js";
import { environment, PROGRAM, requireBuild, settingsFor } from "../process.js";

/** Two calls of each read tool: one that finds something, and one that does not. */
const READS: Record<string, Record<string, unknown>[]> = {
  check_stale: [{}, { group: "no_such_group" }],
  list_connectors: [{ limit: 5 }, { words: "no_such_connector" }],
  get_status: [{ connectors: ["salesforce_prod"] }, { connectors: ["no_such_connector"] }],
  get_history: [{ connectors: ["salesforce_prod"] }, { connectors: ["no_such_connector"] }],
  get_schema: [{ connector: "postgres_orders" }, { connector: "no_such_connector" }],
  find_pii: [{ connectors: ["postgres_orders"] }, { connectors: ["no_such_connector"] }],
  list_destinations: [{}, { words: "no_such_group" }],
  describe_service: [{ service: "postgres" }, { service: "no_such_service" }],
  wait_for_sync: [{ connectors: ["salesforce_prod"] }, { connectors: ["no_such_connector"] }],
  get_operation: [{ operation_id: "op_AAAAAAAAAAAA" }, { operation_id: "none" }],
  search_api: [{ query: "usage" }, { operation_id: "connection_details" }],
  read_api: [{ operation_id: "list_all_groups" }, { operation_id: "no_such_operation" }],
};

type Era = "legacy" | "modern";

async function connected(
  transport: StdioClientTransport | StreamableHTTPClientTransport,
  era: Era,
): Promise<Client> {
  const mode = era === "legacy" ? ("legacy" as const) : { pin: "2026-07-28" };
  const client = new Client({ name: "host", version: "1" }, { versionNegotiation: { mode } });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return client;
}

async function served(env: Record<string, string>): Promise<URL> {
  const child = spawn(process.execPath, [PROGRAM, "serve", "--listen", "0"], {
    env: environment(env),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return new Promise((resolve) => {
    child.stderr.on("data", (text) => {
      const address = /http:\S+\/mcp/.exec(String(text))?.[0];
      if (address !== undefined) resolve(new URL(address));
    });
  });
}

/**
 * Removes what differs between requests: the id over HTTP, and the age of a list that was read for
 * an earlier request.
 */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner) => (key === "fivetran-agent/request-id" ? undefined : inner))
      .replace(/ \(request [0-9a-f]{12}\)/g, "")
      .replace(/(T[\d:]{8})\.\d{3}Z/g, "$1Z")
      .replace(/; read \d+ s ago/g, "")
      .replace(/"read_seconds_ago":\d+/g, '"read_seconds_ago":0')
      .replace(/,?"_meta":\{\}/g, ""),
  );

const outcome = (work: Promise<unknown>): Promise<unknown> =>
  work.then(plain, (error: unknown) => ({ refused: String(error) }));

/** Returns everything that a client can read, each under a name. */
async function all(client: Client, connector: string): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  const add = async (what: string, work: Promise<unknown>) => {
    seen[what] = await outcome(work);
  };
  await add("server", Promise.resolve([client.getServerVersion(), client.getInstructions()]));
  await add("capabilities", Promise.resolve(client.getServerCapabilities()));
  const { tools: listed } = await client.listTools();
  seen["tools"] = plain(listed);
  for (const [name, calls] of Object.entries(READS)) {
    for (const args of calls) {
      const what = `${name} ${JSON.stringify(args)}`;
      await add(what, client.callTool({ name, arguments: args }));
    }
  }
  await add("an unknown tool", client.callTool({ name: "no_such_tool", arguments: {} }));
  await add("a wrong argument", client.callTool({ name: "get_status", arguments: { limt: 1 } }));
  const { prompts } = await client.listPrompts();
  seen["prompts"] = plain(prompts);
  for (const { name, arguments: wanted = [] } of prompts) {
    const values = Object.fromEntries(wanted.map((each) => [each.name, "salesforce_prod"]));
    await add(`prompt ${name}`, client.getPrompt({ name, arguments: values }));
    for (const each of wanted) {
      const ref = { type: "ref/prompt" as const, name };
      const argument = { name: each.name, value: "s" };
      await add(`completion of ${each.name} of ${name}`, client.complete({ ref, argument }));
    }
  }
  const { resources } = await client.listResources();
  seen["resources"] = plain(resources);
  for (const { uri } of resources) await add(`resource ${uri}`, client.readResource({ uri }));
  const { resourceTemplates } = await client.listResourceTemplates();
  seen["templates"] = plain(resourceTemplates);
  for (const { uriTemplate: uri } of resourceTemplates) {
    const name = /\{(\w+)\}/.exec(uri)?.[1] ?? "";
    const ref = { type: "ref/resource" as const, uri };
    const argument = { name, value: "conn" };
    await add(`completion of ${uri}`, client.complete({ ref, argument }));
  }
  const known = "fivetran://operations/connection_details";
  await add("an operation", client.readResource({ uri: known }));
  await add("no such resource", client.readResource({ uri: "fivetran://operations/none" }));
  const steps: string[] = [];
  await client.callTool(
    { name: "trigger_sync", arguments: { connectors: [connector], wait_seconds: 1 } },
    { onprogress: ({ message = "" }) => steps.push(message) },
  );
  // The last progress messages may arrive after the result.
  seen["progress"] = steps.length > 0;
  return seen;
}

test.each(["legacy", "modern"] as const)(
  "a client of the %s era gets over HTTP what it gets over stdio",
  { timeout: 120_000 },
  async (era) => {
    requireBuild();
    const reading = tools.filter(({ effect }) => effect === "read").map(({ name }) => name);
    expect(Object.keys(READS).sort()).toEqual([...reading].sort());
    const { sandbox, url } = await openSandbox();
    const settings = async () => settingsFor(sandbox, url, await temporaryFolder());
    const connector = idOf(sandbox, "salesforce_prod");
    const command = { command: process.execPath, args: [PROGRAM, "mcp"] };
    const stdio = await connected(
      new StdioClientTransport({ ...command, env: environment(await settings()) }),
      era,
    );
    const http = await connected(
      new StreamableHTTPClientTransport(await served(await settings())),
      era,
    );
    const overStdio = await all(stdio, connector);
    // Undoes the sync that was started to observe its progress.
    sandbox.reset();
    const overHttp = await all(http, connector);
    expect(Object.keys(overHttp)).toEqual(Object.keys(overStdio));
    for (const [what, result] of Object.entries(overStdio)) {
      expect([what, overHttp[what]]).toEqual([what, result]);
    }
    expect(overStdio["progress"]).toBe(true);
    expect(Object.keys(overStdio).length).toBeGreaterThan(45);
  },
);
