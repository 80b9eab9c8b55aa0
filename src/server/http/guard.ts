import type { IncomingMessage } from "node:http";

/**
 * The names of the local machine. If a web page makes its own host name resolve to this machine, the Host header is
 * that name, so the request is rejected.
 */
export const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

export interface GuardOptions {
  /** The accepted `Host` headers. A name without a port accepts every port. */
  hosts: ReadonlySet<string>;
  /** The origins of web pages that may call the server. Programs send no `Origin`. */
  origins: ReadonlySet<string>;
}

export interface Rejected {
  status: 400 | 403;
  message: string;
}

/** Headers that affect authorization. Each may occur only once, because two readers could use different values. */
const SINGLE = ["host", "origin", "authorization", "content-type", "content-length", "mcp-method"];

/** Checks the target, host and origin of a request before anything else is read. Undefined if it is accepted. */
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
  // A page of this host itself is allowed.
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
