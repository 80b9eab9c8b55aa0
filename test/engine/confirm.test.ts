import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { newHandle } from "../../src/store/tokens.js";
import { changes, type Harness, harness, idOf, temporaryFolder } from "../harness.js";
import { groupId } from "../tools/ids.js";
import { disable, drop, engineBeside, run, tokenOf } from "./fixture.js";

const NO_SUCH_TOKEN =
  "The confirmation token is unknown, expired or already used.\nNothing was changed.\nCall again without it to get a new plan.";

/** Switches the same table without the client. */
async function switchTable({ sandbox, url }: Harness, table: string, enabled: boolean) {
  const id = idOf(sandbox, "postgres_orders");
  const response = await fetch(`${url}/v1/connections/${id}/schemas/public/tables/${table}`, {
    method: "PATCH",
    headers: {
      authorization: `Basic ${btoa(`${sandbox.apiKey}:${sandbox.apiSecret}`)}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ enabled }),
  });
  expect(response.status).toBe(200);
}

test("a change that asks replies with a plan and sends nothing", async () => {
  const { call, sandbox, url } = await harness();
  const plan = await call("modify_schema", disable("audit_log"));
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.token).toMatch(/^fvc1_[\w-]{43}$/);
  expect(plan.data["plan"]).toMatchObject({
    targets: [{ id: idOf(sandbox, "postgres_orders"), name: "postgres_orders" }],
  });
  expect(plan.text).toContain(`confirmation_token="${plan.token}"`);
  expect(plan.text).toContain(idOf(sandbox, "postgres_orders"));
  expect(plan.text).not.toContain(url);
  expect(changes(sandbox)).toEqual([]);
});

test("an invented token and one with a character changed are refused alike", async () => {
  const { call, sandbox } = await harness();
  const args = disable("audit_log");
  const { token } = await call("modify_schema", args);
  const last = token.endsWith("A") ? "B" : "A";
  for (const wrong of [newHandle("token"), token.slice(0, -1) + last, `${token}x`, "yes"]) {
    const refused = await call("modify_schema", { ...args, confirmation_token: wrong });
    expect(refused).toMatchObject({ isError: true, text: NO_SUCH_TOKEN });
  }
  expect(changes(sandbox)).toEqual([]);
  const done = await call("modify_schema", { ...args, confirmation_token: token });
  expect(done.status).toBe("done");
});

test("no text but the token itself redeems a plan", async () => {
  const { call, sandbox } = await harness();
  const args = disable("audit_log");
  const { token } = await call("modify_schema", args);
  const near = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.stringMatching(/^fvc1_[\w-]{43}$/),
    fc.constantFrom(`fvp1_${token.slice(5)}`, token.toUpperCase(), ` ${token}`, `${token}\n`),
  );
  await fc.assert(
    fc.asyncProperty(near, async (text) => {
      // A blank token is none.
      fc.pre(text !== token && text.trim() !== "");
      const refused = await call("modify_schema", { ...args, confirmation_token: text });
      return refused.isError;
    }),
    { numRuns: 60 },
  );
  for (const shape of [1, true, { token }, [token]]) {
    const refused = await call("modify_schema", { ...args, confirmation_token: shape });
    expect(refused.text).toContain("confirmation_token must be a string");
  }
  // Hosts that send every parameter fill in these values. They lead to a new plan, as an absent
  // token does.
  for (const filler of [null, ""]) {
    const plan = await call("modify_schema", { ...args, confirmation_token: filler });
    expect(plan.status).toBe("confirmation_required");
  }
  expect(changes(sandbox)).toEqual([]);
});

test("a token is good for its own call only, and stays good for it", async () => {
  const { call, sandbox } = await harness();
  const args = disable("audit_log");
  const { token } = await call("modify_schema", args);
  const others = [
    ["modify_schema", disable("refunds")],
    ["modify_schema", disable("audit_log", "refunds")],
    ["trigger_sync", { connectors: ["postgres_orders"], force: true }],
  ] as const;
  for (const [tool, other] of others) {
    const refused = await call(tool, { ...other, confirmation_token: token });
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(/to another call.*\nNothing was changed\./);
  }
  expect(changes(sandbox)).toEqual([]);
  const reordered = { changes: args.changes, connector: args.connector };
  const done = await call("modify_schema", { ...reordered, confirmation_token: token });
  expect(done.status).toBe("done");
});

test.each([
  ["modify_schema", { changes: disable("audit_log").changes }],
  ["delete_connector", {}],
  ["resync_connector", {}],
  ["trigger_sync", { force: true }],
  ["update_connector", { config: { host: "db2.example.com" } }],
] as const)("a plan of %s for a name is confirmed with the id or a link", async (tool, rest) => {
  const { call, sandbox } = await harness();
  const id = idOf(sandbox, "postgres_orders");
  const link = `https://fivetran.com/dashboard/connectors/${id}/status`;
  const key = tool === "trigger_sync" ? "connectors" : "connector";
  const of = (connector: string) => ({ ...rest, [key]: connector });
  for (const other of ["mysql_inventory", idOf(sandbox, "mysql_inventory")]) {
    const { token } = await call(tool, of("postgres_orders"));
    const refused = await call(tool, { ...of(other), confirmation_token: token });
    expect(refused.isError).toBe(true);
  }
  expect(changes(sandbox)).toEqual([]);
  const { token } = await call(tool, of(link));
  const done = await call(tool, { ...of(id), confirmation_token: token });
  expect(done.isError, done.text).toBe(false);
  const sent = changes(sandbox).length;
  expect(sent).toBeGreaterThan(0);
  const again = await call(tool, { ...of(id), confirmation_token: token });
  expect(again).toEqual(done);
  expect(changes(sandbox)).toHaveLength(sent);
});

test("other words are not confirmed by a token, although the plan fixed its connectors", async () => {
  const { call, sandbox } = await harness();
  const { token } = await call("pause_connectors", { group: "marketing" });
  // The second filter finds the connectors of the plan too, but does not match them.
  const healthy = await call("pause_connectors", { states: ["ok"] });
  for (const [planned, other] of [
    [token, { group: "staging" }],
    [healthy.token, { states: ["destination_down"] }],
  ] as const) {
    const refused = await call("pause_connectors", { ...other, confirmation_token: planned });
    expect(refused.text).toMatch(/to another call.*\nNothing was changed\./);
  }
  expect(changes(sandbox)).toEqual([]);
  const id = groupId(sandbox, "marketing");
  const done = await call("pause_connectors", { group: id, confirmation_token: token });
  expect(done.status, done.text).toBe("done");
});

test.each([
  ["", []],
  [" although the account's name cannot be read", [{ operation: "get_account_info", status: 500 }]],
])(
  "a token of other credentials is unknown, and its owner's plan stays good%s",
  async (_, faults) => {
    const mine = await harness();
    for (const fault of faults) mine.sandbox.fault(fault);
    const args = disable("audit_log");
    const { token } = await mine.call("modify_schema", args);
    const theirs = await engineBeside(mine, { fingerprint: "somebody else's" });
    const refused = await run(theirs, "modify_schema", { ...args, confirmation_token: token });
    expect(refused.text).toBe(NO_SUCH_TOKEN);
    expect(changes(mine.sandbox)).toEqual([]);
    const done = await mine.call("modify_schema", { ...args, confirmation_token: token });
    expect(done.status).toBe("done");
  },
);

test.each([
  ["fails", { status: 500 }],
  ["is the page of a gateway", { status: 404, body: "<html>Not found</html>" }],
])("a change needs no name of the account: its read %s", async (_, response) => {
  const on = await harness();
  const account = { operation: "get_account_info", ...response };
  on.sandbox.fault(account);
  const args = disable("audit_log");
  const first = await on.call("modify_schema", args);
  const unnamed = /^Account: .*of the API key with fingerprint [0-9a-f]{8}$/m;
  expect(first.text).toMatch(unnamed);
  const direct = await on.call("trigger_sync", { connectors: ["zendesk_support"] });
  expect(direct.isError, direct.text).toBe(false);
  // Planned without the name, confirmed with it.
  on.sandbox.clearFaults();
  const done = await on.call("modify_schema", { ...args, confirmation_token: first.token });
  expect(done.status, done.text).toBe("done");
  // Planned with the name, confirmed in another process without it.
  const back = { ...args, changes: [{ ...args.changes[0], enabled: true }] };
  const named = await on.call("modify_schema", back);
  expect(named.text).not.toMatch(unnamed);
  on.sandbox.fault(account);
  const later = await harness({ account: on, stateDir: on.stateDir });
  const undone = await later.call("modify_schema", { ...back, confirmation_token: named.token });
  expect(undone.status, undone.text).toBe("done");
});

test("a recorded outcome is returned to its own key and within its limits only", async () => {
  const on = await harness();
  const args = disable("audit_log");
  const { token } = await on.call("modify_schema", args);
  const confirmed = { ...args, confirmation_token: token };
  const done = await on.call("modify_schema", confirmed);
  expect(done.status).toBe("done");
  const requests = on.sandbox.requests().length;

  const other = await engineBeside(on, { fingerprint: "somebody else's" });
  expect((await run(other, "modify_schema", confirmed)).text).toBe(NO_SUCH_TOKEN);
  expect(on.sandbox.requests()).toHaveLength(requests);

  const limits: [Record<string, string>, string][] = [
    [{ FIVETRAN_CONNECTORS: "postgres_*" }, done.text],
    [{ FIVETRAN_CONNECTORS: "*,!postgres_orders" }, NO_SUCH_TOKEN],
    [{ FIVETRAN_GROUPS: groupId(on.sandbox, "staging") }, NO_SUCH_TOKEN],
  ];
  for (const [env, text] of limits) {
    const confined = await harness({ account: on, stateDir: on.stateDir, env });
    expect((await confined.call("modify_schema", confirmed)).text).toBe(text);
  }
  expect(changes(on.sandbox)).toHaveLength(1);
});

test("a token lives 15 minutes", async () => {
  const host = await harness();
  let now = new Date("2026-11-21T10:00:00Z");
  const engine = await engineBeside(host, { now: () => now });
  const args = disable("audit_log");
  const [early, late] = [
    tokenOf(await run(engine, "modify_schema", args)),
    tokenOf(await run(engine, "modify_schema", args)),
  ];
  now = new Date("2026-11-21T10:15:00Z");
  const refused = await run(engine, "modify_schema", { ...args, confirmation_token: late });
  expect(refused.text).toBe(NO_SUCH_TOKEN);
  expect(changes(host.sandbox)).toEqual([]);
  now = new Date("2026-11-21T10:14:59Z");
  const done = await run(engine, "modify_schema", { ...args, confirmation_token: early });
  expect(done.data["status"]).toBe("done");
});

test("a token used again replies with the recorded outcome and sends nothing", async () => {
  const { call, sandbox } = await harness();
  const args = disable("audit_log");
  const { token } = await call("modify_schema", args);
  const done = await call("modify_schema", { ...args, confirmation_token: token });
  const sent = sandbox.requests().length;
  const again = await call("modify_schema", { ...args, confirmation_token: token });
  expect(again).toEqual(done);
  expect(sandbox.requests()).toHaveLength(sent);
  const other = await call("modify_schema", { ...disable("refunds"), confirmation_token: token });
  expect(other.text).toMatch(/already used, by a call with other .*\nThis call changed nothing\./);
});

test("a token printed by one process is redeemed by another, by one of twenty only", async () => {
  const first = await harness();
  const shared = {
    stateDir: first.stateDir,
    account: { sandbox: first.sandbox, url: first.url },
  };
  const second = await harness(shared);
  const args = disable("audit_log");
  const { token } = await first.call("modify_schema", args);
  const confirmed = { ...args, confirmation_token: token };
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? first : second).call("modify_schema", confirmed),
    ),
  );
  expect(first.sandbox.effects()).toHaveLength(1);
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  expect(replies[0]).toMatchObject({ status: "done", isError: false });
});

