import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor, redacting, Secret } from "../../src/base/secret.js";
import { bare, grouped, quoted, sanitize } from "../../src/base/text.js";
import { holds } from "../holds.js";

/**
 * Characters that must never reach a model or a terminal. They are listed here independently of the
 * code under test.
 */
const FORBIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];
const isForbidden = (point: string) => {
  const code = point.codePointAt(0) ?? 0;
  return FORBIDDEN.some(([from, to]) => code >= from && code <= to);
};

const hidden = fc
  .constantFrom(...FORBIDDEN)
  .chain(([min, max]) => fc.integer({ min, max }))
  .map((code) => String.fromCodePoint(code));
const foreign = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      hidden,
      fc.constantFrom('"', "\\", "```", "\u001b[31m", "</x>"),
    ),
  )
  .map((parts) => parts.join(""));

test("nothing that hides or reorders text survives", () => {
  holds(
    fc.property(foreign, (text) => {
      expect([...sanitize(text, 1000)].filter(isForbidden)).toEqual([]);
    }),
  );
});

test("every single hidden character becomes visible", () => {
  for (const [from, to] of FORBIDDEN) {
    for (let code = from; code <= to; code++) {
      const shown = sanitize(`a${String.fromCodePoint(code)}b`);
      expect(shown).toBe(code === 9 || code === 10 || code === 13 ? "a b" : "a\ufffdb");
    }
  }
});

test("a quoted text is one JSON string on one line, any is in it", () => {
  holds(
    fc.property(foreign, fc.integer({ min: 1, max: 50 }), (text, max) => {
      const shown = quoted(text, max);
      expect(shown).not.toMatch(/[\n\r]/);
      expect(JSON.parse(shown)).toBe(sanitize(text, max));
      expect([...sanitize(text, max)].length).toBeLessThanOrEqual(max);
    }),
  );
});

test("sanitising twice changes nothing more", () => {
  holds(
    fc.property(foreign, (text) => {
      const once = sanitize(text, 5000);
      expect(sanitize(once, 5000)).toBe(once);
    }),
  );
});

describe("clipping", () => {
  test("is by code points, marked, and never splits one", () => {
    expect(sanitize("😀😀😀", 3)).toBe("😀😀😀");
    expect(sanitize("😀😀😀😀", 3)).toBe("😀😀…");
    expect(sanitize("abc", 0)).toBe("…");
  });

  test("of a huge text reads its beginning only", () => {
    expect(sanitize("\u001b[".repeat(5_000_000))).toBe(sanitize("\u001b[".repeat(5_000)));
  });
});

test("ordinary text of any language is left as it is", () => {
  for (const text of ["Ünïcödé", "日本語", "नमस्ते", "عربى", "a  b", "100 % — “fine”", "👍🏽"]) {
    expect(sanitize(text)).toBe(text);
  }
  expect(sanitize("a\r\n\tb")).toBe("a b");
  expect(sanitize("\u001b[1;31mred\u001b[0m")).toBe("\ufffdred\ufffd");
});

test.each([
  ["salesforce_prod", "salesforce_prod"],
  ["gsheets.orders-1", "gsheets.orders-1"],
  ["", '""'],
  ["two words", '"two words"'],
  ["a\n", '"a "'],
  ['say "hi"', '"say \\"hi\\""'],
  ["x".repeat(65), `"${"x".repeat(65)}"`],
  ["naïve", '"naïve"'],
])("the name %j is shown as %s", (name, shown) => {
  expect(bare(name)).toBe(shown);
});

describe("a long text", () => {
  const known = "s3cr3t-s3cr3t-s3cr3t";
  const redact = createRedactor([new Secret(known)]);
  const key = `-----BEGIN PRIVATE KEY-----\n${"QUJD".repeat(400)}\n-----END PRIVATE KEY-----`;
  const secrets = [known, `password=${"x".repeat(500)};`, key, `Bearer ${"a1".repeat(300)} `];
  const part = fc.oneof(
    fc.constantFrom(...secrets, "plain words, ", '"a": ', "\\\\", "https://host/path?a=b&c=d "),
    fc.integer({ min: 1, max: 3000 }).map((length) => "filler ".repeat(length)),
  );

  test("is redacted so far as it is shown, as if it were redacted as a whole", () => {
    holds(
      fc.property(fc.array(part, { maxLength: 12 }), fc.constantFrom(8, 300), (parts, max) => {
        const text = `${parts.join("")}${"the end. ".repeat(20_000)}`;
        const whole = redact(text);
        expect(redacting(redact, () => sanitize(text, max))).toBe(
          redacting(redact, () => sanitize(whole, max)),
        );
      }),
      200,
    );
  });

  test("shows nothing of a key whose end comes late, nor of what follows many secrets", () => {
    const late = `${"QUJD".repeat(50_000)}\n-----END PRIVATE KEY-----`;
    const many = `${known} `.repeat(20_000);
    expect(redacting(redact, () => sanitize(late))).toBe("[redacted]");
    expect(redacting(redact, () => sanitize(many))).not.toMatch(/s3cr3t/);
  });

  test("takes time that grows with its length alone, made of anything that secrets are made of", () => {
    const rows = ["\\", "PRIVATE KEY", "-----END ", "-----BEGIN ", '"', "password", "://", "eyJ"];
    for (const row of rows) {
      const text = `= -----END ${row.repeat(60_000)}`;
      expect(redact(text).length).toBeGreaterThan(0);
    }
  });
});

test("a whole number has a comma before every three digits", () => {
  expect([0, 7, 999, 1000, 25_000, 1_234_567, -1000].map(grouped)).toEqual([
    "0",
    "7",
    "999",
    "1,000",
    "25,000",
    "1,234,567",
    "-1,000",
  ]);
  holds(
    fc.property(fc.maxSafeInteger(), (n) => {
      expect(grouped(n)).toBe(n.toLocaleString("en-US"));
    }),
  );
});
