import { describe, expect, test } from "vitest";
import * as z from "zod";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness, idOf } from "../harness.js";
import { agreed, bothShown } from "./agreed.js";
import { groupId, sent, shown } from "./ids.js";

const NAME = "zendesk_support";
const move = { connector: NAME, destination_group: "marketing" };
const STEPS = ["modify_connection", "connection_moved", "modify_connection"];

const Undo = z.object({
  undo_calls: z.array(z.object({ arguments: z.record(z.string(), z.unknown()) })),
});

function connectionOf({ sandbox }: Harness, name: string) {
  let found: ReturnType<typeof connectionNamed> | undefined;
  sandbox.edit((world) => {
    found = connectionNamed(world, name);
  });
  if (found === undefined) throw new Error(name);
  return found;
}
const groupOf = (on: Harness, name: string) => connectionOf(on, name).group_id;

const editing = (
  on: Harness,
  name: string,
  change: (one: ReturnType<typeof connectionNamed>) => void,
) => on.sandbox.edit((world) => change(connectionNamed(world, name)));

describe("one connector", () => {
  test("is paused, moved, resumed and read back; the plan says what changes", async () => {
    const on = await harness();
    const from = groupOf(on, NAME);
    const done = await agreed(on, "update_connector", move);
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(done.plan).toMatch(
      /group: analytics_prod \(\w+\) → marketing \(\w+\): zendesk_support .*; destination: snowflake → big_query/,
    );
    expect(done.plan).toContain(
      "schema: these names stay the same in the new destination: zendesk_support",
    );
    expect(done.plan).toContain(
      "history: sync_behavior is CONTINUE, so the sync continues from its current position",
    );
    expect(done.plan).toContain("after the connector's syncs");
    expect(done.plan).toContain(
      "paused for the move, which cancels a running sync, and resumed after it",
    );
    expect(done.status, done.text).toBe("done");
    expect(sent(on.sandbox)).toEqual(STEPS);
    const [, moved] = on.sandbox.requests().filter(({ method }) => method !== "GET");
    expect(moved?.body).toEqual({
      destination_group_id: groupId(on.sandbox, "marketing"),
      sync_behavior: "CONTINUE",
    });
    expect(connectionOf(on, NAME)).toMatchObject({
      group_id: groupId(on.sandbox, "marketing"),
      paused: false,
    });
    expect(done.data).toMatchObject({
      changed_count: 1,
      undo_calls: [
        {
          tool: "update_connector",
          arguments: {
            connectors: [idOf(on.sandbox, NAME)],
            destination_group: from,
            sync_behavior: "CONTINUE",
          },
        },
      ],
    });
    const {
      undo_calls: [undo],
    } = Undo.parse(done.data);
    const back = await agreed(on, "update_connector", undo?.arguments ?? {});
    expect(back.status, back.text).toBe("done");
    expect(groupOf(on, NAME)).toBe(from);
  });

  test("that is paused stays paused; BACKFILL says that the history is loaded again", async () => {
    const on = await harness();
    editing(on, NAME, (one) => {
      one.paused = true;
    });
    const done = await agreed(on, "update_connector", { ...move, sync_behavior: "backfill" });
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(done.plan).toContain(
      "sync_behavior is BACKFILL, so the whole history is loaded into the new destination, which may be billed",
    );
    expect(sent(on.sandbox)).toEqual(["connection_moved"]);
    expect(connectionOf(on, NAME)).toMatchObject({
      paused: true,
      status: { is_historical_sync: true },
    });
  });

  test("that is there already is not moved", async () => {
    const on = await harness();
    const { status, text } = await on.call("update_connector", {
      ...move,
      destination_group: "analytics_prod",
    });
    expect(text).toContain("No connector was updated.");
    expect(status).toBe("nothing_to_do");
  });

  test("whose move Fivetran refuses is reported as paused and in its group", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "connection_moved", status: 400 });
    const done = await agreed(on, "update_connector", move);
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(done).toMatchObject({ status: "partial", isError: true });
    expect(done.text).toContain("It is paused now. To resume it, call resume_connectors.");
    expect(sent(on.sandbox)).toEqual(STEPS.slice(0, 2));
  });

  test("that moved since is planned again", async () => {
    const on = await harness();
    const plan = await on.call("update_connector", move);
    expect(shown(on, plan)).toMatchSnapshot();
    editing(on, NAME, (one) => {
      one.group_id = groupId(on.sandbox, "staging");
    });
    const again = await on.call("update_connector", { ...move, confirmation_token: plan.token });
    expect(again.status, again.text).toBe("confirmation_required");
    expect(sent(on.sandbox)).toEqual([]);
  });

  test("that moved since, and is found by a filter, is not moved to where it is", async () => {
    const on = await harness();
    const found = { words: NAME, destination_group: "marketing" };
    const plan = await on.call("update_connector", found);
    expect(shown(on, plan)).toMatchSnapshot();
    editing(on, NAME, (one) => {
      one.group_id = groupId(on.sandbox, "marketing");
    });
    const again = await on.call("update_connector", { ...found, confirmation_token: plan.token });
    expect(again.status, again.text).toBe("nothing_to_do");
    expect(sent(on.sandbox)).toEqual([]);
  });

  test("is planned again when the new group has another destination by then", async () => {
    const on = await harness();
    const plan = await on.call("update_connector", move);
    expect(shown(on, plan)).toMatchSnapshot();
    on.sandbox.edit((world) => {
      const to = world.destinations.get(groupId(on.sandbox, "marketing"));
      if (to !== undefined) to.service = "redshift";
    });
    const again = await on.call("update_connector", { ...move, confirmation_token: plan.token });
    expect(again.status, again.text).toBe("confirmation_required");
    expect(again.text).toContain("destination of marketing");
    expect(again.text).toContain("snowflake → redshift");
  });

  test.each(["destinations", "transformations"])(
    "is planned with a note when its %s cannot be read",
    async (what) => {
      const on = await harness();
      on.sandbox.fault({ path: `/v1/${what}`, status: 503 });
      const plan = await on.call("update_connector", move);
      expect(shown(on, plan)).toMatchSnapshot();
      expect(plan.status, plan.text).toBe("confirmation_required");
      expect(plan.text).toMatch(
        new RegExp(`${what}.* could not be read: Fivetran returned an error \\(503\\)`),
      );
    },
  );

  test("is planned without the name of its group when that cannot be read", async () => {
    const on = await harness();
    const from = groupOf(on, NAME);
    on.sandbox.fault({ operation: "group_details", path: from, status: 503 });
    const plan = await on.call("update_connector", move);
    expect(shown(on, plan)).toMatchSnapshot();
    expect(plan.status, plan.text).toBe("confirmation_required");
    expect(plan.text).toContain(`group: ${from} → marketing`);
    expect(plan.text).toContain("groups could not be read");
  });

  test("that could not be resumed is reported as moved, with the call that resumes it", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "modify_connection", status: 400, calls: [2] });
    const done = await agreed(on, "update_connector", move);
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(done).toMatchObject({ status: "partial", isError: true });
    expect(done.text).toContain("It was moved and is still paused.");
    expect(done.text).toContain("Next: resume_connectors.");
    expect(groupOf(on, NAME)).toBe(groupId(on.sandbox, "marketing"));
  });

  test("whose response to the resume was lost for good is not called paused", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "modify_connection", status: 500, calls: { from: 2 } });
    const done = await agreed(on, "update_connector", move);
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(done.text).toContain("it is not known whether it was resumed");
    expect(done.data["unknown"]).toMatchObject([{ name: NAME }]);
    expect(done.text).not.toContain("is still paused");
  });

  test("whose source trusts its group needs force_move, which the plan explains", async () => {
    const on = await harness();
    editing(on, NAME, (one) => {
      one.config = { ...one.config, role_arn: "arn:aws:iam::123456789012:role/fivetran" };
    });
    const refused = await on.call("update_connector", move);
    expect(shown(on, refused)).toMatchSnapshot();
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain("trusts only the current group");
    expect(refused.text).toContain("force_move: true");
    const done = await agreed(on, "update_connector", { ...move, force_move: true });
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(done.plan).toContain("If the source does not trust the group, syncs fail");
    expect(done.status, done.text).toBe("done");
    const [undo] = Undo.parse(done.data).undo_calls;
    const back = await agreed(on, "update_connector", undo?.arguments ?? {});
    expect(back.status, back.text).toBe("done");
  });

  test("moves with its data only from Snowflake into a lakehouse, and stays paused until they are copied", async () => {
    const on = await harness();
    const copy = { ...move, sync_behavior: "CONTINUE_WITH_DATA" };
    expect((await on.call("update_connector", copy)).text).toContain(
      "only from tables of a Snowflake destination",
    );
    on.sandbox.edit((world) => {
      const lake = world.destinations.get(groupId(on.sandbox, "marketing"));
      if (lake !== undefined) lake.service = "managed_data_lake";
    });
    const naming = (value: string) =>
      on.sandbox.edit((world) => {
        Object.assign(connectionNamed(world, NAME), { destination_schema_names: value });
      });
    naming("SOURCE_NAMING");
    const refused = await on.call("update_connector", copy);
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain("not available for connectors with source naming");
    expect(refused.text).toContain(NAME);
    naming("FIVETRAN_NAMING");
    const done = await agreed(on, "update_connector", copy);
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(done.text).toContain("Accepted, not visible yet: zendesk_support");
    expect(done.text).toContain("connection_moved_job_status with jobId");
    expect(connectionOf(on, NAME).paused).toBe(true);
    expect(sent(on.sandbox)).toEqual(STEPS.slice(0, 2));
  });
});

