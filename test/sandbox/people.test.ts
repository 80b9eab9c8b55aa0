import { expect, test } from "vitest";
import { basic, serve } from "./harness.js";

const grace = { email: "grace@example.com", given_name: "Grace", family_name: "Example" };

test("an invited user is there, has not signed in, and is invited once", async () => {
  const { post, get } = await serve();
  const made = await post("/v1/users", { ...grace, role: "Account Reviewer" });
  expect(made).toMatchObject({
    status: 201,
    data: { ...grace, invited: true, verified: false, logged_in_at: null },
  });
  expect(await post("/v1/users", { ...grace, email: "GRACE@example.com" })).toMatchObject({
    status: 409,
  });
  expect((await get("/v1/users?active=false")).data.items).toEqual([]);
  for (const bad of [{ email: "nobody" }, { role: "account reviewer" }, { role: "Team Member" }]) {
    expect(await post("/v1/users", { ...grace, email: "x@example.com", ...bad })).toMatchObject({
      status: 400,
    });
  }
});

test("nobody changes their own role, and somebody stays who administers", async () => {
  const { get, post, patch, del } = await serve({ world: "empty" });
  const { user_id } = (await get("/v1/account/info")).data;
  expect(await patch(`/v1/users/${user_id}`, { role: "Account Reviewer" })).toMatchObject({
    status: 400,
  });
  expect((await patch(`/v1/users/${user_id}`, { phone: "+1" })).data.phone).toBe("+1");
  expect(await patch(`/v1/users/${user_id}`, {})).toMatchObject({ status: 400 });
  expect(await del(`/v1/users/${user_id}`)).toMatchObject({ status: 409 });
  expect(await del(`/v1/users/${user_id}/role`)).toMatchObject({ status: 409 });
  const { data } = await post("/v1/users", { ...grace, role: "Account Administrator" });
  await del(`/v1/users/${data.id}/role`);
  expect((await get(`/v1/users/${data.id}`)).data.role).toBeNull();
  await del(`/v1/users/${data.id}`);
  expect(await get(`/v1/users/${data.id}`)).toMatchObject({ status: 404, code: "NotFound_User" });
});

test("memberships have their own roles and their quirks", async () => {
  const { get, post, patch, del, connection } = await serve();
  const { id, group_id } = await connection("postgres_orders");
  const user = `/v1/users/${(await post("/v1/users", grace)).data.id}`;
  const made = await post(`${user}/connections`, { id, role: "View Connection" });
  expect(made).toMatchObject({ status: 201, data: { id, role: "View Connection" } });
  expect(await post(`${user}/connections`, { id, role: "View Connection" })).toMatchObject({
    status: 409,
  });
  expect(await post(`${user}/connections`, { id: "nowhere", role: "x" })).toMatchObject({
    status: 404,
  });
  expect(await post(`${user}/groups`, { id: group_id, role: "Account Billing" })).toMatchObject({
    status: 400,
  });
  expect((await del(`${user}/connections/${id}`)).data).toMatchObject({ id });
  await post(`${user}/groups`, { id: group_id, role: "View Destination" });
  const changed = await patch(`${user}/groups/${group_id}`, { role: "Edit Destination" });
  expect(changed).toMatchObject({ status: 200, data: undefined });
  const roles = async () => {
    const { items } = (await get(`/v1/groups/${group_id}/users`)).data;
    return items.map(({ email, role }: { email: string; role: string }) => `${email}: ${role}`);
  };
  expect(await roles()).toEqual([
    "linus@example.com: View Destination",
    "grace@example.com: Edit Destination",
  ]);
  await del(user);
  expect(await roles()).toEqual(["linus@example.com: View Destination"]);
});

test("a team has members and places, and takes them along when it goes", async () => {
  const { get, post, del, connection } = await serve();
  const { id } = await connection("postgres_orders");
  const user = (await post("/v1/users", grace)).data.id;
  const { data } = await post("/v1/teams", { name: "Ops", description: "They run it" });
  expect(await post("/v1/teams", { name: "Ops" })).toMatchObject({ status: 409 });
  const team = `/v1/teams/${data.id}`;
  const member = await post(`${team}/users`, { user_id: user });
  expect(member.data).toMatchObject({ user_id: user, role: "Team Member" });
  await post(`${team}/connections`, { id, role: "Manage Connection" });
  expect((await get(`${team}/users`)).data.items).toHaveLength(1);
  expect(await get(`${team}/connections/nowhere`)).toMatchObject({ status: 404 });
  await del(team);
  expect(await get(`${team}/users`)).toMatchObject({ status: 404, code: "NotFound_Team" });
});

test("a system key works as long as it is good, and shows its secret once", async () => {
  const { get, post, del, send, connection, sandbox } = await serve();
  const permissions = [{ resource_type: "CONNECTOR", access_level: "MANAGE" }];
  const { data } = await post("/v1/system-keys", {
    name: "ci",
    expiration_period: "ONE_WEEK",
    permissions,
  });
  const path = `/v1/system-keys/${data.id}`;
  expect((await get(path)).data).not.toHaveProperty("secret");
  const as = (secret: string, method = "GET", to = "/v1/account/info", body?: unknown) =>
    send(method, to, body, { authorization: basic(data.key, secret) });
  const info = (await as(data.secret)).data;
  expect(info.system_key_id).toBe(data.id);
  expect(info).not.toHaveProperty("user_id");
  const { group_id } = await connection("postgres_orders");
  const made = await as(data.secret, "POST", "/v1/connections", {
    group_id,
    service: "stripe",
    config: { schema: "by_key" },
  });
  expect(made.data.connected_by).toBeNull();

  const rotated = (await post(`${path}/rotate`, { expiration_period: "ONE_WEEK" })).data;
  expect(rotated.secret).not.toBe(data.secret);
  expect(await as(data.secret)).toMatchObject({ status: 401 });
  expect(await as(rotated.secret)).toMatchObject({ status: 200 });
  sandbox.advance(7 * 86_400_000);
  expect(await as(rotated.secret)).toMatchObject({ status: 401 });
  const forever = (await post(`${path}/rotate`, { expiration_period: "INFINITE" })).data;
  expect(forever.expired_at).toBeNull();
  await del(path);
  expect(await as(forever.secret)).toMatchObject({ status: 401 });
});
