/** The meaning of an open task or warning, and who can resolve it. */
export interface Remedy {
  /** What the code means, who can resolve it and with which tool, in up to two sentences. */
  advice: string;
  /**
   * True if only a person can resolve it: at the source, at the destination, or in the dashboard.
   */
  needsPerson: boolean;
}

const person = (advice: string): Remedy => ({ advice, needsPerson: true });
const agent = (advice: string): Remedy => ({ advice, needsPerson: false });

// Fivetran can add codes at any time. Advice depends on the code alone, because anyone who can
// write to the source may have written the message.
const TASKS: Readonly<Record<string, Remedy>> = {
  reconnect: person(
    "The source no longer accepts the credentials: ask the person who has access to it to enter new ones through a link from create_connect_card, or set them with update_connector.",
  ),
  reconnect_warehouse: person(
    "The destination no longer accepts Fivetran's connection: ask the person who administers it to repair it, then test it with run_setup_tests.",
  ),
  reconnect_log: person(
    "The log service no longer accepts Fivetran's connection: ask the person who administers it to enter new credentials in the dashboard.",
  ),
  update_service_account: person(
    "Fivetran's service account lost its access at the source: ask the person who administers the source to grant it again.",
  ),
  python_code_throwing_error: person(
    "The connector's own code raised an error: ask the person who maintains that code to correct and deploy it.",
  ),
  unknown_sync_failure: agent(
    "Fivetran does not know the cause: try a new sync, and contact Fivetran support if it fails too.",
  ),
};

const WARNINGS: Readonly<Record<string, Remedy>> = {
  resync_table_warning: person(
    "Re-sync only those tables with resync_connector; if the warning does not name them, the dashboard does.",
  ),
  sync_warning: agent(
    "Some data was skipped or changed on the way: decide with the owner of the source whether it matters.",
  ),
  type_coercion_to_null_warning: agent(
    "Values that do not fit the column's type were loaded as null: correct them at the source, then re-sync the table with resync_connector.",
  ),
};

export const taskRemedy = (code: string | undefined): Remedy | undefined => known(TASKS, code);
export const warningRemedy = (code: string | undefined): Remedy | undefined =>
  known(WARNINGS, code);

const known = (table: Readonly<Record<string, Remedy>>, code = "") =>
  Object.entries(table).find(([name]) => name === code)?.[1];

export const UNKNOWN_TASK =
  "This version does not know the code of its task: ask the person who set up the connector to read the task in the dashboard.";
export const NO_TASK = "No task names the cause: run_setup_tests shows what fails.";
export const UNKNOWN_WARNING =
  "This version does not know the code of its warning: the dashboard explains it.";
