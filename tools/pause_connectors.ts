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

export const pauseConnectors = defineTool({
  name: "pause_connectors",
  title: "Pause connectors",
  effect: "write",
  destructive: false,
  idempotent: true,
  alwaysAsks: false,
  uses: ["connection_details", "list_connections", "modify_connection"],
  description:
    "Stop connectors, by list or filter, until resume_connectors. A run under way is cancelled; loaded rows stay. More than five ask first.",
  input: z.strictObject(selection),
  output: switchOutput,

  async plan(args, ctx) {
    return planSwitch(await select(args, ctx), true, ctx);
  },

  async finish(outcomes, plan, ctx) {
    return finishSwitch(outcomes, plan, true, ctx);
  },

  async explain(error, { targets: [target] }) {
    return target === undefined ? error : lookFirst(error, target.id);
  },

  render: (data) => renderSwitch(data, true),
});
