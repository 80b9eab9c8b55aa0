import { collect } from "../base/collect.js";
import { createAllowance, SECONDARY_READS_MS } from "../base/deadline.js";
import { AppError, isClosed, isNotEnabled } from "../base/errors.js";
import type { Log } from "../base/log.js";
import { type Redact, redactedJson, redacting } from "../base/secret.js";
import { instant } from "../base/time.js";
import { isSchemaChange } from "../client/events/sync-events.js";
import type { WebhookEvent } from "../client/events/webhook-events.js";
import { createWebhookHandler, type WebhookHandler } from "../client/events/webhook-handler.js";
import type { Connection } from "../client/resources/models.js";
import {
  type AccountHealth,
  type ConnectorHealth,
  readAccountHealth,
} from "../features/health/index.js";
import {
  MOST_REFUSED,
  outcomeOf,
  REACH_MS,
  runOf,
  shortReason,
} from "../features/history/index.js";
import type { HistoryStore } from "../store/history-store.js";
import type { AccountReader } from "../toolkit/define.js";
import { type Run, seenEndId } from "../toolkit/recorded.js";
import { alertBody, type Change, type ChangeKind, type Poster } from "./alerts.js";
import { changeIn, changesOf, kindOf, levelOf, State, worseOf } from "./changes.js";
import { dueLooks, lookAtSchema, schemaChange } from "./schemas.js";
import type { WatchSettings } from "./settings.js";

export interface WatchOptions {
  account: Omit<AccountReader, "signal" | "secondary" | "progress">;
  /** The name of the account in alerts. */
  accountName: string;
  /**
   * True if it sees only a part of the account. Another watch may then record the rest in the same
   * history.
   */
  isConfined: boolean;
  store: HistoryStore;
  settings: WatchSettings;
  poster: Poster | undefined;
  log: Log;
  /** Redacts everything that is recorded or reported. */
  redact: Redact;
}

/** A connector of this poll, with its schema at the last check. */
interface Looked {
  connection: Pick<Connection, "id" | "schema" | "group_id">;
  state: State;
  schema: State["schema"];
}

/** The result of one poll. */
export interface Polled {
  checked: number;
  changes: Change[];
  /** The number of connectors whose sync history was read. */
  read: number;
  gaps: string[];
}

export interface Watch {
  /**
   * Receives Fivetran's webhooks. An event is acknowledged only after it is stored on disk.
   * Undefined without a secret. Mount it before any body parser, or start a server with it.
   */
  webhooks: WebhookHandler | undefined;
  /**
   * Checks the account once: health, changes, alerts, and the sync history of the connectors that
   * are due.
   */
  poll(signal: AbortSignal): Promise<Polled>;
  /** Resolves when a webhook reports a failure. The next poll should then start without delay. */
  nudged(): Promise<void>;
}

const DAY_MS = 86_400_000;
/** The sync history covers 7 days, so reading each once a day loses nothing. */
const READ_EVERY_MS = DAY_MS;
/**
 * The share of the remaining rate limit that one poll may use for sync histories. Most of them are
 * not urgent.
 */
const SHARE = 0.02;
const MOST_READS = 50;
/** Limits one of these reads. Together with the next limit, an API that hangs does not delay the next poll. */
const READ_MS = 15_000;
/** After this number of reads in a row without a response from Fivetran, the others wait for the next poll. */
const MOST_LOST = 2;

/**
 * Records the runs and changes of one account, and reports the changes. Used by `watch`, and by
 * servers that mount it.
 */
