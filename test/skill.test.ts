import { readFileSync } from "node:fs";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { parseArguments } from "../src/engine/arguments.js";
import { tools } from "../tools/index.js";
import { parsed, split } from "./command-line.js";

const text = readFileSync("SKILL.md", "utf8");
const [, frontmatter = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];

// The open skill format allows no other keys at the top level.
const Frontmatter = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(64),
  description: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[^<>]*$/),
  license: z.string().optional(),
  compatibility: z.string().max(500).optional(),
  "allowed-tools": z.string().optional(),
  metadata: z.looseObject({
    tags: z.string(),
    openclaw: z.looseObject({
      emoji: z.string(),
      requires: z.looseObject({ bins: z.array(z.string()) }),
      primaryEnv: z.string(),
      envVars: z.array(
        z.strictObject({ name: z.string(), required: z.boolean(), description: z.string() }),
      ),
    }),
  }),
});

test("the frontmatter holds for the open format and for OpenClaw", () => {
  const { name, metadata } = Frontmatter.parse(parse(frontmatter));
  expect(name).toBe("fivetran");
  expect(metadata.tags.split(", ")).toEqual([
    "ingestion",
    "fivetran",
    "etl",
    "connector",
    "sync",
    "data",
  ]);
  expect(metadata.openclaw.emoji).toBe("🔗");
  expect(metadata.openclaw.envVars.map((variable) => variable.name)).toContain(
    metadata.openclaw.primaryEnv,
  );
  // A strict YAML reader refuses flow style.
  expect(frontmatter.replace(/"[^"]*"/g, "")).not.toMatch(/[{[]/);
});

test("the body fits what agents keep of a skill", () => {
  expect(encode(body).length).toBeLessThan(5000);
  expect(text.split("\n").length).toBeLessThan(500);
});

describe("every command of the skill is one that the program takes", () => {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const shell = [...body.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = ""]) => block.replaceAll("\\\n", " ").split(/\n(?=fivetran-agent )/))
    .map((line) => line.replace(/\s#\s.*$/gm, "").trim())
    .filter((line) => line.startsWith("fivetran-agent "));

  test("there are many", () => expect(shell.length).toBeGreaterThan(10));

  test.each(shell)("%s", async (line) => {
    const command = await parsed(split(line).slice(1));
    const tool = byName.get(command?.tool ?? "");
    expect(tool && parseArguments(tool, command?.args ?? {})).toBeTypeOf("object");
  });

  const calls = [...body.matchAll(/`([a-z_]+) (\{[^`]*\})`/g)].map(([, name = "", args = ""]) => ({
    name,
    args,
  }));

  test.each(calls)("$name $args", ({ name, args }) => {
    const filled: unknown = JSON.parse(args.replaceAll("…", "festive_shore~a~b~o"));
    expect(byName.get(name)?.input.safeParse(filled)).toMatchObject({ success: true });
  });
});
