import type * as z from "zod";
import { AppError, isClosed } from "../../base/errors.js";
import { asFields } from "../../base/json.js";
import type { BodySchemas } from "../../client/operations/body-schemas.js";
import { type Operation, shownOnce, verification } from "../../client/operations/catalog.js";
import { type Comparison, comparisonOf, readParams } from "../../client/outcome/compare.js";
import { findInList, wouldBeFound } from "../../client/outcome/find-in-list.js";
import { isStillThere, isThereYet, judge, readAfter } from "../../toolkit/applied.js";
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
  const noSecret = shownOnce(spec.id).length > 0 && Object.keys(kept).length === 0;
  if (noSecret) {
    notes.push("The new secret is therefore unknown. Check in Fivetran's dashboard.");
  }
  if (shown.unread !== undefined) notes.push(`Note: ${shown.unread}`);
  if (shown.doubtful === true && !shown.done)
    notes.push(
      "Nothing in the response is as sent, so it may be about another object. Check this before you use its id.",
    );
  notes.push(...testNotes(tested));
  // The request to test a webhook can succeed although the receiver rejected the event.
  const { succeed } = asFields(data);
  const failed = succeed === false || (spec.id === "test_webhook" && succeed !== true);
  return {
    ...(failed || noSecret || !shown.done ? { status: "partial" as const } : {}),
    ...(noSecret ? { no_secret: true } : {}),
    ...(shown.done || shown.unread === undefined ? {} : { read_back: false as const }),
    created:
      spec.method === "POST" && !(shown.doubtful === true && shown.missing.length === 0)
        ? createdObject(response)
        : undefined,
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
  /** Whether a reply shows no value as sent, so that it may be about another object. */
  doubtful?: boolean;
  /** Why the object could not be read. */
  unread?: string | undefined;
  /** The read that shows it. */
  look?: { operation_id: string; params: Call["params"] } | undefined;
}

const DELETION = "the deletion";
const CREATED = "what it created";
const CHANGED = "the change";

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
  const { how } = check;
  const params = readParams(sent, check);
  const look = params && { operation_id: check.read, params };
  const pending = (part: string): Shown => ({
    data,
    missing: [],
    pending: [part],
    done: false,
    look,
  });
  const { signal } = ctx;
  const read = params && (() => ctx.fivetran.send(call(check.read, params), { signal }));
  const items = () => findInList(ctx.fivetran.send, sent, check, { signal });
  const item = async () => (await items())?.[0];
  if (how === "gone" || how === "absent") {
    const find = how === "gone" ? read : item;
    const { after: there, unread } = await seenBy(find && isStillThere(find, ctx));
    return there === true ? pending(DELETION) : { ...asSent, unread };
  }
  const isEmpty = Object.keys(asFields(data)).length === 0;
  const reply = isEmpty ? undefined : comparisonOf(check, sent, data, true);
  if (CREATES.has(how)) {
    const { same = [], different = [] } = reply ?? {};
    const mayBeOther = how === "listed" && different.length > 0 && !wouldBeFound(check, sent, data);
    const { after: listed = [] } = mayBeOther ? await readAfter(items()) : {};
    if (listed.length > 0) {
      // If the list shows the object of the reply, only its other values were wrong. Otherwise it is another object.
      const own = listed.find((each) => identifies(data, each));
      if (own === undefined) return { ...pending(CREATED), data: undefined };
      const missing = comparisonOf(check, sent, own)?.different ?? [];
      return { ...asSent, data: own, missing, done: missing.length === 0 };
    }
    if (same.length + different.length > 0) {
      const doubtful = same.length === 0;
      return { ...asSent, missing: different, done: different.length === 0, doubtful, look };
    }
    // An item of the list may be older than the change.
    if (how === "listed" && isEmpty) return pending(CREATED);
    const own = async () => (await items())?.find((each) => identifies(data, each));
    const record = read && (async () => (await read()).data);
    const find = how === "exists" ? record : how === "present" ? item : own;
    let seen: unknown;
    const finds = find && (async () => (seen = await find()));
    const { after: there, unread } = await seenBy(finds && isThereYet(finds, ctx));
    if (unread !== undefined) return { ...asSent, done: false, look, unread };
    if (there === "closed") return asSent;
    // The reply shows nothing of what was sent, so it may be about another object.
    if (there === true) return { ...asSent, data: isEmpty ? data : seen };
    return { ...pending(CREATED), doubtful: !isEmpty };
  }
  if (reply !== undefined && reply.different.length === 0 && reply.same.length > 0) return asSent;
  if (read === undefined || !COMPARED.has(how)) return asSent;
  const after = await readBack(read);
  if (after === "absent" && how === "member") return pending(CREATED);
  if (after === "absent" && isEmpty) return pending(CHANGED);
  const found = after === "absent" || after === "closed" ? undefined : after.data;
  const record = found === undefined ? undefined : comparisonOf(check, sent, found);
  const parts = [reply, record].flatMap((shows) => shows?.different ?? []);
  const judged = judge([...new Set(parts)], showing(reply), showing(record));
  return { ...judged, data: found ?? data, look };
}

/** Whether a reply contains the id of an item of a list. */
function identifies(reply: unknown, item: unknown): boolean {
  const { id } = asFields(item);
  return typeof id === "string" && Object.values(asFields(reply)).includes(id);
}

/** The checks of changes that create something. */
const CREATES: ReadonlySet<string> = new Set(["listed", "exists", "present"]);

const COMPARED: ReadonlySet<string> = new Set(["fields", "member", "schema"]);

const showing = (shows: Comparison | undefined) => (field: string) =>
  shows?.same.includes(field) ? true : shows?.different.includes(field) ? false : undefined;

/** Reads the object. A read that is not permitted is left out. */
async function readBack(
  read: () => Promise<{ data: unknown }>,
): Promise<{ data: unknown } | "absent" | "closed"> {
  try {
    return await read();
  } catch (error) {
    if (isClosed(error)) return "closed";
    if (error instanceof AppError && error.type === "not_found") return "absent";
    throw error;
  }
}

/** What a read shows. A read that is missing or not permitted is left out. */
const seenBy = (read: Promise<boolean> | undefined) =>
  readAfter(
    (read ?? Promise.resolve("closed" as const)).catch((error: unknown) => {
      if (isClosed(error)) return "closed" as const;
      throw error;
    }),
  );
