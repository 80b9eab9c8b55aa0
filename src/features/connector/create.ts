import type { ConnectorTypeDetails } from "../../client/resources/connector-types.js";
import { Connection, type Group } from "../../client/resources/models.js";
import { type Consequence, fieldSet } from "../../toolkit/consequence.js";
import { call, type Json, type Step, withoutTests } from "../../toolkit/define.js";
import { bare, named, quoted, upTo } from "../../toolkit/render.js";
import type { Protection, Selection } from "../schema/index.js";
import {
  authorizationOf,
  copyConfig,
  fieldProblems,
  hostsOf,
  isSecretIn,
  leaves,
  mergeConfig,
  missingFields,
  NAMING_FIELDS,
  NETWORK_FIELDS,
  type Network,
  nameFields,
  nameFrom,
  namingOf,
  networkProblems,
  pathText,
  readGiven,
} from "../services/index.js";
import { networkOf } from "./change.js";
import {
  DEFAULT_SCHEDULE,
  SCHEDULE_FIELDS,
  type Schedule,
  scheduleLabel,
  scheduleProblems,
  withTypedSchedule,
} from "./schedule.js";
import {
  type Fields,
  jsonFields,
  PLAIN_FIELDS,
  pick,
  plainSecrets,
  shownValue,
} from "./settings.js";

/** The requested settings, which apply to all targets. */
export interface RequestedConnector extends Schedule, Network {
  paused?: boolean | undefined;
  destination_schema_names?: string | undefined;
  config?: Fields | undefined;
  auth?: Fields | undefined;
  run_setup_tests?: boolean | undefined;
  trust_certificates?: boolean | undefined;
  trust_fingerprints?: boolean | undefined;
}

export interface RequestedTarget {
  group: Group;
  name?: string | undefined;
  config?: Fields | undefined;
  auth?: Fields | undefined;
}

export interface NewConnector {
  group: Group;
  name: string;
  type: ConnectorTypeDetails;
  body: Fields;
  /** Secrets that the original has and the call does not provide, by path. */
  needs: string[];
  /** Explains what a copy still needs to sign in. */
  signIn: string;
  /** Parts of the original that are not copied. */
  left: string[];
  /**
   * Settings that protect data, stored before anything is loaded. They come from the original or
   * from the call.
   */
  stored: Protection["body"];
  /** Reasons why a copy stays paused: tables that it would load although the original does not. */
  open: string[];
  /** True if a copy is created paused and resumed after its protection is stored. */
  resumes: boolean;
  hosts: string[];
  plain: string[];
  notes: string[];
  problems: string[];
}

export interface CreateContext {
  type: ConnectorTypeDetails;
  source: Connection | undefined;
  /** The protection of the source. Undefined without a source. */
  protection: Protection | undefined;
  /** The tables and columns that the call selects. */
  selection: Selection | undefined;
  wanted: RequestedConnector;
  card: { redirect_uri: string } | undefined;
}

