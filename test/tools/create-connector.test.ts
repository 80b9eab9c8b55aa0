import { expect, test } from "vitest";
import * as z from "zod";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness, idOf, type Result } from "../harness.js";
import { withoutIds } from "../snapshot.js";
import {
  connectionOf,
  consequencesOf,
  groupId,
  idsIn,
  sameName,
  sent,
  shownStable,
  targetIds,
} from "./change-facts.js";
import { addNetwork, replying } from "./ids.js";
import { stateText } from "./state-folder.js";

const fresh = {
  service: "postgres",
  group: "staging",
  name: "pg_new",
  config: { host: "db.example.com", user: "fivetran", password: { secret_ref: "env:DB_PASSWORD" } },
};
const env = { FIVETRAN_SECRET_REFS: "DB_PASSWORD", DB_PASSWORD: "canary-5d2e8b17" };

/** Calls the tool, and confirms the plan if it asks. */
async function create({ call }: Pick<Harness, "call">, args: Record<string, unknown>) {
  const plan = await call("create_connector", args);
  if (plan.status !== "confirmation_required") return { plan: undefined, done: plan };
  const done = await call("create_connector", { ...args, confirmation_token: plan.token });
  return { plan, done };
}

const created = async (on: Pick<Harness, "call">, args: Record<string, unknown>) =>
  (await create(on, args)).done;

