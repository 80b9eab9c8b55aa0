import { listing } from "../../src/toolkit/listing.js";
import { tools } from "../../tools/index.js";

/** Values for the parameters that are looked up. None of them exists. */
const UNKNOWN: Record<string, unknown> = {
  connector: "no_such_name",
  connectors: ["no_such_name"],
  group: "no_such_name",
  operation_id: "no_such_name",
  service: "no_such_name",
};

/** Arguments that a tool needs in addition to the wrong name. */
const BESIDE: Record<string, Record<string, unknown>> = {
  modify_schema: { policy: "BLOCK_ALL" },
  update_connector: { sync_frequency: 60 },
  create_connect_card: { redirect_uri: "https://example.com/done" },
  create_connector: { service: "no_such_name", name: "x" },
};

/** Returns arguments that fit the input schema of a tool but name nothing that exists. */
function namingNothing(name: string, parameters: readonly string[]): Record<string, unknown> {
  const key = Object.keys(UNKNOWN).find((known) => parameters.includes(known));
  return key === undefined ? {} : { [key]: UNKNOWN[key], ...BESIDE[name] };
}

/**
 * Calls of each tool with an unknown parameter and, if it looks something up, with a name that does
 * not exist.
 */
export const WRONG_CALLS = tools.flatMap((tool) => {
  const wrong = namingNothing(tool.name, Object.keys(listing(tool).inputSchema.properties));
  return [
    { name: tool.name, arguments: { no_such_name: 1 } },
    ...(Object.keys(wrong).length === 0 ? [] : [{ name: tool.name, arguments: wrong }]),
  ];
});
