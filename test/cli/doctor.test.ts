import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runHere } from "../command-line.js";
import { openSandbox, temporaryFolder } from "../harness.js";
import { ended as endOf, environment, PROGRAM, requireBuild, settingsFor } from "../process.js";

const HOUR = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toUTCString();

test.each([
  [at(0), 0, /^ok {3}clock agrees with Fivetran's$/m],
  ["yesterday", 0, /^ok {3}clock: not compared, because the response has no date$/m],
  [
    at(-5 * HOUR - 90_000),
    1,
    /^FAIL this clock is 5 h 1 min ahead of the date of Fivetran's response\./m,
  ],
  [at(48 * HOUR + 90_000), 1, /^FAIL this clock is 2 d behind the date of Fivetran's response\./m],
])("doctor compares the clock with a response of %s", async (date, code, line) => {
  const { sandbox, url } = await openSandbox({ clock: "live" });
  sandbox.fault({ operation: "get_account_info", headers: { date } });
  const ended = await runHere(["doctor"], settingsFor(sandbox, url, await temporaryFolder()));
  expect(ended.stdout).toMatch(line);
  expect(ended.code).toBe(code);
});

test("doctor names each place that cannot be written", async () => {
  const { sandbox, url } = await openSandbox({ clock: "live" });
  const folder = await temporaryFolder();
  const file = join(folder, "file");
  await writeFile(file, "");
  const places = {
    FIVETRAN_SECRETS_DIR: join(file, "secrets"),
    FIVETRAN_AUDIT_LOG: join(file, "audit.log"),
  };
  const ended = await runHere(["doctor"], { ...settingsFor(sandbox, url, file), ...places });
  expect(ended.stdout.split("\n").filter((line) => line.startsWith("FAIL"))).toEqual([
    `FAIL state folder ${file}: it is not a folder, so changes are refused. Set FIVETRAN_STATE_DIR to a folder of this user.`,
    `FAIL secrets folder ${file}/secrets: it cannot be written (ENOTDIR), so operations that return a new secret are refused. Set FIVETRAN_SECRETS_DIR to a folder that this user can write.`,
    expect.stringMatching(
      /^FAIL audit log .*: it cannot be written \(E\w+\), so changes are refused\./,
    ),
  ]);
  expect(ended.code).toBe(1);
  const well = { FIVETRAN_SECRETS_DIR: folder, FIVETRAN_AUDIT_LOG: join(folder, "audit.log") };
  const good = await runHere(["doctor"], { ...settingsFor(sandbox, url, folder), ...well });
  expect(good.stdout).toContain(
    `ok   secrets folder ${folder}\nok   audit log ${folder}/audit.log\n`,
  );
  expect(good.code).toBe(0);
});

test("doctor writes a file, because a full disk refuses only that", async () => {
  requireBuild();
  const { sandbox, url } = await openSandbox({ clock: "live" });
  const env = environment(settingsFor(sandbox, url, await temporaryFolder()));
  // The largest file that the process may write has no bytes.
  const words = [`ulimit -f 0; exec "$0" "$1" doctor | cat`, process.execPath, PROGRAM];
  const child = spawn("bash", ["-c", ...words], { env });
  child.stdin.end();
  expect((await endOf(child)).stdout).toMatch(
    /^FAIL state folder .*: it cannot be written \(EFBIG\), so changes are refused\./m,
  );
});

test.each([
  [
    { HTTPS_PROXY: "http://127.0.0.1:1" },
    "ok   proxy 127.0.0.1:1",
    "through the proxy 127.0.0.1:1",
  ],
  [
    { all_proxy: "http://u:p@127.0.0.1:1" },
    "ok   proxy 127.0.0.1:1",
    "through the proxy 127.0.0.1",
  ],
  [
    { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "127.0.0.1" },
    "ok   proxy 127.0.0.1:1",
    "through the proxy 127.0.0.1:1",
  ],
])("doctor names the proxy that %j sets", async (proxy, line, error) => {
  const { code, stdout } = await runHere(["doctor"], {
    FIVETRAN_API_KEY: "a-key-of-no-account",
    FIVETRAN_API_SECRET: "a-secret-of-no-account",
    FIVETRAN_STATE_DIR: await temporaryFolder(),
    ...proxy,
  });
  expect(stdout).toContain(`${line}\n`);
  expect(stdout).toContain(error);
  expect(code).toBe(1);
});

test.each([
  [{ HTTPS_PROXY: "http://127.0.0.1:1" }, "ok   direct connection, no proxy"],
  [
    { ALL_PROXY: "socks5://127.0.0.1:1" },
    "ok   direct connection; the proxy in ALL_PROXY is not used, because it is not an HTTP proxy",
  ],
])("doctor says that %j is not used", async (proxy, line) => {
  const { sandbox, url } = await openSandbox({ clock: "live" });
  const settings = settingsFor(sandbox, url, await temporaryFolder());
  const { code, stdout } = await runHere(["doctor"], { ...settings, ...proxy });
  expect(stdout).toContain(`${line}\n`);
  expect(code).toBe(0);
});
