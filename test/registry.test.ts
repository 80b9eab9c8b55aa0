import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { GLOBAL_OPTIONS } from "../src/cli/program.js";
import { operationIds } from "../src/client/operations/catalog.js";
import { isVisible, type Policy } from "../src/engine/policy.js";
import type { ToolListing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";
import { LISTINGS } from "./listings.js";

const ROOT = join(import.meta.dirname, "..");
const names = new Set(tools.map((tool) => tool.name));

const VERBS =
  "check|create|delete|describe|get|list|modify|pause|read|reload|resume|resync|run|search|trigger|update|wait|write";
/**
 * Words in the form of a tool's name that are not tools: operations, parameters, fields of the API.
 */
const NOT_TOOLS = new Set<string>([
  ...operationIds,
  ...[...objects(LISTINGS)].flatMap(([, part]) =>
    "properties" in part ? Object.keys(part.properties ?? {}) : [],
  ),
  "update_state",
  "update_method",
  "read_only",
]);

/** Returns the words of a text that can only mean tools. */
function toolsNamed(text: string): string[] {
  const found = text.matchAll(new RegExp(`(?<![\\w:./-])(?:${VERBS})(?:_[a-z]+)+(?![\\w/-])`, "g"));
  return [...new Set([...found].map(([word]) => word))].filter((word) => !NOT_TOOLS.has(word));
}

/** Yields every object in a JSON value, with its path. */
function* objects(value: unknown, path = ""): Generator<[string, object]> {
  if (typeof value !== "object" || value === null) return;
  yield [path, value];
  for (const [key, inner] of Object.entries(value)) yield* objects(inner, `${path}/${key}`);
}

// The common part of the hosts' published rules. Anthropic, OpenAI, Gemini, VS Code and Cursor all
// support these keywords: no $ref, $schema, const, format, pattern, union or composition at any
// level.
const KEYWORDS = new Set([
  "type",
  "description",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "maxItems",
  "enum",
  "default",
  "minimum",
  "maximum",
]);
const TYPES = new Set(["string", "integer", "number", "boolean", "object", "array"]);
// OpenAI's limits for a schema.
const MOST_PROPERTIES = 100;
const MOST_LEVELS = 10;
const MOST_CHARACTERS = 15_000;

interface Part {
  type?: string;
  description?: string;
  enum?: unknown[];
  default?: unknown;
  required?: string[];
  additionalProperties?: unknown;
  properties?: Record<string, Part>;
  items?: Part;
}

/** Returns a schema and every nested schema, with the path to each. */
function parts(schema: unknown): [string, Part][] {
  const walk = (part: Part, path: string): [string, Part][] => [
    [path, part],
    ...Object.entries(part.properties ?? {}).flatMap(([key, inner]) =>
      walk(inner, `${path}/${key}`),
    ),
    ...(part.items === undefined ? [] : walk(part.items, `${path}/[]`)),
  ];
  return walk(JSON.parse(JSON.stringify(schema)), "");
}

function faultsOf(part: Part): string[] {
  const { type, properties, required = [], items, enum: choices, default: preset } = part;
  const odd = Object.keys(part).filter((key) => !KEYWORDS.has(key));
  // A result can contain a value of any type, as the API returned it.
  if (type === undefined) return [...odd, ...(Object.keys(part).length > 0 ? ["no type"] : [])];
  const names = Object.keys(properties ?? {});
  const text = (values: unknown[]) => values.every((value) => typeof value === "string" && value);
  return [
    ...odd,
    ...(TYPES.has(type) ? [] : [`type ${type}`]),
    ...(type === "object" && names.length === 0 ? ["names no property"] : []),
    ...names.filter((key) => !/^[a-zA-Z0-9_.-]{1,64}$/.test(key)),
    ...required.filter((key) => !names.includes(key)),
    ...(type === "array" && items === undefined ? ["no items"] : []),
    ...(choices !== undefined && (type !== "string" || !text(choices)) ? ["enum of no text"] : []),
    ...(choices !== undefined && preset !== undefined && !choices.includes(preset)
      ? ["default"]
      : []),
  ];
}

test("each tool is a file of its name, registered once", () => {
  const files = readdirSync(join(ROOT, "tools"))
    .filter((file) => !["index.ts", "load.ts"].includes(file))
    .map((file) => file.replace(/\.ts$/, ""));
  expect([...names].sort()).toEqual(files.sort());
  expect(names.size).toBe(tools.length);
});

test("the most used tools come first, then reads before changes, for hosts that clip the list", () => {
  expect(tools.slice(0, 5).map(({ name }) => name)).toEqual([
    "list_connectors",
    "trigger_sync",
    "get_status",
    "modify_schema",
    "check_stale",
  ]);
  const effects = tools.slice(5).map((tool) => ["read", "write", "delete"].indexOf(tool.effect));
  expect(effects).toEqual([...effects].sort());
});

describe.each(LISTINGS.map((shown) => [shown.name, shown] as const))("%s", (name, shown) => {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`${name} is not registered`);

  test("has a plain name, a title and a description of 60 to 200 characters", () => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/);
    expect(name.length).toBeLessThanOrEqual(33);
    expect(shown.title.length).toBeGreaterThan(3);
    expect(shown.description.length).toBeGreaterThanOrEqual(60);
    expect(shown.description.length).toBeLessThanOrEqual(200);
    expect(shown.description).not.toMatch(/IMPORTANT|MUST|NEVER|ALWAYS|\n|[^\u0020-\u007e]/);
  });

  test("takes a strict object; an object inside it is strict or open, and says which", () => {
    expect(shown.inputSchema.additionalProperties).toBe(false);
    const unsaid = parts(shown.inputSchema)
      .filter(([, part]) => part.type === "object")
      .filter(([, part]) => typeof part.additionalProperties !== "boolean");
    expect(unsaid.map(([path]) => path)).toEqual([]);
  });

  test("describes every parameter with an example, nested ones too", () => {
    const fields = parts(shown.inputSchema).flatMap(([path, { properties = {} }]) =>
      Object.entries(properties).map(([key, part]) => [`${path}/${key}`, part] as const),
    );
    const bare = fields.filter(([, { description = "" }]) => !/\be\.g\. \S/.test(description));
    expect(bare.map(([path]) => path)).toEqual([]);
    expect(fields.filter(([, { description = "" }]) => description.length > 120)).toEqual([]);
  });

  test.each(["inputSchema", "outputSchema"] as const)("has an %s that every host takes", (kind) => {
    const schema = shown[kind];
    expect(schema.type).toBe("object");
    const all = parts(schema);
    expect(
      all.flatMap(([path, part]) => faultsOf(part).map((fault) => `${path} ${fault}`)),
    ).toEqual([]);
    const properties = all.flatMap(([, part]) => Object.keys(part.properties ?? {}));
    expect(properties.length).toBeLessThanOrEqual(MOST_PROPERTIES);
    expect(Math.max(...all.map(([path]) => path.split("/").length))).toBeLessThanOrEqual(
      MOST_LEVELS,
    );
    expect(JSON.stringify(schema).length).toBeLessThan(MOST_CHARACTERS);
  });

  test("has hints that agree with its effect", () => {
    const change = tool.effect !== "read";
    expect(shown.annotations).toEqual({
      title: shown.title,
      readOnlyHint: !change,
      destructiveHint: expect.any(Boolean),
      idempotentHint: expect.any(Boolean),
      openWorldHint: true,
    });
    expect("plan" in tool).toBe(change);
    expect("run" in tool).toBe(!change);
    expect("confirmation_token" in shown.inputSchema.properties).toBe(change);
    if (!change) expect(shown.annotations.destructiveHint).toBe(false);
    if (tool.effect === "delete") expect(shown.annotations.destructiveHint).toBe(true);
    const always = change && "alwaysAsks" in tool && tool.alwaysAsks;
    expect(shown._meta ?? {}).toEqual(always ? { "anthropic/requiresUserInteraction": true } : {});
  });

  test("declares operations of its own effect or less", () => {
    const effects = ["read", "write", "delete"];
    const policy = { ...FULL, scope: SCOPE_OF[tool.effect] } as const;
    expect(effects).toContain(tool.effect);
    expect(isVisible(shown, policy), "a scope that fits its effect lists it").toBe(true);
    expect(isVisible(shown, { ...FULL, readOnly: true })).toBe(tool.effect === "read");
  });

  test("names parameters in snake_case, none like a flag of the program", () => {
    const flags = new Set<string>(GLOBAL_OPTIONS.map((flag) => flag.replace("-", "_")));
    for (const parameter of Object.keys(shown.inputSchema.properties)) {
      expect(parameter).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(flags.has(parameter), `${parameter} is a flag of the program`).toBe(false);
    }
  });

  test("names only tools that exist", () => {
    const unknown = toolsNamed(JSON.stringify(shown)).filter((word) => !names.has(word));
    expect(unknown).toEqual([]);
  });

  test("is listed as it was", async () => {
    const { effect: _effect, uses: _uses, ...listed } = shown;
    await expect(`${JSON.stringify(listed, null, 2)}\n`).toMatchFileSnapshot(
      `contract/${name}.json`,
    );
  });
});

