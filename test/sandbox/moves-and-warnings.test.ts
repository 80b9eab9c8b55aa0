import { describe, expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Client, serve } from "./harness.js";

const MINUTE = 60_000;

async function otherGroup({ get }: Client, own: string): Promise<string> {
  const { data } = await get("/v1/destinations?limit=100");
  return data.items.find(({ group_id }: { group_id: string }) => group_id !== own).group_id;
}

describe("moving a connection", () => {
  async function paused(name = "salesforce_prod") {
    const client = await serve();
    const { id, group_id } = await client.connection(name);
    const path = `/v1/connections/${id}`;
    await client.patch(path, { paused: true });
    return { ...client, path, id, from: group_id, to: await otherGroup(client, group_id) };
  }

  test("puts it into the other group, and it continues where it was", async () => {
    const { post, get, path, id, from, to, sandbox } = await paused();
    const moved = await post(`${path}/move`, {
      destination_group_id: to,
      sync_behavior: "CONTINUE",
    });
    expect(moved).toMatchObject({
      status: 200,
      data: {
        connection_id: id,
        source_group_id: from,
        destination_group_id: to,
        sync_behavior: "CONTINUE",
        moved_at: expect.stringMatching(/^2026-/),
      },
    });
    expect((await get(path)).data).toMatchObject({
      group_id: to,
      status: { is_historical_sync: false },
    });
    expect(sandbox.effects().at(-1)?.summary).toBe(`moved to ${to} (CONTINUE)`);
  });

  test("with BACKFILL loads the history again", async () => {
    const { post, get, path, to } = await paused();
    await post(`${path}/move`, { destination_group_id: to, sync_behavior: "BACKFILL" });
    expect((await get(path)).data.status.is_historical_sync).toBe(true);
  });

  test("needs a paused connection and another group that exists and can take it", async () => {
    const client = await serve();
    const { id, group_id } = await client.connection("salesforce_prod");
    const path = `/v1/connections/${id}`;
    const to = await otherGroup(client, group_id);
    const move = (body: unknown) => client.post(`${path}/move`, body);
    expect(await move({ destination_group_id: to })).toMatchObject({ status: 400 });
    await client.patch(path, { paused: true });
    expect(await move({})).toMatchObject({ status: 400 });
    expect(await move({ destination_group_id: "no_such" })).toMatchObject({ status: 404 });
    expect(await move({ destination_group_id: group_id })).toMatchObject({ status: 400 });
    expect(await move({ destination_group_id: to, sync_behavior: "COPY" })).toMatchObject({
      status: 400,
    });
    const empty = (await client.post("/v1/groups", { name: "no_destination" })).data.id;
    expect(await move({ destination_group_id: empty })).toMatchObject({ status: 400 });
    client.sandbox.edit((world) => {
      connectionNamed(world, "mysql_legacy").group_id = to;
      connectionNamed(world, "mysql_legacy").schema = "salesforce_prod";
    });
    expect(await move({ destination_group_id: to })).toMatchObject({ status: 409 });
    expect((await client.get(path)).data.group_id).toBe(group_id);
  });

  test("names the steps where the source trusts the group, until they are confirmed", async () => {
    const { post, path, to, id, sandbox } = await paused();
    sandbox.edit((world) => {
      connectionNamed(world, id).config["role_arn"] = "arn:aws:iam::1:role/fivetran";
    });
    const body = { destination_group_id: to };
    const refused = await post(`${path}/move`, body);
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining("force_move") });
    expect(await post(`${path}/move`, { ...body, force_move: true })).toMatchObject({
      status: 200,
    });
  });

  test("with its data is a job: pending, in progress, then done and moved", async () => {
    const { post, get, path, to, from, sandbox } = await paused();
    const body = { destination_group_id: to, sync_behavior: "CONTINUE_WITH_DATA" };
    const service = (group: string, name: string) =>
      sandbox.edit((world) =>
        Object.assign(world.destinations.get(group) ?? {}, { service: name }),
      );
    service(from, "snowflake");
    service(to, "redshift");
    expect(await post(`${path}/move`, body)).toMatchObject({ status: 400 });
    service(to, "managed_data_lake");
    const { data } = await post(`${path}/move`, body);
    expect(data).toMatchObject({ moved_at: null, job_id: expect.any(String) });
    const job = async () => (await get(`${path}/move/${data.job_id}`)).data;
    expect(await job()).toMatchObject({ status: "PENDING", started_at: null, completed_at: null });
    expect(await post(`${path}/move`, body)).toMatchObject({ status: 409 });
    sandbox.advance(MINUTE);
    expect(await job()).toMatchObject({ status: "IN_PROGRESS", completed_at: null });
    expect((await get(path)).data.group_id).toBe(from);
    sandbox.advance(5 * MINUTE);
    expect(await job()).toMatchObject({ status: "SUCCESS", error_message: null });
    expect((await get(path)).data.group_id).toBe(to);
    expect(await get(`${path}/move/no_such`)).toMatchObject({ status: 404 });
  });
});

