import { describe, expect, test } from "vitest";
import { serve } from "./harness.js";

test("a proxy agent is there as long as something uses it, and its secrets come once", async () => {
  const { get, post, patch, del, id } = await serve();
  const body = { display_name: "office", group_region: "GCP_US_EAST4" };
  const { data } = await post("/v1/proxy", body);
  expect(await post("/v1/proxy", body)).toMatchObject({ status: 409, code: "Conflict" });
  expect(await post("/v1/proxy", { ...body, group_region: "MOON" })).toMatchObject({ status: 400 });
  const path = `/v1/proxy/${data.agent_id}`;
  expect(JSON.stringify(await get(path))).not.toContain(data.auth_token);
  const renewed = (await post(`${path}/regenerate-secrets`)).data;
  expect(renewed.auth_token).not.toBe(data.auth_token);
  const orders = await id("postgres_orders");
  await patch(`/v1/connections/${orders}`, { proxy_agent_id: data.agent_id });
  expect((await get(`${path}/connections`)).data.items).toEqual([{ connection_id: orders }]);
  expect((await get("/v1/proxy")).data.items[0].connector_count).toBe(1);
  expect(await del(path)).toMatchObject({ status: 409 });
  await patch(`/v1/connections/${orders}`, { proxy_agent_id: null });
  await del(path);
  expect(await get(path)).toMatchObject({ status: 404, code: "NotFound" });
});

test("a private link takes its time to come and to go", async () => {
  const { get, post, patch, del, sandbox } = await serve();
  const body = {
    name: "link",
    region: "AWS_US_EAST_1",
    service: "SOURCE_AWS",
    config: { connection_service_name: "com.amazonaws.vpce.x" },
  };
  const { data } = await post("/v1/private-links", body);
  expect(data).toMatchObject({ state: "CREATING", cloud_provider: "AWS" });
  const path = `/v1/private-links/${data.id}`;
  sandbox.advance(120_000);
  expect((await get(path)).data.state).toBe("OK");
  await patch(path, { config: { connection_service_name: "other" } });
  expect((await get(path)).data).toMatchObject({
    state: "UPDATING",
    config: { connection_service_name: "other" },
  });
  await del(path);
  expect((await get(path)).data.state).toBe("DESTROYING");
  sandbox.advance(120_000);
  expect(await get(path)).toMatchObject({ status: 404 });
  const left = (await get("/v1/private-links")).data.items;
  expect(left.map(({ id }: { id: string }) => id)).not.toContain(path.split("/").at(-1));
});

test("a hybrid agent asks for its terms and is listed by group", async () => {
  const { get, post, send, connection } = await serve();
  const { group_id } = await connection("postgres_orders");
  const path = "/v1/hybrid-deployment-agents";
  const body = { group_id, display_name: "here", env_type: "PODMAN", accept_terms: true };
  expect(await post(path, { ...body, accept_terms: false })).toMatchObject({ status: 400 });
  const { data } = await post(path, body);
  expect(data).toMatchObject({ deployment_type: "PODMAN", token: expect.any(String) });
  const own = (await get(`${path}?groupId=${group_id}`)).data.items;
  expect(own.map(({ id }: { id: string }) => id)).toContain(data.id);
  expect((await get(`${path}?groupId=other`)).data.items).toEqual([]);
  const renewed = await send("POST", `${path}/${data.id}/re-auth`, { auth_type: "MANUAL" });
  expect(renewed.data.files.auth_json).toEqual(expect.any(String));
  expect(await get(`${path}/nowhere`)).toMatchObject({ code: "NotFound_RemoteExecutionAgent" });
  const older = (await get("/v1/local-processing-agents")).data.items;
  expect(older.map(({ id }: { id: string }) => id)).toContain(data.id);
});

test("a log service is tested, and breaks over a secret that is refused", async () => {
  const { get, post, patch, connection } = await serve();
  const { group_id } = await connection("postgres_orders");
  const config = { workspace_id: "w", primary_key: "k", api_key: "good" };
  const body = { group_id, service: "datadog_log", config };
  const { data } = await post("/v1/external-logging", body);
  expect(data).toMatchObject({ id: group_id, status: { setup_state: "connected" } });
  expect(data.config.api_key).toBe("******");
  expect(await post("/v1/external-logging", body)).toMatchObject({ status: 409 });
  const path = `/v1/external-logging/${group_id}`;
  const broken = await patch(path, { config: { api_key: "wrong" } });
  expect(broken.data.status).toMatchObject({
    setup_state: "broken",
    tasks: [{ code: "reconnect_log" }],
  });
  await patch(path, { config: { api_key: "good" } });
  expect((await get(path)).data.status).toEqual({ tasks: [], setup_state: "connected" });
  expect(await get("/v1/external-logging/account")).toMatchObject({
    status: 404,
    code: "NotFound_LogService",
  });
});

