import { expect, test } from "vitest";
import { harness } from "../harness.js";

const STATUS = { setup_state: "connected", sync_state: "scheduled", update_state: "on_schedule" };
const GOOD = {
  service: "postgres",
  group_id: "g",
  paused: false,
  status: STATUS,
  succeeded_at: "2026-01-01T00:00:00Z",
};

test.each([
  ["paused", { paused: "yes" }],
  ["status", { status: null }],
  ["status.update_state", { status: { ...STATUS, update_state: null } }],
  ["succeeded_at", { succeeded_at: 7 }],
  ["id", { id: null }],
  ["id", { id: "" }],
])("one connector with an odd %s is named, and the others are returned", async (field, odd) => {
  const on = await harness();
  const items = [
    { ...GOOD, id: "good_one", schema: "one" },
    { ...GOOD, id: "odd_one", schema: "odd", ...odd },
    { ...GOOD, id: "good_two", schema: "two" },
  ];
  const body = JSON.stringify({ code: "Success", data: { items } });
  on.sandbox.fault({ operation: "list_connections", status: 200, body });
  for (const tool of ["check_stale", "list_connectors"]) {
    const read = await on.call(tool);
    expect(read.isError).toBe(false);
    expect(read.text).toContain(`1 connector`);
    expect(read.text).toContain(field === "id" ? "record 2 of the list (id)" : `odd_one (${field}`);
  }
});

test("a time of the last success that cannot be read is the reason itself, not the schedule", async () => {
  for (const [more, limit] of [
    [{ sync_frequency: 60 }, undefined],
    [{ schedule: { schedule_type: "CRON", cron: "0 6 * * *" } }, undefined],
    [{ schedule_type: "manual" }, 24],
  ] as const) {
    const on = await harness();
    const odd = { ...GOOD, ...more, id: "odd_one", schema: "odd", succeeded_at: "1 January" };
    const body = JSON.stringify({ code: "Success", data: { items: [odd] } });
    on.sandbox.fault({ operation: "list_connections", status: 200, body });
    const { text } = await on.call("check_stale", { max_age_hours: limit });
    expect(text).toContain("unknown 1: the time of its last success could not be read.");
    // No limit can judge a time that is not known.
    expect(text).toContain("call get_history");
    expect(text).not.toContain("max_age_hours");
  }
});

test("other times that cannot be read are named", async () => {
  const on = await harness();
  const status = { ...GOOD.status, rescheduled_for: "soon" };
  const odd = { ...GOOD, id: "odd_one", schema: "odd", created_at: "1 January", status };
  const body = JSON.stringify({ code: "Success", data: { items: [odd] } });
  on.sandbox.fault({ operation: "list_connections", status: 200, body });
  const { text } = await on.call("check_stale");
  expect(text).toContain("odd_one (created_at, status.rescheduled_for)");
});
