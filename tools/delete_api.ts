import { changeByOperation } from "../src/features/api/index.js";
import { defineTool } from "../src/toolkit/define.js";

export const deleteApi = defineTool({
  name: "delete_api",
  title: "Delete through the Fivetran API",
  effect: "delete",
  destructive: true,
  idempotent: true,
  alwaysAsks: true,
  description:
    "Call a delete operation that search_api found: for groups, destinations, users, webhooks, keys or columns. Needs confirmation; the plan shows what is deleted. For connectors use delete_connector.",
  ...changeByOperation("delete"),
});
