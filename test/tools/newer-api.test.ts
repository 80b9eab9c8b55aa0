import { describe, expect, test } from "vitest";
import { ENUMS } from "../../src/client/operations/generated/enums.js";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness, idOf } from "../harness.js";
import { agreed } from "./agreed.js";
import { groupId, sent } from "./ids.js";

const NAME = "zendesk_support";

describe("a cron schedule is never replaced unseen", () => {
  const scheduled = async () => {
    const on = await harness();
    await agreed(on, "update_connector", { connector: NAME, schedule: { cron: "30 5 * * 1-5" } });
    return { on, id: idOf(on.sandbox, NAME), before: sent(on.sandbox).length };
  };
  const interval = { schedule_type: "INTERVAL", interval: 60 };
  const settings: [string, object][] = [
    ["a frequency", { sync_frequency: 60 }],
    ["a frequency as text", { sync_frequency: "60" }],
    ["a time of day", { sync_frequency: 1440, daily_sync_time: "05:00" }],
    ["a time of day as text", { sync_frequency: "1440", daily_sync_time: "05:00" }],
    ["an interval", { schedule: interval }],
    ["an interval as JSON text", { schedule: JSON.stringify(interval) }],
    ["an interval without its type", { schedule: { interval: 60 } }],
    ["another cron", { schedule: { schedule_type: "CRON", cron: "0 6 * * *" } }],
    ["manual", { schedule_type: "manual" }],
    ["manual in capitals", { schedule_type: "MANUAL" }],
  ];
  const seen = async (tool: string, of: (id: string) => object) => {
    const { on, id, before } = await scheduled();
    const plan = await on.call(tool, { ...of(id) });
    expect(plan.status, plan.text).toBe("confirmation_required");
    expect(plan.text).toMatch(/"?cron 30 5 \* \* 1-5"?/);
    expect(sent(on.sandbox)).toHaveLength(before);
  };

  test.each(settings)("%s, for one connector", (_, given) =>
    seen("update_connector", (id) => ({ connector: id, ...given })),
  );
  test.each(settings)("%s, for a list", (_, given) =>
    seen("update_connector", (id) => ({ connectors: [id], ...given })),
  );
  test.each(settings)("%s, for a filter", (_, given) =>
    seen("update_connector", () => ({ words: NAME, ...given })),
  );
  test.each(settings.filter(([name]) => name !== "an interval without its type"))(
    "%s, by write_api",
    (_, given) =>
      seen("write_api", (id) => ({
        operation_id: "modify_connection",
        params: { connectionId: id },
        body: given,
      })),
  );
  test.each(settings.slice(0, 2))("%s, by write_api with a body of JSON text", (_, given) =>
    seen("write_api", (id) => ({
      operation_id: "modify_connection",
      params: JSON.stringify({ connectionId: id }),
      body: JSON.stringify(given),
    })),
  );
});

test.each(ENUMS.create_destination.region)("a destination may be in %s", async (region) => {
  const on = await destination();
  const plan = await on.make("snowflake", { region });
  expect(plan.status, plan.text).toBe("confirmation_required");
  expect(plan.text).toContain(region);
});

test("there are 43 regions, with those of 2026 among them", () => {
  expect(ENUMS.create_destination.region).toHaveLength(43);
  expect(ENUMS.create_destination.region).toContain("AWS_EU_WEST_3");
  expect(ENUMS.create_destination.region).toContain("AZURE_KOREACENTRAL");
});

async function destination() {
  const on = await harness({ env: { FIVETRAN_SECRET_REFS: "PW", PW: "correct horse battery" } });
  on.sandbox.edit((world) => {
    world.destinations.delete(groupId(on.sandbox, "staging"));
  });
  return {
    ...on,
    make: (service: string, more: object = {}) =>
      on.call("write_api", {
        operation_id: "create_destination",
        body: {
          group_id: groupId(on.sandbox, "staging"),
          service,
          time_zone_offset: "0",
          config: {
            host: "acme.snowflakecomputing.com",
            port: 443,
            database: "A",
            auth: "PASSWORD",
            user: "U",
            password: { secret_ref: "env:PW" },
          },
          ...more,
        },
      }),
  };
}

test("a destination type that this version does not know is left to Fivetran to judge", async () => {
  const on = await destination();
  const plan = await on.make("brand_new_warehouse", { config: { host: "h.example.com" } });
  expect(plan.isError, plan.text).toBe(false);
  expect(plan.status, plan.text).toBe("confirmation_required");
  expect(plan.text).toContain(
    'This version does not know "service brand_new_warehouse". The request contains it unchanged.',
  );
});

describe("delay sensitivity", () => {
  const withSensitivity = async (value: string | null) => {
    const on = await harness();
    on.sandbox.fault({ operation: "create_connection", status: 400 });
    editing(on, (one) => {
      Object.assign(one, { data_delay_sensitivity: value });
    });
    await agreed(on, "create_connector", { copy_of: NAME, group: "staging", paused: true });
    return on.sandbox.requests().find(({ operation }) => operation === "create_connection")?.body;
  };

  test("of an original that shows none is not sent for a copy", async () => {
    expect(await withSensitivity(null)).not.toHaveProperty("data_delay_sensitivity");
  });
  test("is copied as it is", async () => {
    expect(await withSensitivity("HIGH")).toMatchObject({ data_delay_sensitivity: "HIGH" });
  });
  test("of a new connector is Fivetran's, and read from its reply", async () => {
    const on = await harness();
    await agreed(on, "create_connector", {
      service: "github",
      group: "staging",
      name: "fresh_repos",
      paused: true,
    });
    const body = on.sandbox
      .requests()
      .find(({ operation }) => operation === "create_connection")?.body;
    expect(body).not.toHaveProperty("data_delay_sensitivity");
    expect(connectionOf(on, "fresh_repos").data_delay_sensitivity).toBe("LOW");
  });
});

const editing = (on: Harness, change: (one: ReturnType<typeof connectionNamed>) => void) =>
  on.sandbox.edit((world) => change(connectionNamed(world, NAME)));

function connectionOf({ sandbox }: Harness, name: string) {
  let found: ReturnType<typeof connectionNamed> | undefined;
  sandbox.edit((world) => {
    found = connectionNamed(world, name);
  });
  if (found === undefined) throw new Error(name);
  return found;
}

test("the metadata connector that Fivetran makes with a destination is never reported as stale", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    const own = connectionNamed(world, NAME);
    own.connected_by = "_fivetran_system";
    own.service = "fivetran_log";
    own.schema = "fivetran_metadata";
    own.succeeded_at = "2025-01-01T00:00:00.000000Z";
    own.status.update_state = "delayed";
    own.backstage.update_state_set = true;
  });
  const report = await on.call("check_stale", { max_age_hours: 1 });
  expect(JSON.stringify(report.data["causes"])).not.toContain("fivetran_metadata");
  const { text } = await on.call("get_status", { connectors: ["fivetran_metadata"] });
  expect(text).toContain("fivetran_metadata");
  expect(text).not.toContain("stale");
});
