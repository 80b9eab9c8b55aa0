import { describe, expect, test } from "vitest";
import * as z from "zod";
import { changes, type Harness, harness, idOf, type Result, temporaryFolder } from "../harness.js";
import { agreed } from "./agreed.js";
import { groupId, recordId, replying, sent, shown, transformationId, userId } from "./ids.js";

const Plan = z.looseObject({
  plan: z.looseObject({
    summary: z.string(),
    consequences: z.array(z.string()).default([]),
    targets: z.array(z.looseObject({ id: z.string(), name: z.string(), kind: z.string() })),
  }),
});
const planOf = ({ data }: Result) => Plan.parse(data).plan;

/** Requests the plan, checks that nothing was sent, confirms, and returns both results. */
async function planned(on: Harness, args: Record<string, unknown>) {
  const before = sent(on.sandbox).length;
  const plan = await on.call("write_api", args);
  expect(plan.status, plan.text).toBe("confirmation_required");
  expect(sent(on.sandbox)).toHaveLength(before);
  const done = await on.call("write_api", { ...args, confirmation_token: plan.token });
  return { plan, done };
}

/** Returns the body of the last request that could have changed something. */
const lastBody = (on: Pick<Harness, "sandbox">) =>
  on.sandbox
    .requests()
    .filter(({ method }) => method !== "GET")
    .at(-1)?.body;

describe("at once, without a question", () => {
  test("makes what does not ask, and returns it by name and id", async () => {
    const on = await harness();
    const made = await on.call("write_api", {
      operation_id: "create_group",
      body: { name: "fresh" },
    });
    expect(shown(on, made)).toMatchSnapshot();
    expect(made).toMatchObject({ isError: false, status: "done" });
    const id = groupId(on.sandbox, "fresh");
    expect(made.data).toMatchObject({
      operation: "create_group",
      target: `fresh (${id})`,
      response: { id, name: "fresh" },
    });
    expect(sent(on.sandbox)).toEqual(["create_group"]);
    expect(lastBody(on)).toEqual({ name: "fresh" });
  });

  test("renames a group", async () => {
    const on = await harness();
    const id = groupId(on.sandbox, "finance");
    const result = await on.call("write_api", {
      operation_id: "modify_group",
      params: { groupId: id },
      body: { name: "treasury" },
    });
    expect(shown(on, result)).toMatchSnapshot();
    // The target has its name from the time of the plan. Nothing was created.
    expect(result.data).toMatchObject({
      target: `finance (${id})`,
      response: { name: "treasury" },
    });
    expect(result.data["differs"]).toBeUndefined();
    expect(sent(on.sandbox)).toEqual(["modify_group"]);
    expect(groupId(on.sandbox, "treasury")).toBe(id);
  });

  test("runs a transformation; a full refresh asks", async () => {
    const on = await harness();
    const args = {
      operation_id: "run_transformation",
      params: { transformationId: transformationId(on.sandbox, "DBT_CORE") },
    };
    const ran = await on.call("write_api", args);
    expect(shown(on, ran)).toMatchSnapshot();
    expect(ran.status).toBe("done");
    expect(sent(on.sandbox)).toEqual(["run_transformation"]);
    expect(lastBody(on)).toEqual({});
    const full = await on.call("write_api", { ...args, body: { full_refresh: true } });
    expect(full.status).toBe("confirmation_required");
  });

  test("what another tool does better is done, with a pointer to it in a plan", async () => {
    const on = await harness();
    const args = {
      operation_id: "modify_connection",
      params: { connectionId: idOf(on.sandbox, "github_repos") },
    };
    const paused = await on.call("write_api", { ...args, body: { paused: true } });
    expect(paused.status).toBe("done");
    expect(sent(on.sandbox)).toEqual(["modify_connection"]);
    const plan = await on.call("write_api", {
      ...args,
      body: { config: { sync_mode: "SpecificRepositories" } },
    });
    expect(shown(on, plan)).toMatchSnapshot();
    expect(planOf(plan).targets).toMatchObject([{ kind: "connector", name: "github_repos" }]);
    expect(planOf(plan).consequences.some((line) => line.startsWith("update_connector"))).toBe(
      true,
    );
  });
});

test.each([
  ["an empty config", { config: {} }],
  ["an empty auth", { auth: {} }],
  ["trust that is false", { trust_certificates: false, trust_fingerprints: false }],
])("%s starts no setup tests", async (_, more) => {
  const on = await harness();
  const args = {
    operation_id: "modify_connection",
    params: { connectionId: idOf(on.sandbox, "zendesk_support") },
    body: { ...more, sync_frequency: 720 },
  };
  const first = await on.call("write_api", args);
  if (first.token !== "") await on.call("write_api", { ...args, confirmation_token: first.token });
  expect(lastBody(on)).toMatchObject({ sync_frequency: 720, run_setup_tests: false });
});

