import { expect, test } from "vitest";
import * as z from "zod";
import { connectionNamed, type Sandbox } from "../../src/sandbox/index.js";
import { type Harness, harness, idOf } from "../harness.js";
import { agreed } from "./agreed.js";
import {
  connectionOf,
  consequencesOf,
  groupId,
  sameName,
  sent,
  shownStable,
  targetIds,
} from "./change-facts.js";
import { replying } from "./ids.js";

const HASH = "mJefQG7G7EFpdxdzBObU2/DM9GTCrSJEcelu9v4UQRg=";
const PRINT =
  "98:97:9F:40:6E:C6:EC:41:69:77:17:73:04:E6:D4:DB:F0:CC:F4:64:C2:AD:22:44:71:E9:6E:F6:FE:14:41:18";
const crm = { connector: "mariadb_crm" };

const Tests = z.looseObject({
  passed: z.number(),
  failed: z.array(z.looseObject({ test: z.string(), remedy: z.string() })).optional(),
  warnings: z.array(z.looseObject({ test: z.string() })).optional(),
});
const testsIn = (data: Record<string, unknown>) => Tests.parse(data["tests"]);

type Scripted = ReturnType<typeof connectionOf>["backstage"]["tests"];
const script = (sandbox: Sandbox, name: string, tests: Scripted) =>
  sandbox.edit((world) => {
    connectionNamed(world, name).backstage.tests = tests;
  });
const failing = (title: string, message = ""): Scripted[number] => ({
  title,
  status: "FAILED",
  message,
});

/** Approves the hash, and confirms the plan. */
async function approve({ call }: Harness, args: Record<string, unknown>) {
  const plan = await call("run_setup_tests", args);
  expect(plan.status, plan.text).toBe("confirmation_required");
  const done = await call("run_setup_tests", { ...args, confirmation_token: plan.token });
  return { plan, done };
}

test("shows what failed, with its remedy, and what can be approved", async () => {
  const on = await harness();
  const failed = await on.call("run_setup_tests", crm);
  expect(failed).toMatchObject({ status: "done", isError: false });
  expect(shownStable(on, failed)).toMatchSnapshot();
  expect(failed.data).toMatchObject({
    target: { kind: "connector", name: "mariadb_crm", id: idOf(on.sandbox, "mariadb_crm") },
    setup_state: "incomplete",
    tests: {
      passed: 2,
      failed: [{ status: "FAILED", approve: [{ kind: "certificate", hash: HASH }] }],
    },
  });
  expect(failed.text).toContain(PRINT);
  expect(failed.data).not.toHaveProperty("was");
  expect(sent(on)).toEqual([
    'POST /v1/connections/id:mariadb_crm/test {"trust_certificates":false,"trust_fingerprints":false}',
  ]);
});

test("all that pass are counted, and the next step is to look", async () => {
  const on = await harness();
  const done = await on.call("run_setup_tests", { connector: idOf(on.sandbox, "github_repos") });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(done.data).toMatchObject({ setup_state: "connected", tests: { passed: 3 } });
  expect(testsIn(done.data).failed).toBeUndefined();
  expect(done.data["next"]).toBe(`get_status connectors=["${idOf(on.sandbox, "github_repos")}"]`);
});

test("a warning is shown and is not a failure", async () => {
  const on = await harness();
  const done = await on.call("run_setup_tests", { connector: "hubspot_marketing" });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(testsIn(done.data)).toMatchObject({ passed: 2, warnings: [{}] });
  expect(testsIn(done.data).failed).toBeUndefined();
});

test.each([
  ["one passed beside one warning", ["PASSED", "WARNING"], { passed: 1, warnings: [{}] }],
  ["only warnings", ["WARNING", "warning"], { passed: 0, warnings: [{}, {}] }],
])("%s are results too", async (_, states, tests) => {
  const on = await harness();
  const setup_tests = states.map((status) => ({ title: "Checking", status, message: "" }));
  on.sandbox.fault({ operation: "run_setup_tests", ...replying({ setup_tests }) });
  const done = await on.call("run_setup_tests", crm);
  expect(done.data["tests"], done.text).toMatchObject(tests);
});

