import { createHash } from "node:crypto";
import { found } from "../api/collection.js";
import { missing, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Route, route } from "../api/router.js";
import { connectorType, connectorTypes } from "./catalog.js";

/** Connector types, and the SSH public key of a group. */
export const metadataRoutes: Route[] = [
  // This list needs no credentials and has no pages.
  route(
    "metadata_public_connectors",
    () => ok("Connectors list retrieved successfully", [...connectorTypes()]),
    { form: "public" },
  ),
  route("metadata_connectors", ({ query }) =>
    page(
      "Connectors list retrieved successfully",
      connectorTypes(),
      "/v1/metadata/connector-types",
      query,
    ),
  ),
  route("metadata_connector_config", (call) => {
    const service = call.id;
    const type = connectorType(service);
    if (type === undefined) throw missing("Connector", service, "NotFound_Connector");
    return ok("Connector configuration retrieved successfully", type);
  }),
  route("group_ssh_public_key", (call) => {
    const { id } = found(call.world.groups, call.id, "Group");
    const key = createHash("sha512").update(id).digest("base64").replace(/=+$/, "");
    return ok("Group SSH public key retrieved successfully", {
      public_key: `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ${key} fivetran user key`,
    });
  }),
];
