import { parseArgs } from "node:util";
import { createSandbox } from "../../src/sandbox/index.js";

// The simulated account in a separate process. Prints one line of JSON when it listens.

const { values } = parseArgs({
  options: {
    connectors: { type: "string", default: "100" },
    latency: { type: "string", default: "0" },
    clock: { type: "string", default: "live" },
    huge: { type: "boolean", default: false },
    "long-names": { type: "boolean", default: false },
    "group-of": { type: "string", default: "0" },
  },
});

const sandbox = await createSandbox({
  world: "large",
  connections: Number(values.connectors),
  latencyMs: Number(values.latency),
  clock: values.clock === "stopped" ? "stopped" : "live",
});

// The jobs need a sync of six seconds, and a group in which every connector runs.
sandbox.edit((world) => {
  const all = [...world.connections.values()];
  const healthy = all.find(
    ({ schema, paused, status, backstage }) =>
      !schema.endsWith("_schema") &&
      !paused &&
      status.setup_state === "connected" &&
      backstage.hold === null,
  );
  if (healthy !== undefined) {
    healthy.backstage.script = { duration_ms: 6000, outcome: "success" };
    healthy.schema = "six_seconds";
  }
  if (values.huge) {
    const wide = all.find(({ schema }) => schema === "wide_schema");
    if (wide === undefined) throw new Error("The large world has no wide_schema.");
    wide.backstage.fixture = "grid:500x500x2";
    wide.schema = "huge_schema";
  }
  if (values["long-names"]) {
    for (const connection of all) {
      if (!connection.schema.includes("_schema")) connection.schema += `_${"long".repeat(40)}`;
    }
  }
  const [, second, third] = world.groups.values();
  const size = Number(values["group-of"]);
  for (const [index, connection] of size > 0 ? all.entries() : []) {
    if (third === undefined || second === undefined) break;
    if (index < size) connection.group_id = third.id;
    else if (connection.group_id === third.id) connection.group_id = second.id;
  }
  for (const connection of all) {
    if (connection.group_id === third?.id) connection.paused = false;
  }
});

const { url, close } = await sandbox.listen();
const { apiKey, apiSecret, controlSecret } = sandbox;
process.stdout.write(`${JSON.stringify({ url, apiKey, apiSecret, controlSecret })}\n`);
process.stdin.resume().once("end", () => void close());
