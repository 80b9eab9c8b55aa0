import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import { OPTIONS } from "../src/config.js";
import { ExpectationsFile } from "../src/features/expectations/index.js";
import { coveragePage } from "./coverage.js";
import { hostPages } from "./host-pages.js";
import { LIBRARY_TABLES } from "./library-tables.js";
import { manifests } from "./manifests.js";
import { topLevelSkill } from "./skill.js";
import { toolsPage } from "./tools-page.js";

// `npm run gen:docs` writes the pages that are generated from the code and the skill's folder.
// `--check` fails if they are outdated.

const cell = (text: string) => text.replaceAll("|", "\\|");

const TABLES: Record<string, () => string[]> = {
  settings: () => [
    "| variable | flag | meaning |",
    "|---|---|---|",
    ...OPTIONS.map((option) => {
      const flag = "flag" in option ? `\`--${option.flag}\`` : "";
      return `| \`${option.env}\` | ${flag} | ${cell(option.help)} |`;
    }),
  ],
  ...LIBRARY_TABLES,
};

function withTables(text: string, names: readonly string[]): string {
  let out = text;
  for (const name of names) {
    const rows = TABLES[name];
    if (rows === undefined) throw new Error(`${name} is not a table`);
    const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
    const from = out.indexOf(start);
    const to = out.indexOf(end);
    if (from < 0 || to < from) throw new Error(`the page lacks the marks of the table ${name}`);
    out = `${out.slice(0, from + start.length)}\n${rows().join("\n")}\n${out.slice(to)}`;
  }
  return out;
}

function expectationsSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(ExpectationsFile, { io: "input" });
  const title = "Expectations of fivetran-agent";
  return `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`;
}

/** Returns the text of every generated page, by path. */
export const pages = (): ReadonlyMap<string, string> =>
  new Map([
    [
      "docs/command-line.md",
      withTables(readFileSync("docs/command-line.md", "utf8"), ["settings"]),
    ],
    [
      "docs/library.md",
      withTables(readFileSync("docs/library.md", "utf8"), Object.keys(LIBRARY_TABLES)),
    ],
    ["docs/tools.md", toolsPage()],
    ...hostPages(),
    ["docs/coverage.md", coveragePage()],
    ["SKILL.md", topLevelSkill()],
    ["docs/expectations.schema.json", expectationsSchema()],
    ...manifests(),
  ]);

const current = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

if (process.argv[1]?.endsWith("docs.ts") === true) {
  const stale = [...pages()].filter(([path, text]) => current(path) !== text);
  if (!process.argv.includes("--check")) {
    for (const [path, text] of stale) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  } else if (stale.length > 0) {
    console.error(`Out of date: ${stale.map(([path]) => path).join(", ")}. Run npm run gen:docs.`);
    process.exitCode = 1;
  }
}