describe("a plan", () => {
  const host = (on: Harness, body: Record<string, unknown> = {}) => ({
    operation_id: "modify_destination",
    params: { destinationId: groupId(on.sandbox, "analytics_prod") },
    body: {
      config: { host: "new.snowflakecomputing.com" },
      run_setup_tests: false,
      ...body,
    },
  });

  test("shows each field as it is and as it will be, and nothing is sent before", async () => {
    const on = await harness();
    const { plan, done } = await planned(on, host(on));
    expect(shown(on, plan)).toMatchSnapshot();
    expect(shown(on, done)).toMatchSnapshot();
    expect(planOf(plan).targets).toEqual([
      expect.objectContaining({
        kind: "destination",
        id: groupId(on.sandbox, "analytics_prod"),
      }),
    ]);
    const lines = planOf(plan).consequences;
    expect(lines).toContain(
      "config.host: example.snowflakecomputing.com -> new.snowflakecomputing.com",
    );
    expect(lines.find((line) => line.startsWith("time_zone_offset: -5"))).not.toContain("->");
    // The time zone is sent too, unchanged.
    expect(sent(on.sandbox)).toEqual(["modify_destination"]);
    expect(lastBody(on)).toEqual({
      config: { host: "new.snowflakecomputing.com" },
      run_setup_tests: false,
      time_zone_offset: "-5",
    });
    expect(done.status).toBe("done");
  });

  test("leaves a time zone that is given as it is given", async () => {
    const on = await harness();
    const { plan } = await planned(on, host(on, { time_zone_offset: "+2" }));
    expect(planOf(plan).consequences).toContain("time_zone_offset: -5 -> +2");
    expect(lastBody(on)).toMatchObject({ time_zone_offset: "+2" });
  });

  test("confirmed again returns the recorded result, and nothing is sent", async () => {
    const on = await harness();
    const args = host(on);
    const { plan, done } = await planned(on, args);
    const before = on.sandbox.effects();
    const again = await on.call("write_api", { ...args, confirmation_token: plan.token });
    expect(again.data).toMatchObject({ operation: "modify_destination", status: "done" });
    expect(again.data["response"]).toEqual(done.data["response"]);
    expect(sent(on.sandbox)).toHaveLength(1);
    expect(on.sandbox.effects()).toEqual(before);
    // Its token is valid only for these arguments.
    const other = await on.call("write_api", {
      ...host(on, { time_zone_offset: "+3" }),
      confirmation_token: plan.token,
    });
    expect(other.isError).toBe(true);
    expect(sent(on.sandbox)).toHaveLength(1);
  });

  test("is refused after the field was changed behind it", async () => {
    const on = await harness();
    const args = host(on);
    const plan = await on.call("write_api", args);
    on.sandbox.edit((world) => {
      const destination = world.destinations.get(groupId(on.sandbox, "analytics_prod"));
      if (destination !== undefined) destination.config["host"] = "moved.example.com";
    });
    const refused = await on.call("write_api", { ...args, confirmation_token: plan.token });
    expect(shown(on, refused)).toMatchSnapshot();
    expect(refused.status).toBe("confirmation_required");
    expect(refused.token).not.toBe(plan.token);
    expect(JSON.stringify(refused.data["moved"])).toContain("moved.example.com");
    expect(sent(on.sandbox)).toEqual([]);
    // A field that the change does not touch does not matter.
    const fresh = await on.call("write_api", { ...args, confirmation_token: refused.token });
    expect(fresh.status).toBe("done");
  });

  test("holds although a field that it does not touch was changed", async () => {
    const on = await harness();
    const args = host(on);
    const plan = await on.call("write_api", args);
    on.sandbox.edit((world) => {
      const destination = world.destinations.get(groupId(on.sandbox, "analytics_prod"));
      if (destination !== undefined) destination.config["role"] = "OTHER";
    });
    const done = await on.call("write_api", { ...args, confirmation_token: plan.token });
    expect(done.status).toBe("done");
  });

  test("is refused after the thing was renamed", async () => {
    const on = await harness();
    const args = {
      operation_id: "update_system_key",
      params: { keyId: recordId(on.sandbox, "system keys") },
      body: { permissions: [{ resource_type: "USER", access_level: "READ" }] },
    };
    const plan = await on.call("write_api", args);
    expect(shown(on, plan)).toMatchSnapshot();
    on.sandbox.edit((world) => {
      for (const key of world.records.get("system keys")?.values() ?? []) key["name"] = "renamed";
    });
    const again = await on.call("write_api", { ...args, confirmation_token: plan.token });
    expect(again.status).toBe("confirmation_required");
    expect(JSON.stringify(again.data["moved"])).toContain("renamed");
    expect(sent(on.sandbox)).toEqual([]);
  });

  test("says nothing of fields where the body is empty", async () => {
    const on = await harness();
    const plan = await on.call("write_api", {
      operation_id: "resync_connection",
      params: { connectionId: idOf(on.sandbox, "github_repos") },
      body: {},
    });
    expect(shown(on, plan)).toMatchSnapshot();
    expect(plan.status).toBe("confirmation_required");
    expect(planOf(plan).consequences.some((line) => /^[a-z_.]+: /.test(line))).toBe(false);
  });

  test("shows every field, of many too", async () => {
    const on = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
    const config = Object.fromEntries(Array.from({ length: 45 }, (_, n) => [`field_${n}`, n]));
    const plan = await on.call("write_api", {
      operation_id: "create_connection",
      body: { group_id: groupId(on.sandbox, "finance"), service: "stripe", config },
    });
    const lines = planOf(plan).consequences;
    expect(lines.slice(0, 3)).toEqual([
      `group_id: ${groupId(on.sandbox, "finance")}`,
      "service: stripe",
      "config.field_0: 0",
    ]);
    expect(lines[46]).toBe("config.field_44: 44");
    expect(lines[47]).toContain("create_connector");
    expect(lines).toHaveLength(48);
  });

  test("shows lists, objects, empty values and odd keys", async () => {
    const on = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
    const plan = await on.call("write_api", {
      operation_id: "create_connection",
      body: {
        group_id: groupId(on.sandbox, "finance"),
        service: "stripe",
        config: {
          list: ["a", "b"],
          none: [],
          object: {},
          nothing: null,
          flag: false,
          words: 'two words "quoted"',
          nested: [{ table: "t1" }, { table: "t2" }],
          "odd key": 1,
          inner: { api_key: { secret_ref: "env:NAME" }, password: "canary-55d0" },
        },
      },
    });
    expect(plan.isError).toBe(true);
    expect(plan.text + JSON.stringify(plan.data)).not.toContain("canary-55d0");
    const open = await harness({
      env: { FIVETRAN_CONFIRM: "all", FIVETRAN_SECRET_REFS: "NAME", NAME: "canary-55d1" },
    });
    const shownPlan = await open.call("write_api", {
      operation_id: "create_connection",
      body: {
        group_id: groupId(open.sandbox, "finance"),
        service: "stripe",
        config: {
          list: ["a", "b"],
          none: [],
          object: {},
          nothing: null,
          flag: false,
          words: 'two words "quoted"',
          nested: [{ table: "t1" }, { table: "t2" }],
          "odd key": 1,
          api_key: { secret_ref: "env:NAME" },
          inner: { password: "canary-55d0" },
          tokens: ["canary-55d2"],
        },
      },
    });
    expect(shown(open, shownPlan)).toMatchSnapshot();
    expect(shownPlan.text + JSON.stringify(shownPlan.data)).not.toContain("canary");
    const lines = planOf(shownPlan).consequences;
    expect(lines).toEqual(
      expect.arrayContaining([
        "config.list: a, b",
        "config.none: []",
        "config.object: {}",
        "config.flag: false",
        "config.nested[0].table: t1",
        "config.nested[1].table: t2",
        'config."odd key": 1',
        "config.inner.password: ******",
      ]),
    );
    expect(lines.find((line) => line.startsWith("config.api_key"))).toContain("env:NAME");
    // Only the secret in plain text gets advice.
    const advice = lines.find((line) => line.includes("secret_ref"));
    expect(advice).toContain("config.inner.password");
    expect(advice).toContain("config.tokens");
    expect(advice).not.toContain("api_key");
  });

  test("does not say of a secret that it is as it was", async () => {
    const on = await harness({
      env: { FIVETRAN_SECRET_REFS: "NAME", NAME: "canary-55d3" },
    });
    const plan = async (password: unknown) =>
      planOf(await on.call("write_api", host(on, { config: { password } }))).consequences.find(
        (line) => line.startsWith("config.password: "),
      );
    expect(await plan("canary-55d4")).toBe("config.password: ****** -> ******");
    expect(await plan({ secret_ref: "env:NAME" })).toMatch(/^config\.password: [^*]*env:NAME$/);
  });

  test("checks the fields of a destination against its own service, as a read shows it", async () => {
    const on = await harness();
    const refused = await on.call("write_api", host(on, { config: { hots: "x" } }));
    expect(shown(on, refused)).toMatchSnapshot();
    expect(refused.data["error"]).toMatchObject({ type: "input" });
    const other = await on.call("write_api", host(on, { config: { project_id: "x" } }));
    expect(other.data["error"]).toMatchObject({ type: "input" });
    expect(sent(on.sandbox)).toEqual([]);
  });

  test("names a connector that only the body names", async () => {
    const on = await harness();
    const connection_id = idOf(on.sandbox, "mysql_inventory");
    const plan = await on.call("write_api", {
      operation_id: "approve_certificate",
      body: { connection_id, hash: "aGFzaA==", encoded_cert: "Y2VydA==" },
    });
    expect(shown(on, plan)).toMatchSnapshot();
    expect(planOf(plan).targets).toMatchObject([
      { kind: "connector", id: connection_id, name: "mysql_inventory" },
    ]);
  });

  test("shows what the log service of the account was", async () => {
    const on = await harness();
    on.sandbox.fault({
      operation: "get_account_log_service_details",
      ...replying({ id: "log", service: "cloudwatch", enabled: true, config: {} }),
    });
    const plan = await on.call("write_api", {
      operation_id: "update_account_log_service",
      body: { enabled: false },
    });
    expect(shown(on, plan)).toMatchSnapshot();
    expect(planOf(plan).consequences).toContain("enabled: true -> false");
  });

  test("names what a call is about and what that is in", async () => {
    const on = await harness();
    const user = userId(on.sandbox, "linus@example.com");
    const group = groupId(on.sandbox, "analytics_prod");
    const { plan, done } = await planned(on, {
      operation_id: "update_user_membership_in_group",
      params: { userId: user, groupId: group },
      body: { role: "Manage Destination" },
    });
    expect(shown(on, plan)).toMatchSnapshot();
    expect(shown(on, done)).toMatchSnapshot();
    expect(planOf(plan).summary).toContain(`linus@example.com`);
    expect(planOf(plan).summary).toContain(`analytics_prod (${group})`);
    expect(planOf(plan).consequences).toContain('role: "View Destination" -> "Manage Destination"');
    expect(sent(on.sandbox)).toEqual(["update_user_membership_in_group"]);
  });

  test("goes by the id where what it is about may not be read", async () => {
    const on = await harness();
    const user = userId(on.sandbox, "mary@example.com");
    on.sandbox.fault({ operation: "user_details", status: 403 });
    const plan = await on.call("write_api", {
      operation_id: "modify_user",
      params: { userId: user },
      body: { given_name: "Marie" },
    });
    expect(shown(on, plan)).toMatchSnapshot();
    expect(planOf(plan).targets).toMatchObject([{ kind: "user", id: user, name: user }]);
    expect(planOf(plan).consequences).toContain("given_name: Marie");
  });

  test("of what is not there is refused", async () => {
    const on = await harness();
    for (const args of [
      { operation_id: "modify_group", params: { groupId: "none" }, body: { name: "x" } },
      { operation_id: "modify_webhook", params: { webhookId: "none" }, body: { active: true } },
      {
        operation_id: "create_group_webhook",
        params: { groupId: "none" },
        body: { url: "https://h.example.com", events: ["sync_end"] },
      },
    ]) {
      const refused = await on.call("write_api", args);
      expect(shown(on, refused)).toMatchSnapshot();
      expect(refused.data["error"]).toMatchObject({ type: "not_found" });
    }
    expect(sent(on.sandbox)).toEqual([]);
  });

  test("is not made where the read of what it is about fails", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "group_details", status: 500 });
    const refused = await on.call("write_api", {
      operation_id: "modify_group",
      params: { groupId: groupId(on.sandbox, "finance") },
      body: { name: "x" },
    });
    expect(refused.data["error"]).toMatchObject({ type: "unavailable" });
    expect(sent(on.sandbox)).toEqual([]);
  });

  test.each<[string, (on: Harness) => Record<string, unknown>]>([
    [
      "a role in a connector",
      (on) => ({
        operation_id: "add_user_membership_in_connection",
        params: { userId: userId(on.sandbox, "mary@example.com") },
        body: { id: idOf(on.sandbox, "github_repos"), role: "View Connection" },
      }),
    ],
    [
      "a webhook of a group",
      (on) => ({
        operation_id: "create_group_webhook",
        params: { groupId: groupId(on.sandbox, "finance") },
        body: { url: "https://hooks.example.com/x", events: ["sync_end"], active: false },
      }),
    ],
    [
      "an invitation",
      () => ({
        operation_id: "create_user",
        body: { email: "ann@example.com", given_name: "Ann", family_name: "Lee" },
      }),
    ],
    [
      "a state of a connector",
      (on) => ({
        operation_id: "modify_connection_state",
        params: { connectionId: idOf(on.sandbox, "product_events_sdk") },
        body: { state: { cursor: "2026-01-01" } },
      }),
    ],
    [
      "a transformation's schedule and steps",
      (on) => ({
        operation_id: "update_transformation",
        params: { transformationId: transformationId(on.sandbox, "DBT_CORE") },
        body: {
          paused: false,
          transformation_config: { steps: [{ name: "build", command: "dbt run" }] },
        },
      }),
    ],
  ])("of %s", async (_, args) => {
    const on = await harness();
    const plan = await on.call("write_api", args(on));
    expect(plan.status, plan.text).toBe("confirmation_required");
    expect(shown(on, plan)).toMatchSnapshot();
    expect(sent(on.sandbox)).toEqual([]);
  });
});

