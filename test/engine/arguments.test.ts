import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { AppError } from "../../src/base/errors.js";
import { parseArguments } from "../../src/engine/arguments.js";
import { listing } from "../../src/toolkit/listing.js";
import { tools } from "../../tools/index.js";
import { holds } from "../holds.js";
import { anyValue, fieldOf, schemaOf, spelled } from "./spellings.js";

function read(name: string, args: Record<string, unknown>): unknown {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  return parseArguments(tool, args);
}

function refusal(name: string, args: Record<string, unknown>): AppError | undefined {
  try {
    read(name, args);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.type === "input") return error;
    throw error;
  }
}

const Arguments = z.record(z.string(), z.unknown());

describe.each(tools.map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
  const shown = listing(tool);
  const schema = schemaOf(tool);

  test("reads every parameter in every spelling alike", () => {
    const either = anyValue(schema).chain((plain) =>
      fc.tuple(fc.constant(plain), spelled(schema, plain)),
    );
    holds(
      fc.property(either, ([plain, other]) => {
        const given = typeof other === "string" ? JSON.parse(other) : other;
        expect(read(name, Arguments.parse(given))).toEqual(read(name, Arguments.parse(plain)));
      }),
      100,
    );
  });

  test("takes null, and what is empty, for an absent parameter unless its absence would widen a change", () => {
    const needed = Object.fromEntries(
      (schema.required ?? []).map((key) => [
        key,
        fc.sample(anyValue(fieldOf(schema, key), key), 1)[0],
      ]),
    );
    const plain = read(name, needed);
    const optional = Object.entries(schema.properties ?? {}).filter(
      ([key]) => !Object.hasOwn(needed, key),
    );
    const all = (value: unknown) => Object.fromEntries(optional.map(([key]) => [key, value]));
    expect(read(name, { ...needed, ...all(null) })).toEqual(plain);
    for (const [key, field] of optional) {
      expect(read(name, { ...needed, [key]: null })).toEqual(plain);
      for (const empty of ["", [], {}]) {
        if (key === "connect_card" && JSON.stringify(empty) === "{}") continue;
        const given = { ...needed, [key]: empty };
        if (field.absent === undefined) expect(read(name, given)).toEqual(plain);
        else {
          expect(refusal(name, given)?.message).toBe(
            `${name}: ${key}: is empty. Give a value, or leave the parameter out to select ${field.absent}.`,
          );
        }
      }
    }
  });

  test("meets any shape with nothing but an input error", () => {
    const parameter = fc.constantFrom(...Object.keys(shown.inputSchema.properties));
    const key = fc.oneof(
      parameter,
      fc.string(),
      fc.constantFrom("__proto__", "constructor", "toString", "then"),
    );
    const hostile = fc.array(fc.tuple(key, fc.anything({ withNullPrototype: true, maxDepth: 4 })));
    holds(
      fc.property(hostile, (entries) => {
        const args: Record<string, unknown> = {};
        for (const [field, value] of entries) {
          Object.defineProperty(args, field, { value, enumerable: true, configurable: true });
        }
        const error = refusal(name, args);
        return error === undefined || (error.message !== "" && error.message.length < 2000);
      }),
      300,
    );
  });

  test("meets a length that cannot be compared with an input error", () => {
    const [first = ""] = Object.keys(shown.inputSchema.properties);
    const length: unknown = JSON.parse('{"valueOf":1,"toString":1}');
    expect(refusal(name, { [first]: { length } })?.type).toBe("input");
  });

  test("names an unknown parameter and the one that was meant", () => {
    const [first = ""] = Object.keys(shown.inputSchema.properties);
    const misspelt = `${first.slice(0, -1)}x${first.slice(-1)}`;
    const error = refusal(name, { [misspelt]: "x" });
    expect(error?.message).toMatch(
      new RegExp(`(: u|\\. U)nknown parameter "${misspelt}"\\. Did you mean ${first}\\?`),
    );
    expect(error?.hint).toBe(
      `Nothing was sent. Parameters: ${Object.keys(shown.inputSchema.properties)
        .filter((key) => key !== "confirmation_token")
        .join(", ")}.`,
    );
  });

  test("says which parameter is missing", () => {
    for (const field of shown.inputSchema.required ?? []) {
      expect(refusal(name, {})?.message).toContain(`${field} is required.`);
    }
  });
});

