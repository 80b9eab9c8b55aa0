import { spawn } from "node:child_process";
import {
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { registerClient } from "@modelcontextprotocol/sdk/client/auth.js";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/index.js";
import { fileEntries } from "../../src/store/file-entries.js";
import { keyStore } from "../../src/store/keys.js";
import { runHere } from "../command-line.js";
import { disable } from "../engine/fixture.js";
import { changes, idOf, temporaryFolder } from "../harness.js";
import { ended, environment, PROGRAM, requireBuild } from "../process.js";
import { host, modernCall, service } from "./service.js";

const status = (url: string, bearer?: string) =>
  fetch(url, {
    ...modernCall("search_api", { query: "usage" }),
    headers: {
      ...modernCall("search_api").headers,
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
  });

test("once there is a key, calls need one, and every refusal is the same", async () => {
  const { url, key, revoke } = await service();
  expect((await status(url)).status).toBe(200);
  const good = await key("bot");
  await key("old", { expires_at: new Date(Date.now() - 1000).toISOString() });
  const old = await key("expired", { expires_at: new Date(Date.now() - 1).toISOString() });
  await expect.poll(async () => (await status(url)).status).toBe(401);
  expect((await status(url, good)).status).toBe(200);

  const other = good.at(-1) === "A" ? "B" : "A";
  const wrong = [undefined, old, `${good.slice(0, -1)}${other}`, good.slice(0, -1), "x", "fvk1_"];
  const bodies = await Promise.all(
    wrong.map(async (bearer) => {
      const response = await status(url, bearer);
      const body = (await response.text()).replace(/[0-9a-f]{12}/, "");
      return `${response.status} ${response.headers.has("www-authenticate")} ${body}`;
    }),
  );
  expect(new Set(bodies).size).toBe(1);
  expect(bodies[0]).toMatch(/^401 true /);

  await revoke("bot");
  await expect.poll(async () => (await status(url, good)).status, { timeout: 5000 }).toBe(401);
});

test.each([
  [`$${"{FIVETRAN_KEY}"}`, `is the placeholder "$${"{FIVETRAN_KEY}"}", which was not replaced.`],
  ["<your-key>", 'is the placeholder "<your-key>", which was not replaced.'],
  ['"fvk1_abc"', "is in quotes, which became part of the value. Remove the quotes."],
])("a host that sends %s as its key gets to know what is wrong with it", async (bearer, says) => {
  const { url, key } = await service();
  await key("bot");
  await expect.poll(async () => (await status(url)).status).toBe(401);
  const response = await status(url, bearer);
  expect([response.status, await response.text()]).toEqual([
    401,
    expect.stringContaining(JSON.stringify(`The credential in that header ${says}`).slice(1, -1)),
  ]);
});

test("while the keys cannot be read, a good one is asked to come again, and is not a failed sign-in", async () => {
  let at = Date.now();
  const { url, key, stateDir } = await service({
    now: () => new Date(at),
    prepare: (keys) => keys.create({ name: "first" }),
  });
  const good = await key("bot");
  const keysFolder = join(stateDir, "keys");
  // Others can write to this folder, so nothing in it is trusted.
  chmodSync(keysFolder, 0o777);
  for (let n = 0; n < 25; n += 1) {
    const response = await status(url, good);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  }
  chmodSync(keysFolder, 0o700);
  at += 2000;
  expect((await status(url, good)).status).toBe(200);
});

test("a key is stored as its hash, in a file of this user alone, and is in no log", async () => {
  const { key, stateDir, url, log } = await service({ env: { FIVETRAN_LOG: "debug" } });
  const secret = await key("bot");
  await (await host(url, { bearer: secret })).call("get_status", { connectors: ["nope"] });
  const folder = join(stateDir, "keys");
  const [name = ""] = readdirSync(folder);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, name), "utf8")).not.toContain(secret.slice(20));
  expect(log.join("")).not.toContain(secret.slice(20));
  expect(log.join("")).toMatch(/caller="the key \\"bot\\""/);
});

