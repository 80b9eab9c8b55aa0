import { createHash, X509Certificate } from "node:crypto";
import * as z from "zod";
import { found } from "../api/collection.js";
import { created, invalid, missing, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { titled } from "../services/catalog.js";
import { timestamp } from "../world/clock.js";
import { isObject, type JsonObject } from "../world/json.js";
import { recordsOf, type ScriptedTest, type World } from "../world/model.js";

/** Converts a hash to the URL variant of Base64. */
const inUrl = (hash: string) => hash.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** Returns the approvals of a connection or destination, by hash. */
const approvals = (world: World, owner: string, word: "certificate" | "fingerprint") =>
  recordsOf(world, `${word}s of ${owner}`);

export const approvedHashes = (world: World, owner: string): ReadonlySet<string> =>
  new Set([
    ...(world.records.get(`certificates of ${owner}`)?.keys() ?? []),
    ...(world.records.get(`fingerprints of ${owner}`)?.keys() ?? []),
  ]);

/** Returns true if everything that a failed test asks to approve has been approved. */
export function isApproved({ details }: ScriptedTest, approved: ReadonlySet<string>): boolean {
  const hashes = (Array.isArray(details) ? details : []).flatMap((item) =>
    isObject(item) && typeof item["hash"] === "string" ? [item["hash"]] : [],
  );
  return hashes.length > 0 && hashes.every((hash) => approved.has(inUrl(hash)));
}

interface Kind {
  /** The word in paths and messages. */
  word: "certificate" | "fingerprint";
  carries: "encoded_cert" | "public_key";
  about(hash: string, given: string): JsonObject;
  /** Returns the message, which the API words differently for each kind. */
  revoked(owner: Owner, hash: string, id: string): string;
}

const CERTIFICATES: Kind = {
  revoked: (owner, hash, id) => `Certificate '${hash}' has been revoked for ${owner} '${id}'`,
  word: "certificate",
  carries: "encoded_cert",
  about(hash, given) {
    try {
      const raw = Buffer.from(given, "base64");
      const { subject, publicKey } = new X509Certificate(raw);
      return {
        name: subject.split("\n").reverse().join(", "),
        type: "X.509",
        sha1: createHash("sha1").update(raw).digest("hex"),
        sha256: createHash("sha256").update(raw).digest("hex"),
        public_key: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
      };
    } catch {
      throw invalid(`The certificate with hash '${hash}' cannot be decoded`);
    }
  },
};

const FINGERPRINTS: Kind = {
  revoked: (owner, hash, id) =>
    owner === "connection"
      ? `Fingerprint with hash '${hash}' has been revoked for connection with id '${id}'`
      : `Fingerprint with hash = '${hash}' has been revoked for destination id = '${id}'`,
  word: "fingerprint",
  carries: "public_key",
  about: (_, given) => ({ public_key: given }),
};

type Owner = "connection" | "destination";

/** Returns the user's name, or the id of a system key. */
function approver({ world, actor }: Call): string {
  const user = world.users.get(actor.id);
  return user === undefined ? actor.id : `${user.given_name} ${user.family_name}`;
}

function approval(call: Call, { about }: Kind, hash: string, given: string) {
  return {
    id: inUrl(hash),
    hash,
    ...about(hash, given),
    validated_date: timestamp(call.now),
    validated_by: approver(call),
  };
}

function mustExist(world: World, owner: Owner, id: string): void {
  if (owner === "connection") found(world.connections, id, "Connection");
  else found(world.destinations, id, "Destination");
}

function approvalRoutes(owner: Owner, kind: Kind): Route[] {
  const { word, carries } = kind;
  const [noun, title] = [titled(owner), titled(word)];
  const kept = (call: Call) => {
    mustExist(call.world, owner, call.id);
    return approvals(call.world, call.id, word);
  };
  const one = (call: Call) => {
    const asked = call.param("hash");
    const item = kept(call).get(inUrl(asked));
    if (item === undefined) throw missing(title, asked, "NotFound");
    return item;
  };
  const Approval = z.looseObject({ hash: z.string().min(1), [carries]: z.string().min(1) });
  return [
    route(`get_${owner}_${word}s_list`, (call) => {
      const items = [...kept(call).values()];
      const message = `${noun} ${word}s retrieved successfully`;
      return page(message, items, `${call.id}/${word}s`, call.query);
    }),
    routeWithBody(`approve_${owner}_${word}`, Approval, (call, body) => {
      const all = kept(call);
      const hash = String(body["hash"]);
      const item = approval(call, kind, hash, String(body[carries]));
      all.set(item.id, item);
      call.effect(call.id, `${word} ${hash} approved`);
      // The definition says 200 for certificates, but clients of the API require 201.
      return created(`The ${word} has been approved`, item);
    }),
    route(`get_${owner}_${word}_details`, (call) =>
      ok(`${noun} ${word} details retrieved successfully`, one(call)),
    ),
    route(`revoke_${owner}_${word}`, (call) => {
      const asked = call.param("hash");
      kept(call).delete(one(call).id);
      call.effect(call.id, `${word} ${asked} revoked`);
      return ok(kind.revoked(owner, asked, call.id));
    }),
  ];
}

/** Approved certificates and SSH host keys. */
export const approvalOperations: Route[] = [
  ...approvalRoutes("connection", CERTIFICATES),
  ...approvalRoutes("connection", FINGERPRINTS),
  ...approvalRoutes("destination", CERTIFICATES),
  ...approvalRoutes("destination", FINGERPRINTS),
  // An older operation that names the owner in the body.
  routeWithBody(
    "approve_certificate",
    z.looseObject({
      hash: z.string().min(1),
      encoded_cert: z.string().min(1),
      connection_id: z.string().optional(),
      destination_id: z.string().optional(),
    }),
    (call, { hash, encoded_cert, connection_id, destination_id }) => {
      const { world } = call;
      const id = connection_id ?? destination_id;
      if (id === undefined) throw invalid("Field 'connection_id' is required");
      mustExist(world, connection_id === undefined ? "destination" : "connection", id);
      const item = approval(call, CERTIFICATES, hash, encoded_cert);
      approvals(world, id, "certificate").set(item.id, item);
      call.effect(id, `certificate ${hash} approved`);
      return ok("The certificate has been approved");
    },
  ),
];
