import { join } from "node:path";
import * as z from "zod";
import { type Host, openHost } from "./host.js";
import { amount, info, limit, type Row } from "./report.js";

const Asked = z.looseObject({ confirmation_token: z.string() });
const Listed = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })).min(1) });
const Started = z.looseObject({ handles: z.array(z.string()).length(1) });
const Named = z.looseObject({ connectors: z.array(z.looseObject({ name: z.string() })).min(1) });

/**
 * Measures common jobs, with the fewest calls that each could take: one to look, and two for a
 * change.
 */
export async function jobTable(folder: string): Promise<Row[]> {
  const env = { FIVETRAN_SANDBOX: "true", FIVETRAN_STATE_DIR: join(folder, "state") };
  const host = await openHost(undefined, env);
  const rows: Row[] = [];
  try {
    for (const { what, least, job } of JOBS) {
      host.cost();
      await job(host);
      const { calls, textTokens, dataTokens } = host.cost();
      const atMost = Math.max(least, Math.floor(1.3 * least));
      rows.push(
        limit(`${what}: calls`, { measured: calls, atMost, unit: "calls", note: `least ${least}` }),
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
  /** The fewest calls that can do the job. */
  least: number;
  job(host: Host): Promise<unknown>;
}

const PEOPLE = [
  { schema: "public", table: "people", enabled: true },
  { schema: "public", table: "people", column: "ssn", enabled: false },
  { schema: "public", table: "people", column: "email", hashed: true },
];

const JOBS: readonly Job[] = [
  {
    what: "which connector loads the table ANALYTICS.STRIPE_PAYMENTS.CHARGE, and is it stale",
    least: 1,
    async job(host) {
      const table = "ANALYTICS.STRIPE_PAYMENTS.CHARGE";
      const { data } = await host.call("get_status", { connectors: [table] });
      const [found] = Named.parse(data).connectors;
      if (found?.name !== "stripe_payments") throw new Error(`It named ${found?.name}.`);
    },
  },
  {
    what: "did the transformations behind a connector run",
    least: 1,
    job: (host) => host.call("get_status", { connectors: ["stripe_payments"] }),
  },
  {
    what: "create a connector that loads one table only, one column hashed",
    least: 2,
    job: (host) =>
      confirmed(host, "create_connector", {
        service: "postgres",
        group: "analytics_prod",
        name: "people_pg",
        config: { host: "db.example.com", port: 5432, user: "u", password: "p", database: "crm" },
        policy: "BLOCK_ALL",
        changes: PEOPLE,
      }),
  },
  {
    what: "run a transformation and wait for it",
    least: 3,
    async job(host) {
      const { data } = await host.call("read_api", { operation_id: "transformations_list" });
      const transformationId = Listed.parse(data).items[0]?.id;
      const run = { operation_id: "run_transformation", params: { transformationId } };
      const { handles } = Started.parse((await host.call("write_api", run)).data);
      const waited = await host.call("wait_for_sync", { handles, wait_seconds: 50 });
      if (!waited.text.includes("succeeded")) throw new Error(waited.text);
    },
  },
  {
    what: "offboard a user: what would be left without an administrator, then the removal",
    least: 3,
    async job(host) {
      const params = { userId: "mary@example.com" };
      await host.call("read_api", { operation_id: "access:user", params });
      await confirmed(host, "delete_api", {
        operation_id: "delete_user",
        params: { id: "mary@example.com" },
      });
    },
  },
  {
    what: "who can reach a connector",
    least: 1,
    job: (host) =>
      host.call("read_api", {
        operation_id: "access:connector",
        params: { connectionId: "stripe_payments" },
      }),
  },
  {
    what: "who can reach a group",
    least: 1,
    job: (host) =>
      host.call("read_api", { operation_id: "access:group", params: { groupId: "finance" } }),
  },
  {
    what: "everything hourly or oftener in a group every six hours",
    least: 2,
    job: (host) =>
      confirmed(host, "update_connector", {
        group: "analytics_prod",
        words: "frequency:<=60",
        sync_frequency: 360,
      }),
  },
  {
    what: "nothing new flows in a group",
    least: 2,
    job: (host) =>
      confirmed(host, "modify_schema", { group: "analytics_prod", policy: "BLOCK_ALL" }),
  },
  {
    what: "invite somebody into a group with a role",
    least: 3,
    async job(host) {
      await host.call("search_api", { query: "invite a user to a group", limit: 3 });
      await confirmed(host, "write_api", {
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
    what: "move a group to another destination",
    least: 2,
    job: (host) =>
      confirmed(host, "update_connector", {
        group: "marketing",
        destination_group: "finance",
        force_move: true,
      }),
  },
  {
    what: "copy a group",
    least: 2,
    job: (host) =>
      confirmed(host, "create_connector", { copy_group: "analytics_prod", group: "staging" }),
  },
];

/** Makes the call for the plan, then the same call with its token. */
async function confirmed(host: Host, tool: string, args: Record<string, unknown>): Promise<void> {
  const { confirmation_token } = Asked.parse((await host.call(tool, args)).data);
  await host.call(tool, { ...args, confirmation_token });
}
