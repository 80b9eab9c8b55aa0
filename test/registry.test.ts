import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { GLOBAL_OPTIONS } from "../src/cli/program.js";
import { operationIds } from "../src/client/operations/catalog.js";
import { isVisible, type Policy } from "../src/engine/policy.js";
import { listing, type ToolListing } from "../src/toolkit/listing.js";
import { tools } from "../tools/index.js";

const ROOT = join(import.meta.dirname, "..");
const listings = tools.map(listing);
const names = new Set(tools.map((tool) => tool.name));

const VERBS =
  "check|create|delete|describe|get|list|modify|pause|read|reload|resume|resync|run|search|trigger|update|wait|write";
/** Words that are built like the name of a tool: operations, parameters, fields of the API. */
const NOT_TOOLS = new Set<string>([
  ...operationIds,
  ...[...objects(listings)].flatMap(([, part]) =>
    "properties" in part ? Object.keys(part.properties ?? {}) : [],
  ),
  "update_state",
  "update_method",
  "read_only",
]);

/** Words in a text that can only be meant as tools. */
function toolsNamed(text: string): string[] {
  const found = text.matchAll(new RegExp(`(?<![\\w:./-])(?:${VERBS})(?:_[a-z]+)+(?![\\w/-])`, "g"));
  return [...new Set([...found].map(([word]) => word))].filter((word) => !NOT_TOOLS.has(word));
}

/** Every object in a JSON value, with the path to it. */
function* objects(value: unknown, path = ""): Generator<[string, object]> {
  if (typeof value !== "object" || value === null) return;
  yield [path, value];
  for (const [key, inner] of Object.entries(value)) yield* objects(inner, `${path}/${key}`);
}

test("each tool is a file of its name, registered once", () => {
  const files = readdirSync(join(ROOT, "tools"))
    .filter((file) => file !== "index.ts")
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

describe.each(listings.map((shown) => [shown.name, shown] as const))("%s", (name, shown) => {
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

  test("takes a strict object, and refuses what it does not know at every level", () => {
    expect(tool.input).toBeInstanceOf(z.ZodObject);
    const emitted: unknown = z.toJSONSchema(tool.input, { io: "input" });
    const open = [...objects(emitted)].filter(
      ([, schema]) =>
        Reflect.get(schema, "type") === "object" &&
        "properties" in schema &&
        Reflect.get(schema, "additionalProperties") !== false,
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });

  test("has schemas that every model provider takes", () => {
    for (const schema of [shown.inputSchema, shown.outputSchema]) {
      expect(Object.keys(schema)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(anyOf|oneOf|allOf|not|\$ref)$/)]),
      );
      const odd = [...objects(schema)].filter(([, part]) => "$ref" in part || "$schema" in part);
      expect(odd).toEqual([]);
      expect(schema.type).toBe("object");
    }
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
  ["read/write", 5300],
  ["read/write/delete", 3400],
] as const)("at scope %s a model pays at most %d tokens for the list", (scope, budget) => {
  const listed = listings.filter((tool) => isVisible(tool, { ...FULL, scope }));
  const tokens = encode(`[${listed.map(seen).join(",")}]`).length;
  expect(listed.length).toBeLessThanOrEqual(25);
  expect(tokens).toBeLessThanOrEqual(budget);
});

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