test.each<[string, object, string]>([
  [
    "together with settings",
    { ...move, sync_frequency: 60 },
    "A move (destination_group) cannot be combined with sync_frequency",
  ],
  ["to a group that is not there", { ...move, destination_group: "marketin" }, "marketing"],
  ["of one and a filter", { ...move, group: "finance" }, "cannot be given together"],
  ["of nothing", { destination_group: "marketing" }, "Give connectors, or a filter"],
  [
    "to nowhere",
    { connector: NAME, sync_behavior: "BACKFILL" },
    "sync_behavior can be given only with destination_group",
  ],
  [
    "to nowhere, beside a setting",
    { connector: NAME, sync_frequency: 60, force_move: true },
    "force_move can be given only with destination_group",
  ],
  [
    "of a group to nowhere",
    { group: "analytics_prod", sync_behavior: "CONTINUE", force_move: true },
    "sync_behavior and force_move can be given only with destination_group",
  ],
])("a move %s is refused", async (_, args, why) => {
  const on = await harness();
  const refused = await on.call("update_connector", { ...args });
  expect(shown(on, refused)).toMatchSnapshot();
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(why);
  expect(sent(on.sandbox)).toEqual([]);
});

test("a group without a destination, and names that are taken, are refused before anything is paused", async () => {
  const on = await harness();
  editing(on, "stripe_payments", (one) => {
    one.group_id = groupId(on.sandbox, "marketing");
    one.schema = NAME;
  });
  const taken = await on.call("update_connector", {
    connector: idOf(on.sandbox, "salesforce_prod"),
    destination_group: "marketing",
  });
  expect(taken.status, taken.text).toBe("confirmation_required");
  const clash = await on.call("update_connector", {
    group: "analytics_prod",
    destination_group: "marketing",
  });
  expect(clash.text).toMatch(
    /already has connectors with these names, .*: zendesk_support \(\w+\) \(zendesk_support/,
  );
  on.sandbox.edit((world) => {
    world.destinations.delete(groupId(on.sandbox, "marketing"));
  });
  const none = await on.call("update_connector", {
    connector: idOf(on.sandbox, "salesforce_prod"),
    destination_group: "marketing",
  });
  expect(none.text).toContain("has no destination");
  expect(sent(on.sandbox)).toEqual([]);
});

test("a whole group moves in parts of 20; the next call continues, and nothing moves twice", async () => {
  const on = await harness();
  const marketing = groupId(on.sandbox, "marketing");
  on.sandbox.edit((world) => {
    for (const one of world.connections.values()) one.group_id = groupId(on.sandbox, "staging");
  });
  const all = { group: "staging", destination_group: "marketing", force_move: true };
  const count = () => {
    let n = 0;
    on.sandbox.edit((world) => {
      n = [...world.connections.values()].filter(({ group_id }) => group_id === marketing).length;
    });
    return n;
  };
  const total = 42;
  const parts: number[] = [];
  for (let done = await agreed(on, "update_connector", all); done.status === "done"; ) {
    parts.push(count());
    if (count() < total)
      expect(done.text).toContain("to change the remaining connectors, repeat the call");
    done = await agreed(on, "update_connector", all);
  }
  expect(parts).toEqual([20, 40, total]);
  const moved = on.sandbox.requests().filter(({ operation }) => operation === "connection_moved");
  expect(moved).toHaveLength(total);
  expect(new Set(moved.map(({ path }) => path)).size).toBe(total);
});

test("where sending ends half-way, those that were paused are named as paused", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "connection_moved", status: 403 });
  on.sandbox.fault({ operation: "modify_connection", calls: { from: 2 }, delayMs: 200 });
  const done = await agreed(on, "update_connector", {
    group: "analytics_prod",
    destination_group: "marketing",
    force_move: true,
  });
  expect(bothShown(on, done)).toMatchSnapshot();
  expect(done).toMatchObject({ status: "partial", isError: true });
  const paused = on.sandbox
    .requests()
    .filter(({ operation }) => operation === "modify_connection")
    .map(({ path }) => path.split("/").at(-1));
  expect(paused.length).toBeGreaterThan(1);
  for (const id of paused) {
    const line = done.text.split("\n").find((one) => one.includes(`(${id})`));
    expect(line).toContain("It is paused now. To resume it, call resume_connectors.");
  }
});

