import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { type Actions, callAt } from "./actions.js";
import { SetupTest, textOrEmpty } from "./models.js";

/** `/v1/transformations/{transformationId}`. */
export const Transformation = z.looseObject({
  id: z.string(),
  /** `DBT_CORE` or `QUICKSTART`. */
  type: textOrEmpty,
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
  /** A user or a system key. */
  created_by_id: z.string().nullish(),
  last_started_at: z.string().nullish(),
  last_ended_at: z.string().nullish(),
  output_model_names: z.array(z.string()).nullish(),
});
export type Transformation = z.output<typeof Transformation>;

/** A quickstart package of ready-made models. */
export const TransformationPackage = z.looseObject({
  id: z.string(),
  name: textOrEmpty,
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

/** `/v1/transformation-projects/{projectId}`; list items have fewer fields. */
export const TransformationProject = z.looseObject({
  id: z.string(),
  group_id: z.string().nullish(),
  /** `DBT_CORE`. */
  type: z.string().nullish(),
  /** `NOT_READY`, `READY` or `ERROR`. */
  status: z.string().nullish(),
  errors: z.array(z.string()).nullish(),
  created_at: z.string().nullish(),
  created_by_id: z.string().nullish(),
  setup_tests: z.array(SetupTest).nullish(),
});
export type TransformationProject = z.output<typeof TransformationProject>;

export type TransformationPackages = ReturnType<typeof createTransformationPackages>;

const createTransformationPackages = ({ list, action }: Actions) => ({
  list: list(
    "transformation_package_metadata_list",
    TransformationPackage,
    ({ service, name }: PackageFilter) => ({ service, name }),
  ),
  get: action("transformation_package_metadata_details", TransformationPackage),
});

export type Transformations = ReturnType<typeof createTransformations>;

export function createTransformations(actions: Actions) {
  const { list, get, create, modify, command, submit } = actions;
  return {
    list: list(
      "transformations_list",
      Transformation,
      ({ groupId, projectId, type }: TransformationFilter) => ({
        group_id: groupId,
        project_id: projectId,
        type,
      }),
    ),
    get: get("transformation_details", Transformation),
    /**
     * `type`, `transformation_config`, `schedule`, `paused`. A schedule of type `INTEGRATED` runs it after the syncs
     * of its `connection_ids`.
     */
    create: create("create_transformation", Transformation),
    modify: modify("update_transformation", Transformation),
    /** Removes it; its tables stay in the destination. */
    delete: command("delete_transformation"),
    /**
     * Starts a run and returns at once; with `fullRefresh` every model is rebuilt. Throws `outcome_unknown` when no
     * response came: a run is never requested twice.
     */
    run: (
      id: string,
      { fullRefresh, ...options }: RequestOptions & { fullRefresh?: boolean } = {},
    ) => {
      const body = fullRefresh === undefined ? {} : { full_refresh: fullRefresh };
      return submit(callAt("run_transformation", [id], body), options);
    },
    /** Stops a running transformation. */
    cancel: command("cancel_transformation"),
    /** Moves a quickstart transformation to its package's newest version. */
    upgrade: command("upgrade_transformation_package"),
    /** Quickstart packages to create transformations from. */
    packages: createTransformationPackages(actions),
  };
}

export type TransformationProjects = ReturnType<typeof createTransformationProjects>;

/** dbt projects. */
export const createTransformationProjects = (actions: Actions) => {
  const { list, get, create, modify, command, action } = actions;
  return {
    list: list("list_all_transformation_projects", TransformationProject),
    get: get("transformation_project_details", TransformationProject),
    /** `group_id` of a connected destination, `type`, `project_config`, `run_tests`. */
    create: create("create_transformation_project", TransformationProject),
    modify: modify("modify_transformation_project", TransformationProject),
    /** Removes the project and its transformations. */
    delete: command("delete_transformation_project"),
    /** Runs its setup tests; failed ones are in `setup_tests`, not thrown. */
    test: action("test_transformation_project", TransformationProject),
  };
};
