import { AppError } from "../base/errors.js";
import { digest } from "../base/json.js";
import { quoted } from "../base/text.js";
import type { StoredPlan } from "../store/plans.js";
import type { OperationRecord } from "../store/records.js";
import type { Kind } from "../store/tokens.js";
import type { Json } from "../toolkit/define.js";
import type { Connected, Dependencies } from "./engine.js";
import { finish, runningDraft, type ToolResult } from "./results.js";

/** The part of a call that confirms an earlier plan. */
export interface Confirmation {
  kind: Kind;
  handle: string;
  action: "accept" | "decline" | "cancel" | "unanswered";
}

/** The properties of the confirming call that the plan is compared with. */
export interface CallBinding extends Pick<StoredPlan, "tool" | "arguments_digest"> {
  connected: Connected;
  signal: AbortSignal;
}

export type Redeemed =
  /** `exact`: this call has the arguments of the plan. Others may have the same meaning, such as an id for a name. */
  { state: "open"; plan: StoredPlan; exact: boolean } | { state: "done"; outcome: ToolResult };

const POLL_MS = 200;
const WAIT_FOR_OTHER_MS = 20_000;

/**
 * Finds the plan for a token or approval. If the plan was already executed, returns its recorded outcome.
 *
 * @throws AppError of type `confirmation` if the plan is unknown or belongs to another call, or if the person
 * declined.
 */
export async function redeem(
  deps: Dependencies,
  { kind, handle, action }: Confirmation,
  binding: CallBinding,
): Promise<Redeemed> {
  const { plans } = deps;
  const found = await plans.find(kind, handle);
  if (found.state === "absent") throw unknown(kind);
  if (found.state === "damaged") throw damaged();
  if (found.state === "taken") {
    return { state: "done", outcome: await recorded(deps, { kind, handle }, binding) };
  }
  const exact = isSameCall(found.plan, binding);
  if (!exact && (kind === "approval" || found.plan.tool !== binding.tool)) throw otherCall();
  if (action !== "accept") {
    await plans.take(handle, null);
    const said =
      action === "unanswered" ? "Nobody answered in time." : `The person's answer: ${action}.`;
    throw new AppError("confirmation", said, {
      state: "Nothing was changed.",
      hint: "Ask the user what to do before trying again.",
    });
  }
  return { state: "open", plan: found.plan, exact };
}

export type Claim =
  | { state: "claimed" }
  | { state: "moved"; preface: string[] }
  | { state: "done"; outcome: ToolResult };

/** The number of times that a person is asked about one call if its target changes each time. */
const MOST_QUESTIONS = 3;

const keepsMoving = () =>
  new AppError(
    "confirmation",
    `A person was asked ${MOST_QUESTIONS} times, and each time the state changed before the person answered.`,
    {
      state: "Nothing was changed.",
      hint: "Wait until nothing else changes the target, then call again.",
    },
  );

/**
 * Claims a plan for an operation, if the account is still in the state that the plan was made for. Of all calls in
 * all processes exactly one gets `claimed`. Only that call may send the steps.
 */
export async function claim(
  deps: Dependencies,
  { kind, handle }: Confirmation,
  { plan, fresh, binding }: { plan: StoredPlan; fresh: StoredPlan; binding: CallBinding },
  operationId: string,
): Promise<Claim> {
  const { plans } = deps;
  if (!isSameAccount(plan.account, fresh.account, binding.connected)) throw unknown(kind);
  const same =
    digest(plan.observed) === digest(fresh.observed) && digest(plan.steps) === digest(fresh.steps);
  // Other arguments are those of the plan if they lead to the same requests on the same state.
  if (!same && !isSameCall(plan, binding)) throw otherCall();
  const { tool, arguments_digest } = binding;
  const execution = same ? { tool, arguments_digest, operation_id: operationId } : null;
  // If another call has taken the plan, that call may be the reason for the new state.
  if (!(await plans.take(handle, execution))) {
    return { state: "done", outcome: await recorded(deps, { kind, handle }, binding) };
  }
  if (same) return { state: "claimed" };
  if (kind === "approval" && fresh.outdated >= MOST_QUESTIONS) throw keepsMoving();
  const moved = difference(plan.observed, fresh.observed);
  const lines =
    moved.length > 0 ? moved : ["The change now needs requests that are not in the plan."];
  return {
    state: "moved",
    preface: [
      "The state changed after the plan was made, so the plan was refused. Nothing was changed.",
      ...lines,
    ],
  };
}

/**
 * The outcome of another call that took the plan. It is also the result of this call. Waits for the other call to
 * end.
 */
