import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { conflict, created, invalid, missing, mustChange, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { parseCron } from "../simulation/cron.js";
import {
  cancelTransformation,
  startTransformation,
  upstream,
} from "../simulation/transformation-runs.js";
import { deepMerge, JsonObject } from "../world/json.js";
import { newId } from "../world/names.js";
import {
  newTransformation,
  Transformation,
  TransformationSchedule,
} from "../world/transformation.js";
import { packageItems, packageNamed } from "./packages.js";
import { theProject } from "./projects.js";

const DbtConfig = z.looseObject({
  project_id: z.string(),
  name: z.string().min(1),
  steps: z.array(z.looseObject({ name: z.string(), command: z.string() })).min(1),
});

const QuickstartConfig = z.looseObject({
  package_name: z.string(),
  connection_ids: z.array(z.string()).min(1),
  excluded_models: z.array(z.string()).optional(),
  configurable_variables: JsonObject.optional(),
});

function body(transformation: Transformation): JsonObject {
  const { backstage: _, ...shown } = transformation;
  return JsonObject.parse(JSON.parse(JSON.stringify(shown)));
}

const transformations = collection({
  noun: "Transformation",
  plural: "Transformations list",
  notFound: "NotFound",
  items: (world) => world.transformations,
  matches: ({ type, backstage, transformation_config }, query) =>
    ["", type].includes(query.get("type") ?? "") &&
    ["", backstage.group_id].includes(query.get("group_id") ?? "") &&
    ["", transformation_config["project_id"]].includes(query.get("project_id") ?? ""),
  body,
  list: "transformations_list",
  get: "transformation_details",
  remove: "delete_transformation",
});

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = ["transformation_config", ...(issue?.path ?? [])].join(".");
  throw invalid(`Field '${field}' is required or has an invalid value`);
}

function checkSchedule(call: Call, schedule: TransformationSchedule, groupId: string): void {
  const { schedule_type, connection_ids = [], transformation_ids = [] } = schedule;
  const { interval, cron = [], time_of_day } = schedule;
  if (schedule_type === "INTERVAL" && interval === undefined) {
    throw invalid("Field 'schedule.interval' is required");
  }
  if (schedule_type === "TIME_OF_DAY" && time_of_day === undefined) {
    throw invalid("Field 'schedule.time_of_day' is required");
  }
  if (schedule_type === "CRON" && (cron.length === 0 || cron.some((one) => !parseCron(one)))) {
    throw invalid("Field 'schedule.cron' must contain cron expressions of five fields");
  }
  for (const id of connection_ids) {
    const connection = found(call.world.connections, id, "Connection");
    if (connection.group_id !== groupId) {
      throw invalid(`Connection with id '${id}' belongs to another group than the transformation`);
    }
  }
  for (const id of transformation_ids) {
    found(call.world.transformations, id, "Transformation", "NotFound");
  }
}

/** Returns the group, configuration and models of a new transformation. */
function configured(
  call: Call,
  type: Transformation["type"],
  given: unknown,
): Pick<Transformation, "transformation_config" | "output_model_names"> & { group: string } {
  if (type === "DBT_CORE") {
    const { project_id, name, steps } = parsed(DbtConfig, given);
    const project = theProject(call, project_id);
    return {
      group: String(project["group_id"]),
      transformation_config: {
        project_id,
        name,
        steps: steps.map((step) => ({ name: step.name, command: step.command })),
      },
      output_model_names: [],
    };
  }
  const config = parsed(QuickstartConfig, given);
  const quickstart = packageNamed(config.package_name);
  if (quickstart === undefined) throw invalid(`Unknown package '${config.package_name}'`);
  const connections = config.connection_ids.map((id) =>
    found(call.world.connections, id, "Connection"),
  );
  const excluded_models = config.excluded_models ?? [];
  return {
    group: connections[0]?.group_id ?? "",
    transformation_config: {
      package_name: config.package_name,
      connection_ids: config.connection_ids,
      excluded_models,
      configurable_variables: config.configurable_variables ?? {},
      upgrade_available: true,
    },
    output_model_names: quickstart.output_model_names.filter(
      (model) => !excluded_models.includes(model),
    ),
  };
}

/**
 * Applies a change of the configuration. Rejects the permanent fields: package, connections and
 * project.
 */