describe("a record of a key that is damaged", () => {
  const started = async () => service({ prepare: (keys) => keys.create({ name: "first" }) });

  test.each([
    ["has an expiry that cannot be read", { expires_at: "2020-13-45" }],
    ["has a list of groups that limits nothing", { groups: [] }],
    ["has a list of connectors that limits nothing", { connectors: [] }],
    ["has a group without a name", { groups: [""] }],
    ["has a connector without a name", { connectors: [""] }],
    ["has a limit of another version", { read_only: true }],
    ["has the id of another", { id: "000000000000" }],
    ["has no hash", { sha256: "" }],
  ])("and %s: the key is refused", async (_, fields) => {
    const { url, key, stateDir } = await started();
    const bearer = await key("bot");
    const file = keyFile(stateDir, bearer);
    const record = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...record, ...fields }));
    expect((await status(url, bearer)).status).toBe(401);
  });

  test("is listed, and revoked by its id, also where it is a link", async () => {
    const { stateDir, key } = await started();
    const keys = keyStore(fileEntries(stateDir)("keys"), () => new Date());
    const [cut, linked] = [await key("cut"), await key("linked")];
    writeFileSync(keyFile(stateDir, cut), "{");
    const elsewhere = join(await temporaryFolder(), "key.json");
    renameSync(keyFile(stateDir, linked), elsewhere);
    symlinkSync(elsewhere, keyFile(stateDir, linked));
    const states = async () => (await keys.list()).map((each) => [each.name, keys.stateOf(each)]);
    const ids = [cut, linked].map((bearer) => bearer.slice(5, 17));
    const all = (state: string) => expect.arrayContaining(ids.map((id) => [id, state]));
    expect(await states()).toEqual(all("damaged"));
    for (const id of ids) await keys.revoke(id);
    expect(await states()).toEqual(all("revoked"));
    // The target of the link is unchanged.
    expect(JSON.parse(readFileSync(elsewhere, "utf8"))).toMatchObject({ name: "linked" });
  });
});

const keyFile = (stateDir: string, bearer: string) =>
  join(stateDir, "keys", `${bearer.slice(5, 17)}.json`);

test("a name stands for one key, however many are created at once, and revoking it leaves none", async () => {
  const entries = fileEntries(await temporaryFolder())("keys");
  const keys = keyStore(entries, () => new Date());
  const all = await Promise.allSettled(
    Array.from({ length: 5 }, () => keys.create({ name: "bot" })),
  );
  const made = all.filter(({ status }) => status === "fulfilled");
  expect(made.length).toBeLessThanOrEqual(1);
  expect(await keys.list()).toHaveLength(made.length);

  const [first, second] = [await keys.create({ name: "one" }), await keys.create({ name: "two" })];
  // Two records with one name, as in a folder that was merged from two copies.
  const copied = JSON.stringify({ ...second.record, name: "one" });
  await entries.replace(`${second.record.id}.json`, copied);
  await keys.revoke("one");
  const states = await Promise.all(
    [first, second].map(async ({ key }) => {
      const found = await keys.find(key.reveal());
      return found && keys.stateOf(found);
    }),
  );
  expect(states).toEqual(["revoked", "revoked"]);
});

async function groupsOf(sandbox: Sandbox): Promise<string[]> {
  let groups: string[] = [];
  sandbox.edit((world) => {
    groups = [...world.groups.keys()];
  });
  return groups;
}

describe("what a key may do is what both it and the server allow", () => {
  test.each([
    ["read", "read/write/delete", ["trigger_sync", "delete_connector"]],
    ["read/write", "read/write/delete", ["delete_connector"]],
    ["read/write/delete", "read", ["trigger_sync", "delete_connector"]],
  ] as const)("a key with %s on a server with %s", async (scope, server, refused) => {
    const { url, key, sandbox } = await service({ env: { FIVETRAN_SCOPE: server } });
    const { names, call } = await host(url, { bearer: await key("bot", { scope }) });
    const listed = await names();
    const all = await (await host(url, { bearer: await key("all") })).names();
    expect(listed.length).toBeLessThanOrEqual(all.length);
    for (const tool of refused) {
      expect(listed).not.toContain(tool);
      const args = tool === "trigger_sync" ? { connectors: ["salesforce_prod"] } : {};
      const result = await call(tool, { connector: "salesforce_prod", ...args });
      expect(result.data).toMatchObject({ error: { type: "policy_denied" } });
      const holder = server === "read" ? "of this server is read" : `of the key "bot" is ${scope}`;
      expect(result.text).toContain(holder);
    }
    expect(changes(sandbox)).toEqual([]);
  });

  test("groups and connectors of a key hide the rest, in lists and in changes", async () => {
    const { url, key, sandbox } = await service();
    const only = await key("only", { connectors: ["salesforce_*"] });
    const { call } = await host(url, { bearer: only });
    const listed = await call("list_connectors");
    expect(listed.text).toContain("salesforce_prod");
    expect(listed.text).not.toContain("postgres_orders");
    expect(await call("modify_schema", disable("audit_log"))).toMatchObject({ isError: true });
    expect(changes(sandbox)).toEqual([]);
  });

  test("what the limits of a key refuse names the key, and how the operator can change it", async () => {
    const { url, key, sandbox } = await service();
    const [own = "", other = ""] = await groupsOf(sandbox);
    const hint =
      'This is a limit of the key "bot", which only the operator can change: create another key with fivetran-agent keys create.';
    const { call } = await host(url, { bearer: await key("bot", { groups: [own] }) });
    const group = await call("read_api", {
      operation_id: "group_details",
      params: { groupId: other },
    });
    expect(group.text).toContain('in a group that the key "bot" may not use');
    expect(group.text).toContain(hint);
    expect(JSON.stringify(group)).not.toContain("FIVETRAN_");

    const names = await key("names", { connectors: ["salesforce_*"] });
    const connector = await (await host(url, { bearer: names })).call("get_schema", {
      connector: idOf(sandbox, "postgres_orders"),
    });
    expect(connector.text).toContain('This is a limit of the key "names"');
    expect(JSON.stringify(connector)).not.toContain("FIVETRAN_");

    const missing = await key("missing", { groups: ["no_such_group"] });
    const unseen = await (await host(url, { bearer: missing })).call("check_stale");
    expect(unseen.text).toMatch(
      /^The limits of the key "missing" contain groups that the API key of this server cannot see: no_such_group/,
    );
    expect(unseen.text).toContain("create another key with fivetran-agent keys create");
    expect(JSON.stringify(unseen)).not.toContain("FIVETRAN_");
  });

  test("a key and a server without a common group: nothing is offered", async () => {
    const { sandbox } = await service();
    const [group = ""] = await groupsOf(sandbox);
    const confined = await service({ env: { FIVETRAN_GROUPS: group } });
    const response = await status(confined.url, await confined.key("bot", { groups: ["other"] }));
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("limited to groups that this server does not allow");
  });
});

