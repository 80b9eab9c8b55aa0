import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createLog, type LogLevel } from "../../src/base/log.js";
import { createRedactor, Secret } from "../../src/base/secret.js";
import { holds } from "../holds.js";

const LEVELS = ["error", "warn", "info", "debug"] as const;

function logged(level: LogLevel, secrets: readonly string[] = []) {
  const lines: string[] = [];
  const log = createLog({
    level,
    write: (line) => lines.push(line),
    redact: createRedactor(secrets.map((secret) => new Secret(secret))),
    now: () => new Date("2026-03-10T12:00:00Z"),
  });
  return { log, lines };
}

test("one event is one line of readable pairs", () => {
  const { log, lines } = logged("info");
  log.warn("request.retry", {
    operation: "list_connections",
    attempt: 2,
    last: false,
    status: undefined,
  });
  log.info("path", { path: "/v1/connections/{id}", words: 'two "words"' });
  expect(lines).toEqual([
    "2026-03-10T12:00:00.000Z warn request.retry operation=list_connections attempt=2 last=false\n",
    '2026-03-10T12:00:00.000Z info path path=/v1/connections/{id} words="two \\"words\\""\n',
  ]);
});

test.each(LEVELS)("at level %s nothing chattier is written", (level) => {
  const { log, lines } = logged(level);
  for (const one of LEVELS) log[one]("event");
  expect(lines).toHaveLength(LEVELS.indexOf(level) + 1);
});

test("foreign text can neither break the line nor forge another", () => {
  holds(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const { log, lines } = logged("debug");
      log.error("event", { text: `${text}\n2026-03-10T12:00:00.000Z error forged` });
      expect(lines).toHaveLength(1);
      expect(lines[0]?.indexOf("\n")).toBe((lines[0]?.length ?? 0) - 1);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the test checks that no control character is left
      expect(lines[0]).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    }),
    500,
  );
});

test("secrets are masked even where the line escapes them", () => {
  const secret = 'quo"te\\and\nline';
  const { log, lines } = logged("debug", [secret]);
  log.error("event", { text: `before ${secret} after` });
  expect(lines[0]).toContain('text="before [redacted] after"');
});

test("long text is cut", () => {
  const { log, lines } = logged("debug");
  log.info("event", { text: " x".repeat(5000) });
  expect(lines[0]?.length).toBeLessThan(600);
});
