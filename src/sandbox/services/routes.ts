import { createHash } from "node:crypto";
import { found } from "../api/collection.js";
import { missing, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { plain, type Route } from "../api/router.js";
import { connectorType, connectorTypes } from "./catalog.js";

/** Outside the versioned API, and for everybody. */
const forEverybody: Route = {
  method: "GET",
  path: "/public/connector-types",
  operation: "metadata_public_connectors",
  form: "public",
  // No page parameters are documented here: everything comes at once.
  handle: () => ok("Connectors list retrieved successfully", [...connectorTypes]),
};

/** What there is to know about connector types, and the key that a group signs in to SSH servers with. */
export const metadataRoutes: Route[] = [
  forEverybody,
  plain("GET", "/v1/metadata/connector-types", "metadata_connectors", ({ query }) => ({
    message: "Connectors list retrieved successfully",
    ...page(connectorTypes, "/v1/metadata/connector-types", query, JSON.stringify),
  })),
  plain("GET", "/v1/metadata/connector-types/{service}", "metadata_connector_config", (call) => {
    const service = call.param("service");
    const type = connectorType(service);
    if (type === undefined) throw missing("Connector", service, "NotFound_Connector");
    return ok("Connector configuration retrieved successfully", type);
  }),
  plain("GET", "/v1/groups/{groupId}/public-key", "group_ssh_public_key", (call) => {
    const { id } = found(call.world.groups, call.param("groupId"), "Group");
    const key = createHash("sha512").update(id).digest("base64").replace(/=+$/, "");
    return ok("Group public key retrieved successfully", {
      public_key: `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ${key} fivetran user key`,
    });
  }),
];
