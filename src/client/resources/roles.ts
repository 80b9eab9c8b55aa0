import * as z from "zod";
import type { Send } from "../http/send.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";

/** `GET /v1/roles`: a role by its name, which every grant repeats letter by letter. */
export const Role = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  /** Where it can be given: `ACCOUNT`, `DESTINATION`, `CONNECTOR`. */
  scope: z.array(z.string()).nullish(),
  is_custom: z.boolean().nullish(),
  is_deprecated: z.boolean().nullish(),
  replacement_role_name: z.string().nullish(),
});
export type Role = z.output<typeof Role>;

export interface Roles {
  /**
   * Every role that can be given in this account, custom ones among them.
   *
   * `GET /v1/roles`
   */
  list(options?: ListOptions): List<Role>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<Role>>;
}

export const createRoles = (send: Send): Roles => listing(send, "list_all_roles", Role);
