import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { AppError } from "../../src/base/errors.js";
import { createFivetran } from "../../src/client/fivetran.js";
import { type Call, call } from "../../src/client/operations/call.js";
import { type TestClock, testClock } from "../client/http/test-clock.js";
import { type Ending, type Stage, stage } from "./stage.js";
import { eventually } from "./witness.js";

// Rows with limits of half a minute or more. They use the client in this process, with a clock that
// the test moves, against the sandbox on a real socket.

async function client(ending: Ending, on: Stage, origin = on.url) {
  const clock = testClock({ hasty: true });
  const { apiKey, apiSecret } = on.sandbox;
  const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: origin, clock, random: () => 1 });
  ending.onTestFinished(() => fivetran.close());
  return { fivetran, clock };
}

const settled = (promise: Promise<unknown>) =>
  promise.then(
    (reply) => ({ reply, error: undefined }),
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return { reply: undefined, error };
    },
  );

const read = (on: Stage): Call =>
  call("connection_details", { connectionId: on.id("github_repos") });
const pause = (on: Stage): Call =>
  call("modify_connection", { connectionId: on.id("github_repos") }, { paused: true });
const force = (on: Stage): Call =>
  call("sync_connection", { connectionId: on.id("github_repos") }, { force: true });
const create = (_on: Stage): Call => call("create_group", {}, { name: "matrix_group" });
const remove = (on: Stage): Call =>
  call("delete_connection", { connectionId: on.id("github_repos") });

/** Lets this much time pass after the sandbox has received this many requests of the operation. */
async function pass(on: Stage, clock: TestClock, operation: string, count: number, ms: number) {
  await eventually(() => on.sent(operation) >= count);
  clock.advance(ms);
}

describe("F01 connection refused, DNS failure or connect timeout", () => {
  for (const [column, make, tries] of [
    ["read", read, 3],
    ["idempotent", pause, 2],
    // Before these changes the state is read for a later comparison: three tries, then two of the
    // change.
    ["creates", create, 5],
    ["restarts", force, 5],
  ] as const) {
    test(`${column}: connection closed before TLS: ${tries} connections, then typed error (in process)`, async (t) => {
      const on = await stage(t);
      let connections = 0;
      const door = createServer((socket) => {
        connections += 1;
        socket.on("error", () => {}).destroy();
      });
      await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
      t.onTestFinished(() => void door.close());
      const address = door.address();
      const port = typeof address === "object" ? address?.port : 0;
      const { fivetran } = await client(t, on, `https://127.0.0.1:${port}`);
      const { error } = await settled(fivetran.change(make(on)));
      expect(error).toMatchObject({ type: "network", sent: false });
      expect(connections).toBe(tries);
    });
  }
});

describe("F04 no response headers", () => {
  test("read: retried after 30 s, succeeds (in process)", async (t) => {
    const on = await stage(t);
    const { fivetran, clock } = await client(t, on);
    on.sandbox.fault({ operation: "connection_details", hang: true, calls: [1] });
    const asked = settled(fivetran.send(read(on)));
    await pass(on, clock, "connection_details", 1, 30_000);
    expect((await asked).reply).toMatchObject({ status: 200 });
    expect(on.sent("connection_details")).toBe(2);
  });

  test("read: ends within the limit of 50 s (in process)", async (t) => {
    const on = await stage(t);
    const { fivetran, clock } = await client(t, on);
    on.sandbox.fault({ operation: "connection_details", hang: true });
    const since = clock.now();
    const asked = settled(fivetran.send(read(on)));
    await pass(on, clock, "connection_details", 1, 30_000);
    await pass(on, clock, "connection_details", 2, 19_500);
    expect((await asked).error).toMatchObject({ type: "network" });
    expect(clock.now() - since).toBeLessThanOrEqual(50_000);
  });

  for (const [what, when, sent] of [
    ["not applied: verified, sent once more", "before", 2],
    ["applied: verified, 1 send", "after", 1],
  ] as const) {
    test(`idempotent: ${what}, 1 effect (in process)`, async (t) => {
      const on = await stage(t);
      const { fivetran, clock } = await client(t, on);
      on.sandbox.fault({ operation: "modify_connection", hang: true, calls: [1], when });
      const asked = settled(fivetran.change(pause(on)));
      await pass(on, clock, "modify_connection", 1, 75_000);
      expect((await asked).error).toBeUndefined();
      expect([on.sent("modify_connection"), on.effects("modify_connection")]).toEqual([sent, 1]);
    });
  }

  for (const [what, when, effects] of [
    ["applied: verified with its id", "after", 1],
    ["not applied: unknown with evidence", "before", 0],
  ] as const) {
    test(`creates: ${what}, 1 send (in process)`, async (t) => {
      const on = await stage(t);
      const { fivetran, clock } = await client(t, on);
      on.sandbox.fault({ operation: "create_group", hang: true, when });
      const asked = settled(fivetran.change(create(on)));
      await pass(on, clock, "create_group", 1, 75_000);
      const { reply, error } = await asked;
      if (when === "after") expect(reply).toMatchObject({ data: { id: expect.any(String) } });
      else
        expect(error?.facts).toMatchObject({
          do_not_repeat: true,
          outcome: "verified_not_applied",
        });
      expect([on.sent("create_group"), on.effects("create_group")]).toEqual([1, effects]);
    });
  }

  test("restarts: 1 send, unknown (in process)", async (t) => {
    const on = await stage(t);
    const { fivetran, clock } = await client(t, on);
    on.sandbox.fault({ operation: "sync_connection", hang: true });
    const asked = settled(fivetran.change(force(on)));
    await pass(on, clock, "sync_connection", 1, 75_000);
    expect((await asked).error).toMatchObject({ type: "outcome_unknown" });
    expect(on.sent("sync_connection")).toBe(1);
  });
});

