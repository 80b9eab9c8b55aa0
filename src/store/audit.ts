import { appendFile } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "../base/errors.js";
import { makeFolder } from "../base/files.js";
import { redactedJson } from "../base/secret.js";

export type AuditLine =
  | { event: "refused"; tool: string; approval: "token" | "person"; reason: string }
  | {
      event: "intent" | "outcome";
      tool: string;
      operation_id: string;
      operations: readonly string[];
      targets: readonly string[];
      account: string;
      approval: "none" | "token" | "person";
      plan_digest: string;
      outcome?: string;
      ms?: number;
    };

export type Audit = (line: AuditLine) => Promise<void>;

/**
 * Creates the audit log: JSON lines, each appended in one write. It records the intent before anything is sent and
 * the outcome afterwards, without request bodies and secrets. Without a path nothing is recorded.
 *
 * @throws AppError if the file cannot be written. The change is then not sent.
 */
export function createAudit(path: string | undefined, now: () => Date): Audit {
  if (path === undefined) return async () => {};
  return async (line) => {
    try {
      makeFolder(dirname(path));
      await appendFile(path, `${redactedJson({ at: now().toISOString(), ...line })}\n`, {
        mode: 0o600,
      });
    } catch (cause) {
      throw new AppError("config", "The audit log could not be written.", {
        state: line.event === "outcome" ? "The change itself was sent." : "Nothing was changed.",
        hint: `Make ${path} writable, or change FIVETRAN_AUDIT_LOG.`,
        cause,
      });
    }
  };
}
