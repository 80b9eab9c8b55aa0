import type * as z from "zod";
import type { RequestOptions, Send, SendOptions } from "../http/send.js";
import { type Call, call, type OperationId } from "../operations/call.js";
import { operation } from "../operations/catalog.js";
import type { Bodies } from "../operations/generated/bodies.js";
import { createList, type ListOptions, type ListParams } from "./list.js";
import { parseReply, type ReadRecordOptions, readRecord } from "./reply.js";

export type Actions = ReturnType<typeof createActions>;

/** The building blocks of resource methods: functions of an operation and the model of its response. */
export function createActions(send: Send) {
  /** Sends a call and parses its response. `empty` is used if the response has no data. */
  const request = async <Model extends z.ZodType>(
    model: Model,
    sent: Call,
    options?: SendOptions,
    empty?: unknown,
  ): Promise<z.output<Model>> => {
    const reply = await send(sent, options);
    return parseReply(model, { ...reply, data: reply.data ?? empty });
  };

  /** Like `request`, for a record. A value of the wrong type in an optional field is treated as missing. */
  const record = async <Model extends z.ZodType>(
    model: Model,
    sent: Call,
    options?: SendOptions & ReadRecordOptions,
    empty?: unknown,
  ): Promise<z.output<Model>> => {
    const reply = await send(sent, options);
    return readRecord(model, { ...reply, data: reply.data ?? empty }, options);
  };

  /** Sends a call whose response contains no useful data. */
  const submit = async (sent: Call, options?: SendOptions): Promise<void> => {
    await send(sent, options);
  };

  const byId =
    <Model extends z.ZodType>(id: OperationId, model: Model) =>
    (itemId: string, options?: RequestOptions & ReadRecordOptions): Promise<z.output<Model>> =>
      record(model, callAt(id, [itemId]), options);

  return {
    send,
    request,
    record,
    submit,

    /** A list of the whole account. `toParams` translates the filters to Fivetran's parameter names. */
    list:
      <Model extends z.ZodType, Filter extends object>(
        id: OperationId,
        model: Model,
        toParams: (filter: Partial<Filter>) => ListParams = () => ({}),
      ) =>
      (options: Partial<Filter> & ListOptions = {}) =>
        createList(send, id, model, toParams(options), options),

    /** A list that belongs to one owner, such as the users of a group. */
    listOf:
      <Model extends z.ZodType, Filter extends object>(
        id: OperationId,
        model: Model,
        toParams: (filter: Partial<Filter>) => ListParams = () => ({}),
      ) =>
      (ownerId: string, options: Partial<Filter> & ListOptions = {}) => {
        const params = { ...callAt(id, [ownerId]).params, ...toParams(options) };
        return createList(send, id, model, params, options);
      },

    /** Returns one record by id. */
    get: byId,
    /** A request that takes only an id. */
    action: byId,

    /** Creates a record from `body`. */
    create:
      <Id extends keyof Bodies, Model extends z.ZodType>(id: Id, model: Model) =>
      (body: Bodies[Id], options?: RequestOptions): Promise<z.output<Model>> =>
        record(model, call(id, {}, body), options),

    /** Changes the fields in `body`. */
    modify:
      <Id extends keyof Bodies, Model extends z.ZodType>(id: Id, model: Model) =>
      (itemId: string, body: Bodies[Id], options?: RequestOptions): Promise<z.output<Model>> =>
        record(model, callAt(id, [itemId], body), options),

    /** A change that takes only an id and returns nothing, such as a deletion. */
    command:
      (id: OperationId) =>
      (itemId: string, options?: RequestOptions): Promise<void> =>
        submit(callAt(id, [itemId]), options),
  };
}

/** Creates a call. `values` are the path parameters in order. */
export function callAt(id: OperationId, values: readonly string[], body?: Call["body"]): Call {
  const params: Call["params"] = {};
  for (const [index, name] of operation(id).pathParams.entries()) {
    const value = values[index];
    if (value !== undefined) params[name] = value;
  }
  return call(id, params, body);
}
