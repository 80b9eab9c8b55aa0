import * as z from "zod";
import type { Connection } from "../src/fivetran/models.js";
import { syncHandle } from "../src/fivetran/sync-handle.js";
import { call, defineTool } from "../src/toolkit/define.js";
import { connectors } from "../src/toolkit/params.js";
import { bare, compact, count, lines, named, quoted } from "../src/toolkit/render.js";
import { dashboard } from "../src/toolkit/survey.js";

const Ref = z.looseObject({ name: z.string(), id: z.string() });
const Started = Ref.extend({ handle: z.string(), note: z.string().optional() });
const Skipped = Ref.extend({ why: z.string(), next: z.string() });
const Failed = Ref.extend({ error: z.string() });

interface Details {
  start: z.output<typeof Started>[];
  running: z.output<typeof Started>[];
  skipped: z.output<typeof Skipped>[];
}

export const triggerSync = defineTool({
  name: "trigger_sync",
  title: "Trigger a sync",
  effect: "write",
  destructive: true,
  idempotent: true,
  alwaysAsks: false,
  uses: ["connection_details", "list_connections", "sync_connection"],
  description:
    "Start a sync of 1 to 50 connectors now; up to five start without asking. Returns a handle for each run. force=true stops a running sync, starts it anew and asks first.",
  input: z.strictObject({
    connectors: connectors.max(50),
    force: z.boolean().default(false),
  }),
  output: z.looseObject({
    started: z.array(Started).optional(),
    already_running: z.array(Started).optional(),
    skipped: z.array(Skipped).optional(),
    failed: z.array(Failed).optional(),
    unknown: z.array(Failed).optional(),
    not_tried: z.array(Ref).optional(),
  }),

  async plan({ connectors: values, force }, { fivetran, signal }) {
    const found = await fivetran.connections.resolve(values, { signal });
    const details: Details = { start: [], running: [], skipped: [] };
    const consequences: string[] = [];
    for (const connection of found) {
      const ref = { name: connection.schema, id: connection.id };
      const refusal = cannotSync(connection);
      if (refusal !== undefined) {
        details.skipped.push({ ...ref, ...refusal });
        continue;
      }
      const syncing = connection.status.sync_state === "syncing";
      const started = {
        ...ref,
        handle: syncHandle(connection, syncing && !force),
        ...noteOf(connection),
      };
      if (syncing && !force) details.running.push(started);
      else details.start.push(started);
      if (syncing && force) {
        const loss = connection.status.is_historical_sync
          ? "its historical load starts from the beginning"
          : "its progress is lost";
        consequences.push(`${named(ref.name, ref.id)} is syncing: that run is stopped and ${loss}`);
      }
    }
    return {
      summary: `${force ? "Stop and restart the sync" : "Start a sync"} of ${count(details.start.length, "connector")}`,
      consequences: [
        ...consequences,
        ...details.skipped.map(({ name, id, why }) => `${named(name, id)} is left out: ${why}`),
        "Rows loaded by extra syncs count towards monthly active rows as usual.",
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

  async finish(outcomes, { details }) {
    const state = new Map(
      outcomes.map((outcome) => [outcome.call.params["connectionId"], outcome]),
    );
    const failed: z.output<typeof Failed>[] = [];
    const unknown: z.output<typeof Failed>[] = [];
    for (const { name, id } of details.start) {
      const outcome = state.get(id);
      if (outcome?.state === "failed") failed.push({ name, id, error: outcome.error.message });
      if (outcome?.state === "unknown") unknown.push({ name, id, error: outcome.error.message });
    }
    return compact({
      started: details.start.filter(({ id }) => state.get(id)?.state === "done"),
      already_running: details.running,
      skipped: details.skipped,
      failed,
      unknown,
      not_tried: details.start
        .filter(({ id }) => state.get(id)?.state === "not_tried")
        .map(({ name, id }) => ({ name, id })),
    });
  },

  render: ({
    started = [],
    already_running = [],
    skipped = [],
    failed = [],
    unknown = [],
    not_tried = [],
  }) =>
    lines(
      started.length === 0 && already_running.length === 0 && "No sync was started.",
      started.map(
        (item) => `Started ${named(item.name, item.id)} handle=${item.handle}${note(item)}`,
      ),
      already_running.map(
        (item) =>
          `Already syncing, not restarted: ${named(item.name, item.id)} handle=${item.handle}${note(item)}`,
      ),
      skipped.map((item) => `Not started ${named(item.name, item.id)}: ${item.why}. ${item.next}`),
      failed.map((item) => `Failed ${named(item.name, item.id)}: ${item.error}`),
      unknown.map(
        (item) =>
          `Unknown ${named(item.name, item.id)}: ${item.error} Check get_status before repeating.`,
      ),
      not_tried.length > 0 &&
        `Not tried: ${not_tried.map((item) => named(item.name, item.id)).join(", ")}`,
      started.length > 0 &&
        "A run takes seconds to hours; get_status shows when last success or failure moved.",
    ),
});

const note = ({ note: text }: { note?: string | undefined }) =>
  text === undefined ? "" : `; ${text}`;

/** Why a sync cannot run at all, and the remedy; undefined when it can. */
function cannotSync({ id, paused, status }: Connection): { why: string; next: string } | undefined {
  if (paused) {
    const alsoBroken = status.setup_state === "broken" ? " It is also broken: see get_status." : "";
    return {
      why: "it is paused, so a trigger runs nothing",
      next: `Resume it first, if it was not paused on purpose.${alsoBroken} ${dashboard(id)}`,
    };
  }
  if (status.setup_state === "incomplete") {
    return {
      why: "its setup never passed, so a sync cannot succeed",
      next: `Finish its setup and run its tests; get_status says what is missing. ${dashboard(id)}`,
    };
  }
  return undefined;
}

/** A broken connector is triggered all the same: that is how one recovers whose cause has gone. */
function noteOf({ status }: Connection): { note?: string } {
  if (status.setup_state === "broken") {
    const [task] = status.tasks ?? [];
    const why =
      task === undefined ? "" : ` (${bare(task.code)}: ${quoted(task.message ?? "", 160)})`;
    return { note: `it is broken${why}; the run fails again unless the cause has gone` };
  }
  if (status.sync_state === "rescheduled" && status.rescheduled_for) {
    return {
      note: `Fivetran had put it off until ${bare(status.rescheduled_for)}; a quota may stop it again`,
    };
  }
  return {};
}
