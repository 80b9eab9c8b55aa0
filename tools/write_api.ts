import * as z from "zod";
import {
  ApiResult,
  apiResultText,
  checkParams,
  openSchemas,
  operation,
  operationFor,
  outcomeOf,
  planWrite,
} from "../src/features/api/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { compact } from "../src/toolkit/render.js";

export const writeApi = defineTool({
  name: "write_api",
  title: "Change through the Fivetran API",
  effect: "write",
  destructive: true,
  idempotent: false,
  alwaysAsks: false,
  uses: [],
  description:
    'Call a POST or PATCH operation found with search_api that no other tool covers. Risky changes ask. Secrets: {"secret_ref":"env:NAME"}.',
  input: z.strictObject({
    operation_id: z.string().min(1).max(100),
    params: z.record(z.string(), z.unknown()).default({}),
    body: z.record(z.string(), z.unknown()).optional(),
  }),
  output: ApiResult,

  async plan({ operation_id: id, params: given, body }, ctx) {
    const spec = operationFor(id, "write");
    const params = checkParams(spec, given);
    const schemas = await openSchemas();
    return planWrite(spec, params, z.json().optional().parse(body), { schemas, ctx });
  },

  async finish(outcomes, { details }, ctx) {
    const spec = operation(details.operation);
    const { created, ...outcome } = await outcomeOf(spec, outcomes, await openSchemas(), ctx);
    return compact({
      operation: spec.id,
      target: (spec.pathParams.length === 0 ? created : undefined) ?? details.target,
      ...outcome,
      advice: details.advice,
    });
  },

  render: apiResultText,
});