describe("warnings", () => {
  async function shop() {
    const client = await serve();
    const path = `/v1/connections/${await client.id("shopify_store")}`;
    return { ...client, path };
  }

  test("are listed by table of the destination; those of no table come last", async () => {
    const { get, path, sandbox } = await shop();
    sandbox.edit((world) => {
      connectionNamed(world, "shopify_store").status.warnings.push({
        code: "sync_warning",
        message: "Some rows were skipped",
        details: "Field too long",
      });
    });
    const { items } = (await get(`${path}/warnings`)).data;
    const warning = { code: "resync_table_warning", created_at: expect.any(String) };
    expect(items).toMatchObject([
      { schema: "shopify_store", table: "order", warnings: [warning] },
      { schema: "shopify_store", table: "order_line", warnings: [warning] },
      { warnings: [{ code: "sync_warning", error_message: "Field too long" }] },
    ]);
    expect(items[2]).not.toHaveProperty("table");
    expect(JSON.stringify((await get(path)).data.status)).not.toContain('"tables":');
  });

  test("end for the tables that were synced again", async () => {
    const { get, post, path, sandbox } = await shop();
    await post(`${path}/schemas/tables/resync`, { shopify_store: ["order"] });
    sandbox.advance(5 * MINUTE);
    const { items } = (await get(`${path}/warnings`)).data;
    expect(items.map(({ table }: { table: string }) => table)).toEqual(["order_line"]);
  });

  test("are dismissed by type, in both forms", async () => {
    const { get, post, del, path } = await shop();
    const left = async () => (await get(`${path}/warnings`)).data.items.length;
    expect(await del(`${path}/warnings/no_such_type`)).toMatchObject({ status: 404 });
    const unknown = { warning_types: ["resync_table_warning", "no_such"] };
    expect(await post(`${path}/dismiss-warnings`, unknown)).toMatchObject({ status: 400 });
    expect(await post(`${path}/dismiss-warnings`, { warning_types: [null] })).toMatchObject({
      status: 400,
    });
    expect(await left()).toBe(2);
    expect(await del(`${path}/warnings/sync_warning`)).toMatchObject({ status: 200 });
    expect(await left()).toBe(2);
    expect(await del(`${path}/warnings/resync_table_warning`)).toMatchObject({ status: 200 });
    expect(await left()).toBe(0);
    const other = await shop();
    await other.post(`${other.path}/dismiss-warnings`);
    expect((await other.get(`${other.path}/warnings`)).data.items).toEqual([]);
  });
});

test("errors are the active tasks, with a reason and the whole message", async () => {
  const { get, id, connection } = await serve();
  const path = `/v1/connections/${await id("stripe_payments")}`;
  const { failed_at, status } = await connection("stripe_payments");
  expect((await get(`${path}/errors`)).data.items).toEqual([
    {
      type: "reconnect",
      title: "Reconnect",
      reason: "Stripe returned 401: the restricted API key of this connection has expired.",
      message: status.tasks[0].message,
      created_at: failed_at,
    },
  ]);
  const healthy = `/v1/connections/${await id("salesforce_prod")}/errors`;
  expect((await get(healthy)).data.items).toEqual([]);
});

test("operations in preview do not exist for an account without them", async () => {
  const { get, post, id } = await serve({ previews: false });
  const path = `/v1/connections/${await id("shopify_store")}`;
  for (const preview of [`${path}/warnings`, `${path}/errors`, "/v1/users/api-keys"]) {
    expect(await get(preview)).toMatchObject({
      status: 404,
      code: "NotFound",
      message: "HTTP 404 Not Found",
    });
  }
  expect(await post(`${path}/dismiss-warnings`)).toMatchObject({ status: 404, code: "NotFound" });
  expect((await get(`${path}/sync-history`)).status).toBe(200);
});
