import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import type { Connection } from "../src/client/resources/models.js";
import { foundOf, Missing } from "../src/features/connector/index.js";
import {
  continueText,
  isTransformationHandle,
  parseSyncHandle,
  parseTransformationHandle,
  runText,
  syncBaseline,
  together,
  waitedOutput,
  waitForSyncs,
  waitForTransformations,
} from "../src/features/sync/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { connectors, time, timeParameter } from "../src/toolkit/params.js";
import { compact, lines } from "../src/toolkit/render.js";

export const waitForSync = defineTool({
  name: "wait_for_sync",
  title: "Wait for syncs to end",
  effect: "read",
  waits: true,
  uses: ["connection_details", "list_connections"],
  description:
    "Wait for syncs or transformation runs by handle, or for the running syncs of connectors. Returns each outcome, a handle if a sync still runs, or the last success if no sync runs.",
  input: z.strictObject({
    handles: z
      .array(z.string().trim().min(1).max(200))
      .min(1)
      .max(50)
      .describe('from trigger_sync, e.g. ["shore~k2f"]')
      .optional(),
    connectors: connectors.max(50).optional(),
    since: time
      .describe("with connectors: wait for a sync that ends after this time or age, e.g. 2h")
      .optional(),
    wait_seconds: z.int().min(0).max(86_400).describe("over MCP at most 50, e.g. 30").default(25),
  }),
  output: z.looseObject({ ...waitedOutput, missing: Missing.optional() }),

  async run({ handles, connectors: values, since, wait_seconds }, ctx) {
    if ((handles === undefined) === (values === undefined)) {
      throw inputError(
        "wait_for_sync needs either handles or connectors, but not both.",
        "Pass the handles that trigger_sync returned. If you have no handles, pass connectors.",
      );
    }
    if (handles !== undefined && since !== undefined) {
      throw inputError(
        "since can be given only with connectors.",
        "A handle already identifies the sync. Leave since out.",
      );
    }
    if (handles !== undefined) {
      const given = [...new Set(handles)];
      const runs = given.filter(isTransformationHandle).map(parseTransformationHandle);
      const syncs = given
        .filter((handle) => !isTransformationHandle(handle))
        .map((handle) => ({ baseline: parseSyncHandle(handle) }));
      const ends = await Promise.all([
        ...(syncs.length > 0 ? [waitForSyncs(syncs, wait_seconds, ctx)] : []),
        ...(runs.length > 0 ? [waitForTransformations(runs, wait_seconds, ctx)] : []),
      ]);
      return together(ends);
    }
    const after =
      since === undefined ? undefined : timeParameter("since", since, ctx.now().getTime());
    const { found, missing, gaps } = await foundOf(values ?? [], ctx);
    const awaited = found.map((connection) => ofConnection(connection, after));
    const { notes = [], ...rest } = together([await waitForSyncs(awaited, wait_seconds, ctx)]);
    const ended = compact({ ...rest, notes: [...gaps, ...notes] });
    if (missing.length === 0) return ended;
    // The caller's next command relies on the data of every named connector, so a missing one makes
    // the wait fail.
    const waited = ended.waited === "still_running" ? ended.waited : ("failed" as const);
    return { ...ended, waited, missing };
  },

  render: ({ runs = [], handles, notes = [], missing = [] }, notation) =>
    lines(
      runs.map(runText),
      missing.map(({ problem }) => problem),
      notes.map((note) => `Note: ${note}.`),
      continueText(handles, notation),
    ),
});

/**
 * Returns what to wait for: the running sync of a connection, or the first sync that ends after
 * `after`, in milliseconds since 1970.
 */
function ofConnection(connection: Connection, after: number | undefined) {
  const running = connection.status.sync_state.toLowerCase() === "syncing";
  const baseline = syncBaseline(connection, running && after === undefined);
  return {
    baseline: {
      ...baseline,
      // This call started no sync, so a condition that prevents one now is a result of the wait.
      rescheduledBefore: undefined,
      brokenBefore: running && baseline.brokenBefore,
      ...(after === undefined ? {} : { succeededBefore: after, failedBefore: after }),
    },
    connection,
    since: after,
    onlyIfRunning: after === undefined,
  };
}
