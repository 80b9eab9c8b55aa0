import { errorCode, fullPath, readText } from "../base/files.js";
import { Secret } from "../base/secret.js";
import { placeholderProblem, quoted } from "../base/text.js";

/** The settings of `watch`. */
export const WATCH_OPTIONS = [
  {
    env: "FIVETRAN_WEBHOOK_SECRET",
    help: "watch: secret of the webhooks, or file:PATH. If it is not set, the program receives no webhooks and only polls",
  },
  {
    env: "FIVETRAN_ALERT_URL",
    help: "watch: https address to which health changes are posted, or file:PATH",
  },
  {
    env: "FIVETRAN_ALERT_FORMAT",
    help: "watch: slack or json; default slack for hooks.slack.com, otherwise json",
  },
  {
    env: "FIVETRAN_HISTORY_DAYS",
    help: "watch: number of days for which the recorded history is kept; default 90",
  },
] as const;

export interface AlertTarget {
  /** The address is secret because it can contain a token. */
  url: Secret;
  format: "slack" | "json";
}

export interface WatchSettings {
  webhookSecret: Secret | undefined;
  alerts: AlertTarget | undefined;
  historyDays: number;
}

type Value = (name: (typeof WATCH_OPTIONS)[number]["env"]) => string | undefined;

export function watchSettings(value: Value, problems: string[]): WatchSettings {
  const secret = (name: (typeof WATCH_OPTIONS)[number]["env"]) =>
    fromFile(name, value(name), problems);
  const url = secret("FIVETRAN_ALERT_URL");
  const format = value("FIVETRAN_ALERT_FORMAT")?.toLowerCase();
  if (format !== undefined && format !== "slack" && format !== "json") {
    problems.push(`FIVETRAN_ALERT_FORMAT is ${quoted(format, 40)}; it must be slack or json.`);
  }
  const days = value("FIVETRAN_HISTORY_DAYS") ?? "90";
  if (!/^[1-9]\d{0,3}$/.test(days)) {
    problems.push(
      `FIVETRAN_HISTORY_DAYS is ${quoted(days, 40)}; it must be a number of days from 1 to 9999.`,
    );
  }
  const webhookSecret = secret("FIVETRAN_WEBHOOK_SECRET");
  return {
    webhookSecret: webhookSecret === undefined ? undefined : new Secret(webhookSecret),
    alerts: url === undefined ? undefined : alertTarget(url, format, problems),
    historyDays: Number(days),
  };
}

/** Returns a value, or the first line of the file that it names. */
function fromFile(name: string, raw: string | undefined, problems: string[]): string | undefined {
  const [, given] = /^file:(?:\/\/)?(.+)$/.exec(raw ?? "") ?? [];
  if (given === undefined) return raw;
  const path = fullPath(name, given, problems);
  if (path === undefined) return undefined;
  try {
    const [line = ""] = readText(path).trim().split(/\r?\n/);
    const wrong =
      line === ""
        ? `${name}: the file ${quoted(path, 200)} is empty.`
        : placeholderProblem(`${name}: the file ${quoted(path, 200)}`, line);
    if (wrong === undefined) return line;
    problems.push(wrong);
  } catch (error) {
    const code = errorCode(error) ?? "unreadable";
    problems.push(`${name}: the file ${quoted(path, 200)} cannot be read (${code}).`);
  }
  return undefined;
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Reads the alert address. Problems do not repeat it, because it can contain a token. */
function alertTarget(
  raw: string,
  format: string | undefined,
  problems: string[],
): AlertTarget | undefined {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  const safe =
    url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (url === undefined || !safe || url.username !== "" || url.password !== "") {
    problems.push(
      "FIVETRAN_ALERT_URL must be an https address without a user name; http only on a loopback address.",
    );
    return undefined;
  }
  const slack = format === undefined ? url.hostname === "hooks.slack.com" : format === "slack";
  return { url: new Secret(raw), format: slack ? "slack" : "json" };
}
