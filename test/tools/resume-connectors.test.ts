import { expect, test } from "vitest";
import { type Connection, connectionNamed } from "../../src/sandbox/index.js";
import { fleet, type Member, settled } from "../fleet.js";
import { type Harness, harness, idOf } from "../harness.js";
import { agreed } from "./agreed.js";
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

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const edit = ({ sandbox }: Harness, name: string, change: (connection: Connection) => void) =>
  sandbox.edit((world) => change(connectionNamed(world, name)));

const pause = (on: Harness, ...names: string[]) => {
  for (const name of names) {
    edit(on, name, (connection) => {
      connection.paused = true;
    });
  }
};

const lastSuccess = (on: Harness, name: string, ms: number) =>
  edit(on, name, (connection) => {
    connection.succeeded_at = new Date(on.sandbox.now().getTime() - ms).toISOString();
  });

/** Half a day from a full day, so that a second more or less changes nothing. */
const longPaused = (on: Harness) => lastSuccess(on, "mysql_legacy", 38.5 * DAY);

const isPaused = ({ sandbox }: Harness, name: string) => connectionOf(sandbox, name).paused;

/** Returns the lines of the result about each connector. */
const effectsOn = (effects: unknown, id: string) =>
  (Array.isArray(effects) ? effects : []).map(String).filter((line) => line.includes(id));

test("resumes, shows for each what follows, and the call that undoes it", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  longPaused(on);
  pause(on, "slack_workspace.messages");
  const connectors = [
    "mysql_legacy",
    "asana_projects",
    "postgres_staging",
    "slack_workspace.messages",
  ];

  const { plan, ...done } = await agreed(on, "resume_connectors", { connectors });
  expect(plan).toContain("the initial sync loads the whole history");

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(shownStable(on, done)).toMatchSnapshot();
  const names = ["asana_projects", "mysql_legacy", "postgres_staging", "slack_workspace.messages"];
  const ids = names.map((name) => idOf(sandbox, name));
  expect(idsIn(done.data["changed"])).toEqual(ids);
  expect(sent(on).sort()).toEqual(
    names.map(
      (name) => `PATCH /v1/connections/id:${name} {"paused":false,"run_setup_tests":false}`,
    ),
  );
  expect(names.some((name) => isPaused(on, name))).toBe(false);
  const effects = done.data["effects"];
  // The connector that was paused for long is also overdue. The most severe effect comes first.
  expect(ids.map((id) => effectsOn(effects, id).length)).toEqual([1, 2, 1, 1]);
  expect(effectsOn(effects, ids[2] ?? "")).toEqual([expect.stringContaining("broken")]);
  expect(Array.isArray(effects) && String(effects[0])).toContain(ids[2]);

  const { tool, arguments: args } = undoIn(done);
  expect(args).toEqual({ connectors: ids });
  const undone = await call(tool, args);
  expect(undone).toMatchObject({ status: "done", isError: false });
  expect(names.every((name) => isPaused(on, name))).toBe(true);
});

test("shows other effects: incomplete setup, on schedule, a continuing load, manual, and a long pause", async () => {
  const on = await harness();
  pause(on, "bingads_search", "klaviyo_email", "jira_engineering", "weather_function");
  lastSuccess(on, "klaviyo_email", 59.5 * MINUTE);
  lastSuccess(on, "weather_function", 4.5 * DAY);
  edit(on, "jira_engineering", ({ status }) => {
    status.is_historical_sync = true;
  });
  const { plan: _, ...done } = await agreed(on, "resume_connectors", {
    connectors: ["bingads_search", "klaviyo_email", "jira_engineering", "weather_function"],
  });
  expect(shownStable(on, done)).toMatchSnapshot();
});

test("what stood still for exactly three days, or exactly its interval, is judged by the minute", async () => {
  const on = await harness();
  const names = ["mysql_legacy", "klaviyo_email", "zendesk_support", "github_repos"];
  pause(on, ...names);
  // Half a minute from a full minute, for the same reason.
  lastSuccess(on, "mysql_legacy", 3 * DAY + 0.5 * MINUTE);
  lastSuccess(on, "klaviyo_email", 180.5 * MINUTE);
  lastSuccess(on, "zendesk_support", 359.5 * MINUTE);
  lastSuccess(on, "github_repos", 3 * DAY + 1.5 * MINUTE);
  const done = await on.call("resume_connectors", { connectors: names });
  expect(shownStable(on, done)).toMatchSnapshot();
  const effects = done.data["effects"];
  expect(effectsOn(effects, idOf(on.sandbox, "mysql_legacy"))).toHaveLength(1);
  expect(effectsOn(effects, idOf(on.sandbox, "github_repos"))).toHaveLength(2);
  expect(effectsOn(effects, idOf(on.sandbox, "klaviyo_email"))).toEqual(
    effectsOn(effects, idOf(on.sandbox, "mysql_legacy")),
  );
  expect(effectsOn(effects, idOf(on.sandbox, "zendesk_support"))).not.toEqual(
    effectsOn(effects, idOf(on.sandbox, "klaviyo_email")),
  );
});