test("a plan belongs to the key that made it, and stays valid when another tries it", async () => {
  const { url, key, sandbox } = await service();
  const mine = await host(url, { bearer: await key("mine") });
  const theirs = await host(url, { bearer: await key("theirs") });
  const plan = await mine.call("modify_schema", disable("audit_log"));
  const confirmed = { ...disable("audit_log"), confirmation_token: plan.token };
  const taken = await theirs.call("modify_schema", confirmed);
  expect(taken.text).toMatch(/^The confirmation token is unknown, expired or already used\./);
  const other = { ...disable("users"), confirmation_token: plan.token };
  expect((await theirs.call("modify_schema", other)).text).toMatch(
    /^The confirmation token is unk/,
  );
  expect(changes(sandbox)).toEqual([]);
  const done = await mine.call("modify_schema", confirmed);
  expect(done).toMatchObject({ status: "done" });
  // The outcome is not shown to the other caller either.
  expect((await theirs.call("modify_schema", confirmed)).text).toMatch(
    /^The confirmation token is/,
  );
  expect(sandbox.effects()).toHaveLength(1);
});

test.each(["legacy", "modern"] as const)(
  "%s: what a key may do is looked at again when it confirms, repeats or reads a record",
  async (era) => {
    const at = { ms: Date.now() };
    const { url, key, sandbox, stateDir } = await service({ now: () => new Date(at.ms) });
    const bearer = await key("bot");
    const file = keyFile(stateDir, bearer);
    const record = JSON.parse(readFileSync(file, "utf8"));
    const change = (fields: object) => {
      writeFileSync(file, JSON.stringify({ ...record, ...fields }));
      // A server caches a key for a second.
      at.ms += 1000;
    };
    const { call } = await host(url, { bearer, era });
    const plan = await call("modify_schema", disable("audit_log"));
    const confirmed = { ...disable("audit_log"), confirmation_token: plan.token };
    const refused = async (fields: object, why: RegExp) => {
      change(fields);
      const said = await call("modify_schema", confirmed).then(
        ({ text }) => text,
        (error: unknown) => String(error),
      );
      expect(said).toMatch(why);
    };
    await refused({ scope: "read" }, /scope of the key "bot" is read/);
    await refused({ connectors: ["salesforce_*"] }, /No connector has the id or name/);
    await refused({ groups: ["no_such_group"] }, /groups that the API key of this server cannot/);
    await refused(
      { expires_at: new Date(at.ms).toISOString() },
      /This server needs a valid credential/,
    );
    await refused(
      { revoked_at: new Date(at.ms).toISOString() },
      /This server needs a valid credential/,
    );
    expect(changes(sandbox)).toEqual([]);

    change({});
    expect(await call("modify_schema", confirmed)).toMatchObject({ status: "done" });
    sandbox.fault({ operation: "modify_connection", status: 500 });
    const failed = await call("pause_connectors", { connectors: ["postgres_orders"] });
    const operation_id = /op_[\w-]{12}/.exec(JSON.stringify(failed))?.[0] ?? "";
    expect((await call("get_operation", { operation_id })).isError).toBe(false);
    await refused({ connectors: ["salesforce_*"] }, /token is unknown, expired or already used/);
    expect((await call("get_operation", { operation_id })).text).toMatch(/ not found/);
  },
);

