import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.js";
import { listing } from "../../src/toolkit/listing.js";
import { tools } from "../../tools/index.js";
import { parsed, runHere } from "../command-line.js";
import { idOf } from "../harness.js";
import {
  type Ended,
  ended,
  environment,
  PROGRAM,
  program,
  requireBuild,
  settingsFor,
} from "../process.js";

let sandbox: Sandbox;
let url: string;
let folder: string;
let close: () => Promise<void>;

beforeAll(async () => {
  requireBuild();
  sandbox = await createSandbox({ clock: "stopped" });
  ({ url, close } = await sandbox.listen());
  folder = await mkdtemp(join(tmpdir(), "fivetran-agent-"));
});
afterAll(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => sandbox.clearFaults());

const settings = () => settingsFor(sandbox, url, folder);
const run = (words: string[], env: Record<string, string> = {}): Promise<Ended> =>
  runHere(words, { ...settings(), ...env });
/** Starts the program in a separate process. */
const start = (words: string[]): Promise<Ended> => program(words, settings());

const json = ({ stdout }: Ended) => JSON.parse(stdout);
const DISABLE = (table: string) => [
  "modify_schema",
  "postgres_orders",
  "--changes",
  JSON.stringify([{ schema: "public", table, enabled: false }]),
];

describe("grammar", () => {
  test("the first word is the first parameter; names, commas, lines and repetition make a list", async () => {
    const forms = await Promise.all([
      start(["get_status", "salesforce_prod", "github_repos"]),
      run(["get-status", "salesforce_prod,github_repos"]),
      run(["get-status", "salesforce_prod\ngithub_repos\n"]),
      run(["get_status", "--connectors", "salesforce_prod", "--connectors=github_repos"]),
      run(["get_status", '["salesforce_prod", "github_repos"]']),
      run(["--scope", "read", "get_status", "salesforce_prod", "--connectors", "github_repos"]),
    ]);
    for (const form of forms) {
      expect(form).toMatchObject({ code: 0, stderr: "", stdout: forms[0]?.stdout });
    }
    expect(forms[0]?.stdout).toMatch(/^salesforce_prod \(\w+\) is ok.*\n[\s\S]*\n\ngithub_repos/);
  });

  test("dashes stand for underscores, switches for true, and either takes =value", async () => {
    const forms = await Promise.all([
      run(["check_stale", "--max-age-hours", "1000", "--limit=5"]),
      run(["check_stale", "--max_age_hours=1000", "--limit", "5"]),
    ]);
    expect(forms[0]).toMatchObject({ code: 0, stdout: forms[1]?.stdout });
    const [details, without] = await Promise.all([
      run(["get_status", "salesforce_prod", "--details"]),
      run(["get_status", "salesforce_prod", "--details=false"]),
    ]);
    expect(details.stdout.length).toBeGreaterThan(without.stdout.length);
  });

  test.each(["=false", " false", "=FALSE"])("a switch with %s is off", async (off) => {
    const [plain, switched] = await Promise.all([
      run(["pause_connectors", "salesforce_prod", "--dry-run"]),
      run([
        ...["pause_connectors", "salesforce_prod", "--dry-run"],
        ...["json", "read-only", "sandbox", "quiet"].flatMap((name) =>
          `--${name}${off}`.split(" "),
        ),
      ]),
    ]);
    expect(plain.code).toBe(0);
    expect(switched).toEqual(plain);
    const simulated = { FIVETRAN_SANDBOX: "true" };
    const real = await run(["list_destinations", ...`--sandbox${off}`.split(" ")], simulated);
    expect(real).toMatchObject({ code: 0, stderr: "" });
  });

  test("--json prints the data form, for errors too, and nothing else", async () => {
    const [fine, wrong, config] = await Promise.all([
      run(["get_status", "salesforce_prod", "--json"]),
      run(["get_status", "salesforce_prd", "--json"]),
      run(["get_status", "salesforce_prod", "--json"], { FIVETRAN_SCOPE: "all" }),
    ]);
    expect(fine).toMatchObject({ code: 0, stderr: "" });
    expect(json(fine).connectors).toHaveLength(1);
    expect(wrong).toMatchObject({ code: 2, stderr: "" });
    expect(json(wrong).error).toMatchObject({
      type: "input",
      candidates: expect.arrayContaining([expect.objectContaining({ name: "salesforce_prod" })]),
    });
    expect(config).toMatchObject({ code: 2, stderr: "" });
    expect(json(config).error).toMatchObject({ type: "config" });
  });

  test("--help and --version need no credentials, for the program, each tool and each command", async () => {
    const bare = (words: string[]) => runHere(words, {});
    const [help, version, none, ...each] = await Promise.all([
      program(["--help"], {}),
      program(["--version"], {}),
      bare(["help"]),
      ...tools.slice(0, 3).map((tool) => bare([tool.name, "--help"])),
    ]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    for (const { name } of tools) expect(help.stdout).toContain(name);
    expect(help.stdout).toMatch(/read\/write\/delete/);
    expect(none.stdout).toBe(help.stdout);
    for (const command of ["mcp", "sandbox", "doctor", "log-query"]) {
      const own = await bare([command, "--help"]);
      expect(own).toMatchObject({ code: 0, stderr: "" });
      expect(own.stdout).toMatch(new RegExp(`^Usage: fivetran-agent ${command}`));
    }
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    each.forEach((shown, index) => {
      expect(shown).toMatchObject({ code: 0, stderr: "" });
      const flowing = shown.stdout.replaceAll(/\s+/g, " ");
      expect(flowing).toContain(tools[index]?.description);
      for (const name of Object.keys(listing(tools[index] ?? never()).inputSchema.properties)) {
        expect(flowing).toContain(`--${name.replaceAll("_", "-")} `);
      }
    });
  });
});

const never = (): never => {
  throw new Error("there are fewer tools than expected");
};

test("a boolean takes the word after it as its value only where that is true or false", async () => {
  const forms = ["--force", "--force=true", "--force true", "--force TRUE"];
  for (const form of forms) {
    expect(await parsed(["trigger_sync", ...form.split(" "), "github_repos"])).toEqual({
      tool: "trigger_sync",
      args: { connectors: ["github_repos"], force: expect.stringMatching(/^true$/i) },
    });
  }
  expect(await parsed(["trigger_sync", "--force", "false", "github_repos"])).toMatchObject({
    args: { force: "false" },
  });
});

test.each([
  [
    ["help", "keys", "create"],
    ["keys", "create", "--help"],
  ],
  [
    ["keys", "help", "create"],
    ["keys", "create", "--help"],
  ],
  [
    ["keys", "help"],
    ["keys", "--help"],
  ],
  [
    ["--read-only", "help", "get-status"],
    ["get_status", "--help"],
  ],
  [
    ["help", "get_status", "help"],
    ["get_status", "--help"],
  ],
  [["help", "help"], ["--help"]],
])("%j prints the page of %j", async (words, same) => {
  const [asked, page] = [await runHere(words, {}), await runHere(same, {})];
  expect(page.code).toBe(0);
  expect(asked).toEqual(page);
});

test("the value of a text stays as it was typed", async () => {
  for (const text of ['{"a":1}', "[x]", "7", "true"]) {
    expect(await parsed(["search_api", "--query", text])).toMatchObject({ args: { query: text } });
  }
});

describe("mistakes cost nothing and say what fits", () => {
  test.each<[string[], RegExp]>([
    [["gett_status"], /^unknown command 'gett_status'\n\(Did you mean get_status\?\)\nSee /],
    [["get_status"], /^get_status: connectors is required\.\nNothing was sent\./],
    [
      ["get_status", "--conectors", "x"],
      /^unknown option '--conectors'\n\(Did you mean --connectors\?\)\nSee /,
    ],
    [
      ["check_stale", "--max_age_hours", "soon"],
      /max_age_hours: must be a number\.\nNothing was sent\. Parameters: group, /,
    ],
    [
      ["get_status", "x", "--details=maybe"],
      /details: must be true or false\.\nNothing was sent\. /,
    ],
    [["get_status", "--connectors"], /'--connectors <values>' argument missing\nSee /],
    [["get_schema", "a", "b"], /^too many arguments for 'get_schema'/],
    // The help page belongs to the given command, even if it is nested.
    [
      ["--scope", "read", "keys", "lst"],
      /^unknown command 'lst'.*\nSee fivetran-agent keys --help/s,
    ],
    [["keys", "create"], /^missing required .*\nSee fivetran-agent keys create --help\./],
    [["--sandbox=maybe", "keys", "list"], /'maybe' is invalid.*\nSee fivetran-agent --help\./],
    [["sandbox", "--port", "x"], /invalid.*\nSee fivetran-agent sandbox --help\./],
    ...[
      ["help", "nope"],
      ["nope", "--help"],
      ["help", "nope", "-h"],
      ["--scope", "read", "nope", "-h"],
    ].map((words): [string[], RegExp] => [
      words,
      /^unknown command 'nope'\nSee fivetran-agent --help\.\n$/,
    ]),
    ...[
      ["help", "keys", "lst"],
      ["keys", "help", "lst"],
      ["keys", "lst", "-h"],
    ].map((words): [string[], RegExp] => [
      words,
      /^unknown command 'lst'.*\nSee fivetran-agent keys --help/s,
    ]),
    [
      ["get_schema", "a", "--connector", "b"],
      /connector was given 2 times; it takes one value\.\nSee /,
    ],
    [
      ["modify_schema", "x", "--changes", "[{bad"],
      /is not valid JSON.*\nPut the whole value in single quotes/,
    ],
    [["get_status", "a/b"], /"a\/b" is not a valid id or name of a connector\.\n/],
    [["--sandbx"], /^unknown option '--sandbx'\n\(Did you mean --sandbox\?\)/],
    [["mcp", "now"], /^too many arguments for 'mcp'\. Expected 0 arguments but got 1\.\nSee /],
    [
      ["--sandbox=yes", "check_stale"],
      /argument 'yes' is invalid\. It takes no value, or true or false\./,
    ],
    [["check_stale", "--scope"], /'--scope <scope>' argument missing/],
    [["sandbox", "--prt", "3"], /^unknown option '--prt'\n\(Did you mean --port\?\)/],
    [
      ["sandbox", "--world", "mars"],
      /'mars' is invalid\. Allowed choices are demo, empty, large\.\n/,
    ],
    [["sandbox", "--port", "x"], /'x' is invalid\. It takes a whole number from 0 to 65535\.\n/],
  ])("%j", async (words, says) => {
    const before = sandbox.requests().length;
    const ended = await run(words);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(3);
    expect(sandbox.requests()).toHaveLength(before);
  });
});

test.each([
  ["check_stale", "junit"],
  ["list_connectors", "csv"],
  ["inventory", "csv"],
])("%s: --json and --output %s are two forms, of which one has to go", async (name, output) => {
  const before = sandbox.requests().length;
  const ended = await run([name, "--json", "--output", output]);
  expect(ended.code).toBe(2);
  expect(json(ended)).toMatchObject({
    error: { message: `--json and --output ${output} request two different output formats.` },
  });
  expect(sandbox.requests()).toHaveLength(before);
});

test.each([
  ["keys", "create, list or revoke"],
  ["expectations", "init or check"],
])("%s without its command is an error in JSON too", async (name, commands) => {
  const ended = await run([name, "--json"]);
  expect(ended.code).toBe(2);
  expect(json(ended)).toEqual({
    error: {
      type: "input",
      message: `fivetran-agent ${name} needs a command: ${commands}.`,
      next: `See fivetran-agent ${name} --help.`,
    },
  });
});

test("expectations init writes the file that the settings file names and that does not exist yet", async () => {
  const file = join(folder, "first.yaml");
  const settingsFile = join(folder, "settings.env");
  await writeFile(settingsFile, `FIVETRAN_EXPECTATIONS=${file}\n`);
  const ended = await run(["--settings", settingsFile, "expectations", "init"]);
  expect(ended).toMatchObject({ code: 0 });
  expect(await readFile(file, "utf8")).toContain("rules:");
  const checked = await run(["--settings", settingsFile, "expectations", "check"]);
  expect(checked).toMatchObject({ code: 0 });
  expect(checked.stdout).toContain("first.yaml");
});

describe("exit codes", () => {
  test("1: nothing listens, and it says where to look", async () => {
    const dead = await run(["list_connectors"], { FIVETRAN_API_URL: "http://127.0.0.1:1" });
    expect(dead).toMatchObject({ code: 1, stdout: "" });
    expect(dead.stderr).toMatch(/127\.0\.0\.1:1.*refused the connection\.\n.*FIVETRAN_API_URL/);
  });

  test("3: beyond reach, or waiting for a confirmation", async () => {
    const [refused, plan] = await Promise.all([
      run(["trigger_sync", "salesforce_prod", "--read-only"]),
      run(DISABLE("audit_log")),
    ]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("--read-only (FIVETRAN_READ_ONLY)");
    expect(plan.code).toBe(3);
    expect(plan.stdout).toMatch(/^Plan: Disable 1 table[\s\S]*--confirmation-token fvc1_/);
  });

  test("0: a dry run shows the plan, without a token", async () => {
    const plan = await run([...DISABLE("audit_log"), "--dry-run"]);
    expect(plan.code).toBe(0);
    expect(plan.stdout).toMatch(/^Plan: Disable 1 table[\s\S]*Dry run: nothing was changed/);
    expect(plan.stdout).not.toContain("fvc1_");
  });

  test("4: the key is refused, or there is none", async () => {
    const [refused, none] = await Promise.all([
      run(["list_connectors"], { FIVETRAN_API_SECRET: "wrong-secret-value" }),
      runHere(["list_connectors"], { FIVETRAN_STATE_DIR: folder }),
    ]);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toMatch(
      /refused the API key[\s\S]*FIVETRAN_API_KEY and FIVETRAN_API_SECRET/,
    );
    expect(refused.stderr).not.toContain("wrong-secret-value");
    expect(none.code).toBe(4);
    expect(none.stderr).toMatch(/no Fivetran credentials[\s\S]*--sandbox/);
  });

  test("5: the outcome is unknown, with the operation to ask after", async () => {
    sandbox.fault({ operation: "sync_connection", reset: true, when: "before" });
    sandbox.fault({ operation: "connection_details", status: 500, calls: { from: 2 } });
    const lost = await run(["trigger_sync", idOf(sandbox, "jira_engineering"), "--json"]);
    expect(lost.code).toBe(5);
    expect(json(lost)).toMatchObject({
      status: "unknown",
      operation_id: expect.stringMatching(/^op_/),
      error: { type: "outcome_unknown" },
    });
  });

  test("6: Fivetran wants to be left alone for longer than a call may wait", async () => {
    sandbox.fault({
      operation: "list_connections",
      status: 429,
      headers: { "retry-after": "3600" },
    });
    const limited = await run(["list_connectors"]);
    expect(limited.code).toBe(6);
    expect(limited.stderr).toMatch(/3[,.]?600 s|60 min|1 h/);
  });
});

test.each<[number, string[]]>([
  [0, ["get_schema", "postgres_orders", "--json"]],
  [2, ["gett_status"]],
  [3, ["trigger_sync", "salesforce_prod", "--read-only"]],
])("a process of its own ends with the code %i, and prints the same: %j", async (code, words) => {
  const ended = await start(words);
  expect(ended).toEqual(await run(words));
  expect(ended.code).toBe(code);
});

test("a plan printed by one process is confirmed by the next, once", async () => {
  const plan = await start(DISABLE("refunds"));
  expect(plan.code).toBe(3);
  const token = /fvc1_[\w-]{43}/.exec(plan.stdout)?.[0] ?? "";
  const before = sandbox.effects().length;
  const confirmed = [...DISABLE("refunds"), `--confirmation-token=${token}`];
  const done = await start(confirmed);
  expect(done).toMatchObject({ code: 0, stderr: "" });
  const again = await run([...confirmed, "--json"]);
  expect(again.code).toBe(0);
  expect(json(again).status).toBe("done");
  expect(sandbox.effects()).toHaveLength(before + 1);
});

test("settings come from a file too; a flag does not widen its scope", async () => {
  const file = join(folder, "settings.env");
  const { FIVETRAN_API_KEY, FIVETRAN_API_SECRET, ...rest } = settings();
  await writeFile(
    file,
    `FIVETRAN_API_KEY=${FIVETRAN_API_KEY}\nFIVETRAN_API_SECRET=${FIVETRAN_API_SECRET}\nFIVETRAN_SCOPE=read\n`,
  );
  const words = ["--settings", file, "trigger_sync", "klaviyo_email"];
  const [below, above] = await Promise.all([
    runHere(words, rest),
    runHere([...words, "--scope", "read/write"], rest),
  ]);
  expect(below.code).toBe(3);
  expect(above.code).toBe(2);
  expect(above.stderr).toContain("FIVETRAN_SCOPE");
});

test("doctor says line by line what holds, and what to do where it does not", async () => {
  const limited = {
    FIVETRAN_READ_ONLY: "true",
    FIVETRAN_CONNECTORS: "github_*,!*_prod",
    DISALLOWED_ACTIONS: "connections:delete,groups:write:create_group",
    FIVETRAN_APPROVAL: "person",
    FIVETRAN_HOURLY_LIMIT: "3",
  };
  const [well, ill, narrow] = await Promise.all([
    start(["doctor"]),
    run(["doctor"], { FIVETRAN_API_SECRET: "wrong-secret-value" }),
    run(["doctor"], limited),
  ]);
  expect(well.stdout.split("\n").slice(1, 12)).toEqual([
    "ok   scope read/write: changes are allowed, deletes are refused",
    "ok   groups: all",
    "ok   connectors: all",
    "ok   disallowed actions: none",
    "ok   approval token: a change that needs confirmation returns a plan first, and is sent when the call is repeated with the token",
    "ok   hourly limit: 10 deletes, re-syncs and new secrets",
    "ok   expectations: none; the schedule of each connector sets the maximum age of its data",
    expect.stringMatching(
      /^ok {3}catalog: \d+ operations, from Fivetran's API definition of \d{4}-\d\d-\d\d with additions of \d{4}-\d\d-\d\d \(\d+ days old\)$/,
    ),
    `ok   state folder ${folder}`,
    "ok   direct connection, no proxy",
    expect.stringMatching(/^ok {3}account "Sandbox Demo" \(\w+\) at http:\/\/127/),
  ]);
  expect(narrow.stdout.split("\n").slice(1, 7)).toEqual([
    "ok   scope read (read-only): no request that changes anything is sent",
    "ok   groups: all",
    "ok   connectors: github_*, !*_prod",
    "ok   disallowed actions: connections:delete, groups:write:create_group",
    "ok   approval person: a person sees every change and must accept it before it is sent",
    "ok   hourly limit: 3 deletes, re-syncs and new secrets",
  ]);
  expect(ill.code).toBe(4);
  expect(ill.stdout).toMatch(
    /^FAIL Fivetran refused the API key.*\n {5}Check the API key.*FIVETRAN_API_KEY/m,
  );
});

test("a reader that went away stops nothing, and no stack is shown", async () => {
  const child = spawn(process.execPath, [PROGRAM, "trigger_sync", "github_repos"], {
    env: environment(settings()),
  });
  child.stdin.end();
  child.stdout.destroy();
  expect(await ended(child)).toMatchObject({ code: 0, stderr: "" });
  expect(sandbox.effects().at(-1)).toMatchObject({ operation: "sync_connection" });
});

test.each([
  ["list_connectors", "--limit", "200"],
  ["check_stale", "--json"],
  ["--help"],
  ["log-query", "failed_syncs", "--dialect", "snowflake"],
])("a reader that went away ends it without a word: %s", async (...words) => {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: environment(settings()),
  });
  child.stdin.end();
  child.stdout.destroy();
  expect(await ended(child)).toMatchObject({ code: 0, stderr: "" });
});