test("state that moved is refused with the difference and a fresh plan that works", async () => {
  const host = await harness();
  const { call, sandbox } = host;
  const args = disable("audit_log", "refunds");
  const { token } = await call("modify_schema", args);
  await switchTable(host, "refunds", false);
  const before = sandbox.effects().length;

  const moved = await call("modify_schema", { ...args, confirmation_token: token });
  expect(moved).toMatchObject({ status: "confirmation_required", isError: false });
  expect(moved.text.split("\n").slice(0, 2)).toEqual([
    "The state changed after the plan was made, so the plan was refused. Nothing was changed.",
    expect.stringMatching(/refunds.*true → false/),
  ]);
  expect(moved.data["moved"]).toHaveLength(2);
  expect(moved.token).not.toBe(token);
  expect(sandbox.effects()).toHaveLength(before);

  const stale = await call("modify_schema", { ...args, confirmation_token: token });
  expect(stale.text).toBe(NO_SUCH_TOKEN);
  const done = await call("modify_schema", { ...args, confirmation_token: moved.token });
  expect(done.status).toBe("done");
  expect(sandbox.effects()).toHaveLength(before + 1);
});

test("a re-sync that would now load into another destination is planned again", async () => {
  const { call, sandbox } = await harness();
  const args = { connector: "postgres_orders" };
  const { token } = await call("resync_connector", args);
  const staging = groupId(sandbox, "staging");
  sandbox.edit((world) => {
    connectionNamed(world, "postgres_orders").group_id = staging;
  });
  const moved = await call("resync_connector", { ...args, confirmation_token: token });
  expect(moved.status).toBe("confirmation_required");
  expect(moved.text).toContain(`"${staging}"`);
  expect(changes(sandbox)).toEqual([]);
});

