import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { runHere } from "../command-line.js";
import { temporaryFolder } from "../harness.js";
import { ended, environment, PROGRAM, program, requireBuild } from "../process.js";

beforeAll(requireBuild);

const A_MINUTE = 60_000;
const sandbox = async (words: string[], env = {}, run = runHere) =>
  run([...words, "--sandbox"], { FIVETRAN_STATE_DIR: await temporaryFolder(), ...env });

describe("inspect", () => {
  // `inspect` starts the program again, like a host does.
  const inspect = (...words: string[]) => sandbox(["inspect", ...words], {}, program);

  test(
    "shows an overview, and the response to one request",
    async () => {
      const [overview, called, unknown, wrong] = await Promise.all([
        inspect(),
        inspect("tools/call", '{"name":"get_status","arguments":{"connectors":["github_repos"]}}'),
        inspect("tools/none"),
        inspect("tools/list", "[not json"),
      ]);
      expect(overview).toMatchObject({ code: 0 });
      expect(overview.stdout).toMatch(
        /^initialize: .*SANDBOX[\s\S]*tools\/list: 2\d[\s\S]*check_stale[\s\S]*skill:\/\//,
      );
      expect(called.code).toBe(0);
      expect(JSON.parse(called.stdout).content[0].text).toContain("github_repos");
      expect(unknown.code).toBe(1);
      expect(JSON.parse(unknown.stdout)).toMatchObject({ code: -32601 });
      expect(wrong).toMatchObject({ code: 2, stdout: "" });
    },
    2 * A_MINUTE,
  );
});

describe("how a result is printed", () => {
  test(
    "--output table and csv, also where stdout is not a terminal; text without it",
    async () => {
      const [text, table, csv] = await Promise.all([
        sandbox(["check_stale"]),
        sandbox(["check_stale", "--output", "table"]),
        sandbox(["list_connectors", "--output", "csv", "--limit", "2"]),
      ]);
      expect(text.stdout).not.toContain("NEXT STEP");
      expect(table.stdout).toMatch(
        /^42 connectors checked.*\n\nVERDICT +CONNECTOR +GROUP +LAST SUCCESS +CAUSE +NEXT STEP\n/,
      );
      expect(table.stdout).not.toContain("\u001b");
      expect(csv.stdout.split("\r\n")[0]).toBe("verdict,connector,group,service,last_success");
    },
    A_MINUTE,
  );

  // Linux's /dev/full refuses every byte, like a full disk.
  test.skipIf(!existsSync("/dev/full"))(
    "a result that a full disk cuts short fails the command; a reader that leaves does not",
    async () => {
      const env = environment({ FIVETRAN_STATE_DIR: await temporaryFolder() });
      const line = '"$0" "$1" list_connectors --sandbox';
      const to = async (target: string) => {
        const words = ["--norc", "-c", `${line} ${target}; echo "\${PIPESTATUS[0]}" >&2`];
        const child = spawn("bash", [...words, process.execPath, PROGRAM], { env });
        child.stdin.end();
        return (await ended(child)).stderr;
      };
      const [full, left] = await Promise.all([to("> /dev/full"), to("| true")]);
      expect(full).toMatch(/\nThe result could not be written completely \(ENOSPC\)\.\n1\n$/);
      expect(left).toMatch(/^SANDBOX: .*\n0\n$/);
    },
    A_MINUTE,
  );

  test(
    "--quiet leaves out notices; a form that a tool does not have is refused",
    async () => {
      const [loud, quiet, refused] = await Promise.all([
        sandbox(["list_destinations"]),
        sandbox(["list_destinations", "--quiet"]),
        sandbox(["get_schema", "github_repos", "--output", "csv"]),
      ]);
      expect(loud.stderr).toContain("SANDBOX");
      expect(quiet).toMatchObject({ code: 0, stderr: "", stdout: loud.stdout });
      expect(refused.code).toBe(2);
    },
    A_MINUTE,
  );

  test(
    "--no-color is taken, before and after the command",
    async () => {
      const forms = await Promise.all([
        sandbox(["--no-color", "list_destinations"]),
        sandbox(["list_destinations", "--no-color"]),
      ]);
      for (const form of forms) expect(form.code, form.stderr).toBe(0);
    },
    A_MINUTE,
  );

  test(
    "colors can be asked for where stdout is not a terminal; NO_COLOR and --no-color win",
    async () => {
      const words = ["list_destinations", "--output", "table"];
      const forms = await Promise.all([
        sandbox(words, { FORCE_COLOR: "1" }),
        sandbox(words, { FORCE_COLOR: "0" }),
        sandbox(words, { FORCE_COLOR: "1", NO_COLOR: "1" }),
        sandbox([...words, "--no-color"], { FORCE_COLOR: "1" }),
      ]);
      expect(forms.map(({ stdout }) => stdout.includes("\u001b["))).toEqual([
        true,
        false,
        false,
        false,
      ]);
    },
    A_MINUTE,
  );

  test(
    "--web prints the page of the dashboard: of the connector, or of all",
    async () => {
      const [one, all, unknown] = await Promise.all([
        sandbox(["get_status", "stripe_payments", "--web"]),
        sandbox(["check_stale", "--web"]),
        sandbox(["get_status", "stripe_paymnts", "--web"]),
      ]);
      expect(one.stdout).toMatch(
        /^https:\/\/fivetran\.com\/dashboard\/connections\/\w+\/status\n$/,
      );
      expect(all.stdout).toBe("https://fivetran.com/dashboard/connections\n");
      expect(unknown).toMatchObject({ code: 2, stdout: "" });
      expect(unknown.stderr).toContain("stripe_payments");
    },
    A_MINUTE,
  );
});

