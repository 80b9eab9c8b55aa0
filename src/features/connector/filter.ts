import { inputError } from "../../base/errors.js";
import { bare, quoted } from "../../base/text.js";
import { cadenceOf } from "../../client/health/cadence.js";
import { VERDICTS } from "../../client/health/diagnose.js";
import type { Connection } from "../../client/resources/models.js";
import type { User } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";
import { readUsers } from "../access/index.js";
import { adviceFor, type ConnectorHealth, codesOf } from "../health/index.js";

/**
 * The health verdicts, Fivetran's setup, sync and update states, and whether a person is needed.
 */
export const CONNECTOR_STATES = [
  ...VERDICTS,
  "needs_person",
  "incomplete",
  "connected",
  "scheduled",
  "syncing",
  "on_schedule",
  "delayed",
] as const;

export type ConnectorState = (typeof CONNECTOR_STATES)[number];

interface Wanted {
  /**
   * Words that must all match. Each is the start of a word in the name, service or id, or a
   * qualifier such as `frequency:<=60`.
   */
  words?: string | undefined;
  /** States of which at least one must apply. */
  states?: readonly ConnectorState[] | undefined;
}

type Test = (of: ConnectorHealth) => boolean;

/**
 * Returns true if a word of the text starts with `word`: `ads` matches `google_ads`, but not
 * `uploads`.
 */
export const hasWord = (text: string, word: string): boolean => {
  const [start, all] = [word.toLowerCase(), text.toLowerCase()];
  const anywhere = !/^[\p{L}\p{N}]/u.test(start);
  for (let from = all.indexOf(start); from >= 0; from = all.indexOf(start, from + 1)) {
    if (anywhere || !/[\p{L}\p{N}]/u.test(all[from - 1] ?? "")) return true;
  }
  return false;
};

export const wordsOf = (words: string | undefined) => (words ?? "").split(/\s+/).filter(Boolean);

/**
 * Returns the test that a filter applies to each connector.
 * @throws AppError of type `input` for an unknown qualifier or value.
 */
export async function filterOf(
  { words, states }: Wanted,
  ctx: Pick<ReadContext, "fivetran" | "signal">,
): Promise<Test> {
  const tests = await Promise.all(wordsOf(words).map((word) => testOf(word, ctx)));
  return (entry) =>
    tests.every((test) => test(entry)) &&
    (states === undefined || states.some((state) => isIn(state, entry)));
}

const QUALIFIERS = ["frequency", "schedule", "creator", "network", "service", "state"] as const;
type Qualifier = (typeof QUALIFIERS)[number];

async function testOf(word: string, ctx: Pick<ReadContext, "fivetran" | "signal">): Promise<Test> {
  const [, name = "", value = ""] = /^([a-z_]+):(.*)$/i.exec(word) ?? [];
  if (name === "") {
    return ({ connection: { schema, service, id } }) => hasWord(`${schema} ${service} ${id}`, word);
  }
  const qualifier = QUALIFIERS.find((known) => known === name.toLowerCase());
  if (qualifier === undefined) {
    throw inputError(
      `words: ${quoted(`${name}:`, 60)} is not a qualifier.`,
      `Qualifiers: ${Object.values(EXAMPLES).join(", ")}.`,
    );
  }
  const test = value === "" ? undefined : await TESTS[qualifier](value, ctx);
  if (test === undefined) {
    throw inputError(
      `words: ${quoted(word, 80)} is not a valid filter.`,
      `For example: ${EXAMPLES[qualifier]}.`,
    );
  }
  return test;
}

const EXAMPLES: Record<Qualifier, string> = {
  frequency: "frequency:<=60 (minutes between syncs)",
  schedule: "schedule:manual or schedule:auto",
  creator: "creator:mary (name, e-mail or user id; creator:* shows everyone's)",
  network:
    "network:SshTunnel, or the id of an agent or private link (network:* for every one that is not direct)",
  service: "service:hubspot, or several: service:hubspot,salesforce",
  state: `state:broken, or several of ${CONNECTOR_STATES.join(",")}`,
};

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "": (a, b) => a === b,
};

const TESTS: Record<
  Qualifier,
  (
    value: string,
    ctx: Pick<ReadContext, "fivetran" | "signal">,
  ) => Promise<Test | undefined> | Test | undefined
> = {
  frequency(value) {
    const [, sign = "", number] = /^(<=|>=|<|>|=?)(\d{1,6})$/.exec(value) ?? [];
    const compare = COMPARISONS[sign === "=" ? "" : sign];
    if (number === undefined || compare === undefined) return undefined;
    return ({ connection }) => {
      const { minutes } = cadenceOf(connection);
      return minutes !== undefined && compare(minutes, Number(number));
    };
  },
  schedule(value) {
    const wanted = value.toLowerCase();
    if (wanted !== "manual" && wanted !== "auto") return undefined;
    return ({ connection }) => (cadenceOf(connection).kind === "manual") === (wanted === "manual");
  },
  async creator(value, ctx) {
    if (value === "*") return () => true;
    const users = await readUsers(ctx);
    const wanted = value.toLowerCase();
    const ids = new Set(
      users.filter((user) => isCalled(user, wanted)).map(({ id }) => id.toLowerCase()),
    );
    return ({ connection: { connected_by: by } }) =>
      typeof by === "string" && (by.toLowerCase() === wanted || ids.has(by.toLowerCase()));
  },
  network(value) {
    const wanted = value.toLowerCase();
    return ({ connection }) => {
      const all = networkWords(connection).map((word) => word.toLowerCase());
      return value === "*" ? all.some((word) => word !== "directly") : all.includes(wanted);
    };
  },
  service(value) {
    const wanted = value.toLowerCase().split(",");
    return ({ connection }) => wanted.includes(connection.service.toLowerCase());
  },
  state(value) {
    const wanted = value.toLowerCase().split(",");
    const states = CONNECTOR_STATES.filter((state) => wanted.includes(state));
    if (states.length < wanted.length) return undefined;
    return (entry) => states.some((state) => isIn(state, entry));
  },
};

const isCalled = ({ id, email, given_name, family_name }: User, wanted: string) =>
  id.toLowerCase() === wanted ||
  hasWord(`${given_name ?? ""} ${family_name ?? ""} ${email ?? ""}`, wanted.replaceAll("_", " "));

/**
 * Returns how a connector reaches its source: the method, and the id of the link, tunnel or agent
 * that it uses.
 */
export const networkWords = (connection: Connection): string[] =>
  NETWORK.flatMap((field) => {
    const value = connection[field];
    return typeof value === "string" && value !== "" ? [bare(value)] : [];
  });

const NETWORK = [
  "networking_method",
  "private_link_id",
  "proxy_agent_id",
  "hybrid_deployment_agent_id",
] as const;

function isIn(state: ConnectorState, entry: ConnectorHealth): boolean {
  const { connection, diagnosis } = entry;
  if (state === "needs_person") {
    return [diagnosis, diagnosis.ownFinding].some(
      (finding) =>
        finding !== undefined && adviceFor(finding.rule, codesOf(entry, finding)).needsPerson,
    );
  }
  const { setup_state, sync_state, update_state } = connection.status;
  const paused = connection.paused === true ? ["paused"] : [];
  return [diagnosis.verdict, setup_state, sync_state, update_state, ...paused].includes(state);
}
