import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fleet, type Member, settled } from "../fleet.js";
import { type Harness, type HarnessOptions, temporaryFolder } from "../harness.js";
import { commandLine } from "../recipes.js";

const MONDAY = new Date("2026-02-02T07:29:40Z");
const RECONNECT = [{ code: "reconnect", message: "The source no longer accepts the credentials." }];

const account = (options: HarnessOptions = {}) =>
  settled({ ...options, sandbox: { clock: "stopped", startAt: MONDAY, ...options.sandbox } });

/** Runs a shell session like a reader does: each command, its output, and its exit code. */
function session(on: Harness) {
  const run = commandLine(on);
  const lines: string[] = [];
  return {
    async type(command: string, words: readonly string[] = command.split(" ")) {
      const { stdout, stderr, code } = await run(words);
      const token = /confirmation_token=(?:"|')?([\w-]+)|--confirmation-token (\S+)/.exec(stdout);
      lines.push(`$ fivetran-agent ${command}`, stdout.trimEnd(), stderr.trimEnd());
      if (code !== 0) lines.push(`[exit code ${code}]`);
      return token?.[1] ?? token?.[2] ?? "";
    },
    block: (hide: readonly string[] = []) =>
      hide.reduce(
        (text, secret) => (secret === "" ? text : text.replaceAll(secret, "TOKEN")),
        ["```console", ...lines.filter((line) => line !== ""), "```"]
          .join("\n")
          .replaceAll(/--cursor \S+/g, "--cursor CURSOR"),
      ),
  };
}

const FLEET: Member[] = [
  { name: "orders_pg", service: "postgres", success: 20 },
  { name: "events_kafka", success: 12, frequency: 15 },
  {
    name: "stripe_payments",
    service: "stripe",
    success: 3000,
    failure: 40,
    status: { setup_state: "broken", tasks: RECONNECT },
  },
  { name: "hubspot_crm", service: "hubspot", success: 900, frequency: 60 },
];

async function morning(): Promise<string> {
  const shell = session(await account());
  await shell.type("check_stale --group finance");
  await shell.type("check_stale --group marketing");
  await shell.type("get_history hubspot_marketing --since 48h --limit 5");
  await shell.type("get_status hubspot_marketing");
  return shell.block();
}

const RULES = `version: 1
timezone: Europe/Berlin
rules:
  - {name: payments, connector: "stripe_*", max_age_hours: 6, owner: team-finance, severity: critical}
  - {name: crm, connector: hubspot_crm, max_age_hours: 24, owner: team-sales}
`;

async function gate(): Promise<string> {
  const file = join(await temporaryFolder(), "expectations.yaml");
  writeFileSync(file, RULES);
  const on = await account({ env: { FIVETRAN_EXPECTATIONS: file } });
  fleet(on.sandbox, FLEET);
  const shell = session(on);
  await shell.type("check_stale --fail-on stale,broken");
  on.sandbox.edit((world) => {
    for (const one of world.connections.values()) {
      one.succeeded_at = MONDAY.toISOString();
      one.status.setup_state = "connected";
      one.status.tasks = [];
    }
  });
  await shell.type("check_stale --fail-on stale,broken");
  return shell.block();
}

async function personal(): Promise<string> {
  const on = await account();
  const shell = session(on);
  await shell.type("find_pii postgres_orders --table customers");
  const change =
    'modify_schema postgres_orders --changes [{"table":"customers","column":"email","hashed":true}]';
  const shown = change.replace(/(\[.*\])$/, "'$1'");
  const token = await shell.type(shown, change.split(" "));
  await shell.type(`${shown} --confirmation-token ${token}`, [
    ...change.split(" "),
    "--confirmation-token",
    token,
  ]);
  await shell.type("find_pii postgres_orders --table customers");
  return shell.block([token]);
}

test("docs/fleet.md shows what the program prints", async () => {
  const page = `# Example sessions with many connectors

This page shows three tasks of a data team that has many connectors. All output comes from the simulated account. A test
generates this page.

## Find out why connectors fail

First check two groups. The result lists the worst problems first and says which connectors are stale or broken, and why.
If several connectors have the same cause, the result lists that cause once. Then look at one connector. Its history shows
how long it has been failing, and its status shows the next step.

${await morning()}

## Stop a CI job if data is stale

\`FIVETRAN_EXPECTATIONS\` is set to the path of the file below (see [expectations](expectations.md)). If a connector is
stale or broken, the job fails with exit code 8. Here somebody repairs the connector before the second run. To get a
JUnit report, add \`--output junit\`.

\`\`\`yaml
${RULES.trimEnd()}
\`\`\`

${await gate()}

## Find and hash personal data

The program changes nothing until the plan is confirmed. Once the column is hashed, \`find_pii\` no longer lists it.

${await personal()}
`;
  await expect(page).toMatchFileSnapshot("../../docs/fleet.md");
}, 60_000);