test("what reaches into a prototype is refused, and changes none", () => {
  for (const text of [
    '{"connector":"x","__proto__":{"polluted":1}}',
    '{"connector":"x","changes":[{"constructor":{"prototype":{"polluted":1}}}]}',
    '{"connector":"x","changes":[{"table":"t","prototype":1}]}',
  ]) {
    const error = refusal("modify_schema", JSON.parse(text));
    expect(error?.message).toMatch(
      /^The key "(__proto__|constructor|prototype)" is not allowed\.$/,
    );
  }
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("what is too many, too long or too deep is refused before it is looked into", () => {
  const many = { connectors: Array.from({ length: 10_000 }, (_, n) => `c${n}`) };
  expect(refusal("get_status", many)?.message).toContain("connectors: takes at most 20 items.");
  const long = { connectors: ["x".repeat(5_000_000)] };
  expect(refusal("get_status", long)?.message).toBe("Arguments are larger than 256 KiB.");
  const deep: unknown = JSON.parse(`${"[".repeat(1000)}${"]".repeat(1000)}`);
  expect(refusal("get_status", { connectors: deep })?.message).toBe(
    "Arguments are nested deeper than 16 levels.",
  );
  const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`key${n}`, n]));
  expect(refusal("get_status", wide)?.message).toBe("Arguments are larger than 256 KiB.");
});

test("an empty filter beside a list of connectors is filler; without a list it is refused", () => {
  for (const tool of ["pause_connectors", "resume_connectors"]) {
    const filler = { group: "", service: "", words: "", states: [] };
    const named = { connectors: ["stripe_payments"] };
    expect(read(tool, { ...named, ...filler })).toEqual(named);
    expect(read(tool, { ...named, group: null })).toEqual(named);
    expect(refusal(tool, { ...filler, group: "marketing" })?.message).toBe(
      `${tool}: service: is empty. Give a value, or leave the parameter out to select every service. words: is empty. Give a value, or leave the parameter out to select every name. states: is empty. Give a value, or leave the parameter out to select every state.`,
    );
    expect(refusal(tool, { connectors: [], group: "marketing" })?.message).toContain(
      "connectors: is empty.",
    );
    expect(refusal(tool, { connectors: [null], group: "marketing" })?.message).toContain(
      "connectors: is empty.",
    );
  }
});

test("an empty name in a change of a schema is refused, because without it more would change", () => {
  for (const level of ["schema", "table", "column"]) {
    const change = { schema: "public", table: "orders", column: "id", enabled: false, [level]: "" };
    expect(refusal("modify_schema", { connector: "x", changes: [change] })?.message).toContain(
      `changes[0].${level}: is empty. Give a value, or leave the parameter out to select `,
    );
  }
});

test("what is text in JSON is looked into as well", () => {
  const deep = `${"[".repeat(40)}${"]".repeat(40)}`;
  expect(refusal("modify_schema", { connector: "x", changes: deep })?.message).toBe(
    "Arguments are nested deeper than 16 levels.",
  );
  const polluting = '{"__proto__":{"polluted":1}}';
  expect(refusal("update_connector", { connector: "x", config: polluting })?.message).toBe(
    'The key "__proto__" is not allowed.',
  );
  expect(refusal("resync_connector", { connector: "x", tables: "{bad" })?.message).toBe(
    'resync_connector: tables: must be an object, such as {"public":["orders","stg_*"]}; this text is not valid JSON.',
  );
  expect(refusal("get_status", { connectors: '["a"' })?.message).toBe(
    'get_status: connectors: must be a list: send ["a"].',
  );
});

test("text stays text where text is declared", () => {
  for (const text of ['{"a":1}', "[1]", "7", "true", "null"]) {
    expect(read("search_api", { query: text })).toMatchObject({ query: text });
  }
});

test("problems are reported together, each by its place", () => {
  const error = refusal("modify_schema", {
    connector: "",
    changes: [{ schema: "public", enabled: "yes" }, { tabel: "x" }],
    policy: "ALLOW",
  });
  expect(error?.message).toBe(
    'modify_schema: changes[0].enabled: must be true or false. changes[1]: unknown parameter "tabel". Did you mean table? policy: must be one of ALLOW_ALL, ALLOW_COLUMNS, BLOCK_ALL.',
  );
});

test("a bound that itself does not fit is reported so", () => {
  expect(refusal("check_stale", { max_age_hours: 0 })?.message).toBe(
    "check_stale: max_age_hours: must be more than 0.",
  );
});

const DIRECTLY = 'Give connectors directly, without "';

