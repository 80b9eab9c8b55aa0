import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withAccount } from "../../src/cli/account.js";
import { readFailOn } from "../../src/cli/gate.js";
import { type Checked, junitReport } from "../../src/cli/junit.js";
import { checkedTable } from "../../src/cli/output/health-table.js";
import { runTool } from "../../src/cli/run.js";
import { toolNotation } from "../../src/toolkit/notation.js";
import { fleet, type Member, serveConnections, settled } from "../fleet.js";
import type { Harness, HarnessOptions } from "../harness.js";
import { elementsOf } from "../xml.js";

function streams() {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  return {
    terminal: {
      stdin: new PassThrough(),
      stdout,
      stderr,
      interactive: false,
      show: (text: string) => text,
    },
    out: () => String(stdout.read() ?? ""),
    err: () => String(stderr.read() ?? ""),
  };
}

/** Runs `check_stale --fail-on` like a pipeline does. */
async function gate(on: Harness, failOn: string[], args: Record<string, number | string> = {}) {
  const { terminal, out, err } = streams();
  const command = { tool: "check_stale", args, json: true, dryRun: false, notation: toolNotation };
  const engine = await on.app.engine();
  const code = await runTool({ ...command, failOn: readFailOn(failOn) }, engine, terminal);
  return { code, data: JSON.parse(out()), stderr: err() };
}

/** Runs `check_stale --output junit`. */
async function junit(on: Harness, failOn: string[] = [], args: Checked = {}) {
  const { terminal, out } = streams();
  const code = await withAccount(on.app, { terminal, json: false }, (account) =>
    junitReport(args, failOn, account),
  );
  return { code, xml: out() };
}

const account = async (members: readonly Member[], options?: HarnessOptions) => {
  const on = await settled(options);
  fleet(on.sandbox, members);
  return on;
};

const fresh: Member = { name: "fresh" };
const stale: Member = { name: "stale", success: 3000 };
const broken: Member = { name: "broken", status: { setup_state: "broken" } };
const paused: Member = { name: "paused", paused: true, status: { sync_state: "paused" } };
const below: Member = { ...broken, name: "below", group: "marketing" };

describe("an account that cannot be read", () => {
  test.each([
    [401, "unauthenticated", 4],
    [403, "forbidden", 4],
    [429, "rate_limited", 6],
    [500, "unavailable", 1],
  ])("never passes: %i in every output", async (status, type, code) => {
    const on = await account([fresh]);
    const body = JSON.stringify({ code: "X", message: "No." });
    const headers = { "retry-after": "3600" };
    on.sandbox.fault({ operation: "list_connections", status, body, headers });
    const asData = await gate(on, ["stale"]);
    expect(asData).toMatchObject({ code, data: { error: { type } } });
    await expect(junit(on, ["stale"])).rejects.toMatchObject({ type });
    const { terminal } = streams();
    const table = withAccount(on.app, { terminal, json: false }, (reader) =>
      checkedTable({}, ["stale"], reader, String),
    );
    await expect(table).rejects.toMatchObject({ type });
  });
});

