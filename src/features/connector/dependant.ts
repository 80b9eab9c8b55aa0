import * as z from "zod";
import type { Transformation } from "../../client/resources/transformations.js";

/** A transformation that runs on what a connection loads. */
export interface Dependant {
  id: string;
  /** Of its package or project; undefined where it has none. */
  name: string | undefined;
  paused: boolean;
}

const Config = z.looseObject({
  connection_ids: z.array(z.string()).nullish(),
  package_name: z.string().nullish(),
  name: z.string().nullish(),
});

/** The one that this transformation is for the connection, if it waits for its syncs. */
export function dependantOf(
  connectionId: string,
  { id, schedule, paused, transformation_config }: Transformation,
): Dependant | undefined {
  const { data: config } = Config.safeParse(transformation_config);
  const named = [schedule, config].some((part) => part?.connection_ids?.includes(connectionId));
  if (!named) return undefined;
  return { id, name: config?.package_name ?? config?.name ?? undefined, paused: paused === true };
}
