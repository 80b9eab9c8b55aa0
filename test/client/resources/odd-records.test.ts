import { describe, expect, test } from "vitest";
import { createFivetran } from "../../../src/client/fivetran.js";
import type { Reply, Send } from "../../../src/client/http/send.js";
import type { Fivetran, Unreadable } from "../../../src/client/index.js";
import { ok, rawServer } from "../http/raw-server.js";
import { failure, open } from "../http/scripted-client.js";

type Record_ = Readonly<Record<string, unknown>>;

const connection: Record_ = {
  id: "id",
  service: "postgres",
  schema: "orders",
  group_id: "g",
  paused: false,
  status: {
    setup_state: "connected",
    sync_state: "scheduled",
    update_state: "on_schedule",
    is_historical_sync: false,
    schema_status: "ready",
    rescheduled_for: "2026-01-01T00:00:00Z",
    tasks: [{ code: "reconnect", message: "text", details: {} }],
    warnings: [{ code: "sync_warning", message: "text", details: {} }],
  },
  succeeded_at: "2026-01-01T00:00:00Z",
  failed_at: "2026-01-01T00:00:00Z",
  created_at: "2026-01-01T00:00:00Z",
  sync_frequency: 60,
  schedule_type: "auto",
  daily_sync_time: "03:00",
  data_delay_sensitivity: "NORMAL",
  data_delay_threshold: 0,
  setup_tests: [{ title: "t", status: "PASSED", message: "m" }],
};

const destination: Record_ = {
  id: "id",
  group_id: "id",
  service: "snowflake",
  setup_status: "connected",
  region: "GCP_US_EAST4",
  time_zone_offset: "-8",
  setup_tests: [{ title: "t", status: "PASSED", message: "m" }],
};

const group: Record_ = { id: "id", name: "n", created_at: "2026-01-01T00:00:00Z" };

const user: Record_ = {
  id: "id",
  email: "a@b.test",
  given_name: "A",
  family_name: "B",
  role: "Account Reviewer",
  active: true,
  verified: true,
  invited: false,
  logged_in_at: "2026-01-01T00:00:00Z",
  created_at: "2026-01-01T00:00:00Z",
};

const team: Record_ = { id: "id", name: "n", description: "d", role: "Account Reviewer" };

const transformation: Record_ = {
  id: "id",
  type: "DBT_CORE",
  status: "SUCCEEDED",
  paused: false,
  schedule: { schedule_type: "INTEGRATED", connection_ids: ["c"] },
  created_at: "2026-01-01T00:00:00Z",
  last_started_at: "2026-01-01T00:00:00Z",
  last_ended_at: "2026-01-01T00:00:00Z",
  output_model_names: ["m"],
};

const webhook: Record_ = {
  id: "id",
  type: "account",
  url: "https://example.test",
  events: ["sync_end"],
  active: true,
  secret: "******",
  group_id: "g",
  created_at: "2026-01-01T00:00:00Z",
  created_by: "u",
};

const project: Record_ = {
  id: "id",
  group_id: "g",
  type: "DBT_CORE",
  status: "READY",
  errors: ["e"],
  setup_tests: [{ title: "t", status: "PASSED", message: "m" }],
};

const logService: Record_ = {
  id: "id",
  service: "cloudwatch",
  enabled: true,
  status: { setup_state: "connected", tasks: [{ code: "c", message: "m" }] },
};

const privateLink: Record_ = { id: "id", name: "n", service: "postgres", state: "OK" };

const proxy: Record_ = { id: "id", display_name: "n", status: "CONNECTED" };

const agent: Record_ = { id: "id", display_name: "n", group_id: "g", online: true };

const systemKey: Record_ = {
  id: "id",
  name: "n",
  permissions: [
    { resource_type: "CONNECTOR", access_level: "READ", resource_filter: { ids: ["c"] } },
  ],
};

const secretsManager: Record_ = { id: "id", name: "n", type: "HASHICORP_VAULT", config: { a: 1 } };

const sdkPackage: Record_ = { id: "id", connection_id: "c", file_sha256_hash: "h" };

const connectorType: Record_ = {
  id: "id",
  name: "PostgreSQL",
  type: "Database",
  supported_features: [{ id: "CAPTURE_DELETES" }],
};

