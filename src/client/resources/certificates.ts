import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { urlSafeHash } from "../http/url.js";
import { call, type OperationId } from "../operations/call.js";
import type { Bodies } from "../operations/generated/bodies.js";
import type { Actions } from "./actions.js";
import type { ListOptions } from "./list.js";

/** A TLS certificate that a user approved. */
export const Certificate = z.looseObject({
  hash: z.string(),
  id: z.string().nullish(),
  name: z.string().nullish(),
  type: z.string().nullish(),
  sha1: z.string().nullish(),
  sha256: z.string().nullish(),
  public_key: z.string().nullish(),
  validated_date: z.string().nullish(),
  validated_by: z.string().nullish(),
});
export type Certificate = z.output<typeof Certificate>;

/** An SSH server's key that a user approved. */
export const Fingerprint = z.looseObject({
  hash: z.string(),
  id: z.string().nullish(),
  public_key: z.string().nullish(),
  validated_date: z.string().nullish(),
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
 * What Fivetran trusts when it connects for one connection or destination. `hash` is the one that a failed setup test
 * shows, in either form of Base64. Approving runs no tests: run them afterwards.
 */
function createTrust<
  Model extends z.ZodType,
  Approve extends "approve_connection_certificate" | "approve_connection_fingerprint",
>(
  { list, request, submit }: Actions,
  model: Model,
  ofConnection: TrustOperations<Approve>,
  ofDestination: TrustOperations<OperationId>,
) {
  const idsOf = (owner: TrustOwner) => ("connectionId" in owner ? ofConnection : ofDestination);
  const withHash = (owner: TrustOwner, hash: string) => ({ ...owner, hash: urlSafeHash(hash) });
  return {
    /** Every approved one. */
    list: (owner: TrustOwner, options?: ListOptions) =>
      list(idsOf(owner).list, model, () => ({ ...owner }))(options),
    get: (owner: TrustOwner, hash: string, options?: RequestOptions): Promise<z.output<Model>> =>
      request(model, call(idsOf(owner).get, withHash(owner, hash)), options),
    /** Throws `rejected` where hash and content do not match. */
    approve: (
      owner: TrustOwner,
      body: Bodies[Approve],
      options?: RequestOptions,
    ): Promise<z.output<Model>> =>
      // Some responses are only a message.
      request(model, call(idsOf(owner).approve, { ...owner }, body), options, { hash: body.hash }),
    /** Withdraws the approval. */
    revoke: (owner: TrustOwner, hash: string, options?: RequestOptions) =>
      submit(call(idsOf(owner).revoke, withHash(owner, hash)), options),
  };
}

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