test("a target that was renamed after the plan is refused, and was not changed", async () => {
  const { call, sandbox } = await harness();
  const args = { connector: "postgres_orders" };
  const { token } = await call("delete_connector", args);
  sandbox.edit((world) => {
    connectionNamed(world, "postgres_orders").schema = "pg_renamed";
  });
  const refused = await call("delete_connector", { ...args, confirmation_token: token });
  expect(refused.text).toMatch(/^No connector has .*pg_renamed.*\nNothing was changed\.\nAsk/);
  expect(changes(sandbox)).toEqual([]);
});

test("a policy tightened after the plan refuses it, and leaves the token to those who may", async () => {
  const free = await harness();
  const args = disable("audit_log");
  const { token } = await free.call("modify_schema", args);
  const account = { sandbox: free.sandbox, url: free.url };
  const tightened = [
    [{ FIVETRAN_READ_ONLY: "true" }, "FIVETRAN_READ_ONLY"],
    [{ FIVETRAN_SCOPE: "read" }, "FIVETRAN_SCOPE"],
    [{ DISALLOWED_ACTIONS: "connections:write" }, "DISALLOWED_ACTIONS"],
    [
      { DISALLOWED_ACTIONS: "connections:write:modify_connection_schema_config" },
      "DISALLOWED_ACTIONS",
    ],
  ] as const;
  for (const [env, setting] of tightened) {
    const bound = await harness({ stateDir: free.stateDir, account, env });
    const refused = await bound.call("modify_schema", { ...args, confirmation_token: token });
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain(setting);
    expect(refused.data["error"]).toMatchObject({ type: "policy_denied" });
  }
  expect(changes(free.sandbox)).toEqual([]);
  const done = await free.call("modify_schema", { ...args, confirmation_token: token });
  expect(done.status).toBe("done");
});

