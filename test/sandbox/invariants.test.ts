import fc from "fast-check";
import { expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.js";
import { basic } from "./harness.js";

interface Seen {
  id: string;
  paused: boolean;
  succeeded_at: string | null;
  failed_at: string | null;
  status: { sync_state: string; rescheduled_for: string | null };
}

async function call(sandbox: Sandbox, method: string, path: string, body?: unknown) {
  const response = await sandbox.fetch(
    new Request(`http://sandbox.invalid${path}`, {
      method,
      headers: { authorization: basic(), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const steps = fc.oneof(
  fc.record({ kind: fc.constant("advance" as const), ms: fc.integer({ min: 0, max: 40_000_000 }) }),
  fc.record({
    kind: fc.constant("call" as const),
    which: fc.nat(50),
    action: fc.constantFrom(
      ["POST", "/sync", {}],
      ["POST", "/sync", { force: true }],
      ["POST", "/resync", {}],
      ["POST", "/test", {}],
      ["PATCH", "", { paused: true }],
      ["PATCH", "", { paused: false }],
      ["PATCH", "", { config: { api_key: "new" } }],
      ["PATCH", "", { schedule_type: "manual" }],
      ["PATCH", "", { schedule_type: "auto", sync_frequency: 60 }],
      ["PATCH", "", { is_historical_sync: true }],
      ["PATCH", "/schemas", { schema_change_handling: "BLOCK_ALL" }],
    ),
  }),
);

test("after any change states agree with each other and times only move forward", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 25 }), async (plan) => {
      const sandbox = await createSandbox({ clock: "stopped" });
      const list = async (): Promise<Seen[]> =>
        (await call(sandbox, "GET", "/v1/connections?limit=1000")).body.data.items;
      let before = new Map((await list()).map((item) => [item.id, item]));
      const ids = [...before.keys()];
      for (const step of plan) {
        if (step.kind === "advance") sandbox.advance(step.ms);
        else {
          const [method, suffix, body] = step.action;
          const { status } = await call(
            sandbox,
            String(method),
            `/v1/connections/${ids[step.which % ids.length]}${suffix}`,
            body,
          );
          expect([200, 400, 404, 409]).toContain(status);
        }
        const after = await list();
        for (const item of after) {
          const { sync_state, rescheduled_for } = item.status;
          expect(item.paused).toBe(sync_state === "paused");
          expect(rescheduled_for !== null).toBe(sync_state === "rescheduled");
          const old = before.get(item.id);
          for (const stamp of ["succeeded_at", "failed_at"] as const) {
            const [was, is] = [old?.[stamp] ?? null, item[stamp]];
            if (was !== null) expect(is !== null && is >= was).toBe(true);
          }
        }
        before = new Map(after.map((item) => [item.id, item]));
      }
    }),
    { numRuns: 60 },
  );
});

test("an edit of one account reaches no other", async () => {
  const [first, second] = [await createSandbox(), await createSandbox()];
  const edited = ["facebook_ads_social", "stripe_payments", "s3_logs.raw"];
  first.edit((world) => {
    for (const { schema, config, status } of world.connections.values()) {
      if (!edited.includes(schema)) continue;
      for (const list of [config["accounts"], config["files"], status.tasks, status.warnings]) {
        if (Array.isArray(list)) list.length = 0;
      }
    }
  });
  for (const sandbox of [second, await createSandbox()]) {
    const { items } = (await call(sandbox, "GET", "/v1/connections?limit=1000")).body.data;
    const named = (name: string) => items.find(({ schema }: { schema: string }) => schema === name);
    expect(named("facebook_ads_social").config.accounts).toHaveLength(1);
    expect(named("s3_logs.raw").config.files).toHaveLength(1);
    expect(named("stripe_payments").status.tasks).not.toHaveLength(0);
  }
});