describe("--fail-on", () => {
  test("a verdict of unknown fails in every output where it is named, and only there", async () => {
    const manual: Member = { name: "manual", manual: true };
    const on = await account([fresh, manual]);
    expect((await gate(on, ["unknown"])).code).toBe(8);
    expect((await gate(on, ["problem", "stale"])).code).toBe(0);
    const failed = elementsOf((await junit(on, ["unknown"])).xml).filter(
      ({ name }) => name === "failure",
    );
    expect(failed).toHaveLength(1);
    const { terminal } = streams();
    const code = await withAccount(on.app, { terminal, json: false }, (reader) =>
      checkedTable({}, ["unknown"], reader, String),
    );
    expect(code).toBe(8);
  });

  test.each([
    [[fresh], ["stale"], 0],
    [[fresh, broken], ["stale"], 0],
    [[fresh, stale], ["stale"], 8],
    [[fresh, stale], ["broken", "stale"], 8],
    [[fresh, stale], ["broken,stale"], 8],
    [[fresh, stale], ["problem"], 8],
    [[fresh, paused], ["problem"], 0],
    [[fresh, paused], ["paused"], 8],
    [[fresh, paused], ["NEVER-SYNCED"], 0],
    [[fresh, stale], [], 0],
  ])("of %j, %j exits with %i", async (members, failOn, code) => {
    const on = await account(members);
    expect((await gate(on, failOn)).code).toBe(code);
    expect((await gate(on, failOn, { limit: 1 })).code).toBe(code);
  });

  test("finds a connector that is broken below a destination that is down", async () => {
    const on = await account([fresh, below]);
    on.sandbox.edit((world) => {
      for (const destination of world.destinations.values()) destination.setup_status = "broken";
    });
    const { code, data } = await gate(on, ["broken"]);
    expect(code).toBe(8);
    expect(data).toMatchObject({ by_verdict: { destination_down: 2 }, also: { broken: 1 } });
    expect((await junit(on, ["broken"])).code).toBe(8);
  });

  test("an age that is asked for, or the connector's own limit, whichever is stricter", async () => {
    const on = await account([
      { name: "hourly", frequency: 60, success: 200 },
      { name: "daily", frequency: 1440, success: 200 },
    ]);
    const names = async (hours: number) =>
      (await gate(on, ["stale"], { max_age_hours: hours })).data.causes.flatMap(
        ({ connectors, cause }: { connectors: string[][]; cause: string }) =>
          connectors.map(([name, , more]) => [name, more ?? cause].join(": ")),
      );
    expect(await names(48)).toEqual([
      "hourly: last success 3 h 20 min ago, over the limit of 3 h from its schedule",
    ]);
    expect(await names(3.2)).toEqual([
      "hourly: 3 h 20 min, limit 3 h from its schedule",
      "daily: 3 h 20 min, limit 3 h 12 min as requested",
    ]);
  });

  test("is not passed where not every connector could be read", async () => {
    const on = await account([fresh, broken, { name: "unreadable" }]);
    await serveConnections(on.sandbox, (record) =>
      record["schema"] === "unreadable" ? { schema: "unreadable" } : record,
    );
    const passed = await gate(on, ["stale"]);
    expect(passed).toMatchObject({ code: 1, data: { complete: false } });
    expect(passed.stderr).toMatch(/^Some connectors could not be read/);
    expect((await gate(on, ["broken"])).code).toBe(8);
    const { code, xml } = await junit(on, ["stale"]);
    expect(code).toBe(1);
    expect(elementsOf(xml).find(({ name }) => name === "error")?.attributes["message"]).toBe(
      "not every connector could be read",
    );
  });

  test("that checked nothing does not pass, and says what to look at", async () => {
    const on = await account([fresh]);
    const service = "no_such_service";
    const checked = await gate(on, ["problem"], { service });
    expect(checked.code).toBe(1);
    expect(checked.data.checked).toBe(0);
    expect(checked.stderr).toMatch(/^No connector was checked, so the check of --fail-on fails/);
    expect((await junit(on, ["problem"], { service: [service] })).code).toBe(1);
    const table = await withAccount(on.app, { ...streams(), json: true }, (reader) =>
      checkedTable({ service: [service] }, ["problem"], reader, () => ""),
    );
    expect(table).toBe(1);
  });

  test.each([
    ["", /--fail-on is empty/],
    [" , ", /--fail-on is empty/],
    ["stail", /does not take "stail"\. Did you mean stale\?/],
    ["stale,brocken", /does not take "brocken"\. Did you mean broken\?/],
    ["ok", /does not take "ok"/],
    ["rotten eggs", /does not take "rotten eggs"\.$/],
  ])("%j is refused", (words, message) => {
    expect(() => readFailOn([words])).toThrow(message);
  });

  test("a result has every list and count, however little there is", async () => {
    const on = await account([fresh]);
    expect((await gate(on, [])).data).toEqual({
      checked: 1,
      problems: 0,
      ok: 1,
      by_verdict: {},
      also: {},
      by_owner: {},
      waiting: {},
      as_of: expect.any(String),
      causes: [],
      others: [],
      more_causes: 0,
      gaps: [],
      transformations: [],
      complete: true,
    });
  });
});

describe("--output junit", () => {
  test("has a suite for each group and a test for each connector", async () => {
    const on = await account([
      fresh,
      stale,
      { ...broken, group: "marketing", status: { ...broken.status, tasks: [] } },
      { ...paused, group: "marketing" },
    ]);
    const { code, xml } = await junit(on);
    expect(code).toBe(0);
    const shown = xml.replace(/(timestamp="|last success )[^"\n]*(?="|\n)/g, "$1TIME");
    expect(shown).toMatchSnapshot();
  });

  test("groups of one name are two suites", async () => {
    const on = await account([fresh, { ...stale, group: "marketing" }]);
    on.sandbox.edit((world) => {
      for (const group of world.groups.values()) group.name = "same";
    });
    const suites = elementsOf((await junit(on)).xml).filter(({ name }) => name === "testsuite");
    expect(suites.map(({ attributes }) => attributes["tests"])).toEqual(["1", "1"]);
    for (const { attributes } of suites) expect(attributes["name"]).toMatch(/^same \(\w+\)$/);
  });

  test("with --fail-on only what it names fails", async () => {
    const on = await account([fresh, stale, broken, paused]);
    const { code, xml } = await junit(on, ["broken"]);
    const all = elementsOf(xml);
    expect(code).toBe(8);
    expect(all[0]?.attributes).toMatchObject({ tests: "4", failures: "1", skipped: "1" });
    expect(all.filter(({ name }) => name === "failure")).toHaveLength(1);
    // A problem that this gate ignores is still described.
    expect(all.find(({ name }) => name === "system-out")?.text).toMatch(/^stale: last success/);
  });

  test("takes the filters of check_stale", async () => {
    const on = await account([fresh, { ...stale, group: "marketing", service: "hubspot" }]);
    const cases = async (args: Checked) =>
      elementsOf((await junit(on, [], args)).xml)
        .filter(({ name }) => name === "testcase")
        .map(({ attributes }) => attributes["name"]);
    expect(await cases({})).toEqual(["fresh", "stale"]);
    expect(await cases({ group: "marketing" })).toEqual(["stale"]);
    expect(await cases({ service: ["hubspot"] })).toEqual(["stale"]);
    expect((await junit(on, ["stale"], { service: ["zendesk"], max_age_hours: 0.1 })).code).toBe(8);
  });

  test("any name is one well-formed attribute", async () => {
    const on = await account([stale]);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 30 }), async (name) => {
        on.sandbox.edit((world) => {
          for (const connection of world.connections.values()) connection.schema = name;
        });
        const { xml } = await junit(on);
        expect(elementsOf(xml).filter(({ name: tag }) => tag === "testcase")).toHaveLength(1);
      }),
      { numRuns: 10 },
    );
  });
});
