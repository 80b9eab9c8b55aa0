import { createServer } from "node:http";
import { expect, test } from "vitest";
import { OPERATIONS } from "../../src/client/operations/generated/operations.js";
import { router } from "../../src/sandbox/api/router.js";
import { routes } from "../../src/sandbox/routes.js";
import { basic, type Client, type Reply, serve } from "./harness.js";
import { openApiCheck } from "./openapi.js";

/** Preview operations that the simulated account does not have. */
const PREVIEWS = /sync-history|warnings|\/errors|\/move|api-keys/;
const all = Object.entries(OPERATIONS).filter(([, { path }]) => !PREVIEWS.test(path));

if (openApiCheck() === undefined) {
  process.stderr.write(
    "sandbox: the shapes of responses are NOT checked. Set FIVETRAN_OPENAPI to the OpenAPI definition.\n",
  );
}

test.each(all)("%s has a route of its own", (operation, { method, path }) => {
  const found = router(routes)(method, path.replaceAll(/\{[^}]+\}/g, "x"));
  expect(found).toMatchObject({ route: { operation, method } });
});

test("every operation refuses alike: method, accept, content type, limit, credentials", async () => {
  const { sandbox } = await serve({ limits: { requestsPerHour: 10_000 } });
  const status = async (method: string, path: string, headers: Record<string, string> = {}) => {
    const body = headers["content-type"] === undefined ? {} : { body: "{}" };
    const url = `http://sandbox.invalid${path}`;
    const all = { authorization: basic(), ...headers };
    return (await sandbox.fetch(new Request(url, { method, headers: all, ...body }))).status;
  };
  const ids = new Map([["{groupId}", (await group(sandbox)).id]]);
  for (const [operation, facts] of all) {
    const { method } = facts;
    const path = facts.path.replaceAll(/\{[^}]+\}/g, (name) => ids.get(name) ?? "x");
    expect(await status("PUT", path), operation).toBe(405);
    expect(await status(method, path, { accept: "text/html" }), operation).toBe(406);
    if (method === "POST" || method === "PATCH") {
      expect(await status(method, path, { "content-type": "text/plain" }), operation).toBe(415);
    }
    if (operation !== "metadata_public_connectors") {
      expect(await status(method, path, { authorization: "" }), operation).toBe(401);
    }
    if ("query" in facts && "limit" in facts.query && !path.includes("x/")) {
      expect(await status(method, `${path}?limit=1001`), operation).toBe(400);
    }
  }
});

async function group(sandbox: Client["sandbox"]): Promise<{ id: string }> {
  const request = new Request("http://sandbox.invalid/v1/groups?limit=1", {
    headers: { authorization: basic() },
  });
  const { data } = JSON.parse(await (await sandbox.fetch(request)).text());
  return data.items[0];
}

const zip = () => {
  const form = new FormData();
  form.set("file", new Blob(["PK\u0003\u0004 code"]), "code.zip");
  return form;
};

// The harness validates every response if the environment variable names the definition.
test.skipIf(process.env["FIVETRAN_OPENAPI"] === undefined)(
  "the shapes of responses are checked against the definition (needs FIVETRAN_OPENAPI)",
  () => expect(openApiCheck()).toBeDefined(),
);

