import { listing } from "../../src/toolkit/listing.js";
import { tools } from "../../tools/index.js";

/** Values of the parameters that are looked up, none of which exists. */
const UNKNOWN: Record<string, unknown> = {
  connector: "no_such_name",
  connectors: ["no_such_name"],
  group: "no_such_name",
  operation_id: "no_such_name",
  service: "no_such_name",
};

/** What a tool needs beside the name that is wrong. */
const BESIDE: Record<string, Record<string, unknown>> = {
  modify_schema: { policy: "BLOCK_ALL" },
  update_connector: { sync_frequency: 60 },
  create_connect_card: { redirect_uri: "https://example.com/done" },
  create_connector: { service: "no_such_name", name: "x" },
};

/** Arguments that fit the input schema of a tool and name nothing that exists. */
function namingNothing(name: string, parameters: readonly string[]): Record<string, unknown> {
  const key = Object.keys(UNKNOWN).find((known) => parameters.includes(known));
  return key === undefined ? {} : { [key]: UNKNOWN[key], ...BESIDE[name] };
}

/** Each tool with an unknown parameter and, where it looks something up, with a name that does not exist. */
export const WRONG_CALLS = tools.flatMap((tool) => {
  const wrong = namingNothing(tool.name, Object.keys(listing(tool).inputSchema.properties));
  return [
    { name: tool.name, arguments: { no_such_name: 1 } },
    ...(Object.keys(wrong).length === 0 ? [] : [{ name: tool.name, arguments: wrong }]),
  ];
});
