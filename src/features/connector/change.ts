import * as z from "zod";
import { valueAt } from "../../base/json-schema.js";
import type { ConnectorTypeDetails } from "../../client/resources/connector-types.js";
import { Connection } from "../../client/resources/models.js";
import { type Judged, judge } from "../../toolkit/applied.js";
import type { Json, StepOutcome } from "../../toolkit/define.js";
import type { ToolCall } from "../../toolkit/notation.js";
import { bare, quoted } from "../../toolkit/render.js";
import {
  changedPart,
  hostsOf,
  isMasked,
  isSecretIn,
  leaves,
  NAMING_FIELDS,
  NETWORK_FIELDS,
  type Network,
  pathText,
} from "../services/index.js";
import { type Schedule, scheduleLabel } from "./schedule.js";
import { type Fields, jsonFields, maskedConfig, PLAIN_FIELDS, shownValue } from "./settings.js";

export interface RequestedChange extends Schedule, Network {
  schema_status?: "ready" | undefined;
  config?: Fields | undefined;
  auth?: Fields | undefined;
}

/** Fields that control how Fivetran applies a change. Fivetran does not store them. */
export const CONTROLS = ["run_setup_tests", "trust_certificates", "trust_fingerprints"] as const;

export const Change = z.looseObject({ field: z.string(), from: z.string(), to: z.string() });

export type Change = z.output<typeof Change>;

export const networkOf = (connection: Connection): Network =>
  Object.fromEntries(
    NETWORK_FIELDS.flatMap((field) => {
      const value = connection[field];
      return typeof value === "string" ? [[field, value] as const] : [];
    }),
  );

export function namingProblems(config: Fields | undefined, current: Fields): string[] {
  return NAMING_FIELDS.filter(
    (field) =>
      config?.[field] !== undefined && field in current && config[field] !== current[field],
  ).map((field) => `config.${field} is part of the connector's name, which cannot be changed.`);
}

/** Returns the body of the PATCH request. It contains only fields that change. */
export function changedBody(
  args: RequestedChange,
  connection: Connection,
  current: Fields,
): Fields {
  const body: Fields = {};
  const replaces = connection.schedule != null && args.schedule == null;
  for (const field of PLAIN_FIELDS) {
    const value = args[field];
    if (value === undefined) continue;
    // When a schedule object is set, the older fields do not show the schedule in force, so they
    // are always sent.
    const older = replaces && (field === "sync_frequency" || field === "daily_sync_time");
    if (older || changedPart(connection[field], z.json().parse(value)) !== undefined)
      body[field] = z.json().parse(value);
  }
  if (args.schema_status !== undefined && connection.status.schema_status !== "ready") {
    body["schema_status"] = args.schema_status;
  }
  const config = args.config === undefined ? undefined : changedPart(current, args.config);
  if (config !== undefined) body["config"] = config;
  if (args.auth !== undefined && Object.keys(args.auth).length > 0) body["auth"] = args.auth;
  return body;
}

const text = (value: unknown) =>
  value === undefined || value === null || value === "" ? "unset" : bare(String(value));

/** Returns every change with its old and new value. Secrets are masked. */
export function changesOf(
  body: Fields,
  connection: Connection,
  current: Fields,
  type: ConnectorTypeDetails | undefined,
): Change[] {
  return Object.entries(body).flatMap(([field, value]) => {
    if (field === "config" || field === "auth") {
      return leaves(value).map(({ path, value: leaf }) => {
        const before = field === "config" ? valueAt(current, path) : undefined;
        return {
          field: pathText([field, ...path]),
          from:
            field === "auth"
              ? "hidden"
              : before === undefined
                ? "unset"
                : shownValue(type, field, path, before),
          to: shownValue(type, field, path, leaf).replace(/^a secret/, "a new secret"),
        };
      });
    }
    if (field === "schedule") {
      const { schedule = null } = Connection.pick({ schedule: true }).parse({ schedule: value });
      return [{ field, from: scheduleLabel(connection), to: scheduleLabel({ schedule }) }];
    }
    const before = field === "schema_status" ? connection.status.schema_status : connection[field];
    return [{ field, from: text(before), to: text(value) }];
  });
}

