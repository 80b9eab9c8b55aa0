import * as z from "zod";
import { AppError } from "../../base/errors.js";
import type { FilePart, RequestOptions } from "../http/send.js";
import { call } from "../operations/call.js";
import { type Actions, callAt } from "./actions.js";

/** The code of a Connector SDK connector: `/v1/connector-sdk/packages/{package_id}`. */
export const SdkPackage = z.looseObject({
  id: z.string(),
  connection_id: z.string().nullish(),
  file_sha256_hash: z.string().nullish(),
  created_by: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});
export type SdkPackage = z.output<typeof SdkPackage>;

export type SdkPackages = ReturnType<typeof createSdkPackages>;

export const createSdkPackages = ({ list, get, command, request, send }: Actions) => ({
  list: list("list_connector_sdk_packages", SdkPackage),
  get: get("get_connector_sdk_package", SdkPackage),
  /** Uploads a zip file. A connection names it in `config.package_id`. */
  create: (file: FilePart, options?: RequestOptions) =>
    request(SdkPackage, call("create_connector_sdk_package"), { ...options, file }),
  /** Replaces the zip file. */
  update: (id: string, file: FilePart, options?: RequestOptions) =>
    request(SdkPackage, callAt("update_connector_sdk_package", [id]), { ...options, file }),
  /** Throws `forbidden` while a connection uses the package. */
  delete: command("delete_connector_sdk_package"),
  /** The zip file itself, up to 128 MiB. */
  async download(id: string, options?: RequestOptions): Promise<Uint8Array> {
    const operation = "download_connector_sdk_package";
    const { data } = await send(callAt(operation, [id]), options);
    if (data instanceof Uint8Array) return data;
    throw new AppError("contract", `The reply to ${operation} is not a file.`, { operation });
  },
});
