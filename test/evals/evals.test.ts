import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tools } from "../../tools/index.js";
import { harness } from "../harness.js";
import { ended, environment, requireBuild } from "../process.js";
import { judge, snapshot } from "./judge.js";
import { type Step, TASKS, type Task } from "./tasks.js";

test("there are thirty tasks, a third of them with a trap", () => {
  expect(TASKS).toHaveLength(30);
  expect(new Set(TASKS.map(({ id }) => id)).size).toBe(30);
  expect(TASKS.filter(({ trap }) => trap !== undefined).length).toBeGreaterThanOrEqual(10);
  const known = tools.map(({ name }) => name);
  for (const { script } of TASKS) for (const { tool } of script) expect(known).toContain(tool);
});

const env = { STRIPE_KEY: "rk_live_1", FIVETRAN_SECRET_REFS: "STRIPE_KEY" };

/** Makes the calls of a script, confirms their plans, and judges the final account. */
async function judged(task: Task, script: readonly Step[]): Promise<string[]> {
  const { call, sandbox } = await harness({ env });
  const before = snapshot(sandbox);
  const said: string[] = [];
  for (const { tool, args, declines } of script) {
    const first = await call(tool, args);
    said.push(first.text);
    if (first.status !== "confirmation_required" || declines === true) continue;
    const done = await call(tool, { ...args, confirmation_token: first.token });
    said.push(done.text);
  }
  const wrong = judge(task, before, sandbox, said.join("\n"));
  return wrong.length === 0 ? [] : [...wrong, said.join("\n")];
}

const ALL = TASKS.map((task) => [task.id, task] as const);

test.each(ALL)(
  "%s can be done, and its outcome is judged right",
  async (_, task) => {
    expect(await judged(task, task.script)).toEqual([]);
  },
  60_000,
);

/**
 * Returns scripts that do not do a task: a step is missing, a plan is not confirmed, another
 * connector or group is used, or there is a step too many.
 */
function mutants({ script, needs = [] }: Task): [string, Step[]][] {
  const replaced = (at: number, step: Partial<Step>) =>
    script.map((each, index) => (index === at ? { ...each, ...step } : each));
  return script.flatMap((step, at): [string, Step[]][] => {
    const { tool, args, declines } = step;
    const optional = needs.length > 0 && !needs.includes(at);
    const elsewhere = { ...args };
    if ("connector" in args) elsewhere["connector"] = "github_repos_other";
    if ("connectors" in args) elsewhere["connectors"] = ["zendesk_support"];
    if ("group" in args && tool !== "create_connector") elsewhere["group"] = "staging";
    const moved = JSON.stringify(elsewhere) !== JSON.stringify(args);
    return [
      ...(optional ? [] : ([[`without ${tool}`, script.filter((_, n) => n !== at)]] as const)),
      ...(optional || !moved
        ? []
        : ([[`${tool} elsewhere`, replaced(at, { args: elsewhere })]] as const)),
      ...(declines === true ? ([[`${tool} confirmed`, [{ tool, args }]]] as const) : []),
    ].map(([name, steps]): [string, Step[]] => [name, [...steps]]);
  });
}

const PAUSES: Step = { tool: "pause_connectors", args: { connectors: ["zendesk_support"] } };
const SYNCS: Step = { tool: "trigger_sync", args: { connectors: ["zendesk_support"] } };

test.each(ALL)(
  "%s done wrong is judged wrong",
  async (_, task) => {
    const wrong: [string, Step[]][] = [
      ["nothing", []],
      ["a pause too many", [...task.script, PAUSES]],
      ...(task.id === "sync-now"
        ? []
        : ([["a sync too many", [...task.script, SYNCS]]] as [string, Step[]][])),
      ...mutants(task),
      ...(task.wrong ?? []).map((step): [string, Step[]] => ["the trap", [...task.script, step]]),
    ];
    const passed: string[] = [];
    for (const [name, script] of wrong) {
      if ((await judged(task, script)).length === 0) passed.push(name);
    }
    expect(passed).toEqual([]);
  },
  120_000,
);

test("the command for any model tries the tasks and the trigger set", async () => {
  requireBuild();
  const evals = async (words: string[]) => {
    const script = join("test", "evals", "run.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script, ...words], {
      env: environment({}),
    });
    return ended(child);
  };
  // Simulated models: one never opens a skill, one states the right number, and one claims a change
  // that it did not make.
  const [none, said, pause] = await Promise.all([
    evals(["--triggers", "echo none"]),
    evals(["echo 24 problems", "health-overview"]),
    evals(["echo paused", "pause-one"]),
  ]);
  expect(none.stdout).toContain("10 of 20 right");
  expect(said.stdout).toContain("1 of 1 right");
  expect(pause.code).toBe(1);
  expect(pause.stdout).toContain("FAIL pause-one");
}, 120_000);
