import type { Route } from "./router.js";
import { accountRoutes } from "./routes/account.js";
import { approvalOperations } from "./routes/approvals.js";
import { connectCardRoutes } from "./routes/connect-card.js";
import { connectionActions } from "./routes/connection-actions.js";
import { connectionWrites } from "./routes/connection-writes.js";
import { connectionReads } from "./routes/connections.js";
import { destinationWrites } from "./routes/destination-writes.js";
import { destinationReads } from "./routes/destinations.js";
import { groupRoutes } from "./routes/groups.js";
import { hvrRoutes } from "./routes/hvr.js";
import { hybridAgentRoutes } from "./routes/hybrid-agents.js";
import { logServiceRoutes } from "./routes/log-services.js";
import { membershipOperations } from "./routes/memberships.js";
import { metadataRoutes } from "./routes/metadata.js";
import { privateLinkRoutes } from "./routes/private-links.js";
import { proxyRoutes } from "./routes/proxies.js";
import { schemaRoutes } from "./routes/schemas.js";
import { sdkPackageRoutes } from "./routes/sdk-packages.js";
import { secretsManagerRoutes } from "./routes/secrets-managers.js";
import { systemKeyRoutes } from "./routes/system-keys.js";
import { teamRoutes } from "./routes/teams.js";
import { transformationProjectRoutes } from "./routes/transformation-projects.js";
import { transformationRoutes } from "./routes/transformations.js";
import { userRoutes } from "./routes/users.js";
import { webhookRoutes } from "./routes/webhooks.js";

/** Every operation the sandbox knows. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...userRoutes,
  ...groupRoutes,
  ...destinationReads,
  ...destinationWrites,
  ...connectionReads,
  ...connectionWrites,
  ...connectionActions,
  ...connectCardRoutes,
  ...schemaRoutes,
  ...approvalOperations,
  ...metadataRoutes,
  ...teamRoutes,
  ...membershipOperations,
  ...systemKeyRoutes,
  ...webhookRoutes,
  ...transformationRoutes,
  ...transformationProjectRoutes,
  ...logServiceRoutes,
  ...secretsManagerRoutes,
  ...privateLinkRoutes,
  ...proxyRoutes,
  ...hybridAgentRoutes,
  ...sdkPackageRoutes,
  ...hvrRoutes,
];