test("by filter, more than ten that run already are counted", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  longPaused(on);
  let running = 0;
  const group = groupId(sandbox, "analytics_prod");
  sandbox.edit((world) => {
    running = [...world.connections.values()].filter(
      ({ paused, group_id }) => !paused && group_id === group,
    ).length;
  });

  const done = await call("resume_connectors", { group: "analytics_prod" });

  expect(done).toMatchObject({ status: "done", data: { already_count: running } });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(idsIn(done.data["changed"])).toEqual([idOf(sandbox, "mysql_legacy")]);
  expect(done.data).not.toHaveProperty("already");
  expect(sent(on)).toEqual([
    'PATCH /v1/connections/id:mysql_legacy {"paused":false,"run_setup_tests":false}',
  ]);
});

test.each<[Record<string, unknown>, string[]]>([
  [{ states: ["paused"] }, ["asana_projects", "mysql_legacy", "postgres_staging"]],
  [{ states: ["broken"], group: "staging" }, ["postgres_staging"]],
  [{ service: "mysql" }, ["mysql_legacy"]],
  [{ words: "Projects" }, ["asana_projects"]],
  [{ group: "staging" }, ["asana_projects", "postgres_staging"]],
])("the filter %j takes the paused ones that fit", async (args, names) => {
  const on = await harness();
  const done = await agreed(on, "resume_connectors", args);
  expect(done.status).toBe("done");
  expect(idsIn(done.data["changed"])).toEqual(names.map((name) => idOf(on.sandbox, name)));
});

/** Pauses one connector that has never synced, and one that has. */
function pausedPair(on: Harness) {
  pause(on, "klaviyo_email");
  edit(on, "asana_projects", (connection) => {
    connection.paused = true;
    connection.succeeded_at = null;
  });
}

test("one that never synced asks, by whichever tool it is resumed; one that synced does not", async () => {
  const byTool = {
    resume_connectors: (connectors: string[]) => ({ connectors }),
    write_api: ([connectionId = ""]: string[]) => ({
      operation_id: "modify_connection",
      params: { connectionId },
      body: { paused: false },
    }),
  };
  for (const [tool, argsOf] of Object.entries(byTool)) {
    const on = await harness();
    pausedPair(on);
    const ids = {
      synced: idOf(on.sandbox, "klaviyo_email"),
      never: idOf(on.sandbox, "asana_projects"),
    };

    const plan = await on.call(tool, argsOf([ids.never]));
    expect(plan, tool).toMatchObject({ status: "confirmation_required", isError: false });
    expect(plan.text).toMatch(/never synced/i);
    expect(sent(on)).toEqual([]);
    const done = await on.call(tool, { ...argsOf([ids.never]), confirmation_token: plan.token });
    expect(done.status, done.text).toBe("done");
    expect(isPaused(on, "asana_projects")).toBe(false);

    const free = await on.call(tool, argsOf([ids.synced]));
    expect(free.status, free.text).toBe("done");
  }
});

test("a filter that matches one that never synced asks for all of them", async () => {
  const on = await harness();
  pausedPair(on);
  const args = { connectors: ["klaviyo_email", "asana_projects"] };
  const plan = await on.call("resume_connectors", args);
  expect(plan.status).toBe("confirmation_required");
  expect(sent(on)).toEqual([]);
});

test("asks for more than five, is carried out as shown, and only once", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) connection.paused = true;
  });
  const marketing = groupId(sandbox, "marketing");
  const names: string[] = [];
  sandbox.edit((world) => {
    for (const { schema, group_id } of world.connections.values()) {
      if (group_id === marketing) names.push(schema);
    }
  });
  const truth = names.sort().map((name) => idOf(sandbox, name));
  const args = { group: "marketing" };

  const plan = await call("resume_connectors", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(shownStable(on, plan)).toMatchSnapshot();
  expect(targetIds(plan)).toEqual(truth);
  expect(sent(on)).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("resume_connectors", confirmed);
  expect(done).toMatchObject({ status: "done", data: { changed_count: truth.length } });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(sent(on)).toHaveLength(truth.length);
  expect(undoIn(done)).toEqual({ tool: "pause_connectors", arguments: { connectors: truth } });

  const again = await call("resume_connectors", confirmed);
  expect(again).toEqual(done);
  expect(sent(on)).toHaveLength(truth.length);
});

