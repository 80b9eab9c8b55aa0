import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { type Connection, connectionNamed, type Sandbox } from "../../src/sandbox/index.js";
import { type Harness, harness, idOf } from "../harness.js";
import {
  connectionOf,
  consequencesOf,
  groupId,
  idsIn,
  sameName,
  sent,
  shownStable,
  targetIds,
  undoIn,
} from "./change-facts.js";

const group = { group: "analytics_prod" };

/** The plan for the next part in a result. */
const Next = z.object({
  status: z.literal("confirmation_required"),
  plan: z.looseObject({ targets: z.array(z.looseObject({ id: z.string() })) }),
  confirmation_token: z.string(),
  expires_at: z.string(),
  next: z.string().startsWith("These were not changed yet."),
});

/**
 * Returns the ids of the matching connections in the order of their names, from the world itself.
 */
function idsOf(sandbox: Sandbox, fits: (connection: Connection) => boolean): string[] {
  const found: Connection[] = [];
  sandbox.edit((world) => {
    found.push(...[...world.connections.values()].filter(fits));
  });
  return found.sort((a, b) => (a.schema < b.schema ? -1 : 1)).map(({ id }) => id);
}

/** Returns the changed ids. Several are changed at the same time, in any order. */
const changedIds = (sandbox: Sandbox) =>
  sandbox
    .effects()
    .map(({ target }) => target)
    .sort();

const firstGroup = ({ sandbox }: Pick<Harness, "sandbox">) => {
  let id = "";
  sandbox.edit((world) => {
    id = [...world.groups.keys()][0] ?? "";
  });
  return id;
};

const pausedIds = (sandbox: Sandbox) => idsOf(sandbox, ({ paused }) => paused);

test("pauses up to five at once, skips those that are paused, and shows the call that undoes it", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const pausedBefore = pausedIds(sandbox);

  const done = await call("pause_connectors", {
    connectors: ["zendesk_support", "mysql_legacy", "mongo_events"],
  });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(shownStable(on, done)).toMatchSnapshot();
  const changed = [idOf(sandbox, "mongo_events"), idOf(sandbox, "zendesk_support")];
  expect(idsIn(done.data["changed"])).toEqual(changed);
  expect(idsIn(done.data["already"])).toEqual([idOf(sandbox, "mysql_legacy")]);
  expect(sent(on).sort()).toEqual([
    'PATCH /v1/connections/id:mongo_events {"paused":true,"run_setup_tests":false}',
    'PATCH /v1/connections/id:zendesk_support {"paused":true,"run_setup_tests":false}',
  ]);
  expect(pausedIds(sandbox)).toEqual(expect.arrayContaining([...pausedBefore, ...changed]));
  expect(pausedIds(sandbox)).toHaveLength(pausedBefore.length + 2);

  const { tool, arguments: args } = undoIn(done);
  expect(args).toEqual({ connectors: changed });
  const undone = await call(tool, args);
  expect(undone).toMatchObject({ status: "done", isError: false });
  expect(pausedIds(sandbox)).toEqual(pausedBefore);
});

test("pauses one by its id, given twice over, with one request", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "zendesk_support");

  const done = await on.call("pause_connectors", { connectors: [id, "zendesk_support"] });

  expect(shownStable(on, done)).toMatchSnapshot();
  expect(idsIn(done.data["changed"])).toEqual([id]);
  expect(sent(on)).toHaveLength(1);
});

test("five need no confirmation, six do", async () => {
  const { call, sandbox } = await harness();
  const six = idsOf(sandbox, ({ paused, group_id }) => !paused && group_id !== "").slice(0, 6);

  const plan = await call("pause_connectors", { connectors: six });
  expect(plan.status).toBe("confirmation_required");
  expect(targetIds(plan)).toEqual(six);
  expect(sandbox.effects()).toEqual([]);

  const done = await call("pause_connectors", { connectors: six.slice(0, 5) });
  expect(done.status).toBe("done");
  expect(idsIn(done.data["changed"])).toEqual(six.slice(0, 5));
});

