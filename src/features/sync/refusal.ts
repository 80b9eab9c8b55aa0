import type { Connection } from "../../client/resources/models.js";
import { bare, dashboard } from "../../toolkit/render.js";
import { adviceFor } from "../health/index.js";

/** Returns why a sync cannot start and what to do about it, or undefined if it can start. */
export function refusalOf(connection: Connection): { why: string; next: string } | undefined {
  const { id, paused, status } = connection;
  const setup = status.setup_state.toLowerCase();
  if (paused || status.sync_state.toLowerCase() === "paused") {
    const alsoBroken = setup === "broken" ? " It is also broken: see get_status." : "";
    return {
      why: "it is paused",
      next: `If it was not paused on purpose, resume it first with resume_connectors.${alsoBroken} ${dashboard(id)}`,
    };
  }
  if (setup === "broken") {
    const task = status.tasks?.[0]?.code;
    return {
      why: `it is broken${task === undefined ? "" : ` (task ${bare(task)})`}, so a sync cannot succeed`,
      next: `${adviceFor("broken", { task }).advice} ${dashboard(id)}`,
    };
  }
  if (setup === "incomplete") {
    return {
      why: "its setup is incomplete, so a sync cannot succeed",
      next: `Complete its setup and run its setup tests; get_status shows what is missing. ${dashboard(id)}`,
    };
  }
  if (status.schema_status?.toLowerCase().startsWith("blocked_on_")) {
    return {
      why: "its first sync is waiting for a schema review",
      next: "Review the schema with get_schema and modify_schema, then set schema_status to ready with update_connector.",
    };
  }
  return undefined;
}
