import { expect, test } from "vitest";
import { runHere } from "../command-line.js";
import { openSandbox, temporaryFolder } from "../harness.js";
import { settingsFor } from "../process.js";

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
