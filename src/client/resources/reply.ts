import type * as z from "zod";
import { AppError } from "../../base/errors.js";
import { bare } from "../../base/text.js";
import type { Reply } from "../http/send.js";
import type { OperationId } from "../operations/call.js";

/** A reply's data, in the shape of its model; otherwise a `contract` error with the field's path and no values. */
export const parseReply = <Model extends z.ZodType>(model: Model, reply: Reply): z.output<Model> =>
  parsePart(model, reply.data, reply.operation);

/** A field that could not be read. */
export interface Unreadable {
  /** The record's id, where it has one. */
  id: string | undefined;
  /** Its path in the record, such as `status.tasks.0.code`; empty for a record that is not an object. */
  field: string;
  /** The record's place in the list, counted from 1. */
  position: number;
  /** The whole record was left out: it is of no use without that field. */
  omitted: boolean;
}

export interface ReadRecords<Item> {
  items: Item[];
  unreadable: Unreadable[];
}

/** The records of a list, each by itself: one that cannot be read is left out and named. */
export function readRecords<Model extends z.ZodType>(
  model: Model,
  records: readonly unknown[],
  first = 1,
): ReadRecords<z.output<Model>> {
  const items: z.output<Model>[] = [];
  const unreadable: Unreadable[] = [];
  for (const [index, record] of records.entries()) {
    const { parsed, fields } = readLeniently(model, record);
    if (parsed.success) items.push(parsed.data);
    const last = fields.length - 1;
    for (const [at, field] of fields.entries()) {
      const omitted = !parsed.success && at === last;
      unreadable.push({ id: idOf(record), field, position: first + index, omitted });
    }
  }
  return { items, unreadable };
}

/** One record: a value of the wrong type in a field that is not needed is taken for missing. */
export function readRecord<Model extends z.ZodType>(model: Model, reply: Reply): z.output<Model> {
  const { parsed } = readLeniently(model, reply.data);
  return parsed.success ? parsed.data : parseReply(model, reply);
}

// Far more than a record has fields of a wrong type, unless it is not a record at all.
const MAX_ROUNDS = 20;

/**
 * Parses a record; while something does not fit, takes those values out and parses it again. `fields` are their paths,
 * the last one the one that is needed where the record remains unreadable.
 */
function readLeniently<Model extends z.ZodType>(model: Model, record: unknown) {
  let parsed = model.safeParse(record);
  const fields = new Set<string>();
  if (parsed.success) return { parsed, fields: [] };
  let rest = record;
  for (let round = 0; !parsed.success && round < MAX_ROUNDS; round += 1) {
    // From the end, so that the positions in arrays stay true.
    for (const { path } of parsed.error.issues.toReversed()) {
      const field = pathText(path);
      const next = without(rest, path);
      if (next === undefined)
        return { parsed, fields: [...fields].filter((other) => other !== field).concat(field) };
      rest = next;
      fields.add(field);
    }
    parsed = model.safeParse(rest);
  }
  return { parsed, fields: [...fields] };
}

const pathText = (path: readonly PropertyKey[]) => path.map((key) => bare(String(key))).join(".");

/** A copy of JSON without the value at a path, copied along the path only; undefined where there is none. */
function without(from: unknown, [key, ...rest]: readonly PropertyKey[]): object | undefined {
  if (key === undefined || !isObject(from) || !Object.hasOwn(from, key)) return undefined;
  const inner = rest.length === 0 ? undefined : without(Reflect.get(from, key), rest);
  if (rest.length > 0 && inner === undefined) return undefined;
  if (Array.isArray(from))
    return from.toSpliced(Number(key), 1, ...(inner === undefined ? [] : [inner]));
  const { [String(key)]: _removed, ...others } = Object.fromEntries(Object.entries(from));
  return inner === undefined ? others : { ...others, [String(key)]: inner };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

export function idOf(record: unknown): string | undefined {
  const id: unknown = isObject(record) ? Reflect.get(record, "id") : undefined;
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** A part of a reply's data, at that path of it. */
export function parsePart<Model extends z.ZodType>(
  model: Model,
  data: unknown,
  operation: OperationId,
  at: readonly PropertyKey[] = [],
): z.output<Model> {
  const parsed = model.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = ["data", ...[...at, ...(issue?.path ?? [])].map((key) => bare(String(key)))].join(
    ".",
  );
  throw new AppError("contract", `The reply to ${operation} is not as expected at ${field}.`, {
    hint: "This version does not support that form of reply; a newer one may.",
    operation,
    sent: true,
    facts: { field, problem: issue?.code },
  });
}
