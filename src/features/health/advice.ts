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
  /** The time of the last success cannot be read or is in the future. */
  noAge?: boolean | undefined;
  /** The times until which syncs are rescheduled, in ISO 8601. */
  rescheduledFor?: readonly string[];
}

type Advice = Remedy | ((about: About) => Remedy);

const step = (advice: string): Remedy => ({ advice, needsPerson: false });
const personStep = (advice: string): Remedy => ({ advice, needsPerson: true });

/** Returns the advice for the open task, followed by the setup tests and the step after them. */
function byTask({ task }: About): Remedy {
  if (task === undefined) return step(`${NO_TASK} Repair the cause, then call trigger_sync.`);
  const { advice, needsPerson } = taskRemedy(task) ?? personStep(UNKNOWN_TASK);
  const tests = needsPerson
    ? "Then call run_setup_tests and trigger_sync."
    : "First call run_setup_tests, then trigger_sync.";
  return { advice: `${advice} ${tests}`, needsPerson };
}

const RESUME = "If the pause was not intended, also call resume_connectors.";

function byTaskOfPaused({ task }: About): Remedy {
  if (task === undefined) return step(`${NO_TASK} Repair the cause. ${RESUME}`);
  const { advice, needsPerson } = taskRemedy(task) ?? personStep(UNKNOWN_TASK);
  return { advice: `${advice} Then call run_setup_tests. ${RESUME}`, needsPerson };
}

const byWarning = ({ warning }: About): Remedy =>
  warningRemedy(warning) ?? personStep(UNKNOWN_WARNING);

const REPAIR_DESTINATION = personStep(
  "Ask the administrator of the destination to repair it, then test it with run_setup_tests. Until then, none of its connectors can sync.",
);
const PAUSED = step(
  "Find out why the connector was paused before you call resume_connectors. If the source's log no longer covers the whole pause, also call resync_connector.",
);
const LOADING = step(
  "Wait until the load ends. A forced sync would start it again from the beginning.",
);
const FIRST_SYNC = step("Start the sync with trigger_sync, or wait for the schedule.");
const GIVE_LIMIT = ({ noAge }: About): Remedy =>
  noAge === true
    ? step("To see when the last sync succeeded, call get_history.")
    : step("To set a limit for the age of the data, pass max_age_hours to check_stale.");
const NOTHING = step("Nothing to do.");

const ADVICE: Record<RuleId, Advice> = {
  setup_incomplete: personStep(
    "Complete the setup (create_connect_card or update_connector), then call run_setup_tests.",
  ),
  setup_changed: step("Call run_setup_tests."),
  destination_down: REPAIR_DESTINATION,
  destination_task_open: REPAIR_DESTINATION,
  broken_and_paused: byTaskOfPaused,
  broken: byTask,
  metadata_paused: NOTHING,
  metadata: NOTHING,
  paused_before_first_sync: step(
    "Start it with resume_connectors when you need it. The first sync loads the whole history.",
  ),
  paused_long_or_with_tasks: PAUSED,
  paused: PAUSED,
  schema_review_pending: step(
    "Review the schema with get_schema and modify_schema, then call update_connector with schema_status=ready.",
  ),
  first_load_running: LOADING,
  resync_running: LOADING,
  syncing: NOTHING,
  sync_running_long: step(
    "Check again later with get_status. trigger_sync with force stops the running sync and discards its progress, so ask the user first.",
  ),
  reschedule_passed: step("Start the sync now with trigger_sync."),
  rescheduled: step(
    `Wait until ${TIME}. If this happens daily, reduce the sync frequency (update_connector) or raise the source's quota.`,
  ),
  rescheduled_manual: step(`Start a sync with trigger_sync after ${TIME}.`),
  failed_with_task: byTask,
  failing_and_delayed: step("Call run_setup_tests. If the tests pass, contact Fivetran support."),
  failed_once: step("Wait for the retry, or start a sync now with trigger_sync."),
  never_triggered: step("Start the first sync with trigger_sync."),
  first_sync_overdue: FIRST_SYNC,
  first_sync_pending: FIRST_SYNC,
  manual_overdue: step(
    "Check the orchestrator that should start the syncs, then call trigger_sync.",
  ),
  state_not_recognized: personStep(
    "Ask a person to look at the connector in the dashboard. A newer version of fivetran-agent may recognize the state.",
  ),
  manual_without_limit: GIVE_LIMIT,
  delayed: step(
    "Look for long syncs, many changes in the source or a busy destination. If you find none of these, review the data delay sensitivity.",
  ),
  not_judgeable: GIVE_LIMIT,
  over_limit: step("Start a sync with trigger_sync, and review the data delay sensitivity."),
  run_missed: step("Check again with get_status after the next scheduled sync."),
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
      ? "the rescheduled time"
      : first === last
        ? first
        : `the rescheduled time of each connector (${first} to ${last})`;
  return { advice: advice.replace(TIME, time), needsPerson };
}
