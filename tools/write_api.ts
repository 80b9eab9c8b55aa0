import { changeByOperation } from "../src/features/api/index.js";
import { defineTool } from "../src/toolkit/define.js";

export const writeApi = defineTool({
  name: "write_api",
  title: "Change through the Fivetran API",
  effect: "write",
  destructive: true,
  idempotent: false,
  alwaysAsks: false,
  description:
    'Call a POST or PATCH operation that search_api found and no other tool covers. Risky changes need confirmation. Secrets: {"secret_ref":"env:NAME"}.',
  ...changeByOperation("write"),
});
