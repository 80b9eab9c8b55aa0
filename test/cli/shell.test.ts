import { execFileSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../harness.js";
import { environment, program, requireBuild } from "../process.js";

beforeAll(requireBuild);

const A_MINUTE = 60_000;
const sandbox = async (words: string[], env = {}) =>
  program([...words, "--sandbox"], { FIVETRAN_STATE_DIR: await temporaryFolder(), ...env });

describe("completion", () => {
  /** What bash offers for the last of these words. */
  function offered(script: string, words: readonly string[]): string[] {
    const call = `
COMP_WORDS=(fivetran-agent ${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length}
_fivetran_agent
printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["-c", `${script}\n${call}`], { encoding: "utf8" })
      .trim()
      .split("\n");
  }

  test(
    "bash completes commands, options, values and the words after a global option",
    async () => {
      const { code, stdout } = await program(["completion", "bash"], {});
      expect(code).toBe(0);
      expect(offered(stdout, ["check"])).toEqual(["check_stale"]);
      expect(offered(stdout, ["check_stale", "--max"])).toEqual(["--max-age-hours"]);
      expect(offered(stdout, ["check-stale", "--fail"])).toEqual(["--fail-on"]);
      expect(offered(stdout, ["update_connector", "--schedule-type", ""])).toEqual([
        "auto",
        "manual",
      ]);
      expect(offered(stdout, ["--scope", "read", "get_st"])).toEqual(["get_status"]);
      expect(offered(stdout, ["completion", ""])).toEqual(
        expect.arrayContaining(["bash", "zsh", "fish"]),
      );
    },
    A_MINUTE,
  );

  test(
    "zsh and fish get a script that names every command",
    async () => {
      const [zsh, fish, help] = await Promise.all([
        program(["completion", "zsh"], {}),
        program(["completion", "fish"], {}),
        program(["--help"], {}),
      ]);
      const commands = [...help.stdout.matchAll(/^ {2}([a-z]+[_-][a-z_]+) /gm)].map(
        ([, name]) => name,
      );
      expect(commands.length).toBeGreaterThan(20);
      for (const command of commands) {
        expect(zsh.stdout, command).toContain(`'${command}:`);
        expect(fish.stdout, command).toMatch(new RegExp(`-a ${command} `));
      }
      expect(zsh.stdout).toMatch(/^#compdef fivetran-agent\n/);
    },
    A_MINUTE,
  );

  test(
    "an unknown shell is refused with those that there are",
    async () => {
      const { code, stderr } = await program(["completion", "tcsh"], {});
      expect(code).toBe(2);
      expect(stderr).toContain("bash, zsh, fish");
    },
    A_MINUTE,
  );
});

describe("inspect", () => {
  test(
    "shows an overview, and the response to one request",
    async () => {
      const [overview, called, unknown, wrong] = await Promise.all([
        sandbox(["inspect"]),
        sandbox([
          "inspect",
          "tools/call",
          '{"name":"get_status","arguments":{"connectors":["github_repos"]}}',
        ]),
        sandbox(["inspect", "tools/none"]),
        sandbox(["inspect", "tools/list", "[not json"]),
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
        /^42 connectors checked.*\n\nSTATE +CONNECTOR +GROUP +LAST SUCCESS +CAUSE +NEXT STEP\n/,
      );
      expect(table.stdout).not.toContain("\u001b");
      expect(csv.stdout.split("\r\n")[0]).toBe("state,connector,group,service,last_success");
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

test(
  "every command and option has a help with an example",
  async () => {
    const { stdout } = await program(["--help"], environment({}));
    const commands = [...stdout.matchAll(/^ {2}([a-z]+(?:[_-][a-z]+)*)(?: [[<].*)? {2,}\S/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "help");
    expect(commands.length).toBeGreaterThan(25);
    const without: string[] = [];
    for (const command of commands) {
      const help = await program([command, "--help"], {});
      if (!/Examples?:/.test(help.stdout)) without.push(command);
    }
    expect(without).toEqual([]);
  },
  3 * A_MINUTE,
);
