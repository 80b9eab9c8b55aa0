import type * as z from "zod";
import { AppError } from "../../base/errors.js";
import { bare } from "../../base/text.js";
import type { Reply } from "../http/send.js";
import type { OperationId } from "../operations/call.js";
import { operation as factsOf } from "../operations/catalog.js";

/**
 * Parses the data of a reply. Throws `contract` with the path of the invalid field, but without its value. For a
 * change, which Fivetran has accepted, it throws `outcome_unknown`.
 */
export const parseReply = <Model extends z.ZodType>(model: Model, reply: Reply): z.output<Model> =>
  parsePart(model, reply.data, reply.operation);

/** A field of a record that could not be read. */
export interface Unreadable {
  /** The id of the record, if it has one. */
  id: string | undefined;
  /** The path in the record, such as `status.tasks.0.code`. Empty for a record that is not an object. */
  field: string;
  /** The position of the record in the list, from 1. Always 1 if it was read on its own. */
  position: number;
  /** Whether the whole record was omitted because it requires this field. */
  omitted: boolean;
}

export interface ReadRecords<Item> {
  items: Item[];
  unreadable: Unreadable[];
}

/** Parses each record of a list separately. A record that cannot be read is omitted and reported in `unreadable`. */
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

/** An option of a read of one record. */
export interface ReadRecordOptions {
  /** Called for each field that could not be read. */
  onUnreadable?: ((unreadable: Unreadable) => void) | undefined;
}

/** Parses one record. A value of the wrong type in an optional field is treated as missing. */
export function readRecord<Model extends z.ZodType>(
  model: Model,
  reply: Reply,
  { onUnreadable = () => {} }: ReadRecordOptions = {},
): z.output<Model> {
  const { parsed, fields } = readLeniently(model, reply.data);
  if (!parsed.success) return parseReply(model, reply);
  for (const field of fields)
    onUnreadable({ id: idOf(reply.data), field, position: 1, omitted: false });
  return parsed.data;
}

// More than the number of invalid fields in any real record.
const MAX_ROUNDS = 20;

/**
 * Parses a record. Values that do not fit are removed and the record is parsed again. `fields` are the paths of the
 * removed values. If the record still cannot be read, the last path is that of the required field.
 */
function readLeniently<Model extends z.ZodType>(model: Model, record: unknown) {
  let parsed = model.safeParse(record);
  const fields = new Set<string>();
  if (parsed.success) return { parsed, fields: [] };
  let rest = record;
  for (let round = 0; !parsed.success && round < MAX_ROUNDS; round += 1) {
    // From the end, so that removing an array item does not shift the positions of the others.
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

/**
 * Copies JSON without the value at a path. Undefined if the path does not exist. Only values along the path are
 * copied.
 */
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

/** Parses a part of a reply. `at` is the path of the part, for the error. */
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
  const facts = { field, problem: issue?.code };
  if (factsOf(operation).effect !== "read") {
    throw new AppError(
      "outcome_unknown",
      `Fivetran accepted ${operation}, but its reply has an unexpected value at ${field}.`,
      {
        state: "It has very likely taken effect.",
        hint: "Do not repeat the change. First check the current state.",
        operation,
        sent: true,
        facts: { ...facts, outcome: "accepted_details_lost", do_not_repeat: true },
      },
    );
  }
  throw new AppError("contract", `The reply to ${operation} has an unexpected value at ${field}.`, {
    hint: "This version does not support this response format, but a newer version may.",
    operation,
    sent: true,
    facts,
  });
}
