import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { type Actions, callAt } from "./actions.js";
import { outcomeTime, recordId, SetupTest, textOrEmpty } from "./models.js";

/** A transformation: `/v1/transformations/{transformationId}`. */
export const Transformation = z.looseObject({
  id: recordId,
  /** `DBT_CORE` or `QUICKSTART`. */
  type: textOrEmpty,
  /**
   * `NEW`, `SCHEDULING`, `RUNNING`, `TERMINATING`, `SUCCEEDED`, `FAILED`, `BLOCKED`, `CANCELED` or
   * `PARTIALLY_SUCCEEDED`.
   */
  status: z.string().nullish(),
  paused: z.boolean().nullish(),
  /** When the transformation runs. With the type `INTEGRATED` it runs after the syncs of `connection_ids`. */
  schedule: z
    .looseObject({
      /** `INTEGRATED`, `TIME_OF_DAY`, `INTERVAL` or `CRON`. */
      schedule_type: z.string().nullish(),
      connection_ids: z.array(z.string()).nullish(),
    })
    .nullish(),
  created_at: z.string().nullish(),
  /** The id of a user or a system key. */
  created_by_id: z.string().nullish(),
  /** When the last run started. */
  last_started_at: outcomeTime.optional(),
  /** When the last run ended. */
  last_ended_at: outcomeTime.optional(),
  /** The names of the models that it produces. */
  output_model_names: z.array(z.string()).nullish(),
});
export type Transformation = z.output<typeof Transformation>;

/** A quickstart package, which contains ready-made models. */
export const TransformationPackage = z.looseObject({
  id: recordId,
  name: textOrEmpty,
  version: z.string().nullish(),
  /** The connector types that the package supports. */
  connector_types: z.array(z.string()).nullish(),
  /** The names of the models that the package produces. */
  output_model_names: z.array(z.string()).nullish(),
});
export type TransformationPackage = z.output<typeof TransformationPackage>;

/** Filters of the list of transformations. */
export interface TransformationFilter {
  /** Only transformations of this group. */
  groupId?: string | undefined;
  /** Only transformations of this project. */
  projectId?: string | undefined;
  /** `DBT_CORE` or `QUICKSTART`. */
  type?: string | undefined;
}

/** Filters of the list of packages. */
export interface PackageFilter {
  /** The connector type that the package is for. */
  service?: string | undefined;
  /** Only packages with this name. */
  name?: string | undefined;
}

/** A transformation project: `/v1/transformation-projects/{projectId}`. Items of the list have fewer fields. */
export const TransformationProject = z.looseObject({
  id: recordId,
  group_id: z.string().nullish(),
  /** `DBT_CORE`. */
  type: z.string().nullish(),
  /** `NOT_READY`, `READY` or `ERROR`. */
  status: z.string().nullish(),
  /** The errors of its setup. */
  errors: z.array(z.string()).nullish(),
  created_at: z.string().nullish(),
  /** The id of a user or a system key. */
  created_by_id: z.string().nullish(),
  /** The results of the setup tests, if the request ran them. */
  setup_tests: z.array(SetupTest).nullish(),
});
export type TransformationProject = z.output<typeof TransformationProject>;

/** The methods of `fivetran.transformations.packages`. */
export type TransformationPackages = ReturnType<typeof createTransformationPackages>;

const createTransformationPackages = ({ list, action }: Actions) => ({
  /** `GET /v1/transformations/package-metadata`. Lists the quickstart packages. */
  list: list(
    "transformation_package_metadata_list",
    TransformationPackage,
    ({ service, name }: PackageFilter) => ({ service, name }),
  ),
  /**
   * `GET /v1/transformations/package-metadata/{package_definition_id}`. Returns a package. Throws `not_found` for an
   * unknown id.
   */
  get: action("transformation_package_metadata_details", TransformationPackage),
});

/** The methods of `fivetran.transformations`. */
export type Transformations = ReturnType<typeof createTransformations>;

export function createTransformations(actions: Actions) {
  const { list, get, create, modify, command, submit } = actions;
  return {
    /** `GET /v1/transformations`. Lists the transformations of the account. */
    list: list(
      "transformations_list",
      Transformation,
      ({ groupId, projectId, type }: TransformationFilter) => ({
        group_id: groupId,
        project_id: projectId,
        type,
      }),
    ),
    /** `GET /v1/transformations/{transformationId}`. Returns a transformation. Throws `not_found` for an unknown id. */
    get: get("transformation_details", Transformation),
    /**
     * `POST /v1/transformations`. Creates a transformation from `type`, `transformation_config`, `schedule` and
     * `paused`. With a schedule of type `INTEGRATED` it runs after the syncs of its `connection_ids`.
     */
    create: create("create_transformation", Transformation),
    /** `PATCH /v1/transformations/{transformationId}`. Changes the given fields. */
    modify: modify("update_transformation", Transformation),
    /**
     * `DELETE /v1/transformations/{transformationId}`. Deletes a transformation. Its tables remain in the
     * destination.
     */
    delete: command("delete_transformation"),
    /**
     * `POST /v1/transformations/{transformationId}/run`. Starts a run and returns immediately. With `fullRefresh`
     * every model is rebuilt. The client never requests a run twice. If no response arrives and a read does not show
     * the run, it throws `outcome_unknown`.
     */
    run: (
      id: string,
      { fullRefresh, ...options }: RequestOptions & { fullRefresh?: boolean } = {},
    ) => {
      const body = fullRefresh === undefined ? {} : { full_refresh: fullRefresh };
      return submit(callAt("run_transformation", [id], body), options);
    },
    /** `POST /v1/transformations/{transformationId}/cancel`. Stops a running transformation. */
    cancel: command("cancel_transformation"),
    /**
     * `POST /v1/transformations/{transformationId}/upgrade`. Upgrades a quickstart transformation to the newest
     * version of its package.
     */
    upgrade: command("upgrade_transformation_package"),
    /** Quickstart packages, from which transformations can be created. */
    packages: createTransformationPackages(actions),
  };
}

/** The methods of `fivetran.transformationProjects`. */
export type TransformationProjects = ReturnType<typeof createTransformationProjects>;

/** Transformation projects, which contain dbt models. */
export const createTransformationProjects = (actions: Actions) => {
  const { list, get, create, modify, command, action } = actions;
  return {
    /** `GET /v1/transformation-projects`. Lists the projects of the account. */
    list: list("list_all_transformation_projects", TransformationProject),
    /** `GET /v1/transformation-projects/{projectId}`. Returns a project. Throws `not_found` for an unknown id. */
    get: get("transformation_project_details", TransformationProject),
    /**
     * `POST /v1/transformation-projects`. Creates a project from `type`, `project_config`, `run_tests` and the
     * `group_id` of a connected destination.
     */
    create: create("create_transformation_project", TransformationProject),
    /** `PATCH /v1/transformation-projects/{projectId}`. Changes the given fields. */
    modify: modify("modify_transformation_project", TransformationProject),
    /** `DELETE /v1/transformation-projects/{projectId}`. Deletes the project and its transformations. */
    delete: command("delete_transformation_project"),
    /**
     * `POST /v1/transformation-projects/{projectId}/test`. Runs the setup tests of the project. A failed test is
     * reported in `setup_tests` and does not throw.
     */
    test: action("test_transformation_project", TransformationProject),
  };
};
