import { expect, test } from "vitest";
import { serve } from "./harness.js";

test("connector types come with their fields, groups with their key", async () => {
  const { get, send, connection } = await serve();
  const list = await get("/v1/metadata/connector-types?limit=1000");
  expect(list.data.items.length).toBeGreaterThan(700);
  expect(list.data.items[0]).not.toHaveProperty("config");

  const postgres = await get("/v1/metadata/connector-types/postgres");
  expect(postgres.data.config.required).toEqual(["schema_prefix"]);
  expect(postgres.data.config.properties.password.format).toBe("password");
  expect((await get("/v1/metadata/connectors/google_ads")).data.auth.properties).toHaveProperty(
    "client_access",
  );
  const tiktok = (await get("/v1/metadata/connector-types/tiktok_ads")).data;
  expect(tiktok.config.properties.timeframe_months.enum).toContain("TWELVE");
  expect(tiktok.config.properties.accounts).toMatchObject({ type: "array" });
  expect(tiktok.auth.properties.access_token.type).toBe("string");
  expect(tiktok.supported_features.map(({ id }: { id: string }) => id)).toContain(
    "AUTHORIZATION_VIA_API",
  );
  const named = list.data.items.filter(
    ({ connector_class }: { connector_class: string }) => connector_class === "standard",
  );
  expect(named.length).toBeGreaterThan(60);
  const free = await send("GET", "/public/connector-types", undefined, { authorization: "" });
  expect(free.data).toHaveLength(list.data.items.length);
  expect(await get("/v1/metadata/connector-types/nope")).toMatchObject({ status: 404 });

  const { group_id } = await connection("postgres_orders");
  const key = await get(`/v1/groups/${group_id}/public-key`);
  expect(key.data.public_key).toMatch(/^ssh-rsa \S+ /);
});

test("a certificate that was approved passes its test, and fails it again when revoked", async () => {
  const { get, post, del, id, sandbox } = await serve();
  const path = `/v1/connections/${await id("mariadb_crm")}`;
  const failing = (reply: { data: { setup_tests: { status: string; details: object[] }[] } }) =>
    reply.data.setup_tests.find(({ status }) => status === "FAILED");
  const [details] = failing(await post(`${path}/test`, {}))?.details ?? [];
  const { hash, encoded_cert } = details as { hash: string; encoded_cert: string };

  expect(await post(`${path}/certificates`, { hash, encoded_cert: "AAAA" })).toMatchObject({
    status: 400,
  });
  await post(`${path}/certificates`, { hash, encoded_cert });
  expect(sandbox.effects().at(-1)?.summary).toBe(`certificate ${hash} approved`);
  const inUrl = encodeURIComponent(hash.replaceAll("+", "-").replaceAll("/", "_"));
  expect((await get(`${path}/certificates/${inUrl}`)).data.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect((await get(`${path}/certificates`)).data.items).toHaveLength(1);
  await del(`${path}/certificates/${inUrl}`);
  expect((await get(`${path}/certificates`)).data.items).toEqual([]);
  expect(failing(await post(`${path}/test`, {}))).toBeDefined();

  await post(`${path}/certificates`, { hash, encoded_cert });
  expect((await post(`${path}/test`, {})).data.status.setup_state).toBe("connected");
});
