import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/base/json.js";
import {
  ConnectorTypeDetails,
  type FieldNode,
} from "../../../src/client/resources/connector-types.js";
import {
  copyConfig,
  fieldProblems,
  missingFields,
  readGiven,
} from "../../../src/features/services/index.js";

const config: FieldNode = {
  required: ["host", "shown", "nest"],
  properties: {
    host: { type: "string" },
    port: { type: "integer" },
    ratio: { type: "number" },
    encrypted: { type: "boolean" },
    password: { type: "string", format: "password" },
    mode: { type: "object", enum: ["FULL", "FAST", 3, true] },
    zone: { type: "string", enum: Array.from({ length: 13 }, (_, at) => `zone_${at}`) },
    shown: { type: "string", readonly: true },
    anything: {},
    open: { type: "object" },
    tags: { type: "array", items: { type: "string" } },
    names: { type: "array" },
    reports: {
      type: "array",
      items: { required: ["table"], properties: { table: { type: "string" } } },
    },
    nest: { type: "object", required: ["inner"], properties: { inner: { type: "integer" } } },
  },
};
const type = ConnectorTypeDetails.parse({ id: "odd", name: "Odd", type: "API", config });
const problems = (given: { [key: string]: Json }, current?: unknown) =>
  fieldProblems({ config: given }, type, current);

describe("a value that fits its field has no problem", () => {
  test.each<[string, Json]>([
    ["host", "db.example.com"],
    ["host", 5],
    ["host", null],
    ["port", 5432],
    ["port", "5432"],
    ["port", "-1"],
    ["ratio", "any"],
    ["encrypted", false],
    ["password", { secret_ref: "env:DB_PASSWORD" }],
    ["mode", "FULL"],
    ["mode", "3"],
    ["mode", 3],
    ["mode", true],
    ["anything", { a: [1] }],
    ["open", { any: { depth: 1 } }],
    ["tags", ["a", 1]],
    ["names", [{ a: 1 }, "b"]],
    ["reports", [{ table: "t" }, {}]],
    ["nest", { inner: "7" }],
  ])("%s: %j", async (field, value) => {
    expect(await problems({ [field]: value })).toEqual([]);
  });
});

describe("a value that does not fit is refused with what fits", () => {
  test.each<[string, Json, string]>([
    ["host", { name: "x" }, "config.host must be a string."],
    ["host", ["x"], "config.host must be a string."],
    ["host", true, "config.host must be a string."],
    ["port", "many", "config.port must be an integer."],
    ["port", "", "config.port must be an integer."],
    ["port", 1.5, "config.port must be an integer."],
    ["host", 2 ** 60, "config.host has too many digits for a number; give the value as a string."],
    [
      "open",
      { at: [2 ** 60] },
      "config.open.at[0] has too many digits for a number; give the value as a string.",
    ],
    ["port", [1], "config.port must be an integer."],
    ["encrypted", "true", "config.encrypted must be true or false."],
    ["mode", "FAS", "config.mode must be one of FULL, FAST, 3, true. Did you mean FAST?"],
    ["mode", { a: 1 }, "config.mode must be one of FULL, FAST, 3, true."],
    [
      "zone",
      "west",
      "config.zone must be one of 13 values, such as zone_0, zone_1, zone_2, zone_3.",
    ],
    ["shown", "x", "config.shown cannot be set."],
    ["shown", null, "config.shown cannot be set."],
    ["open", "x", "config.open must be an object."],
    ["tags", "a", "config.tags must be a list."],
    ["tags", [{ a: 1 }], "config.tags[0] must be a string."],
    ["reports", [{ tabel: "t" }], '"config.reports[0].tabel" is not a field. Did you mean table?'],
    ["nest", [], "config.nest must be an object."],
    ["hosts", null, '"config.hosts" is not a field. Did you mean host?'],
    ["a/b~c%", { x: 1 }, '"config.a/b~c%" is not a field.'],
    [
      "config",
      { host: "x", port: 1 },
      '"config.config" is not a field. Give host, port directly, without "config" around them.',
    ],
    [
      "fields",
      '{"host":"x"}',
      '"config.fields" is not a field. Give host directly, without "fields" around it.',
    ],
    ["nest.inner", 7, '"config.nest.inner" is not a field. Write it inside nest: {"inner": …}.'],
  ])("%s: %j", async (field, value, problem) => {
    expect(await problems({ [field]: value })).toEqual([problem]);
  });

  test("all at once, unknown fields and values in the order given", async () => {
    expect(await problems({ port: "x", hots: 1, nest: { inner: [] } })).toEqual([
      expect.stringContaining("port"),
      expect.stringContaining("inner"),
      expect.stringContaining("hots"),
    ]);
  });

  test.each(["env:DB_PASSWORD", " $(DB_PASSWORD)", "{{db_password}}", "op://vault/db/password"])(
    "a secret field with only the name of a secret: %s",
    async (name) => {
      expect(await problems({ password: name, host: name })).toEqual([
        'config.password is the name of a secret, not the secret. To refer to a secret, give {"secret_ref":"env:NAME"}.',
      ]);
    },
  );

  test("never with the value of a secret", async () => {
    const found = await problems({ password: ["canary-1"], mode: "canary-2" });
    expect(found).toHaveLength(2);
    expect(found.join()).not.toContain("canary");
  });
});

