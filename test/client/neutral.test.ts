import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isOperationId } from "../../src/client/operations/catalog.js";

// The client is a library. It must not mention the program around it, its settings, or a model that
// reads its errors.

const ROOT = join(import.meta.dirname, "../..");
const toolNames = readdirSync(join(ROOT, "tools"))
  .filter((file) => /^[a-z_]+\.ts$/.test(file) && !["index.ts", "load.ts"].includes(file))
  .map((file) => file.replace(/\.ts$/, ""));

const sources = readdirSync(join(ROOT, "src/client"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/^operations[\\/]generated/.test(file))
  .map((file) => ({ file, source: readFileSync(join(ROOT, "src/client", file), "utf8") }));

/** Returns each line of the client that matches the pattern. */
const lines = (pattern: RegExp) =>
  sources.flatMap(({ file, source }) =>
    source
      .split("\n")
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );

test("the client names no setting of the program", () => {
  expect(sources.length).toBeGreaterThan(40);
  expect(lines(/\bFIVETRAN_(?!ORIGIN\b)[A-Z]/)).toEqual([]);
  // The client names the environment only to explain the form of proxies and one override. It does
  // not read it.
  expect(lines(/process\.env|--[a-z]+-[a-z]+/)).toEqual([]);
});

test("no text of the client names a variable of the environment: it reads none", () => {
  const texts = lines(/["'`].*\b((HTTPS?|NO)_PROXY|NODE_[A-Z_]+)\b/);
  expect(texts).toEqual([]);
});

test("the client names no tool", () => {
  // Some tools share their name with an operation or, in quotes, with a webhook event.
  const names = toolNames.filter((name) => !isOperationId(name));
  expect(names).toContain("check_stale");
  expect(lines(new RegExp(`(?<!["\\w])(${names.join("|")})(?!["\\w])`))).toEqual([]);
});

test("the client does not address a model", () => {
  expect(lines(/\b(LLM|MCP|assistant|prompts?|(to|for) a model)\b/i)).toEqual([]);
});