test("results that cannot be read do not hide the others, and do not count as passed", async () => {
  const on = await harness();
  const test = { title: "Checking", status: "FAILED", message: "no" };
  const setup_tests = [null, { ...test, status: 7 }, { ...test, message: {} }, test];
  on.sandbox.fault({ operation: "run_setup_tests", ...replying({ setup_tests }) });
  const done = await on.call("run_setup_tests", crm);
  const failed = testsIn(done.data).failed;
  expect(failed?.map(({ status }) => status)).toEqual(["UNKNOWN", "UNKNOWN", "FAILED", "FAILED"]);
});

test("a failure without anything to approve leads to the correction, and shows the state before", async () => {
  const on = await harness();
  script(on.sandbox, "github_repos", [failing("Checking the credentials", "401: token expired")]);
  const done = await on.call("run_setup_tests", { connector: "github_repos" });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(done.data).toMatchObject({ setup_state: "broken", was: "connected" });
});

test("each kind of failure has its remedy", async () => {
  const on = await harness();
  const failures: Scripted = [
    failing("Validating the certificate"),
    failing("TLS handshake"),
    failing("Host key of the server"),
    failing("Fingerprint"),
    failing("The warehouse is asleep"),
    failing("Checking", "The token has expired"),
    failing("Login", "Password authentication failed"),
    failing("Checking", "permission denied for table orders"),
    failing("Checking", "HTTP 403"),
    failing("SSH", "no reply"),
    failing("Tunnel"),
    failing("Replication slot is missing"),
    failing("Reading the binlog"),
    failing("Checking", "timed out"),
    failing("Checking", "unknown host"),
    failing("Checking", "too many requests"),
    failing("Checking", "429"),
    failing("Finding the bucket"),
    failing("Something else", "entirely new"),
    { title: "Checking the certificate", status: "JOB_FAILED", message: "" },
    { title: "Checking", status: "SKIPPED", message: "" },
    { title: "Fine", status: "PASSED", message: "" },
  ];
  script(on.sandbox, "github_repos", failures);
  const done = await on.call("run_setup_tests", { connector: "github_repos" });
  const { failed = [], passed } = testsIn(done.data);
  // Fivetran adds its own test of the destination, which passes.
  expect(passed).toBe(2);
  expect(failed.map((item) => item.test)).toEqual(failures.slice(0, 20).map(({ title }) => title));
  const remedies = failed.map(({ remedy }) => remedy);
  const same = (...at: number[]) => new Set(at.map((n) => remedies[n])).size === 1;
  expect([same(0, 1), same(2, 3), same(5, 6), same(7, 8), same(9, 10), same(11, 12)]).toEqual(
    Array.from({ length: 6 }, () => true),
  );
  expect([same(13, 14), same(15, 16)]).toEqual([true, true]);
  expect(new Set(remedies).size).toBe(12);
  expect(shownStable(on, done)).toMatchSnapshot();
});

test("shows host, issuer and fingerprint, asks, approves, and tests again", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  await call("run_setup_tests", crm);
  const before = sent(on).length;
  const args = { ...crm, approve: [HASH] };

  const plan = await call("run_setup_tests", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(shownStable(on, plan)).toMatchSnapshot();
  expect(targetIds(plan)).toEqual([idOf(sandbox, "mariadb_crm")]);
  expect(plan.text).toContain(PRINT);
  expect(plan.text).toContain('"maria.internal.example.com"');
  expect(sent(on)).toHaveLength(before);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("run_setup_tests", confirmed);
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(done).toMatchObject({
    status: "done",
    data: {
      setup_state: "connected",
      was: "incomplete",
      approved: [{ kind: "certificate", hash: HASH }],
    },
  });
  const requests = sent(on).slice(before);
  expect(requests).toHaveLength(2);
  expect(requests[0]).toMatch(/^POST \/v1\/connections\/id:mariadb_crm\/certificates /);
  expect(requests[0]).toContain(HASH);
  expect(requests[1]).toBe(
    'POST /v1/connections/id:mariadb_crm/test {"trust_certificates":false,"trust_fingerprints":false}',
  );
  expect(connectionOf(sandbox, "mariadb_crm").status.setup_state).toBe("connected");

  const again = await call("run_setup_tests", confirmed);
  expect(again).toEqual(done);
  expect(sent(on)).toHaveLength(before + 2);
});

