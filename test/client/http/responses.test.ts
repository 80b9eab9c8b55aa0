import { describe, expect, test } from "vitest";
import { call } from "../../../src/client/operations/call.js";
import { type Answer, cut, gzipped, json, ok, text } from "./raw-server.js";
import { CREATE, failure, READ, scriptedClient } from "./scripted-client.js";

describe("answers", () => {
  test("gzip is inflated", async () => {
    const { fivetran } = await scriptedClient([gzipped('{"code":"Success","data":{"id":"c"}}')]);
    expect((await fivetran.send(READ)).data).toEqual({ id: "c" });
  });

  test("the time is the server's", async () => {
    const { fivetran, clock } = await scriptedClient([
      ok({}, { date: "Tue, 01 Jan 2030 00:00:00 GMT" }),
    ]);
    await fivetran.send(READ);
    clock.advance(90_000);
    expect(fivetran.now().toISOString()).toBe("2030-01-01T00:01:30.000Z");
  });

  test("a body without an envelope is accepted only where the definition has none", async () => {
    const { fivetran } = await scriptedClient([json(200, { id: "x", name: "n" })]);
    const proxy = await fivetran.send(call("get_proxy_agent_details", { agentId: "a" }));
    expect(proxy.data).toEqual({ id: "x", name: "n" });
    expect((await fivetran.send(READ)).data).toBeUndefined();
  });

  test("the status decides, not the code", async () => {
    const { fivetran } = await scriptedClient([json(201, { code: "Created", data: { id: "c" } })]);
    expect((await fivetran.send(CREATE)).status).toBe(201);
  });

  test.each<[string, Answer]>([
    ["HTML", text(200, "text/html", "<h1>Welcome</h1>")],
    ["broken JSON", text(200, "application/json", '{"code":"Succ')],
    ["nothing", text(200, "application/json", "")],
    ["a list", json(200, [1])],
    ["another encoding", text(200, "application/json", "x", { "content-encoding": "br" })],
  ])("a read that gets %s is asked once more, then given up", async (_, answer) => {
    const { server, fivetran } = await scriptedClient([answer]);
    const error = await failure(fivetran.send(READ));
    expect(error.type).toBe("contract");
    expect(error.message).not.toContain("Welcome");
    expect(server.seen.length).toBeLessThanOrEqual(3);
    expect(server.seen.length).toBeGreaterThanOrEqual(2);
  });

  test.each<[string, Answer]>([
    ["HTML", text(200, "text/html", "<h1>Welcome</h1>")],
    ["broken JSON", text(200, "application/json", '{"code":"Succ')],
    ["a cut body", cut],
  ])("a change that gets %s with 200 was accepted, and is not sent again", async (_, answer) => {
    const { server, fivetran } = await scriptedClient([answer]);
    const error = await failure(fivetran.send(CREATE));
    expect(error).toMatchObject({ type: "outcome_unknown", sent: true, attempts: 1 });
    expect(error.facts).toMatchObject({
      outcome: "accepted_details_lost",
      do_not_repeat: true,
      sent_at: expect.stringMatching(/^20\d\d-.*Z$/),
    });
    expect(server.seen).toHaveLength(1);
  });

  test("a gzip bomb ends in a typed error", async () => {
    const { fivetran, server } = await scriptedClient([gzipped(Buffer.alloc(200 * 2 ** 20))]);
    const error = await failure(fivetran.send(READ));
    expect(error).toMatchObject({ type: "contract", facts: { cause: "too_large" } });
    expect(server.seen).toHaveLength(1);
  });

  test("a body over the limit ends in a typed error", async () => {
    const { fivetran, server } = await scriptedClient([
      text(200, "application/json", Buffer.alloc(9 * 2 ** 20, 32)),
    ]);
    expect((await failure(fivetran.send(READ))).facts).toEqual({ cause: "too_large" });
    expect(server.seen).toHaveLength(1);
  });

  test("deep nesting does not crash", async () => {
    const deep = `{"code":"Success","data":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    const { fivetran } = await scriptedClient([text(200, "application/json", deep)]);
    const error = await failure(fivetran.connections.get("c"));
    expect(error.type).toBe("contract");
  });
});
