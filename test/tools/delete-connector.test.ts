import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness, idOf, type Result } from "../harness.js";
import { consequencesOf, groupId, sameName, sent, shownStable, targetIds } from "./change-facts.js";
import { addTransformation } from "./transformation.js";

const args = { connector: "zendesk_support" };

/** Like `shownStable`, for a connector that may no longer exist. */
const reportedOf = (on: Harness, result: Result, id: string) =>
  shownStable(on, result).replaceAll(id, "id:zendesk_support");

const exists = ({ sandbox }: Harness, id: string) => {
  let there = false;
  sandbox.edit((world) => {
    there = world.connections.has(id);
  });
  return there;
};

test("asks and shows what is lost and what stays, then deletes once and looks", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const id = idOf(sandbox, "zendesk_support");
  addTransformation(sandbox, "brave_otter", "zendesk_support");

  const plan = await call("delete_connector", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(reportedOf(on, plan, id)).toMatchSnapshot();
  expect(targetIds(plan)).toEqual([id]);
  expect(plan.text).toContain("brave_otter");
  expect(sent(on)).toEqual([]);
  expect(exists(on, id)).toBe(true);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("delete_connector", confirmed);
  expect(done).toMatchObject({
    status: "done",
    isError: false,
    data: { connector: { name: "zendesk_support", id }, verified: true },
  });
  expect(reportedOf(on, done, id)).toMatchSnapshot();
  expect(sent(on)).toEqual([`DELETE /v1/connections/${id}`]);
  expect(exists(on, id)).toBe(false);
  const again = await call("delete_connector", confirmed);
  expect(again).toEqual(done);
  expect(sent(on)).toHaveLength(1);
  expect(sandbox.effects().map(({ target }) => target)).toEqual([id]);

  const gone = await call("delete_connector", args);
  expect(gone.isError).toBe(true);
});

test("takes an id as well as a name", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "s3_logs.raw");
  const plan = await on.call("delete_connector", { connector: id });
  expect(targetIds(plan)).toEqual([id]);
});

test("shows a run under way, a success that never came, and no dependents", async () => {
  const on = await harness();
  const never = await on.call("delete_connector", { connector: "sqlserver_erp" });
  expect(shownStable(on, never)).toMatchSnapshot();
  const idle = await on.call("delete_connector", { connector: "asana_projects" });
  expect(shownStable(on, idle)).toMatchSnapshot();
  // There is one more line if a run is cancelled.
  expect(consequencesOf(never)).toHaveLength(consequencesOf(idle).length + 1);
});

test("shows every dependent in the order of ids, ten at most, the paused ones marked", async () => {
  const on = await harness();
  const { sandbox } = on;
  const ids = Array.from({ length: 12 }, (_, n) => `otter_${String(11 - n).padStart(2, "0")}`);
  for (const id of ids) addTransformation(sandbox, id, "zendesk_support");
  addTransformation(sandbox, "other_cat", "github_repos");
  sandbox.edit((world) => {
    const first = world.transformations.get("otter_00");
    if (first !== undefined) first.paused = true;
    const second = world.transformations.get("otter_01");
    // Found from its schedule alone. It has no name.
    if (second !== undefined) second.transformation_config = {};
    const third = world.transformations.get("otter_02");
    // Found by its configuration alone. It has the name of a model.
    if (third !== undefined) {
      third.schedule = { schedule_type: "INTEGRATED" };
      third.transformation_config = {
        name: "nightly",
        connection_ids: [idOf(sandbox, "zendesk_support")],
      };
    }
  });

  const plan = await on.call("delete_connector", args);

  const line = consequencesOf(plan).find((text) => text.includes("otter_00")) ?? "";
  expect(line.match(/otter_\d\d/g)).toEqual(ids.toReversed().slice(0, 10));
  expect(line).toContain("12");
  expect(line).not.toContain("other_cat");
  expect(line.replace(/otter_/g, "T")).toMatchSnapshot();
});