test("the call that a failed test shows as next approves everything it asked about", async () => {
  const on = await harness();
  const failed = await on.call("run_setup_tests", crm);
  const hashes = /approve=(\[.*\])/.exec(String(failed.data["next"]))?.[1] ?? "";
  const { done } = await approve(on, {
    ...crm,
    approve: z.array(z.string()).parse(JSON.parse(hashes)),
  });
  expect(done.data["setup_state"]).toBe("connected");
});

test("takes a hash in the form of URLs too, and refuses one that nothing asked for", async () => {
  const on = await harness();
  const { call } = on;
  const early = await call("run_setup_tests", { ...crm, approve: [HASH] });
  expect(early.isError).toBe(true);
  expect(shownStable(on, early)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
  await call("run_setup_tests", crm);
  const url = HASH.replaceAll("/", "_").replace("=", "");
  const plan = await call("run_setup_tests", { ...crm, approve: [url] });
  expect(plan.status).toBe("confirmation_required");
  const before = sent(on).length;
  const other = await call("run_setup_tests", { ...crm, approve: ["AAAA"] });
  expect(other.isError).toBe(true);
  expect(shownStable(on, other)).toMatchSnapshot();
  expect(other.text).toContain(HASH);
  const mixed = await call("run_setup_tests", { ...crm, approve: [HASH, "AAAA"] });
  expect(mixed.isError).toBe(true);
  expect(sent(on)).toHaveLength(before);
});

test("where only the hash is known, it says that anything the host presents will be trusted", async () => {
  const on = await harness();
  const { sandbox } = on;
  sandbox.edit((world) => {
    const { backstage } = connectionNamed(world, "mariadb_crm");
    for (const item of backstage.tests) {
      if (item.until === "certificate") item.details = [{ name: "CN=db", hash: "YWJj" }];
    }
  });
  await on.call("run_setup_tests", crm);
  const before = sent(on).length;
  const { plan, done } = await approve(on, { ...crm, approve: ["YWJj"] });
  expect(shownStable(on, plan)).toMatchSnapshot();
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(done.data).toMatchObject({ setup_state: "connected" });
  expect(sent(on).slice(before)).toEqual([
    'POST /v1/connections/id:mariadb_crm/test {"trust_certificates":true,"trust_fingerprints":false}',
  ]);
});

test("two of which only the hashes are known are shown in one line, by kind", async () => {
  const on = await harness();
  script(on.sandbox, "mariadb_crm", [
    { ...failing("Validating the certificate"), details: [{ hash: "YWJj" }], until: "certificate" },
    { ...failing("Host key of SSH"), details: [{ hash: "ZGVm" }], until: "fingerprint" },
  ]);
  const failed = await on.call("run_setup_tests", crm);
  expect(shownStable(on, failed)).toMatchSnapshot();
  const before = sent(on).length;
  const { plan } = await approve(on, { ...crm, approve: ["YWJj", "ZGVm"] });
  expect(consequencesOf(plan)).toMatchSnapshot();
  expect(sent(on).slice(before)).toEqual([
    'POST /v1/connections/id:mariadb_crm/test {"trust_certificates":true,"trust_fingerprints":true}',
  ]);
});

test("another host since the plan voids it", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  await call("run_setup_tests", crm);
  const args = { ...crm, approve: [HASH] };
  const plan = await call("run_setup_tests", args);
  sandbox.edit((world) => {
    connectionNamed(world, "mariadb_crm").config["host"] = "elsewhere.example.com";
  });
  const before = sent(on).length;
  const moved = await call("run_setup_tests", { ...args, confirmation_token: plan.token });
  expect(moved.status).toBe("confirmation_required");
  expect(moved.data["moved"]).toMatchSnapshot();
  expect(moved.token).not.toBe(plan.token);
  expect(sent(on)).toHaveLength(before);
});

