import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { readAccounts } from "../../src/accounts-file.js";
import { runCommandLine } from "../../src/cli/program.js";
import { OPTIONS } from "../../src/config.js";
import { parseExpectations } from "../../src/features/expectations/index.js";
import { listing } from "../../src/toolkit/listing.js";
import { tools } from "../../tools/index.js";
import { kept, runHere } from "../command-line.js";
import { harness, temporaryFolder } from "../harness.js";
import { ended, environment, PROGRAM, requireBuild, settingsFor } from "../process.js";
import { commandLine, PAGES, shellCommands } from "../recipes.js";

// Everything that a page shows as code is run, compiled or read by a test. The exceptions are
// listed here.

/**
 * Programs that are not installed here. If they start our program, after `--`, that part is run.
 */
const OTHERS: Record<string, string> = {
  claude: "packaging.test.ts checks the plugin and marketplace files",
  codex: "the same files",
  copilot: "the same files",
  gemini: "packaging.test.ts checks gemini-extension.json",
  openclaw: "skill.test.ts checks the frontmatter that it reads",
  docker: "needs a daemon",
};
/** Blocks that contain no code. */
const TEXT: Record<string, string> = {
  "docs/architecture.md": "two walks drawn with lines",
  "docs/command-line.md": "the form of a command",
};
/** Languages whose blocks are tested in another file. */
const ELSEWHERE: Record<string, (page: string) => boolean> = {
  // test/docs/library.test.ts, test/sandbox/documentation.test.ts
  ts: (page) => ["docs/library.md", "docs/sandbox.md", "docs/architecture.md"].includes(page),
  python: (page) => page === "docs/sandbox.md",
  // test/skill.test.ts; the skill at the top level is generated from it
  sh: (page) => page.startsWith("skills/") || page === "SKILL.md",
  http: (page) => page.startsWith("skills/"),
  // test/docs/fleet.test.ts, test/docs/getting-started.test.ts
  console: (page) => ["docs/fleet.md", "docs/getting-started.md"].includes(page),
  js: (page) => page === "docs/getting-started.md",
};

interface Block {
  language: string;
  text: string;
}
const read = (page: string) => readFileSync(page, "utf8");
const blocksOf = (page: string, language?: string): Block[] =>
  [...read(page).matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)]
    .map(([, , name = "", text = ""]) => ({ language: name, text }))
    .filter((block) => language === undefined || block.language === language);

