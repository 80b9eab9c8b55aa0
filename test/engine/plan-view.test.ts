import { expect, test } from "vitest";
import * as z from "zod";
import { othersText, planDraft, planText, promptText } from "../../src/engine/plan-view.js";
import { finish } from "../../src/engine/results.js";
import { fileEntries } from "../../src/store/file-entries.js";
import { newOperationId, operationStore } from "../../src/store/records.js";
import { detail, fieldSet, final } from "../../src/toolkit/consequence.js";
import { call, defineTool, type Plan, type Target } from "../../src/toolkit/define.js";
import { toolNotation } from "../../src/toolkit/notation.js";
import { changes, harness, idOf } from "../harness.js";
import { engineBeside, run, tokenOf } from "./fixture.js";

const LONG = "x".repeat(190);

const targetsOf = (n: number): Target[] =>
  Array.from({ length: n }, (_, index) => ({
    kind: "connector" as const,
    id: `connector_${index}`,
    name: `${LONG}_${index}`,
  }));

const planOf = (more: Partial<Plan<unknown>>): Plan<unknown> => ({
  summary: "Change everything",
  consequences: [],
  asks: true,
  targets: [],
  observed: null,
  steps: [],
  details: undefined,
  ...more,
});

const tool = defineTool({
  name: "change_everything",
  title: "Change everything",
  effect: "write",
  destructive: true,
  idempotent: true,
  alwaysAsks: true,
  uses: [],
  description: "Change everything.",
  input: z.strictObject({}),
  output: z.looseObject({}),
  plan: async () => planOf({}),
  finish: async () => ({}),
  render: () => "",
});

const draftOf = (plan: Plan<unknown>, preface?: string[], others?: string[]) =>
  planDraft(
    {
      tool,
      plan,
      account: "Acme (acme)",
      ...(preface && { preface }),
      ...(others && { others }),
    },
    toolNotation,
  );

const prompt = (...args: Parameters<typeof draftOf>) =>
  promptText(JSON.parse(JSON.stringify(draftOf(...args).body)));

const removal = call("delete_connection", { connectionId: "connector_0" });

test("500 targets with long names fit a question: what cannot be undone first, the names counted", () => {
  const text = prompt(planOf({ targets: targetsOf(500), steps: [removal] })) ?? "";
  expect(text.length).toBeLessThanOrEqual(2000);
  const lines = text.split("\n");
  expect(lines.slice(0, 4)).toEqual([
    "Plan: Change everything",
    "Account: Acme (acme)",
    "This cannot be undone.",
    "500 targets:",
  ]);
  const named = lines.filter((line) => line.includes(LONG)).length;
  expect(named).toBeGreaterThan(2);
  expect(lines.at(-1)).toBe(`  … and ${500 - named} more`);
});

test("a short plan is shown whole", () => {
  const plan = planOf({ targets: targetsOf(3), consequences: ["a", "b"] });
  expect(prompt(plan)).toBe(planText(JSON.parse(JSON.stringify(draftOf(plan).body))));
});

test("what is not marked as a detail is shown, in any words, and what is final comes first", () => {
  const filler = Array.from({ length: 200 }, (_, n) => detail(`cannot be undone, table ${n}`));
  const plain = "everybody in the office sees the salaries";
  const consequences = [...filler, plain, final("gone for good")];
  const plan = planOf({ consequences, targets: targetsOf(2) });
  const question = prompt(plan) ?? "";
  expect(question.length).toBeLessThanOrEqual(2000);
  expect(question.split("\n").slice(2, 5)).toEqual([
    "- gone for good",
    `- ${plain}`,
    "- cannot be undone, table 0",
  ]);
  expect(question).toMatch(/- … and \d+ more lines/);

  const { data } = finish(draftOf(plan), (words) => words);
  expect(data["plan"]).toMatchObject({ consequences: expect.arrayContaining([plain]) });
  expect(Object(data["plan"]).consequences[0]).toBe("gone for good");
  expect(data).not.toHaveProperty("details");
});

test.each(["config.host", "config.update_method.server_port", "auth.client_access", "role", "url"])(
  "what %s is set to is shown in full",
  (path) => expect(fieldSet(path, "x")).toBe("x"),
);

