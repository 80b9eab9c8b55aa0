import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import {
  parseSyncHandle,
  runText,
  syncMark,
  type Watched,
  waitedOutput,
  waitOn,
  watchSyncs,
} from "../src/features/sync/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { connectors } from "../src/toolkit/params.js";
import { lines } from "../src/toolkit/render.js";

export const waitForSync = defineTool({
  name: "wait_for_sync",
  title: "Wait for syncs to end",
  effect: "read",
  waits: true,
  uses: ["connection_details", "list_connections"],
  description:
    "Wait for syncs by handle, or for the current or next sync of connectors. Returns how each ended, or that it is still running, with a handle to continue waiting.",
  input: z.strictObject({
    handles: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(50)
      .describe("from trigger_sync")
      .optional(),
    connectors: connectors.max(50).optional(),
    wait_seconds: z.int().min(0).max(86_400).describe("over MCP at most 50").default(25),
  }),
  output: z.looseObject(waitedOutput),

  async run({ handles, connectors: values, wait_seconds }, ctx) {
    if ((handles === undefined) === (values === undefined)) {
      throw inputError(
        "wait_for_sync takes either handles or connectors.",
        "Pass the handles that trigger_sync returned; without handles, pass connectors.",
      );
    }
    const watched: Watched[] =
      handles === undefined
        ? (await ctx.fivetran.connections.resolve(values ?? [], { signal: ctx.signal })).map(
            (connection) => {
              const syncing = connection.status.sync_state.toLowerCase() === "syncing";
              const mark = syncMark(connection, syncing);
              // No sync was triggered: what prevents one now is the result.
              const plain = { ...mark, rescheduledBefore: undefined };
              const unsound = syncing && mark.unsound;
              return { mark: { ...plain, unsound }, name: connection.schema };
            },
          )
        : [...new Set(handles)].map((handle) => ({ mark: parseSyncHandle(handle) }));
    return watchSyncs(watched, wait_seconds, ctx);
  },

  render: ({ runs = [], handles, notes = [] }) =>
    lines(
      runs.map(runText),
      notes.map((note) => `Note: ${note}.`),
      waitOn(handles),
    ),
});
