import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { operation, operationIds } from "../../src/client/operations/catalog.js";
import { connectionNamed } from "../../src/sandbox/index.js";
import { tools } from "../../tools/index.js";
import { CANARY, clean, FORMS, HEADERS, LENGTHS, PLAIN, planting } from "../canary.js";
import { harness, idOf, openSandbox, type Result, resultOf, temporaryFolder } from "../harness.js";
import { stateText } from "../tools/state-folder.js";
import { tap } from "../tools/tap.js";

/** With `person`, every change asks a person, who accepts. */
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
    // Confirms that the secrets arrived.
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
