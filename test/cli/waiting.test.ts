import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { runTool } from "../../src/cli/run.js";
import { connectionNamed, type RunScript } from "../../src/sandbox/index.js";
import { toolNotation } from "../../src/toolkit/notation.js";
import { type HarnessOptions, harness } from "../harness.js";

/**
 * Runs commands like a shell without a terminal, on one account whose connector follows a script.
 */
async function shell(script: Partial<RunScript>, options: HarnessOptions = {}) {
  const { app, sandbox } = await harness(options);
  sandbox.edit((world) => {
    connectionNamed(world, "zendesk_support").backstage.script = {
      duration_ms: 6000,
      outcome: "success",
      ...script,
    };
  });
  return async (tool: string, args: Record<string, string | number | string[]>, dryRun = false) => {
    const stdout = new PassThrough();
    const code = await runTool(
      { tool, args, json: true, dryRun, notation: toolNotation },
      await app.engine(),
      {
        stdin: new PassThrough(),
        stdout,
        stderr: new PassThrough(),
        interactive: false,
        show: (text) => text,
      },
    );
    return { code, data: JSON.parse(String(stdout.read())) };
  };
}

const start = { connectors: ["zendesk_support"], wait_seconds: 2 };

test("a wait that ran out exits 7 and is taken up again by its handle", async () => {
  const run = await shell({});

  const first = await run("trigger_sync", start);
  expect(first.code).toBe(7);
  const second = await run("wait_for_sync", { handles: first.data.handles });
  expect(second).toMatchObject({ code: 0, data: { waited: "succeeded" } });
});

test("one command waits as long as it is asked to: an hour, and a day", async () => {
  const HOUR = 3600;
  const run = await shell({ duration_ms: 2 * HOUR * 1000 });

  const hour = await run("trigger_sync", { ...start, wait_seconds: HOUR });
  expect(hour).toMatchObject({ code: 7, data: { waited: "still_running" } });
  const day = await run("wait_for_sync", { handles: hour.data.handles, wait_seconds: 24 * HOUR });
  expect(day).toMatchObject({ code: 0, data: { waited: "succeeded" } });
});

test("a run that failed exits 1", async () => {
  const run = await shell({ outcome: "failure" });

  expect((await run("trigger_sync", { ...start, wait_seconds: 20 })).code).toBe(1);
});

test("nothing to wait for exits 0 at once, and 1 where the last sync failed", async () => {
  const run = await shell({ outcome: "failure" });
  const wait = () => run("wait_for_sync", { connectors: ["zendesk_support"] });

  expect(await wait()).toMatchObject({ code: 0, data: { waited: "idle" } });
  await run("trigger_sync", { ...start, wait_seconds: 20 });
  expect(await wait()).toMatchObject({ code: 1, data: { waited: "failed" } });
});

test.each([
  ["paused", ["mysql_legacy"]],
  ["broken", ["stripe_payments"]],
  ["incomplete", ["bingads_search"]],
  ["paused, beside one that could start", ["zendesk_support", "mysql_legacy"]],
])("a sync that cannot start exits 3: %s", async (_, connectors) => {
  const run = await shell({});

  const refused = await run("trigger_sync", { connectors });
  const planned = await run("trigger_sync", { connectors }, true);

  expect(refused).toMatchObject({ code: 3, data: { status: "refused" } });
  expect(planned).toEqual(refused);
});

test("waits longer than a call over MCP may, where it is asked to", async () => {
  const run = await shell({ duration_ms: 1_800_000 });

  const { handles } = (await run("trigger_sync", start)).data;
  const { code } = await run("wait_for_sync", { handles, wait_seconds: 86_400 });

  expect(code).toBe(0);
});

test.each([
  ["a terminal", false, "\r\u001b[K1000 connectors read\r\u001b[K"],
  ["a terminal that prints escape sequences as text", true, ""],
])(
  "on %s a sweep shows how far it is, and its result replaces that line",
  async (_, dumb, shown) => {
    const { app } = await harness({ sandbox: { world: "large", connections: 1500 } });
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const terminal = {
      stdin: new PassThrough(),
      stdout,
      stderr,
      interactive: true,
      dumb,
      show: (text: string) => text,
    };
    const command = { tool: "check_stale", args: {}, json: false, dryRun: false };
    const code = await runTool(
      { ...command, notation: toolNotation },
      await app.engine(),
      terminal,
    );
    expect(code).toBe(0);
    expect(String(stderr.read() ?? "")).toBe(shown);
  },
);

test("a list as CSV has the rows of every page, and each note once", async () => {
  const { app, sandbox } = await harness();
  sandbox.fault({ operation: "list_destinations", status: 403 });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runTool(
    { tool: "list_connectors", args: {}, json: false, dryRun: false, notation: toolNotation },
    await app.engine(),
    {
      stdin: new PassThrough(),
      stdout,
      stderr,
      interactive: false,
      show: (text) => text,
      tables: { columns: 160, color: false, csv: true, asked: true },
    },
  );
  let total = 0;
  sandbox.edit((world) => {
    total = world.connections.size;
  });
  expect(code).toBe(0);
  expect(String(stdout.read()).trimEnd().split("\r\n")).toHaveLength(1 + total);
  expect(String(stderr.read())).toMatch(/^Note: [^\n]+\n$/);
});