/** Like `shownStable`, but without links, keys and the day on which a link ends. */
const reportedNew = (on: Harness, result: Result) =>
  shownStable(on, result)
    .replace(/http:\/\/127[^\s"]+/g, "LINK")
    .replace(/ssh-rsa [^"\\]+/g, "PUBLIC KEY")
    .replace(/(valid until |"expires_at": ")[\d:TZ-]+/g, "$1TOMORROW");

const Names = z.array(z.looseObject({ name: z.string() }));
const namesIn = (list: unknown): string[] => Names.parse(list ?? []).map(({ name }) => name);

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
  const fixture = await harness({ env });
  const done = await created(fixture, { ...fresh, paused: true, sync_frequency: 60 });
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(reportedNew(fixture, done)).toMatchSnapshot();
  expect(done.data["created"]).toMatchObject([
    { name: "pg_new", group: groupId(fixture.sandbox, "staging"), group_name: "staging" },
  ]);
  expect(idsIn(done.data["created"])).toEqual([idOf(fixture.sandbox, "pg_new")]);
  expect(sent(fixture)).toMatchSnapshot();
  expect(fixture.sandbox.effects().map(({ summary }) => summary)).toEqual([
    "connection pg_new created",
  ]);
  fixture.sandbox.edit((world) => {
    const made = connectionNamed(world, "pg_new");
    expect(made).toMatchObject({ paused: true, sync_frequency: 60 });
    expect(made.config).toMatchObject({ schema_prefix: "pg_new", host: "db.example.com" });
  });
});

test("shows an equal connector instead of making a second", async () => {
  const fixture = await harness({ env });
  await created(fixture, fresh);
  const again = await fixture.call("create_connector", fresh);
  expect(again).toMatchObject({ status: "nothing_to_do" });
  expect(reportedNew(fixture, again)).toMatchSnapshot();
  expect(idsIn(again.data["existing"])).toEqual([idOf(fixture.sandbox, "pg_new")]);
  const other = await fixture.call("create_connector", { ...fresh, service: "mysql" });
  expect(other.isError).toBe(true);
  expect(other.text).toContain(idOf(fixture.sandbox, "pg_new"));
  expect(reportedNew(fixture, other)).toMatchSnapshot();
  expect(fixture.sandbox.effects()).toHaveLength(1);
});

test("refuses a connector without what its type requires, before anything is sent", async () => {
  const on = await harness({ env });
  on.sandbox.fault({
    operation: "metadata_connector_config",
    ...replying({
      id: "stripe",
      name: "Stripe",
      type: "Finance",
      config: {
        required: ["schema", "api_key", "region"],
        properties: {
          schema: { type: "string" },
          api_key: { type: "string", format: "password" },
          region: { type: "string" },
        },
      },
    }),
  });
  const refused = await on.call("create_connector", {
    service: "stripe",
    group: "staging",
    name: "x",
    config: {},
  });
  expect(refused.text).toContain("config.api_key, config.region are required");
  expect(on.sandbox.requests().filter(({ method }) => method === "POST")).toEqual([]);
});

test.each([
  [{ config: { hots: "x" } }, "Did you mean host?"],
  [{ config: { update_method: "QUERY_BASE" } }, "Did you mean QUERY_BASED?"],
  [{ config: { password: "******" } }, "is a mask"],
  [{ name: "Upper" }, "is invalid"],
  [{ name: "two.parts" }, "it must have one part, schema_prefix"],
  [{ name: undefined }, "name is required"],
  [{ config: { schema_prefix: "other" } }, "differ"],
  [{ service: "postgress" }, "Did you mean postgres"],
  [{ service: "snowflake" }, "destination type"],
  [{ group: "nowhere" }, "No group has the id or name nowhere"],
  [{ group: undefined }, "needs group"],
  [{ sync_frequency: 7 }, "nearest: 5 or 15"],
  [{ daily_sync_time: "02:00" }, "daily schedule"],
  [{ networking_method: "ProxyAgent" }, "needs proxy_agent_id"],
  [{ networking_method: "SshTunnel" }, "needs config.tunnel_host"],
  [{ auth: { token: "x" } }, "does not take auth"],
  [{ copies: [{ group: "staging" }] }, "not both"],
  [{ service: undefined }, "copy_of"],
  [{ copies: [{ group: "staging" }], group: undefined, name: undefined }, "copy_of"],
  [{ service: "s3", name: "logs", config: { bucket: "b" } }, "two parts"],
  [{ copy_of: "stripe_payments" }, "stripe"],
  [{ copy_of: "nobody_knows_this", service: undefined }, "nobody_knows_this"],
  [{ connect_card: {} }, "FIVETRAN_CONNECT_CARD_REDIRECT"],
  [{ connect_card: { redirect_uri: "ftp://a.example.com" } }, "ftp"],
  [{ sync_frequency: 60, frequency: 5 }, "frequency"],
  [{ private_link_id: "x" }, "networking_method=PrivateLink"],
  [{ config: { password: { secret_ref: "env:OTHER" } } }, "is not allowed here"],
  [{ config: { password: { secret_ref: "canary-5d2e8b17" } } }, "is not a valid reference"],
])("refuses %j before anything is sent", async (fields, reason) => {
  const fixture = await harness({ env });
  const refused = await fixture.call("create_connector", { ...fresh, ...fields });
  expect(refused).toMatchObject({ isError: true });
  expect(reportedNew(fixture, refused)).toMatchSnapshot();
  expect(refused.text).toContain(reason);
  expect(refused.text).not.toContain("canary");
  expect(fixture.sandbox.requests().filter(({ method }) => method === "POST")).toEqual([]);
});

/** Returns the id of the copy that has the name of its original. */
function twin({ sandbox }: Harness): string {
  let id = "";
  const staging = groupId(sandbox, "staging");
  sandbox.edit((world) => {
    id =
      [...world.connections.values()].find(
        ({ schema, group_id }) => schema === "stripe_payments" && group_id === staging,
      )?.id ?? "";
  });
  return id;
}

test("a copy asks, leaves secrets behind and says which it needs", async () => {
  const fixture = await harness({ env });
  const args = {
    copy_of: "stripe_payments",
    copies: [
      { group: "staging" },
      {
        group: "marketing",
        name: "stripe_marketing",
        config: { api_key: { secret_ref: "env:DB_PASSWORD" } },
      },
    ],
  };
  const plan = await fixture.call("create_connector", args);
  expect(plan).toMatchObject({ status: "confirmation_required" });
  expect(reportedNew(fixture, plan)).toMatchSnapshot();
  expect(targetIds(plan)).toEqual(["stripe_payments", "stripe_marketing"]);
  expect(fixture.sandbox.effects()).toEqual([]);
  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await fixture.call("create_connector", confirmed);
  expect(sent(fixture).sort()).toMatchSnapshot();
  expect(done.data["created"]).toMatchObject([
    { name: "stripe_payments", needs: ["config.api_key"], setup_state: "incomplete" },
    { name: "stripe_marketing", setup_state: "connected" },
  ]);
  expect(reportedNew(fixture, done).replaceAll(twin(fixture), "id:staging copy")).toMatchSnapshot();
  expect(await fixture.call("create_connector", confirmed)).toEqual(done);
  expect(sent(fixture)).toHaveLength(2);
  expect(
    names(fixture)
      .filter((name) => name.includes("stripe"))
      .sort(),
  ).toEqual([
    "analytics_prod/stripe_payments",
    "marketing/stripe_marketing",
    "staging/stripe_payments",
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
  const fixture = await harness({ env });
  const args = {
    copy_of: "postgres_orders",
    copies: [1, 2, 3].map((n) => ({ group: "staging", name: `pg_${n}` })),
  };
  const plan = await fixture.call("create_connector", args);
  fixture.sandbox.fault({
    operation: "create_connection",
    calls: [2],
    status: 400,
    body: JSON.stringify({ code: "InvalidInput", message: "no" }),
  });
  const done = await fixture.call("create_connector", { ...args, confirmation_token: plan.token });
  expect(done).toMatchObject({ status: "partial", isError: true });
  const { created, failed } = done.data;
  expect([namesIn(created).length, namesIn(failed).length]).toEqual([2, 1]);
  expect([...namesIn(created), ...namesIn(failed)].sort()).toEqual(["pg_1", "pg_2", "pg_3"]);
  expect(
    names(fixture)
      .filter((name) => name.includes("/pg_"))
      .sort(),
  ).toEqual(namesIn(created).map((name) => `staging/${name}`));
  // Which one fails depends on the order in which the requests arrive.
  expect(reportedNew(fixture, done).replace(/pg_\d/g, "pg_N")).toMatchSnapshot();
});

test("a lost response makes exactly one", async () => {
  const fixture = await harness({ env });
  fixture.sandbox.fault({ operation: "create_connection", when: "after", reset: true, calls: [1] });
  const done = await created(fixture, fresh);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(names(fixture).filter((name) => name.endsWith("/pg_new"))).toHaveLength(1);
  const posts = fixture.sandbox.requests().filter(({ method }) => method === "POST");
  expect(posts).toHaveLength(1);
});

test("with a card it asks, tests nothing, and hands the link over once", async () => {
  const fixture = await harness();
  const args = {
    service: "linkedin_ads",
    group: "marketing",
    name: "linkedin_new",
    connect_card: { redirect_uri: "https://app.example.com/done", hide_setup_guide: true },
  };
  const plan = await fixture.call("create_connector", args);
  expect(plan.text).toContain('"app.example.com"');
  expect(reportedNew(fixture, plan)).toMatchSnapshot();
  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await fixture.call("create_connector", confirmed);
  const link = /https?:\/\/\S+connect-card\S+/.exec(done.text)?.[0] ?? "";
  expect(reportedNew(fixture, done)).toMatchSnapshot();
  expect(sent(fixture)).toMatchSnapshot();
  const token = new URL(link).searchParams.get("auth") ?? "none";
  expect(done.data["created"]).toMatchObject([{ link, setup_state: "incomplete" }]);
  const again = await fixture.call("create_connector", confirmed);
  expect(again.text).toContain("[shown once]");
  expect(`${JSON.stringify(again)}${await stateText(fixture.stateDir)}`).not.toContain(token);
});

test("trust asks; the tunnel's public key and a missing destination are shown", async () => {
  const fixture = await harness({ env });
  const trusting = await fixture.call("create_connector", { ...fresh, trust_certificates: true });
  expect(trusting).toMatchObject({ status: "confirmation_required" });
  expect(trusting.text).toContain("trusts any certificate that the host presents");
  const tunnel = await created(fixture, {
    ...fresh,
    group: "finance",
    config: { ...fresh.config, tunnel_host: "bastion.example.com" },
  });
  expect(tunnel.text).toContain("Public key of group");
  expect(tunnel.text).toContain("a destination that is broken");
});

test("setup tests that fail are explained, with the call that approves", async () => {
  const on = await harness({ env });
  const done = await created(on, {
    ...fresh,
    config: { ...fresh.config, host: "untrusted.example.com" },
  });
  expect(done.text).toContain("to approve: certificate");
  expect(done.text).toMatch(/Next: run_setup_tests connector=\w+ approve=\[/);
  const wrong = await created(on, {
    ...fresh,
    name: "pg_wrong",
    config: { ...fresh.config, password: "wrong-password" },
  });
  expect(wrong.text).toContain("The source rejected the credentials");
});

test("a secret shows nowhere, whether it was given in plain text or by reference", async () => {
  const canary = env.DB_PASSWORD;
  const fixture = await harness({
    env: { ...env, FIVETRAN_LOG: "debug", FIVETRAN_CONFIRM: "all" },
  });
  const seen: string[] = [];
  for (const [at, password] of [canary, { secret_ref: "env:DB_PASSWORD" }].entries()) {
    const args = { ...fresh, name: `pg_${at}`, config: { ...fresh.config, password } };
    const plan = await fixture.call("create_connector", args);
    seen.push(JSON.stringify(plan), await stateText(fixture.stateDir));
    const done = await fixture.call("create_connector", {
      ...args,
      confirmation_token: plan.token,
    });
    expect(done).toMatchObject({ status: "done" });
    expect(done.text.includes("config.password was given in plain text")).toBe(
      typeof password === "string",
    );
    seen.push(JSON.stringify(done), await stateText(fixture.stateDir));
  }
  expect([...seen, ...fixture.log].join("\n")).not.toContain(canary);
});

test.each([
  ["an existing name in another group", { ...fresh, name: "zendesk_support" }],
  [
    "a name made of two parts",
    { service: "s3", group: "staging", name: "logs.raw_2", config: { bucket: "b" } },
  ],
  [
    "a name by its fields",
    {
      service: "google_sheets",
      group: "marketing",
      config: { schema: "sheets", table: "costs", sheet_id: "x", named_range: "y" },
    },
  ],
  [
    "a daily time",
    { ...fresh, sync_frequency: 1440, daily_sync_time: "02:00", schedule_type: "auto" },
  ],
  ["a manual schedule, untested", { ...fresh, schedule_type: "manual", run_setup_tests: false }],
  ["tests asked for, no trust", { ...fresh, run_setup_tests: true, trust_certificates: false }],
  ["a private link", { ...fresh, networking_method: "PrivateLink", private_link_id: "a_link" }],
  ["the names of the source", { ...fresh, destination_schema_names: "SOURCE_NAMING" }],
  ["a destination that is broken", { ...fresh, group: "finance" }],
  ["no credentials", { ...fresh, config: { host: "db.example.com" } }],
  [
    "a plain secret",
    { service: "stripe", group: "staging", name: "fees", config: { api_key: "canary-c3" } },
  ],
  [
    "auth",
    {
      service: "linkedin_ads",
      group: "marketing",
      name: "linked",
      auth: { client_access: { client_id: "canary-a1", client_secret: "canary-b2" } },
    },
  ],
  [
    "a tunnel",
    {
      ...fresh,
      networking_method: "SshTunnel",
      config: { ...fresh.config, tunnel_host: "bastion.example.com" },
    },
  ],
])("with %s: the request and the whole result", async (_, args) => {
  const on = await harness({ env });
  addNetwork(on.sandbox, { link: "a_link" });
  const done = await created(on, args);
  expect(done.isError, done.text).toBe(false);
  expect(reportedNew(on, done)).toMatchSnapshot();
  expect(sent(on)).toMatchSnapshot();
  expect(JSON.stringify(done)).not.toContain("canary");
});

test("a plan shows the schedule, and the first forty of many fields", async () => {
  const on = await harness({ env });
  const scheduled = await on.call("create_connector", {
    ...fresh,
    schedule: { cron: "30 5 * * 1-5" },
  });
  expect(consequencesOf(scheduled)).toContain('schedule = "cron 30 5 * * 1-5"');
  // The prefix of the schema is also a field.
  const fields = async (count: number) => {
    const accounts = Array.from({ length: count }, (_, at) => `act_${at}`);
    const ads = { service: "facebook_ads", group: "staging", name: "ads", config: { accounts } };
    return consequencesOf(await on.call("create_connector", ads)).slice(1);
  };
  expect(await fields(39)).toHaveLength(40);
  expect((await fields(40)).slice(-2)).toEqual(['config.accounts[39] = "act_39"', "… and 1 more"]);
});

test.each([
  ["into its own group under another name", { copy_of: "mysql_inventory", name: "mysql_two" }],
  [
    "into another group, with a link that stays behind",
    { copy_of: "mysql_inventory", group: "marketing" },
  ],
  ["with an agent that stays behind", { copy_of: "sqlserver_erp", group: "marketing" }],
  [
    "into another group with a network of its own",
    { copy_of: "mysql_inventory", group: "marketing", networking_method: "Directly" },
  ],
  ["with a tunnel", { copy_of: "postgres_orders", group: "staging" }],
  [
    "with another schedule",
    {
      copy_of: "greenhouse_hiring",
      group: "marketing",
      sync_frequency: 1440,
      daily_sync_time: "05:00",
    },
  ],
  ["with its daily time", { copy_of: "greenhouse_hiring", group: "marketing" }],
  ["with its own alerts", { copy_of: "klaviyo_email", group: "staging" }],
  ["with a manual schedule", { copy_of: "weather_function", group: "staging" }],
  [
    "with all secrets given",
    {
      copy_of: "stripe_payments",
      group: "staging",
      config: { api_key: { secret_ref: "env:DB_PASSWORD" } },
    },
  ],
  [
    "with a field changed",
    {
      copy_of: "stripe_payments",
      group: "staging",
      config: { support_connected_accounts_sync: true },
      paused: true,
    },
  ],
  [
    "with its name in two parts",
    { copy_of: "s3_logs.raw", group: "staging", config: { bucket: "b" } },
  ],
  [
    "with trust",
    {
      copy_of: "postgres_orders",
      group: "staging",
      config: { password: { secret_ref: "env:DB_PASSWORD" } },
      trust_certificates: true,
      trust_fingerprints: true,
    },
  ],
  ["with its service named", { copy_of: "github_repos", service: "github", group: "staging" }],
])("a copy %s: plan, request and result", async (_, args) => {
  const on = await harness({ env });
  on.sandbox.edit((world) => {
    connectionNamed(world, "klaviyo_email").pause_after_trial = true;
  });
  const { plan, done } = await create(on, args);
  expect(plan && reportedNew(on, plan)).toMatchSnapshot();
  expect(done.isError, done.text).toBe(false);
  expect(sent(on)).toMatchSnapshot();
  const { setup_state, needs, next } = expectOne(done);
  const { id } = expectOne(done);
  expect({ setup_state, needs, next: next.replace(id, "ID") }).toMatchSnapshot();
  expect(JSON.stringify([plan, done])).not.toContain("canary");
});

const One = z.tuple([
  z.looseObject({
    id: z.string(),
    setup_state: z.string(),
    needs: z.array(z.string()).optional(),
    next: z.string(),
  }),
]);
const expectOne = ({ data }: Result) => One.parse(data["created"])[0];

test("names asked for twice in one group are refused, in two groups they are not", async () => {
  const on = await harness({ env });
  const copies = [{ group: "staging" }, { group: groupId(on.sandbox, "staging") }];
  const refused = await on.call("create_connector", { copy_of: "stripe_payments", copies });
  expect(refused.isError).toBe(true);
  expect(reportedNew(on, refused)).toMatchSnapshot();
  const two = [{ group: "staging" }, { group: "marketing" }];
  const plan = await on.call("create_connector", { copy_of: "stripe_payments", copies: two });
  expect(plan.status).toBe("confirmation_required");
});

test("takes twenty copies and no more", async () => {
  const on = await harness({ env });
  const copies = Array.from({ length: 21 }, (_, n) => ({ group: "staging", name: `copy_${n}` }));
  const refused = await on.call("create_connector", { copy_of: "github_repos", copies });
  expect(refused.isError).toBe(true);
  expect(on.sandbox.requests()).toEqual([]);
  const plan = await on.call("create_connector", {
    copy_of: "github_repos",
    copies: copies.slice(1),
  });
  expect(targetIds(plan)).toEqual(copies.slice(1).map(({ name }) => name));
});

test("of several copies the one that exists is shown and not made again", async () => {
  const on = await harness({ env });
  const copies = [
    { group: "analytics_prod", name: "stripe_payments" },
    { group: "staging", name: "stripe_staging" },
  ];
  const { plan, done } = await create(on, { copy_of: "stripe_payments", copies });
  expect(plan && reportedNew(on, plan)).toMatchSnapshot();
  expect(reportedNew(on, done)).toMatchSnapshot();
  expect(plan && targetIds(plan)).toEqual(["stripe_staging"]);
  expect(idsIn(done.data["existing"])).toEqual([idOf(on.sandbox, "stripe_payments")]);
  expect(idsIn(done.data["created"])).toEqual([idOf(on.sandbox, "stripe_staging")]);
  expect(sent(on)).toHaveLength(1);
});

test("a name that was taken, or an original that changed, since the plan voids it", async () => {
  const on = await harness({ env });
  const args = { copy_of: "stripe_payments", group: "staging" };
  const plan = await on.call("create_connector", args);
  on.sandbox.edit((world) => {
    connectionNamed(world, "stripe_payments").config["support_connected_accounts_sync"] = true;
  });
  const moved = await on.call("create_connector", { ...args, confirmation_token: plan.token });
  expect(moved.status).toBe("confirmation_required");
  expect(moved.data["moved"]).toMatchSnapshot();
  expect(sent(on)).toEqual([]);

  const card = {
    service: "stripe",
    group: "staging",
    name: "fees",
    config: { api_key: "x" },
    trust_certificates: true,
  };
  const second = await on.call("create_connector", card);
  const { trust_certificates: _, ...plain } = card;
  expect((await created(on, plain)).status).toBe("done");
  const gone = await on.call("create_connector", { ...card, confirmation_token: second.token });
  expect(gone.status).not.toBe("done");
  expect(sent(on)).toHaveLength(1);
});

test("steps that were not tried are shown apart", async () => {
  const on = await harness({ env });
  const all = Array.from({ length: 18 }, (_, n) => `copy_${String(n).padStart(2, "0")}`);
  const args = { copy_of: "github_repos", copies: all.map((name) => ({ group: "staging", name })) };
  const plan = await on.call("create_connector", args);
  const fault = { status: 429, headers: { "retry-after": "600" } };
  on.sandbox.fault({ operation: "create_connection", calls: { from: 2 }, ...fault });
  const limited = await on.call("create_connector", { ...args, confirmation_token: plan.token });
  expect(limited).toMatchObject({ status: "partial", isError: true });
  const { created, failed, not_tried } = limited.data;
  expect(namesIn(created)).toHaveLength(1);
  expect(namesIn(failed).length).toBeGreaterThan(0);
  expect(namesIn(not_tried).length).toBeGreaterThan(0);
  const parts = [...namesIn(created), ...namesIn(failed), ...namesIn(not_tried)];
  expect(parts.sort()).toEqual(all);
  expect(parts.every((name) => limited.text.includes(name))).toBe(true);
});

test("one of several whose outcome nobody knows is shown apart", async () => {
  const on = await harness({ env });
  const copies = ["copy_1", "copy_2"].map((name) => ({ group: "staging", name }));
  const two = { copy_of: "github_repos", copies };
  const again = await on.call("create_connector", two);
  on.sandbox.fault({ operation: "create_connection", calls: [2], reset: true });
  const lost = await on.call("create_connector", { ...two, confirmation_token: again.token });
  expect([namesIn(lost.data["created"]).length, namesIn(lost.data["unknown"]).length]).toEqual([
    1, 1,
  ]);
  expect(reportedNew(on, lost).replace(/copy_\d+/g, "copy_N")).toMatchSnapshot();
});

test("an unknown outcome shows the read to check with", async () => {
  const on = await harness({ env });
  on.sandbox.fault({ operation: "create_connection", reset: true });
  const lost = await created(on, fresh);
  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(reportedNew(on, lost)).toMatchSnapshot();
  expect(lost.text).toContain(
    `list_connectors words=pg_new group=${groupId(on.sandbox, "staging")}`,
  );
});

test("a card whose link does not arrive leads to a new one; the operator's address is the default", async () => {
  const on = await harness({
    env: { ...env, FIVETRAN_CONNECT_CARD_REDIRECT: "https://ops.example.com/back" },
  });
  const args = {
    service: "linkedin_ads",
    group: "marketing",
    name: "linked",
    connect_card: { all_fields: true },
  };
  const { plan, done } = await create(on, args);
  expect(plan?.text).toContain('"https://ops.example.com/back"');
  expect(sent(on)[0]).toContain(
    '"connect_card_config":{"redirect_uri":"https://ops.example.com/back","all_fields":true}',
  );
  expect(done.data["created"]).toMatchObject([{ link: expect.stringContaining("/connect-card/") }]);

  const next = { ...args, name: "linked_two" };
  const second = await on.call("create_connector", next);
  const { backstage: _, ...record } = connectionOf(on.sandbox, "linked");
  const body = JSON.stringify({ code: "Success", data: { ...record, schema: "linked_two" } });
  on.sandbox.fault({ operation: "create_connection", status: 201, body });
  const lost = await on.call("create_connector", { ...next, confirmation_token: second.token });
  expect(expectOne(lost).next).toContain("create_connect_card");
  expect(lost.text).not.toContain("127.0.0.1");
  expect(lost.text).toContain("create_connect_card");
  expect(lost.text).not.toContain("redirect_uri");
});

test.each([500, 403])("continues where the list of destinations ends with %i", async (status) => {
  const on = await harness({ env });
  on.sandbox.fault({ operation: "list_destinations", status });
  const done = await created(on, { ...fresh, group: "finance" });
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.data["notes"] ?? []).toHaveLength(1);
});

test("a group without a destination, and a type that is being retired, are shown", async () => {
  const on = await harness({ env });
  on.sandbox.edit((world) => {
    world.destinations.delete(groupId(on.sandbox, "staging"));
  });
  const done = await created(on, fresh);
  expect(done.data["notes"]).toHaveLength(1);
  expect(reportedNew(on, done)).toMatchSnapshot();
});

test("where every change asks, the plan of a plain one shows all fields that are sent", async () => {
  const on = await harness({ env: { ...env, FIVETRAN_CONFIRM: "all" } });
  const plan = await on.call("create_connector", {
    ...fresh,
    paused: true,
    sync_frequency: 60,
    destination_schema_names: "SOURCE_NAMING",
  });
  expect(plan.status).toBe("confirmation_required");
  expect(reportedNew(on, plan)).toMatchSnapshot();
  expect(consequencesOf(plan)).toContain("sync_frequency = 60");
  expect(sent(on)).toEqual([]);
});

test("a name that two connectors have is refused as an original, with both", async () => {
  const on = await harness();
  const ids = [idOf(on.sandbox, "xero_ledger"), idOf(on.sandbox, "zendesk_support")];
  sameName(on.sandbox, "xero_ledger", "zendesk_support");
  const refused = await on.call("create_connector", {
    copy_of: "zendesk_support",
    group: "staging",
  });
  expect(refused.isError).toBe(true);
  expect(ids.every((id) => refused.text.includes(id))).toBe(true);
  const byId = await on.call("create_connector", { copy_of: ids[1], group: "staging" });
  expect(byId.status).toBe("confirmation_required");
});

test("is refused where the scope or the groups forbid it", async () => {
  const reader = await harness({ env: { ...env, FIVETRAN_SCOPE: "read" } });
  const refused = await reader.call("create_connector", fresh);
  expect(refused.isError).toBe(true);
  expect(reportedNew(reader, refused)).toMatchSnapshot();
  expect(reader.sandbox.requests()).toEqual([]);

  const account = { sandbox: reader.sandbox, url: reader.url };
  const confined = await harness({
    account,
    env: { ...env, FIVETRAN_GROUPS: groupId(reader.sandbox, "finance") },
  });
  expect((await confined.call("create_connector", fresh)).isError).toBe(true);
  const copy = { copy_of: "stripe_payments", group: "finance" };
  expect((await confined.call("create_connector", copy)).isError).toBe(true);
  expect(sent(confined)).toEqual([]);
});

test("a copy with a connect card says that a person signs in", async () => {
  const on = await harness();
  const plan = await on.call("create_connector", {
    copy_of: "salesforce_prod",
    group: "staging",
    connect_card: { redirect_uri: "https://example.com/back" },
  });
  expect(consequencesOf(plan)).toContainEqual(
    expect.stringMatching(/: a person signs in with the connect card$/),
  );
});

test("a copy says of every connector how the new one signs in", async () => {
  const on = await harness();
  const names: string[] = [];
  on.sandbox.edit((world) => {
    for (const { schema } of world.connections.values()) names.push(schema);
  });
  const plans: Record<string, string[]> = {};
  for (const name of names) {
    const plan = await on.call("create_connector", {
      copy_of: name,
      group: "staging",
      name: name.includes(".") ? "copied.here" : "copied_here",
      paused: true,
    });
    plans[name] = withoutIds(on, plan.text)
      .split("\n")
      .filter((line) => /sign|secret|cannot|refuse|required/.test(line));
  }
  expect(plans).toMatchSnapshot();
});
