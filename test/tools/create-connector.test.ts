import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness } from "../harness.js";
import { stateText } from "./state-folder.js";

const fresh = {
  service: "postgres",
  group: "staging",
  name: "pg_new",
  config: { host: "db.example.com", user: "fivetran", password: { secret_ref: "env:DB_PASSWORD" } },
};
const env = { FIVETRAN_SECRET_REFS: "DB_PASSWORD", DB_PASSWORD: "canary-5d2e8b17" };

const names = ({ sandbox }: Harness) => {
  const made: string[] = [];
  sandbox.edit((world) => {
    for (const { schema, group_id } of world.connections.values()) {
      made.push(`${world.groups.get(group_id)?.name}/${schema}`);
    }
  });
  return made;
};

test("creates from a type and its fields, tests it, and names the next step", async () => {
  const scene = await harness({ env });
  const done = await scene.call("create_connector", { ...fresh, paused: true, sync_frequency: 60 });
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatchInlineSnapshot(`
    "Created pg_new (honest_gate) in group staging (hushed_orchard): setup connected
      Setup tests: all 3 passed
      Next: it is paused: resume_connectors connectors=honest_gate when it may load"
  `);
  expect(scene.sandbox.effects().map(({ summary }) => summary)).toEqual([
    "connection pg_new created",
  ]);
  scene.sandbox.edit((world) => {
    const made = connectionNamed(world, "pg_new");
    expect(made).toMatchObject({ paused: true, sync_frequency: 60 });
    expect(made.config).toMatchObject({ schema_prefix: "pg_new", host: "db.example.com" });
  });
});

test("shows an equal connector instead of making a second", async () => {
  const scene = await harness({ env });
  await scene.call("create_connector", fresh);
  const again = await scene.call("create_connector", fresh);
  expect(again).toMatchObject({ status: "nothing_to_do" });
  expect(again.text).toMatch(/^No connector was made\.\nExists already: pg_new \(\w+\)/);
  const other = await scene.call("create_connector", { ...fresh, service: "mysql" });
  expect(other.text).toContain("The name pg_new is taken in that group by a postgres connector");
  expect(scene.sandbox.effects()).toHaveLength(1);
});

test.each([
  [{ config: { hots: "x" } }, "Nearest: host"],
  [{ config: { update_method: "WALL" } }, "nearest: WAL"],
  [{ config: { password: "******" } }, "is a mask"],
  [{ name: "Upper" }, "does not fit"],
  [{ name: "two.parts" }, "it takes one part, schema_prefix"],
  [{ name: undefined }, "name is required"],
  [{ config: { schema_prefix: "other" } }, "disagree"],
  [{ service: "postgress" }, "Nearest: postgres"],
  [{ service: "s3", name: "logs.raw", config: {} }, "config.bucket is required"],
  [{ service: "snowflake" }, "destination type"],
  [{ group: "nowhere" }, "No group has the id or name nowhere"],
  [{ group: undefined }, "needs a group"],
  [{ sync_frequency: 7 }, "nearest: 5 or 15"],
  [{ daily_sync_time: "02:00" }, "once a day"],
  [{ networking_method: "ProxyAgent" }, "needs proxy_agent_id"],
  [{ networking_method: "SshTunnel" }, "needs config.tunnel_host"],
  [{ auth: { token: "x" } }, "takes no auth"],
  [{ copies: [{ group: "staging" }] }, "not both"],
  [{ config: { password: { secret_ref: "env:OTHER" } } }, "is not allowed here"],
  [{ config: { password: { secret_ref: "canary-5d2e8b17" } } }, "is no reference to a secret"],
])("refuses %j before anything is sent", async (fields, reason) => {
  const scene = await harness({ env });
  const refused = await scene.call("create_connector", { ...fresh, ...fields });
  expect(refused).toMatchObject({ isError: true });
  expect(refused.text).toContain(reason);
  expect(refused.text).not.toContain("canary");
  expect(scene.sandbox.requests().filter(({ method }) => method === "POST")).toEqual([]);
});

test("a copy asks, leaves secrets behind and says which it needs", async () => {
  const scene = await harness({ env });
  const args = {
    copy_of: "stripe_payments",
    copies: [
      { group: "staging" },
      {
        group: "marketing",
        name: "stripe_marketing",
        config: { secret_key: { secret_ref: "env:DB_PASSWORD" } },
      },
    ],
  };
  const plan = await scene.call("create_connector", args);
  expect(plan).toMatchObject({ status: "confirmation_required" });
  expect(plan.text.replace(plan.token, "<token>")).toMatchInlineSnapshot(`
    "Plan: Create 2 connectors (copy of stripe_payments (sable_thunder))
    Account: "Sandbox Demo" (plucky_ember)
    - stripe_payments in group staging (hushed_orchard): setup tests do not run yet, and once they pass its history is loaded
    - stripe_payments in group staging (hushed_orchard): secrets are never copied; it still needs config.secret_key
    - stripe_payments in group staging (hushed_orchard): left out of the copy: config.api_token
    - stripe_marketing in group marketing (winged_lotus): setup tests run at once, and once they pass its history is loaded
    - stripe_marketing in group marketing (winged_lotus): needs no further secrets
    - stripe_marketing in group marketing (winged_lotus): left out of the copy: config.api_token
    - sync_frequency = 60
    - schedule_type = auto
    - data_delay_sensitivity = NORMAL
    - config.sync_mode = "Payments"
    - config.schema = "stripe_payments"
    - stripe_marketing in group marketing: config.secret_key = secret from "env:DB_PASSWORD", config.schema = "stripe_marketing"
    - its selection of tables is not copied; set it by modify_schema after the first capture
    Targets:
      stripe_payments in group staging (hushed_orchard)
      stripe_marketing in group marketing (winged_lotus)
    Nothing was changed yet. Show this plan to the user; if they agree, repeat the same create_connector call with confirmation_token="<token>" within 15 minutes."
  `);
  expect(scene.sandbox.effects()).toEqual([]);
  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await scene.call("create_connector", confirmed);
  expect(done.data["created"]).toMatchObject([
    { name: "stripe_payments", needs: ["config.secret_key"], setup_state: "incomplete" },
    { name: "stripe_marketing", setup_state: "connected" },
  ]);
  expect((await scene.call("create_connector", confirmed)).text).toBe(done.text);
  expect(names(scene).filter((name) => name.includes("stripe"))).toEqual([
    "analytics_prod/stripe_payments",
    "staging/stripe_payments",
    "marketing/stripe_marketing",
  ]);
});

