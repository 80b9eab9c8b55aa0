import { expect, test } from "vitest";
import { type Client, serve } from "./harness.js";

/** The calls of other programs, replayed: their paths, headers and bodies, not their code. */

const versioned = { "content-type": "application/json;version=2" };

test("an orchestrator in Python finds a connector by name, takes over its schedule and waits", async () => {
  const { send, sandbox, connection } = await serve();
  const { group_id } = await connection("postgres_orders");
  const groups = await send("GET", "/v1/groups/");
  const group = groups.data.items.find(({ id }: { id: string }) => id === group_id);
  const found = [];
  let cursor: string | undefined = "";
  while (cursor !== undefined) {
    const page = await send(
      "GET",
      `/v1/groups/${group.id}/connectors/?limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`,
    );
    found.push(...page.data.items);
    cursor = page.data.next_cursor;
  }
  const { id } = found.find(({ schema }) => schema === "postgres_orders");
  const path = `/v1/connectors/${id}`;
  const before = (await send("GET", path)).data;
  expect((await send("GET", `/v1/destinations/${group.id}`)).data.setup_status).toBe("connected");
  expect((await send("POST", `${path}/test`, {}, versioned)).data.status.setup_state).toBe(
    "connected",
  );
  await send("PATCH", path, { schedule_type: "manual" }, versioned);
  await send("PATCH", path, { paused: false }, versioned);
  expect(await send("POST", `${path}/force`, undefined, versioned)).toMatchObject({
    status: 200,
    code: "Success",
  });
  let polls = 0;
  let now = before;
  while (now.succeeded_at === before.succeeded_at && polls < 20) {
    sandbox.advance(30_000);
    now = (await send("GET", path)).data;
    polls += 1;
  }
  expect(now.succeeded_at > before.succeeded_at).toBe(true);
  expect(now.failed_at).toBe(before.failed_at);
});

test("an asset loader reads groups, connectors, schemas and destinations, and resyncs tables", async () => {
  const { send, sandbox } = await serve();
  const { data } = await send("GET", "/v1/groups?limit=100");
  const statuses = new Set<number>();
  for (const group of data.items) {
    await send("GET", `/v1/destinations/${group.id}`);
    const list = await send("GET", `/v1/groups/${group.id}/connectors?limit=100`);
    for (const { id, status } of list.data.items) {
      if (status.setup_state === "incomplete") continue;
      const schemas = await send("GET", `/v1/connectors/${id}/schemas`);
      statuses.add(schemas.status);
    }
  }
  expect([...statuses].sort()).toEqual([200, 404]);
  const list = await send("GET", "/v1/connections?schema=postgres_orders");
  const [{ id }] = list.data.items;
  const path = `/v1/connectors/${id}/schemas/tables/resync`;
  expect(await send("POST", path, { public: ["orders"] })).toMatchObject({ status: 200 });
  const one = `/v1/connectors/${id}/schemas/public/tables/customers/resync`;
  expect(await send("POST", one)).toMatchObject({ status: 200 });
  sandbox.advance(600_000);
  expect((await send("GET", `/v1/connectors/${id}`)).data.status.is_historical_sync).toBe(false);
});

/** Clients that serialize whole structures send null for unset fields. */
async function provision({ send }: Client) {
  const group = (await send("POST", "/v1/groups", { name: "Provisioned" })).data.id;
  const destination = await send("POST", "/v1/destinations", {
    group_id: group,
    service: "snowflake",
    region: "GCP_US_EAST4",
    time_zone_offset: "+10",
    config: {
      host: "a.snowflakecomputing.com",
      port: 443,
      user: "u",
      password: "p",
      auth: "PASSWORD",
    },
    run_setup_tests: false,
    daylight_saving_time_enabled: true,
    private_link_id: null,
  });
  const connector = await send(
    "POST",
    "/v1/connections",
    {
      service: "google_sheets",
      group_id: group,
      run_setup_tests: false,
      trust_certificates: null,
      data_delay_sensitivity: null,
      data_delay_threshold: null,
      daily_sync_time: null,
      config: { schema: "gsheets", table: "orders", sheet_id: "s", named_range: "r" },
    },
    { accept: "application/json;version=2" },
  );
  return { group, destination, connector };
}

