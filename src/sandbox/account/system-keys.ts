import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { collection } from "../api/collection.js";
import { SYSTEM_KEYS, secretHash } from "../api/credentials.js";
import { missing, mustChange, ok } from "../api/envelope.js";
import { type Call, type Route, routeWithBody } from "../api/router.js";
import { DAY, timestamp } from "../world/clock.js";
import { type JsonObject, withoutUndefined } from "../world/json.js";
import { recordsOf } from "../world/model.js";
import { newId } from "../world/names.js";
import { uuid } from "../world/random.js";

const SPANS: Record<z.infer<typeof Period>, number | null> = {
  ONE_WEEK: 7 * DAY,
  ONE_MONTH: 30 * DAY,
  THREE_MONTHS: 90 * DAY,
  SIX_MONTHS: 180 * DAY,
  INFINITE: null,
};

const { create_system_key: CHOICES } = ENUMS;
const Period = z.enum(CHOICES.expiration_period);

const Permission = z.looseObject({
  resource_type: z.enum(CHOICES["permissions.resource_type"]),
  access_level: z.enum(CHOICES["permissions.access_level"]),
  resource_filter: z
    .looseObject({ ids: z.array(z.string()), group_ids: z.array(z.string()) })
    .partial()
    .nullish(),
});

const Permissions = z.array(Permission).min(1);

function permissionBodies(given: z.infer<typeof Permissions>): JsonObject[] {
  return given.map(({ resource_type, access_level, resource_filter }) => {
    const { ids, group_ids } = resource_filter ?? {};
    const filter = withoutUndefined({ ids, group_ids });
    return {
      resource_type,
      access_level,
      ...(Object.keys(filter).length === 0 ? {} : { resource_filter: filter }),
    };
  });
}

function expiry(period: z.infer<typeof Period>, now: number): string | null {
  const span = SPANS[period];
  return span === null ? null : timestamp(now + span);
}

/** Derived from the world and shown once; only its hash is stored. */
function secretFor(call: Call, id: string, rotation: number): string {
  return uuid(`${call.world.seed} secret of ${id}, ${rotation}`).replaceAll("-", "");
}

function body(record: JsonObject): JsonObject {
  const { secret_hash: _, rotation: __, ...shown } = record;
  return shown;
}

const keys = collection({
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
        rotation: 1,
        secret_hash: secretHash(secretFor(call, id, 1)),
      };
    },
    shown: (record, call) => ({ ...body(record), secret: secretFor(call, record.id, 1) }),
  },
  modify: {
    operation: "update_system_key",
    body: z.looseObject({
      name: z.string().min(1).optional(),
      permissions: Permissions.optional(),
    }),
    apply(call, record, { name, permissions }) {
      mustChange(name, permissions);
      const bodies = permissions === undefined ? undefined : permissionBodies(permissions);
      Object.assign(record, withoutUndefined({ name, permissions: bodies }), {
        updated_at: timestamp(call.now),
      });
      return undefined;
    },
  },
  remove: "delete_system_key",
});

export const systemKeyRoutes: Route[] = [
  ...keys.routes,
  routeWithBody(
    "rotate_system_key",
    z.looseObject({ expiration_period: Period }),
    (call, { expiration_period }) => {
      const record = recordsOf(call.world, SYSTEM_KEYS).get(call.id);
      if (record === undefined) throw missing("SystemKey", call.id, "NotFound");
      const rotation = Number(record["rotation"]) + 1;
      const secret = secretFor(call, record.id, rotation);
      Object.assign(record, {
        rotation,
        secret_hash: secretHash(secret),
        expired_at: expiry(expiration_period, call.now),
        updated_at: timestamp(call.now),
      });
      call.effect(record.id, "secret replaced");
      return ok(`System key with id '${record.id}' has been rotated`, { ...body(record), secret });
    },
  ),
];