test("says so where transformations may not be read", async () => {
  const on = await harness();
  const open = await on.call("delete_connector", args);
  const asked = on.sandbox.requests().filter(({ path }) => path.includes("transformations"));
  const group = groupId(on.sandbox, "analytics_prod");
  expect(asked.map(({ path }) => path.includes(`group_id=${group}`))).toEqual([true]);
  for (const status of [404, 400]) {
    on.sandbox.fault({ operation: "transformations_list", status });
    const other = await on.call("delete_connector", args);
    expect(other.status).toBe("confirmation_required");
    on.sandbox.clearFaults();
  }
  on.sandbox.fault({ operation: "transformations_list", status: 403 });
  const closed = await on.call("delete_connector", args);
  expect(closed.status).toBe("confirmation_required");
  expect(shownStable(on, closed)).toMatchSnapshot();
  expect(consequencesOf(closed)).toHaveLength(consequencesOf(open).length);
  expect(consequencesOf(closed)).not.toEqual(consequencesOf(open));
});

test.each(["group_details", "destination_details"])(
  "continues where %s cannot be read or is not as expected",
  async (operation) => {
    const on = await harness();
    const odd = { body: '{"code":"Success","data":{"id":7}}' };
    for (const fault of [{ status: 403 }, { status: 404 }, { status: 500 }, odd]) {
      on.sandbox.clearFaults();
      on.sandbox.fault({ operation, ...fault });
      const plan = await on.call("delete_connector", args);
      expect(plan.status).toBe("confirmation_required");
      expect(plan.text).toContain(groupId(on.sandbox, "analytics_prod"));
      expect(plan.text.includes("snowflake")).toBe(operation === "group_details");
      expect(plan.text.includes("analytics_prod")).toBe(operation === "destination_details");
    }
  },
);

test("a failure while dependents are read makes no plan", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "transformations_list", status: 500 });
  const failed = await on.call("delete_connector", args);
  expect(failed).toMatchObject({ isError: true, token: "" });
});

test("a confirmation while another call deletes returns the result of that call", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const { token } = await call("delete_connector", args);
  // The other eight calls read the target again after it is deleted.
  sandbox.fault({ path: "schema=zendesk_support", status: 503, calls: { from: 2, to: 9 } });

  const confirmed = { ...args, confirmation_token: token };
  const results = await Promise.all(
    Array.from({ length: 9 }, () => call("delete_connector", confirmed)),
  );

  expect(new Set(results.map(({ text }) => text))).toHaveLength(1);
  expect(results[0]).toMatchObject({ status: "done", data: { verified: true } });
  expect(sandbox.effects()).toHaveLength(1);
});

test("gone on the first attempt is not found, never a success", async () => {
  const on = await harness();
  const { token } = await on.call("delete_connector", args);
  on.sandbox.fault({ operation: "delete_connection", status: 404 });

  const missing = await on.call("delete_connector", { ...args, confirmation_token: token });

  expect(missing).toMatchObject({ isError: true, data: { error: { type: "not_found" } } });
  expect(shownStable(on, missing)).toMatchSnapshot();
});

test("a lost response is cleared up by a read, and the delete is not sent again", async () => {
  const on = await harness();
  const { token } = await on.call("delete_connector", args);
  on.sandbox.fault({ operation: "delete_connection", when: "after", status: 502, calls: [1] });

  const done = await on.call("delete_connector", { ...args, confirmation_token: token });

  expect(done).toMatchObject({ status: "done", isError: false, data: { verified: true } });
  expect(sent(on)).toHaveLength(1);
});

test("found gone by the second attempt is done", async () => {
  const on = await harness();
  const { token } = await on.call("delete_connector", args);
  on.sandbox.fault({ operation: "delete_connection", status: 502, calls: [1] });
  on.sandbox.fault({ operation: "delete_connection", status: 404, calls: [2] });

  const done = await on.call("delete_connector", { ...args, confirmation_token: token });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(sent(on)).toHaveLength(2);
});

