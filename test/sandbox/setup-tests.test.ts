import { describe, expect, test } from "vitest";
import { TRIGGERS } from "../../src/sandbox/connections/triggers.js";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Client, serve } from "./harness.js";

const GOOD = { host: "db.example.com", database: "orders", user: "fivetran", password: "right" };

/** One configuration for each failure that Fivetran documents, with the test that it fails. */
const FAILURES: [string, Record<string, unknown>, string][] = [
  ["wrong secret", { password: "wrong-one" }, "Checking the credentials"],
  ["unreachable host", { host: "unreachable.example.com" }, "Connecting to the host"],
  ["untrusted certificate", { host: "untrusted.example.com" }, "Validating the certificate"],
  [
    "unknown host key",
    { tunnel_host: "unknown.example.com", tunnel_user: "me" },
    "Validating the host key of the SSH tunnel",
  ],
  ["missing permission", { user: "denied_reader" }, "Checking the permissions"],
  ["wrong database", { database: "missing_orders" }, "Checking the database"],
];

interface Result {
  title: string;
  status: string;
  message: string;
  details?: { hash: string }[];
}
const failedIn = (tests: Result[]) => tests.filter(({ status }) => status === "FAILED");

async function connection({ post, get, patch }: Client, group: string, config: unknown) {
  const made = await post("/v1/connections", {
    group_id: group,
    service: "postgres",
    config: { schema_prefix: "setup", ...GOOD, ...Object(config) },
  });
  const path = `/v1/connections/${made.data.id}`;
  return {
    tests: made.data.setup_tests as Result[],
    run: async (body = {}) => (await post(`${path}/test`, body)).data.setup_tests as Result[],
    state: async () => (await get(path)).data.status.setup_state,
    change: async (to: unknown) => (await patch(path, { config: to })).data.setup_tests as Result[],
  };
}

async function destination({ post, get, patch }: Client, _: string, config: unknown) {
  const group = (await post("/v1/groups", { name: "setup" })).data.id;
  const made = await post("/v1/destinations", {
    group_id: group,
    service: "snowflake",
    region: "GCP_US_EAST4",
    time_zone_offset: "0",
    config: { ...GOOD, ...Object(config) },
  });
  const path = `/v1/destinations/${group}`;
  return {
    tests: made.data.setup_tests as Result[],
    run: async (body = {}) => (await post(`${path}/test`, body)).data.setup_tests as Result[],
    state: async () => (await get(path)).data.setup_status,
    change: async (to: unknown) => (await patch(path, { config: to })).data.setup_tests as Result[],
  };
}

test("there is a trigger for each documented failure", () => {
  expect(TRIGGERS.map(({ failure }) => failure)).toEqual(FAILURES.map(([failure]) => failure));
});

describe.each([
  ["connection", connection],
  ["destination", destination],
])("a %s", (_, make) => {
  const made = async (config: unknown) => {
    const client = await serve();
    const { group_id } = await client.connection("salesforce_prod");
    return await make(client, group_id, config);
  };

  test("passes its tests with any other configuration", async () => {
    const one = await made({});
    expect(failedIn(one.tests)).toEqual([]);
    expect(await one.state()).toBe("connected");
  });

  test.each(FAILURES)(
    "fails for a %s, and the result names why",
    async (failure, config, title) => {
      const one = await made(config);
      const found = failedIn(one.tests);
      expect(found.map((each) => each.title)).toEqual([title]);
      const { values = "" } = TRIGGERS.find((each) => each.failure === failure) ?? {};
      expect(found[0]?.message).toContain(values.replaceAll("`", "'"));
      expect(await one.state()).toBe("incomplete");
      expect(failedIn(await one.run()).map((each) => each.title)).toEqual([title]);
      // A change of another field repairs nothing. Only the right value does.
      const port = await one.change({ port: 5433 });
      expect(failedIn(port).map((each) => each.title)).toEqual([title]);
      expect(failedIn(await one.change({ ...GOOD, tunnel_host: "bastion.example.com" }))).toEqual(
        [],
      );
      expect(await one.state()).toBe("connected");
    },
  );

  test("breaks when its configuration becomes wrong", async () => {
    const one = await made({});
    expect(failedIn(await one.change({ host: "https://unreachable.example.com" }))).toHaveLength(1);
    expect(await one.state()).toBe("broken");
  });

  test("is accepted with an untrusted certificate or an unknown key that the caller trusts", async () => {
    const certificate = await made({ host: "untrusted.example.com" });
    expect(failedIn(await certificate.run({ trust_fingerprints: true }))).toHaveLength(1);
    expect(failedIn(await certificate.run({ trust_certificates: true }))).toEqual([]);
    const key = await made({ tunnel_host: "unknown.example.com" });
    expect(failedIn(await key.run({ trust_certificates: true }))).toHaveLength(1);
    expect(failedIn(await key.run({ trust_fingerprints: true }))).toEqual([]);
  });
});

test("names of schemas and tables trigger nothing", async () => {
  const client = await serve();
  const { group_id } = await client.connection("salesforce_prod");
  const made = await client.post("/v1/connections", {
    group_id,
    service: "github",
    auth: { access_token: "t" },
    config: { schema: "missing_denied_wrong" },
  });
  expect(failedIn(made.data.setup_tests)).toEqual([]);
});