test("what a schedule is set to is a detail", () => {
  expect(fieldSet("sync_frequency", "sync_frequency: 5")).toEqual(detail("sync_frequency: 5"));
});

test("every decisive value stays in clear beside long lists", () => {
  const values = [
    'config.host: "db.example.com" → "evil.example.net"',
    'config.user: "reader" → "admin"; role: owner',
    `redirect: "https://${"a".repeat(200)}.example.com/"`,
  ];
  const filler = Array.from({ length: 200 }, (_, n) =>
    detail(`public.table_${n} enabled: true → false`),
  );
  const consequences = [...filler.slice(0, 150), ...values, ...filler.slice(150)];
  const text = prompt(planOf({ consequences, targets: targetsOf(40) })) ?? "";
  expect(text.length).toBeLessThanOrEqual(2000);
  for (const value of values) expect(text).toContain(`- ${value}`);
  const shown = text.split("\n").filter((line) => line.startsWith("- public")).length;
  expect(text).toContain(`- … and ${filler.length - shown} more lines`);
  expect(text).toContain("40 targets:");
});

test("what is the same for many targets is said once, with their number", () => {
  const targets = targetsOf(100);
  const consequences = targets.map(
    ({ name, id }) =>
      `"${name}" (${id}) is syncing; Fivetran stops the running sync, and the progress of that sync is lost`,
  );
  const text = prompt(planOf({ consequences, targets })) ?? "";
  expect(text.length).toBeLessThanOrEqual(2000);
  expect(text).toMatch(
    /… and 98 more is syncing; Fivetran stops the running sync, and the progress of that sync is lost/,
  );
});

test("a moved state and other changes of the target are always in it", () => {
  const preface = [
    "The state changed.",
    ...Array.from({ length: 12 }, (_, n) => `${LONG}${n}: a → b`),
  ];
  const others = ["Note: operation op_1 (modify_schema) on the same target is still running."];
  const text = prompt(planOf({ targets: targetsOf(100) }), preface, others) ?? "";
  expect(text.length).toBeLessThanOrEqual(2000);
  expect(text).toMatch(/^The state changed\./);
  expect(text).toContain(others[0]);
});

test("plans of one tool for one target are mentioned once, and the number of the others is given", () => {
  const waiting = ["modify_schema", "modify_schema", "pause_connectors", "resync_connector"].map(
    (tool) => ({ tool, targets: ["calm_river"] }),
  );
  expect(othersText([], waiting)).toEqual([
    "Note: a plan of modify_schema for calm_river is also waiting for confirmation.",
    "Note: a plan of pause_connectors for calm_river is also waiting for confirmation.",
    "Note: 1 more plan on the same targets.",
  ]);
});

test("more decisive values than a question holds are not asked about", () => {
  const consequences = Array.from(
    { length: 60 },
    (_, n) => `config.host_${n}: unset → "${n}.${"a".repeat(60)}"`,
  );
  expect(prompt(planOf({ consequences }))).toBeUndefined();
});

test("a person is refused a plan that does not fit a question, and is not asked", async () => {
  const host = await harness();
  const consequences = Array.from(
    { length: 60 },
    (_, n) => `config.host_${n}: unset → "${"a".repeat(60)}"`,
  );
  const id = idOf(host.sandbox, "salesforce_prod");
  const steps = [call("modify_connection", { connectionId: id }, { paused: true })];
  const flood = { ...tool, plan: async () => planOf({ consequences, steps }) };
  const engine = await engineBeside(host, { tools: [flood], env: { FIVETRAN_APPROVAL: "person" } });
  const caller = { signal: new AbortController().signal, progress: () => {}, canAsk: true };
  const refused = await engine.run({ tool: tool.name, args: {} }, caller);
  expect(refused).toMatchObject({
    isError: true,
    text: expect.stringMatching(/too long for one question.*\nNothing was changed\./),
  });
  expect(changes(host.sandbox)).toEqual([]);
  // A person at a terminal can scroll, so the plan is not shortened.
  const asked = await engine.run({ tool: tool.name, args: {} }, { ...caller, terminal: true });
  expect(asked).toMatchObject({ ask: { message: expect.stringContaining("config.host_59") } });
});