test("asks of every resume where the operator wants it, and is refused when the target changed", async () => {
  const on = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
  longPaused(on);
  const args = { connectors: ["mysql_legacy"] };
  const plan = await on.call("resume_connectors", args);
  expect(plan.status).toBe("confirmation_required");
  expect(shownStable(on, plan)).toMatchSnapshot();
  // Putting a connector back on schedule makes no rows stale.
  expect(
    consequencesOf(plan).every((line) => line.includes(idOf(on.sandbox, "mysql_legacy"))),
  ).toBe(true);
  edit(on, "mysql_legacy", (connection) => {
    connection.paused = false;
  });

  const moved = await on.call("resume_connectors", { ...args, confirmation_token: plan.token });

  expect(shownStable(on, moved)).toMatchSnapshot();
  expect(moved.status).not.toBe("done");
  expect(sent(on)).toEqual([]);
});

test("nothing is sent when all run already, or none matches", async () => {
  const on = await harness();
  const running = await on.call("resume_connectors", { connectors: ["zendesk_support"] });
  expect(running).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(shownStable(on, running)).toMatchSnapshot();
  const none = await on.call("resume_connectors", { words: "no such thing" });
  expect(none).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(shownStable(on, none)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test("one that fails keeps none of the others from being resumed", async () => {
  const on = await harness();
  const { sandbox } = on;
  longPaused(on);
  const id = idOf(sandbox, "asana_projects");
  const body = JSON.stringify({ code: "InvalidInput", message: "not now" });
  sandbox.fault({ path: id, method: "PATCH", status: 400, body });

  const { plan: _, ...done } = await agreed(on, "resume_connectors", {
    connectors: ["mysql_legacy", "asana_projects"],
  });

  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(idsIn(done.data["changed"])).toEqual([idOf(sandbox, "mysql_legacy")]);
  expect(idsIn(done.data["failed"])).toEqual([id]);
  // The connector that was not resumed has no effects.
  expect(effectsOn(done.data["effects"], id)).toEqual([]);
});

test("an unknown outcome shows the read to check with", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "modify_connection", reset: true });
  const lost = await on.call("resume_connectors", { connectors: ["mysql_legacy"] });
  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(shownStable(on, lost)).toMatchSnapshot();
  expect(lost.text).toContain(`get_status connectors=["${idOf(on.sandbox, "mysql_legacy")}"]`);
});

test.each([
  [{}, ""],
  [{ connectors: ["mysql_legaci"] }, "mysql_legacy"],
  [{ conectors: ["mysql_legacy"] }, "connectors"],
  [{ connectors: ["mysql_legacy"], states: ["paused"] }, ""],
  [{ group: "nowhere" }, ""],
])("%j is refused", async (args, hint) => {
  const on = await harness();
  const refused = await on.call("resume_connectors", args);
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(hint);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test("a name that two connectors have is refused with both", async () => {
  const on = await harness();
  const ids = [idOf(on.sandbox, "xero_ledger"), idOf(on.sandbox, "mysql_legacy")];
  sameName(on.sandbox, "xero_ledger", "mysql_legacy");
  const refused = await on.call("resume_connectors", { connectors: ["mysql_legacy"] });
  expect(refused.isError).toBe(true);
  expect(ids.every((id) => refused.text.includes(id))).toBe(true);
  expect(sent(on)).toEqual([]);
});

test("is refused where policy forbids it", async () => {
  const on = await harness({ env: { DISALLOWED_ACTIONS: "connections:write" } });
  const refused = await on.call("resume_connectors", { connectors: ["mysql_legacy"] });
  expect(refused.isError).toBe(true);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(refused.text).toContain("DISALLOWED_ACTIONS");
  expect(on.sandbox.requests()).toEqual([]);
});

test("a long pause is longer than the schedule, and one of a broken connector is not counted", async () => {
  const on = await settled();
  const days = (n: number) => n * 1440 + 720;
  const broken: Member["status"] = { setup_state: "broken" };
  fleet(on.sandbox, [
    { name: "weekly", paused: true, success: days(5) },
    { name: "long_paused", paused: true, success: days(6) },
    { name: "broken_long", paused: true, success: days(90), status: broken },
  ]);
  edit(on, "weekly", (connection) => {
    connection.schedule = {
      schedule_type: "TIME_OF_DAY",
      time_of_day: "09:00",
      days_of_week: ["MONDAY"],
    };
  });
  const connectors = ["weekly", "long_paused", "broken_long"];
  const { text } = await on.call("resume_connectors", { connectors });
  expect(text.match(/^.*: no sync for up to [^:]+/gm)).toEqual([
    expect.stringMatching(/^\S*long_paused \([^)]*\): no sync for up to 6 d 12 h$/),
  ]);
});
