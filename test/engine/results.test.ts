import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { AppError } from "../../src/base/errors.js";
import { type JsonObject, withinBudget } from "../../src/engine/budget.js";
import { errorDraft, finish } from "../../src/engine/results.js";
import { defineTool, call as makeCall } from "../../src/toolkit/define.js";
import { RESULT_BUDGET } from "../../src/toolkit/render.js";
import { harness, openSandbox, type Result } from "../harness.js";
import { tap } from "../tools/tap.js";
import { engineBeside, run } from "./fixture.js";

const plain = (text: string) => text;

function expectFits({ text, data }: Pick<Result, "text" | "data">): void {
  expect(text.length).toBeLessThanOrEqual(RESULT_BUDGET);
  expect(JSON.stringify(data).length).toBeLessThanOrEqual(RESULT_BUDGET);
}

const Schemas = z.looseObject({
  data: z.looseObject({
    schemas: z.record(
      z.string(),
      z.looseObject({ tables: z.record(z.string(), z.unknown()).optional() }),
    ),
  }),
});

/** Adds 2,000 tables that Fivetran does not allow to be enabled or disabled. */
function withLockedTables(path: string, body: string): string {
  if (!path.endsWith("/schemas")) return body;
  const parsed = Schemas.safeParse(JSON.parse(body));
  const tables = parsed.data?.data.schemas["public"]?.tables;
  if (tables === undefined) return body;
  for (let n = 0; n < 2000; n++) {
    tables[`locked_${n}`] = {
      name_in_destination: `locked_${n}`,
      enabled: true,
      enabled_patch_settings: {
        allowed: false,
        reason_code: "SYSTEM_TABLE",
        reason: "The table is required by the connector and cannot be deselected",
      },
      columns: {},
    };
  }
  return JSON.stringify(parsed.data);
}

test("a plan that leaves out 2,000 tables names the first of them, and is executed", async () => {
  const { sandbox, url } = await openSandbox();
  const relay = await tap(url, withLockedTables);
  const { call } = await harness({ account: { sandbox, url: relay.url } });
  const args = {
    connector: "postgres_orders",
    changes: [{ schema: "public", table: "*", enabled: false }],
  };
  const plan = await call("modify_schema", args);
  expectFits(plan);
  expect(plan.status).toBe("confirmation_required");
  expect(plan.text).toContain("- skipped public.locked_0, ");
  expect(plan.text).toMatch(/\d,?\d* more/);
  const done = await call("modify_schema", { ...args, confirmation_token: plan.token });
  expectFits(done);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toContain("public.locked_0");
  expect(sandbox.effects()).toHaveLength(1);
});

test("an empty field of one connector does not fail the status of twenty", async () => {
  const { call, sandbox } = await harness();
  const ids: string[] = [];
  sandbox.edit((world) => {
    for (const connection of [...world.connections.values()].slice(0, 20)) ids.push(connection.id);
    const first = world.connections.get(ids[0] ?? "");
    if (first !== undefined) first.service = "";
  });
  const status = await call("get_status", { connectors: ids });
  expect(status.isError, status.text).toBe(false);
  expect(status.data["connectors"]).toHaveLength(20);
  expect(status.text).toContain('service=""');
});

test("a plan or an outcome of any length is shortened by its largest list, and counts what it leaves out", async () => {
  const host = await harness();
  const long = Array.from({ length: 3000 }, (_, n) => `consequence number ${n}`);
  const wordy = defineTool({
    name: "wordy",
    title: "Wordy",
    effect: "write",
    destructive: false,
    idempotent: true,
    alwaysAsks: true,
    uses: ["sync_connection"],
    description: "Says much.",
    input: z.strictObject({}),
    output: z.looseObject({ lines: z.array(z.string()) }),
    plan: async () => ({
      summary: "Say much",
      consequences: long,
      asks: true,
      targets: [],
      observed: null,
      steps: [makeCall("run_setup_tests", { connectionId: connection })],
      details: undefined,
    }),
    finish: async () => ({ lines: long }),
    render: ({ lines }) => lines.join("\n"),
  });
  let connection = "";
  host.sandbox.edit((world) => {
    connection = [...world.connections.keys()][0] ?? "";
  });
  const engine = await engineBeside(host, { tools: [wordy] });
  const plan = await run(engine, "wordy", {});
  expectFits(plan);
  expect(plan.text).toContain("- consequence number 0\n");
  const left = z.record(z.string(), z.number()).parse(plan.data["omitted"])["plan.consequences"];
  expect(plan.data["plan"]).toMatchObject({
    consequences: long.slice(0, long.length - (left ?? 0)),
  });
  expect(plan.text).toContain(
    `The result was shortened. Not shown: ${left?.toLocaleString("en-US")} in plan.consequences. To see everything before you confirm, split the change into several calls.`,
  );

  const token = plan.data["confirmation_token"];
  const done = await run(engine, "wordy", { confirmation_token: token });
  expectFits(done);
  expect(done).toMatchObject({ isError: false, data: { status: "done" } });
  expect(done.text).toMatch(/^consequence number 0\n[\s\S]*Not shown: [\d,]+ in lines\.$/);
  const again = await run(engine, "wordy", { confirmation_token: token });
  expect(again).toMatchObject({ text: done.text, data: done.data });
});

