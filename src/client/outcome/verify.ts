import { hasWaited } from "../../base/deadline.js";
import { AppError, undefinedIfAbsent } from "../../base/errors.js";
import { type Clock, systemClock } from "../http/clock.js";
import type { Reply, Send, SendOptions } from "../http/send.js";
import { type Call, call as makeCall } from "../operations/call.js";
import { operation, repeatOf, unverifiable, verification } from "../operations/catalog.js";
import type { Verification } from "../operations/row.js";
import {
  assess,
  type Finding,
  applied as isApplied,
  needsBefore,
  type Seen,
  unclear,
} from "./assess.js";
import { readParams } from "./compare.js";
import { findInList } from "./find-in-list.js";
import { connectionReader, otherCause } from "./scheduled.js";

export interface VerifyOptions extends SendOptions {
  clock?: Pick<Clock, "sleep"> | undefined;
  /** The current time, for a comparison with the times of records. */
  now: () => Date;
}

/** Checks whose result may become visible only after a delay. */
const EVENTUAL: ReadonlySet<string> = new Set([
  "listed",
  "present",
  "exists",
  "member",
  "started",
  "sync",
]);
/** If the first read finds nothing, a second one after this time decides. */
const SECOND_READ_MS = 5000;
/** Limits how long the read before a change can delay it. */
const READ_BEFORE_MS = 10_000;
/** Limits each read after a lost response, so that one that hangs does not delay what is known. */
const READ_AFTER_MS = 20_000;

/** Reads the state that shows whether the change took effect. Returns the reason if no such read is possible. */
async function look(
  send: Send,
  call: Call,
  check: Verification,
  options: SendOptions,
): Promise<Seen | { cannot: string }> {
  const { how } = check;
  if (how === "listed" || how === "present" || how === "absent") {
    const items = await findInList(send, call, check, options);
    return items === undefined
      ? { cannot: "The created object has no value by which it could be found." }
      : { items };
  }
  const params = readParams(call, check);
  if (params === undefined)
    return { cannot: `${check.read} needs an id that the request does not contain.` };
  const reply = await send(makeCall(check.read, params), options).catch(undefinedIfAbsent);
  return reply === undefined ? { absent: true } : { record: reply.data };
}

/** Reads the state before the change, if it is needed for the comparison. Undefined if it cannot be read. */
async function lookBefore(
  send: Send,
  call: Call,
  { signal, beforeSending }: VerifyOptions,
): Promise<Seen | undefined> {
  const check = verification(call.operation);
  if (check === undefined || !needsBefore(check, call)) return undefined;
  try {
    const seen = await look(send, call, check, {
      signal: signal ?? beforeSending,
      deadlineMs: READ_BEFORE_MS,
      reserved: true,
    });
    return "cannot" in seen ? undefined : seen;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Reads whether a change took effect after its response was lost. Sends only reads. */
async function verify(
  send: Send,
  call: Call,
  before: Seen | undefined,
  { clock = systemClock, now, signal }: VerifyOptions,
): Promise<Finding> {
  const check = verification(call.operation);
  if (check === undefined) {
    return unclear(
      unverifiable(call.operation) ??
        `No operation of the API shows the effect of ${call.operation}.`,
    );
  }
  const read = async (): Promise<Finding> => {
    const after = await look(send, call, check, {
      signal,
      deadlineMs: READ_AFTER_MS,
      reserved: true,
    });
    if ("cannot" in after) return unclear(after.cannot);
    const finding = assess(check, call, before, after);
    if (finding.outcome !== "verified_applied") return finding;
    const cause = await otherCause(check, before, now(), connectionReader(send, { signal }));
    return cause === undefined ? finding : unclear(`${finding.evidence} ${cause}`);
  };
  try {
    const finding = await read();
    if (finding.outcome !== "verified_not_applied" || !EVENTUAL.has(check.how)) return finding;
    // If the caller has stopped waiting, there is no second read that decides.
    return (await hasWaited(clock, SECOND_READ_MS, signal))
      ? await read()
      : unclear(finding.evidence);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return unclear(
      `The request ${check.read}, which should verify the change, also failed: ${reasonOf(error)}`,
    );
  }
}

const reasonOf = ({ message, retryAfterSeconds }: AppError) =>
  `${message}${retryAfterSeconds === undefined ? "" : ` Try again in ${retryAfterSeconds} s.`}`;

/**
 * Sends a change. If its response was lost, reads whether the change took effect, and sends an idempotent change that
 * did not take effect once more. Throws `outcome_unknown` with `facts.outcome` and `facts.evidence` if the effect
 * remains uncertain.
 */
export async function sendVerified(send: Send, call: Call, options: VerifyOptions): Promise<Reply> {
  const before = await lookBefore(send, call, options);
  // During a wait for the rate limit, the schedule or another client may cause what the read shows afterwards.
  const stillBefore = ({ waited }: Lost) => (waited ? undefined : before);
  const first = await attempt(send, call, options);
  if (!("lost" in first)) return first;
  const finding = await verify(send, call, stillBefore(first), options);
  const applied = finding.outcome === "verified_applied";
  // The lost response contained the secret, so the created object cannot be used.
  if (applied && repeatOf(call) === "mints-secret") throw openError(call, first.lost, finding, 1);
  if (applied) return verifiedReply(call, first.lost, finding, 1);
  // A change that Fivetran accepted is not sent again, even if its effect is not visible yet.
  if (finding.outcome === "unknown" || repeatOf(call) !== "idempotent" || wasAccepted(first.lost)) {
    throw openError(call, first.lost, finding, 1);
  }
  const { maxAttempts = 2, retryIf, onRetry } = options.retry ?? {};
  // The caller has stopped waiting, so there is no second attempt.
  const gaveUp = options.beforeSending?.aborted === true || options.signal?.aborted === true;
  if (gaveUp || maxAttempts < 2 || retryIf?.(first.lost) === false) {
    throw openError(call, first.lost, finding, 1);
  }
  onRetry?.(first.lost, 1, 0);

  const { beforeSending: _, ...rest } = options;
  const second = await attempt(send, call, rest).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.type === "outcome_unknown") throw error;
    // The first attempt was only slow: the second attempt found the object already deleted.
    if (error.type === "not_found" && operation(call.operation).effect === "delete") {
      const gone = isApplied("The second attempt found that it was already deleted.");
      return verifiedReply(call, first.lost, gone, 1);
    }
    // The first attempt was sent, so what prevented the second one does not show that nothing was changed.
    const evidence = `${finding.evidence} A second attempt failed: ${reasonOf(error)}`;
    throw openError(call, first.lost, { ...finding, evidence }, 1 + (error.attempts ?? 0));
  });
  if (!("lost" in second)) return { ...second, attempts: second.attempts + 1 };
  const last = await verify(send, call, stillBefore(second), options);
  if (last.outcome === "verified_applied") return verifiedReply(call, second.lost, last, 2);
  throw openError(call, second.lost, last, 2);
}

