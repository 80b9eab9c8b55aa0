import type { IncomingMessage } from "node:http";

/** Names of this machine to itself. A page that had its own name lead here is known by that name. */
export const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

export interface GuardOptions {
  /** `Host` headers that are taken: a name stands for every port, a name with a port for that one. */
  hosts: ReadonlySet<string>;
  /** Web pages that may call. Programs send no `Origin`. */
  origins: ReadonlySet<string>;
}

export interface Rejected {
  status: 400 | 403;
  message: string;
}

/** Headers that decide who may do what: of several, two readers could each believe another one. */
const SINGLE = ["host", "origin", "authorization", "content-type", "content-length", "mcp-method"];

/** What is checked before anything of a request is read: its target, its host and where it comes from. */
export function rejectedBy(
  { url = "", rawHeaders, headers }: IncomingMessage,
  { hosts, origins }: GuardOptions,
): Rejected | undefined {
  if (!url.startsWith("/")) return { status: 400, message: "The request target is not a path." };
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? "";
    if (SINGLE.includes(name) && seen.has(name)) {
      return { status: 400, message: `The header ${name} was sent more than once.` };
    }
    seen.add(name);
  }
  const { host = "", origin } = headers;
  if (!isKnownHost(host, hosts)) {
    return { status: 403, message: "This server does not serve that host (FIVETRAN_HTTP_URL)." };
  }
  // A page of this very host is not a foreign one.
  if (origin !== undefined && origin !== `http://${host}` && !origins.has(origin)) {
    return {
      status: 403,
      message: "Web pages of that origin may not call this server (FIVETRAN_HTTP_ORIGINS).",
    };
  }
  return undefined;
}

function isKnownHost(host: string, hosts: ReadonlySet<string>): boolean {
  const name = host.toLowerCase();
  return hosts.has(name) || hosts.has(name.replace(/:\d{1,5}$/, ""));
}
