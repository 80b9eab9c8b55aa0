import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { connectionNamed, createSandbox, type Sandbox } from "../../src/sandbox/index.js";
import { newHandle } from "../../src/store/tokens.js";
import { disable } from "../engine/fixture.js";
import { changes, type Harness, type HarnessOptions, harness, idOf, resultOf } from "../harness.js";
import {
  initialize,
  type Message,
  requireBuild,
  settingsFor,
  type Wire,
  wire,
} from "../process.js";

const PERSON = { FIVETRAN_APPROVAL: "person" };

describe("before 2026, in the middle of the call", () => {
  const asking = (elicit?: HarnessOptions["elicit"], rest: HarnessOptions = {}) =>
    harness({ env: PERSON, ...(elicit === undefined ? {} : { elicit }), ...rest });

  test("accepted, it runs once, and no token is anywhere", async () => {
    const asked: string[] = [];
    const { call, sandbox } = await asking((message) => {
      asked.push(message);
      return { action: "accept" };
    });
    const done = await call("modify_schema", disable("audit_log"));
    expect(done).toMatchObject({ status: "done", isError: false });
    expect(sandbox.effects()).toHaveLength(1);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^Plan: Disable 1 table in postgres_orders \(\w+\)\nAccount: /);
    expect(`${asked[0]}${JSON.stringify(done)}`).not.toMatch(/fv[cp]1_|confirmation_token/);
  });

  test("neither the tools nor the instructions mention a token", async () => {
    const { client } = await asking();
    const { tools } = await client.listTools();
    const shown = `${JSON.stringify(tools)}${client.getInstructions()}`;
    expect(shown).not.toContain("confirmation_token");
    expect(client.getInstructions()).toContain("A person confirms every change: the server asks");
    const byToken = await harness();
    expect(JSON.stringify(await byToken.client.listTools())).toContain("confirmation_token");
  });

  test.each(["decline", "cancel"] as const)("%s changes nothing", async (action) => {
    const { call, sandbox } = await asking(() => ({ action }));
    const refused = await call("modify_schema", disable("audit_log"));
    expect(refused).toMatchObject({ isError: true });
    expect(refused.text).toBe(
      `The person's answer: ${action}.\nNothing was changed.\nAsk the user what to do before trying again.`,
    );
    expect(changes(sandbox)).toEqual([]);
  });

  test("unanswered changes nothing", async () => {
    const waiting = new AbortController();
    const silent = () => {
      waiting.abort();
      return new Promise<never>(() => {});
    };
    const { call, sandbox } = await asking(silent, { approvalEnds: waiting.signal });
    const refused = await call("modify_schema", disable("audit_log"));
    expect(refused.text).toMatch(/^Nobody answered in time\.\nNothing was changed\./);
    expect(changes(sandbox)).toEqual([]);
  });

  /** Disables a table as another user would. */
  async function disableBehind({ sandbox, url }: Pick<Harness, "sandbox" | "url">, table: string) {
    const id = idOf(sandbox, "postgres_orders");
    await fetch(`${url}/v1/connections/${id}/schemas/public/tables/${table}`, {
      method: "PATCH",
      headers: { ...auth(sandbox), "content-type": "application/json" },
      body: JSON.stringify({ enabled: false }),
    });
  }

  test("a target that changes during every question is given up after three", async () => {
    let asked = 0;
    let on: Sandbox | undefined;
    const { call, sandbox } = await asking(() => {
      asked += 1;
      on?.edit((world) => {
        connectionNamed(world, "github_repos").sync_frequency = [5, 15, 30][asked - 1] ?? 60;
      });
      return { action: "accept" };
    });
    on = sandbox;
    const args = { connector: "github_repos", sync_frequency: 720 };
    const refused = await call("update_connector", args);
    expect(refused.isError).toBe(true);
    expect(refused.text).toBe(
      "A person was asked 3 times, and each time the state changed before the person answered.\nNothing was changed.\nWait until nothing else changes the target, then call again.",
    );
    expect(asked).toBe(3);
    expect(changes(sandbox)).toEqual([]);
  });

  test("state that moved while the person was reading is asked about again, with the difference", async () => {
    const asked: string[] = [];
    const host = await asking(async (message) => {
      asked.push(message);
      if (asked.length === 1) await disableBehind(host, "refunds");
      return { action: "accept" };
    });
    const done = await host.call("modify_schema", disable("audit_log", "refunds"));
    expect(done).toMatchObject({ status: "done", isError: false });
    expect(asked).toHaveLength(2);
    expect(asked[1]?.split("\n").slice(0, 3)).toEqual([
      "The state changed after the plan was made, so the plan was refused. Nothing was changed.",
      expect.stringMatching(/refunds.*true → false/),
      expect.stringMatching(/^Plan: Disable 1 table/),
    ]);
    expect(host.sandbox.effects()).toHaveLength(2);
  });

  test("where nothing is left to change after that, nobody is asked and nothing is sent", async () => {
    let asked = 0;
    const host = await asking(async () => {
      asked += 1;
      await disableBehind(host, "audit_log");
      return { action: "accept" };
    });
    const moved = await host.call("modify_schema", disable("audit_log"));
    expect(moved).toMatchObject({ status: "nothing_to_do", isError: false });
    expect(moved.text).toMatch(
      /^The state changed after the plan was made, so the plan was refused\./,
    );
    expect(asked).toBe(1);
    expect(host.sandbox.effects()).toHaveLength(1);
  });

  test("every change asks, also what runs without a question otherwise", async () => {
    const asked: string[] = [];
    const { call, sandbox } = await asking((message) => {
      asked.push(message);
      return { action: "decline" };
    });
    const connectors = ["salesforce_prod"];
    const quiet: [string, Record<string, unknown>][] = [
      ["trigger_sync", { connectors }],
      ["pause_connectors", { connectors }],
      ["reload_schema", { connector: "salesforce_prod", exclude_mode: "PRESERVE" }],
      ["update_connector", { connector: "salesforce_prod", schedule_type: "manual" }],
      ["run_setup_tests", { connector: "salesforce_prod" }],
      ["write_api", { operation_id: "create_group", body: { name: "another_group" } }],
    ];
    for (const [tool, args] of quiet) {
      const refused = await call(tool, args);
      expect(refused.text, tool).toMatch(/^The person's answer: decline\.\nNothing was changed\./);
    }
    expect(asked).toHaveLength(quiet.length);
    expect(changes(sandbox)).toEqual([]);
  });

  test("a client that cannot ask is refused, naming what it lacks; a token is refused too", async () => {
    const { call, sandbox } = await asking();
    const refused = await call("modify_schema", disable("audit_log"));
    expect(refused.text).toContain("form elicitation");
    expect(refused.text).toContain("FIVETRAN_APPROVAL=person");
    const token = { confirmation_token: newHandle("token") };
    const offered = await call("modify_schema", { ...disable("audit_log"), ...token });
    expect(offered.text).toMatch(/^This server does not accept confirmation tokens/);
    expect(changes(sandbox)).toEqual([]);
  });
});

