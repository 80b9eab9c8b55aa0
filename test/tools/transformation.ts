import { connectionNamed, type Sandbox } from "../../src/sandbox/index.js";

/** Adds a transformation that runs after the connector of this name has synced. */
export function addTransformation(sandbox: Sandbox, id: string, after: string): void {
  sandbox.edit((world) => {
    const { id: connection, group_id } = connectionNamed(world, after);
    world.transformations.set(id, {
      id,
      type: "QUICKSTART",
      status: "NEW",
      paused: false,
      created_at: "2026-01-05T08:00:00.000000Z",
      created_by_id: world.account.user_id,
      last_started_at: null,
      last_ended_at: null,
      output_model_names: [],
      schedule: { schedule_type: "INTEGRATED", connection_ids: [connection] },
      transformation_config: { package_name: "zendesk", connection_ids: [connection] },
      backstage: {
        group_id,
        duration_ms: 1000,
        outcome: "success",
        ends_at: null,
        start_at: null,
        since: sandbox.now().getTime(),
        ready: [],
      },
    });
  });
}
