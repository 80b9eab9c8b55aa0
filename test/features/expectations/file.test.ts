import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExpectations } from "../../../src/features/expectations/index.js";

const file = (...rules: string[]) => ["version: 1", "rules:", ...rules].join("\n");

const shown = (text: string) =>
  parseExpectations(text).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );

test("a file in YAML, and the same in JSON", () => {
  const yaml = `
version: 1
timezone: Europe/Berlin
rules:
  - name: finance
    connector: [stripe_*, "netsuite"]
    group: finance
    max_age_hours: 1.5
    owner: team-finance
    severity: critical
    quiet_hours:
      - { days: [sat, sun] }
      - { from: 20:00, to: 08:00, timezone: UTC }
  - { name: rest, connector: "*", severity: low }
`;
  const { file: found, problems } = parseExpectations(yaml);
  expect(problems).toEqual([]);
  expect(parseExpectations(JSON.stringify(found, null, 2))).toEqual({ file: found, problems: [] });
  expect(found?.rules[0]).toEqual({
    name: "finance",
    connector: ["stripe_*", "netsuite"],
    group: "finance",
    max_age_hours: 1.5,
    owner: "team-finance",
    severity: "critical",
    quiet_hours: [{ days: ["sat", "sun"] }, { from: "20:00", to: "08:00", timezone: "UTC" }],
  });
});

test.each([
  ["nothing", "", ["1:1 is empty; version and rules are required"]],
  ["comments alone", "# later\n", ["1:1 is empty; version and rules are required"]],
  ["no rules", "version: 1", ["1:1 rules is required"]],
  ["no rule", "version: 1\nrules: []", ["2:8 rules is empty"]],
  [
    "another version",
    file().replace("1", "2"),
    [
      "1:10 version must be the number 1",
      "2:7 rules has no value; put text that begins with # in quotes",
    ],
  ],
  [
    "a misspelt field",
    file('  - {name: a, connector: "*", max_age_hour: 3}'),
    ['3:31 rules[0] has an unknown field "max_age_hour": the nearest field is max_age_hours'],
  ],
  [
    "a field of no kind",
    file("  - name: a", "    service: x", "    owner: y", "    colour: red"),
    [
      '6:5 rules[0] has an unknown field "colour": it takes name, connector, group, service, max_age_hours, owner, severity, quiet_hours',
    ],
  ],
  [
    "an age of zero",
    file('  - {name: a, connector: "*", max_age_hours: 0}'),
    ["3:46 rules[0].max_age_hours must be more than 0"],
  ],
  [
    "an age in words",
    file('  - {name: a, connector: "*", max_age_hours: 6h}'),
    ["3:46 rules[0].max_age_hours must be a number, without quotes or a unit"],
  ],
  ["no name", file("  - owner: x", "    service: y"), ["3:5 rules[0].name is required"]],
  [
    "a name with spaces",
    file("  - name: a b", "    owner: x", "    service: y"),
    ["3:11 rules[0].name takes 1 to 64 letters, digits, dots, dashes and underscores"],
  ],
  [
    "the same name twice",
    file(...Array(2).fill("  - {name: a, service: x, owner: y}")),
    ["4:12 rules[1].name is the name of an earlier rule"],
  ],
  [
    "no selector",
    file("  - {name: a, owner: x}"),
    [
      '3:5 rules[0] needs connector, group or service; to match every connector, use connector: "*"',
    ],
  ],
  [
    "nothing expected",
    file("  - {name: a, service: x}"),
    ["3:5 rules[0] has no effect: add max_age_hours, owner, severity or quiet_hours"],
  ],
  [
    "an unknown severity",
    file("  - {name: a, service: x, severity: high}"),
    ["3:37 rules[0].severity must be critical, normal or low"],
  ],
  [
    "a wrong list",
    file("  - {name: a, service: [x, 5], owner: y}"),
    ["3:28 rules[0].service[1] must be text; put it in quotes"],
  ],
  [
    "quiet hours",
    file("  - name: a", "    service: x", "    quiet_hours: {days: [sa], from: 8pm}"),
    [
      "5:26 rules[0].quiet_hours.days[0] must be mon, tue, wed, thu, fri, sat or sun",
      "5:37 rules[0].quiet_hours.from is not a time, such as 20:00",
    ],
  ],
  [
    "half of the hours",
    file("  - name: a", "    service: x", '    quiet_hours: {from: "08:00"}'),
    ["5:18 rules[0].quiet_hours needs both from and to; for whole days, leave out both"],
  ],
  [
    "no hours",
    file("  - {name: a, service: x, quiet_hours: {}}"),
    ["3:40 rules[0].quiet_hours needs days, or from and to"],
  ],
  [
    "hours of no length",
    file("  - name: a", "    service: x", "    quiet_hours: [{from: 08:00, to: 08:00}]"),
    ["5:37 rules[0].quiet_hours[0].to from and to are the same time"],
  ],
  [
    "a city in place of a time zone",
    `timezone: Berlin\n${file("  - {name: a, service: x, owner: y}")}`,
    ["1:11 timezone is not a time zone, such as Europe/Berlin"],
  ],
  [
    "a version as text",
    'version: "1"\nrules: [{name: a, service: x, owner: y}]',
    ["1:10 version must be the number 1"],
  ],
  [
    "no version",
    "rules: [{name: a, service: x, owner: y}]",
    ["1:1 version is required: it is the number 1"],
  ],
  [
    "a number in place of a name",
    file("  - {name: a, connector: 4711, owner: y}"),
    ["3:26 rules[0].connector must be text; put it in quotes"],
  ],
  [
    "a field without a value, and a comment in its place",
    file("  - name: a", "    service: x", "    max_age_hours:", "    owner: #team"),
    [
      "5:19 rules[0].max_age_hours has no value; put text that begins with # in quotes",
      "6:12 rules[0].owner has no value; put text that begins with # in quotes",
    ],
  ],
  [
    "no list of rules",
    "version: 1\nrules:\n",
    ["2:7 rules has no value; put text that begins with # in quotes"],
  ],
  ...["{a,b}_prod", "[ab]_prod", "[ab]*", "@team", "`x`", "!prod"].map(
    (name): [string, string, string[]] => [
      `${name} without quotes`,
      file("  - name: a", `    connector: ${name}`, "    owner: y"),
      [
        `4:${/^(\{.*\}|\[.*\])./.test(name) ? 17 + name.search(/[\]}]/) : 16} text that begins with [, {, @, \` or ! needs quotes`,
      ],
    ],
  ),
  [
    "a lone star without quotes",
    file("  - name: a", "    connector: *", "    owner: y"),
    ['4:16 a value that begins with * needs quotes, such as "*_prod"'],
  ],
  [
    "a key twice",
    file("  - {name: a, name: b, service: x, owner: y}"),
    ["3:15 Map keys must be unique"],
  ],
  [
    "a tag",
    file("  - !!js/function {name: a}"),
    ["3:5 Unresolved tag: tag:yaml.org,2002:js/function"],
  ],
  [
    "an open bracket",
    file("  - {name: a"),
    ["3:13 Flow map in block collection must be sufficiently indented and end with a }"],
  ],
])("%s is a problem with its place", (_, text, problems) => {
  expect(shown(text)).toEqual(problems);
});

