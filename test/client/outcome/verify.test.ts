import { afterEach, describe, expect, test } from "vitest";
import { AppError } from "../../../src/base/errors.js";
import type { Json } from "../../../src/base/json.js";
import { createFivetran, type Fivetran } from "../../../src/client/fivetran.js";
import { type Call, call } from "../../../src/client/operations/call.js";
import { createSandbox, type FaultRule, type Sandbox } from "../../../src/sandbox/index.js";
import { type TestClock, testClock } from "../http/test-clock.js";

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

interface SetUp {
  sandbox: Sandbox;
  fivetran: Fivetran;
  clock: TestClock;
  /** Returns the id of a connection by its name. */
  id: (name: string) => string;
  groupId: string;
  /** The number of requests other than reads since the setup. */
  sent: () => number;
}

async function setUp(): Promise<SetUp> {
  const sandbox = await createSandbox({ clock: "stopped" });
  const listening = await sandbox.listen();
  const clock = testClock({ hasty: true });
  const { apiKey, apiSecret } = sandbox;
  const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: listening.url, clock });
  close = async () => {
    await fivetran.close();
    await listening.close();
  };
  const page = await fivetran.connections.list({ limit: 1000 }).page();
  const ids = new Map(page.items.map(({ id, schema }) => [schema, id]));
  return {
    sandbox,
    fivetran,
    clock,
    id: (name) => ids.get(name) ?? "",
    groupId: page.items[0]?.group_id ?? "",
    sent: () => sandbox.requests().filter(({ method }) => method !== "GET").length,
  };
}

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const caught = await promise.catch((reason: unknown) => reason);
  if (caught instanceof AppError) return caught;
  throw new Error(`no AppError: ${JSON.stringify(caught)}`);
}

const NAME = "salesforce_prod";
const calls: Record<string, (setUp: SetUp) => Call | Promise<Call>> = {
  pause: ({ id }) => call("modify_connection", { connectionId: id(NAME) }, { paused: true }),
  delete: ({ id }) => call("delete_connection", { connectionId: id(NAME) }),
  "switch a schema": async ({ id, fivetran }) => {
    const connectionId = id("postgres_orders");
    const config = await fivetran.schemas.get(connectionId);
    const enabled = config?.schemas?.["public"]?.enabled !== true;
    const params = { connectionId, schemaName: "public" };
    return call("modify_connection_database_schema_config", params, { enabled });
  },
  sync: ({ id }) => call("sync_connection", { connectionId: id(NAME) }, { force: false }),
};
const create = ({ groupId }: SetUp): Call =>
  call("create_connection", {}, {
    group_id: groupId,
    service: "google_sheets",
    paused: true,
    run_setup_tests: false,
    config: { schema: "fresh_sheet", table: "orders" },
  } satisfies Json);

const LOST: [string, FaultRule][] = [
  ["an error", { status: 500 }],
  ["a reset", { reset: true }],
  ["a cut reply", { cut: 10 }],
];

describe("a change that was applied although its response was lost", () => {
  for (const [fault, rule] of LOST) {
    test.each(Object.keys(calls))(
      `by ${fault} is found so and not sent again: %s`,
      async (name) => {
        const at = await setUp();
        const change = await calls[name]?.(at);
        if (change === undefined) throw new Error("no call");
        at.sandbox.fault({ ...rule, operation: change.operation, when: "after" });
        const reply = await at.fivetran.change(change);
        expect(reply).toMatchObject({ operation: change.operation, attempts: 1 });
        expect(reply.verified).toBeTruthy();
        expect(at.sent()).toBe(1);
        expect(at.sandbox.effects()).toHaveLength(1);
      },
    );
  }

  test("a creation is found by its name, with its id", async () => {
    const at = await setUp();
    at.sandbox.fault({ operation: "create_connection", when: "after", reset: true });
    const reply = await at.fivetran.change(create(at));
    expect(reply.data).toMatchObject({ schema: "fresh_sheet.orders", group_id: at.groupId });
    expect(at.sent()).toBe(1);
  });

  test("typed methods return what the read returned", async () => {
    const at = await setUp();
    at.sandbox.fault({ operation: "modify_connection", when: "after", status: 500 });
    expect((await at.fivetran.connections.pause(at.id(NAME))).paused).toBe(true);
  });
});