test("the record of a change is shown to the key that made it", async () => {
  const { url, key, sandbox } = await service();
  const mine = await host(url, { bearer: await key("mine") });
  const theirs = await host(url, { bearer: await key("theirs") });
  sandbox.fault({ operation: "modify_connection", status: 500 });
  const failed = await mine.call("pause_connectors", { connectors: ["salesforce_prod"] });
  const id = /op_[\w-]{12}/.exec(JSON.stringify(failed))?.[0] ?? "";
  expect(id).not.toBe("");
  const found = await mine.call("get_operation", { operation_id: id });
  expect(found.isError).toBe(false);
  expect(await theirs.call("get_operation", { operation_id: id })).toMatchObject({ isError: true });
  expect(idOf(sandbox, "salesforce_prod")).not.toBe("");
});

describe("fivetran-agent", () => {
  test("keys creates, lists and revokes, and serve asks for what it creates", async () => {
    requireBuild();
    const env = { FIVETRAN_STATE_DIR: await temporaryFolder() };
    const created = await runHere(["keys", "create", "bot", "--scope", "read"], env);
    expect(created.code).toBe(0);
    const key = /fvk1_\S+/.exec(created.stdout)?.[0] ?? "";
    expect((await runHere(["keys", "create", "bot"], env)).stderr).toMatch(/^A key named/);
    const listed = await runHere(["keys", "list"], env);
    expect(listed.stdout).toMatch(
      /^NAME +ID +STATE +LIMITS +CREATED +EXPIRES\nbot +\w{12} +valid +scope read /,
    );
    expect(listed.stdout).not.toContain(key);

    const child = spawn(process.execPath, [PROGRAM, "serve", "--sandbox", "--listen", "0"], {
      env: environment(env),
    });
    const end = ended(child);
    const url = await new Promise<string>((resolve) => {
      child.stderr.on("data", (text) => {
        const address = /http:\S+\/mcp/.exec(String(text))?.[0];
        if (address !== undefined) resolve(address);
      });
    });
    expect((await status(url)).status).toBe(401);
    const { names, call } = await host(url, { bearer: key });
    expect(await names()).not.toContain("trigger_sync");
    expect((await call("check_stale")).isError).toBe(false);
    expect((await runHere(["keys", "revoke", "bot"], env)).code).toBe(0);
    expect(await runHere(["keys", "revoke", "bot"], env)).toMatchObject({
      code: 1,
      stderr: 'The key "bot" is already revoked.\nThere is no key that could be revoked.\n',
    });
    await expect.poll(async () => (await status(url, key)).status, { timeout: 5000 }).toBe(401);
    child.kill("SIGINT");
    expect(await end).toMatchObject({ code: 0, stdout: "" });
  });

  test.each([
    [["keys", "create", "a/b"], {}, 2, /name takes up to 64/],
    [["keys", "create", "bot", "--groups", "a b"], {}, 2, /groups not a group id/],
    [["keys", "create", "bot", "--groups", ","], {}, 2, /groups/],
    [["keys", "revoke", "nobody"], {}, 1, /There is no key/],
    [
      ["serve", "--sandbox", "--listen", "0.0.0.0:0"],
      {},
      2,
      /needs authentication[\s\S]*needs FIVETRAN_HTTP_URL/,
    ],
    [["serve", "--sandbox", "--listen", "example.com:80"], {}, 2, /must be an address and a port/],
    [["serve"], {}, 2, /There are no Fivetran credentials/],
    [
      ["serve", "--sandbox"],
      { FIVETRAN_OAUTH_ISSUER: "http://login.example.com" },
      2,
      /must be the https address/,
    ],
    [
      ["serve", "--sandbox"],
      { FIVETRAN_OAUTH_ISSUER: "https://login.example.com" },
      2,
      /needs FIVETRAN_HTTP_URL/,
    ],
    [["serve", "--sandbox"], { FIVETRAN_HTTP_URL: "https://example.com/" }, 2, /ends in \/mcp/],
  ] as const)("%j %j: exit %i", async (words, env, code, message) => {
    const result = await runHere(words, { ...env, FIVETRAN_STATE_DIR: await temporaryFolder() });
    expect([result.code, result.stdout]).toEqual([code, ""]);
    expect(result.stderr).toMatch(message);
  });
});

test("a client that wants to register after a wrong key gets the advice to send a key", async () => {
  const { url } = await service();
  const clientMetadata = { client_name: "client", redirect_uris: ["http://127.0.0.1/callback"] };
  await expect(registerClient(new URL(url), { clientMetadata })).rejects.toThrow(
    /Clients cannot register here\. This server needs a valid credential\. Send it in the header/,
  );
});