test("a change that Fivetran throttled was not taken, and its token stays good", async () => {
  const first = await harness();
  const args = disable("audit_log");
  const { token } = await first.call("modify_schema", args);
  const confirmed = { ...args, confirmation_token: token };
  first.sandbox.fault({ method: "PATCH", status: 429, headers: { "retry-after": "3600" } });
  const throttled = await first.call("modify_schema", confirmed);
  expect(throttled.data["error"]).toMatchObject({ type: "rate_limited" });
  expect(first.sandbox.effects()).toEqual([]);
  first.sandbox.clearFaults();

  // The client waits for the reported hour. A new process does not know of it.
  const next = await harness({
    stateDir: first.stateDir,
    account: { sandbox: first.sandbox, url: first.url },
  });
  expect(await next.call("modify_schema", confirmed)).toMatchObject({ status: "done" });
  expect(first.sandbox.effects()).toHaveLength(1);
});

test("plans lie encrypted, readable by their owner only", async () => {
  const { call, stateDir } = await harness();
  const { token } = await call("modify_schema", disable("audit_log"));
  const folder = join(stateDir, "plans");
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const names = await readdir(folder);
  expect(names).toHaveLength(1);
  for (const name of names) {
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    const text = await readFile(join(folder, name), "utf8");
    expect(text).not.toMatch(/audit_log|postgres_orders/);
    expect(`${name} ${text}`).not.toContain(token.slice(5));
  }
});

