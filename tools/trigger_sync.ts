import * as z from "zod";
import { AppError } from "../src/base/errors.js";
import type { Connection } from "../src/client/resources/models.js";
import {
  continueText,
  FIRST_LOAD,
  neverSynced,
  refusalOf,
  runText,
  type SyncBaseline,
  syncBaseline,
  syncHandle,
  waitedOutput,
  waitForSyncs,
} from "../src/features/sync/index.js";
import { type Consequence, detail, final } from "../src/toolkit/consequence.js";
import { call, defineTool } from "../src/toolkit/define.js";
import { connectors } from "../src/toolkit/params.js";
import { compact, count, lines, named, plain } from "../src/toolkit/render.js";
import { lookFirst } from "../src/toolkit/rephrase.js";
import {
  nameList,
  Ref,
  sortOutcomes,
  troubleOutput,
  troubleText,
} from "../src/toolkit/step-results.js";

const Started = Ref.extend({ handle: z.string(), note: z.string().optional() });
const Refused = Ref.extend({ why: z.string(), next: z.string() });

interface Start extends Ref {
  name: string;
  id: string;
  baseline: SyncBaseline;
  handle: string;
  /** True if the connector has never synced. */
  first: boolean;
  /** The running sync that `force` stops. The plan shows what is lost with it. */
  stops: "sync" | "historical sync" | null;
  note?: string;
}

interface Details {
  start: Start[];
  running: Start[];
  refused: z.output<typeof Refused>[];
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
    "Start syncs. Returns a handle for each sync, or with wait_seconds its outcome. Needs confirmation for more than five connectors, a first sync, or force.",
  input: z.strictObject({
    connectors: connectors.max(50),
    force: z.boolean().describe("stop and restart running syncs, e.g. true").default(false),
    wait_seconds: z.int().min(0).max(86_400).describe("over MCP at most 50, e.g. 30").default(0),
  }),
  output: z.looseObject({
    status: z.literal("refused").optional(),
    refused: z.array(Refused).optional(),
    started: z.array(Started).optional(),
    already_running: z.array(Started).optional(),
    ...troubleOutput,
    ...waitedOutput,
  }),

  async plan({ connectors: values, force, wait_seconds }, { fivetran, signal, confirming }) {
    const found = await fivetran.connections.resolve(values, { signal });
    const details: Details = { start: [], running: [], refused: [], waitSeconds: wait_seconds };
    const consequences: Consequence[] = [];
    for (const connection of found) {
      const ref = { name: connection.schema, id: connection.id };
      // Pausing cancels a running sync, which may still be reported for a moment.
      const running =
        connection.paused !== true && connection.status.sync_state.toLowerCase() === "syncing";
      const refusal = running ? undefined : refusalOf(connection);
      if (refusal !== undefined) {
        details.refused.push({ ...ref, ...refusal });
        continue;
      }
      const baseline = syncBaseline(connection, running && !force);
      const first = !running && neverSynced(connection);
      const historical = connection.status.is_historical_sync === true;
      const stops = !running || !force ? null : historical ? "historical sync" : "sync";
      const handle = syncHandle(baseline);
      const sync = { ...ref, baseline, handle, first, stops, ...noteOf(connection) } as const;
      if (running && !force) details.running.push(sync);
      else details.start.push(sync);
      if (stops !== null) {
        const loss = historical
          ? "the historical sync starts again from the beginning"
          : "the progress of that sync is lost";
        consequences.push(
          final(
            `${named(ref.name, ref.id)} is syncing; Fivetran stops the running sync, and ${loss}`,
          ),
        );
      }
    }
    const [refused] = details.refused;
    if (refused !== undefined && confirming !== undefined) {
      throw new AppError(
        "confirmation",
        `${named(refused.name, refused.id)} can no longer start, because ${refused.why}.`,
        { state: "Nothing was changed.", hint: refused.next },
      );
    }
    // A command that relies on fresh data must not continue with only some of it. If one connector
    // is refused, none is started.
    const start = details.refused.length > 0 ? [] : details.start;
    const first = start.filter(({ first }) => first);
    return {
      summary: `${force ? "Stop and restart the sync" : "Start a sync"} of ${count(start.length, "connector")}`,
      consequences: [
        ...consequences,
        ...(first.length > 0 ? [`${nameList(first)}: ${FIRST_LOAD}`] : []),
        ...details.refused.map(
          ({ name, id, why }) => `${named(name, id)} cannot start, because ${why}`,
        ),
        detail("Rows loaded by extra syncs count toward monthly active rows (MAR) as usual."),
      ],
      refused: details.refused.length > 0,
      asks: force || first.length > 0,
      targets: start.map(({ name, id }) => ({ kind: "connector" as const, id, name })),
      observed: Object.fromEntries(
        start.map(({ id, stops }) => [id, stops === null ? "not syncing" : `${stops} running`]),
      ),
      steps: start.map(({ id }) => call("sync_connection", { connectionId: id }, { force })),
      details,
    };
  },

  async finish(outcomes, { details }, ctx) {
    const { start, running, refused, waitSeconds } = details;
    const { done, ...trouble } = sortOutcomes(start, outcomes);
    const result = { already_running: running.map(shown), ...trouble };
    if (refused.length > 0) return compact({ status: "refused" as const, refused, ...result });
    const awaited = [...done, ...running];
    if (waitSeconds === 0 || awaited.length === 0) {
      return compact({ started: done.map(shown), ...result });
    }
    // The outcome of the syncs replaces the message that they were started.
    const { waited } = await waitForSyncs(awaited, waitSeconds, ctx);
    return compact({ ...trouble, ...waited });
  },

  async explain(error, { targets: [target] }, { notation }) {
    return target === undefined ? error : lookFirst(error, target.id, notation);
  },

  render: (
    {
      refused = [],
      started = [],
      already_running = [],
      runs = [],
      handles,
      notes = [],
      ...trouble
    },
    notation,
  ) =>
    lines(
      [started, already_running, runs, trouble.unknown ?? []].every((list) => list.length === 0) &&
        "No sync was started.",
      refused.map((item) => `Refused ${named(item.name, item.id)}: ${item.why}. ${item.next}`),
      started.map(
        (item) => `Started ${named(item.name, item.id)} handle=${item.handle}${note(item)}`,
      ),
      already_running.map(
        (item) =>
          `Already syncing, not restarted: ${named(item.name, item.id)} handle=${item.handle}${note(item)}`,
      ),
      runs.map(runText),
      // The same call would be refused again.
      refused.length === 0
        ? troubleText(trouble)
        : troubleText(
            trouble,
            `To start the remaining connectors: ${notation.tool("trigger_sync", { connectors: (trouble.not_tried ?? []).map(({ id }) => id) })}`,
          ),
      notes.map((text) => `Note: ${text}.`),
      continueText(handles, notation),
      started.length > 0 &&
        "A sync takes seconds to hours. To get its outcome, call wait_for_sync with the handle.",
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

function noteOf({ status }: Connection): { note?: string } {
  if (status.sync_state.toLowerCase() !== "rescheduled" || !status.rescheduled_for) return {};
  const until = plain(status.rescheduled_for);
  return {
    note: `Fivetran had rescheduled the sync to ${until}, so the source's quota may stop this sync too`,
  };
}