export function createWatch(options: WatchOptions): Watch {
  const { account, accountName, isConfined, store, settings, poster, log, redact } = options;
  let nudge = () => {};
  let nudging: Promise<void> = Promise.resolve();
  const renew = () => {
    nudging = new Promise((resolve) => {
      nudge = resolve;
    });
  };
  renew();
  let withoutHistory = 0;
  /** Connectors whose sync history the key may not read. */
  const unreadable = new Set<string>();
  let prunedAt = 0;
  /**
   * Connectors whose schema change a webhook already reported. The next check does not report it
   * again.
   */
  const announced = new Set<string>();

  function onEvent(event: WebhookEvent): void {
    const run = runIn(event);
    if (run !== undefined) store.addRuns([run]);
    if (run?.outcome === "failed" || event.event === "connection_failure") nudge();
  }

  /**
   * Records an event about a schema change. Fivetran's list of webhook events does not contain such
   * events, so they are recorded only if they arrive.
   */
  function onUnknown(event: WebhookEvent): void {
    const { connector_id: id, connector_name: name, createdAt, group_id: group } = event;
    if (!isSchemaChange(event) || id === undefined || !store.marks().has(id)) return;
    announced.add(id);
    const change = { cause: event.event, name: name ?? id, group: group ?? "" };
    const at = createdAt?.getTime() ?? account.now().getTime();
    const details = redactedJson(change);
    store.setStates(new Map(), [{ connectionId: id, at, kind: "schema_changed", details }]);
    nudge();
  }

  const { webhookSecret } = settings;
  const webhooks =
    webhookSecret &&
    createWebhookHandler({
      secret: webhookSecret.reveal(),
      onEvent: (event) => redacting(redact, () => onEvent(event)),
      now: account.now,
      onError(problem, _body, event) {
        if (event !== undefined && problem === "unknown_event") {
          redacting(redact, () => onUnknown(event));
        } else log.warn("webhook", { problem });
      },
    });

  async function poll(signal: AbortSignal): Promise<Polled> {
    const marks = store.marks();
    const states = new Map<string, string>();
    const changed: { kind: ChangeKind; health: ConnectorHealth }[] = [];
    const seen = new Set<string>();
    const due: { id: string; urgent: boolean; readAt: number }[] = [];
    const ended: Run[] = [];
    const kinds = new Map<string, ChangeKind>();
    const looked: Looked[] = [];
    const health = await readAccountHealth(
      {
        ...account,
        signal,
        secondary: createAllowance(SECONDARY_READS_MS, signal),
        progress: () => {},
      },
      {
        keep(diagnosis, connection, isDestinationKnown) {
          const mark = marks.get(connection.id);
          const before = stateIn(mark?.state);
          const found = levelOf(diagnosis, connection, before?.level);
          const level = isDestinationKnown ? found : worseOf(found, before?.level);
          const state = stateOf(connection, level, before?.schema);
          const { id, schema, group_id } = connection;
          looked.push({ connection: { id, schema, group_id }, state, schema: before?.schema });
          seen.add(connection.id);
          if (JSON.stringify(state) !== mark?.state)
            states.set(connection.id, JSON.stringify(state));
          ended.push(...endsSince(connection, before));
          const kind = kindOf(before?.level, level);
          due.push({
            id: connection.id,
            urgent: kind === "newly_broken",
            readAt: mark?.readAt ?? 0,
          });
          if (kind === undefined) return false;
          kinds.set(connection.id, kind);
          return true;
        },
      },
    );
    for (const each of health.connectors) {
      const kind = kinds.get(each.connection.id);
      if (kind !== undefined) changed.push({ kind, health: each });
    }
    const now = health.now.getTime();
    const changes = changesOf(changed, health, now);
    const all = health.complete && !isConfined;
    const gone = all ? [...marks.keys()].filter((id) => !seen.has(id)) : [];
    store.setStates(states, changes.map(stored), gone);
    const alert = () => sendAlerts(now, isConfined ? seen : undefined);
    await alert();
    const read = await readHistories(due, now, signal);
    const ofSchemas = await lookAtSchemas(looked, health, signal);
    changes.push(...ofSchemas);
    // If Fivetran's sync history cannot be read, only the ends of syncs can be recorded.
    store.addRuns(
      withoutHistory > 0 ? ended : ended.filter((run) => unreadable.has(run.connectionId)),
    );
    if (now - prunedAt > DAY_MS) {
      store.prune(now - settings.historyDays * DAY_MS);
      prunedAt = now;
    }
    if (ofSchemas.length > 0) await alert();
    renew();
    return { checked: health.checked, changes, read, gaps: health.gaps };
  }

  /**
   * Reads the sync history of connectors that broke since the last poll first, then of those that
   * were read longest ago.
   */
  async function readHistories(
    due: { id: string; urgent: boolean; readAt: number }[],
    now: number,
    signal: AbortSignal,
  ): Promise<number> {
    if (now < withoutHistory) return 0;
    const left = account.fivetran.remaining();
    const most = Math.min(MOST_READS, Math.max(1, Math.floor((left ?? 0) * SHARE)));
    const next = due
      .filter(({ urgent, readAt }) => urgent || now - readAt >= READ_EVERY_MS)
      .sort((a, b) => Number(b.urgent) - Number(a.urgent) || a.readAt - b.readAt)
      .slice(0, most);
    let read = 0;
    let refused = 0;
    let lost = 0;
    for (const { id } of next) {
      try {
        const span = { since: new Date(now - REACH_MS), until: new Date(now) };
        const records = await collect(
          account.fivetran.connections.syncHistory(id, { ...span, signal, deadlineMs: READ_MS }),
        );
        store.addRuns(
          records.map((record) => runOf(id, record)),
          { connectionId: id, at: now },
        );
        withoutHistory = 0;
        unreadable.delete(id);
        read += 1;
        lost = 0;
      } catch (error) {
        if (signal.aborted || !(error instanceof AppError)) throw error;
        if (isClosed(error)) {
          refused += 1;
          unreadable.add(id);
        }
        if (isNotEnabled(error) || (read === 0 && refused >= MOST_REFUSED)) {
          withoutHistory = now + DAY_MS;
          log.info("sync history", { message: error.message });
          return read;
        }
        log.warn("sync history", { connection: id, message: error.message });
        if (error.type === "rate_limited") return read;
        // The connector counts as read until tomorrow. Otherwise unreadable connectors would come
        // first in every poll, and the others would never be read.
        store.addRuns([], { connectionId: id, at: now });
        lost = isLost(error) ? lost + 1 : 0;
        if (lost >= MOST_LOST) break;
      }
    }
    return read;
  }

  /**
   * Checks the schemas that are due, and returns their changes. Each check is stored together with
   * its change.
   */
  async function lookAtSchemas(
    connectors: readonly Looked[],
    { now, groupName }: Pick<AccountHealth, "now" | "groupName">,
    signal: AbortSignal,
  ): Promise<Change[]> {
    const changes: Change[] = [];
    const at = now.getTime();
    const { fivetran } = account;
    let lost = 0;
    for (const { connection, state, schema } of dueLooks(connectors, at, fivetran.remaining())) {
      const { id, schema: name, group_id } = connection;
      try {
        const look = await lookAtSchema(id, fivetran, { signal, deadlineMs: READ_MS, at });
        lost = 0;
        const cause = announced.delete(id) ? undefined : schemaChange(schema, look);
        const change: Change[] =
          cause === undefined
            ? []
            : [{ kind: "schema_changed", at, cause, name, id, group: groupName(group_id) }];
        const states = new Map([[id, JSON.stringify({ ...state, schema: look })]]);
        store.setStates(states, change.map(stored));
        changes.push(...change);
      } catch (error) {
        if (signal.aborted || !(error instanceof AppError)) throw error;
        log.warn("schema", { connection: id, message: error.message });
        if (error.type === "rate_limited") break;
        // The schema counts as checked until tomorrow. Otherwise unreadable schemas would come
        // first in every poll, and the others would never be checked.
        const look = { tables: 0, ...schema, at };
        store.setStates(new Map([[id, JSON.stringify({ ...state, schema: look })]]), []);
        lost = isLost(error) ? lost + 1 : 0;
        if (lost >= MOST_LOST) break;
      }
    }
    return changes;
  }

  /** Sends each change once. If the delivery fails, the next poll tries again. */
  async function sendAlerts(now: number, among: ReadonlySet<string> | undefined): Promise<void> {
    const { alerts } = settings;
    if (alerts === undefined || poster === undefined) return;
    const claimed = store.claimUnsent(now, among);
    if (claimed.length === 0) return;
    const ids = claimed.map(({ id }) => id);
    const changes = claimed.flatMap(({ kind, at, connectionId, details }) =>
      changeIn({ kind, at, id: connectionId, details }),
    );
    try {
      await poster.post(alertBody(alerts.format, accountName, changes));
      store.settle(ids, now);
    } catch (error) {
      store.settle(ids, undefined);
      if (!(error instanceof AppError)) throw error;
      log.warn("alert", { message: error.message });
    }
  }

  return {
    webhooks,
    poll: (signal) => redacting(redact, () => poll(signal)),
    nudged: () => nudging,
  };
}

