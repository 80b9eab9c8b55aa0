import * as z from "zod";
import { AppError } from "../../base/errors.js";
import type { FilePart, RequestOptions, Send } from "../http/send.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { ask, sameId, tell } from "./reply.js";

/** Code of a connector that was written with the Connector SDK: `GET /v1/connector-sdk/packages/{package_id}`. */
export const SdkPackage = z.looseObject({
  id: z.string(),
  connection_id: z.string().nullish(),
  file_sha256_hash: z.string().nullish(),
  created_by: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});
export type SdkPackage = z.output<typeof SdkPackage>;

export interface SdkPackages {
  /**
   * Every package of the account.
   *
   * `GET /v1/connector-sdk/packages`
   */
  list(options?: ListOptions): List<SdkPackage>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<SdkPackage>>;
  /**
   * One package by id. Throws `not_found`.
   *
   * `GET /v1/connector-sdk/packages/{package_id}`
   */
  get(id: string, options?: RequestOptions): Promise<SdkPackage>;
  /**
   * Uploads a zip file. A connection names it in `config.package_id`.
   *
   * `POST /v1/connector-sdk/packages`
   */
  create(file: FilePart, options?: RequestOptions): Promise<SdkPackage>;
  /**
   * Uploads another zip file in its place.
   *
   * `PATCH /v1/connector-sdk/packages/{package_id}`
   */
  update(id: string, file: FilePart, options?: RequestOptions): Promise<SdkPackage>;
  /**
   * Removes a package. Throws `forbidden` while a connection uses it.
   *
   * `DELETE /v1/connector-sdk/packages/{package_id}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * The zip file itself, up to 48 MiB.
   *
   * `GET /v1/connector-sdk/packages/{package_id}/download`
   */
  download(id: string, options?: RequestOptions): Promise<Uint8Array>;
}

export const createSdkPackages = (send: Send, change: Send): SdkPackages => ({
  ...listing(send, "list_connector_sdk_packages", SdkPackage),
  async get(id, options) {
    const details = call("get_connector_sdk_package", { package_id: id });
    return sameId(await ask(send, SdkPackage, details, options), id, "get_connector_sdk_package");
  },
  create: (file, options) =>
    ask(change, SdkPackage, call("create_connector_sdk_package"), { ...options, file }),
  update: (id, file, options) =>
    ask(change, SdkPackage, call("update_connector_sdk_package", { package_id: id }), {
      ...options,
      file,
    }),
  delete: (id, options) =>
    tell(change, call("delete_connector_sdk_package", { package_id: id }), options),
  async download(id, options) {
    const operation = "download_connector_sdk_package";
    const { data } = await send(call(operation, { package_id: id }), options);
    if (data instanceof Uint8Array) return data;
    throw new AppError("contract", `The reply to ${operation} is no file.`, { operation });
  },
});
