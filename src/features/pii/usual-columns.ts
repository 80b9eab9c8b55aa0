import { own } from "../schema/index.js";

/**
 * Personal columns that tables of a service usually have, by table, with the names that Fivetran
 * uses. They allow findings without a query to the source.
 */
const USUAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  salesforce: {
    contact:
      "email phone mobile_phone home_phone first_name last_name name birthdate mailing_street mailing_postal_code",
    lead: "email phone mobile_phone first_name last_name name street postal_code",
    user: "email phone mobile_phone first_name last_name name username",
    account: "phone fax billing_street billing_postal_code",
    case: "supplied_email supplied_name supplied_phone",
  },
  hubspot: {
    contact:
      "property_email property_phone property_mobilephone property_firstname property_lastname property_address email phone firstname lastname",
    owner: "email first_name last_name",
    email_event: "recipient",
  },
  stripe: {
    customer: "email name phone address_line_1 address_line_2 address_postal_code shipping_name",
    charge: "receipt_email billing_detail_email billing_detail_name billing_detail_phone",
    card: "name last4 last_4 address_line_1 address_zip",
    invoice: "customer_email customer_name customer_phone",
  },
  zendesk: { user: "email phone name" },
  intercom: {
    contact_history: "email phone name",
    contact: "email phone name",
    admin: "email name",
  },
  shopify: {
    customer: "email phone first_name last_name",
    customer_address: "name first_name last_name address_1 address_2 phone zip",
    order: "email phone billing_address_name shipping_address_name browser_ip",
  },
  github: {
    user: "login name email",
    commit: "author_email author_name committer_email committer_name",
  },
  jira: { user: "email name username" },
  mailchimp: {
    member: "email_address ip_signup ip_opt latitude longitude",
    list_member: "email_address",
  },
  marketo: { lead: "email first_name last_name phone mobile_phone address date_of_birth" },
  klaviyo: { person: "email phone_number first_name last_name address_1 latitude longitude" },
  braintree: { customer: "email first_name last_name phone", transaction: "customer_email" },
  recurly: {
    account: "email first_name last_name",
    billing_info: "first_name last_name last_four ip_address",
  },
  xero: {
    contact: "email_address first_name last_name bank_account_details",
    employee: "first_name last_name",
  },
  quickbooks: {
    customer: "email given_name family_name display_name",
    employee: "given_name family_name ssn",
  },
  netsuite: { customers: "email phone", employees: "email social_security_number salary" },
  greenhouse: {
    candidate: "first_name last_name",
    application: "prospective_email",
    user: "name primary_email",
  },
  slack: { users: "name real_name email phone", user: "name real_name email phone" },
  workday: { worker: "email first_name last_name birth_date" },
  asana: { user: "name email" },
};

const VARIANTS: Readonly<Record<string, string>> = {
  salesforce_sandbox: "salesforce",
  netsuite_suiteanalytics: "netsuite",
  workday_hcm: "workday",
  shopify_partner: "shopify",
};

/** Returns the usual personal columns of a service's table. */
export function usualColumns(service: string, table: string): readonly string[] {
  const tables = own(USUAL, own(VARIANTS, service) ?? service);
  return own(tables, table.toLowerCase())?.split(" ") ?? [];
}
