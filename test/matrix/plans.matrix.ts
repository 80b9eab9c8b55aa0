import { chmod, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { configure, force } from "./operations.js";
import { type Stage, stage } from "./stage.js";
import { eventually } from "./witness.js";

// Plans, approvals and records with which somebody or something interferes.

const PERSON = { FIVETRAN_APPROVAL: "person" };

/** Returns the path of the only stored plan. */
async function planFile(on: Stage): Promise<string> {
  const folder = join(on.stateDir, "plans");
  const name = (await readdir(folder)).find((file) => file.endsWith(".plan"));
  return join(folder, name ?? "");
}

const clockBy = (minutes: number) =>
  `const D=Date,s=${minutes * 60_000};globalThis.Date=class extends D{constructor(...a){super(...(a.length?a:[D.now()+s]))}static now(){return D.now()+s}}`;
const shifted = (on: Stage, minutes: number) =>
  on.start({ node: ["--import", `data:text/javascript,${encodeURIComponent(clockBy(minutes))}`] });

describe("A60 state folder that others can change", () => {
  const spoiled: [string, (on: Stage) => Promise<unknown>][] = [
    ["writable by third parties", (on) => chmod(on.stateDir, 0o777)],
    [
      "link in place of its records",
      async (on) => {
        await mkdir(join(on.stateDir, "elsewhere"));
        await symlink(join(on.stateDir, "elsewhere"), join(on.stateDir, "operations"));
      },
    ],
  ];
  for (const [name, spoil] of spoiled) {
    test.concurrent(`${name}: every change is refused, nothing is sent or written`, async (t) => {
      const on = await stage(t);
      await spoil(on);
      const program = await on.start();
      for (const { tool, args } of [force(on), configure(on)]) {
        const { error, text } = await program.call(tool, args);
        expect(error["type"], text).toBe("config");
        expect(text).toContain("FIVETRAN_STATE_DIR");
      }
      const quiet = await program.call("trigger_sync", { connectors: ["salesforce_prod"] });
      expect(quiet.isError).toBe(true);
      expect(on.changesSent()).toBe(0);
    });
  }
});

describe("A61 damaged file of a plan", () => {
  test.concurrent("refused; the error says how to plan again; nothing sent", async (t) => {
    const on = await stage(t);
    const { tool, args } = force(on);
    const program = await on.start();
    const { token } = await program.call(tool, args);
    await writeFile(await planFile(on), '{"encrypted":"AAAA"}');
    const refused = await program.call(tool, { ...args, confirmation_token: token });
    expect(refused.text).toMatch(/damaged.*\nNothing was changed\.\n.*get a new plan/);
    expect(on.changesSent()).toBe(0);
  });
});

describe("A62 clock set back so that a plan does not expire", () => {
  test.concurrent("refused if the plan is from the future; a plan that has expired stays refused", async (t) => {
    const on = await stage(t);
    const { tool, args } = force(on);
    const program = await on.start();
    const { token } = await program.call(tool, args);
    const confirmed = { ...args, confirmation_token: token };
    expect((await (await shifted(on, -30)).call(tool, confirmed)).isError).toBe(true);
    const { token: second } = await program.call(tool, args);
    const late = { ...args, confirmation_token: second };
    expect((await (await shifted(on, 20)).call(tool, late)).isError).toBe(true);
    expect((await program.call(tool, late)).isError).toBe(true);
    expect(on.changesSent()).toBe(0);
  });
});

describe("A63 the record of a change cannot be written after the change was sent", () => {
  test.concurrent("the result has the outcome and says that it was not recorded", async (t) => {
    const on = await stage(t);
    const { tool, args, operation } = force(on);
    const program = await on.start();
    const { token } = await program.call(tool, args);
    on.sandbox.fault({ operation, when: "after", delayMs: 500 });
    const result = program.call(tool, { ...args, confirmation_token: token });
    await eventually(() => on.sent(operation) > 0);
    const folder = join(on.stateDir, "operations");
    await rm(folder, { recursive: true });
    await writeFile(folder, "");
    const { status, text } = await result;
    expect(status, text).toBe("done");
    expect(text).toContain("could not be recorded");
    expect(on.effects(operation)).toBe(1);
  });
});

describe("A64 many small changes in person mode", () => {
  test.concurrent("every change asks, including creates and schedule changes", async (t) => {
    const on = await stage(t);
    let asked = 0;
    const program = await on.start({
      env: PERSON,
      elicit: () => {
        asked += 1;
        return "decline";
      },
    });
    const connectors = ["salesforce_prod"];
    const calls: [string, Record<string, unknown>][] = [
      ["trigger_sync", { connectors }],
      ["pause_connectors", { connectors }],
      ["update_connector", { connector: "salesforce_prod", schedule_type: "manual" }],
      ["write_api", { operation_id: "create_group", body: { name: "one_more" } }],
    ];
    for (const [tool, args] of calls) await program.call(tool, args);
    expect(asked).toBe(calls.length);
    expect(on.changesSent()).toBe(0);
  });
});

describe("A65 the state changes while a person is asked", () => {
  test.concurrent("asked again with the difference, then sent once", async (t) => {
    const on = await stage(t);
    const { tool, args } = configure(on);
    const asked: string[] = [];
    const program = await on.start({
      env: PERSON,
      elicit: (message) => {
        asked.push(message);
        on.sandbox.edit((world) => {
          const connection = world.connections.get(on.id("salesforce_prod"));
          if (connection !== undefined) connection.backstage.schema.policy = "ALLOW_COLUMNS";
        });
        return "accept";
      },
    });
    const { status, text } = await program.call(tool, args);
    expect(status, text).toBe("done");
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatch(
      /^The state changed after the plan was made[\s\S]*ALLOW_ALL"? → "?ALLOW_COLUMNS/,
    );
    expect(on.changesSent()).toBe(1);
  });
});

describe("A66 question with very long names", () => {
  test.concurrent("at most 2,000 characters, with the number of targets", async (t) => {
    const on = await stage(t);
    let group = "";
    on.sandbox.edit((world) => {
      for (const one of world.connections.values()) {
        group = group || one.group_id;
        one.group_id = group;
        one.schema = `${one.schema}_${"x".repeat(150)}`;
      }
    });
    let asked = "";
    const program = await on.start({
      env: PERSON,
      elicit: (message) => {
        asked = message;
        return "decline";
      },
    });
    await program.call("pause_connectors", { group });
    expect(asked).toMatch(/^Plan: Pause /);
    expect(asked).toMatch(/\n\d+ targets:\n[\s\S]*… and \d+ more$/);
    expect(asked.length).toBeLessThanOrEqual(2000);
    expect(on.changesSent()).toBe(0);
  });
});

describe("A67 hourly limit: changes that fail, and changes above the limit", () => {
  test.concurrent("failed changes do not count; above the limit, a change is refused and no person is asked", async (t) => {
    const on = await stage(t);
    const program = await on.start({ env: { FIVETRAN_HOURLY_LIMIT: "1" } });
    const connector = "salesforce_prod";
    on.sandbox.fault({ operation: "delete_connection", status: 409 });
    for (const _ of [1, 2]) {
      expect((await program.change("delete_connector", { connector })).isError).toBe(true);
    }
    on.sandbox.clearFaults();
    expect((await program.change("delete_connector", { connector })).status).toBe("done");
    let asked = 0;
    const person = await on.start({
      env: { ...PERSON, FIVETRAN_HOURLY_LIMIT: "1" },
      elicit: () => {
        asked += 1;
        return "accept";
      },
    });
    const refused = await person.call("delete_connector", { connector: "github_repos" });
    expect(refused.error["type"]).toBe("policy_denied");
    expect(asked).toBe(0);
    expect(on.effects("delete_connection")).toBe(1);
  });
});

describe("A68 two plans for one target", () => {
  test.concurrent("the second plan mentions the first one", async (t) => {
    const on = await stage(t);
    const program = await on.start();
    const id = on.id("salesforce_prod");
    await program.call("trigger_sync", { connectors: [id], force: true });
    const { text } = await (await on.start()).call("resync_connector", { connector: id });
    expect(text).toContain(`a plan of trigger_sync for ${id} is also waiting for confirmation`);
  });
});
