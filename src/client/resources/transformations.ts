import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/transformations/{transformationId}`. */
export const Transformation = z.looseObject({
  id: z.string(),
  /** `DBT_CORE` or `QUICKSTART`. */
  type: z.string(),
  status: z.string().nullish(),
  paused: z.boolean().nullish(),
  /** When it runs; `INTEGRATED` after the syncs of `connection_ids`. */
  schedule: z
    .looseObject({
      schedule_type: z.string().nullish(),
      connection_ids: z.array(z.string()).nullish(),
    })
    .nullish(),
  created_at: z.string().nullish(),
  last_started_at: z.string().nullish(),
  last_ended_at: z.string().nullish(),
  output_model_names: z.array(z.string()).nullish(),
});
export type Transformation = z.output<typeof Transformation>;

/** A package of ready-made models. */
export const TransformationPackage = z.looseObject({
  id: z.string(),
  name: z.string(),
  version: z.string().nullish(),
  connector_types: z.array(z.string()).nullish(),
  output_model_names: z.array(z.string()).nullish(),
});
export type TransformationPackage = z.output<typeof TransformationPackage>;

export interface TransformationFilter {
  groupId?: string | undefined;
  projectId?: string | undefined;
  /** `DBT_CORE` or `QUICKSTART`. */
  type?: string | undefined;
}

export interface PackageFilter {
  /** Connector type that the package is for. */
  service?: string | undefined;
  name?: string | undefined;
}

export interface TransformationPackages {
  /** Every quickstart package. `GET /v1/transformations/package-metadata` */
  list(options?: PackageFilter & ListOptions): List<TransformationPackage>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PackageFilter & PageOptions): Promise<Page<TransformationPackage>>;
  /** One package by id. Throws `not_found`. `GET /v1/transformations/package-metadata/{id}` */
  get(id: string, options?: RequestOptions): Promise<TransformationPackage>;
}

export interface Transformations {
  /**
   * Every transformation of the account.
   *
   * `GET /v1/transformations`
   */
  list(options?: TransformationFilter & ListOptions): List<Transformation>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: TransformationFilter & PageOptions): Promise<Page<Transformation>>;
  /**
   * One transformation by id. Throws `not_found`.
   *
   * `GET /v1/transformations/{transformationId}`
   */
  get(id: string, options?: RequestOptions): Promise<Transformation>;
  /**
   * Makes one: `type`, `transformation_config`, `schedule`, `paused`. A schedule of type `INTEGRATED` runs it after
   * the syncs of its `connection_ids`.
   *
   * `POST /v1/transformations`
   */
  create(body: Body<"create_transformation">, options?: RequestOptions): Promise<Transformation>;
  /**
   * Changes the fields given.
   *
   * `PATCH /v1/transformations/{transformationId}`
   */
  modify(
    id: string,
    body: Body<"update_transformation">,
    options?: RequestOptions,
  ): Promise<Transformation>;
  /**
   * Removes it; its tables stay in the destination. Throws `not_found`.
   *
   * `DELETE /v1/transformations/{transformationId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Starts a run and returns at once; with `fullRefresh` every model is built anew. Throws `outcome_unknown` when no
   * answer came: a run is never asked for twice.
   *
   * `POST /v1/transformations/{transformationId}/run`
   */
  run(id: string, options?: RequestOptions & { fullRefresh?: boolean }): Promise<void>;
  /**
   * Stops a run that is under way.
   *
   * `POST /v1/transformations/{transformationId}/cancel`
   */
  cancel(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Moves a quickstart transformation to its package's newest version.
   *
   * `POST /v1/transformations/{transformationId}/upgrade`
   */
  upgrade(id: string, options?: RequestOptions): Promise<void>;
  /** Quickstart packages to make transformations of. */
  packages: TransformationPackages;
}

export const createTransformations = (send: Send, change: Send): Transformations => ({
  ...listing<typeof Transformation, TransformationFilter>(
    send,
    "transformations_list",
    Transformation,
    ({ groupId, projectId, type }) => ({ group_id: groupId, project_id: projectId, type }),
  ),
  async get(id, options) {
    const details = call("transformation_details", { transformationId: id });
    return sameId(await ask(send, Transformation, details, options), id, "transformation_details");
  },
  create: (body, options) =>
    ask(change, Transformation, call("create_transformation", {}, body), options),
  modify: (transformationId, body, options) =>
    ask(change, Transformation, call("update_transformation", { transformationId }, body), options),
  delete: (transformationId, options) =>
    tell(change, call("delete_transformation", { transformationId }), options),
  run(transformationId, { fullRefresh, ...options } = {}) {
    const body = fullRefresh === undefined ? {} : { full_refresh: fullRefresh };
    return tell(change, call("run_transformation", { transformationId }, body), options);
  },
  cancel: (transformationId, options) =>
    tell(change, call("cancel_transformation", { transformationId }), options),
  upgrade: (transformationId, options) =>
    tell(change, call("upgrade_transformation_package", { transformationId }), options),
  packages: {
    ...listing<typeof TransformationPackage, PackageFilter>(
      send,
      "transformation_package_metadata_list",
      TransformationPackage,
      ({ service, name }) => ({ service, name }),
    ),
    get: (id, options) =>
      ask(
        send,
        TransformationPackage,
        call("transformation_package_metadata_details", { package_definition_id: id }),
        options,
      ),
  },
});
