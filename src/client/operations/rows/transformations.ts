import type { Rows, Source } from "../row.js";
import {
  create,
  edit,
  fields,
  fieldsOf,
  gone,
  isTruthy,
  listed,
  otherThan,
  remove,
  sameGroup,
  test,
  testsLeaveNoTrace,
  unverifiable,
} from "./rules.js";

const parts: readonly [Source, ...Source[]] = [
  "project:body.transformation_config.project_id",
  "connection:body.transformation_config.connection_ids",
  "connection:body.schedule.connection_ids",
  "transformation:body.schedule.transformation_ids",
];

export const TRANSFORMATIONS = {
  list_all_transformation_projects: { group: { items: "group_id" } },
  create_transformation_project: {
    ...create,
    group: ["group:body.group_id"],
    verify: listed("list_all_transformation_projects", sameGroup),
  },
  transformation_project_details: { group: ["project:projectId"] },
  modify_transformation_project: {
    ...edit,
    group: ["project:projectId"],
    verify: fields("transformation_project_details"),
  },
  delete_transformation_project: {
    ...remove,
    group: ["project:projectId"],
    verify: gone("transformation_project_details"),
  },
  test_transformation_project: {
    ...test(false),
    group: ["project:projectId"],
    verify: testsLeaveNoTrace,
  },
  transformations_list: { group: ["group:group_id", "project:project_id"] },
  create_transformation: {
    ...create,
    group: parts,
    verify: listed("transformations_list", (body) => {
      const config = fieldsOf(body["transformation_config"]);
      return body["type"] === "DBT_CORE"
        ? {
            "transformation_config.name": config["name"],
            "transformation_config.project_id": config["project_id"],
          }
        : { "transformation_config.package_name": config["package_name"] };
    }),
  },
  // Fivetran's own packages are the same for all accounts.
  transformation_package_metadata_list: { group: "none" },
  transformation_package_metadata_details: { group: "none" },
  transformation_details: { group: ["transformation:transformationId"] },
  update_transformation: {
    ...edit,
    asks: otherThan("paused", "schedule"),
    group: ["transformation:transformationId", ...parts],
    verify: fields("transformation_details"),
  },
  delete_transformation: {
    ...remove,
    group: ["transformation:transformationId"],
    verify: gone("transformation_details"),
  },
  cancel_transformation: {
    repeat: "idempotent",
    asks: false,
    group: ["transformation:transformationId"],
    verify: { read: "transformation_details", how: "idle" },
  },
  run_transformation: {
    repeat: "restarts",
    asks: (body) => isTruthy(body["full_refresh"]),
    group: ["transformation:transformationId"],
    verify: { read: "transformation_details", how: "started" },
  },
  upgrade_transformation_package: {
    repeat: "restarts",
    asks: true,
    group: ["transformation:transformationId"],
    verify: unverifiable("The API does not show whether the package was upgraded."),
  },
} satisfies Partial<Rows>;