test("the first Ctrl-C ends a wait at once, and says that the sync continues", async () => {
  const id = idOf(sandbox, "zendesk_support");
  const child = spawn(
    process.execPath,
    [PROGRAM, "trigger_sync", "zendesk_support", "--wait-seconds", "50"],
    { env: environment(settings()) },
  );
  child.stdin.end();
  const end = ended(child);
  await vi.waitFor(
    () => {
      const sent = sandbox.requests();
      const trigger = sent.findLastIndex(({ path }) => path === `/v1/connections/${id}/sync`);
      expect(sent.slice(trigger).filter(({ method }) => method === "GET")).not.toEqual([]);
      expect(trigger).toBeGreaterThan(-1);
    },
    { timeout: 20_000 },
  );
  child.kill("SIGINT");
  const { code, stdout } = await end;
  expect(code).toBe(130);
  expect(stdout).toContain("the syncs continue");
  // The handle continues the wait.
  expect(stdout).toMatch(/fivetran-agent wait_for_sync \S+~/);
});

test("SIGTERM, as timeout sends it, ends a command only after the outcome of a sent change is known", async () => {
  sandbox.fault({ operation: "modify_connection", when: "after", delayMs: 2000 });
  const path = `/v1/connections/${idOf(sandbox, "xero_ledger")}`;
  const child = spawn(process.execPath, [PROGRAM, "pause_connectors", "xero_ledger"], {
    env: environment(settings()),
  });
  child.stdin.end();
  const end = ended(child);
  const sent = () => sandbox.requests().some((one) => one.method === "PATCH" && one.path === path);
  await expect.poll(sent, { timeout: 20_000 }).toBe(true);
  child.kill("SIGTERM");
  const { stdout } = await end;
  expect(stdout).toMatch(/^Paused xero_ledger /);
  sandbox.clearFaults();
});

