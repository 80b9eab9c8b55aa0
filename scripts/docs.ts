import { readFileSync, writeFileSync } from "node:fs";
import { OPTIONS } from "../src/config.js";
import { listing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";

// `npm run docs` fills the tables of the README from the code; `--check` fails when they are stale.

const cell = (text: string) => text.replaceAll("|", "\\|");

const TABLES: Record<string, () => string[]> = {
  tools: () => [
    "| tool | effect | what it does |",
    "|---|---|---|",
    ...tools.map(listing).map(({ name, effect, description, _meta }) => {
      const asks = _meta === undefined ? "" : ", always asks";
      return `| \`${name}\` | ${effect}${asks} | ${cell(description)} |`;
    }),
  ],
  settings: () => [
    "| variable | flag | meaning |",
    "|---|---|---|",
    ...OPTIONS.map((option) => {
      const flag = "flag" in option ? `\`--${option.flag}\`` : "";
      return `| \`${option.env}\` | ${flag} | ${cell(option.help)} |`;
    }),
  ],
};

export function withTables(text: string): string {
  let out = text;
  for (const [name, rows] of Object.entries(TABLES)) {
    const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
    const from = out.indexOf(start);
    const to = out.indexOf(end);
    if (from < 0 || to < from) throw new Error(`README.md lacks the marks of the table ${name}`);
    out = `${out.slice(0, from + start.length)}\n${rows().join("\n")}\n${out.slice(to)}`;
  }
  return out;
}

if (process.argv[1]?.endsWith("docs.ts") === true) {
  const old = readFileSync("README.md", "utf8");
  const fresh = withTables(old);
  if (process.argv.includes("--check")) {
    if (fresh !== old) throw new Error("README.md is stale: run npm run docs");
  } else {
    writeFileSync("README.md", fresh);
  }
}
