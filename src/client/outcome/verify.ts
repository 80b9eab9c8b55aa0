import { AppError } from "../../base/errors.js";
import { type Clock, systemClock } from "../http/clock.js";
import type { Reply, Send, SendOptions } from "../http/send.js";
import { type Call, call as makeCall } from "../operations/call.js";
import { operation, repeatOf, unverifiable, verification } from "../operations/catalog.js";
import type { Verification } from "../operations/row.js";
import { lookInList } from "./find-in-list.js";
import {
  type Before,
  Fields,
  applied as isApplied,
  judge,
  unclear,
  type Verdict,
} from "./judge.js";

export interface VerifyOptions extends SendOptions {
  clock?: Pick<Clock, "sleep"> | undefined;
}

/** Where what was made may show late. */
const TWICE: ReadonlySet<string> = new Set([
  "listed",
  "present",
  "exists",
  "member",
  "started",
  "sync",
]);
/** One look that finds nothing is no proof; a second one after this long is. */
const SECOND_LOOK_MS = 5000;

/** Finds out by reading whether a change whose answer was lost took effect. Sends nothing but reads. */
export async function verifyOutcome(
  send: Send,
  call: Call,
  before: Before = {},
  { clock = systemClock, signal }: VerifyOptions = {},
): Promise<Verdict> {
  const check = verification(call.operation);
  if (check === undefined) {
    return unclear(unverifiable(call.operation) ?? `No read shows what ${call.operation} did.`);
  }
  const look = async (): Promise<Verdict> => {
    const { how } = check;
    if (how === "listed" || how === "present" || how === "absent") {
      return lookInList(send, call, { ...check, how }, before, signal);
    }
    const params = readParams(call, check);
    if (params === undefined) return unclear(`${check.read} cannot be asked for it.`);
    const reply = await absentAsUndefined(send(makeCall(check.read, params), { signal }));
    return judge(how, call, before, reply, check.read);
  };
  try {
    const verdict = await look();
    if (verdict.outcome !== "verified_not_applied" || !TWICE.has(check.how)) return verdict;
    await clock.sleep(SECOND_LOOK_MS, signal);
    return await look();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return unclear(`The check by ${check.read} failed too.`);
  }
}

/**
 * Sends a change and, where its answer was lost, finds out what became of it. A change that converges and is
 * shown not to have been applied is sent once more; nothing else is ever repeated. Throws `outcome_unknown` with
 * `facts.outcome` and `facts.evidence` where it stays open.
 */
export async function sendVerified(
  send: Send,
  call: Call,
  options: VerifyOptions = {},
): Promise<Reply> {
  const first = await attempt(send, call, options);
  if (!("lost" in first)) return first;
  const verdict = await verify(send, call, first.lost, options);
  const applied = verdict.outcome === "verified_applied";
  // The secret was in the answer that was lost: what was made is of no use.
  if (applied && repeatOf(call) === "mints-secret") throw openError(call, first.lost, verdict, 1);
  if (applied) return verifiedReply(call, first.lost, verdict, 1);
  // What was accepted is not sent again even if it does not show yet.
  if (verdict.outcome === "unknown" || repeatOf(call) !== "idempotent" || wasAccepted(first.lost)) {
    throw openError(call, first.lost, verdict, 1);
  }
  const { maxAttempts = 2, retryIf, onRetry } = options.retry ?? {};
  // A caller that left gets the change that it knew of, and no second one.
  const left = options.beforeSending?.aborted === true;
  if (left || maxAttempts < 2 || retryIf?.(first.lost) === false) {
    throw openError(call, first.lost, verdict, 1);
  }
  onRetry?.(first.lost, 1, 0);

  const { beforeSending: _, ...rest } = options;
  const second = await attempt(send, call, rest).catch((error: unknown) => {
    // The first one was only slow: what the second should delete is gone.
    const gone =
      error instanceof AppError &&
      error.type === "not_found" &&
      operation(call.operation).effect === "delete";
    if (gone)
      return verifiedReply(call, first.lost, isApplied("The second attempt found it gone."), 1);
    throw error;
  });
  if (!("lost" in second)) return { ...second, attempts: second.attempts + 1 };
  const last = await verify(send, call, second.lost, options);
  if (last.outcome === "verified_applied") return verifiedReply(call, second.lost, last, 2);
  throw openError(call, second.lost, last, 2);
}

