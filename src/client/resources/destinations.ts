import type { RequestOptions } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { withoutTests } from "../operations/call.js";
import { type Actions, callAt } from "./actions.js";
import { Destination } from "./models.js";

/** Options of a run of setup tests. */
export interface TestOptions extends RequestOptions {
  /** Whether to approve any certificate that the server presents. */
  trustCertificates?: boolean | undefined;
  /** Whether to approve any SSH key that the server presents. */
  trustFingerprints?: boolean | undefined;
}

/** The methods of `fivetran.destinations`. */
export type Destinations = ReturnType<typeof createDestinations>;

export const createDestinations = (actions: Actions) => {
  const { list, get, create, modify, command, record } = actions;
  return {
    /** `GET /v1/destinations`. Lists the destinations of the account, without their configuration. */
    list: list("list_destinations", Destination),
    /**
     * `GET /v1/destinations/{destinationId}`. Returns a destination. Its id is that of its group. Throws `not_found`
     * for an unknown id and for a group without a destination.
     */
    get: get("destination_details", Destination),
    /**
     * `POST /v1/destinations`. Creates the destination of a group from `group_id`, `service`, `time_zone_offset`,
     * `config` and optionally `region`. Setup tests run unless `run_setup_tests` is false. A failed test is reported
     * in `setup_tests` and does not throw.
     */
    create: create("create_destination", Destination),
    /**
     * `PATCH /v1/destinations/{destinationId}`. Changes the given fields and merges `config`. Setup tests run only if
     * `config` changes. If Fivetran rejects a request without `time_zone_offset`, send its current value.
     */
    modify: (id: string, body: Body<"modify_destination">, options?: RequestOptions) =>
      modify("modify_destination", Destination)(id, withoutTests(body), options),
    /**
     * `DELETE /v1/destinations/{destinationId}`. Deletes a destination. Its data remain in the warehouse. Throws
     * `conflict` while the group has connections.
     */
    delete: command("delete_destination"),
    /**
     * `POST /v1/destinations/{destinationId}/test`. Runs the setup tests, which can take two minutes. A failed test
     * is reported in `setup_tests` and does not throw.
     */
    test(id: string, { trustCertificates, trustFingerprints, ...options }: TestOptions = {}) {
      const trust = trustBody({ trustCertificates, trustFingerprints });
      return record(Destination, callAt("run_destination_setup_tests", [id], trust), options);
    },
  };
};

/** The body of a request that runs setup tests. */
export const trustBody = ({ trustCertificates, trustFingerprints }: TestOptions) => ({
  ...(trustCertificates === undefined ? {} : { trust_certificates: trustCertificates }),
  ...(trustFingerprints === undefined ? {} : { trust_fingerprints: trustFingerprints }),
});
