import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { collection } from "../api/collection.js";
import { invalid, ok, Refusal } from "../api/envelope.js";
import { type Call, type Route, route } from "../api/router.js";
import { MINUTE, timestamp } from "../world/clock.js";
import { JsonObject, masked, mergeMasked } from "../world/json.js";
import { recordsOf, type Stored } from "../world/model.js";
import { newId } from "../world/names.js";

export const LINKS = "private links";

/** How long the provider takes to create, update or remove a link. */
const CHANGE_TIME_MS = 2 * MINUTE;

/**
 * Returns true if the provider has removed a deleted link. Until then the list still contains it,
 * marked as deleted.
 */
function isRemoved(link: Stored, { now }: Pick<Call, "now">): boolean {
  return link["doing"] === "DESTROYING" && now - Number(link["since"]) >= CHANGE_TIME_MS;
}

const links = collection({
  noun: "Private link",
  plural: "Private links",
  notFound: "NotFound",
  items: (world) => recordsOf(world, LINKS),
  hidden: isRemoved,
  body({ doing, since, ...link }, { now }) {
    const inProgress = now - Number(since) < CHANGE_TIME_MS;
    return {
      ...link,
      state: inProgress ? (doing ?? "OK") : "OK",
      state_summary: inProgress ? "The provider is working on it" : "The link is up",
    };
  },
  list: "get_private_links",
  get: "get_private_link_details",
  create: {
    operation: "create_private_link",
    body: z.looseObject({
      name: z.string().min(1),
      region: z.enum(ENUMS.create_private_link.region),
      service: z.enum(ENUMS.create_private_link.service),
      config: JsonObject,
    }),
    make(call, { name, region, service, config }) {
      const { world, now, actor } = call;
      for (const link of recordsOf(world, LINKS).values()) {
        if (link["name"] === name && link["doing"] !== "DESTROYING") {
          throw invalid(`A private link named '${name}' already exists`);
        }
      }
      call.spend("private link");
      const id = newId(world);
      return {
        id,
        name,
        region,
        service,
        account_id: world.account.account_id,
        cloud_provider: service.split("_").at(-1) ?? "AWS",
        host: `${id.replaceAll("_", "-")}.privatelink.sandbox.invalid`,
        created_at: timestamp(now),
        created_by: actor.id,
        config: masked(config),
        doing: "CREATING",
        since: now,
      };
    },
  },
  modify: {
    operation: "modify_private_link",
    body: z.unknown(),
    apply({ now }, link, given) {
      if (link["doing"] === "CREATING" && now - Number(link["since"]) < CHANGE_TIME_MS) {
        const message = "Private link in CREATING state is not allowed to be changed";
        throw new Refusal(400, "IllegalState", message);
      }
      const { data } = z.looseObject({ config: JsonObject }).safeParse(given);
      if (data === undefined) throw invalid("Field 'config' is required");
      const config = mergeMasked(link["config"], data.config);
      Object.assign(link, { config, doing: "UPDATING", since: now });
      return undefined;
    },
  },
});

export const privateLinkRoutes: Route[] = [
  ...links.routes,
  route("delete_private_link", (call) => {
    const link = links.one(call);
    Object.assign(link, { doing: "DESTROYING", since: call.now });
    call.effect(link.id, "Private link marked for deletion");
    return ok(`Private link with id '${link.id}' is marked for deletion`);
  }),
];