async function attempt(
  send: Send,
  call: Call,
  { signal, beforeSending, deadlineMs, onDetached, retry, file }: VerifyOptions,
): Promise<Reply | { lost: AppError }> {
  try {
    return await send(call, { signal, beforeSending, deadlineMs, onDetached, retry, file });
  } catch (error) {
    const lost = error instanceof AppError && error.type === "outcome_unknown";
    // One that is still on its way has no outcome to look for yet.
    if (lost && error.facts["in_flight"] !== true) return { lost: error };
    throw error;
  }
}

const verify = (send: Send, call: Call, lost: AppError, options: VerifyOptions) => {
  const sentAt = lost.facts["sent_at"];
  const before = typeof sentAt === "string" ? { sentAt } : {};
  return verifyOutcome(send, call, before, options);
};

const wasAccepted = (lost: AppError) => lost.facts["outcome"] === "accepted_details_lost";

const verifiedReply = (call: Call, lost: AppError, verdict: Verdict, attempts: number): Reply => ({
  operation: call.operation,
  status: lost.status ?? 0,
  message: undefined,
  data: verdict.data,
  attempts,
  verified: verdict.evidence,
});

function openError(call: Call, lost: AppError, verdict: Verdict, attempts: number): AppError {
  const accepted = wasAccepted(lost);
  const absent = verdict.outcome === "verified_not_applied" && !accepted;
  const minted = repeatOf(call) === "mints-secret";
  const made = minted && verdict.outcome === "verified_applied";
  const outcome = accepted || made ? "accepted_details_lost" : verdict.outcome;
  return new AppError("outcome_unknown", lost.message, {
    state: absent
      ? `It seems not to have taken effect. ${verdict.evidence}`
      : `${lost.state ?? "It may have taken effect."} ${verdict.evidence}`,
    hint: made
      ? "It was made, but its secret was in the answer that was lost and is shown only once. Do not repeat it: delete what was made, or have a new secret made for it."
      : minted
        ? "Do not repeat it: the secret that was in use may already be void. Look in Fivetran's dashboard."
        : (lost.hint ?? "Do not repeat it; read the present state first."),
    status: lost.status,
    code: lost.code,
    upstreamMessage: lost.upstreamMessage,
    sent: true,
    operation: call.operation,
    attempts,
    facts: { ...lost.facts, outcome, evidence: verdict.evidence, attempts, do_not_repeat: true },
    cause: lost,
  });
}

async function absentAsUndefined(reply: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof AppError && error.type === "not_found") return undefined;
    throw error;
  }
}

/** The path of the read from the values of the change: by name, from its body, or by place. */
function readParams(call: Call, { read: id, from = {} }: Verification): Call["params"] | undefined {
  const read = operation(id);
  const body = Fields.safeParse(call.body).data ?? {};
  const places = operation(call.operation).pathParams;
  const params: Call["params"] = {};
  for (const [index, name] of read.pathParams.entries()) {
    const place = places[index];
    const inBody = body[from[name] ?? name];
    const value =
      call.params[name] ??
      (typeof inBody === "string" ? inBody : undefined) ??
      (place === undefined ? undefined : call.params[place]);
    if (value === undefined) return undefined;
    // A path takes the hash in the URL's form of Base64.
    params[name] =
      name === "hash" ? String(value).replaceAll("+", "-").replaceAll("/", "_") : value;
  }
  return params;
}
