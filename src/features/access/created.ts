import type { ListOptions } from "../../client/resources/list.js";
import type { ReadContext } from "../../toolkit/define.js";
import { transformationName } from "../transformations/index.js";
import type { SecondaryReads } from "./secondary.js";

/** Something that a user created, except connectors. */
export interface Created {
  kind: keyof typeof CREATED;
  name: string | undefined;
  id: string;
  state: string | undefined;
}

/** The kinds of items that record their creator, and the noun that counts them. */
export const CREATED = {
  created_connector: "connector",
  created_transformation: "transformation",
  created_transformation_project: "transformation project",
  created_webhook: "webhook",
  created_proxy_agent: "proxy agent",
  created_hybrid_agent: "hybrid deployment agent",
  created_private_link: "private link",
  created_sdk_package: "Connector SDK package",
} as const;

/** Returns what else the user created, from the lists that record a creator. */
export async function createdBy(
  userId: string,
  reads: SecondaryReads,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<Created[]> {
  interface Made {
    id: string;
    by: string | null | undefined;
    name?: string | null | undefined;
    state?: string | undefined;
  }
  const of = async (
    kind: Created["kind"],
    what: string,
    list: (options: ListOptions) => AsyncIterable<Made>,
  ): Promise<Created[]> =>
    (
      (await reads.list(what, CREATED[kind], (onUnreadable) => list({ signal, onUnreadable }))) ??
      []
    )
      .filter(({ by }) => by === userId)
      .map(({ id, name, state }) => ({ kind, name: name ?? undefined, id, state }));
  const found = await Promise.all([
    of("created_transformation", "transformations", (options) =>
      mapped(fivetran.transformations.list(options), (one) => ({
        id: one.id,
        by: one.created_by_id,
        name: transformationName(one),
        state: one.paused === true ? "paused" : undefined,
      })),
    ),
    of("created_transformation_project", "transformation projects", (options) =>
      mapped(fivetran.transformationProjects.list(options), ({ id, created_by_id }) => ({
        id,
        by: created_by_id,
      })),
    ),
    of("created_webhook", "webhooks", (options) =>
      mapped(fivetran.webhooks.list(options), ({ id, created_by, url, active }) => ({
        id,
        by: created_by,
        name: url,
        state: active === false ? "inactive" : undefined,
      })),
    ),
    of("created_proxy_agent", "proxy agents", (options) =>
      mapped(fivetran.proxies.list(options), ({ id, created_by, display_name }) => ({
        id,
        by: created_by,
        name: display_name,
      })),
    ),
    of("created_hybrid_agent", "hybrid deployment agents", (options) =>
      mapped(fivetran.hybridAgents.list(options), ({ id, created_by, display_name }) => ({
        id,
        by: created_by,
        name: display_name,
      })),
    ),
    of("created_private_link", "private links", (options) =>
      mapped(fivetran.privateLinks.list(options), ({ id, created_by, name }) => ({
        id,
        by: created_by,
        name,
      })),
    ),
    of("created_sdk_package", "Connector SDK packages", (options) =>
      mapped(fivetran.sdkPackages.list(options), ({ id, created_by }) => ({ id, by: created_by })),
    ),
  ]);
  return found.flat();
}

async function* mapped<T, U>(list: AsyncIterable<T>, map: (item: T) => U): AsyncIterable<U> {
  for await (const item of list) yield map(item);
}
