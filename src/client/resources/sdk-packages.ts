import * as z from "zod";
import { AppError } from "../../base/errors.js";
import type { FilePart, RequestOptions } from "../http/send.js";
import { call } from "../operations/call.js";
import { type Actions, callAt } from "./actions.js";
import { recordId } from "./models.js";

/** The code package of a Connector SDK connection: `/v1/connector-sdk/packages/{package_id}`. */
export const SdkPackage = z.looseObject({
  id: recordId,
  /** The id of the connection that uses the package. Missing if none does. */
  connection_id: z.string().nullish(),
  /** The SHA-256 hash of the zip file. */
  file_sha256_hash: z.string().nullish(),
  /** The id of the user who created it. */
  created_by: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});
export type SdkPackage = z.output<typeof SdkPackage>;

/** The methods of `fivetran.sdkPackages`. */
export type SdkPackages = ReturnType<typeof createSdkPackages>;

export const createSdkPackages = ({ list, get, command, record, send }: Actions) => ({
  /** `GET /v1/connector-sdk/packages`. Lists the packages of the account. */
  list: list("list_connector_sdk_packages", SdkPackage),
  /**
   * `GET /v1/connector-sdk/packages/{package_id}`. Returns a package, without its file. Throws `not_found` for an
   * unknown id.
   */
  get: get("get_connector_sdk_package", SdkPackage),
  /**
   * `POST /v1/connector-sdk/packages`. Uploads a zip file. A connection refers to the package in `config.package_id`.
   */
  create: (file: FilePart, options?: RequestOptions) =>
    record(SdkPackage, call("create_connector_sdk_package"), { ...options, file }),
  /** `PATCH /v1/connector-sdk/packages/{package_id}`. Replaces the zip file. */
  update: (id: string, file: FilePart, options?: RequestOptions) =>
    record(SdkPackage, callAt("update_connector_sdk_package", [id]), { ...options, file }),
  /** `DELETE /v1/connector-sdk/packages/{package_id}`. Throws `forbidden` while a connection uses the package. */
  delete: command("delete_connector_sdk_package"),
  /**
   * `GET /v1/connector-sdk/packages/{package_id}/download`. Returns the bytes of the zip file, up to 128 MiB. Throws
   * `contract` if the response is not a file.
   */
  async download(id: string, options?: RequestOptions): Promise<Uint8Array> {
    const operation = "download_connector_sdk_package";
    const { data } = await send(callAt(operation, [id]), options);
    if (data instanceof Uint8Array) return data;
    throw new AppError("contract", `The reply to ${operation} is not a file.`, { operation });
  },
});