test("a secrets manager in use stays", async () => {
  const { get, post, patch, del, id } = await serve();
  const path = "/v1/external-secrets-managers";
  const body = { type: "AWS_SECRET_MANAGER", name: "aws" };
  expect(await post(path, body)).toMatchObject({ status: 400, code: "BadRequest" });
  const { data } = await post(path, { ...body, config: { role_arn: "arn", secret_key: "s" } });
  expect(data.config).toEqual({ role_arn: "arn", secret_key: "******" });
  const orders = await id("postgres_orders");
  await patch(`/v1/connections/${orders}`, { external_secrets_manager_id: data.id });
  const used = await get(`/v1/external-secrets-managers-entities?esm_id=${data.id}`);
  expect(used.data.items).toMatchObject([{ id: orders, type: "SOURCE", enabled: true }]);
  expect((await get(`${path}/${data.id}/entities?type=destination`)).data.items).toEqual([]);
  expect(await del(`${path}/${data.id}`)).toMatchObject({ status: 400, code: "BadRequest" });
  expect(await get(`${path}/nowhere/entities`)).toMatchObject({ status: 404 });
});

describe("a package of code", () => {
  const form = (content: string, name = "file") => {
    const made = new FormData();
    made.set("note", "first");
    made.set(name, new Blob([content]), "code.zip");
    return made;
  };
  const path = "/v1/connector-sdk/packages";

  test("is identified by its hash and cannot be deleted while a connection uses it", async () => {
    const { send, get, post, patch, del, connection } = await serve();
    const { data } = await send("POST", path, form("PK one"));
    expect(data).toMatchObject({ connection_id: null, file_sha256_hash: expect.any(String) });
    const next = await send("PATCH", `${path}/${data.id}`, form("PK two\r\n--\r\n"));
    expect(next.data.file_sha256_hash).not.toBe(data.file_sha256_hash);
    const { group_id } = await connection("postgres_orders");
    const used = await post("/v1/connections", {
      group_id,
      service: "connector_sdk",
      config: { schema: "own", package_id: data.id },
    });
    expect((await get(`${path}/${data.id}`)).data.connection_id).toBe(used.data.id);
    expect(await del(`${path}/${data.id}`)).toMatchObject({ status: 403 });
    await patch(`/v1/connections/${used.data.id}`, { paused: true });
    await del(`/v1/connections/${used.data.id}`);
    await del(`${path}/${data.id}`);
    expect(await get(`${path}/${data.id}`)).toMatchObject({ code: "NotFound_ConnectorSdkPackage" });
  });

  test("comes as a form with a ZIP file in it", async () => {
    const { send, post } = await serve();
    expect(await post(path, {})).toMatchObject({ status: 415 });
    expect(await send("POST", path, form("text"))).toMatchObject({ status: 400 });
    expect(await send("POST", path, form("PK", "other"))).toMatchObject({ status: 400 });
    expect(await send("PATCH", `${path}/nowhere`, form("PK"))).toMatchObject({ status: 404 });
  });
});

describe("the delete of a group that is not empty", () => {
  test("is refused, as destinations refuse it", async () => {
    const { get, del, connection } = await serve();
    const { id, group_id } = await connection("postgres_orders");
    expect(await del(`/v1/groups/${group_id}`)).toMatchObject({ status: 409, code: "Conflict" });
    expect(await get(`/v1/connections/${id}`)).toMatchObject({ status: 200 });
  });

  test("takes everything along where the sandbox is asked to", async () => {
    const { get, del, connection, sandbox } = await serve({ groupDelete: "cascade" });
    const { id, group_id } = await connection("postgres_orders");
    const before = (await get(`/v1/groups/${group_id}/connections?limit=1000`)).data.items.length;
    const total = (await get("/v1/connections?limit=1000")).data.items.length;
    expect(await del(`/v1/groups/${group_id}`)).toMatchObject({ status: 200 });
    expect(await get(`/v1/connections/${id}`)).toMatchObject({ status: 404 });
    expect(await get(`/v1/destinations/${group_id}`)).toMatchObject({ status: 404 });
    expect((await get("/v1/connections?limit=1000")).data.items).toHaveLength(total - before);
    expect(sandbox.effects().map(({ target }) => target)).toContain(id);
    sandbox.advance(86_400_000);
  });
});

test("users and private links have quotas of their own", async () => {
  const { post } = await serve({ limits: { usersPerHour: 1, privateLinksPerHour: 1 } });
  const user = (n: number) =>
    post("/v1/users", { email: `u${n}@example.com`, given_name: "U", family_name: "N" });
  const link = (n: number) =>
    post("/v1/private-links", {
      name: `link_${n}`,
      region: "AWS_US_EAST_1",
      service: "SOURCE_AWS",
      config: {},
    });
  expect((await user(1)).status).toBe(201);
  expect((await user(2)).status).toBe(429);
  expect((await link(1)).status).toBe(201);
  const refused = await link(2);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("3600");
});
