import { expect, test } from "vitest";
import { harness } from "../harness.js";

const withLoneGroup = async () => {
  const made = await harness();
  made.sandbox.edit((world) => {
    world.groups.set("spare_place", {
      id: "spare_place",
      name: "spare",
      created_at: "2026-01-01T00:00:00.000000Z",
    });
  });
  return made;
};

test("groups with their destination, its state and what loads into it, without one too", async () => {
  const { call, sandbox } = await withLoneGroup();

  const { text } = await call("list_destinations");

  expect(text).toMatchInlineSnapshot(`
    "5 groups: 3 connected, 1 broken, 1 without a destination
    name (id) · destination · state · region · connectors
    analytics_prod (bronze_ginger) · snowflake · connected · GCP_US_EAST4 · 19 connectors: 2 failing, 1 broken, 1 stuck, 1 partial, 1 late, 1 blocked, 1 stale
    finance (lunar_horizon) · redshift · broken · AWS_US_EAST_1 · 5 connectors: 5 destination_down
    marketing (winged_lotus) · big_query · connected · GCP_US_EAST4 · 11 connectors: 2 rescheduled, 2 failing, 2 needs_setup, 1 stale
    spare (spare_place) · no destination · 0 connectors
    staging (hushed_orchard) · databricks · connected · GCP_US_EAST4 · 7 connectors: 2 broken, 1 never_synced, 1 needs_setup"
  `);
  expect(
    sandbox
      .requests()
      .map(({ operation }) => operation)
      .sort(),
  ).toEqual(["list_all_groups", "list_connections", "list_destinations"]);
});

test.each([
  [{ words: "snow prod" }, ["analytics_prod"]],
  [{ states: ["broken"] }, ["finance"]],
  [{ states: ["none"] }, ["spare"]],
  [{ words: "big_query", states: ["connected"] }, ["marketing"]],
])("%j filters", async (args, names) => {
  const { call } = await withLoneGroup();

  const { data } = await call("list_destinations", args);

  expect((data["destinations"] as { name: string }[]).map(({ name }) => name)).toEqual(names);
});

test("comes in pages", async () => {
  const { call } = await withLoneGroup();

  const first = await call("list_destinations", { limit: 3 });
  const cursor = first.data["next_cursor"];
  const second = await call("list_destinations", { limit: 3, cursor });

  expect(first.text).toContain(`More: cursor="${String(cursor)}"`);
  const names = [first, second].flatMap(({ data }) =>
    (data["destinations"] as { name: string }[]).map(({ name }) => name),
  );
  expect(names).toEqual(["analytics_prod", "finance", "marketing", "spare", "staging"]);
});

test("none matches", async () => {
  const { call } = await harness();

  const { text, isError } = await call("list_destinations", { words: "no such thing" });

  expect(isError).toBe(false);
  expect(text).toContain("No destination is there, or none matches.");
});

test("an account with nothing in it", async () => {
  const { call } = await harness({ sandbox: { world: "empty" } });

  expect((await call("list_destinations")).text).toContain(
    "No destination is there, or none matches.",
  );
});

test.each([
  [{ word: "x" }, 'unknown parameter "word". Did you mean words?'],
  [{ cursor: "3.nonsense" }, "cursor does not belong to this call."],
])("%j is refused", async (args, message) => {
  const { call } = await harness();

  const refused = await call("list_destinations", args);

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(message);
});

test("shows only the groups that the operator lets in", async () => {
  const open = await harness();
  const { data } = await open.call("list_destinations", { words: "finance" });
  const [{ id } = { id: "" }] = data["destinations"] as { id: string }[];

  const { call } = await harness({ account: open, env: { FIVETRAN_GROUPS: id } });

  expect((await call("list_destinations")).data).toMatchObject({ total: 1 });
});

test("is refused where policy forbids it", async () => {
  const { call } = await harness({ env: { DISALLOWED_ACTIONS: "destinations:read" } });

  expect((await call("list_destinations")).text).toContain("DISALLOWED_ACTIONS");
});
