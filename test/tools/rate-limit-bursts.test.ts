import { expect, test } from "vitest";
import { changes, harness } from "../harness.js";
import { agreed } from "./agreed.js";

const CHANGES: [string, Record<string, unknown>][] = [
  ["pause_connectors", { group: "analytics_prod" }],
  [
    "trigger_sync",
    {
      connectors: [
        "zendesk_support",
        "github_repos",
        "salesforce_prod",
        "dynamodb_sessions",
        "s3_logs.raw",
        "google_analytics_web",
      ],
    },
  ],
  ["update_connector", { group: "analytics_prod", sync_frequency: 720, schedule_type: "auto" }],
  [
    "modify_schema",
    {
      connector: "postgres_orders",
      changes: [{ schema: "public", table: "audit_log", enabled: false }],
    },
  ],
  ["write_api", { operation_id: "create_group", body: { name: "made_in_a_burst" } }],
  ["create_connector", { copy_group: "analytics_prod", group: "staging" }],
  ["resync_connector", { connector: "zendesk_support" }],
];

/** Returns the effects of a change, without the ids that it creates. */
async function effectsOf(tool: string, args: Record<string, unknown>, burst: boolean) {
  const on = await harness();
  // Every request in progress gets this response, the first ones several times.
  const busy = { status: 429, headers: { "retry-after": "1" } };
  const calls = { from: 1, to: 14 };
  if (burst) {
    on.sandbox.fault({ method: "PATCH", calls, ...busy });
    on.sandbox.fault({ method: "POST", calls, ...busy });
  }
  const done = await agreed(on, tool, args);
  return {
    done,
    effects: on.sandbox
      .effects()
      .map(({ operation }) => operation)
      .sort(),
    refused: changes(on.sandbox).length,
  };
}

test.each(CHANGES)("a burst of rate limits does not end %s in part", async (tool, args) => {
  const calm = await effectsOf(tool, args, false);
  const burst = await effectsOf(tool, args, true);
  expect(calm.done.status, calm.done.text).toBe("done");
  expect(burst.done.status, burst.done.text).toBe("done");
  expect(burst.effects).toEqual(calm.effects);
  expect(burst.refused - calm.refused).toBeGreaterThanOrEqual(14);
});