test.each<[string, JsonObject]>([
  ["a long text", { note: "x".repeat(60_000) }],
  ["a text of surrogate pairs", { note: "😀".repeat(30_000) }],
  ["one record in a list", { items: [{ note: "x".repeat(60_000), id: "a" }] }],
  ["a map of many keys", { map: Object.fromEntries(long(3000).map((key) => [key, key])) }],
  ["a list in a list", { items: [{ id: "a", list: long(5000) }] }],
  ["many short lists", { items: long(2000).map((id) => ({ id, list: [1, 2, 3] })) }],
])("%s is shortened and stays well-formed", (_, body) => {
  const forms = withinBudget(body, (shown) => ({ text: JSON.stringify(shown), data: shown }));
  expectFits(forms);
  expect(Object.keys(forms.data)).toContain(Object.keys(body)[0]);
  expect(forms.text.isWellFormed()).toBe(true);
  expect(JSON.stringify(forms.data).length).toBeGreaterThan(RESULT_BUDGET / 4);
});

function long(length: number): string[] {
  return Array.from({ length }, (_, n) => `entry_${n}`);
}

test("words that no list makes long are cut at the end", () => {
  const forms = withinBudget({}, () => ({ text: "x".repeat(60_000), data: { status: "done" } }));
  expect(forms).toEqual({ text: `${"x".repeat(RESULT_BUDGET - 1)}…`, data: { status: "done" } });
});

test("a secret is taken out of keys and values before anything is cut", () => {
  const secret = "canary-2b7d";
  const redact = (text: string) => text.replaceAll(secret, "[redacted]");
  const draft = {
    body: { [secret]: `${"x".repeat(295)}${secret}`, list: [secret] },
    text: (body: JsonObject) => JSON.stringify(body).slice(0, 310),
  };
  const { text, data } = finish(draft, redact);
  expect(`${text}${JSON.stringify(data)}`).not.toContain("canary");
  expect(data["list"]).toEqual(["[redacted]"]);
});

test("the record of a change holds no secret of the process", async () => {
  const { call, sandbox, stateDir } = await harness();
  sandbox.fault({
    operation: "sync_connection",
    status: 400,
    body: JSON.stringify({ code: "BadRequest", message: `You sent ${sandbox.apiSecret}` }),
  });
  const failed = await call("trigger_sync", { connectors: ["salesforce_prod"] });
  expect(failed.isError).toBe(true);
  const folder = join(stateDir, "operations");
  const [name = ""] = await readdir(folder);
  const recorded = await readFile(join(folder, name), "utf8");
  expect(recorded).toContain("You sent [redacted]");
});

test.each([
  ["credentials", "FIVETRAN_API_KEY and FIVETRAN_API_SECRET"],
  ["base_url", "FIVETRAN_API_URL"],
  ["proxy", "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY"],
  ["certificates", "NODE_EXTRA_CA_CERTS"],
] as const)("an error of the client's %s names the setting", (setting, name) => {
  const hint = "Check it.";
  const { text, data } = finish(
    errorDraft(new AppError("network", "No.", { setting, hint })),
    plain,
  );
  expect(text).toBe(`No.\nCheck it. The setting is ${name}.`);
  expect(data["error"]).toMatchObject({ next: `Check it. The setting is ${name}.` });
});
