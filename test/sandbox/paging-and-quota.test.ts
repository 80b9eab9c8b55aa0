import { describe, expect, test } from "vitest";
import { serve } from "./harness.js";

describe("pages", () => {
  test("lead through the whole list without gaps and end without a cursor", async () => {
    const { get } = await serve({ world: "large", connections: 230 });
    const seen: string[] = [];
    let cursor: string | undefined;
    const sizes: number[] = [];
    do {
      const { data } = await get(
        `/v1/connections${cursor === undefined ? "" : `?cursor=${cursor}`}`,
      );
      sizes.push(data.items.length);
      seen.push(...data.items.map(({ id }: { id: string }) => id));
      cursor = data.next_cursor;
    } while (cursor !== undefined);
    expect(sizes).toEqual([100, 100, 30]);
    expect(new Set(seen).size).toBe(230);
    const exact = await get("/v1/connections?limit=230");
    expect(exact.data.items).toHaveLength(230);
    expect(exact.data).not.toHaveProperty("next_cursor");
  });

  test.each(["0", "1001", "-1", "ten", "1.5", ""])("limit=%s is refused", async (limit) => {
    const { get } = await serve();
    expect(await get(`/v1/connections?limit=${limit}`)).toMatchObject({
      status: 400,
      code: "InvalidInput",
    });
  });

  test("a cursor from elsewhere is refused", async () => {
    const { get } = await serve();
    const { data } = await get("/v1/connections?limit=5");
    expect(await get(`/v1/groups?cursor=${data.next_cursor}`)).toMatchObject({ status: 400 });
    expect(await get(`/v1/connections?schema=x&cursor=${data.next_cursor}`)).toMatchObject({
      status: 400,
    });
    expect(await get("/v1/connections?cursor=nonsense")).toMatchObject({ status: 400 });
    expect(
      (await get(`/v1/connections?limit=2&cursor=${data.next_cursor}`)).data.items,
    ).toHaveLength(2);
  });

  test("filters are exact", async () => {
    const { get, connection } = await serve();
    const { group_id } = await connection("hubspot_marketing");
    const inGroup = (await get(`/v1/connections?group_id=${group_id}`)).data.items;
    expect((await get(`/v1/groups/${group_id}/connections`)).data.items).toEqual(inGroup);
    expect(inGroup.every((item: { group_id: string }) => item.group_id === group_id)).toBe(true);
    expect((await get("/v1/connections?schema=hubspot")).data.items).toEqual([]);
    expect(
      (await get(`/v1/groups/${group_id}/connections?schema=hubspot_marketing`)).data.items,
    ).toHaveLength(1);
    expect(
      (await get(`/v1/connections?group_id=${group_id}&schema=salesforce_prod`)).data.items,
    ).toEqual([]);
  });
});

describe("quotas", () => {
  test("count down, refuse with a wait, and come back", async () => {
    const { get, sandbox } = await serve({ limits: { requestsPerHour: 3 } });
    await get("/v1/groups");
    sandbox.advance(60_000);
    await get("/v1/nowhere");
    await get("/v1/groups");
    const refused = await get("/v1/groups");
    expect(refused).toMatchObject({ status: 429, code: "TooManyRequests" });
    expect(refused.headers.get("retry-after")).toBe("3540");
    expect(refused.headers.get("x-rate-limit-remaining")).toBe("0");
    sandbox.advance(3_540_000);
    expect(await get("/v1/groups")).toMatchObject({ status: 200 });
    expect(await get("/v1/groups")).toMatchObject({ status: 429 });
  });

  test("setup tests have their own, also where a change runs them", async () => {
    const { post, patch, id, sandbox } = await serve({ limits: { setupTestsPerMinute: 2 } });
    const stripe = await id("stripe_payments");
    await post(`/v1/connections/${stripe}/test`);
    await patch(`/v1/connections/${stripe}`, { config: { api_key: "rk_new" } });
    expect(await post(`/v1/connections/${stripe}/test`)).toMatchObject({ status: 429 });
    const refused = await patch(`/v1/connections/${stripe}`, {
      config: { api_key: "rk_2" },
      paused: true,
    });
    expect(refused.status).toBe(429);
    expect((await patch(`/v1/connections/${stripe}`, { sync_frequency: 60 })).data.paused).toBe(
      false,
    );
    sandbox.advance(60_000);
    expect(await post(`/v1/connections/${stripe}/test`)).toMatchObject({ status: 200 });
  });

  test("source interactions count setup tests, reloads and column listings", async () => {
    const { post, get, id } = await serve({ limits: { sourceInteractionsPerMinute: 3 } });
    const orders = await id("postgres_orders");
    await post(`/v1/connections/${orders}/test`);
    await post(`/v1/connections/${orders}/schemas/reload`);
    const columns = `/v1/connections/${orders}/schemas/public/tables/orders/columns`;
    expect(await get(columns)).toMatchObject({ status: 200 });
    expect(await get(columns)).toMatchObject({ status: 429 });
    expect(await get(`/v1/connections/${orders}/schemas`)).toMatchObject({ status: 200 });
  });

  test("creations are limited per minute", async () => {
    const { post, get } = await serve({ limits: { connectionsPerMinute: 1 } });
    const group_id = (await get("/v1/groups")).data.items[0].id;
    const make = (schema: string) =>
      post("/v1/connections", {
        group_id,
        service: "stripe",
        config: { schema },
        run_setup_tests: false,
      });
    expect(await make("one")).toMatchObject({ status: 201 });
    expect(await make("two")).toMatchObject({ status: 429 });
  });
});

test("a page of a thousand out of ten thousand is cheap", async () => {
  const { get } = await serve({
    world: "large",
    connections: 10_000,
    limits: { requestsPerHour: 1e6 },
  });
  const first = await get("/v1/connections?limit=1000");
  expect(first.data.items).toHaveLength(1000);
  const names = new Set<string>();
  let cursor: string | undefined = first.data.next_cursor;
  for (const { schema } of first.data.items) names.add(schema);
  while (cursor !== undefined) {
    const { data } = await get(`/v1/connections?limit=1000&cursor=${cursor}`);
    for (const { schema } of data.items) names.add(schema);
    cursor = data.next_cursor;
  }
  expect(names.size).toBe(10_000);
  expect((await get("/v1/destinations?limit=1000")).data.items).toHaveLength(100);
});
