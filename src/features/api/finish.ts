import type * as z from "zod";
import { AppError, isClosed } from "../../base/errors.js";
import type { BodySchemas } from "../../client/operations/body-schemas.js";
import { type Operation, shownOnce, verification } from "../../client/operations/catalog.js";
import { type Comparison, comparisonOf, readParams } from "../../client/outcome/compare.js";
import { isStillThere, judge, readAfter } from "../../toolkit/applied.js";
import {
  type Call,
  call,
  type Json,
  type KeptSecrets,
  type ReadContext,
  type Reply,
  type StepOutcome,
} from "../../toolkit/define.js";
import { named } from "../../toolkit/render.js";
import { errorWords } from "../../toolkit/step-results.js";
import { testLines, testResults, testsIn } from "../connector/index.js";
import { presentable, responseSchema } from "./mask.js";
import { type ApiResult, ROOM, sizeOf, slim } from "./result.js";
import { nameOf } from "./target.js";

/** The part of a result that describes the request, without its operation and target. */
type ApiOutcome = Omit<z.output<typeof ApiResult>, "operation" | "target"> & {
  /** Name and id of the new object. */
  created?: string | undefined;
  notes?: string[];
};

/**
 * Returns the outcome of a plan's request in a form that may be shown. If the response shows too
 * little, the object is read.
 */
export async function outcomeOf(
  spec: Operation,
  outcomes: readonly StepOutcome[],
  schemas: BodySchemas,
  ctx: ReadContext,
): Promise<ApiOutcome> {
  const [outcome, tested] = outcomes;
  if (outcome?.state === "failed" || outcome?.state === "unknown") {
    return { status: "partial", notes: [errorWords(outcome.error)] };
  }
  if (outcome?.state !== "done") return {};
  const { reply, call: sent } = outcome;
  const kept = keptPlaces(outcome.kept);
  const shown = await shownBy(spec, sent, reply, ctx);
  const { data } = shown;
  const schema = responseSchema(spec, data, schemas.reply(spec.id), schemas);
  const response = slim(presentable(data, { schema }));
  const notes: string[] = [];
  const fits = sizeOf(response) <= ROOM;
  if (!fits) {
    notes.push("The response is too large to show. Read the parts that you need with read_api.");
  }
  if (shownOnce(spec.id).length > 0 && Object.keys(kept).length === 0) {
    notes.push("Fivetran's response contained no secret; check the dashboard.");
  }
  notes.push(...testNotes(tested));
  // The request to test a webhook can succeed although the receiver rejected the event.
  const failed = typeof data === "object" && data !== null && "succeed" in data && !data.succeed;
  return {
    ...(failed || !shown.done ? { status: "partial" as const } : {}),
    created: spec.method === "POST" ? createdObject(response) : undefined,
    response: fits ? response : undefined,
    kept,
    message: reply.message,
    verified: reply.verified,
    differs: shown.missing,
    not_visible_yet: shown.pending,
    notes,
    ...(shown.done || shown.look === undefined
      ? {}
      : { advice: `Next: ${ctx.notation.tool("read_api", shown.look)}` }),
  };
}

/** Notes the results of the setup tests that ran after the change. */
function testNotes(tested: StepOutcome | undefined): string[] {
  if (tested === undefined) return [];
  if (tested.state === "failed")
    return [`The setup tests did not run: ${errorWords(tested.error)}`];
  if (tested.state === "unknown")
    return [`It is not known whether the setup tests ran: ${errorWords(tested.error)}`];
  const results = tested.state === "done" ? testResults(testsIn(tested.reply.data)) : undefined;
  return results === undefined ? [] : testLines(results);
}

const keptPlaces = (secrets: KeptSecrets | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(secrets?.sha256 ?? {}).map(([field, print]) => [
      field,
      `[kept in ${secrets?.path}, sha256 ${print}]`,
    ]),
  );

function createdObject(response: Json): string | undefined {
  if (typeof response !== "object" || response === null || Array.isArray(response))
    return undefined;
  const { id } = response;
  return typeof id === "string" ? named(nameOf(response) ?? id, id) : undefined;
}

interface Shown {
  data: unknown;
  /** Fields for which the reply and the read show another value than was sent. */
  missing: string[];
  /** Fields for which only the read shows another value. */
  pending: string[];
  done: boolean;
  /** The read that shows it. */
  look?: { operation_id: string; params: Call["params"] } | undefined;
}

const DELETION = "the deletion";
const CREATED = "what it created";

/**
 * Compares an accepted change with its reply. If the reply shows too little or something else, the function also reads
 * the object and compares that.
 */
async function shownBy(
  spec: Operation,
  sent: Call,
  { data, verified }: Reply,
  ctx: ReadContext,
): Promise<Shown> {
  const asSent = { data, missing: [], pending: [], done: true };
  const check = verification(spec.id);
  // If the response was lost, a read has already shown that the change took effect.
  if (check === undefined || verified !== undefined) return asSent;
  const params = readParams(sent, check);
  const look = params && { operation_id: check.read, params };
  const read =
    params && (() => ctx.fivetran.send(call(check.read, params), { signal: ctx.signal }));
  if (check.how === "gone") {
    const there = read && (await readAfter(isStillThere(read, ctx))).after;
    return there === true ? { data, missing: [], pending: [DELETION], done: false, look } : asSent;
  }
  const reply = data == null ? undefined : comparisonOf(check, sent, data, true);
  if (check.how === "listed" && data == null) {
    return { data, missing: [], pending: [CREATED], done: false, look };
  }
  if (check.how === "listed") {
    const { different = [] } = reply ?? {};
    return { ...asSent, missing: different, done: different.length === 0 };
  }
  if (reply !== undefined && reply.different.length === 0 && reply.same.length > 0) return asSent;
  if (read === undefined || !COMPARED.has(check.how)) return asSent;
  const after = await readBack(read);
  const record = after === undefined ? undefined : comparisonOf(check, sent, after);
  const parts = [reply, record].flatMap((shows) => shows?.different ?? []);
  const judged = judge([...new Set(parts)], showing(reply), showing(record));
  return { ...judged, data: after ?? data, look };
}

const COMPARED: ReadonlySet<string> = new Set(["fields", "member", "schema"]);

const showing = (shows: Comparison | undefined) => (field: string) =>
  shows?.same.includes(field) ? true : shows?.different.includes(field) ? false : undefined;

async function readBack(read: () => Promise<{ data: unknown }>): Promise<unknown> {
  try {
    return (await read()).data;
  } catch (error) {
    if (isClosed(error) || (error instanceof AppError && error.type === "not_found")) {
      return undefined;
    }
    throw error;
  }
}