describe("a value is read by the type of its field", () => {
  test.each<[string, Json, Json | undefined]>([
    ["host", "5432", "5432"],
    ["host", 5432, "5432"],
    ["host", '{"a":1}', '{"a":1}'],
    ["host", "false", "false"],
    ["host", "", ""],
    ["host", null, undefined],
    ["port", "5432", 5432],
    ["port", " 5432 ", 5432],
    ["port", "12345678901234567890", "12345678901234567890"],
    ["port", "", undefined],
    ["port", "many", "many"],
    ["encrypted", "False", false],
    ["encrypted", "TRUE", true],
    ["encrypted", "yes", "yes"],
    ["encrypted", "", undefined],
    ["password", { secret_ref: "env:DB_PASSWORD" }, { secret_ref: "env:DB_PASSWORD" }],
    ["password", "12345", "12345"],
    ["mode", "fast", "FAST"],
    ["open", '{"a":[1]}', { a: [1] }],
    ["open", "{bad", "{bad"],
    ["tags", "a", ["a"]],
    ["tags", '["a","b"]', ["a", "b"]],
    ["tags", ["a", null], ["a"]],
    ["tags", [], []],
    ["reports", { table: "t" }, [{ table: "t" }]],
    ["reports", '[{"table":"t"}]', [{ table: "t" }]],
    ["nest", '{"inner":"7","none":null}', { inner: 7 }],
    ["unlisted", "7", "7"],
  ])("%s: %j", (field, value, read) => {
    const expected = read === undefined ? {} : { [field]: read };
    expect(readGiven({ config: { [field]: value } }, type).config).toEqual(expected);
  });

  test("and text with keys that could change a prototype, or too deep, is refused", () => {
    const texts = ['{"__proto__":{"a":1}}', `${"[".repeat(50_000)}${"]".repeat(50_000)}`];
    for (const [field, text] of [
      ["open", texts[0]],
      ["names", texts[1]],
    ] as const) {
      expect(() => readGiven({ config: { [field]: text ?? "" } }, type)).toThrow(
        expect.objectContaining({ type: "input" }),
      );
    }
  });

  test("and as it is where the type is not known", () => {
    const config = { port: "5432", host: null, more: [{ a: null }, null] };
    expect(readGiven({ config }, undefined).config).toEqual({ port: "5432", more: [{}] });
  });
});

test("a name that is not valid Unicode is refused", async () => {
  await expect(problems({ "\ud800": 1 })).rejects.toMatchObject({ type: "input" });
});

test("what is stored already may be given although the type does not list it", async () => {
  expect(await problems({ legacy: { a: 1 } }, { legacy: { a: 2 } })).toEqual([]);
  expect(await problems({ legacy: { a: 1 } }, { other: 1 })).toHaveLength(1);
});

test("auth of a type that has none is refused", async () => {
  expect(await fieldProblems({ auth: { token: "x" } }, type)).toEqual([
    "This connector type does not take auth.",
  ]);
  expect(await fieldProblems({ auth: {} }, type)).toEqual([]);
});

describe("missing fields", () => {
  const all = { host: "h", nest: { inner: 1 } };
  test.each<[{ [key: string]: Json }, string[]]>([
    [all, []],
    [{}, ["config.host", "config.nest"]],
    [{ ...all, host: "" }, ["config.host"]],
    [{ ...all, host: null }, ["config.host"]],
    [{ ...all, nest: {} }, ["config.nest.inner"]],
    [{ ...all, nest: { inner: "" } }, ["config.nest.inner"]],
    [{ ...all, reports: [{ table: "t" }, {}] }, ["config.reports[1].table"]],
    [{ ...all, host: { secret_ref: "env:HOST" } }, []],
  ])("of %j: %j", async (given, missing) => {
    expect(await missingFields(given, type)).toEqual(missing);
  });
});

test("a copy leaves out what stands below a field that holds a single value", () => {
  const { config: copy, left } = copyConfig(
    { host: { name: "x" }, open: { a: 1 }, port: 1 },
    type,
    [],
  );
  expect(copy).toEqual({ open: { a: 1 }, port: 1 });
  expect(left).toEqual(["config.host.name"]);
});
