export { AppError, ERROR_TYPES, type ErrorDetails, type ErrorType } from "./base/errors.js";
export { createLog, type Log, type LogFields, type LogLevel } from "./base/log.js";
export { Secret } from "./base/secret.js";
export type { Account, RequestOptions } from "./fivetran/account.js";
export {
  type Call,
  call,
  type Json,
  type Reply,
  type Send,
  type SendOptions,
} from "./fivetran/call.js";
export {
  isOperationId,
  type Operation,
  type OperationId,
  operation,
  operationIds,
} from "./fivetran/catalog.js";
export type { ConnectionFilter, Connections } from "./fivetran/connections.js";
export type { Destinations } from "./fivetran/destinations.js";
export type { Groups } from "./fivetran/groups.js";
export { createFivetran, type Fivetran, type FivetranOptions } from "./fivetran/index.js";
export * from "./fivetran/models.js";
export type { List, ListOptions, Page, PageOptions } from "./fivetran/paginate.js";
export type { Candidate } from "./fivetran/resolve.js";
export type { Schemas } from "./fivetran/schemas.js";
