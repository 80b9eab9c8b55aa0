import { OPERATIONS } from "../../client/operations/generated/operations.js";

/** Operations of the API that are newer than the definition from which the table of operations is made. */
const NEWER = {
  connection_sync_history: { method: "GET", path: "/v1/connections/{connectionId}/sync-history" },
  connection_warnings: { method: "GET", path: "/v1/connections/{connectionId}/warnings" },
  dismiss_connection_warning: {
    method: "DELETE",
    path: "/v1/connections/{connectionId}/warnings/{warningType}",
  },
  dismiss_connection_warnings: {
    method: "POST",
    path: "/v1/connections/{connectionId}/dismiss-warnings",
  },
  connection_errors: { method: "GET", path: "/v1/connections/{connectionId}/errors" },
  connection_moved: { method: "POST", path: "/v1/connections/{connectionId}/move" },
  connection_moved_job_status: {
    method: "GET",
    path: "/v1/connections/{connectionId}/move/{jobId}",
  },
  list_api_keys: { method: "GET", path: "/v1/users/api-keys" },
  get_user_api_key: { method: "GET", path: "/v1/users/{userId}/api-keys" },
  create_user_api_key: { method: "POST", path: "/v1/users/{userId}/api-keys" },
  delete_user_api_keys: { method: "DELETE", path: "/v1/users/{userId}/api-keys" },
  rotate_user_api_key: { method: "POST", path: "/v1/users/{userId}/api-keys/rotate" },
} as const;

export const KNOWN_OPERATIONS = { ...NEWER, ...OPERATIONS };
export type OperationId = keyof typeof KNOWN_OPERATIONS;
