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
    "Put paused connectors back on schedule, by list or filter, and say what follows for each. More than five or a first sync ask first.",
  ...switchParts(false),
});
