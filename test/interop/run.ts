/**
 * Runs third-party programs against the sandbox, to measure how closely it matches the API: `npm run interop`. For each
 * program an environment variable names a folder in which it is ready to run. Programs without a folder are skipped.
 * Nothing is downloaded or built, and the programs can reach only the sandbox on this machine.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { UNTRUSTED_CERTIFICATE } from "../../src/sandbox/connections/samples.js";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/index.js";

interface Program {
  name: string;
  /** The environment variable that names its folder. */
  variable: string;
  needs: string;
  options: SandboxOptions;
  prepare?(sandbox: Sandbox): void;
  command(folder: string): [string, ...string[]];
  /** Matches the lines of its output that report a pass or a failure. */
  passed: RegExp;
  failed: RegExp;
}

const script = (name: string) => join(import.meta.dirname, name);
/** Matches the lines of the scripts in this folder. */
const OWN = { passed: /^ok /gm, failed: /^FAILED /gm };

/** Creates the user and the group whose ids the suite of go-fivetran expects. */
function forGoSuite(sandbox: Sandbox): void {
  sandbox.edit((world) => {
    const [owner] = world.users.values();
    if (owner === undefined) throw new Error("An empty world has one user");
    const user = {
      ...owner,
      id: "recoup_befell",
      email: "dev-markov+go-fivetran-sdk@fivetran.com",
      given_name: "Go",
      family_name: "5Tran",
      phone: "+1234567890",
    };
    const group = { id: "sepulchre_settlement", name: "GoSdkTesting", created_at: user.created_at };
    world.users.delete(owner.id);
    world.users.set(user.id, user);
    world.account.user_id = user.id;
    world.groups.set(group.id, group);
    const id = `${user.id} ${group.id}`;
    const role = "Destination Administrator";
    const member = { id, member: user.id, place: group.id, role, created_at: user.created_at };
    world.records.set("users in groups", new Map([[id, member]]));
  });
}

const PROGRAMS: readonly Program[] = [
  {
    name: "end-to-end suite of fivetran/go-fivetran",
    variable: "INTEROP_GO_FIVETRAN",
    needs: "its compiled end-to-end tests, as e2e.test",
    // The suite creates more objects than a real account allows in an hour.
    options: { world: "empty", limits: { privateLinksPerHour: 100, connectionsPerMinute: 600 } },
    prepare: forGoSuite,
    command: (folder) => [join(folder, "e2e.test"), "-test.v"],
    passed: /^--- PASS/gm,
    failed: /^--- FAIL|^panic: .*\[recovered\]/gm,
  },
  {
    name: "hook of astronomer/airflow-provider-fivetran-async",
    variable: "INTEROP_AIRFLOW",
    needs: "the package fivetran_provider_async; Python with requests",
    options: { syncLagMs: 0 },
    command: () => ["python3", script("airflow_hook.py")],
    ...OWN,
  },
  {
    name: "client of dagster-fivetran",
    variable: "INTEROP_DAGSTER",
    needs: "the package dagster_fivetran; Python with requests",
    options: { syncLagMs: 0 },
    command: () => ["python3", script("dagster_client.py")],
    ...OWN,
  },
  {
    name: "flow of prefect-fivetran",
    variable: "INTEROP_PREFECT",
    needs: "the package prefect_fivetran; Python with httpx, pendulum and pydantic",
    options: { syncLagMs: 0 },
    command: () => ["python3", script("prefect_tasks.py")],
    ...OWN,
  },
  {
    name: "request functions of fivetran/fivetran-mcp",
    variable: "INTEROP_FIVETRAN_MCP",
    needs: "server.py and its definitions; Python with httpx",
    options: {},
    command: () => ["python3", script("fivetran_mcp.py")],
    ...OWN,
  },
  {
    name: "livemau5/fivetran-mcp over stdio",
    variable: "INTEROP_LIVEMAU5",
    needs: "its server as dist/index.js",
    options: {},
    command: () => [process.execPath, "--import", "tsx", script("stdio_server.ts")],
    ...OWN,
  },
];

async function output(command: [string, ...string[]], environment: Record<string, string>) {
  const [file, ...args] = command;
  const child = spawn(file, args, { env: { ...process.env, ...environment } });
  let text = "";
  const keep = (chunk: Buffer) => {
    text += chunk.toString("utf8");
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  child.stdin.end();
  const status = await new Promise<number | null>((done) => {
    child.on("error", (error) => {
      text += `\nFAILED to start: ${error.message}`;
      done(null);
    });
    child.on("close", done);
  });
  return { text, status };
}

async function run(program: Program, folder: string): Promise<boolean> {
  const sandbox = await createSandbox(program.options);
  program.prepare?.(sandbox);
  const { url, close } = await sandbox.listen();
  const { text, status } = await output(program.command(folder), {
    INTEROP_FOLDER: folder,
    INTEROP_URL: url,
    FIVETRAN_API_URL: `${url}/v1`,
    FIVETRAN_API_KEY: sandbox.apiKey,
    FIVETRAN_API_SECRET: sandbox.apiSecret,
    FIVETRAN_APIKEY: sandbox.apiKey,
    FIVETRAN_APISECRET: sandbox.apiSecret,
    FIVETRAN_TEST_CERTIFICATE_HASH: UNTRUSTED_CERTIFICATE.hash,
    FIVETRAN_TEST_CERTIFICATE: UNTRUSTED_CERTIFICATE.encoded_cert,
  });
  sandbox.close();
  await close();
  const [passed, failed] = [program.passed, program.failed].map(
    (line) => (text.match(line) ?? []).length,
  );
  if (failed !== 0 || status !== 0) process.stdout.write(`${text}\n`);
  process.stdout.write(`${program.name}: ${passed} passed, ${failed} failed\n`);
  return failed === 0 && status === 0;
}

let good = true;
for (const program of PROGRAMS) {
  const folder = process.env[program.variable];
  if (folder === undefined || folder === "") {
    process.stdout.write(
      `SKIPPED ${program.name}: set ${program.variable} to a folder with ${program.needs}\n`,
    );
  } else good = (await run(program, folder)) && good;
}
process.exitCode = good ? 0 : 1;