/** Builds the request that creates one connector, and lists all problems and missing fields. */
export async function newConnector(
  target: RequestedTarget,
  context: CreateContext,
): Promise<NewConnector> {
  const { type, source, protection, selection, wanted, card } = context;
  const { group } = target;
  const naming = namingOf(type);
  const copied = withoutExclusive(copyConfig(source?.["config"], type, NAMING_FIELDS));
  // This field repeats the networking method, and a copy may get a different one.
  if (source?.["networking_method"]) delete copied.config["connection_type"];
  const shared = readGiven(wanted, type);
  const single = readGiven(target, type);
  const own = mergeConfig(shared.config ?? {}, single.config ?? {});
  const auth = mergeConfig(shared.auth ?? {}, single.auth ?? {});
  const merged = mergeConfig(copied.config, own);
  const named = nameOf(target.name, own, naming, source);
  const config = { ...merged, ...named.fields };
  const given = leaves(own).map(({ path }) => pathText(["config", ...path]));
  const needs = copied.secrets.filter(
    (path) => !given.some((own) => own === path || own.startsWith(`${path}.`)),
  );
  const schedule = newSchedule(source, pick(withTypedSchedule(wanted), SCHEDULE_FIELDS));
  const network = networkFor(source, wanted, group.id);
  const stored = protection?.body ?? selection?.body;
  const missing = (await missingFields(config, type)).filter(
    (path) => card === undefined && !needs.includes(path) && !isNaming(path),
  );
  const open = [
    ...(protection?.open ?? []),
    ...(protection?.body === undefined
      ? []
      : otherSource(own, source, type).map(
          (path) => `names that are different in the copy, because the call changes ${path}`,
        )),
  ];
  const guarded = stored !== undefined || open.length > 0;
  const resumes =
    guarded &&
    open.length === 0 &&
    (selection === undefined ? wanted.paused !== true : wanted.paused === false);
  const tested = wanted.run_setup_tests ?? (card === undefined && needs.length === 0);
  const body: Fields = {
    group_id: group.id,
    service: type.id,
    config,
    ...(Object.keys(auth).length > 0 ? { auth } : {}),
    ...jsonFields(schedule),
    ...network.fields,
    ...pick(wanted, SENT_AS_GIVEN),
    ...(guarded ? { paused: true } : {}),
    run_setup_tests: tested,
    ...pick(wanted, TRUSTS),
    ...(card === undefined ? {} : { connect_card_config: card }),
  };
  return {
    group,
    name: named.name,
    type,
    body,
    needs,
    signIn: signInOf(type, { needs, own, auth, card }),
    left: copied.left.filter((path) => !given.includes(path)),
    stored,
    open,
    resumes,
    hosts: [...hostsOf(config, type)].map(
      ([path, host]) => `${path === "host" ? "" : `${path} `}${quoted(host, 160)}`,
    ),
    plain: plainSecrets(type, { config: own, auth }),
    notes: [...network.notes, ...sharedNotes(own, source)],
    problems: [
      ...named.problems,
      ...(await fieldProblems({ config: own, auth }, type)),
      ...(missing.length > 0
        ? [`${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} required.`]
        : []),
      ...scheduleProblems(schedule, DEFAULT_SCHEDULE),
      ...networkProblems(network.fields, {}, config),
    ],
  };
}

/**
 * Explains how the copy signs in. Fivetran copies no credentials, and shows only some of the
 * original's.
 */
function signInOf(
  type: ConnectorTypeDetails,
  given: { needs: readonly string[]; own: Fields; auth: Fields; card: CreateContext["card"] },
): string {
  const { needs, own, auth, card } = given;
  if (needs.length > 0) return `secrets are not copied; the copy still needs ${needs.join(", ")}`;
  const gives = leaves(own).some(({ path }) => isSecretIn(type, ["config", ...path]));
  if (gives || Object.keys(auth).length > 0) return "no further secrets are needed";
  if (card !== undefined) return "a person signs in with the connect card";
  const { ways } = authorizationOf(type);
  const byApi = ways.filter(({ how }) => how !== "connect_card");
  if (byApi.some(({ how }) => how === "none")) return "no secrets are needed";
  const fields = byApi.flatMap(({ how, fields }) => (how === "config" ? fields : []));
  return fields.length > 0
    ? `secrets are not copied, and the configuration of the original does not show which ones it uses; the copy may need ${upTo([...new Set(fields)], MOST_SECRETS, (one) => one).join(", ")}`
    : "the sign-in is not copied; give auth, or let a person sign in through create_connect_card";
}

const MOST_SECRETS = 6;

const SENT_AS_GIVEN = ["paused", "destination_schema_names"] as const;
const TRUSTS = ["trust_certificates", "trust_fingerprints"] as const;

/**
 * Fields whose value must belong to one connector only. A second connector with the same value
 * takes changes away from the first.
 */
const EXCLUSIVE = ["replication_slot", "replica_id", "consumer_group", "queue_name"];

function withoutExclusive(copied: ReturnType<typeof copyConfig>): ReturnType<typeof copyConfig> {
  const kept = Object.entries(copied.config).filter(([field]) => !EXCLUSIVE.includes(field));
  const taken = EXCLUSIVE.filter((field) => Object.hasOwn(copied.config, field));
  return {
    ...copied,
    config: Object.fromEntries(kept),
    left: [...copied.left, ...taken.map((field) => `config.${field}`)],
  };
}

/** Warns about exclusive values that the call gives to the copy although the original uses them. */
const sharedNotes = (own: Fields, source: Connection | undefined) =>
  EXCLUSIVE.filter((field) => {
    const value = jsonFields(source?.["config"])[field];
    return own[field] !== undefined && value !== undefined && String(own[field]) === String(value);
  }).map(
    (field) =>
      `the original also uses this config.${field}. If both connectors use it, each of them misses the changes that the other one reads`,
  );

