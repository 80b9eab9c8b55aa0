import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.js";
import { resultOf, temporaryFolder } from "../harness.js";
import { initialize, requireBuild, settingsFor, wire } from "../process.js";
import { messageIn, service } from "./service.js";

let sandbox: Sandbox;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  requireBuild();
  sandbox = await createSandbox({ clock: "stopped" });
  ({ url, close } = await sandbox.listen());
});
afterAll(() => close());

const STATUS = { name: "get_status", arguments: { connectors: ["zendesk_support"] } };

/** Parameters that clients send for null, for JSON text, or by mistake. */
const CALLS: [string, object, string][] = [
  ["_meta null", { ...STATUS, _meta: null }, "zendesk_support"],
  ["_meta as text", { ...STATUS, _meta: "none" }, "zendesk_support"],
  ["a list as _meta", { ...STATUS, _meta: [] }, "zendesk_support"],
  ["a progress token null", { ...STATUS, _meta: { progressToken: null } }, "zendesk_support"],
  ["an object as progress token", { ...STATUS, _meta: { progressToken: {} } }, "zendesk_support"],
  ["the progress token 0", { ...STATUS, _meta: { progressToken: 0 } }, "zendesk_support"],
  ["unknown _meta", { ...STATUS, _meta: { "example.com/x": null } }, "zendesk_support"],
  ["arguments null", { name: "check_stale", arguments: null }, "connectors checked"],
  ["an empty list of arguments", { name: "check_stale", arguments: [] }, "connectors checked"],
  ["empty text as arguments", { name: "check_stale", arguments: "" }, "connectors checked"],
  [
    "arguments as JSON text",
    { ...STATUS, arguments: JSON.stringify(STATUS.arguments) },
    "zendesk_support",
  ],
  ["other members null", { ...STATUS, task: null, requestState: null }, "zendesk_support"],
];

describe("over stdio", () => {
  async function start() {
    const server = wire(["mcp"], settingsFor(sandbox, url, await temporaryFolder()));
    onTestFinished(() => void server.child.kill());
    await initialize(server);
    return server;
  }

  test.each(CALLS)("a call with %s gets its result", async (_, params, text) => {
    const server = await start();
    const { result } = await server.ask("tools/call", { ...params });
    expect(resultOf(result)).toMatchObject({ isError: false, text: expect.stringContaining(text) });
    await server.close();
  });

  test("a list with a cursor of null is the first page, and null parameters are none", async () => {
    const server = await start();
    expect((await server.ask("tools/list", { cursor: null })).result).toHaveProperty("tools");
    server.report({ id: "null", method: "tools/list", params: null });
    await expect.poll(() => server.lines.some((line) => line.includes('"id":"null"'))).toBe(true);
    await server.close();
  });

  test("a prompt takes a number as text, and null as absent", async () => {
    const server = await start();
    const number = await server.ask("prompts/get", {
      name: "why-is-it-stale",
      arguments: { connector: 20260101 },
    });
    expect(JSON.stringify(number.result)).toContain("20260101");
    const absent = await server.ask("prompts/get", {
      name: "morning-check",
      arguments: { group: null },
    });
    expect(absent.result).toHaveProperty("messages");
    await server.close();
  });

  test("parameters that are not an object get an error, and text that no JSON is does no harm", async () => {
    const server = await start();
    server.report({ id: "list", method: "tools/list", params: ["x"] });
    server.child.stdin?.write('{"jsonrpc":"2.0","id":null\n\nnot json\n[]\n"params": 7\n');
    await server.ask("ping");
    const reply = server.lines.find((line) => line.includes('"id":"list"')) ?? "{}";
    expect(JSON.parse(reply)).toMatchObject({
      error: { code: -32600, message: "Invalid request: params is not an object." },
    });
    await server.close();
  });

  test("a message that arrives in pieces is read, and so are several in one piece", async () => {
    const server = await start();
    const message = (id: string) =>
      Buffer.from(
        `${JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { ...STATUS, _meta: null, note: "Ünïcödé 用户" } })}\n`,
      );
    const bytes = Buffer.concat([message("one"), message("two"), message("three")]);
    for (let at = 0; at < bytes.length; at += 7) {
      server.child.stdin?.write(bytes.subarray(at, at + 7));
      if (at % 70 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    server.child.stdin?.write(Buffer.concat([message("four"), message("five")]));
    for (const id of ["one", "two", "three", "four", "five"]) {
      await expect
        .poll(() => server.lines.some((line) => line.includes(`"id":"${id}"`)), { timeout: 15_000 })
        .toBe(true);
    }
    await server.close();
  });
});

describe("over HTTP", () => {
  test.each(CALLS)("a call with %s gets its result", async (_, params, text) => {
    const { url: address } = await service();
    const response = await fetch(address, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2025-06-18",
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
    });
    const body = await response.text();
    const data = body.startsWith("{") ? body : (/^data: (\{.*)$/m.exec(body)?.[1] ?? "{}");
    const { result } = await messageIn(new Response(data));
    expect(resultOf(result)).toMatchObject({ isError: false, text: expect.stringContaining(text) });
  });
});
