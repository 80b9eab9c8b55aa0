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
    "Resume paused connectors, given by list or filter, and report what each does next. Needs confirmation for more than five, or if one has never synced.",
  ...switchParts(false),
});