describe("the outcome", () => {
  const rename = (on: Harness) => ({
    operation_id: "modify_group",
    params: { groupId: groupId(on.sandbox, "finance") },
    body: { name: "treasury" },
  });

  test("a refusal of Fivetran's is returned with its words", async () => {
    const on = await harness();
    const refused = await on.call("write_api", { ...rename(on), body: { name: "9 lives" } });
    expect(shown(on, refused)).toMatchSnapshot();
    expect(refused.isError).toBe(true);
    expect(on.sandbox.effects()).toEqual([]);
  });

  test("a refusal of Fivetran's is a part of the outcome where tests would have followed", async () => {
    const on = await harness();
    const args = {
      operation_id: "modify_destination",
      params: { destinationId: groupId(on.sandbox, "staging") },
      body: { networking_method: "Directly" },
    };
    const { token } = await on.call("write_api", args);
    on.sandbox.fault({
      operation: "modify_destination",
      status: 400,
      body: JSON.stringify({ code: "InvalidInput", message: "Not today" }),
    });
    const refused = await on.call("write_api", { ...args, confirmation_token: token });
    expect(refused).toMatchObject({ status: "partial", isError: true });
    expect(refused.text).toContain("Not today");
    expect(refused.data["read_back"]).toBeUndefined();
  });

  test("whose reply was lost is verified by a read", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "modify_group", status: 502, when: "after" });
    const done = await on.call("write_api", rename(on));
    expect(shown(on, done)).toMatchSnapshot();
    expect(done).toMatchObject({ isError: false, status: "done" });
    expect(done.data["verified"]).toEqual(expect.any(String));
    expect(on.sandbox.effects()).toHaveLength(1);
  });

  test("that never took effect and has no reply is unknown", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "create_group", reset: true });
    const lost = await on.call("write_api", {
      operation_id: "create_group",
      body: { name: "fresh" },
    });
    expect(shown(on, lost)).toMatchSnapshot();
    expect(lost.isError).toBe(true);
    expect(on.sandbox.effects()).toEqual([]);
  });

  test("that shows another value than was sent is not done", async () => {
    const on = await harness();
    on.sandbox.fault({
      operation: "modify_group",
      ...replying({ id: groupId(on.sandbox, "finance"), name: "finance" }),
    });
    const done = await on.call("write_api", rename(on));
    expect(shown(on, done)).toMatchSnapshot();
    expect(done.data["differs"]).toEqual(["name"]);
  });

  test("of something new that is not as it was sent says which fields", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "create_group", ...replying({ id: "g", name: "other" }) });
    const made = await on.call("write_api", {
      operation_id: "create_group",
      body: { name: "fresh" },
    });
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.data).toMatchObject({ target: "other (g)", differs: ["name"] });
    expect(made.text).toContain("it may be about another object");
    expect(made.text).toContain("Next: read_api operation_id=list_all_groups");
  });

  test("of something new that is about another object is not shown as the new one", async () => {
    const on = await harness();
    const other = { id: groupId(on.sandbox, "finance"), name: "finance" };
    on.sandbox.fault({ operation: "create_group", when: "after", ...replying(other) });
    const made = await on.call("write_api", {
      operation_id: "create_group",
      body: { name: "fresh" },
    });
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.data).toMatchObject({ target: "fresh", not_visible_yet: ["what it created"] });
    expect(made.text).not.toMatch(/finance|not applied/);
    expect(changes(on.sandbox)).toHaveLength(1);
  });

  test("of something new that is odd, and that the list shows as it was sent, is done", async () => {
    const on = await harness();
    const made = await on.call("write_api", {
      operation_id: "create_group",
      body: { name: "fresh" },
    });
    const { id } = z.looseObject({ id: z.string() }).parse(made.data["response"]);
    on.sandbox.fault({ operation: "create_group", ...replying({ id, name: "0" }) });
    const odd = await on.call("write_api", {
      operation_id: "create_group",
      body: { name: "fresh" },
    });
    expect(odd).toMatchObject({ status: "done", isError: false });
    expect(odd.data).toMatchObject({ target: `fresh (${id})`, response: { name: "fresh" } });
  });

  test("of something new in a thing is about that thing", async () => {
    const on = await harness();
    const group = groupId(on.sandbox, "finance");
    const { done } = await planned(on, {
      operation_id: "create_group_webhook",
      params: { groupId: group },
      body: { url: "https://hooks.example.com/x", events: ["sync_end"], active: false },
    });
    expect(shown(on, done)).toMatchSnapshot();
    expect(done.data["target"]).toBe(`finance (${group})`);
  });

  test("that is replaced by a message only is read back", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "modify_group", ...replying(undefined, "Updated") });
    const done = await on.call("write_api", rename(on));
    expect(shown(on, done)).toMatchSnapshot();
    expect(done.data).toMatchObject({
      message: "Updated",
      response: { name: "finance" },
      not_visible_yet: ["name"],
    });
    // A read that is not permitted is left out, but a failed read is an error.
    on.sandbox.fault({ operation: "group_details", calls: [2], status: 403 });
    const closed = await on.call("write_api", rename(on));
    expect(closed.status).toBe("done");
    expect(closed.data["response"]).toBeUndefined();
    // The list that shows the new member is read, but not shown.
    const tested = await agreed(on, "write_api", {
      operation_id: "add_user_to_group",
      params: { groupId: groupId(on.sandbox, "finance") },
      body: { email: "mary@example.com", role: "View Destination" },
    });
    expect(shown(on, tested)).toMatchSnapshot();
    expect(tested.data["response"]).toBeUndefined();
  });

  test("that is too large is left out, with a note", async () => {
    const on = await harness();
    on.sandbox.fault({
      operation: "modify_group",
      ...replying({
        name: "treasury",
        list: Array.from({ length: 900 }, () => "an item of a list of many such"),
      }),
    });
    const done = await on.call("write_api", rename(on));
    expect(shown(on, done)).toMatchSnapshot();
    expect(done.data["response"]).toBeUndefined();
    expect(done.data["notes"]).toHaveLength(1);
    expect(done.data["differs"]).toBeUndefined();
  });

  test("without the secret that was expected says so", async () => {
    const on = await harness({ env: { FIVETRAN_SECRETS_DIR: await temporaryFolder() } });
    const args = {
      operation_id: "rotate_system_key",
      params: { keyId: recordId(on.sandbox, "system keys") },
      body: { expiration_period: "ONE_WEEK" },
    };
    const plan = await on.call("write_api", args);
    expect(shown(on, plan)).toMatchSnapshot();
    on.sandbox.fault({ operation: "rotate_system_key", ...replying({ id: "k", name: "ci" }) });
    const done = await on.call("write_api", { ...args, confirmation_token: plan.token });
    expect(shown(on, done)).toMatchSnapshot();
    expect(done.data["kept"]).toBeUndefined();
    expect(done.data["notes"]).toHaveLength(1);
  });

  test("masks a secret in the reply, and of a destination by its service", async () => {
    const on = await harness();
    const args = {
      operation_id: "modify_destination",
      params: { destinationId: groupId(on.sandbox, "analytics_prod") },
      body: { config: { host: "new.example.com" } },
    };
    const plan = await on.call("write_api", args);
    on.sandbox.fault({
      operation: "modify_destination",
      ...replying({
        service: "snowflake",
        time_zone_offset: "-5",
        config: { host: "new.example.com", password: "canary-77", private_key: "canary-78" },
      }),
    });
    const done = await on.call("write_api", { ...args, confirmation_token: plan.token });
    expect(done.data["response"]).toMatchObject({
      config: { host: "new.example.com", password: "******", private_key: "******" },
    });
    expect(done.text + JSON.stringify(done.data)).not.toContain("canary");
  });
});

