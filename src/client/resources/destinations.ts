import type { RequestOptions } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { withoutTests } from "../operations/call.js";
import { type Actions, callAt } from "./actions.js";
import { Destination } from "./models.js";

export interface TestOptions extends RequestOptions {
  /** Approve any certificate that the server shows. */
  trustCertificates?: boolean | undefined;
  /** Approve any SSH key that the server shows. */
  trustFingerprints?: boolean | undefined;
}

export type Destinations = ReturnType<typeof createDestinations>;

export const createDestinations = (actions: Actions) => {
  const { list, get, create, modify, command, record } = actions;
  return {
    /** Every destination of the account, without its configuration. */
    list: list("list_destinations", Destination),
    /** By its id, which is its group's id. Throws `not_found` also for a group without a destination. */
    get: get("destination_details", Destination),
    /**
     * Creates the destination of a group: `group_id`, `service`, `time_zone_offset`, `config`, and `region` where it
     * matters. Setup tests run unless `run_setup_tests` is false; failed ones are in `setup_tests`, not thrown.
     */
    create: create("create_destination", Destination),
    /**
     * Changes the fields given; `config` is merged. Fivetran's definition requires `time_zone_offset` every time: send
     * the present one where it refuses. Setup tests run only with a change of `config`.
     */
    modify: (id: string, body: Body<"modify_destination">, options?: RequestOptions) =>
      modify("modify_destination", Destination)(id, withoutTests(body), options),
    /** Removes a destination; its data stay. Throws `conflict` while connections exist. */
    delete: command("delete_destination"),
    /** Runs its setup tests, which takes up to two minutes; failed ones are in `setup_tests`, not thrown. */
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
