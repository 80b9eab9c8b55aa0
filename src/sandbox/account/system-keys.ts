import * as z from "zod";
import { collection } from "../api/collection.js";
import { SYSTEM_KEYS, secretHash } from "../api/credentials.js";
import { invalid, missing, ok } from "../api/envelope.js";
import { type Call, type Route, route } from "../api/router.js";
import { DAY, timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import { recordsOf } from "../world/model.js";
import { newId } from "../world/names.js";
import { uuid } from "../world/random.js";

const PERIODS = {
  ONE_WEEK: 7 * DAY,
  ONE_MONTH: 30 * DAY,
  THREE_MONTHS: 90 * DAY,
  SIX_MONTHS: 180 * DAY,
  INFINITE: null,
} as const;

const Period = z.enum(["ONE_WEEK", "ONE_MONTH", "THREE_MONTHS", "SIX_MONTHS", "INFINITE"]);

const Permission = z.looseObject({
  resource_type: z.enum([
    "ACCOUNT",
    "USER",
    "WEBHOOK",
    "TEAM",
    "ROLES",
    "DESTINATION",
    "TRANSFORMATION",
    "REMOTE_EXECUTION_AGENT",
    "CONNECTOR",
  ]),
  access_level: z.enum(["NONE", "READ", "MANAGE"]),
  resource_filter: z
    .looseObject({
      ids: z.array(z.string()).optional(),
      group_ids: z.array(z.string()).optional(),
    })
    .nullish(),
});

const Permissions = z.array(Permission).min(1);

function permissionBodies(given: z.infer<typeof Permissions>): JsonObject[] {
  return given.map(({ resource_type, access_level, resource_filter }) => {
    const { ids, group_ids } = resource_filter ?? {};
    const filter = { ...(ids ? { ids } : {}), ...(group_ids ? { group_ids } : {}) };
    return {
      resource_type,
      access_level,
      ...(Object.keys(filter).length === 0 ? {} : { resource_filter: filter }),
    };
  });
}

function expiry(period: z.infer<typeof Period>, now: number): string | null {
  const span = PERIODS[period];
  return span === null ? null : timestamp(now + span);
}

/** Only the hash is kept; the secret follows from the world, and is told once. */
function secretFor(call: Call, id: string, turn: number): string {
  return uuid(`${call.world.seed} secret of ${id}, ${turn}`).replaceAll("-", "");
}

function body(record: JsonObject): JsonObject {
  const { secret_hash: _, turn: __, ...shown } = record;
  return shown;
}

const rotate = route({
  method: "POST",
  path: "/v1/system-keys/{keyId}/rotate",
  operation: "rotate_system_key",
  body: z.looseObject({ expiration_period: Period }),
  handle(call, { expiration_period }) {
    const record = recordsOf(call.world, SYSTEM_KEYS).get(call.param("keyId"));
    if (record === undefined) throw missing("SystemKey", call.param("keyId"), "NotFound");
    const turn = Number(record["turn"]) + 1;
    const secret = secretFor(call, record.id, turn);
    Object.assign(record, {
      turn,
      secret_hash: secretHash(secret),
      expired_at: expiry(expiration_period, call.now),
      updated_at: timestamp(call.now),
    });
    call.effect(record.id, "secret replaced");
    return ok("System key has been rotated", { ...body(record), secret });
  },
});

export const systemKeyRoutes: Route[] = [
  ...collection({
    path: "/v1/system-keys",
    param: "keyId",
    noun: "System key",
    plural: "System keys",
    notFound: "NotFound",
    items: (world) => recordsOf(world, SYSTEM_KEYS),
    body,
    list: "get_system_keys",
    get: "get_system_key_details",
    create: {
      operation: "create_system_key",
      body: z.looseObject({
        name: z.string().min(1),
        expiration_period: Period,
        permissions: Permissions,
      }),
      make(call, { name, expiration_period, permissions }) {
        const id = newId(call.world);
        const at = timestamp(call.now);
        return {
          id,
          name,
          key: `ft_${uuid(`${call.world.seed} key of ${id}`).replaceAll("-", "").slice(0, 16)}`,
          permissions: permissionBodies(permissions),
          created_at: at,
          updated_at: at,
          expired_at: expiry(expiration_period, call.now),
          last_used_at: null,
          turn: 1,
          secret_hash: secretHash(secretFor(call, id, 1)),
        };
      },
      shown: (record, call) => ({ ...body(record), secret: secretFor(call, record.id, 1) }),
    },
    patch: {
      operation: "update_system_key",
      body: z.looseObject({
        name: z.string().min(1).optional(),
        permissions: Permissions.optional(),
      }),
      apply(call, record, { name, permissions }) {
        if (name === undefined && permissions === undefined) {
          throw invalid("Request body must hold at least one field to update");
        }
        Object.assign(
          record,
          name === undefined ? {} : { name },
          permissions === undefined ? {} : { permissions: permissionBodies(permissions) },
          { updated_at: timestamp(call.now) },
        );
      },
    },
    remove: { operation: "delete_system_key" },
  }),
  rotate,
];