/** Whether no usable response came from Fivetran, which probably concerns other connectors too. */
const isLost = ({ type, facts }: AppError) =>
  type === "network" || type === "unavailable" || facts["cause"] === "gateway";

/** Returns the run that an event starts or ends. Undefined for other events. */
function runIn({ event, connector_id, sync_id, createdAt, data }: WebhookEvent): Run | undefined {
  const at = createdAt?.getTime();
  if (connector_id === undefined || sync_id === undefined || at === undefined) return undefined;
  const run = { id: sync_id, connectionId: connector_id, reason: shortReason(data.reason) };
  const volume = { extractMb: undefined, processMb: undefined, loadMb: undefined };
  if (event === "sync_start") {
    return { ...run, ...volume, startedAt: at, endedAt: undefined, outcome: "running" };
  }
  if (event !== "sync_end") return undefined;
  const outcome = outcomeOf(data.status ?? "");
  return { ...run, ...volume, startedAt: undefined, endedAt: at, outcome };
}

function stateIn(text: string | undefined): State | undefined {
  return text === undefined ? undefined : State.safeParse(JSON.parse(text)).data;
}

const stateOf = (
  { succeeded_at, failed_at }: Connection,
  level: State["level"],
  schema: State["schema"],
): State => ({
  level,
  ...(schema === undefined ? {} : { schema }),
  ...(succeeded_at ? { succeeded_at } : {}),
  ...(failed_at ? { failed_at } : {}),
});

/**
 * Returns the ends of syncs since the last poll, as far as the record of the connection shows them.
 */
function endsSince(connection: Connection, before: State | undefined): Run[] {
  if (before === undefined) return [];
  const end = (outcome: "succeeded" | "failed", at: string | null | undefined, last?: string) => {
    const endedAt = instant(at);
    if (!at || at === last || endedAt === undefined) return [];
    const none = { reason: undefined, extractMb: undefined, processMb: undefined };
    const run = { id: seenEndId(outcome, at), connectionId: connection.id, endedAt, outcome };
    return [{ ...run, ...none, startedAt: undefined, loadMb: undefined }];
  };
  return [
    ...end("succeeded", connection.succeeded_at, before.succeeded_at),
    ...end("failed", connection.failed_at, before.failed_at),
  ];
}

const stored = ({ kind, at, id, cause, name, group }: Change) => ({
  connectionId: id,
  at,
  kind,
  details: redactedJson({ cause, name, group }),
});
