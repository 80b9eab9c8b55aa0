import type { Diagnosis, RuleId } from "../../client/health/diagnose.js";

interface Advice {
  /** The one next step, as a sentence. */
  advice: string;
  /** The next step needs a person in Fivetran's dashboard. */
  needsPerson: boolean;
}

const step = (advice: string): Advice => ({ advice, needsPerson: false });
const personStep = (advice: string): Advice => ({ advice, needsPerson: true });

const REPAIR_DESTINATION = personStep(
  "Repair the destination first, then run_setup_tests with destination; every connector in it waits for that.",
);
const PAUSED = step(
  "Ask why it was paused before resume_connectors; after a long pause the source's log may be gone, which takes resync_connector.",
);
const LOADING = step("Wait; forcing a sync would restart the load.");
const FIRST_SYNC = step("Start it with trigger_sync, or wait for its schedule.");
const GIVE_LIMIT = step("Say how old its data may be (max_age_hours) to have it judged.");
const NOTHING = step("Nothing to do.");

const ADVICE: Record<RuleId, Advice> = {
  setup_incomplete: personStep(
    "Complete its credentials (create_connect_card or update_connector), then run_setup_tests.",
  ),
  setup_changed: step("Test it with run_setup_tests."),
  destination_down: REPAIR_DESTINATION,
  destination_task_open: REPAIR_DESTINATION,
  broken_and_paused: personStep(
    "Repair what its tasks name, then run_setup_tests and resume_connectors; resuming alone does not help.",
  ),
  broken: personStep(
    "Repair what its tasks name (to authorise again: create_connect_card), then run_setup_tests and trigger_sync.",
  ),
  paused_before_first_sync: step(
    "When it is wanted: resume_connectors; the first sync loads all history.",
  ),
  paused_long_or_with_tasks: PAUSED,
  paused: PAUSED,
  schema_review_pending: step(
    "Review it with get_schema and modify_schema, then update_connector with schema_status=ready.",
  ),
  first_load_running: LOADING,
  resync_running: LOADING,
  syncing: NOTHING,
  sync_running_long: step(
    "Look again later with get_status; force it with trigger_sync only after several times its usual duration, as that discards progress.",
  ),
  rescheduled: step(
    "Wait until rescheduled_for; if this repeats daily, sync less often (update_connector) or raise the source's quota.",
  ),
  rescheduled_manual: step("Start it with trigger_sync once rescheduled_for has passed."),
  failed_with_task: personStep(
    "Repair what its tasks name, then run_setup_tests and trigger_sync.",
  ),
  failing_and_delayed: step(
    "See what run_setup_tests reports; if it passes, ask Fivetran's support.",
  ),
  failed_once: step("Wait for one more run, or start it now with trigger_sync."),
  never_triggered: step("Start it with trigger_sync."),
  first_sync_overdue: FIRST_SYNC,
  first_sync_pending: FIRST_SYNC,
  manual_overdue: step("Check the orchestrator that should start it, then use trigger_sync."),
  manual_without_limit: GIVE_LIMIT,
  delayed: step(
    "Look for long runs, a surge in the source or a busy destination; else reconsider its delay sensitivity.",
  ),
  not_judgeable: GIVE_LIMIT,
  over_limit: step(
    "Start it with trigger_sync, and compare its delay sensitivity with what you expect.",
  ),
  run_missed: step("Look again with get_status after its next scheduled run."),
  tables_incomplete: personStep(
    "Find the tables in the dashboard, then resync_connector with only those.",
  ),
  fresh_with_warnings: step("Read its warnings with get_status."),
  fresh: NOTHING,
};

/** What to do next about a connector. */
export const adviceFor = ({ rule }: Pick<Diagnosis, "rule">): Advice => ADVICE[rule];
