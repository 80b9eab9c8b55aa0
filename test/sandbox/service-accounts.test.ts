import { expect, test } from "vitest";
import { basic, type Client, serve } from "./harness.js";

const DAY = 86_400_000;

async function serviceAccount(client: Client): Promise<string> {
  const made = await client.post("/v1/users", {
    given_name: "Nightly",
    family_name: "Loads",
    user_type: "SERVICE_ACCOUNT",
  });
  expect(made).toMatchObject({
    status: 201,
    data: { email: null, user_type: "SERVICE_ACCOUNT", invited: false, has_api_key: false },
  });
  return made.data.id;
}

/** Returns the status of a read with these credentials. */
const opens = async ({ send }: Client, key: string, secret: string) =>
  (await send("GET", "/v1/account/info", undefined, { authorization: basic(key, secret) })).status;

test("a service account exists at once, without an address, and lists are filtered by kind", async () => {
  const client = await serve();
  const id = await serviceAccount(client);
  const listed = async (query: string) =>
    (await client.get(`/v1/users?${query}`)).data.items.map((user: { id: string }) => user.id);
  expect(await listed("user_type=SERVICE_ACCOUNT")).toEqual([id]);
  expect(await listed("user_type=REGULAR_USER")).not.toContain(id);
  expect(await listed("has_api_key=true")).toEqual([]);
  await client.post(`/v1/users/${id}/api-keys`);
  expect(await listed("has_api_key=true")).toEqual([id]);
  expect(await listed("has_api_key=false")).not.toContain(id);
  const person = { given_name: "No", family_name: "Address" };
  expect(await client.post("/v1/users", person)).toMatchObject({ status: 400 });
});

test("its API key is shown once, opens the API and cannot make another", async () => {
  const client = await serve();
  const id = await serviceAccount(client);
  const { status, data } = await client.post(`/v1/users/${id}/api-keys`, {
    expiration_period_days: 30,
  });
  expect(status).toBe(201);
  const { key_secret, ...shown } = data;
  expect(shown).toMatchObject({ user_id: id, key_status: "ACTIVE" });
  expect(Date.parse(shown.expires_at) - Date.parse(shown.created_at)).toBe(30 * DAY);
  expect((await client.get(`/v1/users/${id}/api-keys`)).data).toEqual(shown);
  expect((await client.get("/v1/users/api-keys?user_type=SERVICE_ACCOUNT")).data.items).toEqual([
    shown,
  ]);
  expect((await client.get("/v1/users/api-keys?user_type=REGULAR_USER")).data.items).toEqual([]);
  expect(await opens(client, shown.key_value, key_secret)).toBe(200);
  expect(await opens(client, shown.key_value, "guess")).toBe(401);
  expect(await client.post(`/v1/users/${id}/api-keys`)).toMatchObject({ status: 409 });
  const own = { authorization: basic(shown.key_value, key_secret) };
  const person = (await client.get("/v1/users")).data.items[0].id;
  expect(await client.send("POST", `/v1/users/${person}/api-keys`, {}, own)).toMatchObject({
    status: 403,
  });
  const another = { given_name: "A", family_name: "B", user_type: "SERVICE_ACCOUNT" };
  expect(await client.send("POST", "/v1/users", another, own)).toMatchObject({ status: 400 });
});

test("a rotation keeps the old secret valid for as long as was asked", async () => {
  const client = await serve();
  const id = await serviceAccount(client);
  const path = `/v1/users/${id}/api-keys`;
  expect(await client.post(`${path}/rotate`)).toMatchObject({ status: 404 });
  const first = (await client.post(path)).data;
  expect(await client.post(`${path}/rotate`, { overlap_days: 31 })).toMatchObject({ status: 400 });
  const second = (await client.post(`${path}/rotate`, { overlap_days: 2 })).data;
  expect(second).toMatchObject({ key_status: "ACTIVE_GRACE", key_value: first.key_value });
  expect(await opens(client, first.key_value, first.key_secret)).toBe(200);
  expect(await opens(client, first.key_value, second.key_secret)).toBe(200);
  client.sandbox.advance(2 * DAY);
  expect(await opens(client, first.key_value, first.key_secret)).toBe(401);
  expect(await opens(client, first.key_value, second.key_secret)).toBe(200);
  const third = (await client.post(`${path}/rotate`)).data;
  expect(third).toMatchObject({ key_status: "ACTIVE" });
  expect(await opens(client, first.key_value, second.key_secret)).toBe(401);
  client.sandbox.advance(90 * DAY);
  expect((await client.get(path)).data.key_status).toBe("EXPIRED");
  expect(await opens(client, first.key_value, third.key_secret)).toBe(401);
  expect(await client.del(path)).toMatchObject({ status: 200 });
  expect(await client.get(path)).toMatchObject({ status: 404 });
});

test("a key ends with its user", async () => {
  const client = await serve();
  const id = await serviceAccount(client);
  const { key_value, key_secret } = (await client.post(`/v1/users/${id}/api-keys`)).data;
  await client.del(`/v1/users/${id}`);
  expect(await opens(client, key_value, key_secret)).toBe(401);
});
