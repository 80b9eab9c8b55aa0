import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness } from "../harness.js";

const group = { group: "analytics_prod" };

const pausedNow = ({ sandbox }: Harness, name: string) => {
  let paused: boolean | undefined;
  sandbox.edit((world) => {
    paused = connectionNamed(world, name).paused;
  });
  return paused;
};

test("pauses up to five at once, skips those already there, and names the call that undoes it", async () => {
  const on = await harness();

  const done = await on.call("pause_connectors", {
    connectors: ["zendesk_support", "mysql_legacy", "mongo_events"],
  });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatchInlineSnapshot(`
    "Paused 2 connectors: mongo_events (lively_dawn), zendesk_support (dainty_wood).
    mysql_legacy (opaque_basin): paused already.
    mongo_events (lively_dawn): syncing: that run is cancelled, and neither its success nor its failure time moves.
    To undo: resume_connectors connectors=["lively_dawn","dainty_wood"]"
  `);
  expect(pausedNow(on, "zendesk_support")).toBe(true);

  const { tool, arguments: args } = (
    done.data as { undo: { tool: string; arguments: Record<string, unknown> } }
  ).undo;
  const undone = await on.call(tool, args);
  expect(undone).toMatchObject({ status: "done", isError: false });
  expect(pausedNow(on, "zendesk_support")).toBe(false);
  expect(pausedNow(on, "mysql_legacy")).toBe(true);
});

test("more than five ask first; the plan names every one, and is carried out once", async () => {
  const { call, sandbox } = await harness();

  const plan = await call("pause_connectors", group);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.text.replace(plan.token, "TOKEN")).toMatchInlineSnapshot(`
    "Plan: Pause 18 connectors
    Account: "Sandbox Demo" (plucky_ember)
    - mongo_events (lively_dawn), mysql_inventory (bold_cedar), sqlserver_erp (restful_peach): syncing: that run is cancelled, and neither its success nor its failure time moves
    - Rows already in the destinations stay and grow stale until resume_connectors
    - mysql_legacy (opaque_basin): paused already
    Targets:
      dynamodb_sessions (valiant_bramble)
      github_repos (stable_kettle)
      intercom_chat (fabled_mirror)
      jira_engineering (hearty_harvest)
      mongo_events (lively_dawn)
      mysql_inventory (bold_cedar)
      oracle_billing (cosmic_reef)
      postgres_orders (festive_shore)
      product_events_sdk (noble_storm)
      recurly_subscriptions (graceful_condor)
      s3_logs.raw (southern_elm)
      salesforce_prod (subtle_pond)
      shopify_store (warm_flint)
      sqlserver_erp (restful_peach)
      stripe_payments (sable_thunder)
      weather_function (avid_vessel)
      workday_people (lavish_anvil)
      zendesk_support (dainty_wood)
    Nothing was changed yet. Show this plan to the user; if they agree, repeat the same pause_connectors call with confirmation_token="TOKEN" within 15 minutes."
  `);
  expect(sandbox.effects()).toEqual([]);

  const confirmed = { ...group, confirmation_token: plan.token };
  const done = await call("pause_connectors", confirmed);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatchInlineSnapshot(`
    "Paused 18 connectors.
    mysql_legacy (opaque_basin): paused already.
    mongo_events (lively_dawn), mysql_inventory (bold_cedar), sqlserver_erp (restful_peach): syncing: that run is cancelled, and neither its success nor its failure time moves.
    To undo: resume_connectors connectors=["valiant_bramble","stable_kettle","fabled_mirror","hearty_harvest","lively_dawn","bold_cedar","cosmic_reef","festive_shore","noble_storm","graceful_condor","southern_elm","subtle_pond","warm_flint","restful_peach","sable_thunder","avid_vessel","lavish_anvil","dainty_wood"]"
  `);
  const effects = sandbox.effects().length;

  const again = await call("pause_connectors", confirmed);
  expect(again.text).toBe(done.text);
  expect(sandbox.effects()).toHaveLength(effects);
});

test("what matches later is named and left alone", async () => {
  const on = await harness();
  const args = { group: "analytics_prod", states: ["ok"] };
  const before = await on.call("pause_connectors", args);
  expect(before.status).toBe("confirmation_required");
  on.sandbox.edit((world) => {
    const connection = connectionNamed(world, "recurly_subscriptions");
    connection.backstage.hold = null;
    connection.succeeded_at = new Date(on.sandbox.now().getTime() - 60_000).toISOString();
    connection.status.update_state = "on_schedule";
  });

  const done = await on.call("pause_connectors", { ...args, confirmation_token: before.token });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toContain("1 more match and are not in the plan");
  expect(pausedNow(on, "recurly_subscriptions")).toBe(false);
});

