import * as z from "zod";
import { found } from "../api/collection.js";
import { secretHash, USER_KEYS } from "../api/credentials.js";
import { conflict, created, missing, ok, Refusal } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { DAY, millis, timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import { recordsOf, type Stored, type User, type World } from "../world/model.js";
import { uuid } from "../world/random.js";

/** The API keys of users, by the id of the user. */
const keysOf = (world: World) => recordsOf(world, USER_KEYS);

/** Returns true if the user has an API key, even an expired one. */
export const hasApiKey = (world: World, user: string): boolean =>
  world.records.get(USER_KEYS)?.has(user) === true;

export function removeApiKey(world: World, user: string): void {
  keysOf(world).delete(user);
}

const isPast = (stamp: unknown, now: number) => typeof stamp === "string" && millis(stamp) <= now;

function body(record: Stored, { user_type }: User, now: number): JsonObject {
  const { id, key, created_at, expires_at, overlap_expires_at, last_rotated_at } = record;
  const overlaps = overlap_expires_at !== undefined && !isPast(overlap_expires_at, now);
  return {
    user_id: id,
    user_type,
    key_value: key ?? "",
    created_at: created_at ?? "",
    key_status: isPast(expires_at, now) ? "EXPIRED" : overlaps ? "ACTIVE_GRACE" : "ACTIVE",
    ...(expires_at === undefined ? {} : { expires_at }),
    ...(overlaps ? { overlap_expires_at } : {}),
    ...(last_rotated_at === undefined ? {} : { last_rotated_at }),
  };
}

/** Derived from the world and shown once; only its hash is stored. */
const secretFor = ({ seed }: World, user: string, rotation: number) =>
  uuid(`${seed} API key of ${user}, ${rotation}`).replaceAll("-", "");

/** Returns the user in the path. The API keys of users can be managed by people only. */
function userOf(call: Call, changes: boolean): User {
  const { world, actor } = call;
  if (changes && world.users.get(actor.id)?.user_type === "SERVICE_ACCOUNT") {
    throw new Refusal(403, "Forbidden", "A service account cannot manage API keys");
  }
  return found(world.users, call.param("userId"), "User");
}

const Expiry = {
  expiration_period_days: z.number().int().min(1).max(365).nullish(),
};

const DEFAULT_DAYS = 90;

const preview = { preview: true } as const;

export const apiKeyRoutes: Route[] = [
  route(
    "list_api_keys",
    ({ world, query, now }) => {
      const type = query.get("user_type") ?? "";
      const items = [...keysOf(world).values()].flatMap((record) => {
        const user = world.users.get(record.id);
        const shown = user !== undefined && ["", user.user_type].includes(type);
        return shown ? [body(record, user, now)] : [];
      });
      return page("API keys retrieved successfully", items, `/v1/users/api-keys?${type}`, query);
    },
    preview,
  ),
  route(
    "get_user_api_key",
    (call) => {
      const user = userOf(call, false);
      const record = found(keysOf(call.world), user.id, "API key", "NotFound");
      return ok("API key details retrieved successfully", body(record, user, call.now));
    },
    preview,
  ),
  routeWithBody(
    "create_user_api_key",
    z.looseObject(Expiry),
    (call, { expiration_period_days }) => {
      const { world, now } = call;
      const user = userOf(call, true);
      if (hasApiKey(world, user.id)) throw conflict(`User '${user.id}' already has an API key`);
      const secret = secretFor(world, user.id, 1);
      const record: Stored = {
        id: user.id,
        key: uuid(`${world.seed} API key id of ${user.id}`).replaceAll("-", "").slice(0, 16),
        secret_hash: secretHash(secret),
        created_at: timestamp(now),
        expires_at: timestamp(now + (expiration_period_days ?? DEFAULT_DAYS) * DAY),
        rotation: 1,
      };
      keysOf(world).set(user.id, record);
      call.effect(user.id, "API key created");
      return created("API key has been created", {
        ...body(record, user, now),
        key_secret: secret,
      });
    },
    undefined,
    preview,
  ),
  routeWithBody(
    "rotate_user_api_key",
    z.looseObject({ ...Expiry, overlap_days: z.number().int().min(0).max(30).nullish() }),
    (call, { expiration_period_days, overlap_days }) => {
      const { world, now } = call;
      const user = userOf(call, true);
      const record = found(keysOf(world), user.id, "API key", "NotFound");
      const rotation = Number(record["rotation"]) + 1;
      const secret = secretFor(world, user.id, rotation);
      const { secret_hash = "" } = record;
      delete record["overlap_expires_at"];
      Object.assign(record, {
        rotation,
        previous_hash: secret_hash,
        secret_hash: secretHash(secret),
        expires_at: timestamp(now + (expiration_period_days ?? DEFAULT_DAYS) * DAY),
        last_rotated_at: timestamp(now),
        ...(overlap_days ? { overlap_expires_at: timestamp(now + overlap_days * DAY) } : {}),
      });
      call.effect(user.id, "API key rotated");
      return ok("API key has been rotated", { ...body(record, user, now), key_secret: secret });
    },
    undefined,
    preview,
  ),
  route(
    "delete_user_api_keys",
    (call) => {
      const user = userOf(call, true);
      if (!hasApiKey(call.world, user.id)) throw missing("API key", user.id, "NotFound");
      removeApiKey(call.world, user.id);
      call.effect(user.id, "API key deleted");
      return ok(`API keys of user with id '${user.id}' have been deleted`);
    },
    preview,
  ),
];