test("no snapshot is left of a tool that is gone", () => {
  const kept = readdirSync(join(ROOT, "test/contract")).map((file) => file.replace(".json", ""));
  expect(kept.filter((name) => !names.has(name))).toEqual([]);
});

const FULL: Policy = {
  scope: "read/write/delete",
  readOnly: false,
  denied: [],
  groups: new Set(),
};
const SCOPE_OF = { read: "read", write: "read/write", delete: "read/write/delete" } as const;

const seen = ({ name, description, inputSchema }: ToolListing) =>
  JSON.stringify({ name, description, inputSchema });

test.each([
  ["read/write", 5300, 9800],
  ["read/write/delete", 5700, 10_400],
] as const)(
  "at scope %s a model pays at most %d tokens for the tools, a client %d for the list",
  (scope, budget, whole) => {
    const listed = LISTINGS.filter((tool) => isVisible(tool, { ...FULL, scope }));
    expect(listed.length).toBeLessThanOrEqual(25);
    expect(encode(`[${listed.map(seen).join(",")}]`).length).toBeLessThanOrEqual(budget);
    const sent = listed.map(({ effect: _effect, uses: _uses, ...tool }) => tool);
    expect(encode(JSON.stringify({ tools: sent })).length).toBeLessThanOrEqual(whole);
  },
);

const PAGES = ["README.md", "SKILL.md"].filter((file) => existsSync(join(ROOT, file)));

test.each(PAGES)("%s names only tools that exist", (file) => {
  const unknown = toolsNamed(readFileSync(join(ROOT, file), "utf8")).filter(
    (word) => !names.has(word),
  );
  expect(unknown).toEqual([]);
});

test("the server's own words name only tools that exist", () => {
  const words = readFileSync(join(ROOT, "src/server/mcp.ts"), "utf8");
  expect(toolsNamed(words).filter((word) => !names.has(word))).toEqual([]);
});
