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
    "Pause connectors, given by list or filter. A running sync is cancelled; rows already loaded stay. More than five need confirmation. Undo with resume_connectors.",
  ...switchParts(true),
});
