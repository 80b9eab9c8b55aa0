import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commandNotation } from "../../src/cli/notation.js";
import { exampleForShell, quoteForShell } from "../../src/cli/quoting.js";
import { parseArguments } from "../../src/engine/arguments.js";
import type { Json } from "../../src/toolkit/define.js";
import { tools } from "../../tools/index.js";
import { parsed } from "../command-line.js";
import { harness } from "../harness.js";
import { LISTINGS } from "../listings.js";
import { groupId } from "../tools/change-facts.js";

type Args = Record<string, Json>;

const write = (tool: string, args: Args, flags = {}) =>
  commandNotation({ tools: LISTINGS, flags }, { tool, args }).tool(tool, args);

/** Returns the words of command lines, split by a real shell. */
function words(lines: readonly string[]): string[][] {
  const script = lines.map((line) => `printf '%s\\0' ${line}; printf '\\1\\0'`).join("\n");
  const output = execFileSync("sh", { encoding: "utf8", input: script });
  return output
    .split("\u0001\0")
    .slice(0, -1)
    .map((line) => line.split("\0").slice(0, -1));
}

async function readBack(lines: readonly string[]) {
  const found: Awaited<ReturnType<typeof parsed>>[] = [];
  for (const [program, ...rest] of words(lines)) {
    expect(program).toBe("fivetran-agent");
    found.push(await parsed(rest));
  }
  return found;
}

const ODD = [
  "plain",
  "two words",
  "it's",
  'say "hi"',
  "$HOME `id` $(id)",
  "stg_*",
  "a?[b]",
  "a,b",
  " padded ",
  "-dash",
  "--flag=x",
  "[bracket",
  '{"secret_ref":"env:X"}',
  "[1,2]",
  "back\\slash",
  "!bang ~home #hash & ; | < > ( )",
  "línea\nnueva",
  "true",
  "7",
  "日本",
];

/**
 * Returns what cmd makes of a pasted line: the line that it runs, and the text that it reads as
 * operators.
 */
function afterCmd(line: string): { line: string; operators: string } {
  const expanded = line.replaceAll(/%(PATH|USERNAME)%/gi, "(a variable)");
  let [out, operators, inside] = ["", "", false];
  for (let at = 0; at < expanded.length; at++) {
    let char = expanded[at] ?? "";
    if (char === '"') inside = !inside;
    else if (!inside && char === "^") char = expanded[++at] ?? "";
    else if (!inside && /[&|<>()]/.test(char)) operators += char;
    out += char;
  }
  return { line: out, operators };
}

/**
 * Returns the words of a command line that a Windows program receives, by the rules that Microsoft
 * documents.
 */
