import { randomUUID } from "node:crypto";
import { AppError, type ClientSetting } from "../base/errors.js";
import { type Log, requestId } from "../base/log.js";

/** The settings of this program behind the parts of the client's configuration, which does not name settings. */
const SETTINGS: Record<ClientSetting, string> = {
  credentials: "FIVETRAN_API_KEY and FIVETRAN_API_SECRET",
  base_url: "FIVETRAN_API_URL",
  proxy: "HTTPS_PROXY",
  certificates: "NODE_EXTRA_CA_CERTS",
};

/** The next step after an error, with the name of the setting to look at. */
export function settingHint({ hint, setting }: AppError): string | undefined {
  if (setting === undefined) return hint;
  const name = SETTINGS[setting];
  if (hint === undefined) return `Check ${name}.`;
  return hint.includes(name) ? hint : `${hint} The setting is ${name}.`;
}

/** The message of an internal error never reaches a model: it may quote anything. */
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
