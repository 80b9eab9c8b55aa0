import {
  createAllowance,
  createTurns,
  deadlineSignal,
  SECONDARY_READS_MS,
  withFirstOf,
} from "../base/deadline.js";
import type { AppError } from "../base/errors.js";
import { isBlank } from "../base/read-as.js";
import { redact, redacting } from "../base/secret.js";
import { ageMinutes } from "../base/time.js";
import type { Connection, Group } from "../client/resources/models.js";
import { createAudit } from "../store/audit.js";
import { hourlyCount } from "../store/hourly-count.js";
import { latestOf } from "../store/latest.js";
import { planStore } from "../store/plans.js";
import { operationStore } from "../store/records.js";
import { repeatedCalls } from "../store/repeated-calls.js";
import type { ReadContext } from "../toolkit/define.js";
import { toolNotation } from "../toolkit/notation.js";
import { CONFIRMATION_TOKEN } from "../toolkit/params.js";
import { parseArguments, unknownTool } from "./arguments.js";
import { isOwn } from "./confirm.js";
import {
  type Caller,
  type Dependencies,
  type Engine,
  type EngineOptions,
  type RunResult,
  reportWait,
  type ToolRequest,
  withSteadyProgress,
} from "./engine.js";
import { asAppError } from "./errors.js";
import { changeThrough } from "./plan.js";
import { decide, decideEffect, denied, isConfined, isVisible, requireAllowed } from "./policy.js";
import { errorDraft, finish, toolDraft } from "./results.js";

// Shorter than the 60 s after which most clients abandon a call.
const READ_DEADLINE_MS = 50_000;
const MAX_WAIT_SECONDS = 50;
// The time for the reads before and after a wait.
const AROUND_WAIT_SECONDS = 5;
// What a change gets at least once it is sent, so that its outcome can usually be returned.
const LEAST_PATIENCE_MS = 3000;

/**
 * Creates the engine. Every tool call passes through it: policy, arguments, then the read; or for a change the plan,
 * the confirmation, the steps, the result and the records.
 */
export function createEngine({
  tools,
  loadTool,
  entries,
  owner,
  ...options
}: EngineOptions): Engine {
  const { settings, now, log } = options;
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const shared = {
    ...options,
    plans: planStore(entries("plans"), now, owner),
    operations: operationStore(entries("operations"), now),
    hourly: hourlyCount(entries("executions"), settings.hourlyLimit, now),
    audit: createAudit(settings.auditLog, now),
  };
  const isRepeated = repeatedCalls(() => options.clock.now());
  const connectionsBefore = latestOf<readonly Connection[]>();
  const groupBefore = latestOf<Group>();
  const failed = (error: AppError) => finish(errorDraft(error), options.redact);

  const run = (request: ToolRequest, caller: Caller): Promise<RunResult> =>
    redacting(options.redact, () =>
      withSteadyProgress(caller, (steady) => report(request, steady)),
    );

  async function report(request: ToolRequest, caller: Caller): Promise<RunResult> {
    try {
      return await dispatch(request, caller);
    } catch (error) {
      const known = asAppError(error, log, request.tool);
      try {
        await recordRefusal(request.tool, known);
      } catch (unrecorded) {
        return failed(asAppError(unrecorded, log, request.tool));
      }
      return failed(known);
    }
  }

  /** Records a change that the policy or a missing confirmation prevented, because operators look for such attempts. */
  async function recordRefusal(name: string, { type, message }: AppError): Promise<void> {
    const attempt = byName.get(name)?.effect ?? "read";
    if (attempt === "read" || (type !== "confirmation" && type !== "policy_denied")) return;
    const { approval } = settings;
    await shared.audit({ event: "refused", tool: name, approval, reason: message });
  }

  async function dispatch(request: ToolRequest, caller: Caller): Promise<RunResult> {
    const since = performance.now();
    const known = byName.get(request.tool);
    if (known === undefined) throw unknownTool(request.tool, [...byName.keys()]);
    const effect = decideEffect(known.effect, settings.policy);
    if (!effect.allowed) throw denied(known.name, effect);
    requireAllowed(known.name, known.uses, settings.policy);
    const tool = await loadTool(known.name);

    const { [CONFIRMATION_TOKEN]: handle, ...rest } = request.args;
    const token = isBlank(handle ?? "") ? undefined : handle;
    const turn = createTurns();
    const args = parseArguments(tool, tool.effect === "read" ? request.args : rest);
    await turn();
    const connected = await options.connect();
    const { reader } = connected.confined;
    const maxWaitSeconds = caller.maxWaitSeconds ?? MAX_WAIT_SECONDS;
    const limited = tool.waits !== true && caller.maxWaitSeconds === undefined;
    const deadlineMs = limited ? READ_DEADLINE_MS : (maxWaitSeconds + AROUND_WAIT_SECONDS) * 1000;
    const ofChange = tool.effect !== "read";
    const { notation = toolNotation } = caller;
    const deps: Dependencies = { ...shared, notation };
    const report = reportWait(caller);
    const own = () =>
      reader.use(
        (next) => (call, sent) =>
          next(call, {
            ...sent,
            reserved: ofChange,
            onWait(ms) {
              report(ms);
              sent?.onWait?.(ms);
            },
          }),
      );
    let fivetran: ReadContext["fivetran"] | undefined;
    const context = (signal: AbortSignal): ReadContext => ({
      // Created on first use, because not every tool calls the API.
      get fivetran() {
        fivetran ??= own();
        return fivetran;
      },
      now: () => reader.now(),
      signal,
      secondary: createAllowance(SECONDARY_READS_MS, signal),
      progress: (message, part) => caller.progress(redact(message), part),
      repeated: isRepeated(tool.name, args),
      foundBefore: { connections: connectionsBefore(connected), group: groupBefore(connected) },
      maxWaitSeconds,
      clock: options.clock,
      notation,
      settings: {
        connectCardRedirect: settings.connectCardRedirect,
        expectations: settings.expectations,
        confined: isConfined(settings.policy),
      },
      scope: {
        offers(name) {
          const known = byName.get(name);
          return known !== undefined && isVisible(known, settings.policy);
        },
        forbids(id) {
          const decision = decide(id, settings.policy);
          return decision.allowed ? undefined : decision.setting;
        },
      },
      recorded: async () => options.recorded?.(connected),
      operation: (id) => ownOperation(id, { connected, signal }),
    });
    if (tool.effect === "read") {
      const raw = await withFirstOf({ signals: [caller.signal], ms: deadlineMs }, (signal) =>
        tool.run(args, context(signal)),
      );
      return finish(toolDraft(tool, raw, notation), deps.redact);
    }
    // The signal must outlive this call, because a change may continue after the call has returned.
    const ctx = context(deadlineSignal(deadlineMs, caller.signal));
    const { patienceMs } = caller;
    const waiting =
      patienceMs === undefined
        ? caller
        : {
            ...caller,
            // The reads for the plan have used up a part of it.
            get patienceMs() {
              return Math.max(LEAST_PATIENCE_MS, patienceMs - (performance.now() - since));
            },
          };
    return changeThrough({ tool, args, token, request, caller: waiting, connected, ctx }, deps);
  }

  /** The record of a change, if this key made the change and the current limits allow access to it. */
  async function ownOperation(id: string, by: Parameters<typeof isOwn>[1]) {
    const record = await shared.operations.find(id);
    if (record === undefined || !(await isOwn(record, by))) return undefined;
    // Records contain the time of this machine, so their age is computed from it too.
    return { ...record, minutes: ageMinutes(record.started_at, now()) ?? 0 };
  }

  return { run };
}
