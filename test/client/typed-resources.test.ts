import { afterAll, beforeAll, expect, test } from "vitest";
import { createFivetran, type Fivetran, type List } from "../../src/client/index.js";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.js";
import { failure } from "./http/scripted-client.js";

let sandbox: Sandbox;
let fivetran: Fivetran;
let groupId: string;
let connectionId: string;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  sandbox = await createSandbox({ clock: "stopped" });
  const { url, close } = await sandbox.listen();
  const { apiKey, apiSecret } = sandbox;
  fivetran = createFivetran({ apiKey, apiSecret, baseUrl: url });
  closers.push(close, fivetran.close);
  const [connection] = await fivetran.connections.resolve(["postgres_orders"]);
  groupId = connection?.group_id ?? "";
  connectionId = connection?.id ?? "";
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

async function all<Item>(list: List<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  expect((await list.page()).items).toEqual(items);
  return items;
}

const gone = async (read: Promise<unknown>) => expect((await failure(read)).type).toBe("not_found");

test("users, their roles in connections and groups", async () => {
  const { users } = fivetran;
  const made = await users.invite({ email: "new@example.com", given_name: "N", family_name: "W" });
  expect((await users.get(made.id)).email).toBe("new@example.com");
  await users.modify(made.id, { given_name: "M" });
  expect((await all(users.list())).find(({ id }) => id === made.id)?.given_name).toBe("M");
  for (const [memberships, id, role] of [
    [users.groups, groupId, "View Destination"],
    [users.connections, connectionId, "View Connection"],
  ] as const) {
    expect((await memberships.add(made.id, { id, role })).id).toBe(id);
    expect((await memberships.get(made.id, id)).role).toBe(role);
    expect((await all(memberships.list(made.id))).map((each) => each.id)).toContain(id);
    await memberships.modify(made.id, id, { role: role.replace("View", "Manage") });
    expect((await memberships.list(made.id).page()).items[0]?.role).toMatch(/^Manage/);
    await memberships.remove(made.id, id);
    await gone(memberships.get(made.id, id));
  }
  await users.removeRole(made.id);
  await users.delete(made.id);
  await gone(users.get(made.id));
});

test("roles and the users of a group", async () => {
  const roles = await all(fivetran.roles.list());
  expect(roles.map(({ name }) => name)).toContain("Account Administrator");
  const { users } = fivetran.groups;
  const email = "guest@example.com";
  await fivetran.users.invite({ email, given_name: "G", family_name: "T" });
  await users.add(groupId, { email, role: "View Destination" });
  const guest = (await all(users.list(groupId))).find((user) => user.email === email);
  await users.remove(groupId, guest?.id ?? "");
  expect((await users.list(groupId).page()).items.map(({ id }) => id)).not.toContain(guest?.id);
  expect(await fivetran.groups.publicKey(groupId)).toBeTruthy();
  expect(await fivetran.groups.serviceAccount(groupId)).toBeTruthy();
});

test("teams and their members", async () => {
  const { teams } = fivetran;
  const team = await teams.create({ name: "analysts", role: "Account Reviewer" });
  const [user] = (await fivetran.users.list({ limit: 1 }).page()).items;
  const id = user?.id ?? "";
  await teams.members.add(team.id, { user_id: id, role: "Team Member" });
  await teams.members.modify(team.id, id, { role: "Team Manager" });
  expect((await teams.members.get(team.id, id)).role).toBe("Team Manager");
  expect(await all(teams.members.list(team.id))).toHaveLength(1);
  await teams.members.remove(team.id, id);
  await teams.groups.add(team.id, { id: groupId, role: "View Destination" });
  await teams.connections.add(team.id, { id: connectionId, role: "View Connection" });
  expect((await teams.groups.list(team.id).page()).items).toHaveLength(1);
  await teams.modify(team.id, { name: "engineers" });
  expect((await teams.get(team.id)).name).toBe("engineers");
  await teams.removeRole(team.id);
  await teams.delete(team.id);
  await gone(teams.get(team.id));
});

