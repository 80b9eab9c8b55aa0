import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

const within = (...folders: string[]) => new RegExp(`^(${folders.join("|")})/`);

interface Row {
  /** Our modules whose values and types may be imported. */
  ours: readonly RegExp[];
  /** Our modules of which only types may be imported. */
  types?: readonly RegExp[];
  packages: readonly string[];
}

/** Modules of the client that only compute, or send only through a function that they are given. */
const PURE_CLIENT = [
  within("src/client/operations", "src/client/health", "src/client/platform-log"),
  /^src\/client\/(resources\/(models|dashboard-link)|outcome\/(compare|find-in-list)|http\/url|events\/webhook-events)$/,
];
const CLIENT = within("src/client");

/** The permitted imports. For each file, the first row whose folder contains it applies. */
const TABLE: Record<string, Row> = {
  "src/base": { ours: [within("src/base")], packages: [] },
  "src/client": { ours: [within("src/base", "src/client")], packages: ["zod", "undici", "croner"] },
  "src/toolkit": {
    ours: [within("src/base", "src/toolkit"), /^src\/client\/operations\/call$/],
    types: [CLIENT],
    packages: ["zod", "@cfworker/json-schema"],
  },
  "src/features": {
    ours: [within("src/base", "src/toolkit", "src/features"), ...PURE_CLIENT],
    types: [CLIENT],
    packages: ["zod", "minisearch", "yaml"],
  },
  tools: {
    ours: [within("src/base", "src/toolkit", "tools"), /^src\/features\/[^/]+\/index$/],
    types: [CLIENT],
    packages: ["zod"],
  },
  "src/store": {
    ours: [within("src/base", "src/store"), /^src\/toolkit\/recorded$/],
    packages: ["zod", "libsql"],
  },
  "src/engine": {
    ours: [
      within("src/base", "src/toolkit", "src/store", "src/engine"),
      within("src/client/operations"),
    ],
    types: [CLIENT],
    packages: ["zod"],
  },
  "src/watch": {
    ours: [
      within("src/base", "src/toolkit", "src/watch"),
      within("src/client/events"),
      /^src\/features\/[^/]+\/index$/,
    ],
    types: [CLIENT, within("src/store")],
    packages: ["zod", "undici"],
  },
  "src/server": {
    ours: [within("src/base", "src/toolkit", "src/engine", "src/store", "src/server")],
    packages: ["zod", "jose", "undici", "@opentelemetry/api", "@modelcontextprotocol/server"],
  },
  "src/cli": {
    ours: [
      within("src/base", "src/toolkit", "src/engine", "src/features", "src/cli"),
      within("src/client/platform-log"),
      /^src\/client\/resources\/dashboard-link$/,
    ],
    types: [/^src\/config$/, /^src\/store\/keys$/],
    packages: ["zod", "commander", "get-east-asian-width"],
  },
  "src/sandbox": {
    ours: [within("src/base", "src/sandbox", "src/client/operations/generated")],
    packages: ["zod", "hono", "croner"],
  },
  // The composition: the program with its wiring and settings.
  src: { ours: [within("src", "tools")], packages: ["zod"] },
};

const files = ["src", "tools"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => posix.join(folder, name.replaceAll("\\", "/"))),
);