describe("a change that was not applied", () => {
  for (const [fault, rule] of LOST.slice(0, 2)) {
    test.each(Object.keys(calls))(`by ${fault} is sent once more: %s`, async (name) => {
      const at = await setUp();
      const change = await calls[name]?.(at);
      if (change === undefined) throw new Error("no call");
      at.sandbox.fault({ ...rule, operation: change.operation, when: "before", calls: [1] });
      const reply = await at.fivetran.change(change);
      expect(reply).toMatchObject({ status: 200, attempts: 2 });
      expect(at.sent()).toBe(2);
      expect(at.sandbox.effects()).toHaveLength(1);
    });
  }

  test("but accepted, is not sent again", async () => {
    const at = await setUp();
    const body = '{"code":"Success"}';
    at.sandbox.fault({ operation: "modify_connection", when: "before", status: 200, body, cut: 5 });
    const pause = call("modify_connection", { connectionId: at.id(NAME) }, { paused: true });
    const error = await failure(at.fivetran.change(pause));
    expect(error.facts).toMatchObject({ outcome: "accepted_details_lost", do_not_repeat: true });
    expect(error.state).toContain("another value for paused than the request sent");
    expect(at.sent()).toBe(1);
  });

  test("twice in a row is not sent a third time", async () => {
    const at = await setUp();
    at.sandbox.fault({ operation: "modify_connection", status: 503 });
    const pause = call("modify_connection", { connectionId: at.id(NAME) }, { paused: true });
    const error = await failure(at.fivetran.change(pause));
    expect(error).toMatchObject({ type: "outcome_unknown", attempts: 2, status: 503 });
    expect(error.facts).toMatchObject({
      outcome: "verified_not_applied",
      do_not_repeat: true,
      attempts: 2,
    });
    expect(at.sent()).toBe(2);
  });

  test("is never sent again when it creates, restarts or mints", async () => {
    const at = await setUp();
    const connectionId = at.id(NAME);
    const config = { connect_card_config: { redirect_uri: "https://example.com" } };
    const once: [Call, string][] = [
      [create(at), "verified_not_applied"],
      [call("sync_connection", { connectionId }, { force: true }), "unknown"],
      [call("resync_connection", { connectionId }, {}), "unknown"],
      [call("connect_card", { connectionId }, config), "unknown"],
    ];
    for (const [change, outcome] of once) {
      at.sandbox.clearFaults();
      at.sandbox.fault({ operation: change.operation, status: 502 });
      const before = at.sent();
      const error = await failure(at.fivetran.change(change));
      expect(error.facts, change.operation).toMatchObject({ outcome, do_not_repeat: true });
      expect(at.sent() - before, change.operation).toBe(1);
    }
    expect(at.sandbox.effects()).toEqual([]);
  });

  test("a creation is searched twice, 5 s apart", async () => {
    const at = await setUp();
    at.sandbox.fault({ operation: "create_connection", status: 500 });
    await failure(at.fivetran.change(create(at)));
    expect(at.clock.sleeps).toEqual([5000]);
    const lists = at.sandbox.requests().filter(({ path }) => path.includes("schema=fresh_sheet"));
    // One list before the change is sent, two after it.
    expect(lists.length).toBe(1 + 2);
    expect(lists[0]?.path).toContain(`group_id=${at.groupId}`);
  });
});

test("a delete that was only slow is done when the second one finds nothing", async () => {
  const at = await setUp();
  const gone = call("delete_connection", { connectionId: at.id(NAME) });
  at.sandbox.fault({ operation: "delete_connection", status: 500, calls: [1] });
  at.sandbox.fault({
    operation: "delete_connection",
    status: 404,
    body: '{"code":"NotFound_Connection"}',
    calls: [2],
  });
  expect(await at.fivetran.change(gone)).toMatchObject({ attempts: 2, data: undefined });
});

test("a delete of an unknown id is not_found, not a success", async () => {
  const at = await setUp();
  const error = await failure(
    at.fivetran.change(call("delete_connection", { connectionId: "no_such" })),
  );
  expect(error.type).toBe("not_found");
  expect(at.sent()).toBe(1);
});

test("the outcome stays unknown when the check fails too", async () => {
  const at = await setUp();
  at.sandbox.fault({ operation: "modify_connection", when: "after", status: 500 });
  at.sandbox.fault({ operation: "connection_details", status: 500 });
  const pause = call("modify_connection", { connectionId: at.id(NAME) }, { paused: true });
  const error = await failure(at.fivetran.change(pause));
  expect(error).toMatchObject({ type: "outcome_unknown", sent: true });
  expect(error.facts).toMatchObject({ outcome: "unknown" });
  expect(error.state).toContain("connection_details, which should verify the change, also failed");
  expect(at.sent()).toBe(1);
});

test("a masked value proves nothing", async () => {
  const at = await setUp();
  at.sandbox.fault({ operation: "modify_connection", status: 500 });
  const config = { config: { password: "new" }, run_setup_tests: false };
  const edit = call("modify_connection", { connectionId: at.id("postgres_orders") }, config);
  const error = await failure(at.fivetran.change(edit));
  expect(error.facts).toMatchObject({ outcome: "unknown" });
  expect(at.sent()).toBe(1);
});

test("a rejection is not a lost response", async () => {
  const at = await setUp();
  at.sandbox.fault({ operation: "modify_connection", status: 409, body: '{"code":"Conflict"}' });
  const pause = call("modify_connection", { connectionId: at.id(NAME) }, { paused: true });
  expect((await failure(at.fivetran.change(pause))).type).toBe("conflict");
  expect(at.sent()).toBe(1);
});
