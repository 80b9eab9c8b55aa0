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
    "Call a delete operation found with search_api: groups, destinations, users, webhooks, keys, columns. Needs confirmation; the plan names what is deleted. For connectors use delete_connector.",
  ...changeByOperation("delete"),
});