test("transformations and their projects", async () => {
  const { transformations, transformationProjects } = fivetran;
  const project = await transformationProjects.create({
    group_id: groupId,
    type: "DBT_CORE",
    project_config: {
      dbt_version: "1.9.0",
      default_schema: "analytics",
      git_remote_url: "git@example.com:acme/models.git",
    },
  });
  expect((await transformationProjects.get(project.id)).group_id).toBe(groupId);
  expect((await transformationProjects.test(project.id)).id).toBe(project.id);
  await transformationProjects.modify(project.id, { project_config: { threads: 8 } });
  const made = await transformations.create({
    type: "DBT_CORE",
    transformation_config: {
      project_id: project.id,
      name: "daily",
      steps: [{ name: "run", command: "dbt run" }],
    },
    schedule: { schedule_type: "INTEGRATED", connection_ids: [connectionId] },
    paused: true,
  });
  expect((await transformations.get(made.id)).schedule?.connection_ids).toEqual([connectionId]);
  await transformations.modify(made.id, { paused: false });
  await transformations.run(made.id, { fullRefresh: true });
  await transformations.cancel(made.id);
  expect((await all(transformations.list())).map(({ id }) => id)).toContain(made.id);
  await transformations.delete(made.id);
  await transformationProjects.delete(project.id);
  await gone(transformationProjects.get(project.id));
  const packages = await all(transformations.packages.list());
  const [first] = packages;
  expect((await transformations.packages.get(first?.id ?? "")).name).toBe(first?.name);
});

test("log services, of a group and of the account", async () => {
  const { logServices } = fivetran;
  const config = { region: "us-east-1", log_group_name: "fivetran" };
  const made = await logServices.create({
    group_id: groupId,
    service: "cloudwatch",
    enabled: true,
    config,
  });
  expect((await logServices.get(made.id)).service).toBe("cloudwatch");
  expect(await logServices.test(made.id)).toBeInstanceOf(Array);
  await logServices.modify(made.id, { enabled: false });
  expect((await all(logServices.list())).find(({ id }) => id === made.id)?.enabled).toBe(false);
  await logServices.delete(made.id);
  await gone(logServices.get(made.id));
  await logServices.account.create({ service: "cloudwatch", enabled: true, config });
  await logServices.account.modify({ enabled: false });
  expect((await logServices.account.get()).enabled).toBe(false);
  expect(await logServices.account.test()).toBeInstanceOf(Array);
  await logServices.account.delete();
});

test("private links, proxies and hybrid agents", async () => {
  const { privateLinks, proxies, hybridAgents } = fivetran;
  const link = await privateLinks.create({
    name: "warehouse_link",
    region: "AWS_US_EAST_1",
    service: "SOURCE_AWS",
    config: { connection_service_name: "com.amazonaws.vpce.us-east-1.vpce-svc-1" },
  });
  // A link that is being created cannot be changed.
  sandbox.advance(3_600_000);
  await privateLinks.modify(link.id, { config: { connection_service_name: "other" } });
  expect((await all(privateLinks.list())).map(({ id }) => id)).toContain(link.id);
  expect((await privateLinks.get(link.id)).name).toBe("warehouse_link");
  await privateLinks.delete(link.id);

  const proxy = await proxies.create({ display_name: "edge", group_region: "GCP_US_EAST4" });
  expect(proxy.auth_token).toBeTruthy();
  expect((await proxies.get(proxy.agent_id)).display_name).toBe("edge");
  expect((await proxies.regenerateSecrets(proxy.agent_id)).agent_id).toBe(proxy.agent_id);
  expect(await all(proxies.connections(proxy.agent_id))).toEqual([]);
  expect((await proxies.connections(proxy.agent_id).page()).items).toEqual([]);
  expect(await all(proxies.list())).not.toEqual([]);
  await proxies.delete(proxy.agent_id);

  const agent = await hybridAgents.create({
    display_name: "on_site",
    env_type: "DOCKER",
    accept_terms: true,
    auth_type: "AUTO",
    group_id: groupId,
  });
  expect((await hybridAgents.get(agent.id)).display_name).toBe("on_site");
  expect((await hybridAgents.reauthenticate(agent.id, { auth_type: "MANUAL" })).id).toBe(agent.id);
  await hybridAgents.resetCredentials(agent.id);
  const listed = await all(hybridAgents.list({ groupId }));
  expect(listed.map(({ id }) => id)).toContain(agent.id);
  await hybridAgents.delete(agent.id);
  await gone(hybridAgents.get(agent.id));
});

