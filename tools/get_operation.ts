import * as z from "zod";
import { AppError } from "../src/base/errors.js";
import { duration } from "../src/base/time.js";
import { defineTool, type PastOperation, type ReadContext } from "../src/toolkit/define.js";
import type { Notation } from "../src/toolkit/notation.js";
import { operationId } from "../src/toolkit/params.js";
import { bare, compact, lines } from "../src/toolkit/render.js";

export const getOperation = defineTool({
  name: "get_operation",
  title: "Get an earlier change",
  effect: "read",
  uses: [],
  description:
    "Get the outcome of an earlier change: its result, or whether it still runs or was interrupted. Kept for 24 hours.",
  input: z.strictObject({
    operation_id: operationId.describe("from a change, e.g. op_3f9c2a7b"),
  }),
  output: z.looseObject({
    operation_id: z.string(),
    tool: z.string(),
    state: z.enum(["done", "nothing_to_do", "partial", "failed", "unknown", "running", "cut_off"]),
    summary: z.string(),
    account: z.string(),
    started_at: z.string(),
    ended_at: z.string().optional(),
    text: z.string().optional(),
    next: z.string().optional(),
    targets: z.array(z.string()).optional(),
  }),

  async run({ operation_id: id }, ctx) {
    const operation = await ctx.operation(id);
    if (operation === undefined) throw unknown(id);
    const { tool, summary, account, started_at, ended_at, result, targets } = operation;
    const state = stateOf(operation);
    return compact({
      operation_id: id,
      tool,
      state,
      summary,
      account,
      started_at,
      ended_at,
      text: result?.text,
      next: nextOf(state, operation, ctx),
      targets,
    });
  },

  render: ({ operation_id, tool, state, summary, started_at, ended_at, text, next }) =>
    lines(
      `${bare(operation_id)} ${tool}: ${state}; started ${started_at}${ended_at === undefined ? "" : `, ended ${ended_at}`}`,
      text === undefined ? summary : text,
      next,
    ),
});

type State = "done" | "nothing_to_do" | "partial" | "failed" | "unknown" | "running" | "cut_off";
const RECORDED = ["done", "nothing_to_do", "partial", "unknown"] as const;

function stateOf({ result, cut_off }: PastOperation): State {
  if (result === undefined) return cut_off ? "cut_off" : "running";
  const recorded = RECORDED.find((state) => state === result.data["status"]);
  return recorded ?? (result.isError ? "failed" : "done");
}

function nextOf(
  state: State,
  { tool, targets, minutes }: PastOperation,
  { notation }: Pick<ReadContext, "notation">,
) {
  const read = readFor(tool, targets, notation);
  if (state === "running") {
    return `There is no result after ${duration(minutes)}. The change is still running, or its process ended. Do not repeat it. Call get_operation again, or check with ${read}`;
  }
  if (state === "cut_off") {
    return `No result was recorded, because the process ended during the change. The change may have taken effect. Do not repeat it before you check with ${read}`;
  }
  return undefined;
}

const OF_SCHEMA = new Set(["modify_schema", "reload_schema"]);
const OF_API = new Set(["write_api", "delete_api"]);

/** Returns the read that shows whether a change by this tool took effect. */
function readFor(tool: string, targets: readonly string[], notation: Notation): string {
  if (OF_API.has(tool)) return "read_api";
  const [first] = targets;
  if (first === undefined || tool === "create_connector") return "list_connectors";
  if (OF_SCHEMA.has(tool)) return notation.tool("get_schema", { connector: first });
  return notation.tool("get_status", { connectors: targets.slice(0, 20) });
}

const unknown = (id: string) =>
  new AppError("not_found", `Operation ${bare(id)} not found.`, {
    state:
      "Records are kept for 24 hours, in the state folder of the process that made the change, for the same API key and scope.",
    hint: "Copy the id exactly, and use the same FIVETRAN_STATE_DIR. Or check the current state with get_status.",
  });
