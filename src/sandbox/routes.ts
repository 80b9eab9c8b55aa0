import { accountRoutes } from "./account/account.js";
import { groupRoutes } from "./account/groups.js";
import { membershipOperations } from "./account/membership-routes.js";
import { systemKeyRoutes } from "./account/system-keys.js";
import { teamRoutes } from "./account/teams.js";
import { userRoutes } from "./account/users.js";
import type { Route } from "./api/router.js";
import { connectionActions } from "./connections/actions.js";
import { approvalOperations } from "./connections/approvals.js";
import { connectCardRoutes } from "./connections/connect-card.js";
import { connectionReads } from "./connections/reads.js";
import { connectionWrites } from "./connections/writes.js";
import { destinationReads } from "./destinations/reads.js";
import { destinationWrites } from "./destinations/writes.js";
import { hvrRoutes } from "./infrastructure/hvr.js";
import { hybridAgentRoutes } from "./infrastructure/hybrid-agents.js";
import { logServiceRoutes } from "./infrastructure/log-services.js";
import { privateLinkRoutes } from "./infrastructure/private-links.js";
import { proxyRoutes } from "./infrastructure/proxies.js";
import { sdkPackageRoutes } from "./infrastructure/sdk-packages.js";
import { secretsManagerRoutes } from "./infrastructure/secrets-managers.js";
import { schemaRoutes } from "./schemas/routes.js";
import { metadataRoutes } from "./services/routes.js";
import { transformationProjectRoutes } from "./transformations/projects.js";
import { transformationRoutes } from "./transformations/routes.js";
import { webhookRoutes } from "./webhooks/routes.js";

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
