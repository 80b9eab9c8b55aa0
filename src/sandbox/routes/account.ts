import { ok } from "../answer.js";
import { plain, type Route } from "../router.js";

export const accountRoutes: Route[] = [
  plain("GET", "/v1/account/info", "get_account_info", ({ world }) =>
    ok("Account information retrieved successfully", { ...world.account }),
  ),
];