function reconfigured({ type, transformation_config }: Transformation, given: JsonObject) {
  const fields =
    type === "QUICKSTART" ? ["excluded_models", "configurable_variables"] : ["name", "steps"];
  for (const field of Object.keys(given)) {
    if (!fields.includes(field))
      throw invalid(`Field 'transformation_config.${field}' cannot be changed`);
  }
  return deepMerge(transformation_config, given);
}

const packages: Route[] = [
  route("transformation_package_metadata_list", ({ query }) => {
    const [service, name] = [query.get("service") ?? "", query.get("name") ?? ""];
    const items = packageItems.filter(
      (item) =>
        (name === "" || item.name === name) &&
        (service === "" || packageNamed(item.name)?.connector_types.includes(service)),
    );
    return page(
      "Transformation package metadata list retrieved successfully",
      items,
      `packages ${service} ${name}`,
      query,
    );
  }),
  route("transformation_package_metadata_details", (call) => {
    const id = call.id;
    const item = packageItems.find((known) => known.id === id);
    if (item === undefined) throw missing("Package", id, "NotFound");
    return ok("Transformation package metadata details retrieved successfully", item);
  }),
];

export const transformationRoutes: Route[] = [
  ...packages,
  ...transformations.routes,
  routeWithBody(
    "create_transformation",
    z.looseObject({
      type: Transformation.shape.type,
      schedule: TransformationSchedule,
      paused: z.boolean().optional(),
      transformation_config: z.unknown(),
    }),
    (call, { type, schedule, paused = false, transformation_config: given }) => {
      const { world, now, actor } = call;
      const { group, ...config } = configured(call, type, given);
      checkSchedule(call, schedule, group);
      const transformation = newTransformation(
        { id: newId(world), type, schedule, paused, created_by_id: actor.id, ...config },
        group,
        now,
      );
      if (schedule.schedule_type === "INTEGRATED" && upstream(world, transformation).length === 0) {
        throw invalid("Field 'schedule.connection_ids' is required");
      }
      world.transformations.set(transformation.id, transformation);
      call.engine.touchTransformation(transformation);
      call.effect(transformation.id, "transformation created");
      return created("Transformation created successfully", body(transformation));
    },
  ),
  routeWithBody(
    "update_transformation",
    z.looseObject({
      schedule: TransformationSchedule.optional(),
      paused: z.boolean().optional(),
      transformation_config: JsonObject.optional(),
    }),
    (call, { schedule, paused, transformation_config: config }) => {
      const transformation = transformations.one(call);
      mustChange(schedule, paused, config);
      const { backstage } = transformation;
      const next = schedule ?? transformation.schedule;
      checkSchedule(call, next, backstage.group_id);
      if (config !== undefined) {
        transformation.transformation_config = reconfigured(transformation, config);
      }
      // A new or resumed schedule starts now. Earlier slots are ignored.
      if (schedule !== undefined || (paused === false && transformation.paused)) {
        Object.assign(backstage, { since: call.now, ready: [] });
      }
      transformation.schedule = next;
      transformation.paused = paused ?? transformation.paused;
      if (transformation.paused) backstage.start_at = null;
      call.engine.touchTransformation(transformation);
      call.effect(transformation.id, "transformation updated");
      return ok("Transformation updated successfully", body(transformation));
    },
  ),
  routeWithBody(
    "run_transformation",
    z.looseObject({ full_refresh: z.boolean().nullish() }),
    (call) => {
      const transformation = transformations.one(call);
      const { id, backstage } = transformation;
      if (backstage.ends_at !== null)
        throw conflict(`Transformation with id '${id}' is already running`);
      startTransformation(call.world, transformation, call.now);
      call.engine.touchTransformation(transformation);
      call.effect(id, "transformation started");
      return ok(`Transformation with id '${id}' has been started`);
    },
  ),
  route("cancel_transformation", (call) => {
    const transformation = transformations.one(call);
    const { id, backstage } = transformation;
    if (backstage.ends_at === null) throw conflict(`Transformation with id '${id}' is not running`);
    cancelTransformation(transformation, call.now);
    call.engine.touchTransformation(transformation);
    call.effect(id, "transformation cancelled");
    return ok(`Transformation with id '${id}' has been canceled`);
  }),
  route("upgrade_transformation_package", (call) => {
    const transformation = transformations.one(call);
    if (transformation.type !== "QUICKSTART") {
      throw invalid("Only Quickstart transformations have a package to upgrade");
    }
    transformation.transformation_config["upgrade_available"] = false;
    call.effect(transformation.id, "package upgraded");
    return ok("Transformation package has been upgraded");
  }),
];
