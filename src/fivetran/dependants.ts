import * as z from "zod";
import { AppError } from "../base/errors.js";
import { call, type Send } from "./call.js";
import { readItems } from "./paginate.js";
import { parseItems } from "./reply.js";

const Ids = z.looseObject({ connection_ids: z.array(z.string()).nullish() });

const Transformation = z.looseObject({
  id: z.string(),
  type: z.string().nullish(),
  status: z.string().nullish(),
  paused: z.boolean().nullish(),
  schedule: Ids.nullish(),
  transformation_config: Ids.extend({
    package_name: z.string().nullish(),
    name: z.string().nullish(),
  }).nullish(),
});

/** A transformation that runs on what a connection loads. */
export interface Dependant {
  id: string;
  /** Of its package or project; undefined where it has none. */
  name: string | undefined;
  paused: boolean;
}

/** The transformations of its group that name the connection; undefined where this key may not read them. */
export async function readDependants(
  send: Send,
  { id, group_id }: { id: string; group_id: string },
  signal?: AbortSignal,
): Promise<Dependant[] | undefined> {
  const list = call("transformations_list", { group_id, limit: 1000 });
  const parse = (items: unknown[]) => parseItems(Transformation, items, "transformations_list");
  const found: Dependant[] = [];
  try {
    for await (const item of readItems(send, list, parse, signal)) {
      const { schedule, transformation_config: config } = item;
      if (![schedule, config].some((part) => part?.connection_ids?.includes(id))) continue;
      const name = config?.package_name ?? config?.name ?? undefined;
      found.push({ id: item.id, name, paused: item.paused === true });
    }
  } catch (error) {
    if (error instanceof AppError && UNREADABLE.has(error.type)) return undefined;
    throw error;
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const UNREADABLE: ReadonlySet<AppError["type"]> = new Set([
  "forbidden",
  "policy_denied",
  "not_found",
  "rejected",
]);
