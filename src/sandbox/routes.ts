import type { Route } from "./router.js";
import { accountRoutes } from "./routes/account.js";
import { connectionReads } from "./routes/connections.js";
import { destinationReads } from "./routes/destinations.js";
import { groupRoutes } from "./routes/groups.js";

/** Every operation the sandbox knows. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...groupRoutes,
  ...destinationReads,
  ...connectionReads,
];
