import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { operation, operationIds } from "../src/client/operations/catalog.js";
import { routes } from "../src/sandbox/routes.js";
import { tools } from "../tools/index.js";

// `npm run coverage` writes docs/coverage.md: what reaches each operation, read from the code itself.

interface Source {
  path: string;
  text: string;
}

function sources(folder: string, wanted: (path: string) => boolean): Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(".ts") && wanted(path))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** A file that says something of every operation says nothing of one. */
const ABOUT_ALL =
  /catalog|generated|verify|verdict|evidence|destination-types|openapi|secret-fields|service-|answer/;

const library = sources("src/client/resources", () => true);
const toolFiles = sources("tools", () => true);
const tests = sources("test", (path) => !ABOUT_ALL.test(path) && !path.includes("bench"));
const routed = new Set(routes.map((route) => route.operation));

const naming = (files: readonly Source[], id: string) =>
  files.filter(({ text }) => text.includes(`"${id}"`)).map(({ path }) => path);

const stem = (path: string) => path.replace(/^.*\//, "").replace(/\.ts$/, "");

const rows = [...operationIds].sort().map((id) => {
  const { method, path, effect, body } = operation(id);
  const own = tools.filter(
    (tool) =>
      tool.uses.includes(id) || naming(toolFiles, id).some((file) => stem(file) === tool.name),
  );
  const filed = body === "multipart" || path.endsWith("/download");
  // The link of a card goes to a person, so only its own tool makes one.
  const general = filed ? "library only" : id === "connect_card" ? "" : `${effect}_api`;
  const calls = naming(library, id).map(stem);
  const proofs = naming(tests, id).length;
  return [
    `\`${id}\``,
    `${method} ${path}`,
    calls.length > 0 ? calls.join(", ") : "call()",
    [...own.map((tool) => tool.name), general].filter(Boolean).join(", "),
    routed.has(id) ? "yes" : "**no**",
    proofs > 0 ? `all, ${proofs} more` : "all",
  ];
});

const lines = [
  "# Coverage",
  "",
  "What reaches each operation of the Fivetran API. Made by `npm run coverage` from the code.",
  "",
  "- *library*: the file of `src/client/resources` with a typed call; `call()` reaches every operation.",
  "- *tool*: the tools that send it. `read_api`, `write_api` and `delete_api` reach all but the three that carry files.",
  "- *sandbox*: whether the sandbox answers it.",
  "- *test*: *all* is the walk over every operation, whose answers are checked; then how many more test files name it.",
  "",
  `${rows.length} operations; ${rows.filter((row) => row[2] !== "call()").length} with a typed call of their own, ${rows.filter((row) => row[4] === "yes").length} answered by the sandbox.`,
  "",
  "| operation | request | library | tool | sandbox | test |",
  "|---|---|---|---|---|---|",
  ...rows.map((row) => `| ${row.join(" | ")} |`),
  "",
];

writeFileSync("docs/coverage.md", lines.join("\n"));