test("while several are paused, each that is done is reported with the number of all", async () => {
  const { client, sandbox } = await harness();
  const connectors = idsOf(sandbox, ({ paused }) => !paused).slice(0, 3);
  const seen: unknown[] = [];
  await client.callTool(
    { name: "pause_connectors", arguments: { connectors } },
    { onprogress: (one) => seen.push(one) },
  );
  expect(seen).toEqual(
    [1, 2, 3].map((done) => ({ progress: done, total: 3, message: `${done} of 3` })),
  );
});

test("a plan of many names every one, is carried out as shown, and only once", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const inGroup = groupId(sandbox, "analytics_prod");
  const truth = idsOf(sandbox, ({ paused, group_id }) => !paused && group_id === inGroup);

  const plan = await call("pause_connectors", group);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(shownStable(on, plan)).toMatchSnapshot();
  expect(targetIds(plan)).toEqual(truth);
  expect(sent(on)).toEqual([]);

  const confirmed = { ...group, confirmation_token: plan.token };
  const done = await call("pause_connectors", confirmed);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(done.data).toMatchObject({ changed_count: truth.length });
  expect(done.data).not.toHaveProperty("changed");
  expect(undoIn(done)).toEqual({ tool: "resume_connectors", arguments: { connectors: truth } });
  expect(changedIds(sandbox)).toEqual([...truth].sort());
  expect(sent(on)).toHaveLength(truth.length);
  expect(sent(on).every((line) => line.endsWith('{"paused":true,"run_setup_tests":false}'))).toBe(
    true,
  );

  const again = await call("pause_connectors", confirmed);
  expect(again).toEqual(done);
  expect(sent(on)).toHaveLength(truth.length);
});

test("ten are named, eleven are counted", async () => {
  for (const [n, named] of [
    [10, true],
    [11, false],
  ] as const) {
    const { call, sandbox } = await harness();
    const connectors = idsOf(sandbox, ({ paused }) => !paused).slice(0, n);
    const { token } = await call("pause_connectors", { connectors });
    const done = await call("pause_connectors", { connectors, confirmation_token: token });
    expect(idsIn(done.data["changed"])).toEqual(named ? connectors : []);
    expect(done.data["changed_count"]).toBe(named ? undefined : n);
    const again = await call("pause_connectors", { connectors });
    expect(again.status).toBe("nothing_to_do");
    expect(idsIn(again.data["already"])).toEqual(named ? connectors : []);
    expect(again.data["already_count"]).toBe(named ? undefined : n);
  }
});

test("a plan names ten that are paused already, and counts eleven", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const ids = idsOf(sandbox, ({ paused }) => !paused);
  sandbox.edit((world) => {
    for (const id of ids.slice(0, 11)) connectionNamed(world, id).paused = true;
  });

  const eleven = await call("pause_connectors", { connectors: ids.slice(0, 18) });
  expect(targetIds(eleven)).toEqual(ids.slice(11, 18));
  expect(shownStable(on, eleven)).toMatchSnapshot();
  const ten = await call("pause_connectors", { connectors: ids.slice(1, 18) });
  expect(targetIds(ten)).toEqual(ids.slice(11, 18));
  const names = (of: string[]) => consequencesOf(of === ids ? eleven : ten).join("\n");
  expect(ids.slice(1, 11).every((id) => names([]).includes(id))).toBe(true);
  expect(ids.slice(1, 11).some((id) => names(ids).includes(id))).toBe(false);
});

test("more than ten that are cut off in a run are named up to ten, then counted", async () => {
  const on = await harness();
  const ids = idsOf(on.sandbox, ({ paused }) => !paused).slice(0, 12);
  on.sandbox.edit((world) => {
    for (const id of ids) {
      const { status, backstage } = connectionNamed(world, id);
      status.sync_state = "syncing";
      backstage.hold = { heals_on: [], since: on.sandbox.now().getTime() };
    }
  });
  const plan = await on.call("pause_connectors", { connectors: ids });
  const cut = consequencesOf(plan).find((line) => line.includes(ids[0] ?? "?")) ?? "";
  expect(ids.filter((id) => cut.includes(id))).toEqual(ids.slice(0, 10));
  expect(cut).toContain("2 more");
});

