import { EnvHttpProxyAgent, request } from "undici";
import { AppError } from "../base/errors.js";
import { redact } from "../base/secret.js";
import { sanitize } from "../base/text.js";
import type { AlertTarget } from "./settings.js";

export const CHANGE_KINDS = ["newly_broken", "late", "recovered", "schema_changed"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A change of one connector, in the form that an alert shows. */
export interface Change {
  kind: ChangeKind;
  at: number;
  /** The shared cause, as a clause. Connectors with the same cause form one line of an alert. */
  cause: string;
  name: string;
  id: string;
  group: string;
}

interface Cause {
  kind: ChangeKind;
  cause: string;
  changes: Change[];
}

/** Groups changes by cause, the worst first. */
function byCause(changes: readonly Change[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const change of changes) {
    const { kind, cause } = change;
    const key = JSON.stringify([kind, cause]);
    const known = causes.get(key);
    if (known === undefined) causes.set(key, { kind, cause, changes: [change] });
    else known.changes.push(change);
  }
  const order = (kind: ChangeKind) => CHANGE_KINDS.indexOf(kind);
  return [...causes.values()].sort(
    (a, b) => order(a.kind) - order(b.kind) || b.changes.length - a.changes.length,
  );
}

const TITLES: Record<ChangeKind, string> = {
  newly_broken: "Newly broken",
  late: "Late",
  recovered: "Recovered",
  schema_changed: "Schema changed",
};

const MAX_NAMES = 15;
const MAX_CAUSES = 40;

const named = ({ name, id, group }: Change) =>
  `${sanitize(name || id, 80)} (${sanitize(group, 60)})`;

/** Returns one line for each cause. */
export function alertText(account: string, changes: readonly Change[]): string {
  const causes = byCause(changes);
  const lines = causes.slice(0, MAX_CAUSES).map(({ kind, cause, changes: of }) => {
    const names = of.slice(0, MAX_NAMES).map(named);
    if (of.length > names.length) names.push(`${of.length - names.length} more`);
    return `${TITLES[kind]} (${of.length}): ${sanitize(cause, 300)}: ${names.join(", ")}`;
  });
  if (causes.length > lines.length) lines.push(`${causes.length - lines.length} more causes`);
  return [`Fivetran account ${sanitize(account, 120)}`, ...lines].join("\n");
}

/** Escapes the three characters that Slack reads as markup, such as a mention of everyone. */
const slackText = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export function alertBody(
  format: AlertTarget["format"],
  account: string,
  changes: readonly Change[],
): string {
  if (format === "slack")
    return JSON.stringify({ text: slackText(redact(alertText(account, changes))) });
  const causes = byCause(changes).map(({ kind, cause, changes: of }) => ({
    kind,
    cause: sanitize(cause, 300),
    connectors: of.map(({ name, id, group, at }) => ({
      name: sanitize(name, 200),
      id,
      group: sanitize(group, 200),
      at: new Date(at).toISOString(),
    })),
  }));
  return JSON.stringify({ account: sanitize(account, 200), causes });
}

export interface Poster {
  /**
   * Posts one body.
   * @throws AppError of type `network` unless the receiver accepts it. The message does not contain
   * the address.
   */
  post(body: string): Promise<void>;
  close(): Promise<void>;
}

interface ProxySettings {
  https: string | undefined;
  http: string | undefined;
  none: string | undefined;
}

const TIMEOUT_MS = 10_000;

export function createPoster({ url }: AlertTarget, proxy: ProxySettings): Poster {
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: proxy.http ?? "",
    httpsProxy: proxy.https ?? "",
    noProxy: ["localhost", "127.0.0.1", "[::1]", proxy.none ?? ""].filter(Boolean).join(","),
    connect: { timeout: TIMEOUT_MS },
  });
  const { host } = new URL(url.reveal());
  const refused = (why: string, cause?: unknown) =>
    new AppError("network", `The alert was not delivered to ${host}: ${why}.`, {
      hint: "Check FIVETRAN_ALERT_URL. The program tries to send the alert again later.",
      ...(cause === undefined ? {} : { cause }),
    });
  return {
    async post(body) {
      // A redirect is not followed. Like any other status outside of 2xx, it is an error.
      const { statusCode, body: response } = await request(url.reveal(), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        dispatcher,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
      }).catch((error: unknown) => {
        throw refused("no response", error);
      });
      await response.dump({ limit: 65_536 }).catch(() => {});
      if (statusCode < 200 || statusCode > 299) throw refused(`status ${statusCode}`);
    },
    close: () => dispatcher.close(),
  };
}
