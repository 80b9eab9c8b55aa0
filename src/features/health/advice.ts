import { instant } from "../../base/time.js";
import type { RuleId } from "../../client/health/diagnose.js";
import {
  NO_TASK,
  type Remedy,
  taskRemedy,
  UNKNOWN_TASK,
  UNKNOWN_WARNING,
  warningRemedy,
} from "./codes.js";

/** Placeholder for the time until which a sync is rescheduled. */
const TIME = "<rescheduled_for>";

/** The codes of a connection that its advice depends on. Messages are not used. */
export interface About {
  task?: string | undefined;
  warning?: string | undefined;
  /** The times until which syncs are rescheduled, in ISO 8601. */
  rescheduledFor?: readonly string[];
}

type Advice = Remedy | ((about: About) => Remedy);

const step = (advice: string): Remedy => ({ advice, needsPerson: false });
const personStep = (advice: string): Remedy => ({ advice, needsPerson: true });

/** Returns the advice for the open task, followed by the setup tests and the step after them. */
const byTask =
  (after: string) =>
  ({ task }: About): Remedy => {
    if (task === undefined) return step(`${NO_TASK} Repair that, then ${after}.`);
    const { advice, needsPerson } = taskRemedy(task) ?? personStep(UNKNOWN_TASK);
    const tests = needsPerson
      ? `Then run_setup_tests and ${after}.`
      : `Start with run_setup_tests, then ${after}.`;
    return { advice: `${advice} ${tests}`, needsPerson };
  };

const byWarning = ({ warning }: About): Remedy =>
  warningRemedy(warning) ?? personStep(UNKNOWN_WARNING);

const REPAIR_DESTINATION = personStep(
  "Ask the person who administers the destination to repair it, then test it with run_setup_tests; none of its connectors can sync before that.",
);
const PAUSED = step(
  "Find out why it was paused before resume_connectors; after a long pause the source's log may have expired, which requires resync_connector.",
);
const LOADING = step("Wait for it to end; a forced sync would start the load from the beginning.");
const FIRST_SYNC = step("Start it with trigger_sync, or wait for its schedule.");
const GIVE_LIMIT = step("Pass max_age_hours to check_stale to judge it by the age of its data.");
const NOTHING = step("Nothing to do.");

const ADVICE: Record<RuleId, Advice> = {
  setup_incomplete: personStep(
    "Complete its setup (create_connect_card or update_connector), then run_setup_tests.",
  ),
  setup_changed: step("Test it with run_setup_tests."),
  destination_down: REPAIR_DESTINATION,
  destination_task_open: REPAIR_DESTINATION,
  broken_and_paused: byTask(
    "resume_connectors, if it was not paused on purpose; resuming alone is not enough",
  ),
  broken: byTask("trigger_sync"),
  metadata_paused: NOTHING,
  metadata: NOTHING,
  paused_before_first_sync: step(
    "Start it with resume_connectors when it is needed; the first sync loads all historical data.",
  ),
  paused_long_or_with_tasks: PAUSED,
  paused: PAUSED,
  schema_review_pending: step(
    "Review the schema with get_schema and modify_schema, then update_connector with schema_status=ready.",
  ),
  first_load_running: LOADING,
  resync_running: LOADING,
  syncing: NOTHING,
  sync_running_long: step(
    "Check again later with get_status. trigger_sync with force stops this run and discards its progress, so ask the user first.",
  ),
  reschedule_passed: step("Start it now with trigger_sync."),
  rescheduled: step(
    `Wait until ${TIME}; if this happens daily, reduce the sync frequency (update_connector) or raise the source's quota.`,
  ),
  rescheduled_manual: step(`Start it with trigger_sync after ${TIME}.`),
  failed_with_task: byTask("trigger_sync"),
  failing_and_delayed: step(
    "Check it with run_setup_tests; if the tests pass, contact Fivetran support.",
  ),
  failed_once: step("Wait for the retry, or start it now with trigger_sync."),
  never_triggered: step("Start it with trigger_sync."),
  first_sync_overdue: FIRST_SYNC,
  first_sync_pending: FIRST_SYNC,
  manual_overdue: step(
    "Check the orchestrator that should start it, then start it with trigger_sync.",
  ),
  manual_without_limit: GIVE_LIMIT,
  delayed: step(
    "Look for long syncs, a surge of changes in the source or a busy destination; otherwise review its delay sensitivity.",
  ),
  not_judgeable: GIVE_LIMIT,
  over_limit: step(
    "Start it with trigger_sync, and check that its delay sensitivity matches what you expect.",
  ),
  run_missed: step("Check again with get_status after its next scheduled sync."),
  tables_incomplete: byWarning,
  fresh_with_warnings: byWarning,
  fresh: NOTHING,
};

/** Returns the next step for connectors that match one rule. */
export function adviceFor(rule: RuleId, about: About = {}): Remedy {
  const of = ADVICE[rule];
  const { advice, needsPerson } = typeof of === "function" ? of(about) : of;
  const times = (about.rescheduledFor ?? []).filter((time) => instant(time) !== undefined).sort();
  const [first, last] = [times[0], times.at(-1)];
  const time =
    first === undefined || last === undefined
      ? "the time that Fivetran rescheduled it for"
      : first === last
        ? first
        : `the time of each (${first} to ${last})`;
  return { advice: advice.replace(TIME, time), needsPerson };
}
