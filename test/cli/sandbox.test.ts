import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { runHere } from "../command-line.js";
import { temporaryFolder } from "../harness.js";
import { ended, environment, PROGRAM, program, requireBuild } from "../process.js";

beforeAll(requireBuild);

const run = (stateDir: string, ...words: string[]) =>
  runHere(words, { FIVETRAN_STATE_DIR: stateDir });

test("what one command changes in the sandbox the next one sees, until it is reset", async () => {
  const folder = await temporaryFolder();
  const changes = JSON.stringify([{ schema: "public", table: "refunds", enabled: false }]);
  const change = ["modify_schema", "postgres_orders", "--changes", changes, "--sandbox"];
  const plan = await program(change, { FIVETRAN_STATE_DIR: folder });
  expect(plan).toMatchObject({ code: 3 });
  expect(plan.stderr).toBe("SANDBOX: a simulated account; nothing real is changed.\n");
  expect(plan.stdout).toMatch(/^Account: SANDBOX /m);
  const token = /fvc1_[\w-]{43}/.exec(plan.stdout)?.[0] ?? "";
  const done = await run(folder, ...change, "--confirmation-token", token);
  expect(done).toMatchObject({ code: 0 });

  const look = ["get_schema", "postgres_orders", "--table", "refunds", "--sandbox", "--json"];
  const after = await run(folder, ...look);
  const elsewhere = await run(await temporaryFolder(), ...look);
  expect(after.stdout).not.toBe(elsewhere.stdout);
  // An action denied for the real account does not apply to the simulated one.
  const reset = await runHere(["sandbox", "--reset"], {
    FIVETRAN_STATE_DIR: folder,
    DISALLOWED_ACTIONS: "connections:write",
  });
  expect(reset).toMatchObject({
    code: 0,
    stdout: "Reset the simulated account to its initial state.\n",
  });
  const restored = await run(folder, ...look);
  expect(restored.stdout).toBe(elsewhere.stdout);
});

test("the shared account's sources can be given tables, which the next command sees", async () => {
  const folder = await temporaryFolder();
  const file = `${folder}/sources.json`;
  await writeFile(file, JSON.stringify({ postgres_orders: { crm: { people: ["id*", "ssn"] } } }));
  expect(await run(folder, "sandbox", "--reset", "--sources", file)).toMatchObject({ code: 0 });
  const seen = await run(folder, "get_schema", "postgres_orders", "--sandbox");
  expect(seen.stdout).toContain("on: people");
  await writeFile(file, JSON.stringify({ postgres_orders: { crm: ["people"] } }));
  const refused = await run(folder, "sandbox", "--reset", "--sources", file);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is not a valid list of sources"),
  });
});

test("without a folder for its state the sandbox can be looked at, and says so", async () => {
  const file = `${await temporaryFolder()}/file`;
  await writeFile(file, "");
  const seen = await run(file, "list_connectors", "--sandbox");
  expect(seen).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+ connectors/) });
  expect(seen.stderr).toMatch(/cannot be stored in .*Set FIVETRAN_STATE_DIR/);
  const change = await run(file, "trigger_sync", "github_repos", "--sandbox");
  expect(change).toMatchObject({ code: 2, stderr: expect.stringContaining("FIVETRAN_STATE_DIR") });
});

test("sandbox serves a world to other programs until it is stopped", async () => {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      ...[PROGRAM, "sandbox", "--port", "0", "--world", "large", "--connectors", "30"],
      ...["--webhooks-to", "http://127.0.0.1:1/hook"],
    ],
    { env: environment({ FIVETRAN_STATE_DIR: await temporaryFolder() }) },
  );
  const end = ended(child);
  const shown = await new Promise<string>((resolve) => {
    let text = "";
    child.stdout?.on("data", (part: string) => {
      text += part;
      if (text.includes("In a browser")) resolve(text);
    });
  });
  expect(shown).toMatch(/^SANDBOX large: a simulated Fivetran account\. Stop it with Ctrl-C\./);
  const env = Object.fromEntries(
    [...shown.matchAll(/^ {2}(FIVETRAN_\w+)=(.*)$/gm)].map(([, k, v]) => [k, v]),
  );
  const listed = await runHere(["list_connectors"], {
    ...env,
    FIVETRAN_STATE_DIR: await temporaryFolder(),
  });
  expect(listed.stdout).toMatch(/^30 connectors/);
  const secret = /^ {2}SANDBOX_SECRET=(.*)$/m.exec(shown)?.[1] ?? "";
  const controls = `${env["FIVETRAN_API_URL"]}/_sandbox/requests`;
  const returned = await fetch(controls, { headers: { "x-sandbox-secret": secret } });
  expect(await returned.json()).not.toEqual([]);
  expect((await fetch(controls)).status).toBe(403);
  const key = `${env["FIVETRAN_API_KEY"]}:${env["FIVETRAN_API_SECRET"]}`;
  const webhook = await fetch(`${env["FIVETRAN_API_URL"]}/v1/webhooks/account`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(key).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ url: "http://127.0.0.1:1/hook", events: ["sync_end"] }),
  });
  // The event is sent although nobody listens there.
  expect(await webhook.text()).toContain("cannot be reached");
  child.kill("SIGTERM");
  expect(await end).toMatchObject({ code: 0 });
});