test("a plan whose file is gone is refused", async () => {
  const { call, sandbox, stateDir } = await harness();
  const args = disable("audit_log");
  const { token } = await call("modify_schema", args);
  await rm(join(stateDir, "plans"), { recursive: true });
  const refused = await call("modify_schema", { ...args, confirmation_token: token });
  expect(refused.text).toBe(NO_SUCH_TOKEN);
  expect(changes(sandbox)).toEqual([]);
});

test("more than five targets ask, five do not, and FIVETRAN_CONFIRM=all asks for one", async () => {
  const usual = await harness();
  const names = [
    "salesforce_prod",
    "github_repos",
    "jira_engineering",
    "klaviyo_email",
    "greenhouse_hiring",
    "linkedin_ads_brand",
  ];
  const six = await usual.call("trigger_sync", { connectors: names });
  expect(six).toMatchObject({ status: "confirmation_required", isError: false });
  expect(usual.sandbox.effects()).toEqual([]);
  for (const name of names) expect(six.text).toContain(idOf(usual.sandbox, name));
  const five = await usual.call("trigger_sync", { connectors: names.slice(0, 5) });
  expect(five).toMatchObject({ status: "done", isError: false });
  expect(usual.sandbox.effects()).toHaveLength(5);

  const strict = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
  const one = { connectors: ["salesforce_prod"] };
  const asked = await strict.call("trigger_sync", one);
  expect(asked.status).toBe("confirmation_required");
  const done = await strict.call("trigger_sync", { ...one, confirmation_token: asked.token });
  expect(done.status).toBe("done");
  expect(strict.sandbox.effects()).toHaveLength(1);
});

test("one plan takes 20 deletes at most", async () => {
  const host = await harness();
  const engine = await engineBeside(host, { tools: [drop] });
  const ids = Array.from({ length: 21 }, (_, n) => `connector_${n}`);
  const refused = await run(engine, "drop_connectors", { connectors: ids });
  expect(refused.text).toBe(
    "The plan has 21 targets; the limit is 20.\nNothing was changed.\nSplit it into several calls.",
  );
});

test("two harnesses on different folders know nothing of each other's plans", async () => {
  const first = await harness();
  const args = disable("audit_log");
  const { token } = await first.call("modify_schema", args);
  const second = await harness({
    stateDir: await temporaryFolder(),
    account: { sandbox: first.sandbox, url: first.url },
  });
  const refused = await second.call("modify_schema", { ...args, confirmation_token: token });
  expect(refused.text).toBe(NO_SUCH_TOKEN);
});
