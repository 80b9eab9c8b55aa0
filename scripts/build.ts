import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import {
  build,
  type ChunkingContext,
  type OutputAsset,
  type OutputChunk,
  type RolldownOutput,
} from "rolldown";
import { listing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";
import { bundledPackages, writeLicenses } from "./licenses.js";
import { writeSbom } from "./sbom.js";

// tsc writes the types of the library, and rolldown the code. A bundled and split program starts in
// about half the time. The library is bundled too, so that its users need not install packages that
// only the sandbox uses.

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  stdio: "inherit",
});

const { name, version, dependencies } = JSON.parse(readFileSync("package.json", "utf8"));

const shared = {
  platform: "node",
  preserveEntrySignatures: "allow-extension",
  // A module that one file imports at once and another one later is in one chunk for both.
  checks: { ineffectiveDynamicImport: false },
} as const;

const library = await build({
  ...shared,
  input: { "client/index": "src/client/index.ts", "sandbox/index": "src/sandbox/index.ts" },
  external: Object.keys(dependencies).map((each) => new RegExp(`^${each}(/|$)`)),
  transform: { target: "node20" },
  output: { dir: "dist/lib", chunkFileNames: "shared/[name]-[hash].js" },
});

/** What a host waits for. Loading one file is faster than loading many small ones. */
const AT_START = ["src/program.ts", "src/server/stdio.ts", "src/preload.ts"].map((file) =>
  resolve(file),
);

const program = await build({
  ...shared,
  input: { main: "src/main.ts" },
  plugins: [{ name: "ascii", generateBundle: (_, files) => Object.values(files).forEach(toAscii) }],
  // Not installed with this package. Only recording a history needs it.
  external: ["libsql"],
  resolve: {
    alias: { "@modelcontextprotocol/server/_shims": resolve("src/server/sdk-shims.ts") },
  },
  transform: {
    target: "node20",
    define: {
      // The tool list is computed once here instead of at every start.
      BUILT_TOOL_LIST: JSON.stringify(tools.map(listing)),
      BUILT_VERSION: JSON.stringify(version),
    },
  },
  output: {
    dir: "dist/bin",
    minify: true,
    comments: { legal: false },
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ debugName: "start", name: startGroup() }],
    },
  },
});
chmodSync("dist/bin/main.js", 0o755);
const chunks = [library, program].flatMap(({ output }: RolldownOutput) =>
  output.filter((each): each is OutputChunk => each.type === "chunk"),
);
const bundled = bundledPackages(chunks.flatMap(({ moduleIds }) => moduleIds));
writeLicenses(bundled, "dist/THIRD-PARTY-LICENSES.txt");
writeSbom(name, bundled, "dist/sbom.cdx.json");

/**
 * Escapes the characters outside ASCII. With a single one above U+00FF, V8 stores the whole file in two bytes per
 * character, and a start takes about 3 % longer.
 */
function toAscii(file: OutputAsset | OutputChunk): void {
  if (file.type !== "chunk") return;
  const raw = file.code.match(/String\.raw`[^`]*[^\0-\x7f][^`]*`/)?.[0];
  if (raw !== undefined) throw new Error(`Write this with an escape in the source: ${raw}`);
  file.code = file.code.replace(/[^\0-\x7f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Puts everything that the modules at the start import into one chunk. */
function startGroup() {
  const start = new Set<string>();
  return (id: string, graph: ChunkingContext) => {
    const include = (module: string) => {
      if (start.has(module)) return;
      start.add(module);
      graph.getModuleInfo(module)?.importedIds.forEach(include);
    };
    if (start.size === 0) AT_START.forEach(include);
    return start.has(id) ? "start" : null;
  };
}
