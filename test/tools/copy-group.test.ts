import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness, idOf, openSandbox } from "../harness.js";
import { withoutIds } from "../snapshot.js";
import { agreed, bothShown } from "./agreed.js";
import { groupId, sent, shown } from "./ids.js";
import { tap } from "./tap.js";

type Connection = ReturnType<typeof connectionNamed>;

function inGroup({ sandbox }: Harness, name: string): Connection[] {
  let found: Connection[] = [];
  sandbox.edit((world) => {
    found = [...world.connections.values()].filter(
      ({ group_id }) => group_id === groupId(sandbox, name),
    );
  });
  return found;
}

const byName = (connections: readonly Connection[]) =>
  new Map(connections.map((one) => [one.schema, one]));

const copy = { copy_group: "analytics_prod", group: "staging" };

test("a copy stays paused if whether the original is paused cannot be read", async () => {
  const { sandbox, url } = await openSandbox();
  const id = idOf(sandbox, "zendesk_support");
  const relay = await tap(url, (path, body) =>
    path.includes(`/connections/${id}`) ? body.replace(/"paused":\w+/, '"paused":"no"') : body,
  );
  const on = await harness({ account: { sandbox, url: relay.url } });
  const { text } = await on.call("create_connector", copy);
  expect(text).toContain(
    "zendesk_support (zendesk): paused, because whether the original is paused could not be read",
  );
});

test("one plan copies a group with schedules, paused state and selections, secrets and sign-ins named first", async () => {
  const on = await harness();
  const originals = inGroup(on, "analytics_prod");
  const before = inGroup(on, "staging").length;
  on.sandbox.edit((world) => {
    connectionNamed(world, "zendesk_support").paused = true;
  });
  const done = await agreed(on, "create_connector", copy);
  expect(bothShown(on, done)).toMatchSnapshot();
  const [secrets, persons] = done.plan.split("\n").filter((line) => line.startsWith("- "));
  expect(secrets).toContain("secrets are not copied");
  expect(secrets).toContain("postgres_orders (config.password)");
  expect(persons).toContain("sign-ins are not copied");
  expect(persons).toContain("salesforce_prod");
  expect(done.plan).toContain("zendesk_support (zendesk): paused, like the original");
  expect(done.plan).toContain("hashed: public.customers.tax_id");
  expect(done.plan).toContain("users, roles, transformations and webhooks");
  expect(done.status, done.text).toBe("done");
  const copies = byName(inGroup(on, "staging"));
  expect(copies.size).toBe(before + originals.length);
  for (const { schema, service, sync_frequency, schedule_type } of originals) {
    expect(copies.get(schema)).toMatchObject({ service, sync_frequency, schedule_type });
  }
  expect(copies.get("zendesk_support")?.paused).toBe(true);
  expect(copies.get("stripe_payments")?.paused).toBe(false);
  const edits = copies.get("postgres_orders")?.backstage.schema.edits;
  expect(edits?.["public"]?.tables?.["customers"]?.columns?.["tax_id"]).toMatchObject({
    hashed: true,
  });
  expect(edits?.["public"]?.tables?.["sessions"]).toMatchObject({ enabled: false });
});

test("a large group is copied in parts of 20; the next call continues, and nothing is created twice", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    const all = [...world.connections.values()];
    for (const one of all) one.group_id = groupId(on.sandbox, "finance");
    for (const one of all.slice(0, 23)) one.group_id = groupId(on.sandbox, "marketing");
  });
  const total = inGroup(on, "marketing").length;
  const args = { copy_group: "marketing", group: "staging", paused: true };
  const parts: number[] = [];
  for (;;) {
    const done = await agreed(on, "create_connector", args);
    if (done.plan === "" || done.status === "nothing_to_do") break;
    expect(["done", "partial"]).toContain(done.status);
    parts.push(inGroup(on, "staging").length);
    if (parts.length > 5) break;
    if (parts.at(-1) !== total)
      expect(done.text).toContain("to change the remaining connectors, repeat the call");
  }
  expect(parts).toEqual([20, total]);
  const created = inGroup(on, "staging").map(({ schema }) => schema);
  expect(new Set(created).size).toBe(total);
  expect(inGroup(on, "staging").every(({ paused }) => paused)).toBe(true);
});

test("a part that failed is continued by the next call", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "create_connection", status: 400, calls: [2, 3] });
  const first = await agreed(on, "create_connector", copy);
  expect(first).toMatchObject({ status: "partial", isError: true });
  const second = await on.call("create_connector", copy);
  expect(second.text).toContain("Copy 2 of 19 connectors");
  expect(second.text).toContain(
    "not created, because a connector with the same name and service exists: ",
  );
  const { text } = await on.call("create_connector", {
    ...copy,
    confirmation_token: second.token,
  });
  expect(text).toContain("Note: 17 connectors of the group already exist in the target group");
});

test("a copy whose selection could not be stored is named, also by the call that continues", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "pre_create_connection_schema_config", status: 400 });
  const first = await agreed(on, "create_connector", copy);
  expect(first).toMatchObject({ status: "partial", isError: true });
  expect(first.text).toMatch(
    /postgres_orders is still paused .* its selection of tables and columns could not be stored/,
  );
  const created = first.data["created"];
  expect(created).toContainEqual(
    expect.objectContaining({ name: "postgres_orders", paused: true }),
  );
  const second = await on.call("create_connector", copy);
  expect(second.status).toBe("nothing_to_do");
  expect(second.text).toMatch(
    /paused and never synced: .*postgres_orders \(\w+\).*set the selection with modify_schema/,
  );
});

