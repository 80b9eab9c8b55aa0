import type { AppError } from "../base/errors.js";
import type { ReadContext } from "../toolkit/define.js";
import { CONFIRMATION_TOKEN } from "../toolkit/params.js";
import { parseArguments, unknownTool } from "./arguments.js";
import type { Answer, Caller, Engine, EngineOptions, ToolRequest } from "./engine.js";
import { asAppError } from "./errors.js";
import { confine, type KnownGroups } from "./group-guard.js";
import { createChanges } from "./plan.js";
import { decideEffect, denied, requireAllowed } from "./policy.js";
import { masked } from "./redaction.js";
import { presentData, presentError } from "./results.js";

// Below the 60 s after which most clients give a call up.
const READ_DEADLINE_MS = 50_000;
const MAX_WAIT_SECONDS = 50;
// For the reads around a wait.
const AROUND_WAIT_SECONDS = 5;

/** The one path to every tool: reach, validate, plan, confirm, send the plan's steps, finish, render, audit. */
export function createEngine(options: EngineOptions): Engine {
  const { policy, log } = options;
  const byName = new Map(options.tools.map((tool) => [tool.name, tool]));
  const change = createChanges(options);

  async function run(request: ToolRequest, caller: Caller): Promise<Answer> {
    const answer = await attempt(request, caller);
    if (!("ask" in answer)) return masked(answer, options.mask);
    return { ask: { ...answer.ask, message: options.mask(answer.ask.message) } };
  }

  async function attempt(request: ToolRequest, caller: Caller): Promise<Answer> {
    try {
      return await dispatch(request, caller);
    } catch (error) {
      const known = asAppError(error, log, request.tool);
      try {
        await recordRefusal(request.tool, known);
      } catch (unrecorded) {
        return presentError(asAppError(unrecorded, log, request.tool));
      }
      return presentError(known);
    }
  }

  /** An attempt at a change that policy or confirmation stopped is what an operator looks for. */
  async function recordRefusal(name: string, { type, message }: AppError): Promise<void> {
    const attempt = byName.get(name)?.effect ?? "read";
    if (attempt === "read" || (type !== "confirmation" && type !== "policy_denied")) return;
    await options.audit({
      event: "refused",
      tool: name,
      approval: options.approval,
      reason: message,
    });
  }

  async function dispatch(request: ToolRequest, caller: Caller): Promise<Answer> {
    const tool = byName.get(request.tool);
    if (tool === undefined) throw unknownTool(request.tool, [...byName.keys()]);
    const effect = decideEffect(tool.effect, policy);
    if (!effect.allowed) throw denied(tool.name, effect.reason, effect.setting);
    requireAllowed(tool.name, tool.uses, policy);

    const { [CONFIRMATION_TOKEN]: token, ...rest } = request.args;
    const args = parseArguments(tool, tool.effect === "read" ? request.args : rest);
    const connected = await options.connect();
    const known: KnownGroups = new Map();
    const client = connected.client.use(confine(policy, { readOnly: true, known }));
    const maxWaitSeconds = caller.maxWaitSeconds ?? MAX_WAIT_SECONDS;
    const deadlineMs =
      tool.waits === true ? (maxWaitSeconds + AROUND_WAIT_SECONDS) * 1000 : READ_DEADLINE_MS;
    const ctx: ReadContext = {
      fivetran: client,
      now: () => client.now(),
      signal: AbortSignal.any([caller.signal, AbortSignal.timeout(deadlineMs)]),
      progress: caller.progress,
      maxWaitSeconds,
      clock: options.clock,
      settings: options.settings ?? {},
      operation: (id) => options.operations.find(id),
    };
    if (tool.effect === "read") return presentData(tool, await tool.run(args, ctx));
    return change({ tool, args, token, request, caller, connected, known, ctx });
  }

  return { run };
}
