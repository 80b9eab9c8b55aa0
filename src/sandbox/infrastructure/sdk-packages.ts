import { createHash } from "node:crypto";
import { collection } from "../api/collection.js";
import { created, invalid, ok, Refusal } from "../api/envelope.js";
import { type Call, type Route, route } from "../api/router.js";
import { timestamp } from "../world/clock.js";
import { recordsOf, type Stored, type World } from "../world/model.js";
import { newId } from "../world/names.js";

export const PACKAGES = "connector sdk packages";

function attachedTo(world: World, id: string): string | null {
  for (const connection of world.connections.values()) {
    if (connection.config["package_id"] === id) return connection.id;
  }
  return null;
}

function shown({ content: _, ...known }: Stored, { world }: Call) {
  return { ...known, connection_id: attachedTo(world, known.id) };
}

function contentOf(file: Buffer, userId: string, at: string) {
  return {
    last_updated_by: userId,
    updated_at: at,
    file_sha256_hash: createHash("sha256").update(file).digest("hex"),
    content: file.toString("base64"),
  };
}

export const packageRecord = (file: Buffer, userId: string, at: string) => ({
  created_by: userId,
  created_at: at,
  ...contentOf(file, userId, at),
});

/** Returns the uploaded archive. Every ZIP file starts with the same two bytes. */
function upload({ file }: Call): Buffer {
  if (file === undefined) throw invalid("Part 'file' is required");
  if (file.subarray(0, 2).toString("latin1") !== "PK") {
    throw invalid("The package must be a ZIP file");
  }
  return file;
}

const packages = collection({
  noun: "Package",
  plural: "Connector SDK packages",
  notFound: "NotFound_ConnectorSdkPackage",
  items: (world) => recordsOf(world, PACKAGES),
  body: shown,
  messages: {
    details: "Connector SDK package details retrieved successfully",
    removed: () => "Package deleted successfully",
  },
  list: "list_connector_sdk_packages",
  get: "get_connector_sdk_package",
  remove: "delete_connector_sdk_package",
  beforeRemove({ world }, { id }) {
    if (attachedTo(world, id) === null) return;
    const message = "Package is associated with a connection and cannot be deleted";
    throw new Refusal(403, "Forbidden", message);
  },
});

export const sdkPackageRoutes: Route[] = [
  ...packages.routes,
  route(
    "create_connector_sdk_package",
    (call) => {
      const { world, actor, now } = call;
      const file = upload(call);
      const id = newId(world);
      const made = { id, ...packageRecord(file, actor.id, timestamp(now)) };
      recordsOf(world, PACKAGES).set(id, made);
      call.effect(id, "Package created");
      return created("Package created successfully", shown(made, call));
    },
    { form: "multipart" },
  ),
  route(
    "update_connector_sdk_package",
    (call) => {
      const known = packages.one(call);
      Object.assign(known, contentOf(upload(call), call.actor.id, timestamp(call.now)));
      call.effect(known.id, "Package updated");
      return ok("Package updated successfully", shown(known, call));
    },
    { form: "multipart" },
  ),
  route(
    "download_connector_sdk_package",
    (call) => {
      const file = Buffer.from(String(packages.one(call)["content"]), "base64");
      return { status: 200, message: "", file };
    },
    { form: "file" },
  ),
];
