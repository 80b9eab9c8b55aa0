import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { urlSafeHash } from "../http/url.js";
import { call, type OperationId } from "../operations/call.js";
import type { Bodies } from "../operations/generated/bodies.js";
import type { Actions } from "./actions.js";
import type { ListOptions } from "./list.js";
import { recordId } from "./models.js";

/** An approved TLS certificate. */
export const Certificate = z.looseObject({
  /** The hash in Base64, which identifies the certificate. */
  hash: recordId,
  id: z.string().nullish(),
  name: z.string().nullish(),
  type: z.string().nullish(),
  /** The SHA-1 hash of the certificate. */
  sha1: z.string().nullish(),
  /** The SHA-256 hash of the certificate. */
  sha256: z.string().nullish(),
  /** The decoded public key. */
  public_key: z.string().nullish(),
  /** When it was approved. */
  validated_date: z.string().nullish(),
  /** The id of the user who approved it. */
  validated_by: z.string().nullish(),
});
export type Certificate = z.output<typeof Certificate>;

/** An approved public key of an SSH server. */
export const Fingerprint = z.looseObject({
  /** The hash in Base64, which identifies the key. */
  hash: recordId,
  id: z.string().nullish(),
  /** The public key of the SSH server. */
  public_key: z.string().nullish(),
  /** When it was approved. */
  validated_date: z.string().nullish(),
  /** The id of the user who approved it. */
  validated_by: z.string().nullish(),
});
export type Fingerprint = z.output<typeof Fingerprint>;

/** The connection or destination that trusts the certificates or fingerprints. */
export type TrustOwner = { connectionId: string } | { destinationId: string };

interface TrustOperations<Approve> {
  list: OperationId;
  get: OperationId;
  approve: Approve;
  revoke: OperationId;
}

/**
 * The certificates or fingerprints that one connection or destination trusts. `hash` is the one in a failed setup
 * test, in standard or URL-safe Base64. An approval does not run setup tests, so run them afterwards.
 */
function createTrust<
  Model extends z.ZodType,
  Approve extends "approve_connection_certificate" | "approve_connection_fingerprint",
>(
  { list, record, submit }: Actions,
  model: Model,
  ofConnection: TrustOperations<Approve>,
  ofDestination: TrustOperations<OperationId>,
) {
  const idsOf = (owner: TrustOwner) => ("connectionId" in owner ? ofConnection : ofDestination);
  const withHash = (owner: TrustOwner, hash: string) => ({ ...owner, hash: urlSafeHash(hash) });
  return {
    /** Lists the approved certificates or fingerprints. */
    list: (owner: TrustOwner, options?: ListOptions) =>
      list(idsOf(owner).list, model, () => ({ ...owner }))(options),
    /** Returns one that is approved. Throws `not_found` if it is not. */
    get: (owner: TrustOwner, hash: string, options?: RequestOptions): Promise<z.output<Model>> =>
      record(model, call(idsOf(owner).get, withHash(owner, hash)), options),
    /** Approves a certificate or fingerprint. Throws `rejected` if its hash does not match its content. */
    approve: (
      owner: TrustOwner,
      body: Bodies[Approve],
      options?: RequestOptions,
    ): Promise<z.output<Model>> =>
      // Some responses contain only a message, without data.
      record(model, call(idsOf(owner).approve, { ...owner }, body), options, { hash: body.hash }),
    /** Revokes the approval. */
    revoke: (owner: TrustOwner, hash: string, options?: RequestOptions) =>
      submit(call(idsOf(owner).revoke, withHash(owner, hash)), options),
  };
}

/**
 * The methods of `fivetran.certificates`, under `/v1/connections/{id}/certificates` and
 * `/v1/destinations/{id}/certificates`.
 */
export type Certificates = ReturnType<typeof createCertificates>;

export const createCertificates = (actions: Actions) =>
  createTrust(
    actions,
    Certificate,
    {
      list: "get_connection_certificates_list",
      get: "get_connection_certificate_details",
      approve: "approve_connection_certificate",
      revoke: "revoke_connection_certificate",
    },
    {
      list: "get_destination_certificates_list",
      get: "get_destination_certificate_details",
      approve: "approve_destination_certificate",
      revoke: "revoke_destination_certificate",
    },
  );

/**
 * The methods of `fivetran.fingerprints`, under `/v1/connections/{id}/fingerprints` and
 * `/v1/destinations/{id}/fingerprints`.
 */
export type Fingerprints = ReturnType<typeof createFingerprints>;

export const createFingerprints = (actions: Actions) =>
  createTrust(
    actions,
    Fingerprint,
    {
      list: "get_connection_fingerprints_list",
      get: "get_connection_fingerprint_details",
      approve: "approve_connection_fingerprint",
      revoke: "revoke_connection_fingerprint",
    },
    {
      list: "get_destination_fingerprints_list",
      get: "get_destination_fingerprint_details",
      approve: "approve_destination_fingerprint",
      revoke: "revoke_destination_fingerprint",
    },
  );