describe("a change that has to stop a running sync", () => {
  async function syncing(stop: { takes_ms: number; fails?: boolean }) {
    const client = await serve();
    const path = `/v1/connections/${await client.id("salesforce_prod")}`;
    client.sandbox.edit((world) => {
      const { script } = connectionNamed(world, "salesforce_prod").backstage;
      Object.assign(script, { stop });
    });
    await client.post(`${path}/sync`);
    return { ...client, path };
  }

  test("can end in a 500 although it was applied", async () => {
    const { patch, get, path } = await syncing({ takes_ms: 1, fails: true });
    expect(await patch(path, { paused: true })).toMatchObject({ status: 500, code: "ServerError" });
    expect((await get(path)).data).toMatchObject({
      paused: true,
      status: { sync_state: "paused" },
    });
    expect(await patch(path, { paused: false })).toMatchObject({ status: 200 });
  });

  test("succeeds where it is only slow", async () => {
    const { patch, path } = await syncing({ takes_ms: 1 });
    expect(await patch(path, { config: { is_sandbox: true } })).toMatchObject({ status: 200 });
  });
});

test("tables of a source that is read as a whole cannot be synced again one by one", async () => {
  const { post, id } = await serve();
  const path = `/v1/connections/${await id("product_events_sdk")}`;
  expect(await post(`${path}/resync`, { scope: { product_events_sdk: ["events"] } })).toMatchObject(
    {
      status: 400,
      message: "This connection does not support the resync of tables",
    },
  );
  expect(await post(`${path}/resync`)).toMatchObject({ status: 200 });
});

test("unknown members of a body are ignored", async () => {
  const { post, patch, id } = await serve();
  const path = `/v1/connections/${await id("salesforce_prod")}`;
  expect(await patch(path, { paused: true, no_such_member: 1 })).toMatchObject({ status: 200 });
  expect(await post("/v1/groups", { name: "lab", no_such_member: 1 })).toMatchObject({
    status: 201,
  });
});

test("what a source needs to sign in goes by its type and the chosen way", async () => {
  const { post, patch, connection } = await serve({ limits: { connectionsPerMinute: 100 } });
  const { group_id } = await connection("postgres_orders");
  const made = async (service: string, config: object, auth?: object) =>
    (await post("/v1/connections", { group_id, service, config, auth })).data;
  const state = async (...given: Parameters<typeof made>) =>
    (await made(...given)).status.setup_state;
  const pg = { host: "db.example.com", port: 5432, user: "u", database: "d" };
  const sheet = { table: "t", sheet_id: "https://example.com/sheet", named_range: "r" };
  const complete: [string, object][] = [
    ["fivetran_log", { schema: "c1" }],
    ["s3", { schema: "c2", table: "t", bucket: "b", auth_type: "IAM_ROLE", role_arn: "arn:aws:x" }],
    ["aws_lambda", { schema: "c3", role_arn: "arn:aws:x", function: "f", region: "us-east-1" }],
    ["google_sheets", { schema: "c4", ...sheet, auth_type: "ServiceAccount" }],
    ["webhooks", { schema: "c5", table: "t" }],
    ["github", { schema: "c6", auth_mode: "PersonalAccessToken", username: "u", pats: ["p"] }],
    ["azure_function", { schema: "c7", function_app: "a", function_name: "f", function_key: "k" }],
    ["postgres_rds", { schema_prefix: "c8", ...pg, auth_method: "IAM" }],
    ["email", { schema: "c9", table: "t" }],
  ];
  for (const [service, config] of complete) {
    expect(await state(service, config), service).toBe("connected");
  }
  const lacking: [string, object][] = [
    ["s3", { schema: "n1", table: "t", bucket: "b", auth_type: "IAM_ROLE" }],
    ["google_sheets", { schema: "n2", ...sheet, auth_type: "OAuth" }],
    ["postgres_rds", { schema_prefix: "n3", ...pg }],
    ["stripe", { schema: "n4" }],
    ["salesforce", { schema: "n5" }],
    ["slack", { schema: "n6", table: "t" }],
    ["box", { schema: "n7", table: "t" }],
  ];
  for (const [service, config] of lacking) {
    expect(await state(service, config), service).toBe("incomplete");
  }
  expect(await state("github", { schema: "w1", pats: ["wrong one"] })).toBe("incomplete");

  const bucket = await made("s3", { ...lacking[0]?.[1], schema: "n8" });
  const signed = await patch(`/v1/connections/${bucket.id}`, { config: { role_arn: "arn:aws:x" } });
  expect(signed.data.status.setup_state).toBe("connected");
});

test("a field that its type declares as a secret is read back masked", async () => {
  const { post, get, connection } = await serve();
  const { group_id } = await connection("postgres_orders");
  const github = { schema: "gh", auth_mode: "PersonalAccessToken", username: "u", pats: ["p1"] };
  const bucket = { schema: "logs", table: "t", bucket: "b", role_arn: "arn:aws:iam::1:role/x" };
  for (const [service, config, shown] of [
    ["s3", bucket, { bucket: "b", role_arn: "******" }],
    ["github", github, { username: "u", pats: ["******"] }],
  ] as const) {
    const { data } = await post("/v1/connections", { group_id, service, config });
    expect(data.config).toMatchObject(shown);
    expect((await get(`/v1/connections/${data.id}`)).data.config).toMatchObject(shown);
  }
});
