import { redact } from "../base/secret.js";
import { visible } from "../base/text.js";
import {
  type AccountHealth,
  adviceFor,
  type ConnectorHealth,
  codesOf,
  expectationText,
  readAccountHealth,
  standing,
} from "../features/health/index.js";
import type { AccountReader } from "../toolkit/define.js";
import type { Printed } from "./account.js";
import { FAIL_ON_MATCHED, UNDECIDED, whyUndecided } from "./gate.js";

export interface Checked {
  group?: string | undefined;
  service?: string[] | undefined;
  max_age_hours?: number | undefined;
}

/**
 * Returns the state of every connector as a JUnit report. Each group is a suite, and each connector
 * a test.
 */
export async function junitReport(
  { group, service: services, max_age_hours: maxAgeHours }: Checked,
  failOn: readonly string[],
  account: AccountReader,
): Promise<Printed> {
  const filter = { group, services, maxAgeHours };
  const health = await readAccountHealth(account, { ...filter, partly: true });
  const { xml, failures } = reportOf(health, failOn);
  if (failOn.length === 0) return { text: xml };
  const code = failures > 0 ? FAIL_ON_MATCHED : whyUndecided(health) === undefined ? 0 : UNDECIDED;
  return { text: xml, code };
}

interface Case {
  connector: ConnectorHealth;
  outcome: "passed" | "failure" | "skipped";
}

function reportOf(
  health: AccountHealth,
  failOn: readonly string[],
): { xml: string; failures: number } {
  const suites = new Map<string, Case[]>();
  for (const connector of health.connectors) {
    const { group_id } = connector.connection;
    const cases = suites.get(group_id) ?? [];
    suites.set(group_id, cases);
    cases.push({ connector, outcome: outcomeOf(connector, failOn) });
  }
  const all = [...suites.values()].flat();
  const names = [...suites.keys()].map(health.groupName);
  // Two groups can have the same name. The id then distinguishes their suites.
  const suiteName = (id: string) => {
    const name = health.groupName(id);
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${id})`;
  };
  const unread = health.complete ? [] : [element("testcase", unreadCase, [unreadError(health)])];
  const report = element(
    "testsuites",
    { name: "fivetran-agent check_stale", ...totals(all, unread.length) },
    [
      ...[...suites]
        .map(([id, cases]): [string, Case[]] => [suiteName(id), cases])
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, cases]) =>
          element(
            "testsuite",
            { name, timestamp: health.now.toISOString(), ...totals(cases, 0) },
            cases.sort(byName).map((one) => caseElement(one, name)),
          ),
        ),
      ...(unread.length === 0
        ? []
        : [element("testsuite", { name: "account", ...totals([], 1) }, unread)]),
    ],
  );
  return {
    xml: `<?xml version="1.0" encoding="UTF-8"?>\n${report}\n`,
    failures: all.filter(({ outcome }) => outcome === "failure").length,
  };
}

/**
 * Returns `failure` for the verdicts in `failOn`, or for every problem if it is empty. Other
 * problems and healthy connectors pass. Connectors that wait or are paused are skipped.
 */
export function outcomeOf(
  { diagnosis }: ConnectorHealth,
  failOn: readonly string[],
): "passed" | "failure" | "skipped" {
  const { verdict, ownFinding } = diagnosis;
  const status = standing(diagnosis);
  if (verdict === "ok") return "passed";
  const words: (string | undefined)[] = [verdict, ownFinding?.verdict];
  if (status === "problem") words.push("problem");
  const wanted = failOn.length === 0 ? ["problem"] : failOn;
  if (wanted.some((word) => words.includes(word))) return "failure";
  return status === "problem" ? "passed" : "skipped";
}

const totals = (cases: readonly Case[], errors: number) => ({
  tests: cases.length + errors,
  failures: cases.filter(({ outcome }) => outcome === "failure").length,
  errors,
  skipped: cases.filter(({ outcome }) => outcome === "skipped").length,
});

const byName = (a: Case, b: Case) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0);
const nameOf = ({ connector: { connection } }: Case) => connection.schema || connection.id;

function caseElement(one: Case, suite: string): string {
  const { connection, diagnosis, expectation } = one.connector;
  const { verdict, reason, notes, rule } = diagnosis;
  const message = `${verdict}: ${reason}`;
  const attributes = { classname: `${suite}.${connection.service}`, name: nameOf(one), time: 0 };
  const text = [
    `${message}.`,
    `connector ${connection.id}, last success ${connection.succeeded_at ?? "never"}`,
    ...(expectation === undefined ? [] : [`expected: ${expectationText(expectation)}`]),
    ...notes,
    ...(verdict === "ok"
      ? []
      : [`Next: ${adviceFor(rule, codesOf(one.connector, diagnosis)).advice}`]),
  ].join("\n");
  if (one.outcome === "passed") {
    return element("testcase", attributes, verdict === "ok" ? [] : [leaf("system-out", {}, text)]);
  }
  return element("testcase", attributes, [
    leaf(one.outcome, one.outcome === "failure" ? { message, type: verdict } : { message }, text),
  ]);
}

const unreadCase = { classname: "account", name: "every connector can be read", time: 0 };

const unreadError = ({ gaps }: AccountHealth) =>
  leaf("error", { message: "not every connector could be read", type: "unread" }, gaps.join("\n"));

type Attributes = Record<string, string | number>;

const start = (name: string, attributes: Attributes) =>
  `<${[name, ...Object.entries(attributes).map(([key, value]) => `${key}="${inAttribute(String(value))}"`)].join(" ")}`;

const element = (name: string, attributes: Attributes, children: readonly string[]): string =>
  children.length === 0
    ? `${start(name, attributes)}/>`
    : `${start(name, attributes)}>\n${children.join("\n")}\n</${name}>`;

const leaf = (name: string, attributes: Attributes, text: string): string =>
  `${start(name, attributes)}>${escaped(text)}</${name}>`;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Escapes text for XML 1.0, which allows no control characters and no unpaired surrogates. */
const escaped = (text: string) =>
  visible(redact(text))
    .replace(/[\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

const inAttribute = (text: string) =>
  escaped(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
