import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import type { TestOptions } from "./connections.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { Destination } from "./models.js";
import { ask, sameId, tell } from "./reply.js";

export interface Destinations {
  /**
   * Every destination of the account, without its configuration, read page by page as it is walked.
   *
   * `GET /v1/destinations`
   */
  list(options?: ListOptions): List<Destination>;
  /** One page of destinations. `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<Destination>>;
  /**
   * One destination by id, which is its group's id. Throws `not_found`, also for a group without a destination.
   *
   * `GET /v1/destinations/{destinationId}`
   */
  get(id: string, options?: RequestOptions): Promise<Destination>;
  /**
   * Makes the destination of a group: `group_id`, `service`, `time_zone_offset`, `config`, and `region` where it
   * matters. Setup tests run unless `run_setup_tests` is false; failed ones are in `setup_tests`, not thrown.
   *
   * `POST /v1/destinations`
   */
  create(body: Body<"create_destination">, options?: RequestOptions): Promise<Destination>;
  /**
   * Changes the fields given; `config` is merged. Fivetran's definition wants `time_zone_offset` every time: send
   * the present one where it refuses.
   *
   * `PATCH /v1/destinations/{destinationId}`
   */
  modify(
    id: string,
    body: Body<"modify_destination">,
    options?: RequestOptions,
  ): Promise<Destination>;
  /**
   * Removes a destination; its data stay where they are. Throws `conflict` while connections exist.
   *
   * `DELETE /v1/destinations/{destinationId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Runs its setup tests, which takes up to two minutes; failed ones are in `setup_tests`, not thrown.
   *
   * `POST /v1/destinations/{destinationId}/test`
   */
  test(id: string, options?: TestOptions): Promise<Destination>;
}

/** `change` is what changes go through: `send`, with lost answers cleared up. */
export const createDestinations = (send: Send, change: Send): Destinations => ({
  ...listing(send, "list_destinations", Destination),
  async get(destinationId, options) {
    const details = call("destination_details", { destinationId });
    return sameId(await ask(send, Destination, details, options), destinationId, details.operation);
  },
  create: (body, options) =>
    ask(change, Destination, call("create_destination", {}, body), options),
  modify: (destinationId, body, options) =>
    ask(change, Destination, call("modify_destination", { destinationId }, body), options),
  delete: (destinationId, options) =>
    tell(change, call("delete_destination", { destinationId }), options),
  test(destinationId, { trustCertificates, trustFingerprints, ...options } = {}) {
    const body = {
      ...(trustCertificates === undefined ? {} : { trust_certificates: trustCertificates }),
      ...(trustFingerprints === undefined ? {} : { trust_fingerprints: trustFingerprints }),
    };
    return ask(
      change,
      Destination,
      call("run_destination_setup_tests", { destinationId }, body),
      options,
    );
  },
});