test("by the operator's scope there is no such tool, or no such operation", async () => {
  const { client } = await harness({ env: { FIVETRAN_SCOPE: "read" } });
  const names = (await client.listTools()).tools.map(({ name }) => name);
  expect(names).not.toContain("write_api");
  expect(names).toContain("read_api");
  const on = await harness({ env: { DISALLOWED_ACTIONS: "groups:write" } });
  const refused = await on.call("write_api", {
    operation_id: "create_group",
    body: { name: "fresh" },
  });
  expect(shown(on, refused)).toMatchSnapshot();
  expect(refused.data["error"]).toMatchObject({
    type: "policy_denied",
    setting: "DISALLOWED_ACTIONS",
  });
  expect(sent(on.sandbox)).toEqual([]);
});

const BAD: [string, Record<string, unknown>, string][] = [
  [
    "an unknown field",
    { operation_id: "create_group", body: { nam: "x" } },
    '"nam" is not a field. Did you mean name?',
  ],
  ["a wrong type", { operation_id: "create_group", body: { name: 5 } }, "name must be a string"],
  [
    "a wrong choice",
    {
      operation_id: "create_private_link",
      body: { name: "x", region: "GCP_US_EAST", service: "SOURCE_AWS" },
    },
    "Did you mean GCP_US_EAST4?",
  ],
  [
    "a missing field",
    { operation_id: "create_user", body: { email: "a@b.c" } },
    "given_name is required",
  ],
  [
    "a field within",
    {
      operation_id: "create_transformation",
      body: { type: "DBT_CORE", transformation_config: { name: "x", project_id: "p", step: [] } },
    },
    "Did you mean steps?",
  ],
  [
    "an unknown variant",
    {
      operation_id: "create_destination",
      body: { group_id: "g", service: "snowflak", time_zone_offset: "0" },
    },
    "Did you mean snowflake",
  ],
  [
    "a field of another service",
    {
      operation_id: "create_destination",
      body: {
        group_id: "g",
        service: "big_query",
        time_zone_offset: "0",
        config: { host: "x" },
      },
    },
    '"config.host" is not a field.',
  ],
  [
    "a word for a number",
    {
      operation_id: "create_destination",
      body: { group_id: "g", service: "snowflake", time_zone_offset: "0", config: { port: "any" } },
    },
    "config.port must be an integer",
  ],
  [
    "a body that it does not take",
    { operation_id: "cancel_transformation", params: { transformationId: "x" }, body: { a: 1 } },
    "does not take a body",
  ],
  [
    "a change of nothing",
    { operation_id: "modify_group", params: { groupId: "x" }, body: {} },
    "changes nothing without a body",
  ],
  [
    "a masked value",
    { operation_id: "modify_webhook", params: { webhookId: "x" }, body: { secret: "******" } },
    "body.secret is a masked value",
  ],
  [
    "a reference where no secret goes",
    { operation_id: "create_group", body: { name: { secret_ref: "env:OPEN_SESAME" } } },
    "name is not a secret field",
  ],
  [
    "a connect card",
    { operation_id: "connect_card", params: { connectionId: "x" } },
    "create_connect_card",
  ],
  [
    "a card within",
    {
      operation_id: "create_connection",
      body: { group_id: "g", service: "s", connect_card_config: { redirect_uri: "https://a.b" } },
    },
    "create_connect_card",
  ],
  ["a read", { operation_id: "list_all_users" }, "Use read_api"],
  ["a delete", { operation_id: "delete_user" }, "Use delete_api"],
  ["an upload", { operation_id: "create_connector_sdk_package" }, "fivetran.sdkPackages"],
  [
    "a parameter that climbs",
    { operation_id: "modify_group", params: { groupId: "../users" }, body: { name: "x" } },
    "is invalid for modify_group",
  ],
];

