import { randomUUID } from "node:crypto";
import { AppError, type ClientSetting } from "../base/errors.js";
import { type Log, requestId } from "../base/log.js";

/** The settings of this program that correspond to parts of the client's configuration. */
const SETTINGS: Record<ClientSetting, string> = {
  credentials: "FIVETRAN_API_KEY and FIVETRAN_API_SECRET",
  base_url: "FIVETRAN_API_URL",
  proxy: "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY",
  certificates: "NODE_EXTRA_CA_CERTS",
};

/** What to do next after an error, with the name of the setting to check. */
export function settingHint({ hint, setting }: AppError): string | undefined {
  if (setting === undefined) return hint;
  const name = SETTINGS[setting];
  if (hint === undefined) return `Check ${name}.`;
  return hint.includes(name) ? hint : `${hint} The setting is ${name}.`;
}

/** Converts any error to an AppError. The message of an unexpected error may contain anything, so it is only logged. */
export function asAppError(error: unknown, log: Log, tool: string): AppError {
  if (error instanceof AppError) {
    log.debug("refused", { tool, type: error.type, message: error.message });
    return error;
  }
  const reference = requestId() ?? randomUUID().slice(0, 8);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("internal", { tool, reference, stack });
  return new AppError("internal", `Internal error (reference ${reference}).`, {
    hint: "The server's log on stderr has the details under that reference.",
    facts: { reference },
    cause: error,
  });
}
