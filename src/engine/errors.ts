import { randomUUID } from "node:crypto";
import { AppError } from "../base/errors.js";
import type { Log } from "../base/log.js";

/** Faults of ours never carry their message to a model: it may quote anything. */
export function asAppError(error: unknown, log: Log, tool: string): AppError {
  if (error instanceof AppError) {
    log.debug("refused", { tool, type: error.type, message: error.message });
    return error;
  }
  const reference = randomUUID().slice(0, 8);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("internal", { tool, reference, stack });
  return new AppError("internal", `Internal error (reference ${reference}).`, {
    hint: "The server's log on stderr has the details under that reference.",
    facts: { reference },
    cause: error,
  });
}
