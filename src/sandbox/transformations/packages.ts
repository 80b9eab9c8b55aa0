import type { JsonObject } from "../world/json.js";

interface Quickstart {
  name: string;
  version: string;
  connector_types: string[];
  output_model_names: string[];
  configurable_variables?: JsonObject;
}

/** Quickstart packages for these connector types. */
const QUICKSTARTS: readonly Quickstart[] = [
  {
    name: "salesforce",
    version: "0.12.0",
    connector_types: ["salesforce", "salesforce_sandbox"],
    output_model_names: ["salesforce__manager_performance", "salesforce__opportunity_enhanced"],
    configurable_variables: { salesforce__user_role_enabled: { type: "boolean", default: true } },
  },
  {
    name: "stripe",
    version: "0.16.0",
    connector_types: ["stripe", "stripe_test"],
    output_model_names: ["stripe__balance_transactions", "stripe__customer_overview"],
    configurable_variables: { stripe_timezone: { type: "string", default: "UTC" } },
  },
  {
    name: "hubspot",
    version: "0.20.0",
    connector_types: ["hubspot"],
    output_model_names: ["hubspot__companies", "hubspot__contacts", "hubspot__deals"],
  },
  {
    name: "zendesk",
    version: "0.21.0",
    connector_types: ["zendesk"],
    output_model_names: ["zendesk__ticket_metrics", "zendesk__ticket_summary"],
  },
  {
    name: "jira",
    version: "0.19.0",
    connector_types: ["jira"],
    output_model_names: ["jira__issue_enhanced", "jira__project_enhanced"],
  },
  {
    name: "google_ads",
    version: "0.12.0",
    connector_types: ["google_ads"],
    output_model_names: ["google_ads__account_report", "google_ads__campaign_report"],
  },
];

/** A new transformation uses an older version, so that an upgrade exists. */
export const packageItems = QUICKSTARTS.map(({ configurable_variables = {}, ...quickstart }) => ({
  id: `${quickstart.name}_package`,
  ...quickstart,
  configurable_variables,
}));

export const packageNamed = (name: string) => packageItems.find((known) => known.name === name);