test("where sending ends half-way, each connector without its selection is named", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "pre_create_connection_schema_config", status: 403 });
  on.sandbox.fault({ operation: "create_connection", calls: { from: 2 }, delayMs: 200 });
  const done = await agreed(on, "create_connector", copy);
  expect(bothShown(on, done)).toMatchSnapshot();
  expect(done).toMatchObject({ status: "partial", isError: true });
  const here = inGroup(on, "staging");
  const guarded = here.filter(({ schema, paused }) => paused && done.plan.includes(`${schema} (`));
  const unstored = guarded.filter(({ schema }) =>
    new RegExp(`- ${schema} \\(.*stored before its first load`).test(done.plan),
  );
  expect(unstored.length).toBeGreaterThan(1);
  for (const { schema } of unstored) {
    expect(done.text).toContain(`${schema} is still paused and has loaded nothing`);
    expect(done.data["created"]).toContainEqual(
      expect.objectContaining({ name: schema, paused: true }),
    );
  }
});

test("copies are started with paused: false, and the plan says so", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    connectionNamed(world, "zendesk_support").paused = true;
  });
  const done = await agreed(on, "create_connector", { ...copy, paused: false });
  expect(bothShown(on, done)).toMatchSnapshot();
  expect(done.plan).toContain("zendesk_support (zendesk): not paused");
  expect(byName(inGroup(on, "staging")).get("zendesk_support")?.paused).toBe(false);
});

test("names that another type has taken are refused first", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    const other = connectionNamed(world, "postgres_orders");
    const here = [...world.connections.values()].find(
      ({ group_id }) => group_id === groupId(on.sandbox, "staging"),
    );
    if (here === undefined) throw new Error("staging is empty");
    here.schema = "stripe_payments";
    here.service = other.service;
  });
  const refused = await on.call("create_connector", copy);
  expect(shown(on, refused)).toMatchSnapshot();
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain("connectors of another service with these names: stripe_payments");
  expect(refused.text).toContain(
    "Delete the connectors with these names, or copy single connectors",
  );
  expect(sent(on.sandbox)).toEqual([]);
});

test.each<[object, string]>([
  [{ copy_group: "analytics_prod" }, "copy_group needs group"],
  [{ copy_group: "staging", group: "staging" }, "must be different groups"],
  [
    { ...copy, sync_frequency: 60 },
    "With copy_group, you can give only group and paused, not sync_frequency",
  ],
  [{ ...copy, copy_group: "analytics" }, "analytics_prod"],
])("%j is refused", async (args, why) => {
  const on = await harness();
  const refused = await on.call("create_connector", { ...args });
  expect(shown(on, refused)).toMatchSnapshot();
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(why);
  expect(sent(on.sandbox)).toEqual([]);
});

test("within groups and connectors, only what is allowed is copied, and only to where it may be", async () => {
  const account = await harness();
  const ids = (...names: string[]) => names.map((name) => groupId(account.sandbox, name)).join(",");
  const one = await harness({ account, env: { FIVETRAN_GROUPS: ids("analytics_prod") } });
  expect((await one.call("create_connector", copy)).isError).toBe(true);
  const some = await harness({ account, env: { FIVETRAN_CONNECTORS: "zendesk_*,stripe_*" } });
  const plan = await some.call("create_connector", copy);
  expect(plan.text).toContain("Copy 2 of 2 connectors");
  expect(sent(account.sandbox)).toEqual([]);
});

test("an original that changed since is planned again", async () => {
  const on = await harness();
  const plan = await on.call("create_connector", copy);
  expect(shown(on, plan)).toMatchSnapshot();
  on.sandbox.edit((world) => {
    connectionNamed(world, "stripe_payments").sync_frequency = 1440;
  });
  const again = await on.call("create_connector", { ...copy, confirmation_token: plan.token });
  expect(again.status).toBe("confirmation_required");
  expect(idOf(on.sandbox, "stripe_payments")).not.toBe("");
  expect(sent(on.sandbox)).toEqual([]);
});

test("the destination's own metadata connector is left out, and the plan says why", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    Object.assign(connectionNamed(world, "zendesk_support"), {
      service: "fivetran_log",
      schema: "fivetran_metadata",
      connected_by: "_fivetran_system",
    });
  });
  const plan = await on.call("create_connector", copy);
  const own = plan.text.split("\n").filter((line) => line.includes("fivetran_metadata"));
  expect(own).toMatchSnapshot();
  expect(own).toHaveLength(1);
  const move = {
    connectors: ["fivetran_metadata", "stripe_payments"],
    destination_group: "marketing",
  };
  const moved = await agreed(on, "update_connector", move);
  const said = moved.plan.split("\n").filter((line) => line.includes("fivetran_metadata"));
  expect(withoutIds(on, said.join("\n"))).toMatchSnapshot();
  expect(sent(on.sandbox)).toEqual(["modify_connection", "connection_moved", "modify_connection"]);
});
