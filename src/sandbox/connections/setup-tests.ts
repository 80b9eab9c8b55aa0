import { recordEvent } from "../simulation/events.js";
import { act, updateDelay } from "../simulation/runs.js";
import { isObject, isSecretName, type JsonObject, MASK } from "../world/json.js";
import {
  type Connection,
  type Destination,
  failing,
  passed,
  type ScriptedTest,
  type SetupTest,
} from "../world/model.js";
import { isApproved } from "./approvals.js";
import { because, TRIGGERS, triggeredBy } from "./triggers.js";

export interface Trust {
  trust_certificates?: boolean | undefined;
  trust_fingerprints?: boolean | undefined;
  /** Hashes that were approved one by one. */
  approved?: ReadonlySet<string> | undefined;
}

const NONE: ReadonlySet<string> = new Set();

function outcome({ until, triggered: _, ...result }: ScriptedTest, trust: Trust): SetupTest {
  const trusted =
    (until === "certificate" && trust.trust_certificates === true) ||
    (until === "fingerprint" && trust.trust_fingerprints === true);
  const asked = until === "certificate" || until === "fingerprint";
  if (trusted || (asked && isApproved(result, trust.approved ?? NONE))) {
    return passed(result.title);
  }
  return result;
}

export function results(scripted: ScriptedTest[], trust: Trust): SetupTest[] {
  return scripted.map((test) => outcome(test, trust));
}

function failed(tests: readonly SetupTest[]): boolean {
  return tests.some(({ status }) => status === "FAILED" || status === "JOB_FAILED");
}

const DESTINATION_TEST = "Connecting to the destination";
const CLOSED = "The destination does not accept connections";

/** Runs the scripted tests and updates the setup state as Fivetran would. */
export function runConnectionTests(
  connection: Connection,
  destination: Destination | undefined,
  trust: Trust,
  now: number,
): void {
  const { status, backstage } = connection;
  const reachable = destination?.setup_status === "connected";
  const tests = results(backstage.tests, trust);
  connection.setup_tests = [
    ...tests,
    reachable ? passed(DESTINATION_TEST) : failing(DESTINATION_TEST, CLOSED, undefined),
  ];
  if (failed(connection.setup_tests)) {
    const own = failed(tests);
    if (status.setup_state === "connected") {
      const task = own
        ? { code: "reconnect", message: "The setup tests failed. Check the credentials." }
        : { code: "reconnect_warehouse", message: "The destination does not accept connections." };
      status.setup_state = "broken";
      status.tasks = [...status.tasks.filter(({ code }) => code !== task.code), task];
    }
  } else {
    status.setup_state = "connected";
    status.tasks = status.tasks.filter(
      ({ code }) => !code.startsWith("reconnect") && code !== "update_service_account",
    );
    // An approved certificate stays approved after the test.
    backstage.tests = tests;
    act(connection, "test");
  }
  const good = !failed(connection.setup_tests);
  recordEvent(connection, good ? "connection_successful" : "connection_failure", now, {
    testCount: connection.setup_tests.length,
  });
  updateDelay(connection, now);
}

export function runDestinationTests(destination: Destination, trust: Trust): SetupTest[] {
  const tests = results(destination.tests, trust);
  if (!failed(tests)) {
    destination.setup_status = "connected";
    destination.tests = tests;
  } else if (destination.setup_status === "connected") destination.setup_status = "broken";
  destination.setup_tests = tests;
  return tests;
}

type Credentials = "none" | "good" | "bad";

/**
 * Returns true for a secret that the source rejects. Masked values count too, because sending one
 * back replaces the secret.
 */
function bad(value: unknown): boolean {
  return value === MASK || (typeof value === "string" && value.startsWith("wrong"));
}

/**
 * Returns whether the source accepts the secrets of a request. It rejects values that start with
 * "wrong".
 */
export function credentials(
  config: JsonObject | undefined,
  auth: JsonObject | undefined,
  isSecret = isSecretName,
): Credentials {
  const found: unknown[] = [];
  const walk = (value: unknown, secret: boolean): void => {
    if (Array.isArray(value)) for (const entry of value) walk(entry, secret);
    else if (isObject(value)) {
      for (const [name, entry] of Object.entries(value)) walk(entry, secret || isSecret(name));
    } else if (secret && value !== "" && value !== null) found.push(value);
  };
  walk(config ?? {}, false);
  walk(auth ?? {}, true);
  if (found.length === 0) return "none";
  return found.some(bad) ? "bad" : "good";
}

const REACH = "Connecting to the source";
const CHECK = "Checking the credentials";

/** Returns the scripted setup tests of a source with these credentials. */
export function scriptFor(worth: Credentials): ScriptedTest[] {
  if (worth === "good") return [passed(REACH), passed(CHECK)];
  if (worth === "none")
    return [passed(REACH), failing(CHECK, "No credentials were given", "config")];
  const refused = failing(CHECK, "The credentials were refused", "config");
  const [{ values } = { values: "" }] = TRIGGERS;
  return [passed(REACH), because(refused, values)];
}

/**
 * Returns the tests after new settings. The tests that needed them pass, unless a secret is
 * rejected.
 */
export function reconfigured(tests: ScriptedTest[], worth: Credentials): ScriptedTest[] {
  if (worth === "bad") return scriptFor("bad");
  // A rejected secret can only be repaired by another secret.
  const repaired = ({ until, triggered }: ScriptedTest) =>
    until === "config" && (worth === "good" || triggered !== true);
  return tests.map((test) => (repaired(test) ? passed(test.title) : test));
}

/**
 * Returns the tests after a change of the configuration: first those that its values trigger, then
 * the others.
 */
export function testsAfter(
  tests: ScriptedTest[],
  worth: Credentials,
  config: JsonObject,
): ScriptedTest[] {
  const triggered = triggeredBy(config);
  const titles = new Set(triggered.map(({ title }) => title));
  const others = reconfigured(tests, worth).filter(
    (test) => !titles.has(test.title) && (test.triggered !== true || test.until === "config"),
  );
  return [...triggered, ...others];
}
