import type * as z from "zod";
import { OPERATIONS } from "../../client/operations/generated/operations.js";
import type { JsonObject } from "../world/json.js";
import type { World } from "../world/model.js";
import { created, missing, ok } from "./envelope.js";
import { page } from "./paging.js";
import { type Call, type OperationId, type Route, route, routeWithBody } from "./router.js";

export interface Collection<T, C extends z.ZodType, P extends z.ZodType> {
  /** Singular and plural in messages. The singular is also a part of the 404 code. */
  noun: string;
  plural: string;
  notFound?: string;
  items(world: World): Map<string, T>;
  /** Returns true for an item that is still stored but no longer returned. */
  hidden?(item: T, call: Call): boolean;
  /** Returns true if the item passes the filters of a list. */
  matches?(item: T, query: URLSearchParams, world: World): boolean;
  body(item: T, call: Call): JsonObject;
  /** Returns a single item, if it has more fields than in a list. */
  details?(item: T, call: Call): JsonObject;
  list: OperationId;
  get?: OperationId;
  create?: {
    operation: OperationId;
    body: C;
    message?: string;
    make(call: Call, body: z.output<C>): T;
    /** Returns fields that only the response to the creation contains. */
    shown?(item: T, call: Call, body: z.output<C>): JsonObject;
  };
  modify?: {
    operation: OperationId;
    body: P;
    message?: string;
    /** Applies the change. Returns fields that only this response contains. */
    apply(call: Call, item: T, body: z.output<P>): JsonObject | undefined;
  };
  remove?: OperationId;
  /** Messages of the API that differ from the usual ones. */
  messages?: { list?: string; details?: string; removed?(id: string): string };
  /** Checks a deletion, and removes what depends on the item. */
  beforeRemove?(call: Call, item: T): void;
}

export function found<T>(items: Map<string, T>, id: string, noun: string, code?: string): T {
  const item = items.get(id);
  if (item === undefined) throw missing(noun, id, code);
  return item;
}

/**
 * Builds the routes to list, get, create, modify and delete the items of one map. Only the named
 * operations exist.
 */
export function collection<T extends { id: string }, C extends z.ZodType, P extends z.ZodType>(
  spec: Collection<T, C, P>,
): { routes: Route[]; one(call: Call): T } {
  const { noun, plural, notFound, items, hidden, matches, body, list, get } = spec;
  const { path } = OPERATIONS[list];
  const { details = body, create, modify, remove, messages = {} } = spec;
  const one = (call: Call): T => {
    const item = found(items(call.world), call.id, noun, notFound);
    if (hidden?.(item, call)) throw missing(noun, call.id, notFound);
    return item;
  };
  const routes: Route[] = [
    route(list, (call) => {
      const shown = [...items(call.world).values()].filter(
        (item) => !hidden?.(item, call) && matches?.(item, call.query, call.world) !== false,
      );
      const text = (item: T) => JSON.stringify(body(item, call));
      const message = messages.list ?? `${plural} retrieved successfully`;
      return page(message, shown, path, call.query, text);
    }),
  ];
  if (get !== undefined) {
    routes.push(
      route(get, (call) =>
        ok(messages.details ?? `${noun} details retrieved successfully`, details(one(call), call)),
      ),
    );
  }
  if (create !== undefined) {
    const { operation, message = `${noun} has been created`, make, shown = details } = create;
    routes.push(
      routeWithBody(operation, create.body, (call, given) => {
        const item = make(call, given);
        const reply = created(message, shown(item, call, given));
        items(call.world).set(item.id, item);
        call.effect(item.id, `${noun} created`);
        return reply;
      }),
    );
  }
  if (modify !== undefined) {
    const { operation, message = `${noun} has been updated`, apply } = modify;
    routes.push(
      routeWithBody(operation, modify.body, (call, given) => {
        const item = one(call);
        const more = apply(call, item, given);
        call.effect(item.id, `${noun} updated`);
        return ok(message, { ...details(item, call), ...more });
      }),
    );
  }
  if (remove !== undefined) {
    routes.push(
      route(remove, (call) => {
        const item = one(call);
        spec.beforeRemove?.(call, item);
        items(call.world).delete(item.id);
        call.effect(item.id, `${noun} deleted`);
        return ok(messages.removed?.(item.id) ?? `${noun} with id '${item.id}' has been deleted`);
      }),
    );
  }
  return { routes, one };
}