const auth = ({ apiKey, apiSecret }: Sandbox) => ({
  authorization: `Basic ${btoa(`${apiKey}:${apiSecret}`)}`,
});

const Asked = z.looseObject({
  resultType: z.literal("input_required"),
  inputRequests: z.record(z.string(), z.looseObject({ method: z.string() })),
  requestState: z.string(),
});

describe("from 2026 on, between two calls", () => {
  let sandbox: Sandbox;
  let server: Wire;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    requireBuild();
    sandbox = await createSandbox({ clock: "stopped" });
    const { url, close } = await sandbox.listen();
    const folder = await mkdtemp(join(tmpdir(), "fivetran-agent-"));
    server = wire(["mcp"], { ...settingsFor(sandbox, url, folder), ...PERSON });
    stop = async () => {
      await server.close();
      await close();
      await rm(folder, { recursive: true, force: true });
    };
  });
  afterAll(() => stop());

  const call = (
    args: Record<string, unknown>,
    rest: Record<string, unknown> = {},
    capabilities: Record<string, unknown> = { elicitation: { form: {} } },
  ): Promise<Message> =>
    server.ask("tools/call", {
      name: "modify_schema",
      arguments: args,
      _meta: {
        [PROTOCOL_VERSION_META_KEY]: "2026-07-28",
        [CLIENT_INFO_META_KEY]: { name: "bare pipe", version: "1" },
        [CLIENT_CAPABILITIES_META_KEY]: capabilities,
      },
      ...rest,
    });

  const asked = async (args: Record<string, unknown>, rest?: Record<string, unknown>) =>
    Asked.parse((await call(args, rest)).result);
  const accept = { inputResponses: { approve: { action: "accept", content: {} } } };

  test("accepted, it runs once; sent again, it answers what became of it", async () => {
    const args = disable("audit_log");
    const question = await asked(args);
    expect(Object.values(question.inputRequests)).toMatchObject([
      { method: "elicitation/create", params: { message: expect.stringMatching(/^Plan: /) } },
    ]);
    const before = sandbox.effects().length;
    const retry = { ...accept, requestState: question.requestState };
    const done = resultOf((await call(args, retry)).result);
    expect(done).toMatchObject({ status: "done", isError: false });
    const again = resultOf((await call(args, retry)).result);
    expect(again.text).toBe(done.text);
    expect(sandbox.effects()).toHaveLength(before + 1);
  });

  test("an answer without the question is no answer: the person is asked", async () => {
    const before = sandbox.effects().length;
    const question = await asked(disable("refunds"), accept);
    expect(question.requestState).toMatch(/^fvp1_/);
    expect(sandbox.effects()).toHaveLength(before);
  });

  test("a state that was never given out is refused", async () => {
    const before = sandbox.effects().length;
    for (const requestState of [newHandle("approval"), newHandle("token"), "x", ""]) {
      const { result, error } = await call(disable("refunds"), { ...accept, requestState });
      if (error === undefined) expect(resultOf(result)).toMatchObject({ isError: true });
    }
    expect(sandbox.effects()).toHaveLength(before);
  });

  test("an approval of one call is not good for another", async () => {
    const before = sandbox.effects().length;
    const { requestState } = await asked(disable("refunds"));
    const other = await call(disable("payments"), { ...accept, requestState });
    expect(resultOf(other.result).text).toMatch(/^The confirmation token belongs to another call/);
    expect(sandbox.effects()).toHaveLength(before);
    const own = await call(disable("refunds"), { ...accept, requestState });
    expect(resultOf(own.result).status).toBe("done");
  });

  test("a state is not a token, and no token is taken", async () => {
    const before = sandbox.effects().length;
    const { requestState } = await asked(disable("orders"));
    const offered = await call({ ...disable("orders"), confirmation_token: requestState });
    expect(resultOf(offered.result).text).toMatch(
      /^This server does not accept confirmation tokens/,
    );
    expect(sandbox.effects()).toHaveLength(before);
  });

  test.each(["decline", "cancel"])("%s burns the plan", async (action) => {
    const before = sandbox.effects().length;
    const { requestState } = await asked(disable("orders"));
    const said = { inputResponses: { approve: { action } }, requestState };
    expect(resultOf((await call(disable("orders"), said)).result)).toMatchObject({
      isError: true,
      text: expect.stringMatching(`^The person's answer: ${action}.\nNothing was changed.`),
    });
    const late = await call(disable("orders"), { ...accept, requestState });
    expect(resultOf(late.result).text).toMatch(/^The approval is unknown, expired or already used/);
    expect(sandbox.effects()).toHaveLength(before);
  });

  test("a state without an answer, or with a malformed one, changes nothing", async () => {
    const before = sandbox.effects().length;
    const { requestState } = await asked(disable("orders"));
    for (const inputResponses of [
      undefined,
      {},
      { other: { action: "accept" } },
      { approve: { action: "yes" } },
      { approve: "accept" },
    ]) {
      const { result, error } = await call(disable("orders"), { inputResponses, requestState });
      expect(error !== undefined || result?.["isError"] === true).toBe(true);
    }
    expect(sandbox.effects()).toHaveLength(before);
  });

  test.each([[{}], [{ elicitation: { url: {} } }]])(
    "a client that declares %j is refused",
    async (capabilities) => {
      const { result } = await call(disable("orders"), {}, capabilities);
      expect(resultOf(result).text).toContain("does not support form elicitation");
    },
  );
});

test("before 2026, an answer and a state smuggled into a call count for nothing", async () => {
  requireBuild();
  const sandbox = await createSandbox({ clock: "stopped" });
  const { url, close } = await sandbox.listen();
  const folder = await mkdtemp(join(tmpdir(), "fivetran-agent-"));
  const server = wire(["mcp"], { ...settingsFor(sandbox, url, folder), ...PERSON });
  await initialize(server, { elicitation: {} });
  const seen: string[] = [];
  server.reply((message) => {
    seen.push(message.method ?? "");
    return { action: "decline" };
  });
  const { result } = await server.ask("tools/call", {
    name: "modify_schema",
    arguments: disable("audit_log"),
    inputResponses: { approve: { action: "accept", content: {} } },
    requestState: newHandle("approval"),
  });
  expect(resultOf(result)).toMatchObject({ isError: true });
  expect(changes(sandbox)).toEqual([]);
  await server.close();
  await close();
  await rm(folder, { recursive: true, force: true });
});