test("another certificate under the same hash since the plan voids it", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  await call("run_setup_tests", crm);
  const args = { ...crm, approve: [HASH] };
  const plan = await call("run_setup_tests", args);
  sandbox.edit((world) => {
    for (const item of connectionNamed(world, "mariadb_crm").setup_tests) {
      if (item.status === "FAILED") item.details = [{ hash: HASH, encoded_cert: "bm9uZQ==" }];
    }
  });
  const before = sent(on).length;
  const moved = await call("run_setup_tests", { ...args, confirmation_token: plan.token });
  expect(moved.status).toBe("confirmation_required");
  expect(moved.data["moved"]).toMatchSnapshot();
  expect(sent(on)).toHaveLength(before);
});

test("an approval that fails leaves the tests unrun, and the result says what was approved", async () => {
  const on = await harness();
  await on.call("run_setup_tests", crm);
  const plan = await on.call("run_setup_tests", { ...crm, approve: [HASH] });
  const body = JSON.stringify({ code: "InvalidInput", message: "not this one" });
  on.sandbox.fault({ operation: "approve_connection_certificate", status: 400, body });
  const before = sent(on).length;
  const failed = await on.call("run_setup_tests", {
    ...crm,
    approve: [HASH],
    confirmation_token: plan.token,
  });
  expect(failed.isError).toBe(true);
  expect(shownStable(on, failed)).toMatchSnapshot();
  expect(failed.data["failed_step"]).toContain('Fivetran says: "not this one"');
  expect(sent(on)).toHaveLength(before + 1);
});

test("tests that fail after the approval are shown as not run, with the call to run them", async () => {
  const on = await harness();
  await on.call("run_setup_tests", crm);
  const plan = await on.call("run_setup_tests", { ...crm, approve: [HASH] });
  const body = JSON.stringify({ code: "InvalidInput", message: "no tests today" });
  on.sandbox.fault({ operation: "run_setup_tests", status: 400, body });
  const partial = await on.call("run_setup_tests", {
    ...crm,
    approve: [HASH],
    confirmation_token: plan.token,
  });
  expect(partial).toMatchObject({ status: "partial", isError: true });
  expect(partial.data["failed_step"]).toContain('Fivetran says: "no tests today"');
  expect(shownStable(on, partial)).toMatchSnapshot();
  expect(partial.data).toMatchObject({
    approved: [{ kind: "certificate", hash: HASH }],
    setup_state: "incomplete",
    next: `run_setup_tests connector=${idOf(on.sandbox, "mariadb_crm")}`,
  });
  on.sandbox.clearFaults();
  expect((await on.call("run_setup_tests", crm)).data["setup_state"]).toBe("connected");
});

test("tests without a response after the approval may have run, and are not shown as not run", async () => {
  const on = await harness();
  await on.call("run_setup_tests", crm);
  const plan = await on.call("run_setup_tests", { ...crm, approve: [HASH] });
  on.sandbox.fault({ operation: "run_setup_tests", status: 502, when: "after" });
  const lost = await on.call("run_setup_tests", {
    ...crm,
    approve: [HASH],
    confirmation_token: plan.token,
  });
  expect(lost).toMatchObject({ status: "partial", isError: true });
  expect(lost.data).toMatchObject({
    approved: [{ kind: "certificate", hash: HASH }],
    unknown_step: expect.stringContaining("It may have taken effect."),
  });
  expect(lost.data["failed_step"]).toBeUndefined();
  expect(lost.text).toContain("It is not known whether the tests ran: POST");
  expect(lost.text).not.toContain("returned no test results");
  expect(lost.text).not.toContain("not run");
});

test("a response without test results is not a test that passed", async () => {
  const on = await harness();
  on.sandbox.fault({
    operation: "run_setup_tests",
    status: 200,
    body: JSON.stringify({ code: "Success" }),
  });
  const done = await on.call("run_setup_tests", crm);
  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(done.text).toContain("returned no test results");
});

test("the results of the response stand where the state cannot be read after it", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "connection_details", calls: { from: 2 }, status: 500 });
  const done = await on.call("run_setup_tests", { connector: idOf(on.sandbox, "github_repos") });
  expect(done).toMatchObject({ status: "done", isError: false, data: { read_back: false } });
  expect(done.data["tests"]).toMatchObject({ passed: expect.any(Number) });
});