async function recorded(
  { plans, operations, redact, notation }: Dependencies,
  { kind, handle }: Pick<Confirmation, "kind" | "handle">,
  binding: CallBinding,
): Promise<ToolResult> {
  for (let waited = 0; ; waited += POLL_MS) {
    const found = await plans.find(kind, handle);
    // The other call released the plan because it sent nothing. It has reported the reason.
    if (found.state !== "taken") throw unknown(kind);
    if (found.execution !== undefined) {
      if (!isSameCall(found.execution, binding)) throw usedByOther();
      const record = await operations.find(found.execution.operation_id);
      if (record !== undefined && !(await isOwn(record, binding))) throw unknown(kind);
      if (record?.result !== undefined) return record.result;
      if (record?.cut_off === true) throw unrecorded(record.id);
      if (record !== undefined && waited >= WAIT_FOR_OTHER_MS) {
        return finish(runningDraft(record, notation), redact);
      }
    }
    if (waited >= WAIT_FOR_OTHER_MS) throw unrecorded(found.execution?.operation_id);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Whether this key made the change and the current limits allow access to it. */
export const isOwn = async (
  record: OperationRecord,
  { connected, signal }: Pick<CallBinding, "connected" | "signal">,
): Promise<boolean> =>
  record.key === connected.fingerprint && (await connected.confined.covers(record, { signal }));

/** The account and the key that a plan is bound to. */
export const boundTo = (account: string, { fingerprint }: Pick<Connected, "fingerprint">) =>
  `${account} ${fingerprint}`;

/** A key belongs to one account, so the key alone decides where the account's name could not be read. */
function isSameAccount(planned: string, now: string, connected: Connected): boolean {
  if (planned === now) return true;
  const unnamed = boundTo(connected.unnamed, connected);
  return planned === unnamed || (now === unnamed && planned.endsWith(boundTo("", connected)));
}

const isSameCall = (
  stored: Pick<StoredPlan, "tool" | "arguments_digest">,
  { tool, arguments_digest }: CallBinding,
): boolean => stored.tool === tool && stored.arguments_digest === arguments_digest;

const otherCall = () =>
  new AppError(
    "confirmation",
    "The confirmation token belongs to another call, with other arguments or another tool.",
    {
      state: "Nothing was changed.",
      hint: "Repeat the call exactly as it was planned. Or leave out the confirmation token to get a new plan.",
    },
  );

const usedByOther = () =>
  new AppError(
    "confirmation",
    "The confirmation token was already used, by a call with other arguments or another tool.",
    {
      state: "This call changed nothing.",
      hint: "Repeat that call exactly to get its result. Or leave out the confirmation token to get a new plan.",
    },
  );

const unknown = (kind: Kind) =>
  new AppError(
    "confirmation",
    kind === "token"
      ? "The confirmation token is unknown, expired or already used."
      : "The approval is unknown, expired or already used.",
    { state: "Nothing was changed.", hint: "Call again without it to get a new plan." },
  );

const damaged = () =>
  new AppError("confirmation", "The stored plan is damaged and cannot be used.", {
    state: "Nothing was changed.",
    hint: "Call again without the confirmation token to get a new plan.",
  });

const unrecorded = (operationId: string | undefined) =>
  new AppError(
    "outcome_unknown",
    "This plan was already confirmed, but its outcome is not recorded, because its process ended or the record cannot be read.",
    {
      state: "The change may have taken effect.",
      hint: "Check the current state before you plan the change again.",
      facts: operationId === undefined ? {} : { operation_id: operationId },
    },
  );

const MAX_SHOWN = 10;

/** Describes the differences between two observations, one line each: `path: before → after`. */
export function difference(before: Json, after: Json): string[] {
  const was = flatten(before);
  const is = flatten(after);
  const moved = [...new Set([...was.keys(), ...is.keys()])].filter(
    (path) => was.get(path) !== is.get(path),
  );
  const shown = moved
    .slice(0, MAX_SHOWN)
    .map((path) => `${name(path)}: ${was.get(path) ?? "absent"} → ${is.get(path) ?? "absent"}`);
  return moved.length > MAX_SHOWN ? [...shown, `… and ${moved.length - MAX_SHOWN} more`] : shown;
}

const name = (place: string) => {
  const path = JSON.parse(place).join(".");
  return /^[\w.\-[\] ]{1,200}$/.test(path) ? path : quoted(path, 200);
};

/**
 * Maps the path of each value to the value. A path is its keys as JSON, because names may contain dots: joined by
 * dots, the keys `a.b` and `c` would look like `a` and `b.c`.
 */
function flatten(
  value: Json,
  keys: readonly string[] = [],
  out = new Map<string, string>(),
): Map<string, string> {
  const place = JSON.stringify(keys);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0 && keys.length > 0) out.set(place, Array.isArray(value) ? "[]" : "{}");
    for (const [key, inner] of entries) flatten(inner, [...keys, key], out);
  } else {
    out.set(place, typeof value === "string" ? quoted(value, 100) : String(value));
  }
  return out;
}
