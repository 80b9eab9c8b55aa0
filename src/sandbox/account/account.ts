import { ok } from "../api/envelope.js";
import { plain, type Route } from "../api/router.js";

export const accountRoutes: Route[] = [
  plain("GET", "/v1/account/info", "get_account_info", ({ world, actor }) => {
    const { account_id, account_name } = world.account;
    const asker = actor.kind === "user" ? { user_id: actor.id } : { system_key_id: actor.id };
    return ok("Account information retrieved successfully", { account_id, account_name, ...asker });
  }),
];
