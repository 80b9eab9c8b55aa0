import type * as z from "zod";
import { AppError } from "../../base/errors.js";
import { bare } from "../../base/text.js";
import type { Reply } from "../http/send.js";
import type { OperationId } from "../operations/call.js";

/** A reply's data, in the shape of its model; otherwise a `contract` error with the field's path and no values. */
export const parseReply = <Model extends z.ZodType>(model: Model, reply: Reply): z.output<Model> =>
  parseData(model, reply.data, reply.operation, "data");

/** The items of a page, each in the shape of its model. */
export const parseItems = <Model extends z.ZodType>(
  model: Model,
  items: readonly unknown[],
  operation: OperationId,
): z.output<Model>[] =>
  items.map((item, index) => parseData(model, item, operation, `data.items.${index}`));

function parseData<Model extends z.ZodType>(
  model: Model,
  data: unknown,
  operation: OperationId,
  at: string,
): z.output<Model> {
  const parsed = model.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = [at, ...(issue?.path ?? []).map((key) => bare(String(key)))].join(".");
  throw new AppError("contract", `The reply to ${operation} does not fit at ${field}.`, {
    hint: "This version does not support that form of reply; a newer one may.",
    operation,
    sent: true,
    facts: { field, problem: issue?.code },
  });
}

/** A read by id must return that id: a stray response on a reused socket would not. */
export function sameId<Item extends { id: string }>(
  item: Item,
  id: string,
  operation: OperationId,
): Item {
  if (item.id === id) return item;
  throw new AppError("contract", `The reply to ${operation} is about another id.`, {
    hint: "Try again.",
    operation,
    sent: true,
  });
}