test("every block of every page is tried by a test", () => {
  const untried = PAGES.flatMap((page) =>
    blocksOf(page)
      .filter(({ language }) => {
        if (language === "") return TEXT[page] === undefined;
        if (["sh", "json", "yaml"].includes(language)) return false;
        return ELSEWHERE[language]?.(page) !== true;
      })
      .map(({ language }) => `${page}: ${language}`),
  );
  expect(untried).toEqual([]);
  for (const page of PAGES) {
    expect(read(page).match(/^\s*```/gm)?.length ?? 0, page).toBe(2 * blocksOf(page).length);
  }
});

const { version, scripts } = JSON.parse(read("package.json"));

/** Returns the words after this program's name. Undefined for another program. */
function ours(words: readonly string[]): readonly string[] | undefined {
  const [program, ...rest] = words;
  if (program === "fivetran-agent") return rest;
  if (program === "node" && rest[0] === "dist/bin/main.js") return rest.slice(1);
  if (program !== "npx" || rest[0] !== "-y") return undefined;
  expect(["fivetran-agent", `fivetran-agent@${version}`]).toContain(rest[1]);
  return rest.slice(2);
}

/** Starts the built program like a host does, and lists its tools. */
async function listsTools(words: readonly string[], env: Record<string, string>): Promise<void> {
  const client = new Client({ name: "a host", version: "1" });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, ...words],
    env: environment(env),
    stderr: "ignore",
  });
  await client.connect(transport);
  const listed = await client.listTools();
  const called = await client.callTool({ name: "list_destinations", arguments: {} });
  await client.close();
  expect(listed.tools.length).toBeGreaterThan(20);
  expect(called.isError, JSON.stringify(called.content)).not.toBe(true);
}

const OK = 0;
const ASKS = 3;
const STILL_RUNNING = 7;
const FAIL_ON_MATCHED = 8;
const A_PAGE_MS = 180_000;

/** Matches the address that a serving command prints. */
const SERVING = /http:\/\/127\.0\.0\.1:\d+(\/\w+)?/;

/** Matches files that an operator mounts, by the paths on the pages. */
const MOUNTED = /\/run\/secrets\/\w+/;
const SECRET_FILES: Record<string, string> = {
  "/run/secrets/webhook": "a-secret-of-webhooks",
  "/run/secrets/slack": "https://hooks.example.com/services/T0/B0/x",
};

/** Follows a page from start to end, like a person would. */
async function follow(page: string): Promise<void> {
  const on = await harness();
  const folder = await temporaryFolder();
  const run = commandLine(on);
  const settings = { ...settingsFor(on.sandbox, on.url, on.stateDir) };
  const children: ChildProcess[] = [];
  onTestFinished(() => {
    for (const child of children) child.kill("SIGINT");
  });
  let [serving, key] = ["", ""];

  /** Returns a file of this machine that replaces a mounted secret. */
  function copied(path: string): string {
    const file = join(folder, basename(path));
    writeFileSync(file, SECRET_FILES[path] ?? "", { mode: 0o600 });
    return file;
  }

  /** Runs the program to its end in the folder of the page. */
  async function runInFolder(words: readonly string[], env: Record<string, string>) {
    const before = process.cwd();
    process.chdir(folder);
    try {
      return await runHere(words, env);
    } finally {
      process.chdir(before);
    }
  }

  /** Starts the built program, and waits until it ends or serves. */
  async function started(words: readonly string[], env: Record<string, string>) {
    const child = spawn(process.execPath, [PROGRAM, ...words], {
      cwd: folder,
      env: environment({ ...env, FIVETRAN_HTTP_LISTEN: "127.0.0.1:0" }),
    });
    child.stdin.end();
    children.push(child);
    const said = new Promise<string>((resolve) => {
      let text = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (part: string) => {
          text += part;
          const found = SERVING.exec(text)?.[0];
          if (found !== undefined && words[0] !== "inspect") resolve(found);
        });
      }
    });
    const end = await Promise.race([ended(child), said]);
    if (typeof end !== "string") return end;
    serving = end;
    return { code: OK, stdout: "", stderr: "" };
  }

  for (const { words, env } of shellCommands(read(page), folder)) {
    const [program = "", ...rest] = words;
    const shown = words.join(" ");
    if (program === "curl") {
      const url = rest.find((word) => word.startsWith("http"));
      expect(url, shown).toMatch(/^http:\/\/127\.0\.0\.1:8080\/mcp$/);
      const headers = rest.flatMap((word, at) => (rest[at - 1] === "-H" ? [word.split(": ")] : []));
      const response = await fetch(serving, {
        method: "POST",
        headers: Object.fromEntries(
          headers.map(([name, value = ""]) => [name, value.replace("fvk1_…", key)]),
        ),
        body: rest[rest.indexOf("-d") + 1] ?? "",
      });
      expect([response.status, await response.text()], shown).toEqual([
        200,
        expect.stringContaining("check_stale"),
      ]);
      continue;
    }
    if (program === "npm") {
      const [command = "", name] = rest;
      if (command === "install")
        expect(rest).toEqual(["install", "-g", `fivetran-agent@${version}`]);
      else if (command === "run" || command === "test")
        expect(scripts).toHaveProperty([name ?? command]);
      else expect(["ci", "link"], shown).toContain(command);
      continue;
    }
    const filled = {
      ...settings,
      ...Object.fromEntries(
        Object.entries(env).map(([name, value]) => [
          name,
          value === "…" ? (settings[name] ?? "") : value.replace(MOUNTED, (path) => copied(path)),
        ]),
      ),
    };
    if (OTHERS[program] !== undefined) {
      const at = words.indexOf("--");
      if (at > 0) await listsTools(ours(words.slice(at + 1)) ?? ["not ours"], filled);
      for (const path of words.filter((word) => word.startsWith("packaging/"))) {
        expect(existsSync(path), shown).toBe(true);
      }
      continue;
    }
    const mine = ours(words);
    if (mine === undefined) throw new Error(`${page} shows a program that no test knows: ${shown}`);
    const inProcess =
      program !== "npx" && Object.keys(env).length === 0 && IN_PROCESS.has(mine[0] ?? "");
    const { code, stdout, stderr } = STARTED.has(mine[0] ?? "")
      ? await started(
          mine.map((word) => (word === "4010" ? "0" : word)),
          filled,
        )
      : inProcess && !mine.some((word) => /^--(output|web|export|from)$/.test(word))
        ? await run(mine)
        : await runInFolder(mine, filled);
    key = /fvk1_\S+/.exec(stdout)?.[0] ?? key;
    const report = `${shown}\n${stdout}${stderr}`;
    const allowed = mine.includes("--fail-on") ? [FAIL_ON_MATCHED] : [OK, ASKS, STILL_RUNNING];
    expect(allowed, report).toContain(code);
    if (code === ASKS) expect(stdout).toContain("--confirmation-token");
  }
}

/** Commands that serve, or that start the program again. */
const STARTED = new Set(["serve", "sandbox", "watch", "inspect"]);

/** Commands that are fast in this process, on an account whose clock moves while they wait. */
const IN_PROCESS = new Set([...tools.map(({ name }) => name), "doctor"]);

test.each(PAGES.filter((page) => blocksOf(page, "sh").length > 0 && !ELSEWHERE["sh"]?.(page)))(
  "every command of %s runs",
  async (page) => {
    requireBuild();
    await follow(page);
  },
  A_PAGE_MS,
);

/**
 * Returns the commands inside of sentences and tables. `…` and `<…>` mark what a reader fills in.
 */
const inlineCommands = (page: string) =>
  [...read(page).matchAll(/`((?:npx -y )?fivetran-agent(?:@[\d.]+)? [^`]+)`/g)]
    .map(([, command = ""]) => command.replace(/^eval "\$\((.*)\)"$/, "$1").replace(/ > .*$/, ""))
    .filter((command) => !/[<…]/.test(command));

test.each(PAGES.filter((page) => inlineCommands(page).length > 0))(
  "every command in the sentences of %s is understood",
  async (page) => {
    const done = async () => OK;
    const nothing = async () => {};
    for (const command of inlineCommands(page)) {
      const words = command.replace(/^.*?fivetran-agent(@[\d.]+)? (-p \S+ fivetran-agent )?/, "");
      const said = kept();
      const code = await runCommandLine(words.split(" "), {
        version: "0.0.0",
        tools: tools.map(listing),
        settings: OPTIONS,
        isTerminal: true,
        stdout: kept().stream,
        stderr: said.stream,
        commands: {
          mcp: nothing,
          mcpRefusing: async () => {},
          serve: nothing,
          watch: done,
          keys: done,
          doctor: done,
          inspect: done,
          sandbox: done,
          expectations: { init: done, check: done },
          diff: done,
          inventory: done,
          logQuery: done,
          tool: done,
        },
      });
      // A command without its required values is only a reference to it.
      const named = said.text().includes("required");
      expect(code ?? OK, command).toBe(named ? 2 : OK);
    }
  },
);

test("the code that docs/architecture.md shows is code of the program", () => {
  const [shown] = blocksOf("docs/architecture.md", "ts");
  expect(read("src/client/operations/rows/webhooks.ts")).toContain(shown?.text.trim());
});

test.each(PAGES)("every script that %s names exists", (page) => {
  const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
  for (const name of named) expect(scripts).toHaveProperty([name]);
});

const Server = z.looseObject({
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()).default({}),
});

/** Returns the servers in a host's file, at any depth. */
function serversIn(value: unknown): z.output<typeof Server>[] {
  const server = Server.safeParse(value);
  if (server.success) return [server.data];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(serversIn) : [];
}

/** Files that do not belong to a host, with the check for each. */
const JSON_FILES: Record<string, (text: string) => Promise<void>> = {
  "docs/serve.md": async (text) => {
    const folder = await temporaryFolder();
    const [file, secret] = [join(folder, "accounts.json"), join(folder, "prod")];
    writeFileSync(secret, "s3cret", { mode: 0o600 });
    writeFileSync(file, text.replace("/run/secrets/prod", secret));
    const problems: string[] = [];
    const set = new Map([
      ["PROD_KEY", "k"],
      ["STAGING_KEY", "k"],
      ["STAGING_SECRET", "s"],
    ]);
    const accounts = readAccounts(file, (name) => set.get(name), problems);
    expect(problems).toEqual([]);
    const fits = (caller: object) =>
      accounts?.principals.find((principal) => principal.fits(caller))?.account;
    expect(fits({ key: "finance-bot" })).toBe("production");
    expect(fits({ subject: "bob@example.com" })).toBe("staging");
  },
};

describe.each(PAGES.filter((page) => blocksOf(page, "json").length > 0))("%s", (page) => {
  test.each(blocksOf(page, "json"))(
    "every file that it shows is read",
    async ({ text }) => {
      const other = JSON_FILES[page];
      if (other !== undefined) return other(text);
      requireBuild();
      const parsed = JSON.parse(text);
      const servers = serversIn(parsed);
      expect(servers).toHaveLength(1);
      const on = await harness();
      const values: Record<string, string> = {
        ...settingsFor(on.sandbox, on.url, on.stateDir),
        FIVETRAN_SCOPE: "read/write/delete",
      };
      for (const { command, args, env } of servers) {
        // The id of an input is the id by which the host fills it in.
        const asked = z
          .array(z.looseObject({ id: z.string() }))
          .catch([])
          .parse(parsed.inputs);
        const filledIn = [...JSON.stringify(env).matchAll(/\$\{input:(\w+)\}/g)].map(
          ([, id]) => id,
        );
        expect(filledIn).toEqual(asked.map(({ id }) => id));
        for (const name of Object.keys(env)) {
          expect(OPTIONS.map((option) => option.env)).toContain(name);
        }
        const filled = Object.fromEntries(
          Object.keys(env).map((name) => [name, values[name] ?? ""]),
        );
        const words = ours([command, ...args]);
        expect(words).toEqual([]);
        await listsTools(words ?? [], {
          ...filled,
          FIVETRAN_API_URL: on.url,
          FIVETRAN_STATE_DIR: on.stateDir,
        });
      }
    },
    A_PAGE_MS,
  );
});

test.each(PAGES)("every piece of JSON in the sentences and tables of %s is valid", (page) => {
  const pieces = [...read(page).matchAll(/`(\{"\w+":[^`]*\})`/g)].map(([, piece = ""]) => piece);
  for (const piece of pieces) expect(() => JSON.parse(piece), piece).not.toThrow();
});

test("the files of expectations that pages show, and the step of a workflow, are ones that work", async () => {
  const [expectations = "", workflow = ""] = blocksOf("docs/expectations.md", "yaml").map(
    ({ text }) => text,
  );
  expect(parseExpectations(expectations).problems).toEqual([]);
  const Step = z.strictObject({ run: z.string(), env: z.record(z.string(), z.string()) });
  const [step] = z.array(Step).length(1).parse(parse(workflow));
  for (const name of Object.keys(step?.env ?? {})) {
    expect(OPTIONS.map((option) => option.env)).toContain(name);
  }
  const { code } = await commandLine(await harness())([
    ...(ours(step?.run.split(" ") ?? []) ?? []),
  ]);
  expect(code).toBe(FAIL_ON_MATCHED);
  for (const page of PAGES.filter((each) => each !== "docs/expectations.md")) {
    for (const { text } of blocksOf(page, "yaml")) {
      expect(parseExpectations(text).problems, page).toEqual([]);
    }
  }
});