test("a further Ctrl-C ends a command with a change in flight", async () => {
  sandbox.fault({ operation: "sync_connection", when: "after", delayMs: 60_000 });
  const path = `/v1/connections/${idOf(sandbox, "google_analytics_web")}/sync`;
  const child = spawn(process.execPath, [PROGRAM, "trigger_sync", "google_analytics_web"], {
    env: environment(settings()),
  });
  child.stdin.end();
  const end = once(child, "exit");
  const sent = () => sandbox.requests().some((request) => request.path === path);
  await expect.poll(sent, { timeout: 20_000 }).toBe(true);
  child.kill("SIGINT");
  let shown = "";
  child.stderr.on("data", (text) => {
    shown += String(text);
  });
  await expect.poll(() => shown, { timeout: 20_000 }).toContain("interrupt again");
  // If several signals come before the first is received, the system keeps only one of them.
  const again = setInterval(() => child.kill("SIGINT"), 100);
  expect(await end).toEqual([null, "SIGINT"]);
  clearInterval(again);
  sandbox.clearFaults();
});

test.each([
  ["sandbox", "--world"],
  ["log-query", "--dialect"],
  ["mcp", "Serve MCP on stdio"],
  ["doctor", "Check credentials"],
])("%s --help prints a page of its own", async (command, part) => {
  const { code, stdout } = await run([command, "--help"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage: fivetran-agent ${command} \\[options\\]`));
  expect(stdout).toContain(part);
  expect(stdout).not.toContain("Exit codes:");
});
