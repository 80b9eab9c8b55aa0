import type { Sandbox } from "../../src/sandbox/index.js";
import type { Task } from "./tasks.js";

/** Operations that an agent may run to find something out. */
const HARMLESS = [
  "run_setup_tests",
  "run_destination_setup_tests",
  "reload_connection_schema_config",
];

function nameOf(sandbox: Sandbox, id: string): string {
  let name = "";
  sandbox.edit(({ connections }) => {
    name = connections.get(id)?.schema ?? "";
  });
  return name;
}

type Before = ReadonlyMap<string, string>;

/** Returns the account by connector, to find out later what an agent has changed. */
export function snapshot(sandbox: Sandbox): Before {
  const found = new Map<string, string>();
  sandbox.edit((world) => {
    for (const {
      schema,
      paused,
      sync_frequency,
      schedule_type,
      service,
      group_id,
      config,
      backstage,
    } of world.connections.values()) {
      const group = world.groups.get(group_id)?.name;
      const kept = {
        paused,
        sync_frequency,
        schedule_type,
        service,
        group,
        config,
        schema: backstage.schema,
      };
      found.set(`${schema} *${group}`, JSON.stringify(kept));
    }
  });
  return found;
}

/** Returns what is wrong after a task. Empty if it was done. */
export function judge(task: Task, before: Before, sandbox: Sandbox, said: string): string[] {
  const wrong: string[] = [];
  for (const pattern of task.says ?? [])
    if (!pattern.test(said)) wrong.push(`did not say ${pattern}`);
  sandbox.edit((world) => {
    if (task.expects !== undefined && !task.expects(world))
      wrong.push("the account is not as expected");
  });
  const did = sandbox
    .effects()
    .filter(({ operation }) => !HARMLESS.includes(operation))
    .map(({ operation, target, summary }) => `${operation} ${nameOf(sandbox, target)}: ${summary}`);
  const { does = [] } = task;
  for (const pattern of does)
    if (!did.some((effect) => pattern.test(effect))) wrong.push(`did not do ${pattern}`);
  for (const effect of did)
    if (!does.some((pattern) => pattern.test(effect))) wrong.push(`did ${effect}`);
  const after = snapshot(sandbox);
  const mayTouch = (key: string) =>
    (task.touches ?? []).some((word) => key.split(" ").includes(word));
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(key) !== after.get(key) && !mayTouch(key)) wrong.push(`touched ${key}`);
  }
  return wrong;
}
