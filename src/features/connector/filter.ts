import { collect } from "../../base/collect.js";
import { firedByDeadline } from "../../base/deadline.js";
import { AppError, inputError } from "../../base/errors.js";
import { alternatives, nearest } from "../../base/nearest.js";
import { bare, quoted } from "../../base/text.js";
import { cadenceOf } from "../../client/health/cadence.js";
import { VERDICTS } from "../../client/health/diagnose.js";
import type { Connection } from "../../client/resources/models.js";
import type { User } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";
import { listUsers } from "../access/index.js";
import {
  adviceFor,
  type ConnectorHealth,
  codesOf,
  UnreadableRecords,
  unknownTypes,
} from "../health/index.js";

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

export interface Filter {
  matches: Test;
  /** The users, if the words contain a creator. Undefined if they could not be read. */
  users?: readonly User[] | undefined;
  /** A note if the users could not be read. */
  gaps: string[];
  /** Notes about values in the words that no connector has, such as misspelled ones. */
  unknown: string[];
}

type Context = Pick<ReadContext, "fivetran" | "signal" | "secondary">;

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
 * Returns the filter for connectors that are being read.
 * @throws AppError of type `input` for an unknown qualifier or value, and the error of the users if a creator cannot
 * be found without them.
 */
export async function filterOf(
  { words, states }: Wanted,
  reading: Promise<readonly ConnectorHealth[]>,
  ctx: Context,
): Promise<Filter> {
  const all = wordsOf(words);
  const byCreator = all.some((word) => /^creator:/i.test(word));
  const [entries, people] = await Promise.all([reading, byCreator ? peopleOf(ctx) : undefined]);
  const tests = all.map((word) => testOf(word, { entries, people }));
  const { users, failure } = people ?? {};
  const why = failure?.message.replace(/\.$/, "");
  return {
    matches: (entry) =>
      tests.every((test) => test(entry)) &&
      (states === undefined || states.some((state) => isIn(state, entry))),
    users,
    gaps: [
      ...(why === undefined
        ? []
        : [`users could not be read, so creators are shown by id: ${why}`]),
      ...(people?.unreadable ?? []),
    ],
    unknown: all.flatMap((word) => unknownIn(word, entries)),
  };
}

function unknownIn(word: string, entries: readonly ConnectorHealth[]): string[] {
  const [, name = "", values = ""] = /^(service|network):(.+)$/.exec(word.toLowerCase()) ?? [];
  if (name === "service") {
    return unknownTypes(
      values.split(","),
      new Set(entries.map(({ connection }) => connection.service.toLowerCase())),
    );
  }
  if (name === "" || values === "*") return [];
  const seen = new Set(entries.flatMap(({ connection }) => networkWords(connection)));
  if ([...seen].some((known) => known.toLowerCase() === values)) return [];
  const near = nearest(values, new Set([...METHODS, ...seen]), (known) => known);
  const instead = near.length === 0 ? "" : `; the most similar is ${alternatives(near)}`;
  return [
    `no checked connector has the networking method, link or agent ${quoted(values, 60)}${instead}`,
  ];
}

const METHODS = ["Directly", "PrivateLink", "SshTunnel", "ProxyAgent"];

interface People {
  users?: readonly User[];
  /** Notes about users who could not be read. */
  unreadable?: readonly string[];
  failure?: AppError;
}

async function peopleOf({ fivetran, signal, secondary }: Context): Promise<People> {
  try {
    const records = new UnreadableRecords("user");
    const users = await secondary.within((within) =>
      collect(listUsers({ fivetran, signal: within }, records.add)),
    );
    return { users, unreadable: records.notes() };
  } catch (error) {
    const left = signal.aborted && !firedByDeadline(signal);
    if (left || !(error instanceof AppError)) throw error;
    return { failure: error };
  }
}

const QUALIFIERS = ["frequency", "schedule", "creator", "network", "service", "state"] as const;
type Qualifier = (typeof QUALIFIERS)[number];

/** What some tests need to know beside the connector. */
interface Known {
  entries: readonly ConnectorHealth[];
  people: People | undefined;
}

function testOf(word: string, known: Known): Test {
  const [, name = "", value = ""] = /^([a-z_]+):(.*)$/i.exec(word) ?? [];
  if (name === "") {
    return ({ connection: { schema, service, id } }) => hasWord(`${schema} ${service} ${id}`, word);
  }
  const qualifier = QUALIFIERS.find((known) => known === name.toLowerCase());
  if (qualifier === undefined) {
    throw inputError(
      `words: ${quoted(`${name}:`, 60)} is not a qualifier.`,
      `Qualifiers: ${Object.values(EXAMPLES).join("; ")}.`,
    );
  }
  const test = value === "" ? undefined : TESTS[qualifier](value, known);
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
  creator: "creator:mary (name, e-mail or user id) or creator:* (every creator)",
  network:
    "network:SshTunnel, network:ID with the id of an agent or private link, or network:* (all connectors without a direct connection)",
  service: "service:hubspot or service:hubspot,salesforce",
  state: `state:broken or state:broken,failing (states: ${CONNECTOR_STATES.join(", ")})`,
};

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "": (a, b) => a === b,
};

const TESTS: Record<Qualifier, (value: string, known: Known) => Test | undefined> = {
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
  creator(value, { entries, people = {} }) {
    if (value === "*") return () => true;
    const { users = [], failure } = people;
    const wanted = value.toLowerCase();
    const ids = new Set(
      users.filter((user) => isCalled(user, wanted)).map(({ id }) => id.toLowerCase()),
    );
    const test: Test = ({ connection: { connected_by: by } }) =>
      typeof by === "string" && (by.toLowerCase() === wanted || ids.has(by.toLowerCase()));
    // Without the users, only an id can be found. A name would seem to have no connectors.
    if (failure !== undefined && !entries.some(test)) throw unreadUsers(value, failure);
    return test;
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

const unreadUsers = (value: string, { type, message }: AppError) =>
  new AppError(
    type,
    `words: ${quoted(`creator:${value}`, 80)} cannot be applied, because users could not be read: ${message}`,
    {
      hint: "Use creator: with the id of a user, creator:* to show the ids of all creators, or leave it out.",
    },
  );

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
