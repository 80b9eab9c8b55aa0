import { describe, expect, test } from "vitest";
import { serve } from "./harness.js";

describe("groups", () => {
  test("are made, renamed and removed", async () => {
    const { post, patch, del, get } = await serve();
    const made = await post("/v1/groups", { name: "Lab_1" });
    expect(made).toMatchObject({ status: 201, data: { id: expect.any(String), name: "Lab_1" } });
    const path = `/v1/groups/${made.data.id}`;
    expect((await patch(path, { name: "lab_2" })).data.name).toBe("lab_2");
    expect((await get(path)).data.name).toBe("lab_2");
    for (const body of [{}, { name: "1st" }, { name: "a b" }, { name: "" }]) {
      expect(await post("/v1/groups", body)).toMatchObject({ status: 400 });
    }
    expect(await del(path)).toMatchObject({ status: 200 });
    expect(await get(path)).toMatchObject({ status: 404, code: "NotFound_Group" });
  });

  test("are kept while something is in them", async () => {
    const { del, connection } = await serve();
    const { group_id } = await connection("salesforce_prod");
    expect(await del(`/v1/groups/${group_id}`)).toMatchObject({ status: 409 });
  });
});

describe("destinations", () => {
  test("are listed without their configuration and shown with it", async () => {
    const { get } = await serve();
    const { items } = (await get("/v1/destinations")).data;
    expect(
      items.map(
        ({ service, setup_status }: Record<string, string>) => `${service} ${setup_status}`,
      ),
    ).toEqual([
      "snowflake connected",
      "redshift broken",
      "big_query connected",
      "databricks connected",
    ]);
    for (const item of items) {
      expect(item.id).toBe(item.group_id);
      expect(item).not.toHaveProperty("config");
      expect((await get(`/v1/destinations/${item.id}`)).data).toMatchObject({
        ...item,
        config: expect.any(Object),
      });
    }
    expect(await get("/v1/destinations/none")).toMatchObject({
      status: 404,
      code: "NotFound_Destination",
    });
  });

  test("are made for a group, tested and removed", async () => {
    const { post, get, del } = await serve();
    const group_id = (await post("/v1/groups", { name: "lab" })).data.id;
    const body = {
      group_id,
      service: "snowflake",
      time_zone_offset: "+3",
      config: { host: "h", password: "p" },
    };
    expect(await post("/v1/destinations", { ...body, service: "csv" })).toMatchObject({
      status: 400,
    });
    expect(await post("/v1/destinations", { ...body, region: "" })).toMatchObject({
      status: 400,
      message: expect.stringContaining("region cannot be empty"),
    });
    expect(await post("/v1/destinations", { ...body, time_zone_offset: "+13" })).toMatchObject({
      status: 400,
    });
    const made = await post("/v1/destinations", body);
    expect(made).toMatchObject({
      status: 201,
      data: {
        id: group_id,
        region: "GCP_US_EAST4",
        setup_status: "connected",
        config: { host: "h", password: "******" },
        setup_tests: [{ status: "PASSED" }, { status: "PASSED" }],
      },
    });
    expect(await post("/v1/destinations", body)).toMatchObject({ status: 409 });
    expect((await get(`/v1/destinations/${group_id}`)).data).toMatchObject({
      setup_tests: [{ status: "PASSED" }, { status: "PASSED" }],
    });
    expect(await del(`/v1/destinations/${group_id}`)).toMatchObject({ status: 200 });
    const { data } = await get("/v1/connections?schema=salesforce_prod");
    expect(await del(`/v1/destinations/${data.items[0].group_id}`)).toMatchObject({ status: 409 });
  });

  test("that are down say why when tested", async () => {
    const { post, get, sandbox } = await serve();
    const [, down] = (await get("/v1/destinations")).data.items;
    const { data } = await post(`/v1/destinations/${down.id}/test`);
    expect(data).toMatchObject({ setup_status: "broken" });
    expect(data.setup_tests).toContainEqual(expect.objectContaining({ status: "FAILED" }));
    expect(sandbox.effects()).toEqual([]);
  });

  test("that go down make the runs of their connections fail", async () => {
    const { connection, sandbox } = await serve();
    const { group_id } = await connection("postgres_orders");
    sandbox.edit((world) => {
      const destination = world.destinations.get(group_id);
      if (destination !== undefined) destination.setup_status = "broken";
    });
    sandbox.advance(20 * 60_000);
    const { succeeded_at, failed_at } = await connection("postgres_orders");
    expect(failed_at > succeeded_at).toBe(true);
  });
});