function windowsWords(line: string): string[] {
  const found: string[] = [];
  let [word, started, inside] = ["", false, false];
  for (let at = 0; at < line.length; at++) {
    const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
    if (slashes > 0) {
      const quote = line[at + slashes] === '"';
      word += "\\".repeat(quote ? Math.floor(slashes / 2) : slashes);
      started = true;
      at += slashes - 1;
      if (quote && slashes % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (inside && line.startsWith('""', at)) {
      word += '"';
      at += 1;
    } else if (line[at] === '"') [inside, started] = [!inside, true];
    else if (!inside && /\s/.test(line[at] ?? "")) {
      if (started) found.push(word);
      [word, started] = ["", false];
    } else [word, started] = [word + line[at], true];
  }
  return started ? [...found, word] : found;
}

/**
 * Pastes a command on Windows. npm's shim is a batch file that passes the words to node, so cmd
 * reads them twice.
 */
function pastedOnWindows(words: readonly string[]): { words: string[]; operators: string } {
  const first = afterCmd(words.map((word) => quoteForShell(word, "win32")).join(" "));
  const shim = afterCmd(first.line);
  return { words: windowsWords(shim.line), operators: first.operators + shim.operators };
}

test("a word for cmd on Windows is read back as it is, JSON, paths and percent signs included", () => {
  const words = [
    ...ODD.filter((word) => !word.includes("\n")),
    "C:\\Users\\me\\",
    "a b\\",
    "",
    '[{"table":"a&calc","to":"%PATH%"}]',
    '\\%USERNAME%\\"',
  ];
  expect(pastedOnWindows(words)).toEqual({ words, operators: "" });
  expect(quoteForShell("a&b", "win32")).toBe('"a&b"');
  expect(quoteForShell("C:\\state", "win32")).toBe("C:\\state");
  const text = fc.string({
    unit: fc.constantFrom('"', "\\", "%", "^", "&", "|", "<", "(", " ", "a", "PATH", "%PATH%", "{"),
    minLength: 1,
  });
  fc.assert(
    fc.property(fc.array(text), (given) => {
      expect(pastedOnWindows(given)).toEqual({ words: given, operators: "" });
    }),
    { numRuns: 2000 },
  );
});

test("a word that zsh would replace by the path of a program is quoted", () => {
  expect(quoteForShell("=ls", "linux")).toBe("'=ls'");
  expect(quoteForShell("--words=a", "linux")).toBe("--words=a");
});

test("examples of the help are for the shell at hand", () => {
  const example = `modify_schema x --changes '[{"table":"t"}]'`;
  expect(exampleForShell(example, "linux")).toBe(example);
  expect(exampleForShell(example, "win32")).toBe('modify_schema x --changes "[{""table"":""t""}]"');
});

test("any text, list, object, number and switch of any tool's parameters is read back from its command", async () => {
  const cases: { tool: string; args: Args }[] = [];
  let turn = 0;
  const some = () => [0, 1, 2].map(() => ODD[turn++ % ODD.length] ?? "");
  for (const { name, inputSchema } of LISTINGS) {
    for (const [param, schema] of Object.entries(inputSchema.properties)) {
      const { type, items } = JSON.parse(JSON.stringify(schema));
      const values: Json[] =
        type === "string"
          ? some()
          : type === "boolean"
            ? [true, false]
            : type === "integer" || type === "number"
              ? [0, 25]
              : type === "array" && items?.type === "string"
                ? [...some().map((text) => [text]), [...ODD], ["a", "b"]]
                : type === "array"
                  ? [ODD.map((text) => ({ [text]: text, on: true, n: 7 })), [{ a: null }]]
                  : [{ [ODD[3] ?? ""]: [...ODD], nested: { deep: ODD[2] ?? "", off: false } }];
      for (const value of values) cases.push({ tool: name, args: { [param]: value } });
    }
  }
  const back = await readBack(cases.map(({ tool, args }) => write(tool, args)));
  // Numbers and switches are read as text here. The engine reads them by their declared type.
  const asText = (value: Json) =>
    typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  const written = cases.map(({ tool, args }) => ({
    tool,
    args: Object.fromEntries(Object.entries(args).map(([key, value]) => [key, asText(value)])),
  }));
  expect(back).toEqual(written);
});

test("the first parameter needs no name, and options of the whole command line are kept", () => {
  expect(write("get_schema", { connector: "postgres_orders", cursor: "25.x" })).toBe(
    "fivetran-agent get_schema postgres_orders --cursor 25.x",
  );
  expect(
    write("get_status", { connectors: ["a", "b c"] }, { sandbox: true, json: true, scope: "read" }),
  ).toBe("fivetran-agent get_status a 'b c' --sandbox --scope read");
});

const POSTGRES = "postgres_orders";
const host = { connector: POSTGRES, config: { host: "untrusted.example.com" } };

// Calls whose results show another call: a cursor, a token, an undo, or a next step.
const CALLS: [string, Args, fault?: string][] = [
  ["list_connectors", { limit: 1, words: "s" }],
  ["list_destinations", { limit: 1 }],
  ["check_stale", { limit: 1 }],
  ["get_schema", { connector: POSTGRES, schema: "public", limit: 1 }],
  ["describe_service", { words: "data base", limit: 1 }],
  ["describe_service", { service: "postgres", limit: 1 }],
  ["read_api", { operation_id: "list_all_groups", params: { limit: 1 } }],
  ["pause_connectors", { connectors: ["zendesk_support", "klaviyo_email"] }],
  ["pause_connectors", { group: "analytics_prod" }],
  ["resume_connectors", { connectors: ["mysql_legacy"] }],
  ["modify_schema", { connector: POSTGRES, changes: [{ table: "au*it_log", enabled: false }] }],
  [
    "modify_schema",
    { connector: POSTGRES, changes: [{ table: "orders", enabled: false }] },
    "modify_connection_schema_config",
  ],
  ["reload_schema", { connector: POSTGRES }, "reload_connection_schema_config"],
  ["reload_schema", { connector: POSTGRES, exclude_mode: "EXCLUDE" }],
  ["resync_connector", { connector: POSTGRES, tables: { public: ["a*", "order?"] } }],
  ["resync_connector", { connector: "zendesk_support" }],
  ["resync_connector", { connector: "zendesk_support" }, "resync_connection"],
  ["update_connector", { connector: POSTGRES, sync_frequency: 60, schedule_type: "manual" }],
  [
    "update_connector",
    { connector: "zendesk_support", sync_frequency: 1440, daily_sync_time: "14:00" },
  ],
  [
    "update_connector",
    { connector: "zendesk_support", pause_after_trial: true },
    "modify_connection",
  ],
  ["update_connector", { connector: POSTGRES, run_setup_tests: true }],
  ["update_connector", { connector: POSTGRES, config: { hostt: "x" } }],
  ["update_connector", host],
  ["run_setup_tests", { connector: "mariadb_crm" }],
  ["run_setup_tests", { connector: "mariadb_crm", approve: ["nope"] }],
  ["run_setup_tests", { connector: "github_repos" }, "run_setup_tests"],
  ["trigger_sync", { connectors: ["github_repos"] }, "sync_connection"],
  [
    "create_connector",
    { service: "postgres", group: "staging", name: "x", config: { nope: "it's" } },
  ],
  ["create_connector", { service: "snowflake_db", group: "staging" }],
  [
    "create_connect_card",
    { connector: "linkedin_ads_brand", redirect_uri: "https://x.example.com/a?b=c&d" },
  ],
  ["delete_connector", { connector: "mysql_legacy" }],
  ["delete_connector", { connector: "mysql_legacy" }, "delete_connection"],
  ["write_api", { operation_id: "modify_group", params: { groupId: "GROUP" } }],
  ["write_api", { operation_id: "create_group", body: { name: 7, nme: "it's" } }],
];

test.each(CALLS)(
  "%s %j %s: every command in its results is read back by the same command line",
  async (tool, args, fault) => {
    const { app, sandbox } = await harness();
    if (fault !== undefined) sandbox.fault({ operation: fault, reset: true });
    const engine = await app.engine();
    const flags = { sandbox: true };
    const texts: string[] = [];
    const run = async (given: Args) => {
      const notation = commandNotation({ tools: LISTINGS, flags }, { tool, args: given });
      const reply = await engine.run(
        { tool, args: given },
        { signal: new AbortController().signal, progress: () => {}, canAsk: false, notation },
      );
      if ("ask" in reply) throw new Error("asked");
      texts.push(reply.text);
      return reply.data["confirmation_token"];
    };
    const group = groupId(sandbox, "analytics_prod");
    const concrete = JSON.parse(JSON.stringify(args).replace("GROUP", group));
    const token = await run(concrete);
    if (typeof token === "string") await run({ ...concrete, confirmation_token: token });

    const lines = texts.flatMap((text) => text.split("\n"));
    const commands = lines.flatMap((line) => /fivetran-agent .*/.exec(line) ?? []);
    expect(commands.length, texts.join("\n")).toBeGreaterThan(0);
    const names = LISTINGS.map(({ name }) => name).join("|");
    const ofTools = new RegExp(`\\b(${names}) [a-z_]+=|\\b(cursor|confirmation_token)=`);
    expect(lines.filter((line) => ofTools.test(line))).toEqual([]);
    for (const [index, one] of (await readBack(commands)).entries()) {
      if (one === undefined) throw new Error(commands[index]);
      expect(write(one.tool, one.args, flags)).toBe(commands[index]);
      const { confirmation_token: _, ...rest } = one.args;
      const found = tools.find(({ name }) => name === one.tool);
      if (found === undefined) throw new Error(commands[index]);
      parseArguments(found, rest);
    }
  },
);

test("the calls above cover every tool that changes something, except for the one that deletes any object", () => {
  const called = new Set(CALLS.map(([tool]) => tool));
  const changing = LISTINGS.filter(({ effect }) => effect !== "read").map(({ name }) => name);
  expect(changing.filter((name) => !called.has(name))).toEqual(["delete_api"]);
});

test("a command with a secret in it is not repeated, as its mask cannot be pasted", () => {
  const confirm = (args: Args) =>
    commandNotation({ tools: LISTINGS, flags: {} }, { tool: "update_connector", args }).confirm(
      "update_connector",
      { confirmation_token: "fvc1_x" },
    );
  expect(confirm({ connector: POSTGRES, config: { password: "a-secret-of-ours" } })).toBe(
    "run the same command within 15 minutes with --confirmation-token fvc1_x",
  );
  expect(confirm({ connector: POSTGRES, sync_frequency: 60 })).toBe(
    "run within 15 minutes: fivetran-agent update_connector postgres_orders --sync-frequency 60 --confirmation-token fvc1_x",
  );
});