test("approves the host key of an SSH server by its fingerprint", async () => {
  const on = await harness();
  const created = await agreed(on, "create_connector", {
    service: "postgres",
    group: "staging",
    name: "through_tunnel",
    networking_method: "SshTunnel",
    config: { host: "db.example.com", password: "long enough", tunnel_host: "unknown.example.com" },
  });
  const [hash = ""] = /approve=\["([^"]+)"\]/.exec(created.text)?.slice(1) ?? [];
  const before = sent(on).length;
  const { plan, done } = await approve(on, { connector: "through_tunnel", approve: [hash] });
  expect(consequencesOf(plan)).toMatchSnapshot();
  expect(plan.text).toMatch(/fingerprint \S+ SHA256:/);
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(done.data).toMatchObject({ setup_state: "connected" });
  const [first = "", second = ""] = sent(on).slice(before);
  expect(first).toMatch(/^POST \/v1\/connections\/id:through_tunnel\/fingerprints /);
  expect(second).toContain("/test ");
});

test("tests a destination and reads its state again", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const before = sandbox.requests().length;
  const down = await call("run_setup_tests", { destination: "finance" });
  expect(shownStable(on, down)).toMatchSnapshot();
  expect(down.data).toMatchObject({
    target: { kind: "destination", name: "finance", id: groupId(sandbox, "finance") },
    setup_state: "broken",
    tests: { passed: 1, failed: [{ test: "Database connection" }] },
  });
  expect(down.text).toContain("modify_destination");
  expect(down.data).not.toHaveProperty("next");
  const paths = sandbox
    .requests()
    .slice(before)
    .map(({ method, path }) => `${method} ${path}`);
  expect(paths.at(-1)).toMatch(/^GET \/v1\/destinations\//);
  expect(paths.at(-2)).toMatch(/^POST \/v1\/destinations\/.*\/test$/);

  const well = await call("run_setup_tests", { destination: groupId(sandbox, "marketing") });
  expect(shownStable(on, well)).toMatchSnapshot();
  expect(well.data).toMatchObject({ setup_state: "connected", tests: { passed: 2 } });
});

test("a destination that passes again shows the state before; words of a warehouse mean the source there", async () => {
  const on = await harness();
  const id = groupId(on.sandbox, "finance");
  const set = (tests: Scripted) =>
    on.sandbox.edit((world) => {
      const destination = world.destinations.get(id);
      if (destination !== undefined) destination.tests = tests;
    });
  set([failing("Warehouse permission", "denied"), failing("Credentials", "expired")]);
  const failed = await on.call("run_setup_tests", { destination: "finance" });
  expect(shownStable(on, failed)).toMatchSnapshot();
  set([{ title: "Host connection", status: "PASSED", message: "" }]);
  const done = await on.call("run_setup_tests", { destination: "finance" });
  expect(done.data).toMatchObject({ setup_state: "connected", was: "broken" });
});

test("approves a certificate and a host key of a destination", async () => {
  const on = await harness();
  const { sandbox } = on;
  const id = groupId(sandbox, "marketing");
  const certificate = connectionOf(sandbox, "mariadb_crm").backstage.tests.at(-1)?.details;
  sandbox.edit((world) => {
    const destination = world.destinations.get(id);
    if (destination === undefined) return;
    destination.tests = [
      { ...failing("Validating the certificate"), details: certificate, until: "certificate" },
      {
        ...failing("Host key of SSH"),
        details: [{ hash: "ZGVm", public_key: "ssh-ed25519 AAAAC3NzaC1lZDI1 bastion" }],
        until: "fingerprint",
      },
    ];
  });
  const failed = await on.call("run_setup_tests", { destination: "marketing" });
  expect(failed.data["next"]).toContain(`run_setup_tests destination=${id} approve=`);
  const before = sent(on).length;
  const { plan } = await approve(on, { destination: "marketing", approve: [HASH, "ZGVm"] });
  expect(shownStable(on, plan)).toMatchSnapshot();
  const requests = sent(on).slice(before);
  expect(requests.map((line) => line.split(" ")[1])).toEqual([
    "/v1/destinations/id:marketing/certificates",
    "/v1/destinations/id:marketing/fingerprints",
    "/v1/destinations/id:marketing/test",
  ]);
});

