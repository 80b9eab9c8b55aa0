import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAccounts } from "../../src/accounts-file.js";
import { decodeText } from "../../src/base/files.js";
import { readSelection } from "../../src/cli/commands/drift.js";
import { readExpectations } from "../../src/cli/expectations.js";
import { temporaryFolder } from "../harness.js";

const MARK = "\ufeff";
/** Text in the encodings of editors and shells, including those of Windows. */
const WRITTEN: Record<string, (text: string) => Buffer> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with a mark": (text) => Buffer.from(MARK + text),
  "UTF-16 little-endian": (text) => Buffer.from(MARK + text, "utf16le"),
  "UTF-16 big-endian": (text) => Buffer.from(MARK + text, "utf16le").swap16(),
};

test.each(Object.entries(WRITTEN))("any text in %s is read back", (_, write) => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      fc.pre(!/^[\ufeff\0]|^.\0/.test(text));
      expect(decodeText(write(text))).toBe(text);
    }),
  );
});

const lines = (...text: string[]) => text.join("\r\n");

test.each(Object.entries(WRITTEN))(
  "expectations, selections and accounts are read from %s with line ends of Windows",
  async (_, write) => {
    const folder = await temporaryFolder();
    const file = (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, write(text));
      return path;
    };
    const rules = lines(
      "version: 1",
      "rules:",
      "  - name: a",
      "    connector: '*'",
      "    owner: año",
    );
    expect(readExpectations(file("expectations.yaml", rules)).rules[0]?.owner).toBe("año");

    const selection = { version: 1, connector: { id: "a", name: "ñ", service: "postgres" } };
    const whole = { ...selection, exported_at: "2026-01-01T00:00:00Z", schemas: {} };
    const text = JSON.stringify(whole, null, 2).replaceAll("\n", "\r\n");
    expect(readSelection(file("selection.json", text)).connector.name).toBe("ñ");

    const problems: string[] = [];
    const accounts = { accounts: { a: { api_key: "env:K", api_secret: "env:K" } }, principals: [] };
    readAccounts(file("accounts.json", JSON.stringify(accounts)), () => "x", problems);
    expect(problems.filter((problem) => problem.includes("JSON"))).toEqual([]);
  },
);