test.each<[Record<string, unknown>, (connection: Connection, groupId: string) => boolean]>([
  [{ service: "postgres" }, ({ service }) => service === "postgres"],
  [{ service: "POSTGRES" }, ({ service }) => service === "postgres"],
  [{ words: "Ads" }, ({ schema, service }) => /(^|_)ads/.test(`${schema} ${service}`)],
  [
    { words: "google ads" },
    ({ schema, service }) => /(?=.*google)(?=.*_ads)/.test(`${schema} ${service}`),
  ],
  [{ words: "sql_server" }, ({ service }) => service === "sql_server"],
  [{ states: ["syncing"] }, ({ status }) => status.sync_state === "syncing"],
  [{ states: ["incomplete"] }, ({ status }) => status.setup_state === "incomplete"],
  [{ states: ["delayed"] }, ({ status }) => status.update_state === "delayed"],
  [{ states: ["stuck"] }, ({ schema }) => schema === "mongo_events"],
  [
    { states: ["incomplete", "syncing"] },
    ({ status }) => status.setup_state === "incomplete" || status.sync_state === "syncing",
  ],
  [{ group: "finance" }, ({ group_id }, finance) => group_id === finance],
  [
    { group: "finance", states: ["broken"] },
    ({ group_id, status }, finance) => group_id === finance && status.setup_state === "broken",
  ],
  [
    { group: "finance", service: "xero", words: "ledger" },
    ({ group_id, service }, finance) => group_id === finance && service === "xero",
  ],
])("the filter %j takes exactly what fits", async (args, fits) => {
  const { call, sandbox } = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
  const finance = groupId(sandbox, "finance");
  const truth = idsOf(sandbox, (connection) => !connection.paused && fits(connection, finance));
  expect(truth.length).toBeGreaterThan(0);

  const plan = await call("pause_connectors", args);

  expect(plan.status).toBe("confirmation_required");
  expect(targetIds(plan)).toEqual(truth);
});

test("a filter by the id of a group or connector works as by its name", async () => {
  const { call, sandbox } = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
  const byGroup = await call("pause_connectors", { group: groupId(sandbox, "finance") });
  expect(targetIds(byGroup)).toEqual(
    targetIds(await call("pause_connectors", { group: "finance" })),
  );
  const id = idOf(sandbox, "xero_ledger");
  expect(targetIds(await call("pause_connectors", { words: id }))).toEqual([id]);
});

test("two of the same name come in the order of their ids", async () => {
  const { call, sandbox } = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
  sameName(sandbox, "xero_ledger", "zendesk_support");
  const ids = idsOf(sandbox, ({ schema }) => schema === "zendesk_support").sort();
  expect(targetIds(await call("pause_connectors", { words: "zendesk_support" }))).toEqual(ids);
});

test("what matches only since the plan was made is shown and left alone", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const args = { ...group, states: ["ok"] };
  const plan = await call("pause_connectors", args);
  expect(plan.status).toBe("confirmation_required");
  const planned = targetIds(plan);
  sandbox.edit((world) => {
    const connection = connectionNamed(world, "recurly_subscriptions");
    connection.backstage.hold = null;
    connection.succeeded_at = new Date(sandbox.now().getTime() - 60_000).toISOString();
    connection.status.update_state = "on_schedule";
  });

  const done = await call("pause_connectors", { ...args, confirmation_token: plan.token });

  expect(done).toMatchObject({ status: "done", isError: false, data: { not_in_plan_count: 1 } });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(idsIn(done.data["not_in_plan"])).toEqual([idOf(sandbox, "recurly_subscriptions")]);
  expect(changedIds(sandbox)).toEqual([...planned].sort());
});

