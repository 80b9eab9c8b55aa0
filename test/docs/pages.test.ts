import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { pictures } from "../../scripts/pictures.js";
import { createApp } from "../../src/app.js";
import { doctor } from "../../src/cli/doctor.js";
import { harness } from "../harness.js";
import { commandLine, shellCommands } from "../recipes.js";

const PAGES = [
  "README.md",
  "SKILL.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  ...["docs", "skills"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name)),
  ),
];

test.each(PAGES)("every link of %s leads somewhere", (page) => {
  const text = readFileSync(page, "utf8");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const missing = links
    .filter((target) => !/^(https?:|#|mailto:)/.test(target))
    .map((target) => join(dirname(page), target.replace(/#.*$/, "")))
    .filter((path) => !existsSync(path));
  expect(missing).toEqual([]);
});

test("every page of docs is linked from another one", () => {
  const linked = new Set(
    PAGES.flatMap((page) =>
      [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(
        ([, target = ""]) => join(dirname(page), target),
      ),
    ),
  );
  expect(PAGES.filter((page) => page.startsWith("docs") && !linked.has(page))).toEqual([]);
});

const RUN = ["docs/command-line.md", "docs/safety.md", "docs/troubleshooting.md", "docs/tools.md"];
const ASKS = 3;
const STILL_RUNNING = 7;

test.each(RUN)(
  "every command of %s runs",
  async (page) => {
    const on = await harness();
    const run = commandLine(on);
    const env = { FIVETRAN_STATE_DIR: on.stateDir };
    const app = () => createApp({ ...on.appOptions, flags: { sandbox: true }, env });
    const print = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    try {
      for (const [, ...words] of shellCommands(readFileSync(page, "utf8"))) {
        const { code, stdout, stderr } = await run(words, {
          doctor: async () => doctor(await app(), "0.0.0"),
          // Started as a process of its own in test/cli/shell.test.ts.
          inspect: async () => 0,
        });
        expect([0, ASKS, STILL_RUNNING], `${words.join(" ")}\n${stdout}${stderr}`).toContain(code);
        if (code === ASKS) expect(stdout).toContain("--confirmation-token");
      }
    } finally {
      print.mockRestore();
    }
  },
  120_000,
);

test("the pictures show what the program prints (npm run gen:pictures)", async () => {
  for (const [path, text] of await pictures()) {
    expect(readFileSync(path, "utf8"), path).toBe(text);
  }
}, 60_000);

test("the README is short, and starts with what it is and a command", () => {
  const text = readFileSync("README.md", "utf8");
  expect(text.length).toBeLessThan(9000);
  expect(text.split("\n").slice(0, 14).join("\n")).toContain(
    "npx -y fivetran-agent check_stale --sandbox",
  );
});