test.each<[string, Record<string, unknown>, string]>([
  ["get_status", { connectors: "['a','b']" }, 'connectors: must be a list: send ["a","b"].'],
  ["get_status", { connectors: "a, b" }, 'connectors: must be a list: send ["a","b"].'],
  ["get_status", { connectors: "- a\n- b" }, 'connectors: must be a list: send ["a","b"].'],
  ["get_status", { connectors: "a\nb" }, 'connectors: must be a list: send ["a","b"].'],
  ["update_connector", { connector: "a", config: '[{"port":1}]' }, "config: must be an object.\n"],
  [
    "get_status",
    { connectors: "[,]" },
    `must be a list, such as ["crm"]; this text is not valid JSON.`,
  ],
  ["get_status", { connectors: '"a","b"' }, 'connectors: must be a list: send ["a","b"].'],
  ["get_status", { connectors: '"a"' }, 'must be a list: send ["a"].\n'],
  ["get_status", { connectors: `${"x".repeat(30)}, b` }, `send ["${"x".repeat(30)}","b"].\n`],
  ["get_schema", { connector: ["a", "b"] }, "get_schema: connector: must be a string.\n"],
  ["list_connectors", { limit: 1e308 }, "list_connectors: limit: must be at most 200.\n"],
  ["get_status", { connectors: [1, 2, 3, 4] }, "[2] and 1 more: must be a string.\n"],
  ["list_connectors", { page: 2 }, "Did you mean cursor?"],
  ["list_connectors", { per_page: 2 }, "Did you mean limit?"],
  ["list_connectors", { filter: "x" }, "Did you mean words?"],
  ["read_api", { endpoint: "/v1/groups" }, "Did you mean operation_id?"],
  ["read_api", { operation_id: "x", group_id: "y" }, "If it is a field of params, write it there."],
  ["write_api", { operation_id: "x", email: "y" }, "If it is a field of params or body, write it"],
  ["update_connector", { connector: "a", port: 1 }, "If it is a field of config, write it there."],
  [
    "update_connector",
    { connector: "a", paused: true },
    "use pause_connectors or resume_connectors.",
  ],
  ["pause_connectors", { confirmationToken: "x" }, "Did you mean confirmation_token?"],
  ["pause_connectors", { token: "x" }, "Did you mean confirmation_token?"],
  [
    "pause_connectors",
    { words: "  " },
    "words: is empty. Give a value, or leave the parameter out",
  ],
  ["pause_connectors", { service: " " }, "service: is empty. Give a value, or leave the parameter"],
  ["pause_connectors", { states: "\t" }, "states: is empty. Give a value, or leave the parameter"],
  ["check_stale", { service: "x,y" }, 'service: must be a list: send ["x","y"].'],
  ["get_status", { arguments: { connectors: ["a"] } }, `${DIRECTLY}arguments" around it.`],
  ["get_status", { input: '{"connectors":["a"]}' }, `${DIRECTLY}input" around it.`],
  ["get_status", { kwargs: { connectors: ["a"] } }, `${DIRECTLY}kwargs" around it.`],
  ["get_status", { tool_input: '{"connectors":["a"]}' }, `${DIRECTLY}tool_input" around it.`],
  [
    "update_connector",
    { connector: "a", settings: { auth: {}, host: "h" } },
    'unknown parameter "settings". If it is a field of config',
  ],
  ["get_status", { connectors: ["a"], x: 1, y: 2 }, 'parameter "x". Unknown parameter "y".'],
  ["list_connectors", { parameters: "x" }, 'unknown parameter "parameters".'],
  ["list_connectors", { groupName: "x" }, "Did you mean group?"],
  ["check_stale", { "max-age-hours": 1 }, "Did you mean max_age_hours?"],
  ["update_connector", { connector: "a", "config.host": "h" }, 'inside config: {"host": …}.'],
  ["create_connector", { type: "postgres" }, "Did you mean service?"],
  ["write_api", { operation_id: "x", data: {} }, "Did you mean body?"],
  ["read_api", { operation_id: "x", limit: 5 }, "Write it inside params."],
  ["read_api", { operation_id: "x", query: {} }, "Did you mean params?"],
  ["pause_connectors", { ids: ["a"] }, "Did you mean connectors?"],
  ["get_history", { from: "2026-01-01" }, "Did you mean since?"],
  [
    "modify_schema",
    { connector: "a", changes: [{ schema: "s", changes: { enabled: false } }] },
    'changes[0]: unknown parameter "changes". Give enabled directly, without "changes" around it.',
  ],
  [
    "modify_schema",
    { connector: "a", changes: [{ schema: "s", changes: "off" }] },
    'changes[0]: unknown parameter "changes". It takes schema, table,',
  ],
])("%s %j is refused with what to send", (name, args, expected) => {
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) throw new Error("no such tool");
  const message = refusal(name, args)?.message;
  expect(`${message}\n`).toContain(expected);
  if (!expected.includes("Did you mean")) expect(message).not.toContain("Did you mean");
});