describe("F12 body sent very slowly", () => {
  test("read: stops at the deadline, although the body has not ended (in process)", async (t) => {
    const on = await stage(t);
    const { apiKey, apiSecret } = on.sandbox;
    const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: on.url });
    t.onTestFinished(() => fivetran.close());
    // One byte every 50 ms, so the body would take a minute.
    on.sandbox.fault({ operation: "connection_details", dripMs: 50 });
    const since = performance.now();
    const { error } = await settled(fivetran.send(read(on), { deadlineMs: 400 }));
    const took = performance.now() - since;
    expect(error).toMatchObject({ type: "network" });
    expect(took).toBeGreaterThan(390);
    expect(took).toBeLessThan(900 + 2000);
    expect(on.sent("connection_details")).toBe(1);
  });

  for (const [column, make, operation] of [
    ["idempotent", pause, "modify_connection"],
    ["creates", create, "create_group"],
    ["restarts", force, "sync_connection"],
  ] as const) {
    test(`${column}: stops at its time limit, then verified, 1 send (in process)`, async (t) => {
      const on = await stage(t);
      const { fivetran, clock } = await client(t, on);
      on.sandbox.fault({ operation, dripMs: 20, when: "after", calls: [1] });
      const asked = settled(fivetran.change(make(on)));
      let over = false;
      void asked.then(() => {
        over = true;
      });
      await eventually(() => on.effects(operation) === 1);
      await eventually(() => {
        // The time passes in short steps, so that bytes arrive in between and the silence alone
        // does not end the request.
        if (!over) clock.advance(1000);
        return over;
      });
      const { reply, error } = await asked;
      expect(reply, String(error)).toMatchObject({ verified: expect.any(String) });
      expect([on.sent(operation), on.effects(operation)]).toEqual([1, 1]);
    });
  }
});

describe("F19 404 for the first delete, or for its retry", () => {
  test("idempotent: on the retry of the delete: success, 1 effect (in process)", async (t) => {
    const on = await stage(t);
    const { fivetran } = await client(t, on);
    // The first request takes effect late, after the read has already found the connection.
    const gone = remove(on);
    on.sandbox.fault({ operation: "delete_connection", status: 500, calls: [1] });
    on.sandbox.fault({ operation: "delete_connection", status: 404, calls: [2] });
    const { reply } = await settled(fivetran.change(gone));
    expect(reply).toMatchObject({ verified: expect.stringContaining("second attempt") });
    expect(on.sent("delete_connection")).toBe(2);
  });

  test("idempotent: on the first delete: not found (in process)", async (t) => {
    const on = await stage(t);
    const { fivetran } = await client(t, on);
    const { error } = await settled(
      fivetran.change(call("delete_connection", { connectionId: "nobody_here" })),
    );
    expect(error).toMatchObject({ type: "not_found" });
    expect(on.sent("delete_connection")).toBe(1);
  });
});
