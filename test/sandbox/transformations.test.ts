import { describe, expect, test } from "vitest";
import { nextCron, parseCron } from "../../src/sandbox/simulation/cron.js";
import { type Client, serve } from "./harness.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Creates a destination with a project and three connections that run only when triggered. */
async function place() {
  const client = await serve({ world: "empty" });
  const { post } = client;
  const group_id = (await post("/v1/groups", { name: "one" })).data.id;
  await post("/v1/destinations", {
    group_id,
    service: "big_query",
    time_zone_offset: "0",
    config: {},
  });
  const connections: string[] = [];
  for (const schema of ["orders", "customers", "events"]) {
    const { data } = await post("/v1/connections", {
      group_id,
      service: "stripe",
      schedule_type: "manual",
      config: { schema, api_key: "k" },
    });
    connections.push(data.id);
  }
  const project = await post("/v1/transformation-projects", {
    group_id,
    type: "DBT_CORE",
    project_config: { dbt_version: "1.8.0", default_schema: "a", git_remote_url: "git@x:o/r.git" },
  });
  expect(project.data).toMatchObject({ status: "READY", errors: [] });
  const make = async (schedule: object, more: object = {}) => {
    const { data } = await post("/v1/transformations", {
      type: "DBT_CORE",
      schedule,
      transformation_config: {
        project_id: project.data.id,
        name: "nightly",
        steps: [{ name: "build", command: "dbt build" }],
      },
      ...more,
    });
    return `/v1/transformations/${data.id}`;
  };
  return { ...client, group_id, connections, project: project.data.id, make };
}

async function run({ post, sandbox }: Client, connection = ""): Promise<void> {
  await post(`/v1/connections/${connection}/sync`);
  sandbox.advance(2 * MINUTE);
}

describe("an integrated schedule", () => {
  test("starts after a sync of any of its connections, and of no other", async () => {
    const client = await place();
    const { get, sandbox, connections, make } = client;
    const [orders, customers, events] = connections;
    const path = await make({
      schedule_type: "INTEGRATED",
      connection_ids: [orders, customers],
    });
    await run(client, events);
    expect((await get(path)).data).toMatchObject({ status: "NEW", last_started_at: null });
    await run(client, customers);
    const { data } = await get(path);
    expect(data).toMatchObject({ status: "SUCCEEDED" });
    const synced = (await get(`/v1/connections/${customers}`)).data.succeeded_at;
    expect(data.last_started_at >= synced).toBe(true);
    expect(data.last_ended_at > data.last_started_at).toBe(true);
    sandbox.advance(24 * HOUR);
    await run(client, events);
    expect((await get(path)).data.last_started_at).toBe(data.last_started_at);
    await run(client, orders);
    expect((await get(path)).data.last_started_at > data.last_started_at).toBe(true);
  });

  test("waits for those of its connections that sync at the same time", async () => {
    const client = await place();
    const { get, post, sandbox, connections, make } = client;
    const [orders, customers] = connections;
    const path = await make({ schedule_type: "INTEGRATED", connection_ids: [orders, customers] });
    for (const one of [orders, customers]) await post(`/v1/connections/${one}/sync`);
    sandbox.advance(10 * MINUTE);
    const { last_started_at } = (await get(path)).data;
    for (const one of [orders, customers]) {
      const { succeeded_at } = (await get(`/v1/connections/${one}`)).data;
      expect(last_started_at >= succeeded_at).toBe(true);
    }
  });

  test("does not start after a sync that failed, or while it is paused", async () => {
    const client = await place();
    const { get, patch, sandbox, connections, make } = client;
    const [orders = ""] = connections;
    const path = await make({ schedule_type: "INTEGRATED", connection_ids: [orders] });
    sandbox.edit((world) => {
      const connection = world.connections.get(orders);
      if (!connection) return;
      connection.backstage.script = { duration_ms: 1000, outcome: "failure", times: 1 };
    });
    await run(client, orders);
    expect((await get(path)).data.status).toBe("NEW");
    await patch(path, { paused: true });
    await run(client, orders);
    expect((await get(path)).data.status).toBe("NEW");
    await patch(path, { paused: false });
    await run(client, orders);
    expect((await get(path)).data.status).toBe("SUCCEEDED");
  });

  test("may wait for other transformations", async () => {
    const client = await place();
    const { get, post, sandbox, connections, make } = client;
    const first = await make({ schedule_type: "INTEGRATED", connection_ids: connections });
    const second = await make({
      schedule_type: "INTEGRATED",
      transformation_ids: [first.split("/").at(-1)],
    });
    await post(`${first}/run`, {});
    sandbox.advance(5 * MINUTE);
    const [one, two] = [(await get(first)).data, (await get(second)).data];
    expect(two.status).toBe("SUCCEEDED");
    expect(two.last_started_at >= one.last_ended_at).toBe(true);
  });
});

