import { AppError } from "../../base/errors.js";

export const FIVETRAN_ORIGIN = "https://api.fivetran.com";

export const isLoopback = (hostname: string) =>
  hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);

/**
 * The origin of a configured base URL: https on api.fivetran.com, or http(s) on loopback, where a sandbox
 * listens. Anything else would hand the credentials to somebody else. A trailing `/v1` is accepted.
 */
export function parseOrigin(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const plain =
    url !== undefined &&
    url.username === "" &&
    url.password === "" &&
    url.search === "" &&
    url.hash === "" &&
    /^\/(?:v1\/?)?$/.test(url.pathname);
  const safe =
    plain &&
    (url.origin === FIVETRAN_ORIGIN ||
      (isLoopback(url.hostname) && (url.protocol === "http:" || url.protocol === "https:")));
  if (safe) return url.origin;
  throw new AppError("config", "FIVETRAN_API_URL is not a place that this client sends a key to.", {
    hint: `Leave it out for ${FIVETRAN_ORIGIN}, or give http://127.0.0.1:<port> for a sandbox.`,
  });
}
