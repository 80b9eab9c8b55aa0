import type * as z from "zod";
import type { JsonObject } from "../world/json.js";
import type { World } from "../world/model.js";
import { created, missing, ok } from "./envelope.js";
import { page } from "./paging.js";
import { type Call, plain, type Route, route } from "./router.js";

export interface Collection<T, C extends z.ZodType, P extends z.ZodType> {
  path: string;
  /** Name of the id's path parameter. */
  param: string;
  /** Singular and plural as the messages say them; the singular also names the 404 code. */
  noun: string;
  plural: string;
  notFound?: string;
  items(world: World): Map<string, T>;
  keep?(item: T, query: URLSearchParams, call: Call): boolean;
  body(item: T, call: Call): JsonObject;
  list?: string;
  get?: string;
  create?: {
    operation: string;
    status?: 200 | 201;
    body: C;
    make(call: Call, body: z.output<C>): T;
    /** What only the answer to the creation shows. */
    shown?(item: T, call: Call): JsonObject;
  };
  patch?: { operation: string; body: P; apply(call: Call, item: T, body: z.output<P>): void };
  remove?: { operation: string; check?(call: Call, item: T): void };
}

export function found<T>(items: Map<string, T>, id: string, noun: string, code?: string): T {
  const item = items.get(id);
  if (item === undefined) throw missing(noun, id, code);
  return item;
}

/** List, get, create, patch and delete over one map; only those that are named exist. */
export function collection<T extends { id: string }, C extends z.ZodType, P extends z.ZodType>(
  spec: Collection<T, C, P>,
): Route[] {
  const { path, param, noun, plural, list, get, create, patch, remove } = spec;
  const onePath = `${path}/{${param}}`;
  const one = (call: Call) => found(spec.items(call.world), call.param(param), noun, spec.notFound);
  const routes: Route[] = [];
  if (list !== undefined) {
    routes.push(
      plain("GET", path, list, (call) => {
        const { world, query } = call;
        const all = [...spec.items(world).values()];
        const { keep } = spec;
        const items = keep === undefined ? all : all.filter((item) => keep(item, query, call));
        const text = (item: T) => JSON.stringify(spec.body(item, call));
        return { message: `${plural} retrieved successfully`, ...page(items, path, query, text) };
      }),
    );
  }
  if (get !== undefined) {
    routes.push(
      plain("GET", onePath, get, (call) =>
        ok(`${noun} details retrieved successfully`, spec.body(one(call), call)),
      ),
    );
  }
  if (create !== undefined) {
    routes.push(
      route({
        method: "POST",
        path,
        operation: create.operation,
        body: create.body,
        handle(call, body) {
          const item = create.make(call, body);
          spec.items(call.world).set(item.id, item);
          call.effect(item.id, `${noun} created`);
          const reply = created(
            `${noun} has been created`,
            (create.shown ?? spec.body)(item, call),
          );
          return { ...reply, status: create.status ?? reply.status };
        },
      }),
    );
  }
  if (patch !== undefined) {
    routes.push(
      route({
        method: "PATCH",
        path: onePath,
        operation: patch.operation,
        body: patch.body,
        handle(call, body) {
          const item = one(call);
          patch.apply(call, item, body);
          call.effect(item.id, `${noun} updated`);
          return ok(`${noun} has been updated`, spec.body(item, call));
        },
      }),
    );
  }
  if (remove !== undefined) {
    routes.push(
      plain("DELETE", onePath, remove.operation, (call) => {
        const item = one(call);
        remove.check?.(call, item);
        spec.items(call.world).delete(item.id);
        call.effect(item.id, `${noun} deleted`);
        return ok(`${noun} with id '${item.id}' has been deleted`);
      }),
    );
  }
  return routes;
}