test("what no longer matches is still paused, as planned", async () => {
  const { call, sandbox } = await harness();
  const args = { ...group, states: ["on_schedule"] };
  const plan = await call("pause_connectors", args);
  const planned = targetIds(plan);
  const id = idOf(sandbox, "zendesk_support");
  expect(planned).toContain(id);
  sandbox.edit((world) => {
    connectionNamed(world, id).status.update_state = "delayed";
  });

  const done = await call("pause_connectors", { ...args, confirmation_token: plan.token });

  expect(done.status).toBe("done");
  expect(changedIds(sandbox)).toEqual([...planned].sort());
});

test("a plan whose targets changed since is refused with the difference, and a new plan is made", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const plan = await call("pause_connectors", group);
  sandbox.edit((world) => {
    connectionNamed(world, "zendesk_support").paused = true;
  });

  const moved = await call("pause_connectors", { ...group, confirmation_token: plan.token });

  expect(moved.status).toBe("confirmation_required");
  expect(shownStable(on, moved)).toMatchSnapshot();
  expect(String(moved.data["moved"])).toContain("zendesk_support.paused: false → true");
  expect(moved.token).not.toBe(plan.token);
  expect(sent(on)).toEqual([]);
});

test("two of the same name in a plan are distinguished by their ids", async () => {
  const on = await harness();
  sameName(on.sandbox, "xero_ledger", "zendesk_support");
  const args = { words: "zendesk_support" };
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      if (connection.schema === "zendesk_support") connection.paused = false;
    }
  });
  const all = await harness({
    account: { sandbox: on.sandbox, url: on.url },
    env: { FIVETRAN_CONFIRM: "all" },
  });
  const plan = await all.call("pause_connectors", args);
  const ids = targetIds(plan);
  expect(ids).toHaveLength(2);
  on.sandbox.edit((world) => {
    for (const id of ids) {
      const connection = world.connections.get(id);
      if (connection !== undefined) connection.paused = true;
    }
  });
  const moved = await all.call("pause_connectors", { ...args, confirmation_token: plan.token });
  const lines = ids.map((id) => `zendesk_support ${id}.paused: false → true`);
  expect(String(moved.data["moved"]).split(",")).toEqual(expect.arrayContaining(lines));
});

test.each(["pause_connectors", "resume_connectors"])(
  "%s shows what could not be read where nothing is asked first",
  async (tool) => {
    const on = await harness();
    on.sandbox.fault({ operation: "list_destinations", status: 403 });
    const words = tool === "pause_connectors" ? "zendesk_support" : "mysql_legacy";
    const done = await on.call(tool, { words });
    expect(done.status).toBe("done");
    expect(done.data["notes"]).toEqual([expect.stringMatching(/^destinations could not be read/)]);
    expect(done.text).toContain("Note: destinations could not be read");
  },
);

test("nothing is sent when all are paused already, or none matches", async () => {
  const on = await harness();
  const { call, sandbox } = on;

  const already = await call("pause_connectors", { connectors: ["mysql_legacy"] });
  expect(already).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(shownStable(on, already)).toMatchSnapshot();
  expect(idsIn(already.data["already"])).toEqual([idOf(sandbox, "mysql_legacy")]);
  expect(already.data).not.toHaveProperty("undo");

  const none = await call("pause_connectors", { words: "no such thing" });
  expect(none).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(shownStable(on, none)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test("an empty account has nothing to pause", async () => {
  const on = await harness({ sandbox: { world: "empty" } });
  const none = await on.call("pause_connectors", { states: ["connected"] });
  expect(none).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(shownStable(on, none)).toMatchSnapshot();
});

test("takes a hundred a plan, and the same call again for the rest", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 130 } });
  const { call, sandbox } = on;
  const all = { states: ["connected", "incomplete", "broken"] };
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) connection.paused = false;
  });
  const ids = idsOf(sandbox, () => true);

  const plan = await call("pause_connectors", all);
  expect(targetIds(plan)).toEqual(ids.slice(0, 100));
  expect(plan.text).toContain("30");
  const outside = consequencesOf(plan)[0] ?? "";
  expect(ids.slice(100).filter((id) => outside.includes(id))).toEqual(ids.slice(100, 103));
  const done = await call("pause_connectors", { ...all, confirmation_token: plan.token });
  expect(done.data).toMatchObject({ status: "done", changed_count: 100, not_in_plan_count: 30 });
  expect(idsIn(done.data["not_in_plan"])).toEqual(ids.slice(100, 110));
  expect(shownStable(on, done)).toMatchSnapshot();

  const next = Next.parse(done.data["next_part"]);
  expect(next.plan.targets.map(({ id }) => id)).toEqual(ids.slice(100));
  expect(pausedIds(sandbox)).toEqual(ids.slice(0, 100));
  const token = { confirmation_token: next.confirmation_token };
  const rest = await call("pause_connectors", { ...all, ...token });
  expect(rest.data).toMatchObject({ status: "done", changed_count: 30 });
  expect(rest.data).not.toHaveProperty("next_part");
  expect(pausedIds(sandbox)).toEqual(ids);
  // The record of the first part contains no token.
  const again = await call("pause_connectors", { ...all, confirmation_token: plan.token });
  expect(again.data).toEqual({ ...done.data, next_part: undefined });
});

