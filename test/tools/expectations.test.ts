import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { createApp } from "../../src/app.js";
import { type Printed, withAccount } from "../../src/cli/account.js";
import {
  checkExpectations,
  initExpectations,
  readExpectations,
} from "../../src/cli/expectations.js";
import type { AccountReader } from "../../src/toolkit/define.js";
import { runHere, split } from "../command-line.js";
import { fleet, type Member, settled, stable } from "../fleet.js";
import { type Harness, harness, temporaryFolder } from "../harness.js";

async function expecting(
  rules: string,
  members: readonly Member[],
  env: Record<string, string> = {},
) {
  const path = join(await temporaryFolder(), "expectations.yaml");
  writeFileSync(path, `version: 1\nrules:\n${rules}`);
  const on = await settled({ env: { FIVETRAN_EXPECTATIONS: path, ...env } });
  fleet(on.sandbox, members);
  return on;
}

const RULES = `
  - {name: ledger, connector: "ledger_*", max_age_hours: 1, owner: team-finance, severity: critical}
  - {name: archive, service: s3, max_age_hours: 72, owner: team-archive}
  - {name: events, group: marketing, max_age_hours: 2, severity: low, owner: growth}
  - {name: people, connector: people, owner: team-hr}
`;

const MEMBERS: Member[] = [
  { name: "fresh" },
  { name: "stale", success: 900 },
  { name: "ledger_old", success: 61 },
  { name: "ledger_older", success: 200 },
  { name: "ledger_young", success: 60 },
  { name: "archive_old", service: "s3", success: 3000, status: { update_state: "delayed" } },
  { name: "archive_manual", service: "s3", success: 4400, manual: true },
  { name: "clicks", group: "marketing", success: 3000 },
  { name: "people", status: { setup_state: "broken" } },
];

describe("check_stale", () => {
  test("judges by the rules, and says which rule decided and who owns what", async () => {
    const on = await expecting(RULES, MEMBERS);
    const result = await on.call("check_stale");
    expect(stable(on, result)).toMatchSnapshot();
    expect(result.data).toMatchObject({
      by_verdict: { stale: 4, broken: 1 },
      by_owner: { "team-finance": 2, "team-archive": 1, "team-hr": 1 },
      waiting: { "stale (low)": 1 },
      ok: 3,
    });
  });

  test("an age that is asked for decides where it is stricter than the rule", async () => {
    const on = await expecting(RULES, MEMBERS);
    const { text } = await on.call("check_stale", { max_age_hours: 0.9, service: "s3" });
    expect(text).toContain("over the requested limit of 54 min; the schedule is manual");
    expect(text).toContain("last success 2 d 2 h ago, over the requested limit of 54 min.");
    expect(text).toMatch(/archive_old \(\w+, at most 3 d by rule archive, owner team-archive\)/);
  });

  test("in quiet hours data that is too old is not a problem, and what is broken is", async () => {
    const on = await expecting(
      '  - {name: all, connector: "*", max_age_hours: 1, quiet_hours: {days: [mon, tue, wed, thu, fri, sat, sun]}}',
      [
        { name: "old", success: 100 },
        { name: "broken", status: { setup_state: "broken" } },
      ],
    );
    const { data, text } = await on.call("check_stale");
    expect(data).toMatchObject({ problems: 1, by_verdict: { broken: 1 } });
    expect(data["waiting"]).toEqual({ "stale (quiet hours)": 1 });
    expect(text).toContain("at most 1 h by rule all, quiet until midnight UTC");
  });

  test("where groups cannot be read, rules by their names do not apply, and it says so", async () => {
    const on = await expecting(RULES, MEMBERS, { DISALLOWED_ACTIONS: "groups:read" });
    const { data } = await on.call("check_stale");
    expect(data).toMatchObject({ complete: false, by_verdict: { stale: 5 } });
    expect(data["gaps"]).toContain(
      "rules of the expectations file that give a group by name were not applied, because the names of the groups could not be read",
    );
  });
});

test("get_status and list_connectors agree with it", async () => {
  const on = await expecting(RULES, MEMBERS);
  const status = await on.call("get_status", {
    connectors: ["ledger_old", "archive_old", "fresh"],
  });
  expect(stable(on, status)).toMatchSnapshot();
  const { data } = await on.call("list_connectors");
  expect(data["by_verdict"]).toEqual({ stale: 5, ok: 3, broken: 1 });
});

test.each([
  [
    "is missing",
    undefined,
    /expectations\.yaml" cannot be read \(ENOENT\)\. To create a first file: fivetran-agent expectations init/,
  ],
  [
    "is not valid",
    "version: 1\nrules:\n  - {name: a, conector: x}",
    /expectations\.yaml", line 3, column 15: rules\[0\] has an unknown field "conector": the nearest field is connector\./,
  ],
])("a file that %s is an error of the configuration", async (_, text, message) => {
  const path = join(await temporaryFolder(), "expectations.yaml");
  if (text !== undefined) writeFileSync(path, text);
  const open = createApp({
    version: "0",
    flags: { sandbox: true },
    env: { FIVETRAN_EXPECTATIONS: path },
    write: () => {},
    sandboxWorld: "memory",
  });
  await expect(open).rejects.toMatchObject({
    type: "config",
    message: expect.stringMatching(message),
  });
});

