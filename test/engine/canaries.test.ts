import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { operation, operationIds } from "../../src/client/operations/catalog.js";
import { connectionNamed } from "../../src/sandbox/index.js";
import { tools } from "../../tools/index.js";
import { harness, idOf, openSandbox, type Result, resultOf, temporaryFolder } from "../harness.js";
import { stateText } from "../tools/state-folder.js";
import { tap } from "../tools/tap.js";

const CANARY = "c4n4ry-Q7d1fObx94";
const PLAIN = {
  url: "https://admin:url-p4ssword@db.example.com/x",
  jdbc: "jdbc:sqlserver://db.example.com;user=sa;password=jdbc-p4ssword;encrypt=true",
  key: "-----BEGIN RSA PRIVATE KEY-----\nMIIEkeym4terial\n-----END RSA PRIVATE KEY-----",
  cut: "tail0fTheKeym4terial==\n-----END PRIVATE KEY-----",
  header: "Authorization: Bearer be4rer-t0ken-value",
};
const bytes = Buffer.from(CANARY);
const FORMS = [
  CANARY,
  CANARY.toUpperCase(),
  bytes.toString("base64"),
  Buffer.from(`key:${CANARY}`).toString("base64"),
  bytes.toString("hex"),
  bytes.toString("hex").replace(/../g, "%$&"),
  ...Object.values(PLAIN),
];
// Lengths at which texts are clipped, so that the secret stands across the cut.
const LENGTHS = [0, 108, 110, 148, 150, 188, 190, 288, 290, 488, 490, 1990];

/** Every piece of eight characters of a form, in lower case: none may be seen. */
const pieces = (form: string) =>
  Array.from({ length: form.length - 7 }, (_, at) => form.slice(at, at + 8).toLowerCase());
const FORBIDDEN = [
  ...[CANARY, bytes.toString("base64").slice(0, -4), bytes.toString("hex")].flatMap(pieces),
  "url-p4ssword",
  "jdbc-p4ssword",
  "keym4terial",
  "be4rer-t0ken-value",
];

function clean(text: string, where: string) {
  const lower = text.toLowerCase();
  expect(
    FORBIDDEN.filter((piece) => lower.includes(piece)),
    where,
  ).toEqual([]);
}

const TEXTS = /message|title|description|reason|details|display_name|created_by|reason_code/;

/**
 * A rewriter of responses that puts a secret into each text, and a key that is one into each record. `steady`: into the
 * same response the same, so that a plan does not find that its state moved.
 */
function planting({ steady }: { steady: boolean }) {
  let at = 0;
  const next = () => {
    at += 1;
    const length = LENGTHS[at % LENGTHS.length] ?? 0;
    return `${"y ".repeat(length).slice(0, length)}${FORMS[at % FORMS.length]}`;
  };
  const plant = (value: unknown, key = ""): unknown => {
    if (Array.isArray(value)) return value.map((item) => plant(item, key));
    if (typeof value === "string") return TEXTS.test(key) ? `${value} ${next()}` : value;
    if (typeof value !== "object" || value === null) return value;
    const fields = Object.entries(value);
    // An object that only holds objects is a map of names.
    const isRecord = fields.some(([, inner]) => typeof inner !== "object");
    return {
      ...Object.fromEntries(fields.map(([name, inner]) => [name, plant(inner, name)])),
      ...(isRecord ? { field_of_tomorrow: next(), [`key ${next()}`]: "x" } : {}),
    };
  };
  return (_: string, body: string) => {
    if (steady) at = 0;
    return body === "" ? body : JSON.stringify(plant(JSON.parse(body)));
  };
}

/** Response headers that hold a secret, and one whose name is one. */
const HEADERS = {
  "x-request-id": CANARY,
  "www-authenticate": `Bearer realm="${PLAIN.url}"`,
  "set-cookie": `session=${CANARY}; Path=/`,
  location: `https://api.example.com/?key=${CANARY}`,
  warning: `199 - "${PLAIN.header}"`,
  [`x-${CANARY}`]: PLAIN.jdbc,
};

/** `person`: every change asks one, who accepts. */
async function fixture({ person = false } = {}) {
  const { sandbox, url } = await openSandbox();
  sandbox.edit((world) => {
    const { status } = connectionNamed(world, "postgres_orders");
    status.tasks = FORMS.map((form, at) => ({ code: `task_${at}`, message: form }));
    status.warnings = LENGTHS.map((length, at) => ({
      code: `warning_${at}`,
      message: `${"z".repeat(length)} ${FORMS[at % FORMS.length]}`,
    }));
  });
  const prompts: string[] = [];
  const elicit = (message: string) => {
    prompts.push(message);
    return { action: "accept" as const };
  };
  const audit = join(await temporaryFolder(), "audit.jsonl");
  const on = await harness({
    account: { sandbox, url: (await tap(url, planting({ steady: person }), HEADERS)).url },
    ...(person ? { elicit } : {}),
    env: {
      FIVETRAN_SECRET_REFS: "CANARY",
      CANARY,
      ...(person ? { FIVETRAN_APPROVAL: "person" } : {}),
      FIVETRAN_AUDIT_LOG: audit,
      FIVETRAN_LOG: "debug",
    },
  });
  const seen: [string, Result][] = [];
  const progress: string[] = [];
  const onprogress = (notification: unknown) => progress.push(JSON.stringify(notification));
  const call = async (tool: string, args: Record<string, unknown> = {}) => {
    const request = { name: tool, arguments: args };
    const result = resultOf(await on.client.callTool(request, { onprogress }));
    seen.push([`${tool} ${JSON.stringify(args)}`, result]);
    return result;
  };
  const check = async () => {
    for (const [what, { text, data }] of seen) {
      clean(text, `text of ${what}`);
      clean(JSON.stringify(data), `data of ${what}`);
    }
    clean(await stateText(on.stateDir), "the state folder");
    for (const prompt of prompts) clean(prompt, "a question to a person");
    for (const notification of progress) clean(notification, "a progress notification");
    clean(on.log.join("\n"), "the log");
    clean(await readFile(audit, "utf8").catch(() => ""), "the audit log");
    return seen;
  };
  return { ...on, call, check, prompts, progress };
}

