import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { fleet, settled } from "../fleet.js";
import { type Harness, idOf, type Result } from "../harness.js";
import { groupId, replying } from "./ids.js";
import { addTransformation } from "./transformation.js";

const Swept = z.looseObject({
  transformations: z.array(z.array(z.string())),
  gaps: z.array(z.string()).default([]),
  next_cursor: z.string().optional(),
});
const swept = (result: Result) => {
  expect(result.isError, result.text).toBe(false);
  return Swept.parse(result.data);
};
const Statuses = z.looseObject({
  connectors: z.array(z.looseObject({ transformations: z.array(z.string()).default([]) })),
  gaps: z.array(z.string()).default([]),
});
const statusOf = async (on: Harness, name: string) => {
  const result = await on.call("get_status", { connectors: [name], details: true });
  expect(result.isError, result.text).toBe(false);
  const { connectors, gaps } = Statuses.parse(result.data);
  return { shown: connectors.flatMap(({ transformations }) => transformations), gaps };
};
const reads = ({ sandbox }: Harness, operation: string) =>
  sandbox.requests().filter((request) => request.operation === operation);

/** Opens the same account within the operator's limits. */
const confined = (on: Harness, env: Record<string, string>) => settled({ account: on, env });

const fail = ({ sandbox }: Harness, ...ids: string[]) =>
  sandbox.edit((world) => {
    for (const id of ids) {
      const one = world.transformations.get(id);
      if (one !== undefined) one.status = "FAILED";
    }
  });

describe("within limits on groups or connectors", () => {
  test.each(["FIVETRAN_GROUPS", "FIVETRAN_CONNECTORS"])("%s shows its own alone", async (name) => {
    const open = await settled();
    addTransformation(open.sandbox, "own_one", "zendesk_support");
    addTransformation(open.sandbox, "other_one", "klaviyo_email");
    fail(open, "own_one", "other_one");
    const group = groupId(open.sandbox, "analytics_prod");
    const env = name === "FIVETRAN_GROUPS" ? { [name]: group } : { [name]: "zendesk_*" };
    const on = await confined(open, env);
    const result = await on.call("check_stale");
    expect(swept(result).transformations.map(([, id]) => id)).toEqual(["own_one"]);
    expect(result.text).not.toContain("other_one");
    const { shown } = await statusOf(on, "zendesk_support");
    expect(shown).toEqual([expect.stringContaining("own_one")]);
    const found = await on.call("read_api", {
      operation_id: "dependents:connector",
      params: { connectionId: "zendesk_support" },
    });
    expect(found.text).toContain("own_one");
  });

  test("owners of many are read in a list, and groups beyond the first twenty are named", async () => {
    const open = await settled();
    const members = Array.from({ length: 12 }, (_, at) => ({ name: `made_${at}` }));
    fleet(open.sandbox, members);
    open.sandbox.edit((world) => world.transformations.clear());
    for (const { name } of members) addTransformation(open.sandbox, `of_${name}`, name);
    open.sandbox.edit((world) => {
      const [one] = world.groups.values();
      for (let at = 0; one !== undefined && at < 30; at++) {
        world.groups.set(`group_${at}`, { ...one, id: `group_${at}`, name: `group_${at}` });
      }
    });
    const on = await confined(open, { FIVETRAN_CONNECTORS: "made_*" });
    const { gaps } = swept(await on.call("check_stale"));
    expect(reads(on, "connection_details")).toEqual([]);
    expect(reads(on, "transformations_list")).toHaveLength(20);
    expect(gaps).toContainEqual(expect.stringMatching(/^transformations of \d+ more groups were/));
  });

  test("those of one group are shown where another group's are refused", async () => {
    const open = await settled();
    addTransformation(open.sandbox, "one", "zendesk_support");
    addTransformation(open.sandbox, "other", "klaviyo_email");
    fail(open, "one", "other");
    const on = await confined(open, { FIVETRAN_CONNECTORS: "zendesk_support,klaviyo_email" });
    on.sandbox.fault({ operation: "transformations_list", calls: [1], status: 403 });
    const { transformations, gaps } = swept(await on.call("check_stale"));
    expect(transformations).toHaveLength(1);
    expect(gaps).toEqual(["transformations of 1 group could not be read"]);
  });

  test("an operation that the operator forbids is not asked for", async () => {
    const on = await settled({ env: { DISALLOWED_ACTIONS: "transformations:read" } });
    expect(swept(await on.call("check_stale")).gaps).toEqual([]);
    expect(reads(on, "transformations_list")).toEqual([]);
  });
});