describe("the operator's limits", () => {
  test.each<[string, string[], boolean]>([
    ["both groups", ["analytics_prod", "marketing"], true],
    ["only the present group", ["analytics_prod"], false],
    ["only the new group", ["marketing"], false],
  ])("with %s allowed", async (_, names, moves) => {
    const account = await harness();
    const FIVETRAN_GROUPS = names.map((name) => groupId(account.sandbox, name)).join(",");
    const on = await harness({ account, env: { FIVETRAN_GROUPS } });
    const plan = await on.call("update_connector", {
      connector: idOf(on.sandbox, NAME),
      destination_group: groupId(on.sandbox, "marketing"),
    });
    expect(shown(on, plan)).toMatchSnapshot();
    expect(plan.isError, plan.text).toBe(!moves);
    expect(sent(on.sandbox)).toEqual([]);
  });

  test("a connector that is allowed moves alone, another one does not", async () => {
    const on = await harness({ env: { FIVETRAN_CONNECTORS: "zendesk_*" } });
    const done = await agreed(on, "update_connector", move);
    expect(bothShown(on, done)).toMatchSnapshot();
    expect(done.status, done.text).toBe("done");
    const other = await on.call("update_connector", {
      ...move,
      connector: idOf(on.sandbox, "salesforce_prod"),
    });
    expect(other.isError).toBe(true);
  });

  test("a denied action is refused at the plan", async () => {
    const on = await harness({ env: { DISALLOWED_ACTIONS: "connections:write:connection_moved" } });
    const refused = await on.call("update_connector", move);
    expect(shown(on, refused)).toMatchSnapshot();
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain("DISALLOWED_ACTIONS");
  });
});