interface Lost {
  lost: AppError;
  /** A rate limit delayed the request. */
  waited: boolean;
}

async function attempt(
  send: Send,
  call: Call,
  { clock: _, now: __, ...options }: VerifyOptions,
): Promise<Reply | Lost> {
  let waited = false;
  const onWait = (ms: number) => {
    waited = true;
    options.onWait?.(ms);
  };
  try {
    return await send(call, { ...options, onWait });
  } catch (error) {
    const lost = error instanceof AppError && error.type === "outcome_unknown";
    // A change that is still in flight has no outcome yet.
    if (lost && error.facts["in_flight"] !== true) return { lost: error, waited };
    throw error;
  }
}

const wasAccepted = (lost: AppError) => lost.facts["outcome"] === "accepted_details_lost";

const verifiedReply = (call: Call, lost: AppError, finding: Finding, attempts: number): Reply => ({
  operation: call.operation,
  status: lost.status ?? 0,
  message: undefined,
  data: finding.data,
  attempts,
  verified: finding.evidence,
});

function openError(call: Call, lost: AppError, finding: Finding, attempts: number): AppError {
  const accepted = wasAccepted(lost);
  const absent = finding.outcome === "verified_not_applied" && !accepted;
  const partly = finding.outcome === "partly";
  const mints = repeatOf(call) === "mints-secret";
  // A reload may continue after its response was lost. Tests can be run again.
  const probe = repeatOf(call) === "probe" && verification(call.operation) === undefined;
  // A secret of a new object replaces none, and a list shows the object.
  const replaces = mints && verification(call.operation) === undefined;
  const created = mints && finding.outcome === "verified_applied";
  const outcome =
    accepted || created ? "accepted_details_lost" : partly ? "unknown" : finding.outcome;
  return new AppError("outcome_unknown", lost.summary, {
    state: `${
      absent
        ? "It probably did not take effect."
        : partly
          ? "It may have taken effect in part."
          : created
            ? "It took effect."
            : (lost.state ?? "It may have taken effect.")
    } ${finding.evidence}`,
    hint: created
      ? "It was created, but the lost response contained its secret, which Fivetran shows only once. Do not repeat the change. Delete the object, or create a new secret for it."
      : probe
        ? "It can be repeated, because it changes nothing."
        : replaces
          ? "Do not repeat the change, because the previous secret may already be invalid. Check in Fivetran's dashboard."
          : (lost.hint ?? "Do not repeat the change. First check the current state."),
    status: lost.status,
    code: lost.code,
    upstreamMessage: lost.upstreamMessage,
    sent: true,
    operation: call.operation,
    attempts,
    facts: { ...lost.facts, outcome, evidence: finding.evidence, attempts, do_not_repeat: !probe },
    cause: lost,
  });
}
