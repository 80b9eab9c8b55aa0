import { describe, expect, test } from "vitest";
import { PROMPTS } from "../../src/server/prompts.js";
import { listing } from "../../src/toolkit/listing.js";
import { tools } from "../../tools/index.js";
import { harness } from "../harness.js";
import { agreed } from "../tools/agreed.js";

const byName = new Map(tools.map((tool) => [tool.name, listing(tool)]));

interface Followed {
  values: Record<string, string>;
  /** The calls of a model that follows the text, in its order. */
  calls: [string, Record<string, unknown>][];
}

const connector = "postgres_orders";
const connectors = [connector];
const FOLLOWED: Record<string, Followed> = {
  "morning-check": {
    values: { group: "finance" },
    calls: [["check_stale", { group: "finance" }]],
  },
  "why-is-it-stale": {
    values: { connector },
    calls: [
      ["get_status", { connectors, details: true }],
      ["get_history", { connectors }],
      ["run_setup_tests", { connector }],
      ["trigger_sync", { connectors }],
      ["wait_for_sync", { connectors, wait_seconds: 50 }],
    ],
  },
  "onboard-a-source": {
    values: { service: "hubspot", group: "staging" },
    calls: [
      ["describe_service", { service: "hubspot" }],
      [
        "create_connector",
        { service: "hubspot", group: "staging", name: "crm", paused: true, run_setup_tests: false },
      ],
      [
        "modify_schema",
        {
          connector: "crm",
          policy: "ALLOW_COLUMNS",
          changes: [{ schema: "crm", table: "contact", column: "email", hashed: true }],
        },
      ],
      ["create_connect_card", { connector: "crm", redirect_uri: "https://app.example.com/done" }],
      ["run_setup_tests", { connector: "crm" }],
      ["resume_connectors", { connectors: ["crm"] }],
    ],
  },
  "keep-personal-data-out": {
    values: { connector },
    calls: [
      ["find_pii", { connectors }],
      ["get_schema", { connector, table: "customers", columns: true }],
      [
        "modify_schema",
        {
          connector,
          policy: "BLOCK_ALL",
          changes: [{ schema: "public", table: "customers", column: "email", hashed: true }],
        },
      ],
      ["resync_connector", { connector, tables: { public: ["customers"] } }],
    ],
  },
  "prepare-a-resync": {
    values: { connector },
    calls: [
      ["get_status", { connectors, details: true }],
      ["get_schema", { connector }],
      ["resync_connector", { connector, tables: { public: ["customers"] } }],
      ["wait_for_sync", { connectors, wait_seconds: 50 }],
    ],
  },
};

describe.each(PROMPTS.map((prompt) => [prompt.name, prompt] as const))("%s", (name, prompt) => {
  const { values, calls } = FOLLOWED[name] ?? { values: {}, calls: [] };
  const text = prompt.text(values);

  test("its steps work as it gives them, on the simulated account", async () => {
    const on = await harness();
    for (const [tool, args] of calls) {
      const { isError, text: result } = await agreed(on, tool, args);
      // A person opens the card between the steps. Until then the tests of the source fail.
      if (!(tool === "run_setup_tests" && args["connector"] === "crm")) {
        expect(isError, `${tool}: ${result}`).toBe(false);
      }
    }
  });

  test("the tools are named in the order of the calls, and all of them are", () => {
    const words = text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
    const named = words.filter((word) => byName.has(word));
    const called = calls.map(([tool]) => tool);
    expect(new Set(called)).toEqual(new Set(named));
    // The order of the calls is the order in which the text names their tools.
    let from = 0;
    for (const tool of called) {
      const at = text.indexOf(tool, from);
      expect(at, tool).toBeGreaterThanOrEqual(0);
      from = at;
    }
  });

  test("every argument that it names is one of the tool", () => {
    for (const step of text.split("\n")) {
      for (const part of step.split(/[;.]| and /)) {
        const tool = [...byName.keys()].find((each) => part.includes(each));
        for (const [, argument = ""] of part.matchAll(/\b([a-z_]+)=\w+/g)) {
          const known = Object.keys(byName.get(tool ?? "")?.inputSchema.properties ?? {});
          expect(known, part).toContain(argument);
        }
      }
    }
  });
});

test("following the cursor of morning-check ends with every problem named", async () => {
  const { call } = await harness({ sandbox: { world: "large", connections: 500 } });
  let cursor: unknown;
  let calls = 0;
  do {
    const { data, isError } = await call("check_stale", cursor === undefined ? {} : { cursor });
    expect(isError).toBe(false);
    cursor = data["next_cursor"];
    calls += 1;
  } while (cursor !== undefined && calls < 50);
  expect(cursor).toBeUndefined();
});
