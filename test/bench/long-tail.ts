import { join } from "node:path";
import * as z from "zod";
import { type Host, openHost } from "./host.js";
import { amount, info, limit, type Row } from "./report.js";

const Items = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })).min(1) });
const Asked = z.looseObject({ confirmation_token: z.string() });
const Done = z.looseObject({ status: z.literal("done") });
const Made = Done.extend({ response: z.looseObject({ id: z.string() }) });

/**
 * Measures jobs that no curated tool does. A model searches first, and each change asks for a
 * confirmation. The search is part of the job.
 */
export async function longTail(folder: string): Promise<Row[]> {
  const env = {
    FIVETRAN_SANDBOX: "true",
    FIVETRAN_STATE_DIR: join(folder, "state"),
    FIVETRAN_SECRETS_DIR: join(folder, "secrets"),
    FIVETRAN_SECRET_REFS: "WAREHOUSE_PASSWORD",
    WAREHOUSE_PASSWORD: "not-a-real-one",
  };
  const host = await openHost(undefined, env);
  const rows: Row[] = [];
  try {
    for (const { what, operations, least, job } of JOBS) {
      host.cost();
      await job(host);
      const { calls, textTokens, dataTokens } = host.cost();
      const atMost = Math.max(least, Math.floor(1.3 * least));
      const note = `least ${least}; a raw client: ${operations} operations`;
      rows.push(
        limit(`${what}: calls`, { measured: calls, atMost, unit: "calls", note }),
        info(`${what}: text`, amount(textTokens, "tokens")),
        info(`${what}: JSON`, amount(dataTokens, "tokens")),
      );
    }
  } finally {
    await host.close();
  }
  return rows;
}

interface Job {
  what: string;
  /** The number of requests for a client without tools that knows all operations in advance. */
  operations: number;
  /**
   * The fewest calls with these tools: a search, one for each read, and two for each change that
   * asks.
   */
  least: number;
  job(host: Host): Promise<void>;
}

const JOBS: readonly Job[] = [
  {
    what: "invite a user to a group with a role",
    operations: 3, // groups, create_user, add_user_membership_in_group
    least: 3,
    async job(host) {
      await search(host, "invite a user to a group");
      await write(host, {
        operation_id: "add_user_to_group",
        params: { groupId: "finance" },
        body: {
          email: "grace@example.com",
          given_name: "Grace",
          family_name: "Hopper",
          role: "Destination Reviewer",
        },
      });
    },
  },
  {
    what: "create a webhook and test it",
    operations: 2,
    least: 4,
    async job(host) {
      await search(host, "create webhook account test");
      const body = { url: "https://hooks.example.com/f", events: ["sync_end"], active: false };
      const { response } = Made.parse(
        await write(host, { operation_id: "create_account_webhook", body }),
      );
      // The sandbox sends nothing to other machines, so the test request is made but reports a
      // failure.
      await write(host, {
        operation_id: "test_webhook",
        params: { webhookId: response.id },
        body: { event: "sync_end" },
      }).catch((error: unknown) => {
        if (!String(error).includes("was sent, but reports a failure")) throw error;
      });
    },
  },
  {
    what: "dbt after chosen syncs",
    operations: 3, // transformations, connections, update_transformation
    least: 3,
    async job(host) {
      await search(host, "transformation run after connector syncs");
      const transformation = await first(host, "transformations_list");
      await write(host, {
        operation_id: "update_transformation",
        params: { transformationId: transformation },
        body: {
          schedule: {
            schedule_type: "INTEGRATED",
            connection_ids: ["stripe_payments", "zendesk_support"],
          },
        },
      });
    },
  },
  {
    what: "create a destination",
    operations: 2, // create_group, create_destination
    least: 5,
    async job(host) {
      await search(host, "create group destination");
      await host.call("describe_service", { service: "snowflake" });
      const group = Made.parse(
        await write(host, { operation_id: "create_group", body: { name: "bench_team" } }),
      );
      await write(host, {
        operation_id: "create_destination",
        body: {
          group_id: group.response.id,
          service: "snowflake",
          time_zone_offset: "0",
          config: {
            host: "acme.snowflakecomputing.com",
            port: 443,
            database: "ANALYTICS",
            auth: "PASSWORD",
            user: "FIVETRAN",
            password: { secret_ref: "env:WAREHOUSE_PASSWORD" },
          },
        },
      });
    },
  },
  {
    what: "rotate a system key",
    operations: 2, // system_keys, rotate_system_key
    least: 4,
    async job(host) {
      await search(host, "rotate system key");
      const key = await first(host, "get_system_keys");
      await write(host, {
        operation_id: "rotate_system_key",
        params: { keyId: key },
        body: { expiration_period: "ONE_MONTH" },
      });
    },
  },
];

const search = (host: Host, query: string) => host.call("search_api", { query, limit: 3 });

async function first(host: Host, operation: string): Promise<string> {
  const fields = ["id", "name"];
  const { data } = await host.call("read_api", { operation_id: operation, fields });
  const id = Items.parse(data).items[0]?.id;
  if (id === undefined) throw new Error(`${operation} shows nothing`);
  return id;
}

/** Makes one change, and confirms it if it asks. */
async function write(host: Host, args: Record<string, unknown>): Promise<unknown> {
  const { data } = await host.call("write_api", args);
  const asked = Asked.safeParse(data);
  if (!asked.success) return Done.parse(data);
  const again = { ...args, confirmation_token: asked.data.confirmation_token };
  return Done.parse((await host.call("write_api", again)).data);
}
