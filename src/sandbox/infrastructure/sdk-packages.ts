import { createHash } from "node:crypto";
import { collection, found } from "../api/collection.js";
import { created, invalid, ok, Refusal } from "../api/envelope.js";
import type { Call, Route } from "../api/router.js";
import { fileIn } from "../http/multipart.js";
import { timestamp } from "../world/clock.js";
import { recordsOf, type Stored, type World } from "../world/model.js";
import { newId } from "../world/names.js";

const PACKAGES = "connector sdk packages";
const PATH = "/v1/connector-sdk/packages";
const ONE = `${PATH}/{package_id}`;
const NOUN = "Package";
const CODE = "NotFound_ConnectorSdkPackage";

function attachedTo(world: World, id: string): string | null {
  for (const connection of world.connections.values()) {
    if (connection.config["package_id"] === id) return connection.id;
  }
  return null;
}

function shown({ content: _, ...known }: Stored, { world }: Call) {
  return { ...known, connection_id: attachedTo(world, known.id) };
}

const thePackage = (call: Call): Stored =>
  found(recordsOf(call.world, PACKAGES), call.param("package_id"), NOUN, CODE);

/** The uploaded archive; every ZIP file begins with the same two letters. */
function upload(call: Call) {
  const file = fileIn(call.raw, call.contentType, "file");
  if (file === undefined) throw invalid("Part 'file' is required");
  if (file.subarray(0, 2).toString("latin1") !== "PK") {
    throw invalid("The package must be a ZIP file");
  }
  return {
    last_updated_by: call.actor.id,
    updated_at: timestamp(call.now),
    file_sha256_hash: createHash("sha256").update(file).digest("hex"),
    content: file.toString("base64"),
  };
}

export const sdkPackageRoutes: Route[] = [
  ...collection({
    path: PATH,
    param: "package_id",
    noun: NOUN,
    plural: "Connector SDK packages",
    notFound: CODE,
    items: (world) => recordsOf(world, PACKAGES),
    body: shown,
    list: "list_connector_sdk_packages",
    get: "get_connector_sdk_package",
    remove: {
      operation: "delete_connector_sdk_package",
      check({ world }, { id }) {
        if (attachedTo(world, id) === null) return;
        throw new Refusal(
          403,
          "Forbidden",
          "Package is associated with a connection and cannot be deleted",
        );
      },
    },
  }),
  {
    method: "POST",
    path: PATH,
    operation: "create_connector_sdk_package",
    form: "multipart",
    handle(call) {
      const uploaded = upload(call);
      const made: Stored = {
        id: newId(call.world),
        created_by: call.actor.id,
        created_at: timestamp(call.now),
        ...uploaded,
      };
      recordsOf(call.world, PACKAGES).set(made.id, made);
      call.effect(made.id, "Package created");
      return created("Package created successfully", shown(made, call));
    },
  },
  {
    method: "PATCH",
    path: ONE,
    operation: "update_connector_sdk_package",
    form: "multipart",
    handle(call) {
      const known = thePackage(call);
      Object.assign(known, upload(call));
      call.effect(known.id, "Package updated");
      return ok("Package updated successfully", shown(known, call));
    },
  },
  {
    method: "GET",
    path: `${ONE}/download`,
    operation: "download_connector_sdk_package",
    form: "file",
    handle(call) {
      const { content } = thePackage(call);
      return { status: 200, message: "", file: Buffer.from(String(content), "base64") };
    },
  },
];
