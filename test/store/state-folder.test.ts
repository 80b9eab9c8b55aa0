import {
  chmod,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { unwritable } from "../../src/store/state-folder.js";
import { disable, drop, engineBeside, run, tokenOf } from "../engine/fixture.js";
import { changes, type Harness, harness, openSandbox, temporaryFolder } from "../harness.js";
import { program, requireBuild, settingsFor } from "../process.js";

const SYNC = { connectors: ["salesforce_prod"] };

async function onlyFile(folder: string, ending: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending));
  expect(names).toHaveLength(1);
  return join(folder, names[0] ?? "");
}

describe.skipIf(process.platform === "win32")("a folder that is not this user's alone", () => {
  const unsafe: [string, (stateDir: string) => Promise<unknown>, RegExp][] = [
    [
      "writable by everyone",
      (dir) => chmod(dir, 0o777),
      /other users can write to it \(mode 777\)/,
    ],
    ["writable by a group", (dir) => chmod(dir, 0o770), /other users can write to it \(mode 770\)/],
    ...["plans", "operations"].map((name): (typeof unsafe)[number] => [
      `whose ${name} folder is writable by third parties`,
      async (dir) => {
        await mkdir(join(dir, name));
        await chmod(join(dir, name), 0o777);
      },
      /other users can write to it/,
    ]),
    ...["plans", "operations"].map((name): (typeof unsafe)[number] => [
      `whose ${name} folder is a link`,
      async (dir) => symlink(await temporaryFolder(), join(dir, name)),
      /it is a symbolic link/,
    ]),
    [
      "that is a link itself",
      async (dir) => {
        await rm(dir, { recursive: true });
        await symlink(await temporaryFolder(), dir);
      },
      /it is a symbolic link/,
    ],
    [
      "that a link leads nowhere",
      async (dir) => {
        await rm(dir, { recursive: true });
        await symlink("/nowhere/at/all", dir);
      },
      /it is a symbolic link/,
    ],
  ];
  test.each(unsafe)("%s is refused before anything is sent", async (name, prepare, reason) => {
    const stateDir = join(await temporaryFolder(), "state");
    await mkdir(stateDir, { mode: 0o700 });
    await prepare(stateDir);
    const { call, sandbox } = await harness({ stateDir });
    const refused = await call("modify_schema", disable("audit_log"));
    expect(refused.data["error"]).toMatchObject({ type: "config" });
    expect(refused.text).toMatch(reason);
    expect(refused.text).toMatch(/\nNothing was changed\.\n.*FIVETRAN_STATE_DIR/);
    if (!name.includes("plans")) expect((await call("trigger_sync", SYNC)).text).toMatch(reason);
    expect(changes(sandbox)).toEqual([]);
    const read = await call("get_status", { connectors: ["salesforce_prod"] });
    expect(read.isError).toBe(false);
  });

  test("one that every user can replace from above is refused", async () => {
    const above = join(await temporaryFolder(), "open");
    await mkdir(above);
    await chmod(above, 0o777);
    const { call, sandbox } = await harness({ stateDir: join(above, "state") });
    const refused = await call("trigger_sync", SYNC);
    expect(refused.text).toMatch(/every user can write to .*open \(mode 777\) and replace it/);
    expect(changes(sandbox)).toEqual([]);
  });

  test("a count of executions elsewhere is not used", async () => {
    const host = await harness();
    await symlink(await temporaryFolder(), join(host.stateDir, "executions"));
    const engine = await engineBeside(host, { tools: [drop] });
    const refused = await run(engine, "drop_connectors", { connectors: ["some_connector"] });
    expect(refused.text).toMatch(/executions is not safe to use: it is a symbolic link/);
  });

  test("files in place of records and plans are not followed", async () => {
    const host = await harness();
    const args = disable("audit_log");
    const { token } = await host.call("modify_schema", args);
    const plan = await onlyFile(join(host.stateDir, "plans"), ".plan");
    const elsewhere = join(await temporaryFolder(), "plan");
    await rename(plan, elsewhere);
    await symlink(elsewhere, plan);
    const refused = await host.call("modify_schema", { ...args, confirmation_token: token });
    expect(refused.text).toMatch(/^The stored plan is damaged.*\nNothing was changed\./);
    expect(changes(host.sandbox)).toEqual([]);
  });
});

