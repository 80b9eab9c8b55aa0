import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requireBuild } from "./process.js";

const run = promisify(execFile);
const ROOT = process.cwd();
let folder = "";

// Unpacks the tarball that npm creates, in the place where npm would install it, beside the
// dependencies that it names.
beforeAll(async () => {
  requireBuild();
  folder = await mkdtemp(join(tmpdir(), "package-"));
  const packed = await run("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: ROOT,
  });
  const tarball = join(folder, packed.stdout.trim().split("\n").at(-1) ?? "");
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "fivetran-agent"), { recursive: true });
  await run("tar", [
    "-xzf",
    tarball,
    "--strip-components=1",
    "-C",
    join(modules, "fivetran-agent"),
  ]);
  const manifest = await readFile(join(modules, "fivetran-agent/package.json"), "utf8");
  for (const name of Object.keys(JSON.parse(manifest).dependencies)) {
    await cp(join(ROOT, "node_modules", name), join(modules, name), { recursive: true });
  }
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const PROGRAM = `
import { createFivetran, FivetranError, type Connection, signWebhook, verifyWebhook } from "fivetran-agent";
import { createSandbox } from "fivetran-agent/sandbox";

const sandbox = await createSandbox({ clock: "stopped" });
const { url, close } = await sandbox.listen();
const fivetran = createFivetran({ apiKey: sandbox.apiKey, apiSecret: sandbox.apiSecret, baseUrl: url });
const names: string[] = [];
for await (const connection of fivetran.connections.list()) names.push(connection.schema);
const [first]: Connection[] = await fivetran.connections.resolve(["salesforce_prod"]);
const paused = await fivetran.connections.pause(first?.id ?? "");
const missing = await fivetran.call("group_details", { params: { groupId: "nobody" } }).catch((error: unknown) => error);
await fivetran.close();
await close();
const signed = verifyWebhook("{}", signWebhook("{}", "s"), "s");
console.log(JSON.stringify([names.length > 10, paused.paused, missing instanceof FivetranError && missing.type, signed]));
`;

test("a program runs on the packed library", async () => {
  const plain = PROGRAM.replace("type Connection, ", "")
    .replace(": string[]", "")
    .replace(": Connection[]", "")
    .replace(": unknown", "");
  await writeFile(join(folder, "program.mjs"), plain);
  const { stdout, stderr } = await run(process.execPath, ["program.mjs"], { cwd: folder });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([true, true, "not_found", true]);
});

test("its types hold for a strict program, and refuse a wrong call", async () => {
  await symlink(join(ROOT, "node_modules/@types"), join(folder, "node_modules/@types"));
  await symlink(
    join(ROOT, "node_modules/undici-types"),
    join(folder, "node_modules/undici-types"),
  ).catch(() => {});
  const options = {
    target: "es2023",
    module: "nodenext",
    strict: true,
    noEmit: true,
    types: ["node"],
  };
  const files = ["program.ts", "wrong.ts"];
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, files }),
  );
  await writeFile(join(folder, "program.ts"), PROGRAM);
  await writeFile(
    join(folder, "wrong.ts"),
    `import { createFivetran } from "fivetran-agent";
const fivetran = createFivetran();
// @ts-expect-error a resync is confirmed
fivetran.connections.resync("c", {});
// @ts-expect-error no such parameter
fivetran.call("group_details", { params: { id: "g" } });
`,
  );
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const compiled = await run(process.execPath, [compiler, "-p", "."], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  expect(compiled.stdout).toBe("");
});

test("importing it starts nothing, and brings no MCP SDK", async () => {
  const script = `
    const before = process._getActiveHandles().length;
    await import("fivetran-agent");
    console.log(process._getActiveHandles().length - before);`;
  await writeFile(join(folder, "import.mjs"), script);
  const { stdout } = await run(process.execPath, ["import.mjs"], { cwd: folder });
  expect(stdout.trim()).toBe("0");
  expect(existsSync(join(folder, "node_modules/@modelcontextprotocol"))).toBe(false);
});

test("the tarball has the license text and the record of every bundled package", async () => {
  const dist = join(folder, "node_modules/fivetran-agent/dist");
  const sbom = JSON.parse(await readFile(join(dist, "sbom.cdx.json"), "utf8"));
  const { packages } = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8"));
  const named: { name: string; version: string; hashes: { content: string }[] }[] = sbom.components;
  expect(named.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["@modelcontextprotocol/server", "commander", "undici", "zod"]),
  );
  expect(sbom.metadata.component.name).toBe("fivetran-agent");
  const licenses = await readFile(join(dist, "THIRD-PARTY-LICENSES.txt"), "utf8");
  // The text of each package follows its heading.
  const parts = licenses.split(/^(\S+ \d+\.\d+\.\d+\S* \([\w.-]+\))$/m).slice(1);
  for (const { name, version, hashes } of named) {
    const locked = packages[`node_modules/${name}`];
    expect(locked.version).toBe(version);
    const hash = Buffer.from(hashes[0]?.content ?? "", "hex").toString("base64");
    expect(locked.integrity).toBe(`sha512-${hash}`);
    const heading = parts.findIndex((part) => part.startsWith(`${name} ${version} (`));
    expect(parts[heading + 1]?.length, name).toBeGreaterThan(500);
  }
  expect(parts).toHaveLength(2 * named.length);
});

test("the tarball holds what is needed to run, and nothing else", async () => {
  const installed = join(folder, "node_modules/fivetran-agent");
  const names = (await readdir(installed, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(installed, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    // Chunks are named after their content. The types are those of the library.
    .map((name) => name.replace(/^(dist\/(?:bin|lib\/shared))\/.*-[\w-]{8}\.js$/, "$1/<chunk>.js"))
    .map((name) => name.replace(/^dist\/lib\/.*\.d\.ts$/, "dist/lib/<types>.d.ts"));
  expect([...new Set(names)].sort()).toMatchSnapshot();
});

test("every package in the lock file has a hash", async () => {
  const { packages } = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8"));
  const entries = Object.entries<{ integrity?: string }>(packages).filter(([path]) => path !== "");
  expect(entries.filter(([, { integrity = "" }]) => !integrity.startsWith("sha512-"))).toEqual([]);
});

// npm ci rejects a lock file that lacks a platform's package. On other platforms it installs
// without that binary.
test("the lock file knows the packages of every platform", async () => {
  const { packages } = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8"));
  const known = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
  const wanted = Object.values<{ optionalDependencies?: object }>(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );

  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.filter((name) => !known.has(name))).toEqual([]);
});
