import { apiKeyRoutes } from "./account/api-keys.js";
import { groupRoutes } from "./account/groups.js";
import { membershipOperations } from "./account/memberships.js";
import { peopleRoutes } from "./account/people.js";
import { systemKeyRoutes } from "./account/system-keys.js";
import type { Route } from "./api/router.js";
import { connectionActions } from "./connections/actions.js";
import { approvalOperations } from "./connections/approvals.js";
import { connectCardRoutes } from "./connections/connect-card.js";
import { moveRoutes } from "./connections/move.js";
import { connectionRoutes } from "./connections/routes.js";
import { syncHistoryRoutes } from "./connections/sync-history.js";
import { warningRoutes } from "./connections/warnings.js";
import { destinationRoutes } from "./destinations/routes.js";
import { agentRoutes } from "./infrastructure/agents.js";
import { logServiceRoutes } from "./infrastructure/log-services.js";
import { privateLinkRoutes } from "./infrastructure/private-links.js";
import { sdkPackageRoutes } from "./infrastructure/sdk-packages.js";
import { secretsManagerRoutes } from "./infrastructure/secrets-managers.js";
import { connectionMetadataRoutes } from "./schemas/metadata.js";
import { schemaRoutes } from "./schemas/routes.js";
import { metadataRoutes } from "./services/routes.js";
import { transformationProjectRoutes } from "./transformations/projects.js";
import { transformationRoutes } from "./transformations/routes.js";
import { webhookRoutes } from "./webhooks/routes.js";

/** Every operation that the sandbox supports. */
export const routes: readonly Route[] = [
  ...peopleRoutes,
  ...apiKeyRoutes,
  ...groupRoutes,
  ...membershipOperations,
  ...systemKeyRoutes,
  ...destinationRoutes,
  ...connectionRoutes,
  ...connectionActions,
  ...syncHistoryRoutes,
  ...warningRoutes,
  ...moveRoutes,
  ...connectCardRoutes,
  ...approvalOperations,
  ...schemaRoutes,
  ...connectionMetadataRoutes,
  ...metadataRoutes,
  ...webhookRoutes,
  ...transformationRoutes,
  ...transformationProjectRoutes,
  ...logServiceRoutes,
  ...secretsManagerRoutes,
  ...privateLinkRoutes,
  ...agentRoutes,
  ...sdkPackageRoutes,
];
