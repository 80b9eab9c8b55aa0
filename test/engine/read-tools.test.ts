import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { type Printed, withAccount } from "../../src/cli/account.js";
import { diffConnectors, inventory } from "../../src/cli/commands/drift.js";
import { operation, operationIds } from "../../src/client/operations/catalog.js";
import { PROMPTS } from "../../src/server/prompts.js";
import type { AccountReader } from "../../src/toolkit/define.js";
import { tools } from "../../tools/index.js";
import { harness, openSandbox, type Result } from "../harness.js";

// Runs every read tool, and what the server offers in addition, on an account that is only partly
// within the limits.

const OWN = "postgres_orders";
const FOREIGN = "foreign";

/**
 * Creates an account in which everything outside of the limits has a name that no output may show.
 */
async function account(limit: "connectors" | "groups") {
  const opened = await openSandbox();
  const foreign: { id: string; name: string; group: string }[] = [];
  let group = "";
  opened.sandbox.edit((world) => {
    const all = [...world.connections.values()];
    group = all.find(({ schema }) => schema === OWN)?.group_id ?? "";
    for (const connection of all) {
      const own = limit === "groups" ? connection.group_id === group : connection.schema === OWN;
      if (own) continue;
      connection.schema = `${FOREIGN}_${connection.schema}`;
      for (const notice of [...connection.status.tasks, ...connection.status.warnings]) {
        notice.message = `${FOREIGN} ${notice.message}`;
      }
      foreign.push({ id: connection.id, name: connection.schema, group: connection.group_id });
    }
    for (const one of world.groups.values()) {
      if (limit === "groups" && one.id !== group) one.name = `${FOREIGN}_${one.name}`;
    }
  });
  const env = limit === "groups" ? { FIVETRAN_GROUPS: group } : { FIVETRAN_CONNECTORS: OWN };
  return { on: await harness({ account: opened, env }), foreign, group };
}

/** Returns calls that name nothing outside of the limits, by tool. */
function listings(group: string): Record<string, Record<string, unknown>[]> {
  return {
    check_stale: [{}, { max_age_hours: 1 }, { group }],
    list_connectors: [{}, { words: "o" }, { group }],
    list_destinations: [{}],
    get_status: [{ connectors: [OWN], details: true }],
    get_schema: [{ connector: OWN }, { connector: OWN, table: "*", columns: true }],
    get_history: [{}, { connectors: [OWN] }, { group }],
    find_pii: [{}, { connectors: [OWN], table: "*" }, { group }],
    wait_for_sync: [{ connectors: [OWN], wait_seconds: 1 }],
    get_operation: [{ operation_id: "op_0123456789abcdef" }],
    describe_service: [{ service: "postgres" }, { words: "sales" }],
    search_api: [{ query: "who can reach a connector" }, { query: "list connections" }],
    read_api: [
      ...operationIds
        .filter((id) => operation(id).effect === "read" && operation(id).pathParams.length === 0)
        .map((operation_id) => ({ operation_id })),
      ...operationIds
        .filter((id) => operation(id).effect === "read" && operation(id).pathParams.length === 1)
        .filter((id) => /^(?:groupId|destinationId)$/.test(operation(id).pathParams[0] ?? ""))
        .map((operation_id) => ({
          operation_id,
          params: { [operation(operation_id).pathParams[0] ?? ""]: group },
        })),
      { operation_id: "access:group", params: { groupId: group } },
      { operation_id: "access:connector", params: { connectionId: OWN } },
    ],
  };
}

const shown = ({ text, data }: Result) => `${text}\n${JSON.stringify(data)}`;

describe.each(["connectors", "groups"] as const)("within FIVETRAN_%s", (limit) => {
  test("no tool that reads shows what is outside", { timeout: 60_000 }, async () => {
    const { on, group } = await account(limit);
    const calls = listings(group);
    const reads = tools.filter(({ effect }) => effect === "read").map(({ name }) => name);
    expect(Object.keys(calls).sort()).toEqual([...reads].sort());

    const leaks: string[] = [];
    for (const [tool, all] of Object.entries(calls)) {
      for (const args of all) {
        const result = await on.call(tool, args);
        if (shown(result).includes(FOREIGN)) leaks.push(`${tool} ${JSON.stringify(args)}`);
      }
    }
    expect(leaks).toEqual([]);
  });

  test("and none finds it by its id or name, or by a table that it loads", {
    timeout: 60_000,
  }, async () => {
    const { on, foreign } = await account(limit);
    const [first] = foreign;
    if (first === undefined) throw new Error("nothing is outside");
    const leaks: string[] = [];
    const look = async (tool: string, args: Record<string, unknown>, named: string) => {
      const result = await on.call(tool, args);
      // The result may repeat the names in the arguments.
      const rest = shown(result).replaceAll(named, "");
      if (rest.includes(FOREIGN)) leaks.push(`${tool} ${JSON.stringify(args)}: ${result.text}`);
    };
    for (const named of [first.id, first.name, `RAW.${first.name}.customers`]) {
      await look("get_status", { connectors: [named], details: true }, named);
      await look("get_status", { connectors: [OWN, named] }, named);
      await look("get_schema", { connector: named }, named);
      await look("get_history", { connectors: [named] }, named);
      await look("find_pii", { connectors: [named] }, named);
      await look("wait_for_sync", { connectors: [named], wait_seconds: 1 }, named);
      await look(
        "read_api",
        { operation_id: "access:connector", params: { connectionId: named } },
        named,
      );
      await look(
        "read_api",
        { operation_id: "connection_details", params: { connectionId: named } },
        named,
      );
    }
    if (limit === "groups") {
      for (const tool of ["check_stale", "list_connectors", "get_history", "find_pii"]) {
        await look(tool, { group: first.group }, first.group);
      }
    }
    expect(leaks).toEqual([]);
  });

  test("nor does a command that reads the account", async () => {
    const { on, foreign } = await account(limit);
    const printed = async (work: (reader: AccountReader) => Promise<Printed>) => {
      const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
      const terminal = { stdin, stdout, stderr, interactive: false, show: (text: string) => text };
      await withAccount(on.app, { terminal, json: true }, work);
      return String(stdout.read() ?? "");
    };
    const everything = await printed(inventory);
    expect(everything).toContain(OWN);
    expect(everything).not.toContain(FOREIGN);
    for (const { id } of foreign.slice(0, 2)) {
      await expect(printed((reader) => diffConnectors([OWN, id], reader))).rejects.toMatchObject({
        message: expect.not.stringContaining(FOREIGN),
      });
    }
  });

  test("nor does a completion or a resource", async () => {
    const { on } = await account(limit);
    const values: string[] = [];
    for (const prompt of PROMPTS) {
      for (const { name } of prompt.arguments) {
        for (const value of ["", "f", FOREIGN]) {
          const { completion } = await on.client.complete({
            ref: { type: "ref/prompt", name: prompt.name },
            argument: { name, value },
          });
          values.push(...completion.values);
        }
      }
    }
    expect(values).toContain(OWN);
    expect(values.filter((value) => value.includes(FOREIGN))).toEqual([]);
  });
});
