import { readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { settings } from "../../src/app.js";
import { signWebhook } from "../../src/client/events/webhook-signature.js";
import type { Sandbox } from "../../src/sandbox/index.js";
import { disable } from "../engine/fixture.js";
import { changes, idOf, openSandbox, temporaryFolder } from "../harness.js";
import { host, modernCall, service } from "./service.js";

const basic = (key: string, secret: string) =>
  `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;

/**
 * Starts one API origin for several accounts. As at Fivetran, the credentials decide which account
 * a request is for.
 */
async function apiOf(accounts: Record<string, { sandbox: Sandbox; url: string }>): Promise<string> {
  const server = createServer(async (request, response) => {
    const found = Object.entries(accounts).find(
      ([name]) => request.headers.authorization === basic(`${name}-key`, `${name}-secret`),
    )?.[1];
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (found === undefined) {
      response.writeHead(401).end();
      return;
    }
    const { sandbox, url } = found;
    const reply = await fetch(new URL(request.url ?? "/", url), {
      method: request.method ?? "GET",
      headers: {
        authorization: basic(sandbox.apiKey, sandbox.apiSecret),
        "content-type": "application/json",
      },
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const wait = reply.headers.get("retry-after");
    response.writeHead(reply.status, {
      "content-type": "application/json",
      ...(wait === null ? {} : { "retry-after": wait }),
    });
    response.end(Buffer.from(await reply.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

/** Opens two accounts that differ only in one connector's name, and a server for both. */
async function twoAccounts(extra: Record<string, string> = {}) {
  const first = await openSandbox();
  const second = await openSandbox();
  for (const [name, { sandbox }] of Object.entries({ first, second })) {
    sandbox.edit((world) => {
      const found = [...world.connections.values()].find(
        ({ schema }) => schema === "salesforce_prod",
      );
      if (found !== undefined) found.schema = `salesforce_of_${name}`;
      world.account.account_id = `account_of_${name}`;
    });
  }
  const folder = await temporaryFolder();
  const file = join(folder, "accounts.json");
  writeFileSync(join(folder, "secret"), "second-secret\n");
  writeFileSync(
    file,
    JSON.stringify({
      accounts: {
        one: {
          api_key: "env:ONE_KEY",
          api_secret: "env:ONE_SECRET",
          webhook_secret: "env:ONE_HOOK",
        },
        two: {
          api_key: "env:TWO_KEY",
          api_secret: "file:secret",
          webhook_secret: "env:TWO_HOOK",
          scope: "read/write",
        },
      },
      principals: [
        { key: "one-*", account: "one" },
        { key: "two-*", account: "two" },
      ],
    }),
  );
  const started = await service({
    env: {
      FIVETRAN_ACCOUNTS: file,
      FIVETRAN_API_URL: await apiOf({ first, second }),
      ONE_KEY: "first-key",
      ONE_SECRET: "first-secret",
      TWO_KEY: "second-key",
      ONE_HOOK: "hook-of-one",
      TWO_HOOK: "hook-of-two",
      ...extra,
    },
    prepare: (keys) => keys.create({ name: "unassigned" }),
  });
  const one = await host(started.url, { bearer: await started.key("one-bot") });
  const two = await host(started.url, { bearer: await started.key("two-bot") });
  return { ...started, one, two, first: first.sandbox, second: second.sandbox };
}

test("each caller sees its own account, however the calls are mixed", async () => {
  const { one, two } = await twoAccounts();
  const calls = Array.from({ length: 16 }, async (_, at) => {
    const [caller, own, other] = at % 2 === 0 ? [one, "first", "second"] : [two, "second", "first"];
    const sweep = at % 3 === 0;
    const connectors = [`salesforce_of_${own}`];
    const seen = JSON.stringify(
      await (sweep ? caller.call("check_stale") : caller.call("get_status", { connectors })),
    );
    return [
      seen.includes(`salesforce_of_${other}`),
      sweep || seen.includes(`salesforce_of_${own}`),
    ];
  });
  expect(new Set((await Promise.all(calls)).map(String))).toEqual(new Set(["false,true"]));
  expect((await one.call("get_status", { connectors: ["salesforce_of_second"] })).isError).toBe(
    true,
  );
});

test("plans, records and limits of one account are not those of the other", async () => {
  const { one, two, first, second, stateDir } = await twoAccounts({ FIVETRAN_HOURLY_LIMIT: "1" });
  const plan = await one.call("modify_schema", disable("audit_log"));
  const confirmed = { ...disable("audit_log"), confirmation_token: plan.token };
  // The same ids and names exist in both accounts.
  expect(idOf(first, "postgres_orders")).toBe(idOf(second, "postgres_orders"));
  expect((await two.call("modify_schema", confirmed)).text).toMatch(/token is unknown/);
  const theirs = await two.call("modify_schema", disable("audit_log"));
  expect(theirs.data).not.toHaveProperty("others");
  expect(await one.call("modify_schema", confirmed)).toMatchObject({ status: "done" });
  expect([first.effects().length, changes(second).length]).toEqual([1, 0]);

  // The hourly limit of one account does not affect the other.
  const resync = { connector: "postgres_orders" };
  for (const caller of [one, two]) {
    const asked = await caller.call("resync_connector", resync);
    const done = await caller.call("resync_connector", {
      ...resync,
      confirmation_token: asked.token,
    });
    expect(done.isError).toBe(false);
    expect((await caller.call("resync_connector", resync)).data).toMatchObject({
      error: { type: "policy_denied" },
    });
  }
  expect(readdirSync(join(stateDir, "accounts")).sort()).toEqual(["one", "two"]);
});

test("a rate limit of one account does not stop the other", async () => {
  const { one, two, first } = await twoAccounts();
  first.fault({ status: 429, headers: { "retry-after": "3600" } });
  expect((await one.call("check_stale")).data).toMatchObject({ error: { type: "rate_limited" } });
  expect((await two.call("check_stale")).isError).toBe(false);
});

test("the scope of an account narrows that of the server", async () => {
  const { one, two } = await twoAccounts();
  expect(await one.names()).toContain("delete_connector");
  expect(await two.names()).not.toContain("delete_connector");
  expect((await two.call("delete_connector", { connector: "postgres_orders" })).text).toContain(
    "the scope of the account two is read/write",
  );
});

test("a caller without an account is refused, and no secret is in any output", async () => {
  const { url, key, log, one } = await twoAccounts({ FIVETRAN_LOG: "debug" });
  const bearer = await key("nobody");
  const call = modernCall("check_stale");
  const response = await fetch(url, {
    ...call,
    headers: { ...call.headers, authorization: `Bearer ${bearer}` },
  });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain("No Fivetran account is assigned to");
  await one.call("check_stale");
  expect(log.join("")).not.toMatch(/(first|second)-(key|secret)/);
  expect(log.join("")).toMatch(/account=one/);
});

describe("a file that is not valid stops the start, and repeats no secret", () => {
  const account = { api_key: "env:A_KEY", api_secret: "env:A_SECRET" };
  test.each([
    [
      { accounts: { a: { ...account, api_secret: "hunter2hunter2" } }, principals: [] },
      /is not a reference/,
    ],
    [
      { accounts: { a: { ...account, api_key: "env:MISSING" } }, principals: [] },
      /"MISSING" is not set/,
    ],
    [
      { accounts: { a: { ...account, api_key: "file:missing" } }, principals: [] },
      /cannot be read/,
    ],
    [{ accounts: { a: account }, principals: [{ account: "a" }] }, /specifies no caller/],
    [
      { accounts: { a: account }, principals: [{ key: "k", account: "b" }] },
      /uses the account b|"b"/,
    ],
    [{ accounts: { a: account }, principals: [{ kye: "k", account: "a" }] }, /kye/],
    [{ accounts: { a: { ...account, scope: "write" } }, principals: [] }, /scope/],
    [{ accounts: { "a/b": account }, principals: [] }, /a\/b/],
    ["{", /not JSON/],
  ])("%j", async (content, message) => {
    const folder = await temporaryFolder();
    const file = join(folder, "accounts.json");
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    const env = { FIVETRAN_ACCOUNTS: file, A_KEY: "key-of-a", A_SECRET: "secret-of-a" };
    const error = await settings({}, env).catch((problem: unknown) => problem);
    expect(error).toMatchObject({ type: "config", message: expect.stringMatching(message) });
    expect(String(error)).not.toMatch(/hunter2|key-of-a|secret-of-a/);
  });
});

test("what is recorded of one account is not shown to the callers of the other", async () => {
  const { url, one, two, first } = await twoAccounts({
    FIVETRAN_WATCH: "5",
    DISALLOWED_ACTIONS: "connections:read:connection_sync_history",
  });
  // The connectors in both accounts have the same id.
  const connector = idOf(first, "salesforce_of_first");
  const body = JSON.stringify({
    event: "sync_end",
    created: new Date(Date.now() - 60_000).toISOString(),
    connector_id: connector,
    sync_id: "r1",
    data: { status: "FAILURE_WITH_TASK", reason: "No access." },
  });
  const deliver = async (account: string, secret: string) => {
    const headers = { "x-fivetran-signature-256": signWebhook(body, secret) };
    const at = new URL(`/webhooks/${account}`, url);
    return (await fetch(at, { method: "POST", body, headers })).status;
  };
  expect(await deliver("two", "hook-of-one")).toBe(401);
  expect(await deliver("one", "hook-of-one")).toBe(200);
  const history = { connectors: [connector] };
  expect((await one.call("get_history", history)).text).toContain("No access.");
  expect((await two.call("get_history", history)).text).not.toContain("No access.");
});

test.each([
  ["one secret for both", { TWO_HOOK: "hook-of-one" }, /the same webhook_secret/],
  ["the secret of one account", { FIVETRAN_WEBHOOK_SECRET: "x" }, /[Ss]et webhook_secret/],
])("%s is refused", async (_, extra, message) => {
  await expect(twoAccounts({ FIVETRAN_WATCH: "5", ...extra })).rejects.toMatchObject({
    type: "config",
    message: expect.stringMatching(message),
  });
});