/** Describes the hosts that receive the credentials before and after the change. */
export function hostLines(
  current: Fields,
  after: Fields,
  type: ConnectorTypeDetails | undefined,
): string[] {
  const was = hostsOf(current, type);
  const is = hostsOf(after, type);
  const moved = [...new Set([...was.keys(), ...is.keys()])].filter(
    (path) => was.get(path) !== is.get(path),
  );
  const show = (value: string | undefined) => (value === undefined ? "unset" : quoted(value, 160));
  const stays = [...is].filter(([path]) => !moved.includes(path));
  if (was.size + is.size === 0)
    return ["host: the configuration contains no host, because the service type determines it"];
  return [
    ...moved.map(
      (path) =>
        `host: ${path === "host" ? "" : `${path} `}${show(was.get(path))} → ${show(is.get(path))}; Fivetran sends the stored credentials to the new host`,
    ),
    ...(stays.length > 0
      ? [
          `host unchanged: ${stays.map(([path, value]) => `${path} ${quoted(value, 160)}`).join(", ")}`,
        ]
      : []),
  ];
}

/**
 * Returns the state that the plan is based on: the fields that change and, if the source is
 * affected, the masked configuration.
 */
export function observedOf(
  connection: Connection,
  body: Fields,
  type: ConnectorTypeDetails | undefined,
): Json {
  const plain = PLAIN_FIELDS.filter((field) => field in body);
  return z.json().parse({
    id: connection.id,
    service: connection.service,
    group_id: connection.group_id,
    ...Object.fromEntries(plain.map((field) => [field, connection[field] ?? null])),
    ...("schema_status" in body ? { schema_status: connection.status.schema_status ?? null } : {}),
    ...(changesSource(body) || changesNetwork(body)
      ? { ...networkOf(connection), config: maskedConfig(connection, type) }
      : {}),
  });
}

export const changesSource = (body: Fields) => "config" in body || "auth" in body;
export const changesNetwork = (body: Fields) => NETWORK_FIELDS.some((field) => field in body);

/** Compares each change with the response, and with the connector as it was read afterwards. */
export function judgeChanges(
  { body, changes, type }: Changed,
  reply: Connection | undefined,
  after: Connection | undefined,
): Judged<Change> {
  const [inReply, inRead] = [reply, after].map((response) => shownFields(body, response, type));
  const isHidden = (field: string) =>
    [inReply, inRead].some((shown) => shown?.get(field) === "hidden");
  const shows = (shown: typeof inRead, field: string) => {
    const value = shown?.get(field);
    return value === "hidden" ? undefined : value;
  };
  return judge(
    changes,
    ({ field }) => isHidden(field) || shows(inReply, field),
    ({ field }) => shows(inRead, field),
  );
}

/** Returns the connector in the response to a request. */
export const connectionIn = ({ reply }: Extract<StepOutcome, { state: "done" }>) =>
  Connection.safeParse(reply.data).data;

const Shown = z.looseObject({ paused: z.boolean().optional().catch(undefined) }).catch({});

/** Whether the reply of a request shows the connector paused. */
export const pausedIn = (outcome: StepOutcome | undefined): boolean | undefined =>
  outcome?.state === "done" ? Shown.parse(outcome.reply.data).paused : undefined;

export interface Changed {
  body: Fields;
  changes: Change[];
  type: ConnectorTypeDetails | undefined;
}

/**
 * Compares each sent field with a response, except fields that the response leaves out. Secrets are
 * masked in the result.
 */
