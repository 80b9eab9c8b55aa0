import { createHash } from "node:crypto";
import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { conflict, invalid, ok } from "../api/envelope.js";
import { type Call, type Route, route } from "../api/router.js";
import { timestamp } from "../world/clock.js";
import { deepMerge, isObject, JsonObject, withoutUndefined } from "../world/json.js";
import { recordsOf, type Stored } from "../world/model.js";
import { newId } from "../world/names.js";

export const PROJECTS = "transformation projects";

const settings = {
  default_schema: z.string().optional(),
  folder_path: z.string().optional(),
  git_branch: z.string().optional(),
  threads: z.number().int().min(1).max(32).optional(),
  target_name: z.string().optional(),
  environment_vars: z.array(z.string()).optional(),
};

export const theProject = (call: Call, id: string): Stored =>
  found(recordsOf(call.world, PROJECTS), id, "Transformation project", "NotFound");

/** Tests a project. It is ready if the repository can be read and the destination is connected. */
function run(call: Call, project: Stored): JsonObject[] {
  const config = isObject(project["project_config"]) ? project["project_config"] : {};
  const destination = call.world.destinations.get(String(project["group_id"]));
  const readable = !String(config["git_remote_url"]).includes("wrong");
  const reachable = destination?.setup_status === "connected";
  const refused = "The repository cannot be read with the project's public key";
  const closed = "The destination does not accept connections";
  const result = (title: string, passed: boolean, why: string) => ({
    title,
    status: passed ? "PASSED" : "FAILED",
    message: passed ? "" : why,
  });
  Object.assign(project, {
    status: readable && reachable ? "READY" : "ERROR",
    errors: [...(readable ? [] : [refused]), ...(reachable ? [] : [closed])],
  });
  return [
    result("Reading the Git repository", readable, refused),
    result("Connecting to the destination", reachable, closed),
  ];
}

const projects = collection({
  noun: "Transformation project",
  plural: "Transformation projects",
  notFound: "NotFound",
  items: (world) => recordsOf(world, PROJECTS),
  body: ({ id, type, created_at, created_by_id, group_id }) =>
    withoutUndefined({ id, type, created_at, created_by_id, group_id }),
  details: (project) => ({ ...project }),
  list: "list_all_transformation_projects",
  get: "transformation_project_details",
  create: {
    operation: "create_transformation_project",
    message: "Transformation project created successfully",
    body: z.looseObject({
      group_id: z.string(),
      // DBT_GIT is the older name.
      type: z.enum(["DBT_CORE", "DBT_GIT"]),
      run_tests: z.boolean().optional(),
      project_config: z.looseObject({
        ...settings,
        dbt_version: z.string(),
        git_remote_url: z.string().min(1),
      }),
    }),
    make({ world, now, actor }, { group_id, type, project_config }) {
      found(world.groups, group_id, "Group");
      if (type === "DBT_CORE" && project_config.default_schema === undefined) {
        throw invalid("Field 'project_config.default_schema' is required");
      }
      if (!world.destinations.has(group_id)) {
        throw invalid(`Group with id '${group_id}' has no destination`);
      }
      const id = newId(world);
      const key = createHash("sha512").update(`${world.seed} ${id}`).digest("base64");
      const {
        dbt_version,
        default_schema = "dbt",
        git_remote_url,
        folder_path = "",
        git_branch = "main",
        threads = 4,
        target_name = "prod",
        environment_vars = [],
      } = project_config;
      return {
        id,
        type,
        status: "NOT_READY",
        errors: [],
        created_at: timestamp(now),
        created_by_id: actor.id,
        group_id,
        project_config: {
          dbt_version,
          default_schema,
          git_remote_url,
          folder_path,
          git_branch,
          threads,
          target_name,
          environment_vars,
          public_key: `ssh-rsa ${key.replace(/=+$/, "")} fivetran transformation project`,
        },
      };
    },
    shown: (project, call, { run_tests = true }) => {
      const setup_tests = run_tests ? run(call, project) : [];
      return { ...project, setup_tests };
    },
  },
  modify: {
    operation: "modify_transformation_project",
    message: "Transformation project updated successfully",
    body: z.looseObject({
      run_tests: z.boolean().optional(),
      project_config: z.looseObject({ ...settings, dbt_version: z.string().optional() }).optional(),
    }),
    apply(call, project, { run_tests = true, project_config }) {
      if (project_config === undefined) throw invalid("Field 'project_config' is required");
      const before = isObject(project["project_config"]) ? project["project_config"] : {};
      for (const fixed of ["git_remote_url", "public_key"]) {
        // Clients that send every field repeat the present value, so only a different value is
        // rejected.
        if (fixed in project_config && project_config[fixed] !== before[fixed]) {
          throw invalid(`Field '${fixed}' cannot be changed`);
        }
      }
      const change = JsonObject.parse(project_config);
      Object.assign(project, { project_config: deepMerge(before, change) });
      return { setup_tests: run_tests ? run(call, project) : [] };
    },
  },
  remove: "delete_transformation_project",
  beforeRemove({ world }, { id }) {
    const uses = [...world.transformations.values()].some(
      ({ transformation_config }) => transformation_config["project_id"] === id,
    );
    if (uses) throw conflict(`Transformation project with id '${id}' has transformations`);
  },
});

export const transformationProjectRoutes: Route[] = [
  ...projects.routes,
  route("test_transformation_project", (call) => {
    const project = projects.one(call);
    const setup_tests = run(call, project);
    return ok("Transformation project test completed successfully", { ...project, setup_tests });
  }),
];