describe("no secret that Fivetran's responses hold is shown, logged or stored", () => {
  test("by any tool that reads", { timeout: 90_000 }, async () => {
    const { call, check, sandbox } = await fixture();
    const connectors = ["postgres_orders", "github_repos"];
    await call("list_connectors");
    await call("list_destinations");
    await call("check_stale");
    await call("get_status", { connectors, details: true });
    await call("get_schema", { connector: "postgres_orders" });
    await call("get_schema", { connector: "postgres_orders", schema: "public" });
    await call("describe_service", { service: "postgres" });
    await call("describe_service", { words: "post" });
    await call("get_schema", { connector: "postgres_orders", schema: "public", columns: true });
    await call("get_history");
    await call("get_history", { connectors });
    await call("find_pii", { connectors, table: "*" });
    await call("wait_for_sync", { connectors, wait_seconds: 1 });
    await call("search_api", { query: CANARY });
    await call("get_operation", { operation_id: `op_${CANARY}` });
    const ids = {
      connectionId: idOf(sandbox, "postgres_orders"),
      groupId: "",
      service: "postgres",
    };
    sandbox.edit((world) => {
      ids.groupId = connectionNamed(world, "postgres_orders").group_id;
    });
    for (const id of operationIds) {
      const { effect, pathParams, file } = operation(id);
      if (effect !== "read" || file) continue;
      const known: Record<string, string> = { ...ids, destinationId: ids.groupId };
      const params = Object.fromEntries(pathParams.map((name) => [name, known[name] ?? "some_id"]));
      await call("read_api", { operation_id: id, params });
    }
    const { connectionId, groupId } = ids;
    await call("read_api", { operation_id: "access:connector", params: { connectionId } });
    await call("read_api", { operation_id: "access:group", params: { groupId } });
    const seen = await check();
    const called = new Set(seen.map(([what]) => what.split(" ", 1)[0]));
    const reads = tools.filter(({ effect }) => effect === "read").map(({ name }) => name);
    expect(reads.filter((name) => !called.has(name))).toEqual([]);
    // The secrets did arrive.
    expect(seen.filter(([, { text }]) => text.includes("[redacted]")).length).toBeGreaterThan(30);
  });

  test("by any operation that fails", { timeout: 90_000 }, async () => {
    const { call, check, sandbox } = await fixture();
    sandbox.fault({ status: 400, body: JSON.stringify({ code: `Bad_${CANARY}`, message: "no:" }) });
    for (const id of operationIds) {
      const { effect, pathParams, body } = operation(id);
      const params = Object.fromEntries(pathParams.map((name) => [name, "some_id"]));
      const tool = effect === "read" ? "read_api" : effect === "write" ? "write_api" : "delete_api";
      await call(tool, { operation_id: id, params, ...(body === undefined ? {} : { body: {} }) });
    }
    await call("get_status", { connectors: [CANARY] });
    await call("pause_connectors", { connectors: ["postgres_orders"] });
    await check();
  });

  test("by a change, its plan, its record and its refusal", { timeout: 90_000 }, async () => {
    const { call, check } = await fixture();
    const agree = async (tool: string, args: Record<string, unknown>) => {
      const plan = await call(tool, args);
      const token = plan.token === "" ? {} : { confirmation_token: plan.token };
      await call(tool, { ...args, ...token });
      await call(tool, { ...args, confirmation_token: CANARY });
    };
    const connector = "postgres_orders";
    await agree("pause_connectors", { connectors: [connector] });
    await agree("update_connector", { connector, config: { user: `sa ${CANARY}` } });
    await agree("update_connector", { connector, config: { host: PLAIN.url, password: CANARY } });
    await agree("write_api", { operation_id: "create_group", body: { name: `g ${CANARY}` } });
    await agree("run_setup_tests", { connector });
    await agree("delete_connector", { connector });
    await check();
  });

  test("by a question to a person, and by progress", { timeout: 90_000 }, async () => {
    const { call, check, prompts, progress, sandbox } = await fixture({ person: true });
    sandbox.edit((world) => {
      connectionNamed(world, "github_repos").schema = `repos_${CANARY}`;
    });
    const connector = "postgres_orders";
    const repos = idOf(sandbox, `repos_${CANARY}`);
    await call("update_connector", { connector, config: { user: `sa ${CANARY}` } });
    await call("update_connector", { connector, config: { host: PLAIN.url, password: CANARY } });
    await call("write_api", { operation_id: "create_group", body: { name: `g ${CANARY}` } });
    await call("pause_connectors", { connectors: [connector, repos] });
    await call("resume_connectors", { connectors: [connector, repos] });
    await call("trigger_sync", { connectors: [repos], wait_seconds: 20 });
    await call("wait_for_sync", { connectors: [repos], wait_seconds: 20 });
    await call("get_schema", { connector, schema: "public", columns: true });
    await call("delete_connector", { connector });
    await check();
    expect(prompts.length).toBeGreaterThan(5);
    expect(progress.length).toBeGreaterThan(2);
  });
});

test("the shapes that are not known are redacted, and what only resembles them stays", async () => {
  const { call } = await fixture();
  const { text } = await call("get_status", { connectors: ["postgres_orders"] });
  expect(text).toContain("https://[redacted]@db.example.com/x");
  expect(text).toContain("password=[redacted];encrypt=true");
});
