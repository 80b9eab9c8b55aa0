import { collection } from "../collection.js";
import type { Route } from "../router.js";

export const userRoutes: Route[] = collection({
  path: "/v1/users",
  param: "userId",
  noun: "User",
  plural: "Users list",
  items: (world) => world.users,
  keep: ({ active }, query) => ["", String(active)].includes(query.get("active") ?? ""),
  body: (user) => ({ ...user }),
  list: "list_all_users",
  get: "user_details",
});
