import * as z from "zod";
import {
  ApiResult,
  apiResultText,
  checkParams,
  openSchemas,
  operation,
  operationFor,
  outcomeOf,
  planDelete,
} from "../src/features/api/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { compact } from "../src/toolkit/render.js";

export const deleteApi = defineTool({
  name: "delete_api",
  title: "Delete through the Fivetran API",
  effect: "delete",
  destructive: true,
  idempotent: true,
  alwaysAsks: true,
  uses: [],
  description:
    "Call a DELETE operation found with search_api: groups, destinations, users, webhooks, keys. Always asks; the plan names what is deleted. For connectors use delete_connector.",
  input: z.strictObject({
    operation_id: z.string().min(1).max(100),
    params: z.record(z.string(), z.unknown()).default({}),
  }),
  output: ApiResult,

  async plan({ operation_id: id, params: given }, ctx) {
    const spec = operationFor(id, "delete");
    return planDelete(spec, checkParams(spec, given), ctx);
  },

  async finish(outcomes, { details }, ctx) {
    const spec = operation(details.operation);
    const outcome = await outcomeOf(spec, outcomes, await openSchemas(), ctx);
    return compact({ operation: spec.id, target: details.target, ...outcome });
  },

  render: apiResultText,
});