test("a caller that leaves while they are read leaves nothing behind", async () => {
  const on = await settled();
  for (const operation of ["list_connections", "transformations_list"]) {
    on.sandbox.fault({ operation, hang: true });
  }
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  const caller = new AbortController();
  const call = on.client.callTool({ name: "check_stale" }, { signal: caller.signal });
  while (reads(on, "transformations_list").length === 0) await turn();
  caller.abort();
  await expect(call).rejects.toThrow();
  // The server learns of the cancellation over its own connection, and returns nothing more.
  await on.call("describe_service", { service: "postgres" });
  await turn();
  expect(unhandled).toEqual([]);
});

const turn = () => new Promise((resolve) => setTimeout(resolve, 10));

test("are read for the first page alone, and for no group that is unknown", async () => {
  const on = await settled();
  const { next_cursor } = swept(await on.call("check_stale", { limit: 3 }));
  expect(reads(on, "transformations_list")).toHaveLength(1);
  const next = swept(await on.call("check_stale", { limit: 3, cursor: next_cursor }));
  expect(next.transformations).toEqual([]);
  await on.call("check_stale", { group: "nowhere_at_all" });
  expect(reads(on, "transformations_list")).toHaveLength(1);
});

const LONG_AGO = "2020-01-01T00:00:00Z";
const FUTURE = "2099-01-01T00:00:00Z";

describe("odd records", () => {
  const served = async (records: (connection: string) => object[]) => {
    const on = await settled();
    const id = idOf(on.sandbox, "zendesk_support");
    on.sandbox.fault({
      operation: "transformations_list",
      ...replying({ items: records(id) }),
    });
    return on;
  };

  test.each([
    ["no fields at all", () => ({}), "it has never run"],
    ["null everywhere", () => ({ status: null, paused: null, last_started_at: null }), "never run"],
    [
      "an unknown status",
      () => ({ status: "QUEUED_UP", last_started_at: LONG_AGO, last_ended_at: LONG_AGO }),
      "before its data arrived",
    ],
    [
      "no status",
      () => ({ last_started_at: FUTURE, last_ended_at: FUTURE }),
      "its last run ended 0 min ago",
    ],
    ["no end", () => ({ status: "SUCCEEDED", last_started_at: FUTURE }), "at an unknown time"],
    ["times that are none", () => ({ last_started_at: "soon", last_ended_at: 7 }), "is not known"],
    ["an odd pause", () => ({ paused: "yes", status: 7 }), "has never run"],
    ["no start of a failure", () => ({ status: "FAILED" }), "failed at an unknown time"],
  ])("with %s is judged by the rest", async (_, fields, why) => {
    const on = await served((id) => [
      { id: "odd_one", ...fields(), transformation_config: { connection_ids: [id] } },
    ]);
    expect((await statusOf(on, "zendesk_support")).shown).toEqual([expect.stringContaining(why)]);
    expect((await on.call("check_stale")).isError).toBe(false);
  });

  test("what is odd in a configuration does not hide the rest of it", async () => {
    const on = await served((id) => [
      { id: "a_one", transformation_config: { connection_ids: [7, id, null], name: 7 } },
      { id: "b_one", transformation_config: { connection_ids: "x", package_name: "" } },
      { id: "c_one", schedule: { connection_ids: [id, {}] }, transformation_config: "none" },
      { id: "d_one", schedule: "hourly", transformation_config: null },
    ]);
    const { shown } = await statusOf(on, "zendesk_support");
    expect(shown.map((line) => line.split(":")[0])).toEqual(["a_one", "c_one"]);
  });

  test("one without an id is named, and the others are judged", async () => {
    const on = await served((id) => [
      { id: null, status: "FAILED" },
      { id: "well", status: "FAILED", transformation_config: { connection_ids: [id] } },
    ]);
    const { transformations, gaps } = swept(await on.call("check_stale"));
    expect(transformations.map(([, id]) => id)).toEqual(["well"]);
    const note = "1 transformation record could not be read: record 1 of the list (id)";
    expect(gaps).toEqual([note]);
    expect((await statusOf(on, "zendesk_support")).gaps).toEqual([note]);
  });

  test("twenty are named, and the rest are counted", async () => {
    const on = await served((id) =>
      Array.from({ length: 23 }, (_, at) => ({
        id: `bad_${at}`,
        status: "FAILED",
        schedule: { connection_ids: [id] },
      })),
    );
    const { transformations, gaps } = swept(await on.call("check_stale"));
    expect(transformations).toHaveLength(20);
    expect(gaps).toEqual(["3 more transformations not shown"]);
  });
});