test("the plan for the next part is refused once its state has changed, and a new call can replace it", async () => {
  const { call, sandbox } = await harness({ sandbox: { world: "large", connections: 130 } });
  const all = { states: ["connected", "incomplete", "broken"] };
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) connection.paused = false;
  });
  const ids = idsOf(sandbox, () => true);
  const plan = await call("pause_connectors", all);
  const done = await call("pause_connectors", { ...all, confirmation_token: plan.token });
  const { confirmation_token } = Next.parse(done.data["next_part"]);
  sandbox.edit((world) => {
    connectionNamed(world, ids[110] ?? "").paused = true;
  });

  const moved = await call("pause_connectors", { ...all, confirmation_token });

  expect(moved.status).toBe("confirmation_required");
  expect(moved.text).toContain("paused: false → true");
  expect(pausedIds(sandbox)).toEqual([...ids.slice(0, 100), ids[110]]);
  const repeated = await call("pause_connectors", all);
  expect(targetIds(repeated)).toEqual([...ids.slice(100, 110), ...ids.slice(111)]);
});

test.each([
  [
    "the result would be too long",
    { name: (name: string) => name + "_long".repeat(28), fails: false },
  ],
  ["a connector of the first part failed", { name: (name: string) => name, fails: true }],
])("there is no plan for the next part if %s", async (_, { name, fails }) => {
  const { call, sandbox } = await harness({ sandbox: { world: "large", connections: 210 } });
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      connection.paused = false;
      connection.schema = name(connection.schema);
    }
  });
  const all = { states: ["connected", "incomplete", "broken"] };
  const plan = await call("pause_connectors", all);
  const [first = ""] = idsOf(sandbox, () => true);
  if (fails) sandbox.fault({ path: first, method: "PATCH", status: 400, body: "{}" });

  const done = await call("pause_connectors", { ...all, confirmation_token: plan.token });

  expect(done.data).toMatchObject({ changed_count: fails ? 99 : 100, not_in_plan_count: 110 });
  expect(done.text).toContain("repeat the call for the remaining ones");
  expect(done.data).not.toHaveProperty("next_part");
  // No plan waits for a confirmation that nobody can give.
  const other = await call("delete_connector", {
    connector: idsOf(sandbox, () => true)[150] ?? "",
  });
  expect(other.status).toBe("confirmation_required");
  expect(other.text).not.toContain("is also waiting");
});

