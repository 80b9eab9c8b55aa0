import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// One word for one thing, in names, comments and texts: words that readers had to read twice do not come back.

const NOT: readonly { words: RegExp; but: string }[] = [
  { words: /\b(told|tells?)\b/, but: "shown, returned, reported, distinguishes" },
  { words: /\b(answers?|answered|answering)\b/, but: "returns, response, result" },
  {
    words: /(?<!\bthere )\b(is|are) no (?!longer\b|more\b|later\b|earlier\b|slower\b)[a-z]+/,
    but: "is not a, has no, not found",
  },
  { words: /\b(knows? no|does not hold|means? nothing here)\b/, but: "not found, invalid" },
  { words: /\b(anew|meanwhile)\b/, but: "again, recreated, in the meantime" },
  { words: /\b(goes|go|went|going) on\b/, but: "continues" },
  { words: /\b(of|by) others\b(?!\))/, but: "third-party" },
  { words: /\b(whatever|whoever)\b/, but: "any, anyone" },
  { words: /\b(wish|wishes|wished)\b/, but: "requested change" },
  {
    words: /\b(surveys?|journeys?|retells?|withheld)\b/,
    but: "account health, call state, redacted",
  },
  { words: /\b(un)?seal(s|ed)?\b/, but: "encrypt, sign, authenticate" },
  { words: /\b(performs?|performed|performer)\b/, but: "execute, run" },
  { words: /\b(pretends?|pretended)\b/, but: "simulated" },
  { words: /\bload again\b/, but: "historical re-sync" },
  { words: /\bfaults?\b/, but: "error, problem" },
  { words: /\bscenes?\b/, but: "account, fixture" },
];

/** Where a word is the right one. */
const ALLOWED: readonly { words: RegExp; in: RegExp; because: string }[] = [
  {
    words: /perform/i,
    in: /^src\/sandbox\/(infrastructure\/secrets-managers|connections\/sync-history)\.ts/,
    because: "a message of the API",
  },
  {
    words: /fault/i,
    in: /^(src\/sandbox\/|test\/|scripts\/reliability|docs\/reliability|CONTRIBUTING|README|docs\/(architecture|library|sandbox)|CHANGELOG)/,
    because: "fault injection is the field's term for what the sandbox offers",
  },
  {
    words: /answer/i,
    in: /^(src\/(server\/mcp|engine\/(confirm|engine|plan)|cli\/run)\.ts|test\/(server\/person|matrix\/|engine\/|harness\.ts)|docs\/reliability)/,
    because: "a person answers a question",
  },
  {
    words: /^tell$/,
    in: /^(src\/(account|serve|engine\/(policy|secrets))|test\/server\/keys\.test)\.ts$/,
    because: "a hint asks the model to tell the user what only the operator can change",
  },
  {
    words: /^answer$/,
    in: /^CHANGELOG\.md$/,
    because: "the old name of a field",
  },
  {
    words: /^(tell|wish)$/,
    in: /^src\/features\/api\/search\.ts$/,
    because: "words that people use in a search",
  },
  {
    words: /^of others$/,
    in: /^test\/engine\/escapes\.test\.ts$/,
    because: "ids of things of another group",
  },
  {
    words: /./,
    in: /^(src|test)\/features\/pii\/(words|columns)\.ts$/,
    because: "names of columns and tables of others' sources",
  },
  { words: /./, in: /^test\/words\.test\.ts$/, because: "this list" },
];

const ROOT = join(import.meta.dirname, "..");
const FOLDERS = ["src", "tools", "scripts", "docs", "test", "skills", ".github"];
const PAGES = ["README.md", "SKILL.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"];

const files = [
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) =>
      join(folder, name),
    ),
  ),
  ...PAGES,
].filter((path) => /\.(ts|md|yml|json)$/.test(path) && !/\/generated\/|^test\/contract/.test(path));

/** Names in camelCase and snake_case, as separate words. */
const separated = (line: string) =>
  line
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

test("no word of the list stands in a name, a comment or a text", () => {
  const hits: string[] = [];
  for (const path of files) {
    const lines = readFileSync(join(ROOT, path), "utf8").split("\n");
    for (const [index, line] of lines.entries()) {
      for (const { words, but } of NOT) {
        const [found] = words.exec(separated(line)) ?? [];
        if (found === undefined) continue;
        if (ALLOWED.some((each) => each.in.test(path) && each.words.test(found))) continue;
        hits.push(`${path}:${index + 1} "${found}": ${but}`);
      }
    }
  }
  expect(hits).toEqual([]);
});

test("no mark of a merge stands in a tracked file", () => {
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" });
  const paths = tracked.split("\0").filter((path) => existsSync(join(ROOT, path)) && path !== "");
  expect(paths).toContain("CHANGELOG.md");
  const marked = paths.filter((path) =>
    /^(?:<{7}|>{7}|\|{7})(?: |$)/m.test(readFileSync(join(ROOT, path), "latin1")),
  );
  expect(marked).toEqual([]);
});
