import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { TRIGGERS } from "../../src/sandbox/connections/triggers.js";
import { createSandbox } from "../../src/sandbox/index.js";

const text = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const page = text("../../docs/sandbox.md");
const python = spawnSync("python3", ["--version"]).status === 0;
if (!python) process.stderr.write("sandbox: there is no python3; its example is NOT run.\n");

/** Returns the code after the mark of an example. */
const example = (name: string) =>
  new RegExp(`<!-- example: ${name} -->\n\n\`\`\`\\w+\n([\\s\\S]*?)\`\`\``).exec(page)?.[1];

test("the examples of the page are the tests that are run here", () => {
  const vitest = text("example.test.ts").replace(
    "../../src/sandbox/index.js",
    "fivetran-agent/sandbox",
  );
  expect(example("vitest")).toBe(vitest);
  const start = text("start.example.ts").replace(
    "../../src/sandbox/index.js",
    "fivetran-agent/sandbox",
  );
  expect(example("start")).toBe(start);
  expect(example("python")).toBe(text("example_test.py"));
});

test("the first example runs", async () => {
  await expect(import("./start.example.js")).resolves.toBeDefined();
});

test("the page names every trigger of a failed setup test", () => {
  const table = /<!-- triggers -->\n\n([\s\S]*?)\n\n/.exec(page)?.[1];
  const rows = TRIGGERS.map(({ failure, values }) => `| ${failure} | ${values} |`);
  expect(table?.split("\n").slice(2)).toEqual(rows);
});

test("the page counts the connections of the demo world", async () => {
  const sandbox = await createSandbox();
  sandbox.edit(({ connections, groups }) => {
    expect(page).toContain(`${connections.size} connections in ${groups.size} groups`);
  });
  sandbox.close();
});

test.skipIf(!python)("the example in Python passes", async () => {
  const sandbox = await createSandbox({ clock: "stopped" });
  const { url, close } = await sandbox.listen();
  onTestFinished(async () => {
    sandbox.close();
    await close();
  });
  const env = {
    ...process.env,
    FIVETRAN_API_URL: url,
    FIVETRAN_API_KEY: sandbox.apiKey,
    FIVETRAN_API_SECRET: sandbox.apiSecret,
    SANDBOX_SECRET: sandbox.controlSecret,
  };
  const file = fileURLToPath(new URL("example_test.py", import.meta.url));
  const [code, output] = await new Promise<[unknown, string]>((done) => {
    execFile("python3", [file], { env }, (error, _, stderr) => done([error?.code ?? 0, stderr]));
  });
  expect(code, output).toBe(0);
  expect(output).toContain("Ran 2 tests");
});
