import { expect, test } from "vitest";
import * as z from "zod";
import { harness, type Result } from "../harness.js";
import { agreed } from "./agreed.js";
import { shown, userId } from "./ids.js";
import { addTransformation } from "./transformation.js";

const Data = z.looseObject({
  summary: z.string(),
  items: z.array(z.looseObject({ kind: z.string() })).default([]),
  notes: z.array(z.string()),
});
const read = ({ data }: Result) => Data.parse(data);
const of = (result: Result, kind: string) =>
  read(result).items.filter((item) => item.kind === kind);
const dependents = {
  operation_id: "dependents:connector",
  params: { connectionId: "postgres_orders" },
};

test("what depends on a connector takes one read", async () => {
  const on = await harness();
  addTransformation(on.sandbox, "made_here", "postgres_orders");
  addTransformation(on.sandbox, "elsewhere", "zendesk_support");
  on.sandbox.edit((world) => {
    const one = world.transformations.get("made_here");
    if (one !== undefined) Object.assign(one, { paused: true });
  });
  for (const [operation_id, params] of [
    ["create_account_webhook", {}],
    ["create_group_webhook", { groupId: "analytics_prod" }],
    ["create_group_webhook", { groupId: "marketing" }],
  ] as const) {
    const body = { url: "https://example.com/hook", events: ["sync_end"], active: false };
    await agreed(on, "write_api", { operation_id, params, body });
  }
  const result = await on.call("read_api", dependents);
  expect(read(result).summary).toMatch(
    /^postgres_orders \(.+\) in group analytics_prod: 1 transformation, 2 webhooks, 1 role in the connector depend on it$/,
  );
  expect(of(result, "transformation")).toMatchObject([
    {
      id: "made_here",
      schedule: "runs after each sync of its connector",
      paused: true,
      problem: "it is paused, so its tables are not refreshed",
    },
  ]);
  expect(of(result, "webhook").map(({ covers }) => covers)).toEqual(["the account", "the group"]);
  expect(of(result, "role_of_user")).toMatchObject([
    { name: "Linus Example", access: ["View Connection (connector)"] },
  ]);
  expect(of(result, "loads_to")).toMatchObject([{ name: "snowflake", setup_status: "connected" }]);
  expect(shown(on, result)).toMatchSnapshot();
});

test("roles of many users are looked up in parts; the next call continues with them alone", async () => {
  const on = await harness();
  const linus = userId(on.sandbox, "linus@example.com");
  on.sandbox.edit((world) => {
    const user = world.users.get(linus);
    for (let n = 0; n < 130 && user !== undefined; n++) {
      const id = `many_${n}`;
      world.users.set(id, { ...user, id, email: `${id}@example.com`, given_name: id });
    }
  });
  const part =
    "Roles in the connector were read only for some of the users and teams. To read the remaining ones, continue with the cursor.";
  const first = await on.call("read_api", dependents);
  expect(read(first).notes).toContain(part);
  const { next_cursor: cursor } = first.data;
  expect(first.text).toContain(`cursor":${JSON.stringify(cursor)}`);
  const next = await on.call("read_api", {
    ...dependents,
    params: { ...dependents.params, cursor },
  });
  expect(read(next).notes).not.toContain(part);
  expect(next.data).not.toHaveProperty("next_cursor");
  expect(of(next, "loads_to")).toEqual([]);
  expect(of(first, "loads_to")).toHaveLength(1);
});

test("a schedule on several connectors says that any of them starts it", async () => {
  const on = await harness();
  addTransformation(on.sandbox, "made_here", "postgres_orders");
  on.sandbox.edit((world) => {
    const one = world.transformations.get("made_here");
    const ids = [...world.connections.values()].slice(0, 3).map(({ id }) => id);
    if (one !== undefined) {
      one.schedule = { schedule_type: "INTEGRATED", connection_ids: ids };
      one.transformation_config = { package_name: "orders" };
    }
  });
  expect(of(await on.call("read_api", dependents), "transformation")).toMatchObject([
    {
      schedule:
        "runs after a sync of any of its 3 connectors, and waits for connectors that sync at the same time",
    },
  ]);
});

test.each([
  ["transformations_list", "transformations could not be read"],
  ["list_all_webhooks", "webhooks could not be read"],
  ["destination_details", "the destination could not be read"],
  ["list_all_users", "users could not be read"],
])("without %s the rest is returned", async (operation, gap) => {
  const on = await harness();
  on.sandbox.fault({ operation, status: 403 });
  const result = await on.call("read_api", dependents);
  expect(result.isError).toBe(false);
  expect(read(result).notes.join(" ")).toContain(gap);
  expect(shown(on, result)).toMatchSnapshot();
});

test.each(["what depends on a connector", "who uses this connector"])(
  "search_api finds it: %s",
  async (query) => {
    const on = await harness();
    const { text } = await on.call("search_api", { query });
    expect(text).toContain("dependents:connector");
  },
);