describe("the command", () => {
  async function run(
    on: Harness,
    work: (account: AccountReader) => Promise<Printed>,
    json = false,
  ) {
    const stdout = new PassThrough();
    const terminal = {
      stdin: new PassThrough(),
      stdout,
      stderr: new PassThrough(),
      interactive: false,
      show: (text: string) => text,
    };
    const code = await withAccount(on.app, { terminal, json }, work);
    return { code, text: String(stdout.read()) };
  }

  test("init writes a file that the account meets today, and check says what it covers", async () => {
    const on = await settled();
    const folder = await temporaryFolder();
    const file = join(folder, "first.yaml");
    const first = await run(on, (account) =>
      initExpectations({ file, overwrite: false, flags: {} }, account),
    );
    expect(first.text.replaceAll(folder, "FOLDER")).toMatchSnapshot();
    expect(readFileSync(file, "utf8")).toMatchSnapshot();
    const parsed = readExpectations(file);
    const checked = await run(on, (account) => checkExpectations("first.yaml", parsed, account));
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.text).toMatchSnapshot();
    const before = (await on.call("check_stale")).data["by_verdict"];
    const later = await settled({ account: on, env: { FIVETRAN_EXPECTATIONS: file } });
    const { data } = await later.call("check_stale");
    // Connectors that are late or delayed only by their schedule are not problems by these limits.
    // No new problems appear.
    for (const [verdict, n] of Object.entries(Object(data["by_verdict"]))) {
      expect(n).toBeLessThanOrEqual(Object(before)[verdict] ?? 0);
    }
  });

  test("init names a command that checks the file, also with spaces in its name", async () => {
    const file = join(await temporaryFolder(), "my rules.yaml");
    const env = { FIVETRAN_STATE_DIR: await temporaryFolder() };
    const first = await runHere(["expectations", "init", "--file", file, "--sandbox"], env);
    const [, command = ""] = /cover: (fivetran-agent .*)$/m.exec(first.stdout) ?? [];
    expect(command).toBe(`fivetran-agent expectations check '${file}' --sandbox`);
    const checked = await runHere(split(command).slice(1), env);
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining("42 connectors") });
  });

  test("names with wildcards in them, and groups of one name, are matched exactly", async () => {
    const on = await settled();
    fleet(on.sandbox, [
      { name: "odd*name", frequency: 60 },
      { name: "odd_name", frequency: 1440 },
      { name: "other", frequency: 1440 },
    ]);
    const file = join(await temporaryFolder(), "first.yaml");
    await run(on, (account) => initExpectations({ file, overwrite: false, flags: {} }, account));
    const { text } = await run(
      on,
      (account) => checkExpectations("x", readExpectations(file), account),
      true,
    );
    expect(JSON.parse(text)).toMatchObject({
      valid: true,
      connectors: 3,
      rules: [
        { rule: "analytics_prod_3h", connectors: 1 },
        { rule: "analytics_prod", connectors: 2 },
      ],
      without: [],
    });
  });

  test("init overwrites only where that is asked for, and never through a link", async () => {
    const on = await settled();
    const folder = await temporaryFolder();
    const [file, link] = [join(folder, "mine.yaml"), join(folder, "link.yaml")];
    writeFileSync(file, "mine", { mode: 0o640 });
    symlinkSync(file, link);
    const init = (path: string, overwrite: boolean) =>
      run(on, (account) => initExpectations({ file: path, overwrite, flags: {} }, account));
    await expect(init(file, false)).rejects.toThrow(
      /mine\.yaml" was not written: it already exists/,
    );
    await expect(init(link, false)).rejects.toThrow(/it already exists/);
    await expect(init(link, true)).rejects.toThrow(/it is a symbolic link/);
    await expect(init(folder, true)).rejects.toThrow(/it is not a file/);
    await expect(init(join(folder, "none", "x"), false)).rejects.toThrow(/\(ENOENT\)/);
    expect(readFileSync(file, "utf8")).toBe("mine");
    await init(file, true);
    expect(readFileSync(file, "utf8")).toContain("version: 1");
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  test("init writes nothing for an empty account, and for a large one a file that is valid", async () => {
    const empty = await harness({ sandbox: { world: "empty" } });
    const folder = await temporaryFolder();
    const file = join(folder, "first.yaml");
    const init = (on: Harness) =>
      run(on, (account) => initExpectations({ file, overwrite: false, flags: {} }, account));
    await expect(init(empty)).rejects.toThrow("The account has no connectors");
    expect(existsSync(file)).toBe(false);

    const large = await harness();
    fleet(
      large.sandbox,
      Array.from({ length: 2500 }, (_, at) => ({
        name: `c_${at}_${"x".repeat(at === 7 ? 300 : 1)}`,
        frequency: at < 1300 ? 360 : 60,
      })),
    );
    await init(large);
    const { rules } = readExpectations(file);
    expect(rules.map(({ connector }) => connector?.length)).toEqual([1200, undefined]);
  });

  test("check names rules that match nothing or come too late, and connectors without a rule", async () => {
    const on = await settled();
    fleet(on.sandbox, [{ name: "a" }, { name: "b" }]);
    const file = join(await temporaryFolder(), "x.yaml");
    writeFileSync(
      file,
      "version: 1\nrules: [{name: one, connector: a, owner: x}, {name: two, connector: a, owner: y}, {name: none, connector: c, owner: z}]",
    );
    const { text } = await run(on, (account) =>
      checkExpectations("x.yaml", readExpectations(file), account),
    );
    expect(text).toMatchInlineSnapshot(`
      ""x.yaml" is valid: 3 rules. 1 of 2 connectors covered.
        one: 1 connector
        two: none; earlier rules apply to 1 connector that it matches
        none: none; it matches no connector
      Without a rule: b
      "
    `);
  });
});
