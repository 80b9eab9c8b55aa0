export {
  AppError as FivetranError,
  ERROR_TYPES,
  type ErrorDetails,
  type ErrorType,
} from "../base/errors.js";
export type { Json } from "../base/json.js";
export { createLog, type Log, type LogFields, type LogLevel } from "../base/log.js";
export { Secret } from "../base/secret.js";
export {
  isSchemaChange,
  isSyncEnd,
  isSyncStart,
  type SyncEvent,
  syncSucceeded,
} from "./events/sync-events.js";
export {
  parseWebhookEvent,
  type SyncEndStatus,
  WEBHOOK_EVENTS,
  type WebhookEvent,
  type WebhookEventData,
  type WebhookEventName,
} from "./events/webhook-events.js";
export {
  createWebhookHandler,
  type WebhookHandler,
  type WebhookHandlerOptions,
  type WebhookProblem,
} from "./events/webhook-handler.js";
export {
  signWebhook,
  verifyWebhook,
  WEBHOOK_SIGNATURE_HEADER,
  type WebhookSecret,
} from "./events/webhook-signature.js";
export { createFivetran, type Fivetran, type FivetranOptions } from "./fivetran.js";
export {
  type Diagnosis,
  diagnose,
  type Expectations,
  type RuleId,
  SEVERITIES,
  type Severity,
  VERDICTS,
  type Verdict,
} from "./health/diagnose.js";
export type { RawRequest } from "./http/request.js";
export {
  type RetryDelayOptions,
  type RetryOptions,
  retryDelay,
  type WithRetryOptions,
  withRetry,
} from "./http/retry.js";
export type { FilePart, Reply, RequestOptions, Send, SendOptions } from "./http/send.js";
export type { RawReply, SendRaw } from "./http/sender.js";
export type { Body, CallInput, Params, TypedCall } from "./http/typed-call.js";
export { type Call, call, type OperationId } from "./operations/call.js";
export { isOperationId, type Operation, operation, operationIds } from "./operations/catalog.js";
export type { Bodies, Fields } from "./operations/generated/bodies.js";
export { type LogEntry, parseLogEntries, parseLogEntry } from "./platform-log/entries.js";
export {
  LOG_QUERIES,
  LOG_TABLES_HELP,
  type LogQuery,
  type LogQueryOptions,
  logQuery,
  USAGE_BY,
  type UsageBy,
} from "./platform-log/queries.js";
export { DIALECTS, type Dialect, quoteIdentifier } from "./platform-log/sql.js";
export type { Account } from "./resources/account.js";
export type {
  Certificate,
  Certificates,
  Fingerprint,
  Fingerprints,
  TrustOwner,
} from "./resources/certificates.js";
export type {
  ConnectionError,
  Move,
  MoveJob,
  SyncBehavior,
  SyncRun,
  TableWarnings,
} from "./resources/connection-reports.js";
export type {
  ConnectionFilter,
  Connections,
  ResyncOptions,
  TablesBySchema,
} from "./resources/connections.js";
export type { ConnectorTypes } from "./resources/connector-types.js";
export type { Destinations, TestOptions } from "./resources/destinations.js";
export type {
  ExternalSecrets,
  SecretsEntity,
  SecretsEntityFilter,
  SecretsManager,
} from "./resources/external-secrets.js";
export type { Groups, GroupUsers } from "./resources/groups.js";
export type { List, ListOptions, Page } from "./resources/list.js";
export type { AccountLogService, LogService, LogServices } from "./resources/log-services.js";
export * from "./resources/models.js";
export type {
  HybridAgent,
  HybridAgentFilter,
  HybridAgentSecrets,
  HybridAgents,
  PrivateLink,
  PrivateLinks,
  Proxies,
  ProxyAgent,
  ProxyConnection,
  ProxySecrets,
} from "./resources/networking.js";
export type {
  Membership,
  Memberships,
  Role,
  Roles,
  Team,
  TeamMember,
  TeamMembers,
  Teams,
  User,
  UserApiKey,
  UserFilter,
  Users,
} from "./resources/people.js";
export type { Unreadable } from "./resources/reply.js";
export type { Candidate } from "./resources/resolve.js";
export type { ColumnsByTable, Schemas } from "./resources/schemas.js";
export type { SdkPackage, SdkPackages } from "./resources/sdk-packages.js";
export {
  isPaused,
  isScheduled,
  isSyncing,
  type SyncStatus,
  syncState,
  syncStatus,
} from "./resources/sync-status.js";
export type { SystemKey, SystemKeys } from "./resources/system-keys.js";
export type {
  PackageFilter,
  Transformation,
  TransformationFilter,
  TransformationPackage,
  TransformationPackages,
  TransformationProject,
  TransformationProjects,
  Transformations,
} from "./resources/transformations.js";
export {
  isAccountWebhook,
  isGroupWebhook,
  type Webhook,
  type Webhooks,
  type WebhookTest,
} from "./resources/webhooks.js";
