import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness } from "../harness.js";

const DAY = 86_400_000;

/** Half a day off the full one, so that a second more or less changes nothing. */
const lastSuccess = ({ sandbox }: Harness, name: string, days: number) =>
  sandbox.edit((world) => {
    const at = new Date(sandbox.now().getTime() - days * DAY);
    connectionNamed(world, name).succeeded_at = at.toISOString();
  });

test("resumes and says of each what follows", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  lastSuccess(on, "mysql_legacy", 38.5);
  sandbox.edit((world) => {
    for (const name of ["slack_workspace", "bingads_search", "klaviyo_email"]) {
      connectionNamed(world, name).paused = true;
    }
  });
  lastSuccess(on, "klaviyo_email", 1 / 24);
  const connectors = ["mysql_legacy", "asana_projects", "postgres_staging", "slack_workspace"];

  const done = await call("resume_connectors", { connectors });
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatchInlineSnapshot(`
    "Resumed 4 connectors: asana_projects (deft_vale), mysql_legacy (opaque_basin), postgres_staging (fluent_raven), slack_workspace (pearly_antler).
    postgres_staging (fluent_raven): broken: resuming alone loads nothing until its cause is repaired (get_status).
    asana_projects (deft_vale): never synced: the initial load of its whole history begins.
    slack_workspace (pearly_antler): on a manual schedule: no run begins before trigger_sync.
    mysql_legacy (opaque_basin): stood still for up to 38 d: the source's change log may not reach back so far, and then resync_connector is needed.
    mysql_legacy (opaque_basin): overdue: a run begins soon.
    To undo: pause_connectors connectors=["deft_vale","opaque_basin","fluent_raven","pearly_antler"]"
  `);

  const more = await call("resume_connectors", { connectors: ["bingads_search", "klaviyo_email"] });
  expect(more.text).toMatchInlineSnapshot(`
    "Resumed 2 connectors: bingads_search (witty_kestrel), klaviyo_email (mellow_harbor).
    bingads_search (witty_kestrel): set-up never passed: nothing will run until it does (get_status).
    klaviyo_email (mellow_harbor): goes on with its schedule.
    To undo: pause_connectors connectors=["witty_kestrel","mellow_harbor"]"
  `);
});

test("by filter, the ones that run are only counted", async () => {
  const on = await harness();
  const { call } = on;
  lastSuccess(on, "mysql_legacy", 38.5);

  const done = await call("resume_connectors", { group: "analytics_prod" });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatchInlineSnapshot(`
    "Resumed mysql_legacy (opaque_basin).
    18 connectors not paused.
    mysql_legacy (opaque_basin): stood still for up to 38 d: the source's change log may not reach back so far, and then resync_connector is needed.
    mysql_legacy (opaque_basin): overdue: a run begins soon.
    To undo: pause_connectors connectors=["opaque_basin"]"
  `);
});

test("asks for more than five, and executes once", async () => {
  const { call, sandbox } = await harness();
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) connection.paused = true;
  });
  const args = { group: "marketing" };

  const plan = await call("resume_connectors", args);
  expect(plan.text.replace(plan.token, "TOKEN")).toMatchInlineSnapshot(`
    "Plan: Resume 11 connectors
    Account: "Sandbox Demo" (plucky_ember)
    - bingads_search (witty_kestrel), tiktok_ads_launch (indigo_mill): set-up never passed: nothing will run until it does (get_status)
    - mixpanel_app (swift_path): never synced: the initial load of its whole history begins
    - marketo_nurture (careful_flint): on a manual schedule: no run begins before trigger_sync
    - facebook_ads_social (gentle_wolf), google_ads_campaigns (jovial_sequoia), hubspot_marketing (timely_thistle), linkedin_ads_brand (sleek_barley): overdue: a run begins soon
    - google_analytics_web (dusky_castle), klaviyo_email (mellow_harbor), marketing_sheets.budget (prime_dahlia): goes on with its schedule
    Targets:
      bingads_search (witty_kestrel)
      facebook_ads_social (gentle_wolf)
      google_ads_campaigns (jovial_sequoia)
      google_analytics_web (dusky_castle)
      hubspot_marketing (timely_thistle)
      klaviyo_email (mellow_harbor)
      linkedin_ads_brand (sleek_barley)
      marketing_sheets.budget (prime_dahlia)
      marketo_nurture (careful_flint)
      mixpanel_app (swift_path)
      tiktok_ads_launch (indigo_mill)
    Nothing was changed yet. Show this plan to the user; if they agree, repeat the same resume_connectors call with confirmation_token="TOKEN" within 15 minutes."
  `);
  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("resume_connectors", confirmed);
  const effects = sandbox.effects().length;
  const again = await call("resume_connectors", confirmed);

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(again.text).toBe(done.text);
  expect(sandbox.effects()).toHaveLength(effects);
});

test("asks of every resume where the operator wants it, and sees that the target moved", async () => {
  const { call, sandbox } = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
  const args = { connectors: ["mysql_legacy"] };
  const plan = await call("resume_connectors", args);
  expect(plan.status).toBe("confirmation_required");
  sandbox.edit((world) => {
    connectionNamed(world, "mysql_legacy").paused = false;
  });

  const moved = await call("resume_connectors", { ...args, confirmation_token: plan.token });

  expect(moved.text).toContain("The state changed since that plan");
  expect(sandbox.effects()).toEqual([]);
});

test.each([
  [{}, "Say which: connectors, or a filter"],
  [{ connectors: ["mysql_legaci"] }, "Nearest: mysql_legacy"],
  [{ conectors: ["mysql_legacy"] }, "Did you mean connectors?"],
])("%j is refused", async (args, message) => {
  const { call } = await harness();

  const refused = await call("resume_connectors", args);

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(message);
});

test("is refused where policy forbids it", async () => {
  const { call, sandbox } = await harness({ env: { DISALLOWED_ACTIONS: "connections:write" } });

  const refused = await call("resume_connectors", { connectors: ["mysql_legacy"] });

  expect(refused.text).toContain("DISALLOWED_ACTIONS");
  expect(sandbox.effects()).toEqual([]);
});
