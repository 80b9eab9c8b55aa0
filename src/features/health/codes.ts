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
    "The source rejects the credentials. Ask a person with access to the source to enter new ones through a link from create_connect_card, or set them with update_connector.",
  ),
  reconnect_warehouse: person(
    "The destination rejects Fivetran's connection. Ask the administrator of the destination to repair it, then test it with run_setup_tests.",
  ),
  reconnect_log: person(
    "The log service rejects Fivetran's connection. Ask the administrator of the log service to enter new credentials in the dashboard.",
  ),
  update_service_account: person(
    "Fivetran's service account lost its access to the source. Ask the administrator of the source to grant it again.",
  ),
  python_code_throwing_error: person(
    "Custom code of the connector raised an error. Ask the person who maintains that code to correct and deploy it.",
  ),
  unknown_sync_failure: agent(
    "Fivetran does not know the cause. If a new sync fails too, contact Fivetran support.",
  ),
};

const WARNINGS: Readonly<Record<string, Remedy>> = {
  resync_table_warning: person(
    "Re-sync only these tables with resync_connector. If the warning does not name them, see the dashboard.",
  ),
  sync_warning: agent(
    "Fivetran skipped or changed some data. Ask the owner of the source whether that matters.",
  ),
  type_coercion_to_null_warning: agent(
    "Values that do not fit the column's type were loaded as null. Correct them in the source, then re-sync the table with resync_connector.",
  ),
};

export const taskRemedy = (code: string | undefined): Remedy | undefined => known(TASKS, code);
export const warningRemedy = (code: string | undefined): Remedy | undefined =>
  known(WARNINGS, code);

const known = (table: Readonly<Record<string, Remedy>>, code = "") =>
  Object.entries(table).find(([name]) => name === code)?.[1];

export const UNKNOWN_TASK =
  "This version of fivetran-agent does not recognize the code of the task. Ask a person to read the task in the dashboard.";
export const NO_TASK = "No task names the cause. To find it, call run_setup_tests.";
export const UNKNOWN_WARNING =
  "This version of fivetran-agent does not recognize the code of the warning. See the dashboard for its meaning.";
