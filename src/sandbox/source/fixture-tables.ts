/**
 * Tables of the simulated sources. One table per line: its name, flags in brackets, then its
 * columns. Flags: system (cannot be disabled), streamless (cannot be enabled), plain (no column
 * settings), off (not synced by default), history and live (sync modes that it can be switched to),
 * of:name (grouped under a table). A star marks a primary key.
 */
export const TABLES: Readonly<Record<string, Record<string, string>>> = {
  database: {
    public: `
    orders [history] id* customer_id status total_cents currency coupon_code placed_at shipped_at updated_at
    customers [history] id* email phone ssn tax_id first_name last_name date_of_birth marketing_consent created_at updated_at
    order_items [history] id* order_id product_id quantity unit_price_cents discount_cents
    products [history] id* sku name category_id price_cents active created_at updated_at
    payments [history] id* order_id provider card_last4 amount_cents captured_at
    refunds [history] id* payment_id amount_cents reason created_at
    addresses [history] id* customer_id line1 line2 city postal_code country
    shipments [history] id* order_id carrier tracking_number shipped_at delivered_at
    categories [history] id* parent_id name
    inventory_levels [history] product_id* warehouse_id* quantity updated_at
    audit_log [plain] id* actor action payload created_at
    sessions [off] id* customer_id ip_address user_agent started_at
    schema_migrations [system] version* applied_at`,
    internal: `
    feature_flags [history] id* name enabled updated_at
    job_queue id* kind payload run_at
    job_failures id* job_id error failed_at`,
  },
  mongo: {
    events: `
    page_views _id* user_id url referrer occurred_at
    clicks _id* user_id element occurred_at
    sessions _id* user_id started_at ended_at
    devices _id* user_id platform version`,
  },
  dynamodb: {
    dynamodb: `
    user_sessions session_id* user_id started_at expires_at
    cart_items cart_id* product_id* quantity added_at
    legacy_carts [streamless] cart_id* payload
    rate_limits key* count window`,
  },
  salesforce: {
    salesforce: `
    account [history] id* name industry annual_revenue owner_id billing_country phone website last_modified_date
    contact [history] id* account_id email phone mobile_phone first_name last_name birthdate last_modified_date
    opportunity [history] id* account_id name stage_name amount close_date owner_id last_modified_date
    lead [history] id* email phone company status converted_contact_id last_modified_date
    user [history] id* username email profile_id is_active
    campaign id* name type status budgeted_cost start_date
    campaign_member id* campaign_id contact_id status
    case [history] id* account_id contact_id subject priority status created_date
    task id* who_id what_id subject status activity_date
    event id* who_id what_id subject start_date_time
    product_2 id* name product_code family is_active
    pricebook_entry id* product_2_id unit_price is_active
    opportunity_line_item id* opportunity_id product_2_id quantity total_price
    opportunity_history id* opportunity_id stage_name amount created_date
    record_type [system] id* name sobject_type
    custom_invoice_c [off] id* account_c amount_c due_date_c`,
  },
  netsuite: {
    netsuite: `
    transactions transaction_id* type entity_id amount currency_id trandate posting_period_id
    transaction_lines transaction_id* line_id* account_id amount memo
    accounts account_id* name number type
    customers customer_id* name email phone subsidiary_id
    vendors vendor_id* name email phone bank_account_number
    subsidiaries subsidiary_id* name currency_id
    departments department_id* name
    items item_id* name type cost
    employees employee_id* name email social_security_number salary
    accounting_periods [system] accounting_period_id* name closed`,
  },
};

/** Services with a single schema, which is named after the connection. */
export const APP_TABLES: Record<string, string> = {
  stripe: `
    charge [history] id* customer_id amount currency status receipt_email created
    customer [history] id* email phone name default_card_id created
    invoice [history] id* customer_id subscription_id total status due_date
    invoice_line_item [of:invoice] id* invoice_id amount description
    subscription [history] id* customer_id plan_id status current_period_end
    payment_intent id* customer_id amount status created
    payout id* amount arrival_date status
    refund id* charge_id amount reason created
    dispute id* charge_id amount reason status
    balance_transaction id* source amount fee net type
    product id* name active
    price id* product_id unit_amount currency
    card id* customer_id brand last4 fingerprint
    event [plain] id* type payload created`,
  hubspot: `
    contact [history] id* email phone firstname lastname lifecycle_stage updated_at
    company [history] id* name domain industry owner_id
    deal [history] id* name stage amount close_date
    deal_pipeline id* label display_order
    email_campaign id* name subject sent_at
    email_event id* campaign_id recipient type created
    engagement id* type owner_id occurred_at
    form id* name created_at
    form_submission id* form_id contact_id submitted_at
    owner id* email first_name last_name
    property [system] id* name type
    ticket id* subject stage created_at`,
  google_ads: `
    account id* name currency_code time_zone
    campaign id* account_id name status budget_id
    ad_group id* campaign_id name status
    ad id* ad_group_id type status
    keyword_stats date* keyword_id* impressions clicks cost_micros
    campaign_stats date* campaign_id* impressions clicks cost_micros conversions
    ad_stats date* ad_id* impressions clicks cost_micros
    budget id* amount_micros period`,
  zendesk: `
    ticket [history] id* subject status priority requester_id assignee_id created_at updated_at
    ticket_comment [of:ticket] id* ticket_id author_id body created_at
    user id* email phone name role organization_id
    organization id* name domain_names
    group id* name
    satisfaction_rating id* ticket_id score comment
    tag id* name
    brand [system] id* name subdomain`,
  shopify: `
    order [history] id* email phone customer_id total_price currency created_at
    order_line [of:order] id* order_id product_id variant_id quantity price
    customer [history] id* email phone first_name last_name total_spent
    product id* title vendor product_type status
    product_variant id* product_id sku price inventory_quantity
    inventory_item id* sku cost tracked
    fulfillment id* order_id status tracking_number
    refund id* order_id created_at note
    discount_code id* code usage_count
    shop [system] id* name domain currency`,
  default: `
    account [history] id* name status owner_email created_at updated_at
    user [history] id* email phone name role created_at
    activity id* user_id type occurred_at
    activity_detail [of:activity] id* activity_id name value
    category id* name
    comment id* author_id body created_at
    daily_summary date* account_id* total
    event id* type payload created_at
    file id* name size uploaded_at
    item [history] id* name price updated_at
    note id* subject body created_at
    team id* name
    setting [system] id* name value`,
};
