export {
  AppError as FivetranError,
  ERROR_TYPES,
  type ErrorDetails,
  type ErrorType,
} from "./base/errors.js";
export { createLog, type Log, type LogFields, type LogLevel } from "./base/log.js";
export { Secret } from "./base/secret.js";
export {
  type Happening,
  isSchemaChange,
  isSyncEnd,
  isSyncStart,
  syncSucceeded,
} from "./base/sync-events.js";
export type { Account, RequestOptions } from "./fivetran/account.js";
export {
  type Call,
  call,
  type FilePart,
  type Json,
  type Reply,
  type Send,
  type SendOptions,
} from "./fivetran/call.js";
export type { Bodies, Fields } from "./fivetran/call-types.generated.js";
export type { Body, CallInput, Params, TypedCall } from "./fivetran/call-types.js";
export {
  isOperationId,
  type Operation,
  type OperationId,
  operation,
  operationIds,
} from "./fivetran/catalog.js";
export type {
  Certificate,
  Certificates,
  Fingerprint,
  Fingerprints,
  Trust,
  TrustOwner,
} from "./fivetran/certificates.js";
export type {
  ConnectionFilter,
  Connections,
  ResyncOptions,
  TablesBySchema,
  TestOptions,
} from "./fivetran/connections.js";
export type { ConnectorTypes } from "./fivetran/connector-types.js";
export type { Destinations } from "./fivetran/destinations.js";
export type {
  ExternalSecrets,
  SecretsEntity,
  SecretsEntityFilter,
  SecretsManager,
} from "./fivetran/external-secrets.js";
export type { Groups, GroupUsers } from "./fivetran/groups.js";
export type { RawReply, SendRaw } from "./fivetran/http.js";
export type {
  HybridAgent,
  HybridAgentFilter,
  HybridAgentSecrets,
  HybridAgents,
} from "./fivetran/hybrid-agents.js";
export { createFivetran, type Fivetran, type FivetranOptions } from "./fivetran/index.js";
export { type LogEntry, parseLogEntries, parseLogEntry } from "./fivetran/log-entries.js";
export {
  LOG_QUERIES,
  LOG_TABLES_HELP,
  type LogQuery,
  type LogQueryOptions,
  logQuery,
} from "./fivetran/log-queries.js";
export type { AccountLogService, LogService, LogServices } from "./fivetran/log-services.js";
export { DIALECTS, type Dialect, quoteIdentifier } from "./fivetran/log-sql.js";
export type { Membership, Memberships } from "./fivetran/memberships.js";
export * from "./fivetran/models.js";
export type { RawRequest } from "./fivetran/outgoing.js";
export type { List, ListOptions, Page, PageOptions } from "./fivetran/paginate.js";
export type { PrivateLink, PrivateLinks } from "./fivetran/private-links.js";
export type { Proxies, ProxyAgent, ProxyConnection, ProxySecrets } from "./fivetran/proxies.js";
export type { Candidate } from "./fivetran/resolve.js";
export {
  type RetryDelayOptions,
  type RetryOptions,
  retryDelay,
  type WithRetryOptions,
  withRetry,
} from "./fivetran/retry.js";
export type { Role, Roles } from "./fivetran/roles.js";
export type { ColumnsByTable, Schemas } from "./fivetran/schemas.js";
export type { SdkPackage, SdkPackages } from "./fivetran/sdk-packages.js";
export {
  isPaused,
  isScheduled,
  isSyncing,
  type SyncStatus,
  syncState,
  syncStatus,
} from "./fivetran/sync-status.js";
export type { SystemKey, SystemKeys } from "./fivetran/system-keys.js";
export type { Team, TeamMember, TeamMembers, Teams } from "./fivetran/teams.js";
export type {
  TransformationProject,
  TransformationProjects,
} from "./fivetran/transformation-projects.js";
export type {
  PackageFilter,
  Transformation,
  TransformationFilter,
  TransformationPackage,
  TransformationPackages,
  Transformations,
} from "./fivetran/transformations.js";
export type { User, UserFilter, Users } from "./fivetran/users.js";
export {
  isAccountWebhook,
  isGroupWebhook,
  type Webhook,
  type Webhooks,
  type WebhookTest,
} from "./fivetran/webhooks.js";
export {
  parseWebhookEvent,
  type SyncEndStatus,
  WEBHOOK_EVENTS,
  type WebhookEvent,
  type WebhookEventData,
  type WebhookEventName,
} from "./webhook/events.js";
export {
  createWebhookHandler,
  type WebhookHandler,
  type WebhookHandlerOptions,
  type WebhookProblem,
} from "./webhook/handler.js";
export {
  signWebhook,
  verifyWebhook,
  WEBHOOK_SIGNATURE_HEADER,
  type WebhookSecret,
} from "./webhook/signature.js";