/** Returns the fields of the call that connect the copy to a source other than the original's. */
function otherSource(
  own: Fields,
  source: Connection | undefined,
  type: ConnectorTypeDetails,
): string[] {
  const before = new Map(
    leaves(jsonFields(source?.["config"])).map(({ path, value }) => [pathText(path), value]),
  );
  return leaves(own)
    .filter(({ path }) => path.length > 0 && !isSecretIn(type, ["config", ...path]))
    .filter(({ path: [field] }) => ![...NAMING_FIELDS, ...EXCLUSIVE].includes(String(field)))
    .filter(({ path, value }) => String(before.get(pathText(path))) !== String(value))
    .map(({ path }) => pathText(["config", ...path]));
}

/**
 * Returns the requests that create one connector. `first` is the position of the first one in the
 * plan.
 */
export function createSteps({ body, stored, resumes }: NewConnector, first: number): Step[] {
  const idOf = { step: first, param: "connectionId" };
  return [
    call("create_connection", {}, body),
    ...(stored === undefined
      ? []
      : [{ ...call("pre_create_connection_schema_config", {}, stored), idOf }]),
    ...(resumes
      ? [{ ...call("modify_connection", {}, withoutTests({ paused: false })), idOf }]
      : []),
  ];
}

const isNaming = (path: string) => NAMING_FIELDS.some((field) => path === `config.${field}`);

/**
 * Returns the given name, or the name built from the fields that form it. A copy into another group
 * keeps the original's name.
 */
function nameOf(
  name: string | undefined,
  config: Fields,
  naming: ReturnType<typeof namingOf>,
  source: Connection | undefined,
): { name: string; fields: Fields; problems: string[] } {
  const byFields = nameFrom(naming, config);
  if (name !== undefined && byFields !== undefined && name !== byFields) {
    return {
      name,
      fields: {},
      problems: [
        `name ${quoted(name, 80)} and the name in config (${quoted(byFields, 80)}) are different. Give only one of them.`,
      ],
    };
  }
  const wanted = name ?? byFields ?? source?.schema;
  const rule = naming.join(".");
  if (wanted === undefined) {
    return {
      name: "",
      fields: {},
      problems: [`name is required (${rule}); it cannot be changed later.`],
    };
  }
  const made = nameFields(naming, wanted);
  return "fields" in made
    ? { name: wanted, fields: made.fields, problems: [] }
    : {
        name: wanted,
        fields: {},
        problems: [`name ${quoted(wanted, 80)} is invalid: ${made.problem}.`],
      };
}

/**
 * Combines the schedule of the call with that of the original. A schedule object replaces the older
 * fields, and the older fields replace a schedule object.
 */
function newSchedule(source: Connection | undefined, wanted: Schedule): Schedule {
  const { schedule, sync_frequency, schedule_type, daily_sync_time, ...rest } =
    copiedSchedule(source);
  if (wanted.schedule != null) return { ...rest, ...wanted };
  const older = [wanted.sync_frequency, wanted.schedule_type, wanted.daily_sync_time];
  if (schedule !== undefined && older.every((value) => value === undefined)) {
    return { ...rest, schedule, ...wanted };
  }
  return {
    ...pick({ sync_frequency, schedule_type, daily_sync_time }, OLDER_FIELDS),
    ...rest,
    ...wanted,
  };
}

const OLDER_FIELDS = ["sync_frequency", "schedule_type", "daily_sync_time"] as const;

function copiedSchedule(source: Connection | undefined): Schedule {
  if (source === undefined) return {};
  const { sync_frequency, schedule_type, daily_sync_time } = source;
  const { data_delay_sensitivity, data_delay_threshold } = source;
  const { schedule } = source;
  const daily = sync_frequency === 1440 && schedule_type !== "manual";
  const custom = data_delay_sensitivity === "CUSTOM";
  return {
    ...(schedule != null && schedule_type !== "manual"
      ? { schedule }
      : {
          ...(sync_frequency ? { sync_frequency } : {}),
          ...(schedule_type ? { schedule_type } : {}),
          ...(daily_sync_time && daily ? { daily_sync_time } : {}),
        }),
    ...(data_delay_sensitivity ? { data_delay_sensitivity } : {}),
    ...(custom && data_delay_threshold ? { data_delay_threshold } : {}),
    ...(source["pause_after_trial"] === true ? { pause_after_trial: true } : {}),
  };
}

/**
 * Returns the network settings of a new connector. Private links and agents belong to the region of
 * a group, so a copy into another group does not get those of the original.
 */