test.each(BAD)("%s is refused and nothing is sent", async (_, args, words) => {
  const on = await harness({
    env: { FIVETRAN_SECRET_REFS: "OPEN_SESAME", OPEN_SESAME: "canary-9f31c0" },
  });
  const { sandbox } = on;
  const refused = await on.call("write_api", args);
  const { isError, text, data } = refused;
  expect(shown(on, refused)).toMatchSnapshot();
  expect(isError).toBe(true);
  expect(text).toContain(words);
  expect(data["error"]).toMatchObject({ type: "input" });
  expect(sandbox.requests()).toEqual([]);
});

test("a map takes any name, and its values are checked", async () => {
  const { call, sandbox } = await harness();
  const connectionId = idOf(sandbox, "postgres_orders");
  const args = { operation_id: "resync_tables", params: { connectionId } };
  const plan = await call("write_api", { ...args, body: { public: ["orders"] } });
  expect(plan.status).toBe("confirmation_required");
  expect(plan.text).toContain("- public: orders");
  expect(plan.text).toContain("resync_connector does the same with more checks.");
  const wrong = await call("write_api", { ...args, body: { public: { orders: true } } });
  expect(wrong.text).toContain("public must be a list");
});

describe("the long tail's jobs", () => {
  test("a user with a role in a group", async () => {
    const fixture = await harness();
    const group = groupId(fixture.sandbox, "finance");
    const invited = await agreed(fixture, "write_api", {
      operation_id: "create_user",
      body: { email: "ann@example.com", given_name: "Ann", family_name: "Lee" },
    });
    expect(invited.plan).toContain(
      "Fivetran sends an invitation by e-mail, except to a service account.",
    );
    expect(invited.status).toBe("done");
    const added = await agreed(fixture, "write_api", {
      operation_id: "add_user_to_group",
      params: { groupId: group },
      body: { email: "ann@example.com", role: "Manage Destination" },
    });
    expect(added.plan).toContain(`finance (${group})`);
    expect(added.status).toBe("done");
    const users = await fixture.call("read_api", {
      operation_id: "list_all_users_in_group",
      params: { groupId: group },
      fields: ["email", "role"],
    });
    expect(users.text).toContain('email="ann@example.com" role="Manage Destination"');
  });

  test("a webhook, made and tested", async () => {
    const fixture = await harness();
    const made = await agreed(fixture, "write_api", {
      operation_id: "create_account_webhook",
      body: { url: "https://hooks.example.com/fivetran", events: ["sync_end"], active: false },
    });
    expect(made.plan).toContain("will be sent to this address");
    const { id } = idIn(made.data["response"]);
    const tested = await fixture.call("write_api", {
      operation_id: "test_webhook",
      params: { webhookId: id },
      body: { event: "sync_end" },
    });
    // Nothing listens there, so the request succeeded and the test failed.
    expect(tested).toMatchObject({
      isError: true,
      status: "partial",
      data: { response: { succeed: false } },
    });
    expect(tested.text).toContain("test_webhook was sent, but reports a failure");
  });

  test("a dbt transformation that follows chosen connectors", async () => {
    const fixture = await harness();
    const group_id = groupId(fixture.sandbox, "analytics_prod");
    const connection = idOf(fixture.sandbox, "postgres_orders");
    const project = await agreed(fixture, "write_api", {
      operation_id: "create_transformation_project",
      body: {
        group_id,
        type: "DBT_CORE",
        project_config: {
          dbt_version: "1.9.0",
          default_schema: "marts",
          git_remote_url: "git@example.com:acme/dbt.git",
        },
      },
    });
    const made = await agreed(fixture, "write_api", {
      operation_id: "create_transformation",
      body: {
        type: "DBT_CORE",
        schedule: { schedule_type: "INTEGRATED", connection_ids: [connection] },
        transformation_config: {
          project_id: idIn(project.data["response"]).id,
          name: "marts",
          steps: [{ name: "build", command: "dbt build" }],
        },
      },
    });
    expect(made.status).toBe("done");
    expect(made.plan).toContain(`- schedule.connection_ids: ${connection}`);
    expect(made.text).toContain("schedule.schedule_type=INTEGRATED");
  });
});

