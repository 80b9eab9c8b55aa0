import { switchParts } from "../src/features/connector/index.js";
import { defineTool } from "../src/toolkit/define.js";

export const resumeConnectors = defineTool({
  name: "resume_connectors",
  title: "Resume connectors",
  effect: "write",
  destructive: false,
  idempotent: true,
  alwaysAsks: false,
  uses: ["connection_details", "list_connections", "modify_connection"],
  description:
    "Resume paused connectors, by list or filter, and report what happens next for each. Needs confirmation for more than five, or if one has never synced.",
  ...switchParts(false),
});