test("an infrastructure tool creates, reads back, changes and destroys", async () => {
  const client = await serve({ world: "empty" });
  const { send } = client;
  const { group, destination, connector } = await provision(client);
  expect(destination).toMatchObject({
    status: 201,
    data: {
      id: group,
      time_zone_offset: "+10",
      setup_status: "incomplete",
      config: { port: "443", password: "******" },
    },
  });
  expect(connector).toMatchObject({
    status: 201,
    data: {
      schema: "gsheets.orders",
      service_version: 1,
      data_delay_sensitivity: "LOW",
      sync_frequency: 360,
      setup_tests: [],
      status: { setup_state: "incomplete", tasks: [], warnings: [] },
    },
  });
  const path = `/v1/connections/${connector.data.id}`;
  const tools = { "user-agent": "Terraform-Provider/1 go/1.22", accept: "application/json" };
  const changed = await send("PATCH", path, { sync_frequency: "60", paused: true }, tools);
  expect(changed.data).toMatchObject({ sync_frequency: 60, paused: true });
  expect((await send("GET", path, undefined, tools)).data).toEqual(changed.data);
  expect(await send("DELETE", path, undefined, tools)).toMatchObject({ code: "Success" });
  expect(await send("GET", path)).toMatchObject({ status: 404, code: "NotFound_Connection" });
  expect((await send("DELETE", `/v1/destinations/${group}`)).status).toBe(200);
  expect((await send("DELETE", `/v1/groups/${group}`)).status).toBe(200);
});

test("a client library sends its type with every request, and names what it wants in old words", async () => {
  const { send, sandbox } = await serve();
  // Its GET and DELETE requests have a content type but no body.
  const every = { "content-type": "application/json", "accept-encoding": "zstd, br, gzip" };
  const { data } = await send("GET", "/v1/groups", undefined, every);
  const connectors = await send(
    "GET",
    `/v1/groups/${data.items[0].id}/connectors`,
    undefined,
    every,
  );
  const [{ id }] = connectors.data.items;
  const path = `/v1/connectors/${id}`;
  await send("PATCH", path, { paused: true }, every);
  expect((await send("PATCH", path, { paused: false }, every)).data.paused).toBe(false);
  expect((await send("POST", `${path}/sync`, {}, every)).code).toBe("Success");
  await send("POST", `${path}/resync`, { scope: {} }, every);
  await send("PATCH", path, { sync_frequency: 1440, daily_sync_time: "14:00" }, every);
  const hook = await send(
    "POST",
    `/v1/webhooks/group/${data.items[0].id}`,
    { url: "https://example.invalid/hook", events: ["sync_start", "sync_end"], active: false },
    every,
  );
  expect(hook.data).toMatchObject({ type: "group", events: ["sync_start", "sync_end"] });
  expect((await send("DELETE", `/v1/webhooks/${hook.data.id}`, undefined, every)).status).toBe(200);
  expect(await send("DELETE", `/v1/webhooks/${hook.data.id}`, undefined, every)).toMatchObject({
    status: 404,
  });
  expect(sandbox.requests().every(({ operation }) => operation !== undefined)).toBe(true);
});

test("older clients read connectors of users and teams, and one calls the second version", async () => {
  const { send, sandbox, id } = await serve();
  const path = `/v2/connectors/${await id("postgres_orders")}`;
  const accept = { accept: "application/json;version=2" };
  const before = (await send("GET", path, undefined, accept)).data;
  await send("POST", `${path}/sync`, { force: false }, accept);
  sandbox.advance(60_000);
  const after = (await send("GET", path, undefined, accept)).data;
  expect(after.succeeded_at > before.succeeded_at).toBe(true);

  const [user] = (await send("GET", "/v1/users/?limit=100")).data.items;
  const team = (await send("POST", "/v1/teams", { name: "Night", role: "Account Reviewer" })).data;
  const member = { id: after.id, role: "Connector Collaborator" };
  for (const owner of [`users/${user.id}`, `teams/${team.id}`]) {
    await send("POST", `/v1/${owner}/connectors`, member);
    const found = await send("GET", `/v1/${owner}/connectors/${after.id}`);
    expect(found.data, owner).toMatchObject(member);
    const { items } = (await send("GET", `/v1/${owner}/connectors`)).data;
    expect(items, owner).toEqual((await send("GET", `/v1/${owner}/connections`)).data.items);
    expect((await send("DELETE", `/v1/${owner}/connectors/${after.id}`)).status, owner).toBe(200);
  }
});