test("a network that belongs to another group is not copied, and the plan says so", async () => {
  const { call } = await harness();
  const plan = await call("create_connector", { copy_of: "mysql_inventory", group: "marketing" });
  expect(plan.text).toContain("its network (PrivateLink, private_link_id) is not copied");
  const same = await call("create_connector", { copy_of: "mysql_inventory", name: "mysql_two" });
  expect(same.text).not.toContain("is not copied into another group");
});

test("one that fails does not keep the others from being made", async () => {
  const scene = await harness({ env });
  const args = {
    copy_of: "postgres_orders",
    copies: [1, 2, 3].map((n) => ({ group: "staging", name: `pg_${n}` })),
  };
  const plan = await scene.call("create_connector", args);
  scene.sandbox.fault({
    operation: "create_connection",
    calls: [2],
    status: 400,
    body: JSON.stringify({ code: "InvalidInput", message: "no" }),
  });
  const done = await scene.call("create_connector", { ...args, confirmation_token: plan.token });
  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(done.data["created"]).toHaveLength(2);
  expect(done.data["failed"]).toHaveLength(1);
});

test("a lost answer makes exactly one", async () => {
  const scene = await harness({ env });
  scene.sandbox.fault({ operation: "create_connection", when: "after", reset: true, calls: [1] });
  const done = await scene.call("create_connector", fresh);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(names(scene).filter((name) => name.endsWith("/pg_new"))).toHaveLength(1);
  const posts = scene.sandbox.requests().filter(({ method }) => method === "POST");
  expect(posts).toHaveLength(1);
});

test("with a card it asks, tests nothing, and hands the link over once", async () => {
  const scene = await harness();
  const args = {
    service: "linkedin_ads",
    group: "marketing",
    name: "linkedin_new",
    connect_card: { redirect_uri: "https://app.example.com/done", hide_setup_guide: true },
  };
  const plan = await scene.call("create_connector", args);
  expect(plan.text).toContain('host "app.example.com"');
  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await scene.call("create_connector", confirmed);
  const link = /https?:\/\/\S+connect-card\S+/.exec(done.text)?.[0] ?? "";
  const token = new URL(link).searchParams.get("auth") ?? "none";
  expect(done.data["created"]).toMatchObject([{ link, setup_state: "incomplete" }]);
  const again = await scene.call("create_connector", confirmed);
  expect(again.text).toContain("[shown once]");
  expect(`${JSON.stringify(again)}${await stateText(scene.stateDir)}`).not.toContain(token);
});

test("trust asks; the tunnel's public key and a missing destination are told", async () => {
  const scene = await harness({ env });
  const trusting = await scene.call("create_connector", { ...fresh, trust_certificates: true });
  expect(trusting).toMatchObject({ status: "confirmation_required" });
  expect(trusting.text).toContain("trusts whatever certificate the host shows");
  const tunnel = await scene.call("create_connector", {
    ...fresh,
    group: "finance",
    config: { ...fresh.config, tunnel_host: "bastion.example.com" },
  });
  expect(tunnel.text).toContain("Public key of group");
  expect(tunnel.text).toContain("a destination that is broken");
});

test("setup tests that fail are explained, with the call that approves", async () => {
  const { call } = await harness({ env });
  const done = await call("create_connector", {
    ...fresh,
    config: { ...fresh.config, host: "untrusted.example.com" },
  });
  expect(done.text).toContain("to approve: certificate");
  expect(done.text).toMatch(/Next: run_setup_tests connector=\w+ approve=\[/);
  const wrong = await call("create_connector", {
    ...fresh,
    name: "pg_wrong",
    config: { ...fresh.config, password: "wrong-password" },
  });
  expect(wrong.text).toContain("The credentials are refused");
});

test("a secret shows nowhere, whether it came in plain or by reference", async () => {
  const canary = env.DB_PASSWORD;
  const scene = await harness({ env: { ...env, FIVETRAN_LOG: "debug", FIVETRAN_CONFIRM: "all" } });
  const seen: string[] = [];
  for (const [at, password] of [canary, { secret_ref: "env:DB_PASSWORD" }].entries()) {
    const args = { ...fresh, name: `pg_${at}`, config: { ...fresh.config, password } };
    const plan = await scene.call("create_connector", args);
    seen.push(JSON.stringify(plan), await stateText(scene.stateDir));
    const done = await scene.call("create_connector", { ...args, confirmation_token: plan.token });
    expect(done).toMatchObject({ status: "done" });
    expect(done.text.includes("config.password came in plain")).toBe(typeof password === "string");
    seen.push(JSON.stringify(done), await stateText(scene.stateDir));
  }
  expect([...seen, ...scene.log].join("\n")).not.toContain(canary);
});
