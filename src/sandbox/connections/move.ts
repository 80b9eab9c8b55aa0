import * as z from "zod";
import { found } from "../api/collection.js";
import { conflict, invalid, missing, ok } from "../api/envelope.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { resync } from "../simulation/runs.js";
import { MINUTE, SECOND, timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import { type Connection, recordsOf, type Stored } from "../world/model.js";
import { uuid } from "../world/random.js";
import { theConnection } from "./fields.js";

const Move = z.looseObject({
  destination_group_id: z.string().min(1),
  sync_behavior: z.enum(["CONTINUE", "BACKFILL", "CONTINUE_WITH_DATA"]).nullish(),
  force_move: z.boolean().nullish(),
});

const MOVES = "moves";
const STARTS_AFTER_MS = 10 * SECOND;
const COPIES_FOR_MS = 3 * MINUTE;

/**
 * Returns true for a source whose credentials name the group: by the id of an AWS role, or by a
 * Google service account.
 */
function namesGroup({ config }: Connection): boolean {
  return "role_arn" in config || config["auth_type"] === "ServiceAccount";
}

/** Rejects a move with a copy of the data, unless it is from Snowflake into a data lake. */
function checkCopy(call: Call, connection: Connection, target: string): void {
  const from = call.world.destinations.get(connection.group_id)?.service;
  const to = call.world.destinations.get(target)?.service;
  if (from !== "snowflake" || !(to ?? "").includes("data_lake")) {
    throw invalid(
      "sync_behavior 'CONTINUE_WITH_DATA' needs a Snowflake source and a data lake as destination",
    );
  }
}

function checkMove(call: Call, connection: Connection, body: z.infer<typeof Move>): string {
  const { world } = call;
  const target = found(world.groups, body.destination_group_id, "Group").id;
  if (!connection.paused) throw invalid("The connection must be paused before it can be moved");
  if (target === connection.group_id) throw invalid("The connection is already in this group");
  if (connection.backstage.moving !== undefined) throw conflict("The connection is being moved");
  if (!world.destinations.has(target)) throw invalid(`Group '${target}' has no destination`);
  for (const other of world.connections.values()) {
    if (other.group_id === target && other.schema === connection.schema) {
      throw conflict(
        `A connection with schema '${other.schema}' already exists in group '${target}'`,
      );
    }
  }
  if (namesGroup(connection) && body.force_move !== true) {
    throw invalid(
      `The source trusts group '${connection.group_id}'. Let it trust group '${target}' too (external ID of the role, or service account), then repeat the request with force_move`,
    );
  }
  return target;
}

/** Returns the state of a copy job at the given time in milliseconds. */
function jobBody(job: Stored, now: number): JsonObject {
  const created = Number(job["at"]);
  const started = created + STARTS_AFTER_MS;
  const done = started + COPIES_FOR_MS;
  const { at: _, ...shown } = job;
  return {
    ...shown,
    status: now < started ? "PENDING" : now < done ? "IN_PROGRESS" : "SUCCESS",
    created_at: timestamp(created),
    started_at: now < started ? null : timestamp(started),
    completed_at: now < done ? null : timestamp(done),
    error_message: null,
  };
}

export const moveRoutes: Route[] = [
  routeWithBody("connection_moved", Move, (call, body) => {
    const { world, now, engine } = call;
    const connection = theConnection(call);
    const source_group_id = connection.group_id;
    const destination_group_id = checkMove(call, connection, body);
    const sync_behavior = body.sync_behavior ?? "CONTINUE";
    const moved = { connection_id: connection.id, source_group_id, destination_group_id };
    if (sync_behavior === "CONTINUE_WITH_DATA") {
      checkCopy(call, connection, destination_group_id);
      world.ids += 1;
      const job = { id: uuid(`move:${world.seed}:${world.ids}`), ...moved, at: now };
      recordsOf(world, MOVES).set(job.id, job);
      const at = now + STARTS_AFTER_MS + COPIES_FOR_MS;
      connection.backstage.moving = { job: job.id, group_id: destination_group_id, at };
      call.effect(connection.id, `move to ${destination_group_id} started`);
      const reply = { ...moved, sync_behavior, moved_at: null, job_id: job.id };
      return ok("Connection move has been started", reply);
    }
    connection.group_id = destination_group_id;
    if (sync_behavior === "BACKFILL") resync(connection, now, engine.lagMs);
    call.effect(connection.id, `moved to ${destination_group_id} (${sync_behavior})`);
    return ok("Connection moved successfully", {
      ...moved,
      sync_behavior,
      moved_at: timestamp(now),
    });
  }),
  route("connection_moved_job_status", (call) => {
    const connection = theConnection(call);
    const id = call.param("jobId");
    const job = recordsOf(call.world, MOVES).get(id);
    if (job?.["connection_id"] !== connection.id) throw missing("Move job", id, "NotFound");
    return ok("Move job status retrieved successfully", jobBody(job, call.now));
  }),
];