describe("a schedule of its own", () => {
  test.each([
    [{ schedule_type: "INTERVAL", interval: 90 }, "2026-03-02T11:00"],
    [{ schedule_type: "TIME_OF_DAY", time_of_day: "14:30" }, "2026-03-02T14:30"],
    [
      { schedule_type: "TIME_OF_DAY", time_of_day: "08:00", days_of_week: ["FRIDAY"] },
      "2026-03-06T08:00",
    ],
    [{ schedule_type: "CRON", cron: ["15 3 * * *", "0 12 * * *"] }, "2026-03-02T12:00"],
  ])("%j starts at %s", async (schedule, at) => {
    const { get, sandbox, make } = await place();
    const path = await make(schedule);
    const until = Date.parse(`${at}:00Z`) - sandbox.now().getTime();
    sandbox.advance(until - 1);
    expect((await get(path)).data.status).toBe("NEW");
    sandbox.advance(1);
    expect((await get(path)).data).toMatchObject({
      status: "RUNNING",
      last_started_at: expect.stringContaining(at),
    });
  });

  test("with smart syncing leaves out slots to which nothing new came", async () => {
    const client = await place();
    const { get, sandbox, connections, make } = client;
    const path = await make({
      schedule_type: "INTERVAL",
      interval: 60,
      smart_syncing: true,
      connection_ids: [connections[0]],
    });
    sandbox.advance(3 * HOUR);
    expect((await get(path)).data.status).toBe("NEW");
    await run(client, connections[0]);
    sandbox.advance(HOUR);
    expect((await get(path)).data.status).toBe("SUCCEEDED");
  });
});

test("runs are started and cancelled by hand, once at a time", async () => {
  const { get, post, patch, sandbox, connections, make } = await place();
  const path = await make({ schedule_type: "INTEGRATED", connection_ids: connections });
  expect(await post(`${path}/cancel`)).toMatchObject({ status: 409 });
  await post(`${path}/run`);
  expect(await post(`${path}/run`)).toMatchObject({ status: 409 });
  await post(`${path}/cancel`);
  sandbox.advance(HOUR);
  expect((await get(path)).data.status).toBe("CANCELED");
  expect(await post(`${path}/upgrade`)).toMatchObject({ status: 400 });
  expect(await patch(path, {})).toMatchObject({ status: 400 });
});

test("a Quickstart package knows its models and can be upgraded", async () => {
  const { get, post, patch, connections, group_id } = await place();
  const { data } = await post("/v1/transformations", {
    type: "QUICKSTART",
    schedule: { schedule_type: "INTEGRATED" },
    transformation_config: {
      package_name: "stripe",
      connection_ids: [connections[0]],
      excluded_models: ["stripe__customer_overview"],
    },
  });
  expect(data.output_model_names).toEqual(["stripe__balance_transactions"]);
  const path = `/v1/transformations/${data.id}`;
  await post(`${path}/upgrade`);
  expect((await get(path)).data.transformation_config.upgrade_available).toBe(false);
  expect(await patch(path, { transformation_config: { package_name: "jira" } })).toMatchObject({
    status: 400,
  });
  const listed = await get(`/v1/transformations?group_id=${group_id}&type=QUICKSTART`);
  expect(listed.data.items).toHaveLength(1);
  expect((await get("/v1/transformations?type=DBT_CORE")).data.items).toEqual([]);
  expect(
    (await get("/v1/transformations/package-metadata?service=hubspot")).data.items,
  ).toMatchObject([{ name: "hubspot" }]);
});

test("what does not fit is refused", async () => {
  const { post, connections, project } = await place();
  const body = {
    type: "DBT_CORE",
    schedule: { schedule_type: "INTEGRATED", connection_ids: connections },
    transformation_config: { project_id: project, name: "n", steps: [{ name: "s", command: "c" }] },
  };
  const wrong: [object, number][] = [
    [{ type: "DBT_CLOUD" }, 400],
    [{ schedule: { schedule_type: "INTEGRATED" } }, 400],
    [{ schedule: { schedule_type: "INTEGRATED", connection_ids: ["nowhere"] } }, 404],
    [{ schedule: { schedule_type: "CRON", cron: ["61 * * * *"] } }, 400],
    [{ schedule: { schedule_type: "TIME_OF_DAY", time_of_day: "14:15" } }, 400],
    [{ schedule: { schedule_type: "INTERVAL" } }, 400],
    [{ transformation_config: { project_id: project } }, 400],
    [{ transformation_config: { ...body.transformation_config, project_id: "nowhere" } }, 404],
  ];
  for (const [change, status] of wrong) {
    expect((await post("/v1/transformations", { ...body, ...change })).status).toBe(status);
  }
});

test.each([
  ["*/20 * * * *", "2026-03-02T09:40:00.000Z"],
  ["0 0 1 * *", "2026-04-01T00:00:00.000Z"],
  ["30 9 * * 1-5", "2026-03-03T09:30:00.000Z"],
  ["0 6 13 * 5", "2026-03-06T06:00:00.000Z"],
  ["0 0 * * 7", "2026-03-08T00:00:00.000Z"],
  ["0 0 29 2 *", "2028-02-29T00:00:00.000Z"],
])("cron %s next fits at %s", (text, at) => {
  const next = nextCron([text], Date.parse("2026-03-02T09:30:00Z"));
  expect(next && new Date(next).toISOString()).toBe(at);
});

test.each(["", "@daily", "* * * *", "60 * * * *", "5-1 * * * *", "a * * * *", "*/0 * * * *"])(
  "%j is not a cron expression",
  (text) => expect(parseCron(text)).toBeUndefined(),
);
