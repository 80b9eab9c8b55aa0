import type { Rows } from "../row.js";
import { edit, exists, gone, ofConnection, ofDestination, remove, unverifiable } from "./rules.js";

export const CERTIFICATES = {
  approve_certificate: {
    ...edit,
    group: ["connection:body.connection_id", "group:body.destination_id"],
    verify: unverifiable(
      "The effect of this deprecated operation cannot be verified. The effect of approve_connection_certificate and approve_destination_certificate can be verified.",
    ),
  },
  get_connection_certificates_list: { group: ofConnection },
  approve_connection_certificate: {
    ...edit,
    group: ofConnection,
    verify: exists("get_connection_certificate_details"),
  },
  get_connection_certificate_details: { group: ofConnection },
  revoke_connection_certificate: {
    ...remove,
    group: ofConnection,
    verify: gone("get_connection_certificate_details"),
  },
  get_connection_fingerprints_list: { group: ofConnection },
  approve_connection_fingerprint: {
    ...edit,
    group: ofConnection,
    verify: exists("get_connection_fingerprint_details"),
    bare: true,
  },
  get_connection_fingerprint_details: { group: ofConnection },
  revoke_connection_fingerprint: {
    ...remove,
    group: ofConnection,
    verify: gone("get_connection_fingerprint_details"),
  },
  get_destination_certificates_list: { group: ofDestination },
  approve_destination_certificate: {
    ...edit,
    group: ofDestination,
    verify: exists("get_destination_certificate_details"),
  },
  get_destination_certificate_details: { group: ofDestination },
  revoke_destination_certificate: {
    ...remove,
    group: ofDestination,
    verify: gone("get_destination_certificate_details"),
  },
  get_destination_fingerprints_list: { group: ofDestination },
  approve_destination_fingerprint: {
    ...edit,
    group: ofDestination,
    verify: exists("get_destination_fingerprint_details"),
    bare: true,
  },
  get_destination_fingerprint_details: { group: ofDestination },
  revoke_destination_fingerprint: {
    ...remove,
    group: ofDestination,
    verify: gone("get_destination_fingerprint_details"),
  },
} satisfies Partial<Rows>;
