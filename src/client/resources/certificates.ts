import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { type Call, call, type OperationId } from "../operations/call.js";
import {
  type List,
  type ListOptions,
  listOf,
  type Page,
  type PageOptions,
  pageOf,
} from "./list.js";
import { ask, parseReply, tell } from "./reply.js";

/** A TLS certificate that somebody approved. */
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

/** An SSH server's key that somebody approved. */
export const Fingerprint = z.looseObject({
  hash: z.string(),
  id: z.string().nullish(),
  public_key: z.string().nullish(),
  validated_date: z.string().nullish(),
  validated_by: z.string().nullish(),
});
export type Fingerprint = z.output<typeof Fingerprint>;

/** Whose certificates or fingerprints are meant. */
export type TrustOwner = { connectionId: string } | { destinationId: string };

/**
 * What Fivetran may trust when it connects for one connection or destination. `hash` is the one that a failed setup
 * test shows, in either spelling of Base64. Approving runs no tests: run them next.
 */
export interface Trust<Item, Approval> {
  /** Every approved one. `GET` on the owner's `/certificates` or `/fingerprints`. */
  list(owner: TrustOwner, options?: ListOptions): List<Item>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(owner: TrustOwner, options?: PageOptions): Promise<Page<Item>>;
  /** One by its hash. Throws `not_found`. `GET …/{hash}` */
  get(owner: TrustOwner, hash: string, options?: RequestOptions): Promise<Item>;
  /** Approves one. Throws `rejected` where hash and content do not belong together. `POST` on the list. */
  approve(owner: TrustOwner, body: Approval, options?: RequestOptions): Promise<Item>;
  /** Takes the approval back. `DELETE …/{hash}` */
  revoke(owner: TrustOwner, hash: string, options?: RequestOptions): Promise<void>;
}

export type Certificates = Trust<Certificate, Body<"approve_connection_certificate">>;
export type Fingerprints = Trust<Fingerprint, Body<"approve_connection_fingerprint">>;

interface Operations {
  list: OperationId;
  get: OperationId;
  approve: OperationId;
  revoke: OperationId;
}

function createTrust<Model extends z.ZodType, Approval extends { hash: string }>(
  send: Send,
  change: Send,
  model: Model,
  ofConnection: Operations,
  ofDestination: Operations,
): Trust<z.output<Model>, Approval & Call["body"]> {
  const idsOf = (owner: TrustOwner) => ("connectionId" in owner ? ofConnection : ofDestination);
  // A path takes the hash in the URL's form of Base64.
  const withHash = (owner: TrustOwner, hash: string) => ({
    ...owner,
    hash: hash.replaceAll("+", "-").replaceAll("/", "_"),
  });
  return {
    list: (owner, options) => listOf(send, idsOf(owner).list, model, { ...owner }, options),
    page: (owner, options) => pageOf(send, idsOf(owner).list, model, { ...owner }, options),
    get: (owner, hash, options) =>
      ask(send, model, call(idsOf(owner).get, withHash(owner, hash)), options),
    async approve(owner, body, options) {
      const reply = await change(call(idsOf(owner).approve, { ...owner }, body), options);
      // Some answers are only a message.
      return parseReply(model, { ...reply, data: reply.data ?? { hash: body.hash } });
    },
    revoke: (owner, hash, options) =>
      tell(change, call(idsOf(owner).revoke, withHash(owner, hash)), options),
  };
}

export const createCertificates = (send: Send, change: Send): Certificates =>
  createTrust(
    send,
    change,
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

export const createFingerprints = (send: Send, change: Send): Fingerprints =>
  createTrust(
    send,
    change,
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
