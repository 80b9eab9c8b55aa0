import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { listing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";
import { bundledPackages, writeLicenses } from "./licenses.js";
import { writeSbom } from "./sbom.js";

// tsc writes the types of the library, and esbuild the code. A bundled and split program starts in
// about half the time. The library is bundled too, so that its users need not install packages that
// only the sandbox uses.

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  stdio: "inherit",
});

const { name, version, dependencies } = JSON.parse(readFileSync("package.json", "utf8"));

const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  splitting: true,
  logLevel: "warning",
  metafile: true,
} as const;

const library = await build({
  ...shared,
  entryPoints: ["src/client/index.ts", "src/sandbox/index.ts"],
  outbase: "src",
  outdir: "dist/lib",
  chunkNames: "shared/[name]-[hash]",
  external: Object.keys(dependencies),
});

const program = await build({
  ...shared,
  entryPoints: ["src/main.ts"],
  // Not installed with this package. Only recording a history needs it.
  external: ["libsql"],
  outdir: "dist/bin",
  minify: true,
  keepNames: false,
  legalComments: "none",
  alias: { "@modelcontextprotocol/server/_shims": "./src/server/sdk-shims.ts" },
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  define: {
    // The tool list is computed once here instead of at every start.
    BUILT_TOOL_LIST: JSON.stringify(tools.map(listing)),
    BUILT_VERSION: JSON.stringify(version),
  },
});
chmodSync("dist/bin/main.js", 0o755);
const bundled = bundledPackages([library.metafile, program.metafile]);
writeLicenses(bundled, "dist/THIRD-PARTY-LICENSES.txt");
writeSbom(name, bundled, "dist/sbom.cdx.json");
