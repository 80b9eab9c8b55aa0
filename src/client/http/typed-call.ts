import type { Json } from "../../base/json.js";
import type { OperationId } from "../operations/call.js";
import type { Bodies } from "../operations/generated/bodies.js";
import type { OPERATIONS } from "../operations/generated/operations.js";
import type { FilePart, Reply, RequestOptions } from "./send.js";

type Facts<Id extends OperationId> = (typeof OPERATIONS)[Id];

/** The names in braces in a path template. */
type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

type QueryRules<Id extends OperationId> = Facts<Id> extends { query: infer Rules } ? Rules : object;
type RuleValue<Rule> = Rule extends { enum: readonly (infer Choice)[] }
  ? Choice
  : Rule extends { type: "integer" }
    ? number
    : Rule extends { type: "boolean" }
      ? boolean
      : string;
type RequiredNames<Rules> = {
  [Name in keyof Rules]: Rules[Name] extends { required: true } ? Name : never;
}[keyof Rules];

/** The path and query parameters of an operation, by name. */
export type Params<Id extends OperationId> = {
  [Name in PathNames<Facts<Id>["path"]>]: string;
} & {
  [Name in RequiredNames<QueryRules<Id>>]: RuleValue<QueryRules<Id>[Name]>;
} & {
  [Name in Exclude<keyof QueryRules<Id>, RequiredNames<QueryRules<Id>>>]?: RuleValue<
    QueryRules<Id>[Name]
  >;
};

/** The JSON body of an operation. `never` if the operation has no body. */
export type Body<Id extends OperationId> = Id extends keyof Bodies ? Bodies[Id] : never;

type Optional<T> = object extends T ? true : false;

type WithParams<Id extends OperationId> =
  Optional<Params<Id>> extends true ? { params?: Params<Id> } : { params: Params<Id> };
type WithBody<Id extends OperationId> = Id extends keyof Bodies
  ? Optional<Bodies[Id]> extends true
    ? { body?: Bodies[Id] }
    : { body: Bodies[Id] }
  : { body?: never };
type WithFile<Id extends OperationId> =
  Facts<Id> extends { body: "multipart" } ? { file: FilePart } : { file?: never };

/** The second argument of `call`: the `params`, `body` and `file` of the operation, and request options. */
export type CallInput<Id extends OperationId> = WithParams<Id> &
  WithBody<Id> &
  WithFile<Id> &
  RequestOptions;

/**
 * Sends any operation of the catalog. The compiler checks `params` and `body`. The `data` of the reply is the content
 * of Fivetran's envelope, not validated, or a `Uint8Array` for a file. If the response to a change is lost, the
 * client reads the target to find out whether the change took effect.
 *
 * ```ts
 * await fivetran.call("modify_group", { params: { groupId }, body: { name: "prod" } });
 * ```
 *
 * Throws `input` for invalid values, and a `FivetranError` of another type for any other failure.
 */
export type TypedCall = <Id extends OperationId>(
  operation: Id,
  ...input: Optional<CallInput<Id>> extends true ? [input?: CallInput<Id>] : [input: CallInput<Id>]
) => Promise<Reply>;

/** Like `CallInput`, but not checked by the compiler. For operation ids that are known only at run time. */
export interface LooseCallInput extends RequestOptions {
  params?: Record<string, string | number | boolean> | undefined;
  body?: Json | undefined;
  file?: FilePart | undefined;
}