test("system keys show their secret once", async () => {
  const { systemKeys } = fivetran;
  const key = await systemKeys.create({
    name: "ci",
    expiration_period: "ONE_MONTH",
    permissions: [{ resource_type: "CONNECTOR", access_level: "READ" }],
  });
  expect(key.secret).toBeTruthy();
  expect((await systemKeys.rotate(key.id, { expiration_period: "ONE_WEEK" })).secret).not.toBe(
    key.secret,
  );
  const { secret } = await systemKeys.get(key.id);
  expect(secret).not.toBe(key.secret);
  await systemKeys.modify(key.id, { name: "cd" });
  expect((await all(systemKeys.list())).map(({ name }) => name)).toContain("cd");
  await systemKeys.delete(key.id);
  await gone(systemKeys.get(key.id));
});

test("external secrets managers and what uses them", async () => {
  const { externalSecrets } = fivetran;
  const made = await externalSecrets.create({
    type: "AWS_SECRET_MANAGER",
    name: "vault",
    config: { region: "us-east-1", role_arn: "arn:aws:iam::1:role/x" },
  });
  await externalSecrets.modify(made.id, { config: { region: "eu-west-1" } });
  expect((await externalSecrets.get(made.id)).name).toBe("vault");
  expect(await all(externalSecrets.list())).not.toEqual([]);
  expect(await all(externalSecrets.entities(made.id))).toEqual([]);
  expect(await all(externalSecrets.allEntities({ managerId: made.id }))).toEqual([]);
  await externalSecrets.delete(made.id);
  await gone(externalSecrets.get(made.id));
});

test("packages, types, and trust", async () => {
  const { sdkPackages, metadata, certificates, fingerprints } = fivetran;
  const content = Buffer.from("PK\u0003\u0004 zip", "latin1");
  const made = await sdkPackages.create({ content });
  expect(Buffer.from(await sdkPackages.download(made.id))).toEqual(content);
  const other = Buffer.from("PK\u0003\u0004 other", "latin1");
  const updated = await sdkPackages.update(made.id, { content: other });
  expect(updated.file_sha256_hash).not.toBe(made.file_sha256_hash);
  expect((await all(sdkPackages.list())).map(({ id }) => id)).toContain(made.id);
  await sdkPackages.delete(made.id);
  await gone(sdkPackages.get(made.id));

  expect((await metadata.list({ limit: 1 }).page()).items).toHaveLength(1);
  expect((await metadata.get("postgres")).id).toBe("postgres");

  for (const owner of [{ connectionId }, { destinationId: groupId }]) {
    expect(await all(certificates.list(owner))).toBeInstanceOf(Array);
    expect((await fingerprints.list(owner).page()).items).toBeInstanceOf(Array);
  }
});

test("connections and schemas beyond reading", async () => {
  const { connections, schemas } = fivetran;
  const card = await connections.connectCard(connectionId, {
    redirectUri: "https://app.example.com/done",
    hideSetupGuide: true,
  });
  expect(card.uri).toMatch(/^http/);
  await schemas.patchColumn(connectionId, "public", "orders", "coupon_code", { enabled: false });
  await schemas.dropColumns(connectionId, { public: { orders: ["coupon_code"] } });
  await schemas.dropColumn(connectionId, "public", "orders", "coupon_code");
  await schemas.patchSchema(connectionId, "internal", { enabled: false });
  expect((await schemas.get(connectionId))?.schemas?.["internal"]?.enabled).toBe(false);
  const made = await connections.create({
    group_id: groupId,
    service: "postgres",
    config: { schema_prefix: "shop", host: "db.example.com" },
    run_setup_tests: false,
  });
  const requested = { schemas: { public: { enabled: true } } };
  expect((await schemas.precreate(made.id, requested)).schemas).toBeDefined();
  await connections.delete(made.id);
  await gone(connections.get(made.id));
});