test("the plan for the next part contains nothing that the settings forbid", async () => {
  const host = await harness({ env: { FIVETRAN_CONNECTORS: "*,!zendesk*" } });
  const pause = (name: string) => {
    const connectionId = idOf(host.sandbox, name);
    return [call("modify_connection", { connectionId }, { paused: true, run_setup_tests: false })];
  };
  const targets = Array.from({ length: 100 }, (_, n) => {
    return { kind: "other" as const, id: `t${n}`, name: `t${n}` };
  });
  const first = planOf({ targets, steps: pause("github_repos") });
  const next = async (name: string) => {
    const large = {
      ...tool,
      plan: async () => first,
      rest: () => planOf({ steps: pause(name) }),
      finish: async () => ({}),
    };
    const engine = await engineBeside(host, { tools: [large] });
    const confirmation_token = tokenOf(await run(engine, tool.name, {}));
    const done = await run(engine, tool.name, { confirmation_token });
    expect(done.data).toMatchObject({ status: "done" });
    return done.data["next_part"];
  };
  expect(await next("salesforce_prod")).toMatchObject({ status: "confirmation_required" });
  expect(await next("zendesk_support")).toBeUndefined();
});

test("a step for what an earlier one creates is refused with the plan where the policy forbids it", async () => {
  const host = await harness();
  const body = { group_id: "some_group", service: "github", config: { schema: "fresh" } };
  const steps: Plan<unknown>["steps"] = [
    call("create_connection", {}, body),
    { ...call("sync_connection", {}, {}), idOf: { step: 0, param: "connectionId" } },
  ];
  const creating = { ...tool, plan: async () => planOf({ steps }) };
  const engine = await engineBeside(host, {
    tools: [creating],
    env: { DISALLOWED_ACTIONS: "connections:write:sync_connection" },
  });
  const caller = { signal: new AbortController().signal, progress: () => {}, canAsk: false };
  const refused = await engine.run({ tool: tool.name, args: {} }, caller);
  expect(refused).toMatchObject({ isError: true, text: expect.stringContaining("is disallowed") });
  expect(changes(host.sandbox)).toEqual([]);
});

test("a plan in text and data says first that it cannot be undone", () => {
  const draft = draftOf(
    planOf({ targets: targetsOf(1), steps: [removal], consequences: ["lost: all"] }),
  );
  const { text, data } = finish(draft, (words) => words);
  expect(text).toMatch(/^Plan: .*\nAccount: .*\nThis cannot be undone\.\n- lost: all\n/);
  expect(data["plan"]).toMatchObject({ irreversible: true });
});

test("a plan mentions an operation that is running and another plan on the same target", async () => {
  const host = await harness();
  const id = idOf(host.sandbox, "postgres_orders");
  const schema = { connector: "postgres_orders", policy: "BLOCK_ALL" };
  const first = await host.call("trigger_sync", { connectors: ["postgres_orders"], force: true });
  expect(first.data).not.toHaveProperty("others");
  const second = await host.call("modify_schema", schema);
  const mention = `Note: a plan of trigger_sync for ${id} is also waiting for confirmation.`;
  expect(second.data["others"]).toEqual([mention]);
  expect(second.text).toContain(mention);
  // The same call again returns the same plan.
  expect((await host.call("modify_schema", schema)).data["others"]).toEqual([mention]);
  const elsewhere = { connector: "salesforce_prod", policy: "BLOCK_ALL" };
  expect((await host.call("modify_schema", elsewhere)).data).not.toHaveProperty("others");

  const operations = operationStore(fileEntries(host.stateDir)("operations"), () => new Date());
  const account = await (await host.app.connect()).account();
  const about = { tool: "reload_schema", summary: "Reload", account, targets: [id] };
  const begun = await operations.begin({ id: newOperationId(), ...about });
  const during = await host.call("modify_schema", schema);
  expect(during.text).toContain(
    `Note: operation ${begun.id} (reload_schema) on the same target is still running.`,
  );
  await operations.end(begun, { text: "Done.", data: {}, isError: false });
  expect((await host.call("modify_schema", schema)).data["others"]).toEqual([mention]);
});
