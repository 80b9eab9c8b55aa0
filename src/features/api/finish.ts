import type * as z from "zod";
import { isClosed } from "../../base/errors.js";
import type { BodySchemas } from "../../client/operations/body-schemas.js";
import { type Operation, shownOnce, verification } from "../../client/operations/catalog.js";
import { compareFields } from "../../client/outcome/compare.js";
import {
  call,
  type Json,
  type KeptSecrets,
  type ReadContext,
  type StepOutcome,
} from "../../toolkit/define.js";
import { named } from "../../toolkit/render.js";
import { errorWords } from "../../toolkit/step-results.js";
import { testLines, testResults, testsIn } from "../connector/index.js";
import { presentable, responseSchema } from "./mask.js";
import { type ApiResult, ROOM, sizeOf, slim } from "./result.js";
import { nameOf } from "./target.js";

/** The part of a result that describes the request, without its operation and target. */
type ApiOutcome = Omit<z.output<typeof ApiResult>, "operation" | "target" | "advice"> & {
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
  const data = reply.data ?? (await readBack(spec, sent, ctx));
  const schema = responseSchema(spec, data, schemas.reply(spec.id), schemas);
  const response = slim(presentable(data, { schema }));
  const notes: string[] = [];
  const fits = sizeOf(response) <= ROOM;
  if (!fits) {
    notes.push("The response is too large to show; read the parts that you need with read_api.");
  }
  if (shownOnce(spec.id).length > 0 && Object.keys(kept).length === 0) {
    notes.push("Fivetran's response contained no secret; check the dashboard.");
  }
  notes.push(...testNotes(tested));
  const check = verification(spec.id);
  // The request to test a webhook can succeed although the receiver rejected the event.
  const failed = typeof data === "object" && data !== null && "succeed" in data && !data.succeed;
  return {
    ...(failed ? { status: "partial" as const } : {}),
    created: spec.method === "POST" ? createdObject(response) : undefined,
    response: fits ? response : undefined,
    kept,
    message: reply.message,
    verified: reply.verified,
    differs: check?.how === "fields" ? compareFields(sent.body, data).different : [],
    notes,
  };
}

/** Notes the results of the setup tests that ran after the change. */
function testNotes(tested: StepOutcome | undefined): string[] {
  if (tested === undefined) return [];
  if (tested.state === "failed")
    return [`The setup tests did not run: ${errorWords(tested.error)}`];
  if (tested.state === "unknown")
    return [`Whether the setup tests ran is not known: ${errorWords(tested.error)}`];
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

/** Reads the object after a change, because some changes return only a message. */
async function readBack(
  spec: Operation,
  sent: { params: Record<string, string | number | boolean> },
  { fivetran, signal }: ReadContext,
): Promise<unknown> {
  const check = verification(spec.id);
  if (check?.how !== "fields") return undefined;
  try {
    return (await fivetran.send(call(check.read, sent.params), { signal })).data;
  } catch (error) {
    if (isClosed(error)) return undefined;
    throw error;
  }
}
