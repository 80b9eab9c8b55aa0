import { switchParts } from "../src/features/connector/index.js";
import { defineTool } from "../src/toolkit/define.js";

export const pauseConnectors = defineTool({
  name: "pause_connectors",
  title: "Pause connectors",
  effect: "write",
  destructive: false,
  idempotent: true,
  alwaysAsks: false,
  uses: ["connection_details", "list_connections", "modify_connection"],
  description:
    "Pause connectors, by list or filter, until resume_connectors. A running sync is cancelled; loaded rows stay. More than five need confirmation.",
  ...switchParts(true),
});
