import { expect, test } from "vitest";
import { harness } from "../harness.js";

const disable = (table: string) => ({
  connector: "postgres_orders",
  changes: [{ schema: "public", table, enabled: false }],
});

test("answers the first call with the diff, then applies exactly it, once", async () => {
  const { call, sandbox } = await harness();
  const args = disable("audit_log");
  const before = sandbox.effects().length;

  const plan = await call("modify_schema", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.text).toContain("public.audit_log enabled: true → false");
  expect(sandbox.effects()).toHaveLength(before);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("modify_schema", confirmed);
  expect(done).toMatchObject({ status: "done", isError: false });
  const again = await call("modify_schema", confirmed);
  expect(again.text).toBe(done.text);
  expect(sandbox.effects()).toHaveLength(before + 1);
});
