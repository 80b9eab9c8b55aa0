import * as z from "zod";
import type { Connection } from "../src/client/resources/models.js";
import {
  runText,
  type SyncMark,
  syncHandle,
  syncMark,
  waitedOutput,
  waitOn,
  watchSyncs,
} from "../src/features/sync/index.js";
import { call, defineTool } from "../src/toolkit/define.js";
import { connectors } from "../src/toolkit/params.js";
import { bare, compact, count, dashboard, lines, named, quoted } from "../src/toolkit/render.js";
import { lookFirst } from "../src/toolkit/rephrase.js";
import { Ref, sortOutcomes, troubleOutput, troubleText } from "../src/toolkit/step-results.js";

const Started = Ref.extend({ handle: z.string(), note: z.string().optional() });
const Skipped = Ref.extend({ why: z.string(), next: z.string() });

interface Start extends Ref {
  name: string;
  id: string;
  mark: SyncMark;
  handle: string;
  note?: string;
}

interface Details {
  start: Start[];
  running: Start[];
  skipped: z.output<typeof Skipped>[];
  waitSeconds: number;
}

export const triggerSync = defineTool({
  name: "trigger_sync",
  title: "Trigger a sync",
  effect: "write",
  destructive: true,
  idempotent: true,
  alwaysAsks: false,
  waits: true,
  uses: ["connection_details", "list_connections", "sync_connection"],
  description:
    "Start syncs; up to five start without confirmation. Returns a handle for each sync, or with wait_seconds its outcome. force=true stops a running sync and asks first.",
  input: z.strictObject({
    connectors: connectors.max(50),
    force: z.boolean().default(false),
    wait_seconds: z.int().min(0).max(50).describe("for the syncs to end").default(0),
  }),
  output: z.looseObject({
    started: z.array(Started).optional(),
    already_running: z.array(Started).optional(),
    skipped: z.array(Skipped).optional(),
    ...troubleOutput,
    ...waitedOutput,
  }),

  async plan({ connectors: values, force, wait_seconds }, { fivetran, signal }) {
    const found = await fivetran.connections.resolve(values, { signal });
    const details: Details = { start: [], running: [], skipped: [], waitSeconds: wait_seconds };
    const consequences: string[] = [];
    for (const connection of found) {
      const ref = { name: connection.schema, id: connection.id };
      const refusal = cannotSync(connection);
      if (refusal !== undefined) {
        details.skipped.push({ ...ref, ...refusal });
        continue;
      }
      const syncing = connection.status.sync_state === "syncing";
      const mark = syncMark(connection, syncing && !force);
      const started = {
        ...ref,
        mark,
        handle: syncHandle(mark),
        ...noteOf(connection),
      };
      if (syncing && !force) details.running.push(started);
      else details.start.push(started);
      if (syncing && force) {
        const loss = connection.status.is_historical_sync
          ? "its historical sync starts from the beginning"
          : "its progress is lost";
        consequences.push(
          `${named(ref.name, ref.id)} is syncing: that sync is stopped and ${loss}`,
        );
      }
    }
    return {
      summary: `${force ? "Stop and restart the sync" : "Start a sync"} of ${count(details.start.length, "connector")}`,
      consequences: [
        ...consequences,
        ...details.skipped.map(({ name, id, why }) => `${named(name, id)} is skipped: ${why}`),
        "Rows loaded by extra syncs count toward monthly active rows (MAR) as usual.",
      ],
      asks: force,
      targets: details.start.map(({ name, id }) => ({ kind: "connector" as const, id, name })),
      observed: details.start.map(({ id }) => id),
      steps: details.start.map(({ id }) =>
        call("sync_connection", { connectionId: id }, { force }),
      ),
      details,
    };
  },

  async finish(outcomes, { details }, ctx) {
    const { done, ...trouble } = sortOutcomes(details.start, outcomes);
    const result = {
      started: done.map(shown),
      already_running: details.running.map(shown),
      skipped: details.skipped,
      ...trouble,
    };
    const watched = [...done, ...details.running];
    if (details.waitSeconds === 0 || watched.length === 0) return compact(result);
    const { waited, runs, handles, notes } = await watchSyncs(watched, details.waitSeconds, ctx);
    // The outcome of each sync replaces the statement that it was started.
    return compact({
      ...result,
      started: undefined,
      already_running: undefined,
      waited,
      runs,
      handles,
      notes,
    });
  },

  async explain(error, { targets: [target] }) {
    return target === undefined ? error : lookFirst(error, target.id);
  },

  render: ({
    started = [],
    already_running = [],
    skipped = [],
    runs = [],
    handles,
    notes = [],
    ...trouble
  }) =>
    lines(
      started.length + already_running.length + runs.length === 0 && "No sync was started.",
      started.map(
        (item) => `Started ${named(item.name, item.id)} handle=${item.handle}${note(item)}`,
      ),
      already_running.map(
        (item) =>
          `Already syncing, not restarted: ${named(item.name, item.id)} handle=${item.handle}${note(item)}`,
      ),
      runs.map(runText),
      skipped.map((item) => `Not started ${named(item.name, item.id)}: ${item.why}. ${item.next}`),
      troubleText(trouble),
      notes.map((text) => `Note: ${text}.`),
      waitOn(handles),
      started.length > 0 &&
        "A sync takes seconds to hours; wait_for_sync with the handle returns its outcome.",
    ),
});

const shown = ({ name, id, handle, note: text }: Start): z.output<typeof Started> => ({
  name,
  id,
  handle,
  ...(text === undefined ? {} : { note: text }),
});

const note = ({ note: text }: { note?: string | undefined }) =>
  text === undefined ? "" : `; ${text}`;

/** Why a sync cannot run, and what to do about it; undefined when it can. */
function cannotSync({ id, paused, status }: Connection): { why: string; next: string } | undefined {
  if (paused) {
    const alsoBroken = status.setup_state === "broken" ? " It is also broken: see get_status." : "";
    return {
      why: "it is paused, so no sync would run",
      next: `Resume it first with resume_connectors, unless it was paused on purpose.${alsoBroken} ${dashboard(id)}`,
    };
  }
  if (status.setup_state === "incomplete") {
    return {
      why: "its setup is incomplete, so a sync cannot succeed",
      next: `Complete its setup and run its setup tests; get_status shows what is missing. ${dashboard(id)}`,
    };
  }
  return undefined;
}

/** A broken connector is triggered as well: that is how it recovers once the cause is fixed. */
function noteOf({ status }: Connection): { note?: string } {
  if (status.setup_state === "broken") {
    const [task] = status.tasks ?? [];
    const why =
      task === undefined ? "" : ` (${bare(task.code)}: ${quoted(task.message ?? "", 160)})`;
    return { note: `it is broken${why}; the sync fails again unless the cause is fixed` };
  }
  if (status.sync_state === "rescheduled" && status.rescheduled_for) {
    return {
      note: `Fivetran had rescheduled it until ${bare(status.rescheduled_for)}; the source's quota may stop it again`,
    };
  }
  if (status.schema_status?.startsWith("blocked_on_")) {
    return {
      note: "its first sync is waiting for a schema review: get_schema, modify_schema, then update_connector schema_status=ready",
    };
  }
  return {};
}
