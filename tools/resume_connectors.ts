import * as z from "zod";
import {
  finishSwitch,
  planSwitch,
  renderSwitch,
  select,
  selection,
  switchOutput,
} from "../src/features/connector/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { lookFirst } from "../src/toolkit/rephrase.js";

export const resumeConnectors = defineTool({
  name: "resume_connectors",
  title: "Resume connectors",
  effect: "write",
  destructive: false,
  idempotent: true,
  alwaysAsks: false,
  uses: ["connection_details", "list_connections", "modify_connection"],
  description:
    "Put paused connectors back on schedule, by list or filter, and say what follows for each. More than five ask first.",
  input: z.strictObject(selection),
  output: switchOutput,

  async plan(args, ctx) {
    return planSwitch(await select(args, ctx), false, ctx);
  },

  async finish(outcomes, plan, ctx) {
    return finishSwitch(outcomes, plan, false, ctx);
  },

  async explain(error, { targets: [target] }) {
    return target === undefined ? error : lookFirst(error, target.id);
  },

  render: (data) => renderSwitch(data, false),
});
