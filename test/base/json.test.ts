import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/base/json.js";

const parsedBy = async (parse: () => unknown) => {
  try {
    // Compared as text, which also shows the order of the keys and a key named __proto__.
    return { text: JSON.stringify(await parse()) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return "refused";
  }
};

const whole = (text: string) => parsedBy(() => JSON.parse(Buffer.from(text).toString()));
const inParts = (text: string, partBytes: number) =>
  parsedBy(() => parseJson(Buffer.from(text), partBytes));

/** Returns JSON text with other white space than that of `JSON.stringify`. */
const spaced = (value: unknown, space: string): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Array.isArray(value)
    ? value.map((item) => spaced(item, space))
    : Object.entries(value).map(
        ([key, item]) => `${JSON.stringify(key)}${space}:${space}${spaced(item, space)}`,
      );
  const text = `${space}${members.join(`${space},${space}`)}${space}`;
  return Array.isArray(value) ? `[${text}]` : `{${text}}`;
};

const key = fc.oneof(fc.constantFrom("__proto__", "a", "1", 'quo"te\\', "ключ", ""), fc.string());
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 1, -2.5e-7, "", ']}",\\', "{[", "💧é"),
    fc.string(),
    fc.array(tie("any")),
    fc.dictionary(key, tie("any"), { noNullPrototype: true }),
  ),
})).any;
const partBytes = fc.integer({ min: 1, max: 40 });
const space = fc.constantFrom("", " ", "\n", " \t\r\n ");

describe("parses in parts what JSON.parse does at once", () => {
  test("any JSON, in parts of any size", async () => {
    await fc.assert(
      fc.asyncProperty(value, space, partBytes, async (of, between, size) => {
        const text = spaced(of, between);
        expect(await inParts(text, size)).toEqual(await whole(text));
      }),
      { numRuns: 500 },
    );
  });

  test("and it refuses broken JSON: one character removed, replaced or added", async () => {
    await fc.assert(
      fc.asyncProperty(
        value,
        space,
        fc.nat(),
        fc.nat({ max: 1 }),
        fc.constantFrom("", ",", "[", "]", "{", "}", '"', ":", "\\", "0", " ", "[]", "{}", "1,"),
        partBytes,
        async (of, between, place, removed, added, size) => {
          const right = spaced(of, between);
          const at = place % (right.length + 1);
          const text = right.slice(0, at) + added + right.slice(at + removed);
          expect(await inParts(text, size)).toEqual(await whole(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    '{"a":1,"b":2,"a":3}',
    '{"__proto__":{"a":[1,2,3]},"b":{"__proto__":1}}',
    "[          ]",
    "[          ,1]",
    "[1,          ]",
    '{"a":[1,2,3]     [4]}',
    '{"a":1[1,2,3,4,5]}',
    '{[1,2,3,4,5]:"a"}',
    "[1,2,3,4,5][6]",
    "[1,2,3,4,5]]",
    "x[1,2,3,4,5]",
    "[1,2,3,4,5}",
    "[[1,2,3,4,5]",
    '["a string without its end]',
    '"a value that is not cut, with }],["',
    "\ufeff[1,2,3,4,5]",
  ])("as it does %s", async (text) => {
    for (const size of [1, 2, 3, 5, 8]) {
      expect(await inParts(text, size)).toEqual(await whole(text));
    }
  });
});

test("lets others run between the parts of a large text", async () => {
  const rows = Array.from({ length: 60_000 }, (_, id) => ({ id, name: `row ${id}`, tags: ["a"] }));
  const text = JSON.stringify({ code: "Success", data: { rows } });
  let turns = 0;
  const counting = setInterval(() => turns++, 0);
  const parsed = await parseJson(Buffer.from(text), 1000);
  clearInterval(counting);
  expect(JSON.stringify(parsed)).toBe(text);
  expect(turns).toBeGreaterThan(0);
});
