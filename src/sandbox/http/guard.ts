import { createHash, timingSafeEqual } from "node:crypto";
import type { Head } from "../api/api.js";
import type { Delivery } from "./front.js";

// Any web page can send requests to a port of this machine, and can make a name that it controls
// resolve to this machine. Browsers report the origin of a request, so requests from pages are
// rejected: they must not read or change the sandbox.

/** Prevents pages from showing the sandbox in a frame. */
export const NO_FRAMES: Record<string, string> = {
  "content-security-policy": "frame-ancestors 'none'",
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
};

export function failure(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Delivery {
  return {
    status,
    headers: { "content-type": "application/json;charset=utf-8", ...headers },
    body: Buffer.from(JSON.stringify({ code, message })),
  };
}

/**
 * Matches names that no page can control: those of this machine, and the simulated one, which a
 * proxy sends. Any port is accepted, for tunnels.
 */
const isOwn = (host: string) =>
  /^(localhost|127\.0\.0\.1|\[::1\]|api\.fivetran\.com)(:\d{1,5})?$/i.test(host);

/** Returns true if a person opens a link to a page of the sandbox, such as a connect card. */
const opensPage = ({ method, header }: Head) =>
  method === "GET" &&
  header("sec-fetch-mode") === "navigate" &&
  header("sec-fetch-dest") === "document";

/**
 * Returns the rejection of a request from a web page. `target` is the target of the request line.
 */
export function refusePage(head: Head, target: string): Delivery | undefined {
  const host = head.header("host");
  const named = /^https?:\/\/([^/?#]*)/i.exec(target)?.[1];
  // Host is missing only in requests of HTTP/1.0 programs, so it is not required.
  if ([host, named].some((name) => name !== undefined && !isOwn(name))) {
    return failure(
      403,
      "Forbidden",
      "The sandbox is available only as 127.0.0.1 or localhost, not under the name in the Host header",
    );
  }
  const origin = head.header("origin");
  const site = head.header("sec-fetch-site") ?? "none";
  const foreign =
    (origin !== undefined && origin.toLowerCase() !== `http://${host?.toLowerCase()}`) ||
    (!["none", "same-origin"].includes(site) && !opensPage(head));
  if (!foreign) return undefined;
  return failure(403, "Forbidden", "The sandbox accepts no requests from other web pages");
}

/** The header that contains the secret of the side channel. */
export const CONTROL_HEADER = "x-sandbox-secret";

const digest = (text: string) => createHash("sha256").update(text).digest();

export function hasSecret({ header }: Head, secret: string): boolean {
  return timingSafeEqual(digest(header(CONTROL_HEADER) ?? ""), digest(secret));
}
