import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { harness } from "../harness.js";

const HASH = "mJefQG7G7EFpdxdzBObU2/DM9GTCrSJEcelu9v4UQRg=";

test("explains what failed and offers what can be approved", async () => {
  const { call } = await harness();
  const failed = await call("run_setup_tests", { connector: "mariadb_crm" });
  expect(failed).toMatchObject({ status: "done", isError: false });
  expect(failed.text).toMatchInlineSnapshot(`
    "connector mariadb_crm (willing_egret): setup incomplete
    Setup tests: 1 failed, 2 passed
      FAILED "Validating the certificate": "The certificate of the server was renewed and is not trusted yet"
        Compare the certificate with the one that the server really has; if it is right, approve it.
        to approve: certificate mJefQG7G7EFpdxdzBObU2/DM9GTCrSJEcelu9v4UQRg= SHA256 98:97:9F:40:6E:C6:EC:41:69:77:17:73:04:E6:D4:DB:F0:CC:F4:64:C2:AD:22:44:71:E9:6E:F6:FE:14:41:18 subject="O=Example, CN=mariadb.internal.example.com" issuer="O=Example, CN=mariadb.internal.example.com" valid_until=2036-11-18
    Next: run_setup_tests connector=willing_egret approve=["mJefQG7G7EFpdxdzBObU2/DM9GTCrSJEcelu9v4UQRg="]"
  `);
  expect(failed.data).toMatchObject({
    setup_state: "incomplete",
    tests: { failed: [{ approve: [{ kind: "certificate", hash: HASH }] }] },
  });
});

test("shows host, issuer and fingerprint, asks, approves, and tests again", async () => {
  const { call, sandbox } = await harness();
  await call("run_setup_tests", { connector: "mariadb_crm" });
  const args = { connector: "mariadb_crm", approve: [HASH] };
  const before = sandbox.effects().length;
  const plan = await call("run_setup_tests", args);
  expect(plan).toMatchObject({ status: "confirmation_required" });
  expect(plan.text).toContain('issuer="O=Example, CN=mariadb.internal.example.com"');
  expect(plan.text).toContain("SHA256 98:97:9F:40");
  expect(plan.text).toContain('host "maria.internal.example.com"');
  expect(sandbox.effects()).toHaveLength(before);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("run_setup_tests", confirmed);
  expect(done).toMatchObject({
    status: "done",
    data: { setup_state: "connected", was: "incomplete" },
  });
  const again = await call("run_setup_tests", confirmed);
  expect(again.text).toBe(done.text);
  const effects = sandbox
    .effects()
    .slice(before)
    .map(({ summary }) => summary);
  expect(effects).toEqual([`certificate ${HASH} approved`, "setup_state incomplete -> connected"]);
});

test("takes a hash in the form of URLs too, and refuses one that nothing asked for", async () => {
  const { call } = await harness();
  const early = await call("run_setup_tests", { connector: "mariadb_crm", approve: [HASH] });
  expect(early.text).toContain("Run the tests first");
  await call("run_setup_tests", { connector: "mariadb_crm" });
  const url = HASH.replaceAll("/", "_").replace("=", "");
  const plan = await call("run_setup_tests", { connector: "mariadb_crm", approve: [url] });
  expect(plan).toMatchObject({ status: "confirmation_required" });
  const other = await call("run_setup_tests", { connector: "mariadb_crm", approve: ["AAAA"] });
  expect(other).toMatchObject({ isError: true });
  expect(other.text).toContain(HASH);
});

test("where only the hash is known, it says that whatever is shown will be trusted", async () => {
  const { call, sandbox } = await harness();
  sandbox.edit((world) => {
    const { backstage } = connectionNamed(world, "mariadb_crm");
    for (const item of backstage.tests) {
      if (item.until === "certificate") item.details = [{ name: "CN=db", hash: "YWJj" }];
    }
  });
  await call("run_setup_tests", { connector: "mariadb_crm" });
  const args = { connector: "mariadb_crm", approve: ["YWJj"] };
  const plan = await call("run_setup_tests", args);
  expect(plan.text).toContain("trust whatever certificate the host shows");
  const done = await call("run_setup_tests", { ...args, confirmation_token: plan.token });
  expect(done.data).toMatchObject({ setup_state: "connected" });
});

test("another certificate since the plan voids it", async () => {
  const { call, sandbox } = await harness();
  await call("run_setup_tests", { connector: "mariadb_crm" });
  const args = { connector: "mariadb_crm", approve: [HASH] };
  const plan = await call("run_setup_tests", args);
  sandbox.edit((world) => {
    connectionNamed(world, "mariadb_crm").config["host"] = "elsewhere.example.com";
  });
  const before = sandbox.effects().length;
  const moved = await call("run_setup_tests", { ...args, confirmation_token: plan.token });
  expect(moved.text).toContain("The state changed since that plan");
  expect(moved.text).toContain("elsewhere.example.com");
  expect(sandbox.effects()).toHaveLength(before);
});

test("approves the host key of an SSH server by its fingerprint", async () => {
  const { call } = await harness();
  const created = await call("create_connector", {
    service: "postgres",
    group: "staging",
    name: "through_tunnel",
    networking_method: "SshTunnel",
    config: { host: "db.example.com", password: "long enough", tunnel_host: "unknown.example.com" },
  });
  expect(created.text).toContain("to approve: fingerprint");
  const [hash = ""] = /approve=\["([^"]+)"\]/.exec(created.text)?.slice(1) ?? [];
  const args = { connector: "through_tunnel", approve: [hash] };
  const plan = await call("run_setup_tests", args);
  expect(plan.text).toMatch(/trusts fingerprint \S+ SHA256:/);
  const done = await call("run_setup_tests", { ...args, confirmation_token: plan.token });
  expect(done.data).toMatchObject({ setup_state: "connected" });
});

test("tests a destination and reads its state again", async () => {
  const { call, sandbox } = await harness();
  const before = sandbox.requests().length;
  const down = await call("run_setup_tests", { destination: "finance" });
  expect(down.data).toMatchObject({
    target: { kind: "destination", name: "finance" },
    setup_state: "broken",
    tests: { failed: [{ test: "Database connection" }] },
  });
  expect(down.text).toContain("write_api modify_destination");
  const sent = sandbox
    .requests()
    .slice(before)
    .map(({ method, path }) => `${method} ${path}`);
  expect(sent.at(-1)).toMatch(/^GET \/v1\/destinations\//);
  expect(sent.at(-2)).toMatch(/^POST \/v1\/destinations\/.*\/test$/);
});

test("takes one target", async () => {
  const { call } = await harness();
  const both = await call("run_setup_tests", { connector: "a", destination: "b" });
  expect(both.text).toContain("takes connector or destination, one of the two");
  const neither = await call("run_setup_tests", {});
  expect(neither.text).toContain("list_connectors and list_destinations show what there is");
  const nobody = await call("run_setup_tests", { destination: "nowhere" });
  expect(nobody.text).toContain("No destination has the id or name nowhere");
});
