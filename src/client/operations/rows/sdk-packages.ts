import type { Rows } from "../row.js";
import { create, edit, gone, remove, unverifiable } from "./rules.js";

export const SDK_PACKAGES = {
  list_connector_sdk_packages: { group: "account" },
  create_connector_sdk_package: {
    ...create,
    group: "account",
    verify: unverifiable("Packages have no name by which the new package could be found."),
  },
  get_connector_sdk_package: { group: ["package:package_id"] },
  update_connector_sdk_package: {
    ...edit,
    group: ["package:package_id"],
    verify: unverifiable("The client does not know the hash of the uploaded file."),
  },
  delete_connector_sdk_package: {
    ...remove,
    group: ["package:package_id"],
    verify: gone("get_connector_sdk_package"),
  },
  download_connector_sdk_package: { group: ["package:package_id"], file: true },
} satisfies Partial<Rows>;