test("a paused group is resumed in parts as well, also by its link", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 260 } });
  on.sandbox.edit((world) => {
    const [first] = world.groups.values();
    for (const connection of [...world.connections.values()].slice(0, 220)) {
      connection.paused = true;
      connection.group_id = first?.id ?? "";
    }
  });
  const own = idsOf(on.sandbox, ({ group_id, paused }) => paused && group_id === firstGroup(on));
  const args = { group: `https://fivetran.com/dashboard/destinations/${firstGroup(on)}` };
  let token: string | undefined = (await on.call("resume_connectors", args)).token;
  const changed: unknown[] = [];
  while (token !== undefined) {
    const done = await on.call("resume_connectors", { ...args, confirmation_token: token });
    changed.push(done.data["changed_count"]);
    const next = Next.safeParse(done.data["next_part"]);
    token = next.success ? next.data.confirmation_token : undefined;
  }
  expect(changed).toEqual([100, 100, own.length - 200]);
  expect(changedIds(on.sandbox)).toEqual([...own].sort());
});

test("a person is asked about one part, and a new call asks about the next", async () => {
  const questions: string[] = [];
  const { call, sandbox, stateDir } = await harness({
    sandbox: { world: "large", connections: 130 },
    env: { FIVETRAN_APPROVAL: "person" },
    elicit(message) {
      questions.push(message);
      return { action: "accept" };
    },
  });
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) connection.paused = false;
  });
  const all = { states: ["connected", "incomplete", "broken"] };
  const done = await call("pause_connectors", all);
  expect(questions).toHaveLength(1);
  expect(done.data).toMatchObject({ changed_count: 100, not_in_plan_count: 30 });
  expect(done.data).not.toHaveProperty("next_part");
  // No question is kept that nobody is asked.
  const kept = await readdir(join(stateDir, "plans"));
  expect(kept.filter((name) => name.endsWith(".plan"))).toHaveLength(1);
  const rest = await call("pause_connectors", all);
  expect(questions).toHaveLength(2);
  expect(rest.data).toMatchObject({ changed_count: 30 });
});

test("one that fails keeps none of the others from being paused", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const connectors = ["github_repos", "jira_engineering", "zendesk_support"];
  const body = JSON.stringify({ code: "InvalidInput", message: "no such luck" });
  sandbox.fault({ path: idOf(sandbox, "jira_engineering"), method: "PATCH", status: 400, body });

  const done = await call("pause_connectors", { connectors });

  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(idsIn(done.data["changed"])).toEqual([
    idOf(sandbox, "github_repos"),
    idOf(sandbox, "zendesk_support"),
  ]);
  expect(idsIn(done.data["failed"])).toEqual([idOf(sandbox, "jira_engineering")]);
  expect(undoIn(done).arguments).toEqual({
    connectors: [idOf(sandbox, "github_repos"), idOf(sandbox, "zendesk_support")],
  });
  expect(sandbox.effects()).toHaveLength(2);
});

test("one whose outcome nobody knows is shown apart", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const connectors = ["github_repos", "mongo_events"];
  sandbox.fault({ path: idOf(sandbox, "mongo_events"), method: "PATCH", reset: true });

  const done = await call("pause_connectors", { connectors });

  expect(done).toMatchObject({ isError: true });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(idsIn(done.data["changed"])).toEqual([idOf(sandbox, "github_repos")]);
  expect(idsIn(done.data["unknown"])).toEqual([idOf(sandbox, "mongo_events")]);
  // The run of a connector that was not paused is not cancelled.
  expect(done.data).not.toHaveProperty("effects");
});

/**
 * Returns Fivetran's response for a connector with another value of `paused`. Undefined leaves the
 * field out.
 */
const replying = (on: Harness, name: string, paused: boolean | undefined) => {
  const { backstage: _, paused: __, ...kept } = connectionOf(on.sandbox, name);
  return JSON.stringify({
    code: "Success",
    data: paused === undefined ? undefined : { ...kept, paused },
  });
};

test.each<
  [string, boolean | undefined, boolean | undefined, "changed" | "not_visible_yet" | "failed"]