function networkFor(source: Connection | undefined, wanted: Network, group: string) {
  const own = pick(wanted, NETWORK_FIELDS);
  if (source === undefined || Object.keys(own).length > 0) return { fields: own, notes: [] };
  const { networking_method: method, ...ids } = networkOf(source);
  const way = method && method !== "Directly" ? { networking_method: method } : {};
  const bound = Object.keys(ids);
  if (bound.length === 0) return { fields: way, notes: [] };
  if (source.group_id === group)
    return { fields: pick({ ...way, ...ids }, NETWORK_FIELDS), notes: [] };
  return {
    fields: {},
    notes: [
      `its network (${bare(method ?? "agent")}, ${bound.join(", ")}) is not copied to another group. If the copy needs a private link or an agent, give networking_method and the id of a private link or agent of the new group`,
    ],
  };
}

/**
 * Returns one line for each field that is sent. Secrets are masked. After the first connector, only
 * differences are listed.
 */
export function sentFields(
  items: readonly NewConnector[],
  type: ConnectorTypeDetails,
): Consequence[] {
  const [first = [], ...others] = items.map((item) => fieldLines(item, type));
  const shared = new Set(first);
  const more = first.length - MOST_FIELDS;
  return [
    ...first.slice(0, MOST_FIELDS).map((line) => fieldSet(line.split(" = ")[0] ?? "", line)),
    ...(more > 0 ? [`… and ${more} more`] : []),
    ...others.flatMap((lines, at) => {
      const own = lines.filter((line) => !shared.has(line));
      const { name = "", group } = items[at + 1] ?? {};
      return own.length === 0
        ? []
        : [`${bare(name)} in group ${bare(group?.name ?? "")}: ${own.join(", ")}`];
    }),
  ];
}

const MOST_FIELDS = 40;

const SHOWN_FIELDS = [...PLAIN_FIELDS, "paused", "destination_schema_names"];

function fieldLines({ body }: NewConnector, type: ConnectorTypeDetails): string[] {
  const plain = SHOWN_FIELDS.filter((field) => body[field] !== undefined);
  const settings = plain.map((field) =>
    field === "schedule"
      ? `schedule = ${scheduleLabel(Connection.pick({ schedule: true }).parse(body))}`
      : `${field} = ${bare(String(body[field]))}`,
  );
  const access = (["config", "auth"] as const).flatMap((part) => {
    const value: Json | undefined = body[part];
    if (value === undefined) return [];
    return leaves(value)
      .filter(({ path }) => path.length > 0)
      .map(
        ({ path, value: leaf }) =>
          `${pathText([part, ...path])} = ${shownValue(type, part, path, leaf)}`,
      );
  });
  return [...settings, ...access];
}

export const groupText = ({ group: of }: NewConnector) => `group ${named(of.name, of.id)}`;

/** Returns the plan's lines for one new connector. */
export function itemLines(item: NewConnector, source: Connection | undefined): string[] {
  const what = `${bare(item.name)} in ${groupText(item)}`;
  const tested = item.body["run_setup_tests"] === true;
  const waits = item.body["paused"] === true && !item.resumes;
  const loads = waits
    ? "; the connector stays paused"
    : tested
      ? "; after they pass, the history is loaded"
      : "; the history is loaded once they have run and passed";
  return [
    `${what}: ${tested ? "setup tests run immediately" : "setup tests do not run now"}${loads}${item.hosts.length > 0 ? `; host: ${item.hosts.join(", ")}` : ""}`,
    ...(source === undefined ? [] : [`${what}: ${item.signIn}`]),
    ...(item.left.length > 0 ? [`${what}: not copied: ${item.left.join(", ")}`] : []),
    ...item.left
      .filter((path) => EXCLUSIVE.some((field) => path === `config.${field}`))
      .map(
        (path) =>
          `${what}: ${path} can be used by only one connector; give the copy its own value in config`,
      ),
    ...(item.resumes && source === undefined
      ? [
          `${what}: the connector is created paused. It is resumed after its selection of tables and columns is stored`,
        ]
      : []),
    ...(item.resumes && source !== undefined
      ? [
          `${what}: the copy is created paused. It is resumed after the original's disabled tables and columns, hashing and sync modes are stored for it`,
        ]
      : []),
    ...(item.open.length > 0
      ? [
          `${what}: stays paused, because the table and column settings of the original cannot be copied exactly. Before you resume the copy, check: ${upTo(item.open, MOST_FIELDS, (one) => one).join(", ")}`,
        ]
      : []),
  ];
}