const helpOf = (words: readonly string[]) => runHere([...words, "--help"], {});

test(
  "every command, and each of its own commands, has a help with an example",
  async () => {
    const listed = (page: string) =>
      [...page.matchAll(/^ {2}([a-z]+(?:[_-][a-z]+)*)(?: [[<].*)? {2,}\S/gm)]
        .map(([, name = ""]) => name)
        .filter((name) => name !== "help");
    const commands = listed((await helpOf([])).stdout);
    expect(commands.length).toBeGreaterThan(25);
    const without: string[] = [];
    const nested: string[] = [];
    for (const command of commands) {
      const { stdout } = await helpOf([command]);
      if (!/Examples?:/.test(stdout)) without.push(command);
      const [, own = ""] = stdout.split("\nCommands:\n");
      for (const name of listed(own)) {
        nested.push(name);
        if (!/Example:/.test((await helpOf([command, name])).stdout)) without.push(name);
      }
    }
    expect(without).toEqual([]);
    expect(nested).toEqual(["create", "list", "revoke", "init", "check"]);
  },
  3 * A_MINUTE,
);

describe("a page of help", () => {
  /** Runs a command on a terminal of this width. */
  const onTerminal = (columns: number, words: string) =>
    execFileSync(
      "script",
      ["-qec", `stty cols ${columns}; "${process.execPath}" "${PROGRAM}" ${words}`, "/dev/null"],
      { encoding: "utf8", env: environment({}), stdio: ["ignore", "pipe", "pipe"] },
    ).split("\r\n");
  const longest = (lines: readonly string[]) => Math.max(...lines.map((line) => line.length));

  test(
    "fits the terminal: descriptions move below their terms where it is narrow",
    () => {
      const narrow = onTerminal(40, "check_stale --help");
      const prose = narrow.slice(0, narrow.indexOf("Example:"));
      expect(longest(prose.slice(1))).toBeLessThanOrEqual(40);
      const at = narrow.indexOf("  --max-age-hours <number>");
      expect(narrow[at + 1]).toBe("      also report connectors whose data");
      expect(longest(onTerminal(80, "--help"))).toBeLessThanOrEqual(80);
      expect(longest(onTerminal(300, "--help"))).toBeLessThanOrEqual(110);
    },
    A_MINUTE,
  );

  test(
    "says what an option takes, in one way",
    async () => {
      const [tool, command] = await Promise.all([helpOf(["check_stale"]), helpOf(["log-query"])]);
      const text = (page: string) => page.replaceAll(/\s+/g, " ");
      expect(text(tool.stdout)).toContain("one of problem, needs_setup, broken,");
      expect(text(tool.stdout)).toContain("one of table, csv, junit");
      expect(text(command.stdout)).toContain("name of the query; one of recent-syncs,");
      expect(tool.stdout + command.stdout).not.toContain("choices");
    },
    A_MINUTE,
  );

  test(
    "lists all fields of an object, or says that it lists the common ones",
    async () => {
      const modify = await helpOf(["modify_schema"]);
      expect(modify.stdout).toContain("\nFields of each item of --changes:\n");
      const create = await helpOf(["create_connector"]);
      expect(create.stdout).toContain("\nCommon fields of --config:\n");
    },
    A_MINUTE,
  );
});
