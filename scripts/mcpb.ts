import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Builds the MCPB bundle that Claude Desktop installs. `npm run build:mcpb` packs it with
// Anthropic's own tool.

const STAGED = {
  "packaging/mcpb/manifest.json": "manifest.json",
  "packaging/icon.png": "icon.png",
  "dist/bin": "dist/bin",
  "dist/THIRD-PARTY-LICENSES.txt": "THIRD-PARTY-LICENSES.txt",
  "skills/fivetran": "skills/fivetran",
  "package.json": "package.json",
  LICENSE: "LICENSE",
};

/**
 * Copies the contents of the bundle to an empty folder. The program is bundled, so it needs no
 * node_modules.
 */
export function stageBundle(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of Object.entries(STAGED)) {
    cpSync(from, `${folder}/${to}`, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  stageBundle("dist/mcpb");
  const args = ["--yes", "@anthropic-ai/mcpb@2.1.2", "pack", "dist/mcpb", "dist/fivetran.mcpb"];
  execFileSync("npx", args, { stdio: "inherit", shell: process.platform === "win32" });
}