>([
  ["the reply shows it", true, false, "changed"],
  ["an empty reply, a read shows it", undefined, true, "changed"],
  ["the reply contradicts, a read shows it", false, true, "changed"],
  ["reply and read contradict", false, false, "failed"],
  ["the reply contradicts, no read", false, undefined, "failed"],
  ["an empty reply, a stale read", undefined, false, "not_visible_yet"],
  ["an empty reply, no read", undefined, undefined, "not_visible_yet"],
])("a pause that Fivetran accepted: %s", async (_, reply, read, place) => {
  const on = await harness();
  const [id, other] = ["zendesk_support", "klaviyo_email"].map((name) => idOf(on.sandbox, name));
  const body = replying(on, "zendesk_support", reply);
  on.sandbox.fault({ path: `${id}`, method: "PATCH", status: 200, body });
  on.sandbox.fault({
    operation: "connection_details",
    path: `${id}`,
    calls: { from: 2 },
    ...(read === undefined
      ? { status: 500 }
      : { status: 200, body: replying(on, "zendesk_support", read) }),
  });

  const done = await on.call("pause_connectors", { connectors: [id, other] });

  const whole = place === "changed";
  expect(done, done.text).toMatchObject({ status: whole ? "done" : "partial", isError: !whole });
  expect(idsIn(done.data["changed"])).toEqual(whole ? [other, id] : [other]);
  if (!whole) expect(idsIn(done.data[place])).toEqual([id]);
  expect(done.text.includes("Accepted, not visible yet: zendesk_support")).toBe(
    place === "not_visible_yet",
  );
  expect(done.text.includes("Failed zendesk_support")).toBe(place === "failed");
});

test("a single pause that is not visible yet is not reported as not done", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "zendesk_support");
  const body = replying(on, "zendesk_support", undefined);
  on.sandbox.fault({ path: id, method: "PATCH", status: 200, body });
  const done = await on.call("pause_connectors", { connectors: [id] });
  expect(done.text).toContain("Accepted, not visible yet: zendesk_support");
  expect(done.text).not.toContain("No connector was paused");
});

test("no read follows a reply that shows the new state", async () => {
  const on = await harness();
  await on.call("pause_connectors", { connectors: ["zendesk_support"] });
  const methods = on.sandbox.requests().map(({ method }) => method);
  expect(methods.slice(methods.indexOf("PATCH"))).toEqual(["PATCH"]);
});

test("a rate limit in the middle leaves the rest untried", async () => {
  const { call, sandbox } = await harness();
  const plan = await call("pause_connectors", group);
  const fault = { status: 429, headers: { "retry-after": "600" } };
  sandbox.fault({ operation: "modify_connection", calls: { from: 4 }, ...fault });

  const done = await call("pause_connectors", { ...group, confirmation_token: plan.token });

  expect(done).toMatchObject({ status: "partial", isError: true });
  const { changed, failed, not_tried } = done.data;
  expect(idsIn(changed)).toHaveLength(3);
  expect(idsIn(failed).length).toBeGreaterThan(0);
  expect(idsIn(not_tried).length).toBeGreaterThan(0);
  const all = [...idsIn(changed), ...idsIn(failed), ...idsIn(not_tried)];
  expect(all.sort()).toEqual(targetIds(plan).sort());
  expect(idsIn(not_tried).every((id) => done.text.includes(id))).toBe(true);
  expect(done.text).toContain(". To continue, repeat the call without confirmation_token.");
  expect(sandbox.effects()).toHaveLength(3);
  expect(done.text).toContain("600 s");
});

test("one cause for many is written once", async () => {
  const on = await harness();
  const plan = await on.call("pause_connectors", group);
  on.sandbox.fault({ operation: "modify_connection", status: 502, body: "<html>down</html>" });
  const done = await on.call("pause_connectors", { ...group, confirmation_token: plan.token });
  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(idsIn(done.data["unknown"]).every((id) => done.text.includes(id))).toBe(true);
  expect(done.text.match(/Outcome unknown: /g)).toHaveLength(1);
  expect(done.text).toContain(": for each of them: PATCH /v1/connections/{connectionId} was sent");
});

