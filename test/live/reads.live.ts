import { afterAll, describe, expect, test } from "vitest";
import * as z from "zod";
import {
  createFivetran,
  type Fivetran,
  FivetranError,
  type OperationId,
} from "../../src/client/index.js";
import { createSandbox } from "../../src/sandbox/index.js";
import { type Difference, differences, observe, type Shape, table } from "./shapes.js";

const {
  FIVETRAN_API_KEY: apiKey,
  FIVETRAN_API_SECRET: apiSecret,
  FIVETRAN_API_URL: baseUrl,
} = process.env;

/**
 * Lists, and the reads of one of their items. None of them changes anything or queries a source.
 */
const READS: { list: OperationId; one?: [operation: OperationId, param: string][] }[] = [
  {
    list: "list_connections",
    one: [
      ["connection_details", "connectionId"],
      ["connection_schema_config", "connectionId"],
    ],
  },
  { list: "list_destinations", one: [["destination_details", "destinationId"]] },
  {
    list: "list_all_groups",
    one: [
      ["group_details", "groupId"],
      ["list_all_connections_in_group", "groupId"],
      ["list_all_users_in_group", "groupId"],
      ["group_ssh_public_key", "groupId"],
      ["group_service_account", "groupId"],
    ],
  },
  {
    list: "list_all_users",
    one: [
      ["user_details", "userId"],
      ["get_user_memberships_in_groups", "userId"],
    ],
  },
  { list: "list_all_roles" },
  {
    list: "list_all_teams",
    one: [
      ["team_details", "teamId"],
      ["list_users_in_team", "teamId"],
    ],
  },
  { list: "list_all_webhooks", one: [["webhook_details", "webhookId"]] },
  { list: "get_system_keys", one: [["get_system_key_details", "keyId"]] },
  { list: "transformations_list", one: [["transformation_details", "transformationId"]] },
  {
    list: "list_all_transformation_projects",
    one: [["transformation_project_details", "projectId"]],
  },
  { list: "transformation_package_metadata_list" },
  { list: "list_log_services", one: [["get_log_service_details", "logId"]] },
  { list: "list_esms" },
  { list: "get_private_links" },
  { list: "get_proxy_agent" },
  { list: "get_hybrid_deployment_agent_list" },
  { list: "list_connector_sdk_packages" },
  { list: "metadata_connectors" },
];

const Envelope = z.looseObject({ data: z.unknown() });
const Items = z.looseObject({ items: z.array(z.looseObject({ id: z.string().optional() })) });

/**
 * Returns the shape of an operation's response. Undefined if the account or its key has no access.
 */
async function read(
  fivetran: Fivetran,
  operation: OperationId,
  params: Record<string, string | number> = {},
): Promise<unknown> {
  try {
    const { data } = Envelope.parse(await fivetran.send({ operation, params }));
    return data;
  } catch (error) {
    if (error instanceof FivetranError && error.status !== undefined && error.status < 500) {
      return undefined;
    }
    throw error;
  }
}

async function shapes(fivetran: Fivetran, { list, one = [] }: (typeof READS)[number]) {
  const found = new Map<OperationId, Shape>();
  const data = await read(fivetran, list, { limit: 20 });
  if (data === undefined) return found;
  found.set(list, observe(data));
  const items = Items.safeParse(data).data?.items.slice(0, 5) ?? [];
  for (const { id } of items) {
    if (id === undefined) continue;
    for (const [operation, param] of one) {
      const details = await read(fivetran, operation, { [param]: id });
      if (details !== undefined)
        found.set(operation, observe(details, "data", found.get(operation)));
    }
  }
  return found;
}

describe.skipIf(!apiKey || !apiSecret)(
  "the sandbox replies in the shapes of a real account",
  () => {
    const found: Difference[] = [];
    const compared: string[] = [];
    const real = createFivetran({ apiKey, apiSecret, baseUrl });
    afterAll(async () => {
      await real.close();
      process.stdout.write(`\nCompared: ${compared.join(", ")}\n`);
      process.stdout.write(found.length === 0 ? "No differences.\n" : `${table(found)}\n`);
    });

    test("account", async () => {
      expect(await read(real, "get_account_info")).toHaveProperty("account_id");
    });

    test.each(READS)("$list", async (reads) => {
      const sandbox = await createSandbox({ clock: "stopped" });
      const { url, close } = await sandbox.listen();
      const simulated = createFivetran({
        apiKey: sandbox.apiKey,
        apiSecret: sandbox.apiSecret,
        baseUrl: url,
      });
      const [theirs, ours] = [await shapes(real, reads), await shapes(simulated, reads)];
      for (const [operation, shape] of theirs) {
        const other = ours.get(operation);
        if (other === undefined) continue;
        compared.push(operation);
        found.push(...differences(operation, shape, other));
      }
      await simulated.close();
      await close();
      sandbox.close();
      // Differences are reported and do not fail the test, because each account has different
      // contents.
      expect(ours.size).toBeGreaterThan(0);
    });
  },
);
