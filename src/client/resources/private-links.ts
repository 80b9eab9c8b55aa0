import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/private-links/{privateLinkId}`. */
export const PrivateLink = z.looseObject({
  id: z.string(),
  name: z.string(),
  service: z.string().nullish(),
  region: z.string().nullish(),
  cloud_provider: z.string().nullish(),
  /** `CREATING`, `UPDATING`, `DESTROYING`, `OK` or `FAIL`. */
  state: z.string().nullish(),
  state_summary: z.string().nullish(),
  host: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type PrivateLink = z.output<typeof PrivateLink>;

export interface PrivateLinks {
  /**
   * Every private link of the account.
   *
   * `GET /v1/private-links`
   */
  list(options?: ListOptions): List<PrivateLink>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<PrivateLink>>;
  /**
   * One link by id. Throws `not_found`.
   *
   * `GET /v1/private-links/{privateLinkId}`
   */
  get(id: string, options?: RequestOptions): Promise<PrivateLink>;
  /**
   * Asks for a link: `name`, `service`, `region`, `config`. It is ready when its state is `OK`. Five an hour.
   *
   * `POST /v1/private-links`
   */
  create(body: Body<"create_private_link">, options?: RequestOptions): Promise<PrivateLink>;
  /**
   * Changes its configuration.
   *
   * `PATCH /v1/private-links/{privateLinkId}`
   */
  modify(
    id: string,
    body: Body<"modify_private_link">,
    options?: RequestOptions,
  ): Promise<PrivateLink>;
  /**
   * Marks it for removal; it is still read as `DESTROYING` for a while.
   *
   * `DELETE /v1/private-links/{privateLinkId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
}

export const createPrivateLinks = (send: Send, change: Send): PrivateLinks => ({
  ...listing(send, "get_private_links", PrivateLink),
  async get(privateLinkId, options) {
    const details = call("get_private_link_details", { privateLinkId });
    const link = await ask(send, PrivateLink, details, options);
    return sameId(link, privateLinkId, "get_private_link_details");
  },
  create: (body, options) =>
    ask(change, PrivateLink, call("create_private_link", {}, body), options),
  modify: (privateLinkId, body, options) =>
    ask(change, PrivateLink, call("modify_private_link", { privateLinkId }, body), options),
  delete: (privateLinkId, options) =>
    tell(change, call("delete_private_link", { privateLinkId }), options),
});