test("that reads still find is not done", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "zendesk_support");
  const { token } = await on.call("delete_connector", args);
  // The deletion is accepted but not done yet.
  on.sandbox.fault({
    operation: "delete_connection",
    status: 200,
    body: JSON.stringify({ code: "Success", message: "deleted" }),
  });

  const done = await on.call("delete_connector", { ...args, confirmation_token: token });

  expect(done).toMatchObject({ status: "partial", isError: true, data: { verified: false } });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(done.text).toContain(`get_status connectors=["${id}"]`);
});

test("an unknown outcome shows the read to check with", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "zendesk_support");
  const { token } = await on.call("delete_connector", args);
  on.sandbox.fault({ operation: "delete_connection", reset: true });
  const lost = await on.call("delete_connector", { ...args, confirmation_token: token });
  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(shownStable(on, lost)).toMatchSnapshot();
  expect(lost.text).toContain(`get_status connectors=["${id}"]`);
});

test("a connector recreated under the same name, paused since, or with a new dependent is not what was planned", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const moves = [
    () =>
      sandbox.edit((world) => {
        connectionNamed(world, "zendesk_support").created_at = "2026-03-02T09:00:00.000000Z";
      }),
    () =>
      sandbox.edit((world) => {
        connectionNamed(world, "zendesk_support").paused = true;
      }),
    () => addTransformation(sandbox, "brave_otter", "zendesk_support"),
    () =>
      sandbox.edit((world) => {
        connectionNamed(world, "zendesk_support").service = "zendesk_chat";
      }),
  ];
  for (const move of moves) {
    const plan = await call("delete_connector", args);
    move();
    const moved = await call("delete_connector", { ...args, confirmation_token: plan.token });
    expect(moved.status).toBe("confirmation_required");
    expect(moved.token).not.toBe(plan.token);
    expect(moved.data["moved"]).toMatchSnapshot();
  }
  expect(sent(on)).toEqual([]);
});

test.each([
  [{ connector: "zendesk_suport" }, "zendesk_support"],
  [{ connector: "nobody_knows_this" }, "nobody_knows_this"],
  [{ connectors: ["zendesk_support"] }, "connector"],
  [{}, "connector"],
])("%j is refused", async (given, hint) => {
  const on = await harness();
  const refused = await on.call("delete_connector", given);
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(hint);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test("a name that two connectors have is refused with both", async () => {
  const on = await harness();
  const ids = [idOf(on.sandbox, "xero_ledger"), idOf(on.sandbox, "zendesk_support")];
  sameName(on.sandbox, "xero_ledger", "zendesk_support");
  const refused = await on.call("delete_connector", args);
  expect(refused.isError).toBe(true);
  expect(ids.every((id) => refused.text.includes(id))).toBe(true);
});

test("is out of reach unless the operator lets deletes in", async () => {
  const on = await harness({ env: { FIVETRAN_SCOPE: "read/write" } });

  const { tools } = await on.client.listTools();
  expect(tools.map(({ name }) => name)).not.toContain("delete_connector");
  const refused = await on.call("delete_connector", args);
  expect(refused.isError).toBe(true);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(refused.text).toContain("FIVETRAN_SCOPE");
  expect(on.sandbox.requests()).toEqual([]);
});

test("a connector of a group that the operator does not allow is not found", async () => {
  const first = await harness();
  const account = { sandbox: first.sandbox, url: first.url };
  const env = { FIVETRAN_GROUPS: groupId(first.sandbox, "finance") };
  const on = await harness({ account, env });
  expect((await on.call("delete_connector", args)).isError).toBe(true);
  expect((await on.call("delete_connector", { connector: "xero_ledger" })).status).toBe(
    "confirmation_required",
  );
  expect(sent(on)).toEqual([]);
});