export function shownFields(
  body: Fields,
  response: Connection | undefined,
  type: ConnectorTypeDetails | undefined,
): Map<string, boolean | "hidden"> {
  const shown = new Map<string, boolean | "hidden">();
  if (response === undefined) return shown;
  const config = jsonFields(response["config"]);
  for (const [field, sent] of Object.entries(body)) {
    if (CONTROLS.some((control) => control === field)) continue;
    for (const { path, value } of field === "config" || field === "auth"
      ? leaves(sent)
      : [{ path: [], value: sent }]) {
      const found =
        field === "config"
          ? valueAt(config, path)
          : field === "schema_status"
            ? response.status.schema_status
            : response[field];
      const place = pathText([field, ...path]);
      const secret =
        field === "auth" || (field === "config" && isSecretIn(type, ["config", ...path]));
      if (secret || isMasked(found)) shown.set(place, "hidden");
      else if (changedPart(found, value) === undefined) shown.set(place, true);
      // A field that a record lacks may read as an empty text.
      else if (found != null && (found !== "" || path.length > 0)) shown.set(place, false);
    }
  }
  return shown;
}

/** Describes effects of the change beyond its fields. */
export function stateLines({ status }: Connection, body: Fields, reaches: boolean): string[] {
  const syncing = status.sync_state.toLowerCase() === "syncing";
  return [
    ...(reaches && syncing
      ? ["a sync is running; Fivetran cancels it, or rejects the change if it cannot stop the sync"]
      : []),
    ...("schema_status" in body
      ? ["this ends the schema review permanently; the tables that are selected now are loaded"]
      : []),
  ];
}

/**
 * Returns the call that restores plain settings. A configuration may contain secrets, which cannot
 * be read, so it is not restored.
 */
export function undoOf(
  before: Connection,
  body: Fields,
  changes: readonly Change[],
): z.output<typeof ToolCall> | undefined {
  const { id, daily_sync_time: hour, schedule_type } = before;
  const schedule = scheduleUndo(before, body);
  const back = changes
    // If no hour was set before, restoring the frequency removes the new hour.
    .filter(({ field, from }) => !isNewHour(field, from) || !("sync_frequency" in body))
    .map(({ field, from }) => ({
      field,
      plain: field in body && (from !== "unset" || (schedule !== undefined && isOfSchedule(field))),
    }));
  if (back.length === 0 || back.some(({ field, plain }) => !plain || field === "schema_status"))
    return undefined;
  const dropped = "sync_frequency" in body && !("daily_sync_time" in body) ? hour : undefined;
  return {
    tool: "update_connector",
    arguments: {
      connector: id,
      ...Object.fromEntries(
        back
          .filter(({ field }) => schedule === undefined || !isOfSchedule(field))
          .map(({ field }) => [field, z.json().parse(before[field])]),
      ),
      ...(schedule ?? (dropped && schedule_type !== "manual" ? { daily_sync_time: dropped } : {})),
    },
  };
}

const OF_SCHEDULE: readonly string[] = [
  "schedule",
  "sync_frequency",
  "daily_sync_time",
  "schedule_type",
];
const isOfSchedule = (field: string) => OF_SCHEDULE.includes(field);

/**
 * Returns the complete former schedule if the old or the new one is an object. Undefined if single
 * fields restore it.
 */
function scheduleUndo(before: Connection, body: Fields): Fields | undefined {
  const touched = Object.keys(body).some(isOfSchedule);
  if (!touched || (before.schedule == null && body["schedule"] === undefined)) return undefined;
  if (before.schedule_type === "manual") return { schedule_type: "manual" };
  if (before.schedule != null) return { schedule: z.json().parse(before.schedule) };
  const { sync_frequency, daily_sync_time } = before;
  return {
    ...(sync_frequency == null ? {} : { sync_frequency }),
    ...(daily_sync_time && sync_frequency === 1440 ? { daily_sync_time } : {}),
  };
}

const isNewHour = (field: string, from: string) => field === "daily_sync_time" && from === "unset";
