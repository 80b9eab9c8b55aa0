import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { SetupTest } from "./models.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/transformation-projects/{projectId}`; list items have fewer fields. */
export const TransformationProject = z.looseObject({
  id: z.string(),
  group_id: z.string().nullish(),
  /** `DBT_CORE`. */
  type: z.string().nullish(),
  /** `NOT_READY`, `READY` or `ERROR`. */
  status: z.string().nullish(),
  errors: z.array(z.string()).nullish(),
  created_at: z.string().nullish(),
  setup_tests: z.array(SetupTest).nullish(),
});
export type TransformationProject = z.output<typeof TransformationProject>;

export interface TransformationProjects {
  /**
   * Every dbt project of the account.
   *
   * `GET /v1/transformation-projects`
   */
  list(options?: ListOptions): List<TransformationProject>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<TransformationProject>>;
  /**
   * One project by id. Throws `not_found`.
   *
   * `GET /v1/transformation-projects/{projectId}`
   */
  get(id: string, options?: RequestOptions): Promise<TransformationProject>;
  /**
   * Makes a project in a group whose destination is connected: `group_id`, `type`, `project_config`, `run_tests`.
   *
   * `POST /v1/transformation-projects`
   */
  create(
    body: Body<"create_transformation_project">,
    options?: RequestOptions,
  ): Promise<TransformationProject>;
  /**
   * Changes the fields given.
   *
   * `PATCH /v1/transformation-projects/{projectId}`
   */
  modify(
    id: string,
    body: Body<"modify_transformation_project">,
    options?: RequestOptions,
  ): Promise<TransformationProject>;
  /**
   * Removes the project and its transformations. Throws `not_found`.
   *
   * `DELETE /v1/transformation-projects/{projectId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Runs its setup tests; a failed one is in `setup_tests`, not thrown.
   *
   * `POST /v1/transformation-projects/{projectId}/test`
   */
  test(id: string, options?: RequestOptions): Promise<TransformationProject>;
}

export const createTransformationProjects = (send: Send, change: Send): TransformationProjects => ({
  ...listing(send, "list_all_transformation_projects", TransformationProject),
  async get(id, options) {
    const details = call("transformation_project_details", { projectId: id });
    const project = await ask(send, TransformationProject, details, options);
    return sameId(project, id, "transformation_project_details");
  },
  create: (body, options) =>
    ask(change, TransformationProject, call("create_transformation_project", {}, body), options),
  modify: (projectId, body, options) =>
    ask(
      change,
      TransformationProject,
      call("modify_transformation_project", { projectId }, body),
      options,
    ),
  delete: (projectId, options) =>
    tell(change, call("delete_transformation_project", { projectId }), options),
  test: (projectId, options) =>
    ask(change, TransformationProject, call("test_transformation_project", { projectId }), options),
});