describe("a damaged plan", () => {
  const damage: [string, (path: string) => Promise<unknown>][] = [
    ["empty", (path) => truncate(path, 0)],
    ["cut", async (path) => truncate(path, Math.floor((await readFile(path)).length / 2))],
    ["no JSON", (path) => writeFile(path, "plan")],
    ["another JSON", (path) => writeFile(path, '{"encrypted":17,"waiting":[]}')],
    ["null", (path) => writeFile(path, "null")],
    [
      "a folder",
      async (path) => {
        await rm(path);
        await mkdir(path);
      },
    ],
    [
      "altered",
      async (path) => {
        const text = await readFile(path, "utf8");
        await writeFile(
          path,
          text.replace(/("encrypted":".{40})./, (_, kept) => `${kept}!`),
        );
      },
    ],
  ];
  test.each(damage)("%s reads as plan again", async (_, spoil) => {
    const { call, sandbox, stateDir } = await harness();
    const args = disable("audit_log");
    const { token } = await call("modify_schema", args);
    await spoil(await onlyFile(join(stateDir, "plans"), ".plan"));
    const refused = await call("modify_schema", { ...args, confirmation_token: token });
    expect(refused.data["error"]).toMatchObject({ type: "confirmation" });
    expect(refused.text).toBe(
      "The stored plan is damaged and cannot be used.\nNothing was changed.\nCall again without the confirmation token to get a new plan.",
    );
    expect(changes(sandbox)).toEqual([]);
    const fresh = await call("modify_schema", args);
    const done = await call("modify_schema", { ...args, confirmation_token: fresh.token });
    expect(done.status).toBe("done");
  });
});

describe("the life of a plan", () => {
  test("is not in what can be edited", async () => {
    const host = await harness();
    let now = new Date("2026-11-21T10:00:00Z");
    const engine = await engineBeside(host, { now: () => now });
    const args = disable("audit_log");
    const token = tokenOf(await run(engine, "modify_schema", args));
    const path = await onlyFile(join(host.stateDir, "plans"), ".plan");
    const text = await readFile(path, "utf8");
    const later = Date.parse("2026-11-22T10:00:00Z");
    await writeFile(path, text.replace(/("(?:expires|made)_at":)\d+/g, `$1${later}`));
    now = new Date("2026-11-21T10:16:00Z");
    const refused = await run(engine, "modify_schema", { ...args, confirmation_token: token });
    expect(refused.text).toMatch(/^The confirmation token is unknown, expired or already used\./);
    expect(changes(host.sandbox)).toEqual([]);
  });

  test.each([
    ["seen expired, then set back by ten minutes", "10:16:00", "10:06:00"],
    ["set back to before it was made", "10:00:01", "09:40:00"],
    ["set back by a day", "10:00:01", "2026-11-20T10:00:02Z"],
  ])("a clock %s does not revive it", async (_, first, second) => {
    const host = await harness();
    const at = (time: string) => new Date(time.includes("T") ? time : `2026-11-21T${time}Z`);
    let now = at("10:00:00");
    const engine = await engineBeside(host, { now: () => now });
    const args = disable("audit_log");
    const token = tokenOf(await run(engine, "modify_schema", args));
    const confirmed = { ...args, confirmation_token: token };
    now = at(first);
    if (first > "10:15")
      expect(await run(engine, "modify_schema", confirmed)).toMatchObject({ isError: true });
    now = at(second);
    const refused = await run(engine, "modify_schema", confirmed);
    expect(refused.text).toMatch(/^The confirmation token is unknown, expired or already used\./);
    expect(changes(host.sandbox)).toEqual([]);
  });

  test("a clock that is corrected by a few seconds does not end it", async () => {
    const host = await harness();
    let now = new Date("2026-11-21T10:00:00Z");
    const engine = await engineBeside(host, { now: () => now });
    const args = disable("audit_log");
    const token = tokenOf(await run(engine, "modify_schema", args));
    now = new Date("2026-11-21T09:59:50Z");
    const done = await run(engine, "modify_schema", { ...args, confirmation_token: token });
    expect(done.data["status"]).toBe("done");
  });
});

/** Lets a change be sent, and removes the folder for its record before it ends. */
async function withoutRecord(host: Harness, tool: string, args: Record<string, unknown>) {
  const folder = join(host.stateDir, "operations");
  host.sandbox.fault({ operation: "sync_connection", when: "after", delayMs: 200 });
  host.sandbox.fault({ operation: "modify_connection_schema_config", when: "after", delayMs: 200 });
  const result = host.call(tool, args);
  while (changes(host.sandbox).length === 0) await new Promise((resolve) => setImmediate(resolve));
  await rm(folder, { recursive: true });
  await writeFile(folder, "");
  return result;
}

test("an outcome that cannot be recorded is returned all the same, and says so", async () => {
  const host = await harness();
  const done = await withoutRecord(host, "trigger_sync", SYNC);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatch(/^Started .*\nThis outcome could not be recorded: /s);
  expect(done.data["not_recorded"]).toMatch(/could not be recorded/);
});

test("confirmed again it returns the outcome that could not be recorded", async () => {
  const host = await harness();
  const args = disable("audit_log");
  const { token } = await host.call("modify_schema", args);
  const confirmed = { ...args, confirmation_token: token };
  const done = await withoutRecord(host, "modify_schema", confirmed);
  expect(done).toMatchObject({ status: "done", isError: false });
  const again = await host.call("modify_schema", confirmed);
  expect(again).toMatchObject({ status: "done", isError: false });
  expect(host.sandbox.effects()).toHaveLength(1);
});

test("an outcome that the audit log does not take is returned all the same", async () => {
  const path = join(await temporaryFolder(), "audit.jsonl");
  const host = await harness({ env: { FIVETRAN_AUDIT_LOG: path } });
  host.sandbox.fault({ operation: "sync_connection", when: "after", delayMs: 200 });
  const result = host.call("trigger_sync", SYNC);
  while (changes(host.sandbox).length === 0) await new Promise((resolve) => setImmediate(resolve));
  await rm(path);
  await mkdir(path);
  const done = await result;
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toContain("This outcome could not be recorded");
});

describe("the record of a confirmed change", () => {
  test("whose process ended before its outcome was recorded reads as unknown, at once", async () => {
    const host = await harness();
    const args = disable("audit_log");
    const { token } = await host.call("modify_schema", args);
    const confirmed = { ...args, confirmation_token: token };
    await host.call("modify_schema", confirmed);
    const path = await onlyFile(join(host.stateDir, "operations"), ".json");
    const { result: _, ended_at: __, ...begun } = JSON.parse(await readFile(path, "utf8"));
    await rm(path);
    await writeFile(path.replace(/json$/, "open"), JSON.stringify(begun));
    const other = await harness({
      stateDir: host.stateDir,
      account: { sandbox: host.sandbox, url: host.url },
    });
    const again = await other.call("modify_schema", confirmed);
    expect(again).toMatchObject({ status: "unknown", isError: true });
    expect(again.text).toMatch(/\nThe change may have taken effect\.\nCheck the current state/);
    expect(host.sandbox.effects()).toHaveLength(1);
  });
});

describe("the hourly limit", () => {
  const limited = async (limit: string, more: Record<string, string> = {}) => {
    const host = await harness();
    const env = { FIVETRAN_HOURLY_LIMIT: limit, ...more };
    return { host, engine: await engineBeside(host, { tools: [drop], env }) };
  };
  const ids = ({ sandbox }: Harness) => {
    let all: string[] = [];
    sandbox.edit((world) => {
      all = [...world.connections.keys()];
    });
    return all;
  };
  const dropOne = async (engine: Awaited<ReturnType<typeof engineBeside>>, id: string) => {
    const args = { connectors: [id] };
    const plan = await run(engine, "drop_connectors", args);
    return plan.isError
      ? plan
      : run(engine, "drop_connectors", { ...args, confirmation_token: tokenOf(plan) });
  };

  test("does not count what failed", async () => {
    const { host, engine } = await limited("2");
    const [a = "", b = "", c = ""] = ids(host);
    for (const status of [404, 409, 400]) {
      host.sandbox.fault({ operation: "delete_connection", status });
      expect(await dropOne(engine, a)).toMatchObject({ isError: true });
      host.sandbox.clearFaults();
    }
    expect(await dropOne(engine, a)).toMatchObject({ isError: false });
    expect(await dropOne(engine, b)).toMatchObject({ isError: false });
    const refused = await dropOne(engine, c);
    expect(refused.data["error"]).toMatchObject({ type: "policy_denied" });
    expect(refused.text).toMatch(
      /^The limit is reached: 2 deletes, re-syncs and new secrets .*FIVETRAN_HOURLY_LIMIT\.$/s,
    );
  });

  test("counts each account on its own", async () => {
    const { host, engine } = await limited("1");
    const [a = "", b = ""] = ids(host);
    expect(await dropOne(engine, a)).toMatchObject({ isError: false });
    expect(await dropOne(engine, b)).toMatchObject({ isError: true });
    const practice = await harness({
      stateDir: host.stateDir,
      sandbox: { world: "large", connections: 5 },
    });
    practice.sandbox.edit((world) => {
      world.account.account_name = "Another account";
    });
    const env = { FIVETRAN_HOURLY_LIMIT: "1" };
    const other = await engineBeside(practice, { tools: [drop], env });
    const [first = ""] = ids(practice);
    expect(await dropOne(other, first)).toMatchObject({ isError: false });
  });

  test("is checked before a person is asked", async () => {
    const { host, engine } = await limited("1");
    const [a = "", b = ""] = ids(host);
    expect(await dropOne(engine, a)).toMatchObject({ isError: false });
    const asked: string[] = [];
    const person = await harness({
      stateDir: host.stateDir,
      account: { sandbox: host.sandbox, url: host.url },
      env: { FIVETRAN_APPROVAL: "person", FIVETRAN_HOURLY_LIMIT: "1" },
      elicit: (message) => {
        asked.push(message);
        return { action: "accept" };
      },
    });
    const refused = await person.call("delete_connector", { connector: b });
    expect(refused.data["error"]).toMatchObject({ type: "policy_denied" });
    expect(asked).toEqual([]);
  });
});

test.each([
  ["ENOSPC", "no space is left on the disk", "Free space for /x,"],
  ["EDQUOT", "the disk quota is used up", "Free space for /x,"],
  ["EROFS", "the file system is read-only", "Make /x writable,"],
  ["EACCES", "permission denied", "Make /x writable,"],
])("%s is said in words", (code, words, next) => {
  const { message, state, hint } = unwritable("/x", Object.assign(new Error(code), { code }));
  expect(message).toBe(`Changes need a writable state folder: ${words} (${code}).`);
  expect(state).toBe("Nothing was changed.");
  expect(hint).toBe(
    `${next} or set FIVETRAN_STATE_DIR to another folder. Read operations work without a state folder.`,
  );
});

test("without a home folder changes are refused by name of the setting, and reads work", async () => {
  requireBuild();
  const { sandbox, url } = await openSandbox();
  const { FIVETRAN_STATE_DIR: _, ...env } = settingsFor(sandbox, url, "");
  const words = ["trigger_sync", "salesforce_prod"];
  const refused = await program(words, { ...env, HOME: "" });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(
    /^Changes need a state folder, and this user has no home folder\.\nNothing was changed\.\nSet FIVETRAN_STATE_DIR/,
  );
  expect(changes(sandbox)).toEqual([]);
  const read = await program(["get_status", "salesforce_prod"], { ...env, HOME: "" });
  expect(read.code).toBe(0);
});