test("a host that is not in the configuration is stated", async () => {
  const on = await harness();
  script(on.sandbox, "github_repos", [
    { ...failing("Validating the certificate"), details: [{ hash: "YWJj" }], until: "certificate" },
  ]);
  await on.call("run_setup_tests", { connector: "github_repos" });
  const plan = await on.call("run_setup_tests", { connector: "github_repos", approve: ["YWJj"] });
  expect(plan.status).toBe("confirmation_required");
  expect(consequencesOf(plan)).toMatchSnapshot();
});

test("where every change asks, the plan of a mere test is shown too", async () => {
  const on = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
  const plan = await on.call("run_setup_tests", { connector: "github_repos" });
  expect(plan.status).toBe("confirmation_required");
  expect(shownStable(on, plan)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test.each([
  [{ connector: "a", destination: "b" }, ""],
  [{}, ""],
  [{ approve: [HASH] }, ""],
  [{ destination: "nowhere" }, "nowhere"],
  [{ destination: "marketting" }, "marketing"],
  [{ connector: "mariadb_crn" }, "mariadb_crm"],
  [{ connectors: ["mariadb_crm"] }, "connector"],
])("%j is refused", async (args, hint) => {
  const on = await harness();
  const refused = await on.call("run_setup_tests", args);
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(hint);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test("a name that two connectors have is refused with both", async () => {
  const on = await harness();
  const ids = [idOf(on.sandbox, "xero_ledger"), idOf(on.sandbox, "mariadb_crm")];
  sameName(on.sandbox, "xero_ledger", "mariadb_crm");
  const refused = await on.call("run_setup_tests", crm);
  expect(refused.isError).toBe(true);
  expect(ids.every((id) => refused.text.includes(id))).toBe(true);
});

test.each([
  [{ connector: "github_repos" }, "run_setup_tests", 'get_status connectors=["ID"]'],
  [
    { destination: "marketing" },
    "run_destination_setup_tests",
    "list_destinations words=marketing",
  ],
])("an unknown outcome of %j shows the read to check with", async (args, operation, read) => {
  const on = await harness();
  on.sandbox.fault({ operation, reset: true });
  const lost = await on.call("run_setup_tests", args);
  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(shownStable(on, lost)).toMatchSnapshot();
  expect(lost.text).toContain(read.replace("ID", idOf(on.sandbox, "github_repos")));
});

test("a refusal by Fivetran is shown in its words", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "run_setup_tests", status: 403 });
  const refused = await on.call("run_setup_tests", crm);
  expect(refused.isError).toBe(true);
  expect(shownStable(on, refused)).toMatchSnapshot();
});

test("is refused where the scope or the groups forbid it", async () => {
  const reader = await harness({ env: { FIVETRAN_SCOPE: "read" } });
  const refused = await reader.call("run_setup_tests", crm);
  expect(refused.isError).toBe(true);
  expect(shownStable(reader, refused)).toMatchSnapshot();
  expect(reader.sandbox.requests()).toEqual([]);

  const account = { sandbox: reader.sandbox, url: reader.url };
  const env = { FIVETRAN_GROUPS: groupId(reader.sandbox, "finance") };
  const confined = await harness({ account, env });
  expect((await confined.call("run_setup_tests", crm)).isError).toBe(true);
  expect((await confined.call("run_setup_tests", { destination: "marketing" })).isError).toBe(true);
  expect(sent(confined)).toEqual([]);
});

test.each([null, "text", [], { certificates: [{ hash: "jrlQ2CVU" }] }, [{ hash: 5 }]])(
  "nothing is to be compared where the details of a failed test show no certificate: %j",
  async (details) => {
    const { call, sandbox } = await harness();
    const id = idOf(sandbox, "postgres_orders");
    const failed = { title: "Validating certificate", status: "FAILED", message: "no", details };
    const body = JSON.stringify({ code: "Success", data: { id, setup_tests: [failed] } });
    sandbox.fault({ operation: "run_setup_tests", body });
    const { text } = await call("run_setup_tests", { connector: "postgres_orders" });
    expect(text).toContain(
      "The test result contains no certificate to approve. Check the TLS settings of the source, or approve its certificate in the dashboard.",
    );
    expect(text).not.toContain("Compare this");
  },
);
