import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { invalid, ok } from "../api/envelope.js";
import { type Call, plain, type Route } from "../api/router.js";
import { REGIONS } from "../destinations/regions.js";
import { MINUTE, timestamp } from "../world/clock.js";
import { deepMerge, isObject, JsonObject, masked } from "../world/json.js";
import { recordsOf, type Stored, type World } from "../world/model.js";
import { newId } from "../world/names.js";

const LINKS = "private links";

const SERVICES = [
  "DATABRICKS_AWS",
  "SNOWFLAKE_AWS",
  "REDSHIFT_AWS",
  "SOURCE_AWS",
  "DATABRICKS_AZURE",
  "SNOWFLAKE_AZURE",
  "ONELAKE_AZURE",
  "POSTGRES_WAREHOUSE_AZURE",
  "SQL_DATA_WAREHOUSE_AZURE",
  "SOURCE_AZURE",
  "SNOWFLAKE_GCP",
  "SOURCE_GCP",
  "DATABRICKS_GCP",
] as const;

/** Setting one up takes the provider this long; taking it down too. */
const TAKES = 2 * MINUTE;

function isGone(link: JsonObject, now: number): boolean {
  return link["doing"] === "DESTROYING" && now - Number(link["since"]) >= TAKES;
}

/** A deleted link is only marked; it leaves the list once it has been taken down. */
function standing(world: World, now: number): Map<string, Stored> {
  return new Map([...recordsOf(world, LINKS)].filter(([, link]) => !isGone(link, now)));
}

function body({ doing, since, ...link }: JsonObject, { now }: Call): JsonObject {
  const underWay = now - Number(since) < TAKES;
  return {
    ...link,
    state: underWay ? (doing ?? "OK") : "OK",
    state_summary: underWay ? "The provider is at work" : "The link is up",
  };
}

export const privateLinkRoutes: Route[] = [
  ...collection({
    path: "/v1/private-links",
    param: "privateLinkId",
    noun: "Private link",
    plural: "Private links",
    notFound: "NotFound",
    items: (world) => recordsOf(world, LINKS),
    keep: (link, _, { now }) => !isGone(link, now),
    body,
    list: "get_private_links",
    create: {
      operation: "create_private_link",
      body: z.looseObject({
        name: z.string().min(1),
        region: z.enum(REGIONS),
        service: z.enum(SERVICES),
        config: JsonObject,
      }),
      make(call, { name, region, service, config }) {
        const { world, now, actor } = call;
        for (const link of standing(world, now).values()) {
          if (link["doing"] === "DESTROYING") continue;
          if (link["name"] === name) throw invalid(`A private link named '${name}' exists already`);
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
  }),
  plain("GET", "/v1/private-links/{privateLinkId}", "get_private_link_details", (call) =>
    ok("Private link details retrieved successfully", body(theLink(call), call)),
  ),
  {
    method: "PATCH",
    path: "/v1/private-links/{privateLinkId}",
    operation: "modify_private_link",
    handle(call, given) {
      const link = theLink(call);
      const config = isObject(given) && isObject(given["config"]) ? given["config"] : undefined;
      if (config === undefined) throw invalid("Field 'config' is required");
      const before = isObject(link["config"]) ? link["config"] : {};
      Object.assign(link, {
        config: masked(deepMerge(before, config)),
        doing: "UPDATING",
        since: call.now,
      });
      call.effect(link.id, "Private link updated");
      return ok("Private link has been updated", body(link, call));
    },
  },
  plain("DELETE", "/v1/private-links/{privateLinkId}", "delete_private_link", (call) => {
    const link = theLink(call);
    Object.assign(link, { doing: "DESTROYING", since: call.now });
    call.effect(link.id, "Private link marked for deletion");
    return ok(`Private link with id '${link.id}' has been marked for deletion`);
  }),
];

function theLink(call: Call): Stored {
  const links = standing(call.world, call.now);
  return found(links, call.param("privateLinkId"), "Private link", "NotFound");
}