test.each([
  ["Windows", "\r\n"],
  ["a lone return", "\r"],
])("ends of lines: %s", (_, end) => {
  const text = file("  - name: a", "    service: x", "    max_age_hours: 6");
  expect(parseExpectations(text.replaceAll("\n", end)).file).toEqual(parseExpectations(text).file);
  const wrong = file("  - name: a", "    service: x", "    max_age_hours: x");
  expect(shown(wrong.replaceAll("\n", end))[0]).toMatch(/^5:20 /);
});

test("aliases that would grow without end are refused", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
version: 1
rules: [*c,*c,*c,*c,*c,*c,*c,*c,*c]
`;
  expect(shown(bomb)).toEqual(["1:1 has too many aliases"]);
});

test("any text is a file or has problems with places in it", () => {
  const part = fc.oneof(
    fc.constantFrom(
      "version: 1",
      "rules:",
      "  - name: a",
      "    service: x",
      "&a ",
      "*a",
      "{",
      "]",
      "\n",
      "- ",
      "? ",
      "|",
      "%YAML",
    ),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.boolean(), (parts, lines) => {
      const text = parts.join(lines ? "\n" : "");
      const { file: found, problems } = parseExpectations(text);
      expect(found === undefined).toBe(problems.length > 0);
      for (const { line, column } of problems) {
        expect(line).toBeLessThanOrEqual(text.split("\n").length);
        expect(Math.min(line, column)).toBeGreaterThan(0);
      }
    }),
  );
});

const RULE = '"rules":[{"name":"a","connector":"x","owner":"https://wiki/team"}]';

test.each([
  ["a byte order mark", `\uFEFF{"version":1,${RULE}}`],
  ["line comments", `// ours\n{\n  "version": 1, // one\n  ${RULE}\n}`],
  ["block comments", `{ /* "version": 2, */ "version": 1,\n ${RULE} /* end */ }`],
  ["a trailing comma", `{"version":1,${RULE},}`],
])("JSON with %s", (_, text) => {
  const { file: found, problems } = parseExpectations(text);
  expect(problems).toEqual([]);
  expect(found?.rules).toEqual([{ name: "a", connector: "x", owner: "https://wiki/team" }]);
});

test("comments in JSON leave lines and columns as they are", () => {
  const text = `{ // ours\n  /* two\n lines */ "version": 1,\n  "rules": [{"name": "a", "conector": "x"}] }`;
  expect(shown(text)).toEqual([
    '4:27 rules[0] has an unknown field "conector": the nearest field is connector',
  ]);
});

test("what rules have in common stands once, by an anchor", () => {
  const text = file(
    "  - &usual {name: a, connector: a_*, max_age_hours: 2, owner: data}",
    "  - <<: *usual",
    "    name: b",
    "    connector: b_*",
  );
  expect(parseExpectations(text).file?.rules[1]).toEqual({
    name: "b",
    connector: "b_*",
    max_age_hours: 2,
    owner: "data",
  });
});

test.each([
  ["a star without quotes", "    connector: *", 16],
  ["a pattern without quotes", "    connector: *_prod", 16],
  ["one of several", '    connector: ["a", *_prod]', 22],
])("%s", (_, line, column) => {
  const [first] = shown(file("  - name: a", line, "    owner: x"));
  expect(first).toBe(`4:${column} a value that begins with * needs quotes, such as "*_prod"`);
});

test.each([
  [
    "a key given twice",
    "  - {name: a, name: b, connector: x, owner: y}",
    "3:15 Map keys must be unique",
  ],
  ["a tab as indentation", "\t- {name: a}", "3:1 Tabs are not allowed as indentation"],
  [
    "a second document",
    "  []\n---\nversion: 1",
    "4:1 contains a second document (---); only one document is allowed",
  ],
  [
    "a number as a name",
    "  - {name: 12, connector: x, owner: y}",
    "3:12 rules[0].name must be text; put it in quotes",
  ],
])("%s", (_, rules, problem) => {
  expect(shown(file(rules))).toContain(problem);
});