test("a pause that returns 500 after it took effect counts as done, sent once", async () => {
  const { call, sandbox } = await harness();
  sandbox.fault({ operation: "modify_connection", when: "after", status: 500, calls: [1] });

  const done = await call("pause_connectors", { connectors: ["zendesk_support"] });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(sandbox.effects()).toHaveLength(1);
});

test("a plan shows what the key may not read", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "list_destinations", status: 403 });
  const plan = await on.call("pause_connectors", { words: "a" });
  expect(plan.status).toBe("confirmation_required");
  expect(consequencesOf(plan).at(-1)).toContain("destinations");
});

test.each([
  [{}],
  [{ connectors: ["zendesk_support"], group: "marketing" }],
  [{ connectors: ["zendesk_support"], words: "zendesk" }],
  [{ connectors: ["zendesk_support"], service: "zendesk" }],
  [{ connectors: ["zendesk_support"], states: ["ok"] }],
  [{ connectors: [] }],
  [{ states: [] }],
  [{ states: ["fine"] }],
  [{ words: "" }],
  [{ connector: "zendesk_support" }],
])("%j is refused before anything is read", async (args) => {
  const on = await harness();

  const refused = await on.call("pause_connectors", args);

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(on.sandbox.requests()).toEqual([]);
});

test("takes a hundred in a list and no more", async () => {
  const on = await harness();
  const connectors = Array.from({ length: 101 }, (_, n) => `c${n}`);
  const refused = await on.call("pause_connectors", { connectors });
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain("100");
  expect(on.sandbox.requests()).toEqual([]);
  const unknown = await on.call("pause_connectors", { connectors: connectors.slice(1) });
  expect(unknown.isError).toBe(true);
  expect(on.sandbox.requests()).not.toEqual([]);
});

test.each([
  [{ connectors: ["zendesk_suport"] }, "zendesk_support"],
  [{ connectors: ["zendesk_support", "mysql_legaci"] }, "mysql_legacy"],
  [{ connectors: ["nobody_knows_this"] }, ""],
  [{ group: "marketting" }, "marketing"],
])("%j is not found, with the nearest shown", async (args, near) => {
  const on = await harness();

  const refused = await on.call("pause_connectors", args);

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(near);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test("a name that two connectors have is refused with both", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const ids = [idOf(sandbox, "xero_ledger"), idOf(sandbox, "zendesk_support")];
  sameName(sandbox, "xero_ledger", "zendesk_support");

  const refused = await call("pause_connectors", { connectors: ["zendesk_support"] });

  expect(refused.isError).toBe(true);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(ids.every((id) => refused.text.includes(id))).toBe(true);
  expect(sent(on)).toEqual([]);
});

test("is refused where the scope forbids it, and shows the setting", async () => {
  const on = await harness({ env: { FIVETRAN_SCOPE: "read" } });

  const refused = await on.call("pause_connectors", { connectors: ["zendesk_support"] });

  expect(refused.isError).toBe(true);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(refused.text).toContain("FIVETRAN_SCOPE");
  expect(on.sandbox.requests()).toEqual([]);
});

test("sees only the groups that the operator allows", async () => {
  const first = await harness();
  const finance = groupId(first.sandbox, "finance");
  const account = { sandbox: first.sandbox, url: first.url };
  const on = await harness({ account, env: { FIVETRAN_GROUPS: finance, FIVETRAN_CONFIRM: "all" } });

  const refused = await on.call("pause_connectors", { connectors: ["zendesk_support"] });
  expect(refused.isError).toBe(true);
  const plan = await on.call("pause_connectors", { states: ["connected", "broken"] });

  expect(targetIds(plan)).toEqual(idsOf(on.sandbox, ({ group_id }) => group_id === finance));
  expect(sent(on)).toEqual([]);
});

test("an unknown outcome shows the read to check with", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "modify_connection", status: 502 });

  const lost = await on.call("pause_connectors", { connectors: ["zendesk_support"] });

  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(shownStable(on, lost)).toMatchSnapshot();
  expect(lost.text).toContain(`get_status connectors=["${idOf(on.sandbox, "zendesk_support")}"]`);
});