const IMPORT =
  /^(?:import|export)( type)?\b[^"';]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;

interface Import {
  file: string;
  /** A package, or the path of one of our modules without its extension. */
  target: string;
  isPackage: boolean;
  onlyTypes: boolean;
  isDynamic: boolean;
}

const imports: Import[] = files.flatMap((file) => {
  const source = readFileSync(join(ROOT, file), "utf8");
  return [...source.matchAll(IMPORT)].flatMap(([, type, from, bare, dynamic]) => {
    const written = from ?? bare ?? dynamic ?? "";
    if (written.startsWith("node:")) return [];
    const isPackage = !written.startsWith(".");
    const target = isPackage
      ? written
      : posix.join(posix.dirname(file), written).replace(/\.js$/, "");
    const onlyTypes = type !== undefined;
    return [{ file, target, isPackage, onlyTypes, isDynamic: dynamic !== undefined }];
  });
});

const subjectOf = (path: string) => /^src\/features\/([^/]+)\//.exec(path)?.[1];

function allowed({ file, target, isPackage, onlyTypes }: Import): boolean {
  const folder = Object.keys(TABLE).find((name) => file.startsWith(`${name}/`));
  const row = folder === undefined ? undefined : TABLE[folder];
  if (row === undefined) return false;
  if (isPackage) {
    return row.packages.some((name) => target === name || target.startsWith(`${name}/`));
  }
  const subject = subjectOf(file);
  const other = subjectOf(target);
  if (subject !== undefined && other !== undefined && subject !== other) {
    return target.endsWith("/index");
  }
  const open = onlyTypes ? [...row.ours, ...(row.types ?? [])] : row.ours;
  return open.some((pattern) => pattern.test(target));
}

test("every import is in the table", () => {
  expect(files.length).toBeGreaterThan(100);
  const outside = imports.filter((each) => !allowed(each));
  expect(outside.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

/** Returns the circles of a graph, each as the sorted names of its members. */
function circles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): number => {
    const index = order.size;
    order.set(node, index);
    low.set(node, index);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      const seen = order.get(next);
      const reached = seen === undefined ? visit(next) : stack.includes(next) ? seen : undefined;
      if (reached !== undefined) low.set(node, Math.min(low.get(node) ?? index, reached));
    }
    const lowest = low.get(node) ?? index;
    if (lowest === index) {
      const members = stack.splice(stack.indexOf(node));
      if (members.length > 1) found.push(members.sort());
    }
    return lowest;
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return found;
}

/**
 * Returns the import graph. `name` maps a module to the node that it belongs to, such as its
 * folder.
 */
function graph(
  name: (path: string) => string | undefined,
  wanted: (each: Import) => boolean = () => true,
): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const each of imports) {
    if (each.isPackage || !wanted(each)) continue;
    const from = name(each.file.replace(/\.ts$/, ""));
    const to = name(each.target);
    if (from === undefined || to === undefined || from === to) continue;
    edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  return edges;
}

test("no modules import each other in a circle, types included", () => {
  expect(circles(graph((path) => path))).toEqual([]);
});

test("no folders import each other in a circle: in the client, the features and the sandbox", () => {
  for (const parent of ["src/client", "src/features", "src/sandbox"]) {
    const folder = (path: string) => {
      const rest = path.startsWith(`${parent}/`) ? path.slice(parent.length + 1) : undefined;
      return rest?.includes("/") ? rest.split("/")[0] : undefined;
    };
    expect(circles(graph(folder)), parent).toEqual([]);
  }
});

test("the folders of the client build on each other in one order", () => {
  const order = ["operations", "http", "resources", "outcome"];
  const rank = (path: string) => order.indexOf(/^src\/client\/([^/]+)\//.exec(path)?.[1] ?? "");
  const upward = imports.filter(({ file, target }) => rank(file) >= 0 && rank(target) > rank(file));
  expect(upward.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

/** Folders that contain one file for each tool, resource or table of operations. */
const LISTS = ["tools", "src/client/resources", "src/client/operations/rows"];
const MOST_FILES = 14;

test("no folder holds more files than a reader can overview", () => {
  const sizes = new Map<string, number>();
  for (const file of files) {
    const folder = posix.dirname(file);
    sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  }
  const large = [...sizes].filter(([name, size]) => size > MOST_FILES && !LISTS.includes(name));
  expect(large).toEqual([]);
});

test("the environment is read and the terminal written in the composition only", () => {
  const reach: Record<string, RegExp> = {
    "process.env": /^$/,
    "process.stdout": /^src\/(main|cli\/commands\/inspect|server\/guard-stdout)\.ts$/,
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
