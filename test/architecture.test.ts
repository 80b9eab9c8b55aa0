import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

const within = (...folders: string[]) => new RegExp(`^(${folders.join("|")})/`);

interface Row {
  ours: readonly RegExp[];
  /** Whether modules of the client that know facts and send nothing are open to it. */
  pure?: true;
  /** What only its types may be taken from. */
  types?: readonly RegExp[];
  packages: readonly string[];
}

const TABLE: Record<string, Row> = {
  "src/base": { ours: [within("src/base")], packages: [] },
  "src/fivetran": { ours: [within("src/base", "src/fivetran")], packages: ["zod", "undici"] },
  "src/toolkit": {
    ours: [within("src/base", "src/toolkit")],
    pure: true,
    types: [/^src\/fivetran\//],
    packages: ["zod"],
  },
  tools: { ours: [within("src/base", "src/toolkit", "tools")], pure: true, packages: ["zod"] },
  "src/engine": {
    ours: [within("src/base", "src/toolkit", "src/engine"), /^src\/fivetran\/catalog$/],
    packages: ["zod"],
  },
  "src/serve": {
    ours: [within("src/base", "src/toolkit", "src/engine", "src/serve")],
    packages: ["zod", "@modelcontextprotocol/server"],
  },
  "src/cli": {
    ours: [within("src/base", "src/toolkit", "src/engine", "src/cli")],
    types: [/^src\/config$/],
    packages: ["zod"],
  },
  "src/sandbox": { ours: [within("src/base", "src/sandbox")], packages: ["zod"] },
  "src/webhook": { ours: [within("src/base", "src/webhook")], packages: ["zod"] },
  // The composition: the program, its wiring and settings, and the library's entry.
  src: { ours: [within("src", "tools")], packages: [] },
};

const files = ["src", "tools"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => posix.join(folder, name.replaceAll("\\", "/"))),
);

const IMPORT =
  /^(?:import|export)( type)?\b[^"';]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;

test("every import is in the table", () => {
  expect(files.length).toBeGreaterThan(100);
  const outside = files.flatMap((file) => {
    const folder = Object.keys(TABLE).find((name) => file.startsWith(`${name}/`));
    const row = folder === undefined ? undefined : TABLE[folder];
    if (row === undefined) return [`${file} is in no row`];
    const source = readFileSync(join(ROOT, file), "utf8");
    return [...source.matchAll(IMPORT)].flatMap(([, type, from, bare, dynamic]) => {
      const target = from ?? bare ?? dynamic ?? "";
      return allowed(file, target, type !== undefined, row) ? [] : [`${file} imports ${target}`];
    });
  });
  expect(outside).toEqual([]);
});

function allowed(file: string, target: string, onlyTypes: boolean, row: Row): boolean {
  if (target.startsWith("node:")) return true;
  if (!target.startsWith(".")) {
    return row.packages.some((name) => target === name || target.startsWith(`${name}/`));
  }
  if (!target.endsWith(".js")) return false;
  const module = posix.join(posix.dirname(file), target).slice(0, -".js".length);
  const open = onlyTypes ? [...row.ours, ...(row.types ?? [])] : row.ours;
  return open.some((pattern) => pattern.test(module)) || (row.pure === true && isPure(module));
}

const purity = new Map<string, boolean>();

/** What waits for nothing, in itself and in all that it imports, cannot send anything either. */
function isPure(module: string): boolean {
  if (!module.startsWith("src/fivetran/")) return module.startsWith("src/base/");
  const known = purity.get(module);
  if (known !== undefined) return known;
  purity.set(module, true);
  const source = readFileSync(join(ROOT, `${module}.ts`), "utf8");
  const code = source.replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, "");
  const pure =
    !/\b(async|await)\b/.test(code) &&
    [...source.matchAll(IMPORT)].every(([, type, from = ""]) => {
      if (type !== undefined || !from.startsWith(".")) return from !== "undici";
      return isPure(posix.join(posix.dirname(module), from).slice(0, -".js".length));
    });
  purity.set(module, pure);
  return pure;
}

test("the environment is read and the terminal written in the composition only", () => {
  const reach: Record<string, RegExp> = {
    "process.env": /^src\/(main|config|app)\.ts$/,
    "process.stdout": /^src\/(main\.ts|cli\/|serve\/guard-stdout\.ts)/,
    "console.": /^$/,
  };
  const outside = files.flatMap((file) => {
    const source = readFileSync(join(ROOT, file), "utf8").replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, "");
    return Object.entries(reach).flatMap(([word, where]) =>
      source.includes(word) && !where.test(file) ? [`${file} uses ${word}`] : [],
    );
  });
  expect(outside).toEqual([]);
});