/** Calls every operation once on one world, in an order in which all succeed. */
test("every operation succeeds, with a response that the definition knows", async () => {
  const receiver = createServer((_, response) => response.end()).listen(0, "127.0.0.1");
  await new Promise((done) => receiver.once("listening", done));
  const address = receiver.address();
  const hook = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
  const { send, get, post, patch, del, id, sandbox, url } = await serve({ webhooksTo: [hook] });

  const made = async (path: string, body: unknown): Promise<string> => {
    const { data } = await post(path, body);
    return data.id;
  };
  /** Lists, reads, changes and deletes at one path. */
  const round = async (path: string, own: string, change?: unknown) => {
    const { data } = await get(path);
    expect(data.items.length, path).toBeGreaterThan(0);
    await get(`${path}/${own}`);
    if (change !== undefined) await patch(`${path}/${own}`, change);
  };

  await get("/v1/account/info");
  await send("GET", "/public/connector-types?limit=1000", undefined, { authorization: "" });
  await get("/v1/metadata/connector-types?limit=5");
  await get("/v1/metadata/connector-types/google_ads");

  const group = await made("/v1/groups", { name: "Tour" });
  await round("/v1/groups", group, { name: "Round_trip" });
  await get(`/v1/groups/${group}/public-key`);
  await get(`/v1/groups/${group}/service-account`);
  await post("/v1/destinations", {
    group_id: group,
    service: "snowflake",
    time_zone_offset: "0",
    region: "AWS_US_EAST_1",
    config: { host: "x.snowflakecomputing.com", user: "u", password: "p", database: "d" },
  });
  await round("/v1/destinations", group, { time_zone_offset: "+1" });
  await post(`/v1/destinations/${group}/test`, { trust_certificates: true });

  const connection = await made("/v1/connections", {
    group_id: group,
    service: "postgres",
    config: { schema_prefix: "pg", host: "h", port: 5432, user: "u", password: "p" },
  });
  const one = `/v1/connections/${connection}`;
  await round("/v1/connections", connection, { sync_frequency: 60 });
  await get(`/v1/groups/${group}/connections`);
  await post(`${one}/test`, {});
  await post(`${one}/schemas`, { schemas: { public: { enabled: true } } });
  await post(`${one}/schemas/reload`, {});
  await get(`${one}/schemas`);
  const tables = `${one}/schemas/public/tables`;
  await patch(`${one}/schemas`, { schema_change_handling: "ALLOW_COLUMNS" });
  await patch(`${one}/schemas/public`, { enabled: true });
  await patch(`${tables}/orders`, { enabled: true });
  const { data: listed } = await get(`${tables}/orders/columns`);
  const [first = "", second = ""] = Object.entries(listed.columns as Record<string, Reply["data"]>)
    .filter(([, column]) => !column.is_primary_key)
    .map(([name]) => name);
  for (const column of [first, second]) {
    await patch(`${tables}/orders/columns/${column}`, { enabled: false });
  }
  await del(`${tables}/orders/columns/${first}`);
  await post(`${one}/schemas/drop-columns`, {
    schemas: { public: { tables: { orders: { columns: [second] } } } },
  });
  await post(`${one}/sync`, {});
  sandbox.advance(3_600_000);
  await post(`${one}/resync`, {});
  sandbox.advance(3_600_000);
  await post(`${one}/schemas/tables/resync`, { public: ["orders"] });
  await post(`${one}/connect-card`, {
    connect_card_config: { redirect_uri: "https://example.com/done" },
  });

  const maria = `/v1/connections/${await id("mariadb_crm")}`;
  const { data: tested } = await post(`${maria}/test`, {});
  const failing = tested.setup_tests.find(({ status }: { status: string }) => status === "FAILED");
  const [certificate] = failing.details;
  const hostKey = { hash: "5bX9gP0cYV5k", public_key: "ssh-ed25519 AAAAC3Nza host" };
  for (const owner of [maria, `/v1/destinations/${group}`]) {
    for (const [kind, { hash, ...rest }] of [
      ["certificates", { hash: certificate.hash, encoded_cert: certificate.encoded_cert }],
      ["fingerprints", hostKey],
    ] as const) {
      await post(`${owner}/${kind}`, { hash, ...rest });
      const { data } = await get(`${owner}/${kind}`);
      await get(`${owner}/${kind}/${data.items[0].id}`);
      await del(`${owner}/${kind}/${data.items[0].id}`);
    }
  }
  await post("/v1/certificates", { ...certificate, connection_id: await id("mariadb_crm") });

  const bundle = (await send("POST", "/v1/connector-sdk/packages", zip())).data.id;
  await round("/v1/connector-sdk/packages", bundle);
  await send("PATCH", `/v1/connector-sdk/packages/${bundle}`, zip());
  const file = await fetch(`${url}/v1/connector-sdk/packages/${bundle}/download`, {
    headers: { authorization: basic(), accept: "application/zip" },
  });
  expect(file.headers.get("content-type")).toBe("application/octet-stream");
  expect(await file.text()).toBe("PK\u0003\u0004 code");
  await del(`/v1/connector-sdk/packages/${bundle}`);
  const own = await made("/v1/connections", {
    group_id: group,
    service: "connector_sdk",
    paused: true,
    config: { schema: "own", secret_token: "x" },
  });
  await get(`/v1/connections/${own}/state`);
  await patch(`/v1/connections/${own}/state`, { state: { cursor: 3 } });

  const user = await made("/v1/users", {
    email: "grace@example.com",
    given_name: "Grace",
    family_name: "Example",
    role: "Account Reviewer",
  });
  await round("/v1/users", user, { phone: "+1234567890" });
  await get("/v1/roles");
  await post(`/v1/groups/${group}/users`, { email: "grace@example.com", role: "View Destination" });
  // The creator of the group, and the user who was added.
  expect((await get(`/v1/groups/${group}/users`)).data.items).toHaveLength(2);
  await del(`/v1/groups/${group}/users/${user}`);
  const team = await made("/v1/teams", { name: "Analysts", description: "", role: null });
  await round("/v1/teams", team, { description: "They ask", role: "Account Reviewer" });
  const places = [
    ["users", user, "connections", connection, "View Connection", "Edit Connection"],
    ["users", user, "groups", group, "View Destination", "Edit Destination"],
    ["teams", team, "connections", connection, "View Connection", "Edit Connection"],
    ["teams", team, "groups", group, "View Destination", "Edit Destination"],
  ] as const;
  for (const [kind, owner, place, target, role, next] of places) {
    const path = `/v1/${kind}/${owner}/${place}`;
    await post(path, { id: target, role });
    await round(path, target, { role: next });
    await del(`${path}/${target}`);
  }
  await post(`/v1/teams/${team}/users`, { user_id: user, role: "Team Member" });
  await round(`/v1/teams/${team}/users`, user, { role: "Team Manager" });
  await del(`/v1/teams/${team}/users/${user}`);
  await del(`/v1/teams/${team}/role`);
  await del(`/v1/teams/${team}`);
  await del(`/v1/users/${user}/role`);
  await del(`/v1/users/${user}`);

  const key = await made("/v1/system-keys", {
    name: "ci",
    expiration_period: "ONE_MONTH",
    permissions: [{ resource_type: "CONNECTOR", access_level: "READ" }],
  });
  await round("/v1/system-keys", key, { name: "ci_2" });
  await post(`/v1/system-keys/${key}/rotate`, { expiration_period: "INFINITE" });
  await del(`/v1/system-keys/${key}`);

  const ofAccount = await made("/v1/webhooks/account", { url: hook, events: ["sync_end"] });
  await made(`/v1/webhooks/group/${group}`, { url: hook, events: ["sync_end"], secret: "s" });
  await round("/v1/webhooks", ofAccount, { events: ["sync_start"] });
  await post(`/v1/webhooks/${ofAccount}/test`, { event: "sync_end" });
  await del(`/v1/webhooks/${ofAccount}`);

  const log = { service: "cloudwatch", enabled: true, config: { region: "us-east-1" } };
  await post("/v1/external-logging", { ...log, group_id: group });
  await round("/v1/external-logging", group, { enabled: false });
  await post(`/v1/external-logging/${group}/test`, {});
  await del(`/v1/external-logging/${group}`);
  await post("/v1/external-logging/account", log);
  await get("/v1/external-logging/account");
  await patch("/v1/external-logging/account", { enabled: false });
  await post("/v1/external-logging/account/test", {});
  await del("/v1/external-logging/account");

  const managers = "/v1/external-secrets-managers";
  const esm = await made(managers, {
    type: "HASHICORP_VAULT",
    name: "vault",
    config: { url: "https://vault.internal", token: "t" },
  });
  await round(managers, esm, { config: { url: "https://vault2.internal" } });
  await patch(one, { external_secrets_manager_id: esm });
  expect((await get(`${managers}/${esm}/entities?type=source`)).data.items).toHaveLength(1);
  await get("/v1/external-secrets-managers-entities");
  await patch(one, { external_secrets_manager_id: null });
  await del(`${managers}/${esm}`);

  const link = await made("/v1/private-links", {
    name: "link",
    region: "AWS_US_EAST_1",
    service: "SOURCE_AWS",
    config: { connection_service_name: "com.amazonaws.vpce.x" },
  });
  // A link cannot be changed while it is being created.
  sandbox.advance(3 * 60_000);
  await round("/v1/private-links", link, { config: { connection_service_name: "y" } });
  await del(`/v1/private-links/${link}`);

  const { data: agent } = await post("/v1/proxy", {
    display_name: "office",
    group_region: "GCP_US_EAST4",
  });
  await get("/v1/proxy");
  await get(`/v1/proxy/${agent.agent_id}`);
  await get(`/v1/proxy/${agent.agent_id}/connections`);
  await post(`/v1/proxy/${agent.agent_id}/regenerate-secrets`, {});
  await del(`/v1/proxy/${agent.agent_id}`);

  const agents = "/v1/hybrid-deployment-agents";
  const hybrid = await made(agents, {
    group_id: group,
    display_name: "here",
    env_type: "DOCKER",
    accept_terms: true,
    auth_type: "MANUAL",
  });
  await round(`${agents}`, hybrid);
  await patch(`${agents}/${hybrid}/re-auth`, { auth_type: "AUTO" });
  await post(`${agents}/${hybrid}/reset-credentials`, {});
  await del(`${agents}/${hybrid}`);
  await post("/v1/hvr/register-hub", { fingerprint: "f", port: 4340, hub_server_url: "https://h" });

  const project = await made("/v1/transformation-projects", {
    group_id: group,
    type: "DBT_CORE",
    project_config: {
      dbt_version: "1.8.0",
      default_schema: "analytics",
      git_remote_url: "git@example.com:o/r.git",
    },
  });
  await round("/v1/transformation-projects", project, { project_config: { threads: 8 } });
  await post(`/v1/transformation-projects/${project}/test`, {});
  const dbt = await made("/v1/transformations", {
    type: "DBT_CORE",
    schedule: { schedule_type: "INTEGRATED", connection_ids: [connection] },
    transformation_config: {
      project_id: project,
      name: "nightly",
      steps: [{ name: "build", command: "dbt build" }],
    },
  });
  await round("/v1/transformations", dbt, { paused: true });
  await post(`/v1/transformations/${dbt}/run`, { full_refresh: true });
  await post(`/v1/transformations/${dbt}/cancel`, {});
  const stripe = await made("/v1/transformations", {
    type: "QUICKSTART",
    schedule: { schedule_type: "INTERVAL", interval: 60 },
    transformation_config: {
      package_name: "stripe",
      connection_ids: [await id("stripe_payments")],
    },
  });
  await post(`/v1/transformations/${stripe}/upgrade`, {});
  const { data: packages } = await get("/v1/transformations/package-metadata");
  await get(`/v1/transformations/package-metadata/${packages.items[0].id}`);
  await del(`/v1/transformations/${dbt}`);
  await del(`/v1/transformation-projects/${project}`);

  await del(`/v1/connections/${own}`);
  await del(one);
  await del(`/v1/destinations/${group}`);
  await del(`/v1/groups/${group}`);
  receiver.close();

  const succeeded = new Set(
    sandbox.requests().flatMap(({ operation, status }) => {
      const good = typeof status === "number" && status < 300;
      return good && operation !== undefined ? [operation] : [];
    }),
  );
  expect(all.map(([operation]) => operation).filter((name) => !succeeded.has(name))).toEqual([]);
  const failed = sandbox.requests().filter(({ status }) => Number(status) >= 300);
  expect(failed.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([]);
});
