import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { TRIGGERS } from "./evals/triggers.js";
import { type Harness, harness, idOf } from "./harness.js";
import { commandLine, mcpCalls, shellCommands } from "./recipes.js";
import { agreed } from "./tools/agreed.js";

const FOLDER = "skills/fivetran";
const REFERENCES = readdirSync(join(FOLDER, "references")).map((name) => `references/${name}`);
const PAGES = ["SKILL.md", ...REFERENCES];
const read = (page: string) => readFileSync(join(FOLDER, page), "utf8");

const text = read("SKILL.md");
const [, frontmatter = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];

// The open skill format allows no other top-level keys.
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
      install: z.array(
        z.strictObject({
          id: z.string(),
          kind: z.literal("node"),
          package: z.literal("fivetran-agent"),
          bins: z.array(z.string()),
          label: z.string(),
        }),
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
  const { emoji, primaryEnv, envVars, requires, install } = metadata.openclaw;
  expect(emoji).toBe("🔗");
  expect(envVars.map((variable) => variable.name)).toContain(primaryEnv);
  expect(install.flatMap(({ bins }) => bins)).toEqual(requires.bins);
  // A strict YAML parser rejects flow style.
  expect(frontmatter.replace(/"[^"]*"/g, "")).not.toMatch(/[{[]/);
});

test("the body fits what agents keep of a skill", () => {
  expect(encode(body).length).toBeLessThan(5000);
  expect(text.split("\n").length).toBeLessThan(500);
});

test("each reference says when to read it, and the skill links each of them and nothing else", () => {
  for (const page of REFERENCES) {
    expect(read(page), page).toMatch(/^# .+\n\nRead (when|before) /);
    expect(body).toContain(`[${page}](${page})`);
  }
  const linked = [...body.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
  expect([...new Set(linked)].sort()).toEqual([...REFERENCES].sort());
  for (const page of PAGES) {
    const named = read(page).match(/references\/[\w-]+\.md/g) ?? [];
    expect(named.filter((name) => !REFERENCES.includes(name))).toEqual([]);
  }
});

test("the requests of the trigger set are ten of each kind, and none stands in the description", () => {
  const { description } = Frontmatter.parse(parse(frontmatter));
  expect(TRIGGERS.filter(({ triggers }) => triggers)).toHaveLength(10);
  expect(TRIGGERS.filter(({ triggers }) => !triggers)).toHaveLength(10);
  expect(new Set(TRIGGERS.map(({ request }) => request)).size).toBe(20);
  for (const { request } of TRIGGERS) expect(description).not.toContain(request);
});

const SECRETS = {
  STRIPE_KEY: "rk_live_1",
  ORDERS_DB_PASSWORD: "p4ss",
  HUBSPOT_CLIENT_SECRET: "s3cret",
  HUBSPOT_REFRESH_TOKEN: "t0ken",
  ACME_DB_PASSWORD: "p4ss2",
  WAREHOUSE_PASSWORD: "p4ss3",
  WEBHOOK_SECRET: "signing",
};
const ENV = { ...SECRETS, FIVETRAN_SECRET_REFS: Object.keys(SECRETS).join(",") };

const FAIL_ON_MATCHED = 8;
const A_PAGE_MS = 90_000;

describe.each(PAGES)("%s", (page) => {
  test(
    "each command runs as it is written, and its plan can be confirmed",
    async () => {
      const on = await harness({ env: ENV });
      const run = commandLine(on);
      for (const shown of shellCommands(read(page))) {
        const [program, ...words] = shown.words;
        if (program === "curl") {
          await sends(on, words);
          continue;
        }
        const { code, stdout, stderr } = await run(words);
        const report = `${words.join(" ")}\n${stdout}${stderr}`;
        if (words.includes("--fail-on")) expect(code, report).toBe(FAIL_ON_MATCHED);
        else if (code === 3) {
          const token = /--confirmation-token (\S+)/.exec(stdout)?.[1] ?? "";
          expect(token, report).not.toBe("");
          const confirmed = await run([...words, "--confirmation-token", token]);
          expect(confirmed.code, `${report}\n${confirmed.stdout}${confirmed.stderr}`).toBe(0);
        } else {
          // The command ran. Its exit code is the outcome of the tests.
          const failed = words.includes("run_setup_tests") && stdout.includes("FAILED");
          expect(code, report).toBe(failed ? 1 : 0);
        }
      }
    },
    A_PAGE_MS,
  );

  test(
    "each call runs as it is written, and its plan can be confirmed",
    async () => {
      const on = await harness({ env: ENV });
      let handles: unknown;
      for (const { tool, args } of mcpCalls(read(page))) {
        // The handle is the one that the previous call returned.
        const filled = JSON.stringify(args).includes("…") ? { ...args, handles } : args;
        const { isError, text: result, data } = await agreed(on, tool, filled);
        handles = handlesIn(data);
        expect(isError, `${tool} ${JSON.stringify(args)}\n${result}`).toBe(false);
      }
    },
    A_PAGE_MS,
  );
});

const Started = z.object({ started: z.array(z.looseObject({ handle: z.string() })).optional() });
const handlesIn = (data: unknown) => Started.parse(data).started?.map(({ handle }) => handle);

async function sends({ url, sandbox }: Harness, words: readonly string[]): Promise<void> {
  const target = words.find((word) => word.startsWith("https://api.fivetran.com/")) ?? "";
  const login = words[words.indexOf("-u") + 1];
  expect(login).toBe("key:secret");
  const { status } = await fetch(target.replace("https://api.fivetran.com", url), {
    headers: basic(sandbox),
  });
  expect(status, target).toBe(200);
}

const basic = ({ apiKey, apiSecret }: Harness["sandbox"]) => ({
  authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`,
});

test("each raw request of references/http.md is taken by the API", async () => {
  const on = await harness();
  const ids: Record<string, string> = {
    connection_id: idOf(on.sandbox, "postgres_orders"),
    group_id: "",
  };
  on.sandbox.edit((world) => {
    for (const { id, name } of world.groups.values()) if (name === "staging") ids["group_id"] = id;
  });
  const blocks = [...read("references/http.md").matchAll(/```http\n([\s\S]*?)```/g)];
  const requests = blocks.flatMap(([, block = ""]) => block.trim().split(/\n(?=[A-Z]+ \/)/));
  expect(requests.length).toBeGreaterThan(20);
  for (const request of requests) {
    const filled = request.replace(/\{(connection_id|group_id)\}/g, (_, name) => ids[name] ?? "");
    const [head = "", ...rest] = filled.trim().split("\n");
    const [method = "", path = ""] = head.split(" ");
    const body = rest.join("\n").trim();
    const { status } = await fetch(`${on.url}${path}`, {
      method,
      headers: {
        ...basic(on.sandbox),
        accept: "application/json;version=2",
        ...(body === "" ? {} : { "content-type": "application/json" }),
      },
      ...(body === "" ? {} : { body: JSON.stringify(JSON.parse(body)) }),
    });
    expect([status, head]).toEqual([
      method === "POST" && path === "/v1/connections" ? 201 : 200,
      head,
    ]);
  }
});
