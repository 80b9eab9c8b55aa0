import type { JsonObject } from "../world/json.js";

interface Quickstart {
  name: string;
  version: string;
  connector_types: string[];
  models: string[];
  variables?: JsonObject;
}

/** Ready-made transformations for what connectors of these types bring. */
const QUICKSTARTS: readonly Quickstart[] = [
  {
    name: "salesforce",
    version: "0.12.0",
    connector_types: ["salesforce", "salesforce_sandbox"],
    models: ["salesforce__manager_performance", "salesforce__opportunity_enhanced"],
    variables: { salesforce__user_role_enabled: { type: "boolean", default: true } },
  },
  {
    name: "stripe",
    version: "0.16.0",
    connector_types: ["stripe", "stripe_test"],
    models: ["stripe__balance_transactions", "stripe__customer_overview"],
    variables: { stripe_timezone: { type: "string", default: "UTC" } },
  },
  {
    name: "hubspot",
    version: "0.20.0",
    connector_types: ["hubspot"],
    models: ["hubspot__companies", "hubspot__contacts", "hubspot__deals"],
  },
  {
    name: "zendesk",
    version: "0.21.0",
    connector_types: ["zendesk"],
    models: ["zendesk__ticket_metrics", "zendesk__ticket_summary"],
  },
  {
    name: "jira",
    version: "0.19.0",
    connector_types: ["jira"],
    models: ["jira__issue_enhanced", "jira__project_enhanced"],
  },
  {
    name: "google_ads",
    version: "0.12.0",
    connector_types: ["google_ads"],
    models: ["google_ads__account_report", "google_ads__campaign_report"],
  },
];

/** The version a transformation starts with is one behind, so that there is something to upgrade. */
export const packageItems: readonly (JsonObject & { id: string; name: string })[] = QUICKSTARTS.map(
  ({ name, version, connector_types, models, variables = {} }) => ({
    id: `${name}_package`,
    name,
    version,
    connector_types,
    output_model_names: models,
    configurable_variables: variables,
  }),
);

export function packageNamed(name: string) {
  return QUICKSTARTS.find((known) => known.name === name);
}
