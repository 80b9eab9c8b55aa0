import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { operation, operationIds } from "../src/client/operations/catalog.js";
import { routes } from "../src/sandbox/routes.js";
import { tools } from "../tools/index.js";

// Generates docs/coverage.md: which tool or library function calls each operation, read from the
// code.

interface Source {
  path: string;
  text: string;
}

function sources(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(".ts"))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

export function coveragePage(): string {
  const library = sources("src/client/resources");
  const toolFiles = sources("tools");
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
    // The link of a connect card is meant for a person, so only its own tool creates one.
    const general = filed ? "library only" : id === "connect_card" ? "" : `${effect}_api`;
    const calls = naming(library, id).map(stem);
    return [
      `\`${id}\``,
      `${method} ${path}`,
      calls.length > 0 ? calls.join(", ") : "call()",
      [...own.map((tool) => tool.name), general].filter(Boolean).join(", "),
      routed.has(id) ? "yes" : "**no**",
    ];
  });

  const lines = [
    "# Coverage",
    "",
    "This page lists the operations of the Fivetran API and what calls each of them. `npm run gen:docs` generates it from the",
    "code. A test calls every operation on the sandbox and checks the response.",
    "",
    "- *library*: the file of `src/client/resources` that has a typed method for the operation. `call()` supports every",
    "  operation.",
    "- *tool*: the tools that call the operation. `read_api`, `write_api` and `delete_api` support all operations except the",
    "  three that transfer files.",
    "- *sandbox*: whether the sandbox supports the operation.",
    "",
    `Of ${rows.length} operations, ${rows.filter((row) => row[2] !== "call()").length} have a typed method, and the sandbox supports ${rows.filter((row) => row[4] === "yes").length}.`,
    "",
    "| operation | request | library | tool | sandbox |",
    "|---|---|---|---|---|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
    "",
  ];

  return lines.join("\n");
}