function idIn(reply: unknown): { id: string } {
  const id: unknown = typeof reply === "object" && reply !== null ? Reflect.get(reply, "id") : "";
  return { id: String(id) };
}

test("a thing of another group is refused before anybody is asked", async () => {
  const outside = await harness();
  const group = groupId(outside.sandbox, "finance");
  const own = groupId(outside.sandbox, "staging");
  const { call } = await harness({
    account: { sandbox: outside.sandbox, url: outside.url },
    env: { FIVETRAN_GROUPS: own },
  });
  const refused = await call("write_api", {
    operation_id: "modify_destination",
    params: { destinationId: group },
    body: { config: { host: "x.example.com" } },
  });
  expect(refused.data["error"]).toMatchObject({
    type: "policy_denied",
    setting: "FIVETRAN_GROUPS",
  });
  const connection = idOf(outside.sandbox, "netsuite_finance");
  for (const step of [
    { operation_id: "resync_tables", params: { connectionId: connection }, body: { a: ["b"] } },
    {
      operation_id: "create_group_webhook",
      params: { groupId: group },
      body: { url: "https://hook.example.com", events: ["sync_end"] },
    },
  ]) {
    const planned = await call("write_api", step);
    expect(planned.data["error"], step.operation_id).toMatchObject({ type: "policy_denied" });
  }
  expect(outside.sandbox.effects()).toEqual([]);
});