test("a plan whose targets moved is refused with the difference", async () => {
  const { call, sandbox } = await harness();
  const plan = await call("pause_connectors", group);
  sandbox.edit((world) => {
    connectionNamed(world, "zendesk_support").paused = true;
  });
  const effects = sandbox.effects().length;

  const moved = await call("pause_connectors", { ...group, confirmation_token: plan.token });

  expect(moved.status).toBe("confirmation_required");
  expect(moved.text).toContain("The state changed since that plan, so it was refused.");
  expect(moved.token).not.toBe(plan.token);
  expect(sandbox.effects()).toHaveLength(effects);
});

test("nothing is sent when all are there already, or none matches", async () => {
  const { call, sandbox } = await harness();

  const already = await call("pause_connectors", { connectors: ["mysql_legacy"] });
  expect(already).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(already.text).toBe("Paused nothing.\nmysql_legacy (opaque_basin): paused already.");

  const none = await call("pause_connectors", { words: "no such thing" });
  expect(none).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(none.text).toContain("No connector matches.");
  expect(sandbox.effects()).toEqual([]);
});

test("takes a hundred a plan, and the same call again for the rest", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 130 } });
  const all = { states: ["connected", "incomplete", "broken"] };
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) connection.paused = false;
  });
  const plan = await on.call("pause_connectors", all);
  expect(plan.text).toContain("Plan: Pause 100 of 130 connectors");
  expect(plan.text).toContain("30 more match and are not in the plan, which takes at most 100");
  const done = await on.call("pause_connectors", { ...all, confirmation_token: plan.token });
  expect(done.data).toMatchObject({ status: "done", not_in_plan_count: 30 });

  const rest = await on.call("pause_connectors", all);
  expect(rest.text).toContain("Plan: Pause 30 connectors");
});

test("a rate limit in the middle leaves the rest untried", async () => {
  const { call, sandbox } = await harness();
  const plan = await call("pause_connectors", group);
  const fault = { status: 429, headers: { "retry-after": "600" } };
  sandbox.fault({ operation: "modify_connection", calls: { from: 4 }, ...fault });

  const done = await call("pause_connectors", { ...group, confirmation_token: plan.token });

  expect(done).toMatchObject({ status: "partial", isError: true });
  const { changed, failed, not_tried } = done.data as Record<string, unknown[]>;
  expect(changed).toHaveLength(3);
  expect(failed?.length).toBeGreaterThan(0);
  expect(not_tried?.length).toBeGreaterThan(0);
  expect(sandbox.effects()).toHaveLength(3);
  expect(done.text).toContain("Wait 600 s before the next call.");
});

test("a pause that answers 500 after it happened counts as done, sent once", async () => {
  const { call, sandbox } = await harness();
  sandbox.fault({ operation: "modify_connection", when: "after", status: 500, calls: [1] });

  const done = await call("pause_connectors", { connectors: ["zendesk_support"] });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(sandbox.effects()).toHaveLength(1);
});

test.each([
  [{}, "Say which: connectors, or a filter by group, service, words or states."],
  [
    { connectors: ["zendesk_support"], group: "marketing" },
    "connectors and a filter (group, service, words, states) exclude each other.",
  ],
  [{ connector: "zendesk_support" }, 'unknown parameter "connector". Did you mean connectors?'],
  [{ connectors: ["zendesk_suport"] }, "Nearest: zendesk_support (id dainty_wood"],
  [{ group: "marketting" }, "Nearest: marketing"],
  [
    { connectors: Array.from({ length: 101 }, (_, n) => `c${n}`) },
    "at most 100 items. Do it in parts.",
  ],
])("%o is refused, and nothing changed", async (args, message) => {
  const { call, sandbox } = await harness();

  const refused = await call("pause_connectors", args);

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(message);
  expect(sandbox.effects()).toEqual([]);
});

test("is refused where policy forbids it, naming the setting", async () => {
  const { call, sandbox } = await harness({ env: { FIVETRAN_SCOPE: "read" } });

  const refused = await call("pause_connectors", { connectors: ["zendesk_support"] });

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain("FIVETRAN_SCOPE");
  expect(sandbox.requests()).toEqual([]);
});

test("an unknown outcome names the one read that tells", async () => {
  const { call, sandbox } = await harness();
  sandbox.fault({ operation: "modify_connection", status: 502 });

  const lost = await call("pause_connectors", { connectors: ["zendesk_support"] });

  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(lost.text).toContain('look first with get_status connectors=["dainty_wood"].');
});