test.each([
  ["sandbox", "--port", (port: number) => ["sandbox", "--port", `${port}`]],
  ["serve", "--listen", (port: number) => ["serve", "--listen", `127.0.0.1:${port}`]],
  ["watch", "--listen", (port: number) => ["watch", "--listen", `127.0.0.1:${port}`]],
  ["the metrics of serve", "FIVETRAN_METRICS_PORT", () => ["serve", "--listen", "127.0.0.1:0"]],
])("a port of %s that is in use is named in two lines, without a stack", async (_, hint, words) => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  onTestFinished(() => void taken.close());
  const { port } = z.object({ port: z.number() }).parse(taken.address());
  const { code, stdout, stderr } = await runHere(words(port), {
    FIVETRAN_STATE_DIR: await temporaryFolder(),
    FIVETRAN_SANDBOX: "true",
    FIVETRAN_WEBHOOK_SECRET: "secret-of-webhooks",
    ...(hint.startsWith("--") ? {} : { [hint]: `${port}` }),
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr.trim().split("\n")).toEqual([
    `Port ${port} on 127.0.0.1 is in use.`,
    expect.stringContaining(hint),
  ]);
});

test("sandbox sends webhook events to this machine only", async () => {
  const elsewhere = await runHere(["sandbox", "--webhooks-to", "http://example.com/hook"], {});
  expect(elsewhere).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("It takes an address of this machine"),
  });
});

const script = ["/usr/bin/script", "/bin/script"].find((path) => existsSync(path));

/** Returns what a person at a terminal sees who types `reply` when asked. */
async function terminal(words: readonly string[], stateDir: string, reply?: string) {
  const quoted = [process.execPath, PROGRAM, ...words].map(
    (w) => `'${w.replaceAll("'", `'\\''`)}'`,
  );
  const child = spawn(script ?? "", ["-qec", quoted.join(" "), "/dev/null"], {
    env: environment({ FIVETRAN_STATE_DIR: stateDir, TERM: "xterm" }),
  });
  const end = ended(child);
  let text = "";
  child.stdout.on("data", (part: string) => {
    if (reply === undefined || text.includes("[y/N]")) return;
    text += part;
    if (text.includes("[y/N]")) child.stdin.write(`${reply}\n`);
  });
  return end;
}

// Requires util-linux, which provides the terminal.
test.skipIf(script === undefined)(
  "on a terminal a change shows its plan and asks; only y goes ahead",
  async () => {
    const folder = await temporaryFolder();
    const force = ["trigger_sync", "mysql_inventory", "--force", "--sandbox"];
    const no = await terminal(force, folder, "");
    expect(no.stdout).toMatch(/Plan: Stop and restart the sync[\s\S]*Go ahead\? \[y\/N\]/);
    expect(no.stdout).toContain("Nothing was changed.");
    expect(no.stdout).not.toMatch(/fvc1_|confirmation_token/);
    expect(no.code).toBe(3);
    const yes = await terminal(force, folder, "y");
    expect(yes.stdout).toContain("Started");
    expect(yes.code).toBe(0);
  },
);

test.skipIf(script === undefined)(
  "on a terminal the program alone shows help, and --sandbox alone the account's health",
  async () => {
    const folder = await temporaryFolder();
    const [help, health] = await Promise.all([
      terminal([], folder),
      terminal(["--sandbox"], folder),
    ]);
    expect(help.stdout).toMatch(/^Usage: fivetran-agent <tool or command>/);
    expect(health.stdout).toMatch(/^SANDBOX: a simulated account/);
    expect(health.stdout).toContain("destination_down");
  },
);

test("sandbox exports the shared account, makes an exported one the shared one, and starts an empty one", async () => {
  const folder = await temporaryFolder();
  const file = `${await temporaryFolder()}/account.json`;
  const listed = async () => (await run(folder, "list_connectors", "--sandbox")).stdout;
  const before = await listed();
  expect(await run(folder, "sandbox", "--export", file)).toMatchObject({ code: 0 });
  const empty = await run(folder, "sandbox", "--reset", "--world", "empty");
  expect(empty).toMatchObject({
    code: 0,
    stdout: "Replaced the simulated account with a new empty account.\n",
  });
  expect(await listed()).toMatch(/^(0|No) connectors/);
  expect(await run(folder, "sandbox", "--import", file)).toMatchObject({ code: 0 });
  expect((await listed()).split("\n")[0]).toBe(before.split("\n")[0]);

  const large = ["--connectors", "30", "--seed", "7", "--export", `${file}.large`];
  expect(await run(folder, "sandbox", ...large)).toMatchObject({ code: 0 });
  expect(await run(folder, "sandbox", "--import", `${file}.large`)).toMatchObject({ code: 0 });
  expect(await listed()).toMatch(/^30 connectors/);
});

test("sandbox refuses options that contradict each other, and files that hold something else", async () => {
  const folder = await temporaryFolder();
  const file = `${folder}/other.json`;
  await writeFile(file, "{}");
  for (const words of [
    ["--world", "empty", "--connectors", "5"],
    ["--reset", "--export", file],
    ["--import", file, "--seed", "2"],
    ["--import", file],
    ["--import", `${folder}/nowhere.json`],
    ["--seed", "many"],
  ]) {
    const refused = await run(folder, "sandbox", ...words);
    expect(refused, words.join(" ")).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr.trim().split("\n").length, refused.stderr).toBeLessThanOrEqual(2);
  }
});
