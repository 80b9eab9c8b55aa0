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
import { presentable, responseSchema } from "./mask.js";
import { ROOM, sizeOf, slim } from "./result.js";
import { nameOf } from "./target.js";

export interface ApiOutcome {
  /** Name and id of the new object. */
  made?: string;
  answer?: Json;
  /** Where the secrets of the response are stored, by field. */
  kept?: Record<string, string>;
  message?: string;
  verified?: string;
  /** Fields that were read back with other values than sent. */
  differs?: string[];
  notes?: string[];
}

/** The outcome of the one request of a plan, as it may be shown; read back where its response shows too little. */
export async function outcomeOf(
  spec: Operation,
  outcomes: readonly StepOutcome[],
  schemas: BodySchemas,
  ctx: ReadContext,
): Promise<ApiOutcome> {
  const [outcome] = outcomes;
  if (outcome?.state !== "done") return {};
  const { reply, call: sent } = outcome;
  const kept = keptPlaces(outcome.kept);
  const data = reply.data ?? (await readBack(spec, sent, ctx));
  const schema = responseSchema(spec, data, schemas.reply(spec.id), schemas);
  const answer = slim(presentable(data, { schema }));
  const notes: string[] = [];
  const fits = sizeOf(answer) <= ROOM;
  if (!fits)
    notes.push("The response is too large to show; read the parts that you need with read_api.");
  const check = verification(spec.id);
  const compared = check?.how === "fields" ? compareFields(sent.body, data).different : [];
  const minted = shownOnce(spec.id).length > 0;
  if (minted && Object.keys(kept).length === 0) {
    notes.push("Fivetran's response contained no secret; check the dashboard.");
  }
  const made = spec.method === "POST" ? madeBy(answer) : undefined;
  return {
    ...(made === undefined ? {} : { made }),
    ...(fits && answer !== null ? { answer } : {}),
    ...(Object.keys(kept).length > 0 ? { kept } : {}),
    ...(reply.message === undefined ? {} : { message: reply.message }),
    ...(reply.verified === undefined ? {} : { verified: reply.verified }),
    ...(compared.length > 0 ? { differs: compared } : {}),
    notes,
  };
}

const keptPlaces = (secrets: KeptSecrets | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(secrets?.sha256 ?? {}).map(([field, print]) => [
      field,
      `[kept in ${secrets?.path}, sha256 ${print}]`,
    ]),
  );

function madeBy(answer: Json): string | undefined {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) return undefined;
  const { id } = answer;
  return typeof id === "string" ? named(nameOf(answer) ?? id, id) : undefined;
}

/** Some changes return only a message. */
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
