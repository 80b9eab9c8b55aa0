import * as z from "zod";
import { ageMinutes, duration } from "../src/base/time.js";
import {
  complement,
  dependentsText,
  namedConnection,
  observedDependents,
  readDependents,
} from "../src/features/connector/index.js";
import { isStillThere, judgedOutput, judgedStatus, readAfter } from "../src/toolkit/applied.js";
import { final } from "../src/toolkit/consequence.js";
import { call, defineTool, type ReadContext } from "../src/toolkit/define.js";
import { connector } from "../src/toolkit/params.js";
import { bare, compact, lines, named } from "../src/toolkit/render.js";
import { lookFirst } from "../src/toolkit/rephrase.js";

interface Details {
  id: string;
  name: string;
  /** Says which data stays in the destination after the deletion. */
  stays: string;
}

export const deleteConnector = defineTool({
  name: "delete_connector",
  title: "Delete a connector",
  effect: "delete",
  destructive: true,
  idempotent: true,
  alwaysAsks: true,
  uses: ["connection_details", "list_connections", "delete_connection"],
  description:
    "Delete a connector, its configuration and its sync position in the source. Tables in the destination stay. Needs confirmation. To stop it temporarily, use pause_connectors.",
  input: z.strictObject({ connector }),
  output: z.looseObject({
    connector: z.looseObject({ name: z.string(), id: z.string() }),
    ...judgedOutput,
    verified: z.boolean(),
    stays: z.string(),
  }),

  async plan({ connector: value }, ctx) {
    const connection = await namedConnection(value, ctx);
    const { id, schema: name, service, group_id, succeeded_at, created_at, paused } = connection;
    const [{ group, unread }, dependents] = await Promise.all([
      groupOf(group_id, ctx),
      readDependents(connection, ctx),
    ]);
    // What runs on its data is to be known before it is deleted for good.
    if ("failure" in dependents) throw dependents.failure;
    const age = ageMinutes(succeeded_at, ctx.now());
    const syncing = connection.status.sync_state.toLowerCase() === "syncing";
    return {
      summary: `Delete the connector ${named(name, id)}`,
      consequences: [
        final(
          "deleted: its configuration, credentials, schema selection and sync position in the source; a recreated connector loads its whole history again",
        ),
        `service ${bare(service)}, schema ${bare(name)}, in ${group}`,
        `last success: ${succeeded_at && age !== undefined ? `${succeeded_at.slice(0, 19)}Z, ${duration(age)} ago` : "never"}`,
        succeeded_at
          ? `kept: the tables in ${group}, with all rows loaded so far; if you do not need them, drop them in the destination`
          : `kept: any tables in ${group} that a failed sync created; no sync of this connector has succeeded`,
        ...(syncing ? ["a sync is running; the deletion cancels it"] : []),
        dependentsText(dependents),
        ...unread,
      ],
      asks: true,
      targets: [
        {
          kind: "connector" as const,
          id,
          name,
          detail: `${bare(service)} in ${group}`,
        },
      ],
      observed: {
        id,
        service,
        schema: name,
        group_id,
        created_at: created_at ?? null,
        paused: paused ?? null,
        ...observedDependents(dependents, ctx),
      },
      steps: [call("delete_connection", { connectionId: id })],
      details: {
        id,
        name,
        stays: succeeded_at
          ? `the tables in ${group}`
          : `any tables in ${group} that a failed sync created; no sync has succeeded`,
      } satisfies Details,
    };
  },

  async finish([outcome], { details: { id, name, stays } }, { fivetran, signal, clock }) {
    const read = () => fivetran.connections.get(id, { signal });
    // Where the response was lost, a read has already shown that it is gone.
    const proved = outcome?.state === "done" && outcome.reply.verified !== undefined;
    const { after: there, unread } = proved
      ? { after: false }
      : await readAfter(isStillThere(read, { clock, signal }));
    return compact({
      connector: { name, id },
      ...judgedStatus(there !== true, unread),
      verified: there === false,
      stays,
    });
  },

  async explain(error, { details: { id } }, { notation }) {
    return lookFirst(error, id, notation);
  },

  render: ({ connector: of, verified, read_back, stays }, notation) =>
    lines(
      verified
        ? `Deleted ${named(of.name, of.id)}; Fivetran no longer returns it.`
        : `Fivetran accepted the deletion of ${named(of.name, of.id)}, but ${read_back === false ? "the request to verify the deletion failed" : "still returns it"}. Check again with ${notation.tool("get_status", { connectors: [of.id] })}`,
      `Kept: ${stays}.`,
    ),
});

/** Returns the group and the type of its destination, or as much of it as can be read, and what could not be read. */
async function groupOf(id: string, ctx: ReadContext) {
  const { fivetran } = ctx;
  const [group, destination] = await Promise.all([
    complement((signal) => fivetran.groups.get(id, { signal }), ctx),
    complement((signal) => fivetran.destinations.get(id, { signal }), ctx),
  ]);
  const kind = destination.found ? `${bare(destination.found.service)} destination` : "destination";
  return {
    group: `the ${kind} of group ${named(group.found?.name ?? id, id)}`,
    unread: [
      ...(group.unread === undefined ? [] : [`the group could not be read: ${group.unread}`]),
      ...(destination.unread === undefined
        ? []
        : [`the destination could not be read: ${destination.unread}`]),
    ],
  };
}