/** Returns a client that receives these data in every response. */
function clientWith(data: unknown) {
  const send: Send = async ({ operation }): Promise<Reply> => ({
    operation,
    status: 200,
    message: undefined,
    data,
    attempts: 1,
  });
  return createFivetran({ apiKey: "k", apiSecret: "s" }).use(() => send);
}

/** Returns a client whose lists contain these records. */
const clientOf = (items: readonly unknown[]) => clientWith({ items });

const KINDS = {
  connections: connection,
  destinations: destination,
  groups: group,
  users: user,
  teams: team,
  transformations: transformation,
  webhooks: webhook,
  transformationProjects: project,
  logServices: logService,
  privateLinks: privateLink,
  proxies: proxy,
  hybridAgents: agent,
  systemKeys: systemKey,
  externalSecrets: secretsManager,
  sdkPackages: sdkPackage,
  metadata: connectorType,
} as const;
type Kind = keyof typeof KINDS;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Returns the path of every field, including nested ones. */
function pathsOf(value: unknown): string[][] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsOf(inner).map((path) => [key, ...path]),
  ]);
}

/** Returns the record with another value, or none, at a path. */
function changed(record: unknown, [key = "", ...rest]: readonly string[], to: unknown): unknown {
  if (!isObject(record)) return to;
  const entries: [string, unknown][] = Object.entries(record).flatMap(([name, value]) => {
    if (name !== key) return [[name, value]];
    const next = rest.length === 0 ? to : changed(value, rest, to);
    return next === undefined ? [] : [[name, next]];
  });
  return Array.isArray(record) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

const ODD = [undefined, null, "text", "", 42, -8, true, [], {}, [null], [42], { x: 1 }];

const AT = 17;

async function readWithOdd(kind: Kind, odd: unknown) {
  const records = Array.from({ length: 50 }, (_, index) => ({ ...KINDS[kind], id: `id_${index}` }));
  const items = records.map((record, index): unknown => (index === AT ? odd : record));
  const unreadable: Unreadable[] = [];
  const ids: string[] = [];
  const client = clientOf(items);
  const list = client[kind].list({ onUnreadable: (each: Unreadable) => unreadable.push(each) });
  for await (const { id } of list) ids.push(id);
  const page = await list.page();
  expect(page.items.map(({ id }) => id)).toEqual(ids);
  expect(page.unreadable).toEqual(unreadable);
  return { ids, unreadable };
}

describe.each(Object.keys(KINDS) as Kind[])("one odd record among 50 %s", (kind) => {
  const cases = pathsOf(KINDS[kind]).flatMap((path) =>
    ODD.map((value): [string, string, string[], unknown] => [
      path.join("."),
      value === undefined ? "missing" : JSON.stringify(value),
      path,
      value,
    ]),
  );

  test.each(cases)("%s is %s", async (field, _, path, value) => {
    const odd = changed({ ...KINDS[kind], id: `id_${AT}` }, path, value);
    const { ids, unreadable } = await readWithOdd(kind, odd);
    if (field === "id" && value !== "text") {
      expect(ids).toHaveLength(49);
      expect(unreadable).toEqual([{ id: undefined, field: "id", position: 18, omitted: true }]);
      return;
    }
    expect(ids).toHaveLength(50);
    for (const each of unreadable) {
      expect(each).toMatchObject({ id: `id_${AT}`, position: 18, omitted: false });
      expect(each.field.startsWith(path[0] ?? "")).toBe(true);
    }
    if (value === null && path.length === 1) expect(unreadable).toEqual([]);
  });

  test.each([[null], ["text"], [42], [[]]])("a record that is %j", async (odd) => {
    const { ids, unreadable } = await readWithOdd(kind, odd);
    expect(ids).toHaveLength(49);
    expect(unreadable).toEqual([
      expect.objectContaining({ id: undefined, position: 18, omitted: true }),
    ]);
  });
});

test("a value of the wrong type reads as missing, and all other fields are kept", async () => {
  const odd = { ...connection, paused: "yes", new_field: { kept: true }, succeeded_at: 1764000000 };
  const { items, unreadable } = await clientOf([odd]).connections.list().page();
  expect(unreadable).toEqual([{ id: "id", field: "paused", position: 1, omitted: false }]);
  expect(items[0]).toMatchObject({ schema: "orders", new_field: { kept: true } });
  expect(items[0]?.paused).toBeUndefined();
  // The time is kept as text, because a connection that has synced must not look as if it never
  // had.
  expect(items[0]?.succeeded_at).toBe("1764000000");
});

test("every field that does not fit is named", async () => {
  const odd = { ...connection, paused: 1, status: { ...connection, tasks: [7, { code: 3 }, 8] } };
  const { items, unreadable } = await clientOf([odd]).connections.list().page();
  expect(unreadable?.map(({ field }) => field)).toEqual(
    expect.arrayContaining(["paused", "status.tasks.0", "status.tasks.1.code", "status.tasks.2"]),
  );
  expect(items[0]?.status.tasks).toEqual([{ code: "" }]);
});

test("a record read by its id is read in the same way", async () => {
  const send: Send = async ({ operation }) => ({
    operation,
    status: 200,
    message: undefined,
    data: { ...user, email: null, active: "yes" },
    attempts: 1,
  });
  const client = createFivetran({ apiKey: "k", apiSecret: "s" }).use(() => send);
  expect(await client.users.get("id")).toMatchObject({ id: "id", given_name: "A" });
});

const HASH = "aGFzaA==";
const CERTIFICATE = { hash: HASH, name: 7, sha1: [], validated_by: {} };
const READS: [string, unknown, (fivetran: Fivetran) => Promise<unknown>][] = [
  [
    "a certificate",
    CERTIFICATE,
    ({ certificates }) => certificates.get({ connectionId: "c" }, HASH),
  ],
  [
    "an approved certificate",
    CERTIFICATE,
    ({ certificates }) =>
      certificates.approve({ destinationId: "d" }, { hash: HASH, encoded_cert: "c" }),
  ],
  [
    "a fingerprint",
    { hash: HASH, public_key: 7 },
    ({ fingerprints }) => fingerprints.get({ connectionId: "c" }, HASH),
  ],
  ["the account", { account_id: "a", account_name: 7, user_id: {} }, (all) => all.account.info()],
  ["a log service", { id: "l", enabled: "yes" }, ({ logServices }) => logServices.account.get()],
  [
    "a private link",
    { id: "p", name: null, state: 7 },
    ({ privateLinks }) => privateLinks.get("p"),
  ],
  ["a connector type", { id: "t", name: null, type: 7 }, ({ metadata }) => metadata.get("t")],
  ["a webhook's test", { succeed: false, status: "500" }, ({ webhooks }) => webhooks.test("w")],
];

test.each(READS)("odd fields of %s do not hide the others", async (_, data, read) => {
  expect(Object.keys(await read(clientWith(data)).then((record) => record ?? {}))).not.toEqual([]);
});

test.each([{}, { id: null }, { id: "" }, { id: 7, name: "n" }, undefined])(
  "a change was accepted although its reply %j cannot be read",
  async (data) => {
    const error = await failure(clientWith(data).groups.create({ name: "n" }));
    expect(error).toMatchObject({
      type: "outcome_unknown",
      state: "It has very likely taken effect.",
      facts: { outcome: "accepted_details_lost", do_not_repeat: true },
    });
    expect(error.message).toContain("Fivetran accepted create_group");
    // A read changes nothing, so it may be repeated.
    expect(await failure(clientWith(data).groups.get("g"))).toMatchObject({ type: "contract" });
  },
);

test.each([undefined, null, 7, {}])(
  "a record whose group is %j is named in the list of a group",
  async (group_id) => {
    const server = await rawServer(
      ok({
        items: [
          { ...connection, id: "a" },
          { ...connection, id: "odd", group_id },
        ],
      }),
    );
    open.push(server.close);
    const client = createFivetran({ apiKey: "k", apiSecret: "s", baseUrl: server.origin });
    const unreadable: Unreadable[] = [];
    const ids: string[] = [];
    const list = client.connections.list({
      groupId: "g",
      onUnreadable: (each) => unreadable.push(each),
    });
    for await (const { id } of list) ids.push(id);
    expect(ids).toEqual(["a"]);
    expect(unreadable).toEqual([{ id: "odd", field: "group_id", position: 2, omitted: true }]);
    expect((await list.page()).unreadable).toEqual(unreadable);
  },
);
