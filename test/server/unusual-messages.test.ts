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

/** Requests with wrong parameters, and the explanation of each. */
const WRONG: [string, object | undefined, string][] = [
  ["tools/list", { cursor: 5 }, "cursor must be a string."],
  ["tools/list", { cursor: "abc" }, 'the cursor "abc" is unknown. Leave it out: this server'],
  ["prompts/list", { cursor: {} }, "cursor must be a string."],
  ["resources/list", { cursor: "x" }, 'the cursor "x" is unknown.'],
  ["resources/templates/list", { cursor: true }, "cursor must be a string."],
  ["tools/call", undefined, "name is required."],
  ["tools/call", { name: 5 }, "name must be a string."],
  ["prompts/get", { name: [] }, "name must be a string."],
  [
    "prompts/get",
    { name: "nope" },
    'there is no prompt "nope". Prompts: morning-check, why-is-it-',
  ],
  [
    "prompts/get",
    { name: "why-is-it-stale" },
    "why-is-it-stale needs the argument connector: name,",
  ],
  [
    "prompts/get",
    { name: "why-is-it-stale", arguments: { connector: " " } },
    "why-is-it-stale needs the argument connector: name,",
  ],
  [
    "prompts/get",
    { name: "morning-check", arguments: { groups: "x" } },
    '"groups" is not an argument of morning-check. Did you mean group?',
  ],
  [
    "prompts/get",
    { name: "morning-check", arguments: { group: ["x"] } },
    "the argument group must be a string.",
  ],
  [
    "prompts/get",
    { name: "morning-check", arguments: "x" },
    "arguments must be an object. morning",
  ],
  ["resources/read", {}, "uri is required."],
  ["resources/read", { uri: 7 }, "uri must be a string."],
  ["completion/complete", { ref: {}, argument: {} }, "ref.type is required."],
];

/** Calls whose arguments are not an object. */
const ARGUMENTS = ["salesforce_prod", 5, true, ["salesforce_prod"]];
const AS_OBJECT = "Give the parameters of the tool as one JSON object.";

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

  test("wrong parameters get an explanation", async () => {
    const server = await start();
    for (const [method, params, explanation] of WRONG) {
      const id = JSON.stringify([method, params]);
      server.report({ id, method, ...(params === undefined ? {} : { params }) });
      const reply = () =>
        server.lines.map((line) => JSON.parse(line)).find((each) => each.id === id);
      await expect.poll(reply, { timeout: 15_000 }).toMatchObject({
        error: { code: -32602, message: expect.stringContaining(`Invalid params: ${explanation}`) },
      });
    }
    const { error } = await server.ask("logging/setLevel", { level: "loud" });
    expect(error).toMatchObject({
      code: -32601,
      message: expect.stringContaining("It writes its log to stderr."),
    });
    await server.close();
  });

  test("arguments that are not an object are explained to the model", async () => {
    const server = await start();
    for (const given of ARGUMENTS) {
      const { result } = await server.ask("tools/call", { name: "get_status", arguments: given });
      expect(resultOf(result)).toMatchObject({
        isError: true,
        text: expect.stringContaining(AS_OBJECT),
      });
    }
    await server.close();
  });

  test("many requests at once leave no warning on stderr", async () => {
    const server = await start();
    await Promise.all(Array.from({ length: 40 }, () => server.ask("tools/list", {})));
    expect((await server.close()).stderr).not.toContain("Warning");
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

  test("a message that is too large gets an error, one that does not end is dropped, and later ones are read", async () => {
    const server = await start();
    const large = { name: "get_status", arguments: { connectors: ["x".repeat(11 * 1024 * 1024)] } };
    expect(await server.ask("tools/call", large)).toMatchObject({
      error: { code: -32600, message: "Invalid request: the message is larger than 8 MiB." },
    });
    server.child.stdin?.write(Buffer.alloc(70 * 1024 * 1024, " "));
    server.child.stdin?.write("\n");
    expect(await server.ask("ping")).toHaveProperty("result");
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
  const sent = async (address: string, method: string, params: object | undefined) => {
    const response = await fetch(address, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2025-06-18",
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const body = await response.text();
    return JSON.parse(body.startsWith("{") ? body : (/^data: (\{.*)$/m.exec(body)?.[1] ?? "{}"));
  };

  test("wrong parameters get an explanation", async () => {
    const { url: address } = await service();
    for (const [method, params, explanation] of WRONG) {
      expect(await sent(address, method, params)).toMatchObject({
        id: 1,
        error: { code: -32602, message: expect.stringContaining(`Invalid params: ${explanation}`) },
      });
    }
    for (const given of ARGUMENTS) {
      const { result } = await sent(address, "tools/call", {
        name: "get_status",
        arguments: given,
      });
      expect(resultOf(result)).toMatchObject({
        isError: true,
        text: expect.stringContaining(AS_OBJECT),
      });
    }
  });

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
