import { deadlineSignal } from "../base/deadline.js";
import { AppError, ERROR_TYPES } from "../base/errors.js";
import { appendProblem, folderProblem, writeProblem } from "../base/files.js";
import { bare, quoted } from "../base/text.js";
import { duration } from "../base/time.js";
import type { Config } from "../config.js";
import type { Connected } from "../engine/engine.js";
import { settingHint } from "../engine/errors.js";
import type { Scope } from "../engine/policy.js";
import { catalogFacts } from "../features/api/catalog-facts.js";
import { count } from "../toolkit/render.js";

const TOLERATED_SKEW_MS = 120_000;
// A person waits for the result. Fivetran usually responds within a second.
const RESPONSE_MS = 15_000;

interface Checked {
  config: Readonly<Config>;
  connect(): Promise<Connected>;
  close(): Promise<void>;
}

/**
 * Checks the usual causes of problems and prints one line for each, with a remedy. Returns the exit
 * code.
 */
export async function doctor(
  { config, connect, close }: Checked,
  version: string,
  stdout: NodeJS.WritableStream,
): Promise<number> {
  const say = (ok: boolean, what: string) => stdout.write(`${ok ? "ok  " : "FAIL"} ${what}\n`);
  say(true, `fivetran-agent ${version}, Node ${process.versions.node}`);
  for (const limit of limits(config)) say(true, limit);
  for (const line of catalog(config, new Date())) say(true, line);
  const places = placesOf(config);
  for (const { what, problem, so } of places) {
    say(problem === undefined, problem === undefined ? what : `${what}: ${problem}, so ${so}`);
  }
  const areUsable = places.every(({ problem }) => problem === undefined);
  say(true, route(config));
  try {
    const { client, account } = await connect();
    const label = await account(deadlineSignal(RESPONSE_MS));
    say(true, `account ${label} at ${config.sandbox ? "the sandbox" : config.apiUrl}`);
    const [fits, clock] = clockCheck(client.clockDifference());
    say(fits, clock);
    return fits && areUsable ? 0 : 1;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say(false, error.message);
    const hint = settingHint(error);
    if (hint !== undefined) stdout.write(`     ${hint}\n`);
    return ERROR_TYPES[error.type].exit;
  } finally {
    await close();
  }
}

interface Place {
  what: string;
  /** Why nothing can be written there, as a clause. */
  problem: string | undefined;
  /** What does not work then, and the remedy. */
  so: string;
}

/** The folders and files that this program writes. */
function placesOf({ stateDir, secrets: { folder }, auditLog }: Readonly<Config>): Place[] {
  return [
    {
      what: `state folder ${stateDir || "in the home folder"}`,
      problem: folderProblem(stateDir) ?? writeProblem(stateDir),
      so: "changes are refused. Set FIVETRAN_STATE_DIR to a folder of this user.",
    },
    ...(folder === undefined
      ? []
      : [
          {
            what: `secrets folder ${folder}`,
            problem: writeProblem(folder),
            so: "operations that return a new secret are refused. Set FIVETRAN_SECRETS_DIR to a folder that this user can write.",
          },
        ]),
    ...(auditLog === undefined
      ? []
      : [
          {
            what: `audit log ${auditLog}`,
            problem: appendProblem(auditLog),
            so: "changes are refused. Set FIVETRAN_AUDIT_LOG to a file that this user can write.",
          },
        ]),
  ];
}

/** Compares this machine's clock, with which the ages of data are computed, with the time of a response. */
function clockCheck(aheadMs: number | undefined): [fits: boolean, text: string] {
  if (aheadMs === undefined) return [true, "clock: not compared, because the response has no date"];
  if (Math.abs(aheadMs) < TOLERATED_SKEW_MS) return [true, "clock agrees with Fivetran's"];
  const off = duration(Math.abs(aheadMs) / 60_000);
  const side = aheadMs > 0 ? "behind" : "ahead of";
  return [
    false,
    `this clock is ${off} ${side} the date of Fivetran's response. Ages of data are computed with this clock, so correct it. If it is right, a proxy sent an old date, and nothing is wrong`,
  ];
}

/** Describes the age and origin of this program's knowledge of Fivetran's API. */
function catalog({ definition: file }: Readonly<Config>, now: Date): string[] {
  const age = (date: string) => {
    const days = Math.floor((now.getTime() - Date.parse(date)) / 86_400_000);
    return `${date.slice(0, 10)} (${count(Math.max(0, days), "day")} old)`;
  };
  const { operations, definition, additions } = catalogFacts();
  const own = `catalog: ${count(operations, "operation")}, from Fivetran's API definition of ${definition} with additions of ${age(additions)}`;
  if (file === undefined) return [own];
  const { updatedAt, added, skipped } = file.definition;
  const from = updatedAt === undefined ? "without a date" : `of ${age(updatedAt)}`;
  const ids = added.map(({ id }) => id);
  const adds = ids.length === 0 ? "no unknown operations" : listed(ids);
  return [
    own,
    `definition ${quoted(file.path, 200)} ${from}: adds ${adds}`,
    ...skipped
      .slice(0, MOST_LISTED)
      .map(({ operation, why }) => `definition: ${bare(operation)} is not offered: it ${why}`),
  ];
}

const SCOPES: Record<Scope, string> = {
  read: "no request that changes anything is sent",
  "read/write": "changes are allowed, deletes are refused",
  "read/write/delete": "changes and deletes are allowed",
};

/** Describes the limits that the operator set, one per line. */
function limits(config: Readonly<Config>): string[] {
  const { policy, approval, confirm, hourlyLimit, expectations } = config;
  const { readOnly, groups, connectors, denied } = policy;
  const scope = readOnly ? "read" : policy.scope;
  const all = confirm === "all" ? "every change" : "a change that needs confirmation";
  return [
    `scope ${scope}${readOnly ? " (read-only)" : ""}: ${SCOPES[scope]}`,
    groups.size === 0 ? "groups: all" : `groups: ${listed([...groups])} only`,
    connectors === undefined ? "connectors: all" : `connectors: ${listed(connectors.entries)}`,
    denied.length === 0
      ? "disallowed actions: none"
      : `disallowed actions: ${listed(denied.map(({ resource, action, operation }) => [resource, action, ...(operation === undefined ? [] : [operation])].join(":")))}`,
    approval === "person"
      ? "approval person: a person sees every change and must accept it before it is sent"
      : `approval token: ${all} returns a plan first, and is sent when the call is repeated with the token`,
    `hourly limit: ${hourlyLimit} deletes, re-syncs and new secrets`,
    expectations === undefined
      ? "expectations: none; the schedule of each connector sets the maximum age of its data"
      : `expectations: ${count(expectations.rules, "rule")}`,
  ];
}

const MOST_LISTED = 20;

const listed = (entries: readonly string[]) =>
  [
    ...entries.slice(0, MOST_LISTED),
    ...(entries.length > MOST_LISTED ? [`and ${entries.length - MOST_LISTED} more`] : []),
  ].join(", ");

/** Describes whether requests go through a proxy. */
function route({ proxy: { used, unusable } }: Readonly<Config>): string {
  if (used !== undefined) return `proxy ${new URL(used).host}`;
  return unusable
    ? "direct connection; the proxy in ALL_PROXY is not used, because it is not an HTTP proxy"
    : "direct connection, no proxy";
}
