import { DAY, HOUR, MINUTE, SECOND } from "../world/clock.js";
import {
  type Action,
  type Backstage,
  type Connection,
  failing,
  type Notice,
  passed,
  type RunScript,
} from "../world/model.js";

/**
 * The initial state of a connection, in ages rather than timestamps. Absent fields are as in a
 * healthy connection.
 */
export interface StartingState {
  frequency?: number;
  dailySyncTime?: string;
  manual?: boolean;
  paused?: boolean;
  setup?: Connection["status"]["setup_state"];
  delayed?: boolean;
  historical?: boolean;
  blocked?: boolean;
  /** Null: never succeeded. Absent: succeeded with the last slot of its schedule. */
  succeededAgo?: number | null;
  failedAgo?: number;
  createdAgo?: number;
  rescheduledIn?: number;
  /** Age of a run that does not end. */
  runningFor?: number;
  tasks?: Notice[];
  warnings?: Notice[];
  hold?: { heals_on: Action[]; drift_ms?: number };
  script?: RunScript;
  tests?: Backstage["tests"];
  sensitivity?: Connection["data_delay_sensitivity"];
  threshold?: number;
}

const EXPIRED: Notice = {
  code: "reconnect",
  message: "The source no longer accepts the credentials of this connection. Authorize it again.",
};

function refused(message: string): Backstage["tests"] {
  return [
    passed("Connecting to the source"),
    failing("Checking the credentials", message, "config"),
  ];
}

const NEVER_ENDS: RunScript = { duration_ms: 10 * SECOND, outcome: "never_ends" };
const FAILS: RunScript = { duration_ms: 8 * SECOND, outcome: "failure" };

/** One state for each health verdict, named after its problem. */
export const STARTING_STATES = {
  healthy: {},
  never_set_up: {
    setup: "incomplete",
    succeededAgo: null,
    historical: true,
    createdAgo: 3 * DAY,
    tests: refused("No credentials were given yet"),
    hold: { heals_on: ["test"] },
  },
  untested: {
    setup: "incomplete",
    succeededAgo: 2 * DAY,
    delayed: false,
    hold: { heals_on: ["test"] },
  },
  broken_paused: {
    setup: "broken",
    paused: true,
    succeededAgo: 21 * DAY,
    failedAgo: 20 * DAY,
    tasks: [EXPIRED],
    tests: refused("The credentials were refused"),
    hold: { heals_on: ["test"] },
    script: { ...FAILS, outcome: "failure_with_task", task: EXPIRED },
  },
  broken: {
    setup: "broken",
    delayed: true,
    succeededAgo: 2 * DAY + 5 * HOUR,
    failedAgo: 40 * MINUTE,
    tasks: [EXPIRED],
    tests: refused("The credentials were refused"),
    hold: { heals_on: ["test"] },
    script: { ...FAILS, outcome: "failure_with_task", task: EXPIRED },
  },
  destination_down: {
    delayed: true,
    succeededAgo: 14 * HOUR,
    failedAgo: 50 * MINUTE,
    hold: { heals_on: ["destination"] },
    script: FAILS,
  },
  paused_never: {
    paused: true,
    succeededAgo: null,
    historical: true,
    createdAgo: 6 * DAY,
    hold: { heals_on: ["unpause"] },
  },
  paused: { paused: true, succeededAgo: 38 * DAY, hold: { heals_on: ["unpause"] } },
  blocked: {
    blocked: true,
    succeededAgo: null,
    historical: true,
    createdAgo: 2 * DAY,
    hold: { heals_on: ["ready"] },
  },
  loading: {
    succeededAgo: null,
    historical: true,
    createdAgo: 31 * HOUR,
    runningFor: 30 * HOUR,
    hold: { heals_on: [] },
    script: NEVER_ENDS,
  },
  always_syncing: {
    frequency: 5,
    // As long as the interval, so that the next run starts immediately when one ends.
    script: { duration_ms: 5 * MINUTE, outcome: "success" },
  },
  stuck: {
    frequency: 30,
    delayed: true,
    succeededAgo: 9 * HOUR + 40 * MINUTE,
    runningFor: 9 * HOUR + 10 * MINUTE,
    hold: { heals_on: ["force", "unpause"] },
    script: NEVER_ENDS,
  },
  rescheduled: {
    succeededAgo: 10 * HOUR,
    rescheduledIn: 2 * HOUR,
    hold: { heals_on: ["frequency"], drift_ms: HOUR },
    script: { duration_ms: 10 * SECOND, outcome: "reschedule", reschedule_ms: 2 * HOUR },
  },
  rescheduled_manual: {
    manual: true,
    succeededAgo: 26 * HOUR,
    rescheduledIn: -HOUR,
    hold: { heals_on: ["sync"] },
  },
  task: {
    succeededAgo: 30 * HOUR,
    failedAgo: 2 * HOUR,
    tasks: [
      {
        code: "unknown_sync_failure",
        message: "The sync failed for a reason that could not be determined. Try it again.",
      },
    ],
    hold: { heals_on: ["sync", "config"], drift_ms: 4 * HOUR },
    script: FAILS,
  },
  failed_once: {
    succeededAgo: 7 * HOUR,
    failedAgo: 50 * MINUTE,
    hold: { heals_on: ["sync"], drift_ms: 3 * HOUR },
    script: FAILS,
  },
  failing: {
    frequency: 60,
    delayed: true,
    succeededAgo: 2 * DAY,
    failedAgo: 20 * MINUTE,
    hold: { heals_on: ["config"], drift_ms: HOUR },
    script: FAILS,
    tests: [
      passed("Checking the credentials"),
      {
        title: "Checking the permissions",
        status: "WARNING",
        message: "Some objects cannot be read with the present permissions",
      },
    ],
  },
  never_synced: {
    succeededAgo: null,
    historical: true,
    createdAgo: 25 * MINUTE,
    hold: { heals_on: ["sync"] },
  },
  never_triggered: {
    manual: true,
    succeededAgo: null,
    historical: true,
    createdAgo: 4 * DAY,
    hold: { heals_on: ["sync"] },
  },
  manual: { manual: true, succeededAgo: 41 * HOUR, hold: { heals_on: ["sync"] } },
  delayed: {
    frequency: 60,
    delayed: true,
    succeededAgo: 5 * HOUR,
    hold: { heals_on: ["sync"], drift_ms: 6 * HOUR },
  },
  stale: {
    frequency: 60,
    sensitivity: "LOW",
    succeededAgo: 7 * HOUR,
    hold: { heals_on: ["sync"], drift_ms: 6 * HOUR },
  },
  late: {
    frequency: 1440,
    dailySyncTime: "06:00",
    succeededAgo: 26 * HOUR,
    hold: { heals_on: ["sync"], drift_ms: 10 * HOUR },
  },
  resync_warning: {
    warnings: [
      {
        code: "resync_table_warning",
        message: "Resync Table Warning: some tables have to be synced again from the start.",
      },
    ],
  },
  warning: {
    warnings: [
      {
        code: "sync_warning",
        message: "Some rows were skipped, because a field was longer than the destination allows.",
      },
    ],
  },
} as const satisfies Record<string, StartingState>;

const BY_NAME = new Map<string, StartingState>(Object.entries(STARTING_STATES));

export function startingState(name: string): StartingState {
  const state = BY_NAME.get(name);
  if (state === undefined) throw new Error(`Unknown starting state: ${name}`);
  return state;
}
