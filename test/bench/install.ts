import { execFileSync } from "node:child_process";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { cleanEnv } from "./process.js";
import { amount, exactly, info, type Row } from "./report.js";

const Packed = z.array(
  z.looseObject({ filename: z.string(), size: z.number(), unpackedSize: z.number() }),
);
const Manifest = z.looseObject({ scripts: z.record(z.string(), z.string()).default({}) });
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall", "prepare"];

const npm = (args: readonly string[], cwd: string) =>
  execFileSync("npm", args, {
    cwd,
    encoding: "utf8",
    env: cleanEnv(),
    stdio: ["ignore", "pipe", "ignore"],
  });

/** Measures the files that `npm install` of the packed tarball writes to disk. */
export async function install(folder: string): Promise<Row[]> {
  const [packed] = Packed.parse(
    JSON.parse(npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], ".")),
  );
  if (packed === undefined) throw new Error("npm pack made nothing");
  await writeFile(join(folder, "package.json"), '{"private":true}');
  npm(
    [
      "install",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      join(folder, packed.filename),
    ],
    folder,
  );
  const modules = join(folder, "node_modules");
  const packages = (await readdir(modules)).filter((name) => !name.startsWith(".")).sort();
  const scripted: string[] = [];
  for (const name of packages) {
    const { scripts } = Manifest.parse(
      JSON.parse(await readFile(join(modules, name, "package.json"), "utf8")),
    );
    // For a package from the registry, npm runs only these three scripts.
    const runs = INSTALL_SCRIPTS.slice(0, 3).filter((script) => script in scripts);
    if (runs.length > 0) scripted.push(name);
  }
  const version = execFileSync(
    process.execPath,
    [join(modules, ".bin/fivetran-agent"), "--version"],
    {
      encoding: "utf8",
    },
  ).trim();
  return [
    exactly("install: packages", packages.join(" "), "fivetran-agent undici zod"),
    exactly("install: install scripts", scripted.join(" ") || "none", "none"),
    info("install: tarball", amount(packed.size / 1024, "kB"), `starts as ${version}`),
    info("install: on disk", amount((await bytesIn(modules)) / 2 ** 20, "MB", 1)),
    info("install: our own part", amount(packed.unpackedSize / 2 ** 20, "MB", 1)),
  ];
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
