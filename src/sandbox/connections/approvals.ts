import { createHash, X509Certificate } from "node:crypto";
import * as z from "zod";
import { found } from "../api/collection.js";
import { invalid, missing, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, plain, type Route, route } from "../api/router.js";
import { timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import { approvals } from "./trust.js";

interface Kind {
  /** As paths and messages spell it. */
  word: "certificate" | "fingerprint";
  carries: "encoded_cert" | "public_key";
  about(hash: string, given: string): JsonObject;
}

const CERTIFICATE: Kind = {
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

const FINGERPRINT: Kind = {
  word: "fingerprint",
  carries: "public_key",
  about: (_, given) => ({ public_key: given }),
};

interface Owner {
  path: string;
  param: "connectionId" | "destinationId";
  noun: "Connection" | "Destination";
}

const OWNERS: readonly Owner[] = [
  { path: "/v1/connections/{connectionId}", param: "connectionId", noun: "Connection" },
  { path: "/v1/destinations/{destinationId}", param: "destinationId", noun: "Destination" },
];

const inUrl = (hash: string) => hash.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** As people are called, where it was one. */
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

function approvalRoutes({ path, param, noun }: Owner, kind: Kind): Route[] {
  const { word, carries } = kind;
  const owner = (call: Call) => {
    const { world } = call;
    const id = call.param(param);
    if (noun === "Connection") found(world.connections, id, noun);
    else found(world.destinations, id, noun);
    return id;
  };
  const title = word === "certificate" ? "Certificate" : "Fingerprint";
  const kept = (call: Call) => approvals(call.world, owner(call), word);
  const one = (call: Call) => {
    const all = kept(call);
    const asked = call.param("hash");
    const item = all.get(inUrl(asked));
    if (item === undefined) throw missing(title, asked, "NotFound");
    return { all, item };
  };
  const lower = noun.toLowerCase();
  return [
    plain("GET", `${path}/${word}s`, `get_${lower}_${word}s_list`, (call) => ({
      message: `${noun} ${word}s retrieved successfully`,
      ...page([...kept(call).values()], `${owner(call)}/${word}s`, call.query, JSON.stringify),
    })),
    route({
      method: "POST",
      path: `${path}/${word}s`,
      operation: `approve_${lower}_${word}`,
      body: z.looseObject({ hash: z.string().min(1), [carries]: z.string().min(1) }),
      handle(call, body) {
        const id = owner(call);
        const hash = String(body["hash"]);
        const item = approval(call, kind, hash, String(body[carries]));
        kept(call).set(inUrl(hash), item);
        call.effect(id, `${word} ${hash} approved`);
        return ok(`The ${word} has been approved`, item);
      },
    }),
    plain("GET", `${path}/${word}s/{hash}`, `get_${lower}_${word}_details`, (call) =>
      ok(`${noun} ${word} details retrieved successfully`, one(call).item),
    ),
    plain("DELETE", `${path}/${word}s/{hash}`, `revoke_${lower}_${word}`, (call) => {
      const { all } = one(call);
      all.delete(inUrl(call.param("hash")));
      call.effect(owner(call), `${word} ${call.param("hash")} revoked`);
      return ok(`${title} '${call.param("hash")}' has been revoked for ${lower} '${owner(call)}'`);
    }),
  ];
}

/** What a person has declared trustworthy: certificates and SSH host keys. */
export const approvalOperations: Route[] = [
  ...OWNERS.flatMap((owner) => [
    ...approvalRoutes(owner, CERTIFICATE),
    ...approvalRoutes(owner, FINGERPRINT),
  ]),
  // An older way, which names the owner in the body.
  route({
    method: "POST",
    path: "/v1/certificates",
    operation: "approve_certificate",
    body: z.looseObject({
      hash: z.string().min(1),
      encoded_cert: z.string().min(1),
      connection_id: z.string().optional(),
      destination_id: z.string().optional(),
    }),
    handle(call, { hash, encoded_cert, connection_id, destination_id }) {
      const { world } = call;
      const id = connection_id ?? destination_id;
      if (id === undefined) throw invalid("Field 'connection_id' is required");
      if (connection_id !== undefined) found(world.connections, id, "Connection");
      else found(world.destinations, id, "Destination");
      approvals(world, id, "certificate").set(
        inUrl(hash),
        approval(call, CERTIFICATE, hash, encoded_cert),
      );
      call.effect(id, `certificate ${hash} approved`);
      return ok("The certificate has been approved");
    },
  }),
];
