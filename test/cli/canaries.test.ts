import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { CANARY, clean, FORMS, HEADERS, PLAIN, planting } from "../canary.js";
import { runHere } from "../command-line.js";
import { openSandbox, temporaryFolder } from "../harness.js";
import { settingsFor } from "../process.js";
import { tap } from "../tools/tap.js";

/** Returns the contents of every file in a folder, including databases. */
function filesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${name}\n${readFileSync(join(parentPath, name), "latin1")}`)
    .join("\n");
}

/** Starts a server that receives alerts and keeps their bodies. */
async function receiver() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      bodies.push(body.toString());
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const address = server.address();
  return { bodies, port: typeof address === "object" ? (address?.port ?? 0) : 0 };
}

test("no secret of Fivetran's responses is in what a command prints, writes, records or posts", {
  timeout: 60_000,
}, async () => {
  const { sandbox, url } = await openSandbox();
  sandbox.edit((world) => {
    connectionNamed(world, "github_repos").schema = `repos_${CANARY}`;
    for (const group of world.groups.values()) group.name = `${group.name} ${PLAIN.url}`;
    for (const user of world.users.values()) user.family_name = FORMS[2] ?? "";
    const { status } = connectionNamed(world, "postgres_orders");
    status.tasks = FORMS.map((form, at) => ({ code: `task_${at}`, message: form }));
  });
  const { bodies, port } = await receiver();
  const folder = await temporaryFolder();
  const stateDir = await temporaryFolder();
  const env = {
    ...settingsFor(sandbox, (await tap(url, planting({ steady: true }), HEADERS)).url, stateDir),
    FIVETRAN_SECRET_REFS: "CANARY",
    CANARY,
    FIVETRAN_LOG: "debug",
    FIVETRAN_ALERT_URL: `http://127.0.0.1:${port}/hook`,
  };
  const run = async (...words: string[]) => {
    const { stdout, stderr } = await runHere(words, env);
    clean(stdout, `stdout of ${words.join(" ")}`);
    clean(stderr, `stderr of ${words.join(" ")}`);
    return stdout;
  };
  const both = ["postgres_orders", "salesforce_prod"];
  const printed = [
    await run("inventory"),
    await run("inventory", "--json"),
    await run("inventory", "--output", "csv"),
    await run("diff", ...both),
    await run("diff", ...both, "--json"),
    await run("get_schema", "postgres_orders", "--export", join(folder, "schema.json")),
    await run("check_stale", "--output", "junit"),
    await run("check_stale", "--output", "csv"),
    await run("check_stale", "--output", "table"),
    await run("list_connectors", "--output", "table"),
    await run("list_destinations", "--output", "csv"),
    await run("get_status", ...both, "--output", "table", "--details"),
    await run("get_history", "--output", "csv"),
    await run("find_pii", "postgres_orders", "--output", "table"),
    await run("expectations", "init", "--file", join(folder, "expectations.yaml")),
    await run("doctor"),
    await run("log-query", "usage", "--dialect", "snowflake", "--schema", "fivetran_log"),
    await run("watch", "--once"),
  ];
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      connection.status.setup_state = "broken";
      connection.status.tasks = [{ code: "reconnect", message: PLAIN.jdbc }];
    }
  });
  printed.push(await run("watch", "--once"), await run("get_history", "--json"));
  for (const body of bodies) clean(body, "an alert");
  clean(filesIn(stateDir), "the state folder");
  clean(filesIn(folder), "what was exported");
  expect(bodies.length).toBeGreaterThan(0);
  expect(readdirSync(folder).toSorted()).toEqual(["expectations.yaml", "schema.json"]);
  // Confirms that the secrets arrived.
  expect(printed.filter((text) => text.includes("[redacted]")).length).toBeGreaterThan(8);
});
