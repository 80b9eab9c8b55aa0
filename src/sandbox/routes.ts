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
import { metadataRoutes } from "./routes/metadata.js";
import { schemaRoutes } from "./routes/schemas.js";
import { userRoutes } from "./routes/users.js";

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
];
